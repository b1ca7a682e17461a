"""The font files readers get: complete for Arabic, renamed, small; and honest where no font is found."""

from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from newsroom import fonts

PACKAGES = Path(__file__).resolve().parents[2] / "node_modules"
EXTRA = 0x4E00  # A letter of another script, which a subset has to drop.


def draw_font(path: Path, family: str, style: str, codepoints: set[int]) -> Path:
    """Draw a font of squares under a reserved name, so that the tests need no font of the machine."""
    pen = TTGlyphPen(None)
    for corner in ((0, 0), (0, 500), (500, 500), (500, 0)):
        (pen.moveTo if corner == (0, 0) else pen.lineTo)(corner)
    pen.closePath()
    square = pen.glyph()
    mapping = {code: f"u{code:04X}" for code in sorted(codepoints)}
    order = [".notdef", *mapping.values()]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(mapping)
    builder.setupGlyf(dict.fromkeys(order, square))
    builder.setupHorizontalMetrics(dict.fromkeys(order, (600, 0)))
    builder.setupHorizontalHeader(ascent=1050, descent=-450)
    builder.setupOS2(sTypoAscender=1050, sTypoDescender=-450)
    builder.setupNameTable(
        {
            "copyright": "Copyright Somebody, with Reserved Font Name Plex",
            "familyName": family,
            "styleName": style,
            "uniqueFontIdentifier": f"{family} {style} unique",
            "fullName": f"{family} {style}",
            "psName": f"{family.replace(' ', '')}-{style}",
            "version": "Version 1.0",
            "licenseDescription": "SIL Open Font License",
        }
    )
    builder.setupPost()
    path.parent.mkdir(parents=True, exist_ok=True)
    builder.save(str(path))
    return path


@pytest.fixture
def drawn(tmp_path):
    """A system font folder that holds all three faces under the names distributions use."""
    folder = tmp_path / "system"
    codes = set(fonts.CHARACTERS) | {EXTRA}
    draw_font(folder / "noto" / "NotoNaskhArabic-Regular.ttf", "Noto Naskh Arabic", "Regular", codes)
    draw_font(folder / "IBMPlexSansArabic-Regular.ttf", "IBM Plex Sans Arabic", "Regular", codes)
    draw_font(folder / "IBMPlexSansArabic-SemiBold.ttf", "IBM Plex Sans Arabic", "SemiBold", codes)
    return folder


def test_system_fonts_are_found_where_packages_are_missing(drawn, tmp_path):
    found = fonts.find_sources(tmp_path / "nothing", [drawn])
    assert {(face.family, face.weight): path.name for face, path in found.items()} == {
        ("Shubbak Naskh", 400): "NotoNaskhArabic-Regular.ttf",
        ("Shubbak Sans", 400): "IBMPlexSansArabic-Regular.ttf",
        ("Shubbak Sans", 600): "IBMPlexSansArabic-SemiBold.ttf",
    }


def test_packages_come_before_the_system(drawn, tmp_path):
    packaged = tmp_path / "packages/@expo-google-fonts/noto-naskh-arabic/400Regular/NotoNaskhArabic_400Regular.ttf"
    draw_font(packaged, "Noto Naskh Arabic", "Regular", set(fonts.CHARACTERS))
    assert fonts.find_sources(tmp_path / "packages", [drawn])[fonts.FACES[0]] == packaged


def test_build_renames_subsets_and_keeps_the_licence(drawn, tmp_path):
    sizes = fonts.build(tmp_path / "nothing", tmp_path / "assets", [drawn])
    assert set(sizes) == set(fonts.FACES)
    for face in fonts.FACES:
        path = tmp_path / "assets" / "fonts" / face.output
        assert path.read_bytes()[:4] == b"wOF2"
        with TTFont(path) as font:
            names = {record.nameID: str(record) for record in font["name"].names}
            assert names.get(16, names[1]) == face.family
            assert "Reserved Font Name" in names[0]
            assert names[13] == "SIL Open Font License"
            assert not any("Plex" in text for number, text in names.items() if number not in fonts.KEPT_NAMES)
            assert font.getBestCmap().keys() >= fonts.REQUIRED
            assert EXTRA not in font.getBestCmap()


def test_stylesheet_names_files_and_fallbacks(drawn, tmp_path):
    fonts.build(tmp_path / "nothing", tmp_path / "assets", [drawn])
    css = (tmp_path / "assets/css/fonts.css").read_text(encoding="utf-8")
    for face in fonts.FACES:
        assert f'url("../fonts/{face.output}")' in css
    assert css.count("font-display: swap") == 3
    assert 'font-family: "Shubbak Naskh Fallback"' in css
    assert 'font-family: "Shubbak Sans Fallback"' in css
    assert "ascent-override: 105%; descent-override: 45%" in css


def test_a_missing_face_is_left_to_the_reader(drawn, tmp_path):
    (drawn / "IBMPlexSansArabic-SemiBold.ttf").unlink()
    assert len(fonts.build(tmp_path / "nothing", tmp_path / "assets", [drawn])) == 2
    css = (tmp_path / "assets/css/fonts.css").read_text(encoding="utf-8")
    assert 'local("IBM Plex Sans Arabic SemiBold")' in css


def test_without_any_font_the_plain_stylesheet_stays(tmp_path):
    stale = tmp_path / "assets/css/fonts.css"
    stale.parent.mkdir(parents=True)
    stale.write_text("stale")
    assert fonts.build(tmp_path / "nothing", tmp_path / "assets", []) == {}
    assert not stale.exists()


def test_a_font_without_arabic_is_not_used(tmp_path):
    draw_font(tmp_path / "IBMPlexSansArabic-Regular.ttf", "IBM Plex Sans Arabic", "Regular", set(range(0x20, 0x7F)))
    assert fonts.build(tmp_path / "nothing", tmp_path / "assets", [tmp_path]) == {}


@pytest.mark.slow
def test_the_fonts_of_the_house_stay_within_the_budget(drawn, tmp_path):
    """PERFORMANCE allows 65 KiB for all files; without npm's packages the drawn fonts stand in."""
    sizes = fonts.build(PACKAGES, tmp_path / "assets", [drawn])
    assert sum(sizes.values()) <= 65 * 1024
    if (PACKAGES / "@expo-google-fonts").is_dir():
        for face in fonts.FACES:
            with TTFont(tmp_path / "assets" / "fonts" / face.output) as font:
                features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
                assert {"init", "medi", "fina", "rlig"} <= features
                assert {"mark", "mkmk"} <= {r.FeatureTag for r in font["GPOS"].table.FeatureList.FeatureRecord}
