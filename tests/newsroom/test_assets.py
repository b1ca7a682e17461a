"""Joining, squeezing and collecting the stylesheets."""

import gzip
import json

import pytest
from django.core.management import call_command

from newsroom.assets import join_stylesheet, squeeze


def join(**files):
    """Join site.css out of the given files; a double underscore stands for a folder."""
    sources = {f"css/{name.replace('__', '/')}.css": text for name, text in files.items()}
    return join_stylesheet("css/site.css", sources.__getitem__)


def test_imports_become_layers_in_their_order():
    joined = join(
        site='@layer reset, type;\n@import url("reset.css") layer(reset);\n@import "type.css" layer(type);\n',
        reset="* { margin: 0 }",
        type="p { color: red; }",
    )
    assert joined == "@layer reset,type;@layer reset{*{margin: 0}}@layer type{p{color: red}}"


def test_media_and_rules_of_its_own_are_kept():
    joined = join(site="@import url(print.css) layer(print) print;\nb { top: 0 }", print="i { top: 1px }")
    assert joined == "@media print{@layer print{i{top: 1px}}}b{top: 0}"


def test_an_import_in_a_comment_stays_out():
    assert join(site='/* @import url("gone.css"); */ b { top: 0 }') == "b{top: 0}"


def test_addresses_follow_the_file_they_came_from():
    joined = join(
        site='@import url("components/card.css") layer(components);@import url("fonts.css");',
        components__card='a { background: url("../../img/arch.svg") } b { background: url(dot.png) }'
        'i { background: url("data:image/svg+xml;utf8,<svg/>") } u { filter: url(#blur) }',
        fonts='@font-face { src: url("../fonts/a.woff2") }',
    )
    assert 'url("../img/arch.svg")' in joined
    assert 'url("components/dot.png")' in joined
    assert 'url("data:image/svg+xml;utf8,<svg/>")' in joined
    assert "url(#blur)" in joined
    assert 'url("../fonts/a.woff2")' in joined


def test_an_imported_file_may_not_import():
    with pytest.raises(ValueError, match="may not import"):
        join(site='@import "a.css";', a='@import "b.css";', b="")


@pytest.mark.parametrize(
    ("css", "squeezed"),
    [
        ("a  :hover ,\n b > i { color : red ; /* why */ }", "a :hover,b > i{color : red}"),
        ('q::before { content: " /* « ;  } */ " }', 'q::before{content: " /* « ;  } */ "}'),
        ("p { inline-size: calc(1px + 2px) }", "p{inline-size: calc(1px + 2px)}"),
        ("@media (min-width: 68rem) and (hover) { a { top: 0 } }", "@media (min-width: 68rem) and (hover){a{top: 0}}"),
        (r"q { quotes: '\'' ',  ' }", r"q{quotes: '\'' ',  '}"),
        ("a { --empty: ; top: 0 }", "a{--empty:;top: 0}"),
    ],
)
def test_squeeze_changes_no_meaning(css, squeezed):
    assert squeeze(css) == squeezed


@pytest.fixture
def collected(tmp_path, settings):
    """Collect a small folder together with the installed apps' files, as production does."""
    source = tmp_path / "source"
    (source / "css").mkdir(parents=True)
    (source / "fonts").mkdir()
    (source / "js").mkdir()
    (source / "css/site.css").write_text('@layer type;@import url("fonts.css");@import url("type.css") layer(type);')
    (source / "css/fonts.css").write_text('@font-face { font-family: "F"; src: url("../fonts/f.woff2") }')
    (source / "css/type.css").write_text("p { margin: 0 }\n" * 200)
    (source / "fonts/f.woff2").write_bytes(b"wOF2")
    (source / "js/desk.js").write_text('import { a } from "./part.js";\na();\n')
    (source / "js/part.js").write_text("export function a() {}\n")
    settings.STATICFILES_DIRS = [source]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "newsroom.assets.JoinedStaticStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return settings.STATIC_ROOT


@pytest.mark.slow
def test_collectstatic_joins_hashes_and_compresses(collected):
    manifest = json.loads((collected / "staticfiles.json").read_text())["paths"]
    site = collected / manifest["css/site.css"]
    css = site.read_text()
    assert "@import" not in css
    assert {"django_prose_editor/editor.js", "django_prose_editor/default.js"} <= manifest.keys()
    assert manifest["fonts/f.woff2"].removeprefix("fonts/") in css
    assert gzip.decompress((site.parent / (site.name + ".gz")).read_bytes()).decode() == css
    assert (site.parent / (site.name + ".br")).exists()
    assert manifest["js/part.js"].removeprefix("js/") in (collected / manifest["js/desk.js"]).read_text()


@pytest.mark.slow
def test_collecting_again_changes_nothing(collected):
    def state():
        return {path: path.read_bytes() for path in sorted(collected.rglob("*")) if path.is_file()}

    before = state()
    call_command("collectstatic", interactive=False, verbosity=0)
    assert state() == before
