"""The plan of the house, kept by reading its source: what may stand where, how large, and under which name."""

import ast
import importlib
import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext, override

from newsroom.pagecache import PRIVATE_MODELS, PUBLIC_MODELS

ROOT = Path(settings.BASE_DIR)
APPS = ("newsroom", "columns", "articles")
SOURCES = sorted(
    path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts and path.is_file()
)
LONGEST_MODULE, LONGEST_FUNCTION = 400, 40
NAMELESS = {"utils", "util", "common", "core", "helpers", "helper", "services", "service", "misc", "lib", "tools"}
# The one gate and the rows behind it; nobody else asks a piece for its status.
GATE = "articles/models/"
# Where rows are written without their save(), and with it without the one receiver of the site version.
VERBS = {
    "articles/publishing.py",
    "articles/revisions.py",
    "articles/working.py",
    "articles/presence.py",
    "articles/previews.py",
    "articles/notifying.py",
    "articles/numbering.py",
    "articles/tagging.py",
    "articles/dossiers.py",
    "articles/joining.py",
    "articles/models/names.py",
    "articles/undoing.py",
    "articles/recording.py",
    "articles/merging.py",
    "articles/twins.py",
    "articles/arranging.py",
    "articles/search/entries.py",
    "articles/importing/writing.py",
    "newsroom/redirects.py",
    "newsroom/secondfactor.py",
    "articles/demo/loading.py",
    "newsroom/pagecache.py",
    "newsroom/images.py",
}


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines_with(pattern: str, allowed: tuple[str, ...] = ()) -> list[str]:
    """Every line of the source, outside ``allowed``, that matches ``pattern``, as ``file:line text``."""
    wanted = re.compile(pattern)
    return [
        f"{name_of(path)}:{number} {line.strip()}"
        for path in SOURCES
        if not name_of(path).startswith(allowed)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if wanted.search(line)
    ]


def functions() -> list[tuple[str, int]]:
    """Every function of the source with its number of lines, decorators left out."""
    return [
        (f"{name_of(path)}:{node.name}", node.end_lineno - node.lineno + 1)
        for path in SOURCES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


# ---- models ----------------------------------------------------------------------------------------------------------


def test_every_model_is_declared_public_or_private():
    ours = {
        model._meta.label
        for app in APPS
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        if not model._meta.proxy
    }
    assert ours == PUBLIC_MODELS | PRIVATE_MODELS
    assert PUBLIC_MODELS.isdisjoint(PRIVATE_MODELS)


# ---- the gate and the verbs ------------------------------------------------------------------------------------------


def test_no_query_filters_on_publication_outside_the_gate():
    words = {"status", "publish_at", "first_published_at", "released", "released_ar", "released_en"}
    # Neighbours and years compare moments of pieces that the gate has let pass already.
    may_compare = {"articles/views.py", "columns/views.py", "articles/writing/opening.py"}
    found = []
    for path in SOURCES:
        if name_of(path).startswith(GATE):
            continue
        for node in ast.walk(tree_of(path)):
            named = getattr(getattr(node, "func", None), "attr", getattr(getattr(node, "func", None), "id", ""))
            if isinstance(node, ast.Call) and named in {"filter", "exclude", "get", "Q", "get_object_or_404"}:
                asked = {(word.arg or "").split("__")[0] for word in node.keywords} & words
                if name_of(path) in may_compare:
                    asked -= {"publish_at"}
                found += [f"{name_of(path)}:{node.lineno} {word}" for word in sorted(asked)]
    assert found == []


def test_rows_are_written_past_the_receiver_in_verb_modules_only():
    found = []
    for path in SOURCES:
        if name_of(path) in VERBS:
            continue
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                name, on = node.func.attr, ast.unparse(node.func.value)
                if name in {"bulk_create", "bulk_update", "raw", "_raw_delete"} or (
                    name == "update" and re.search(r"objects|filter\(|queryset|\brows\b|exclude\(|\.all\(", on)
                ):
                    found.append(f"{name_of(path)}:{node.lineno} {on}.{name}")
    assert found == []


def test_markup_is_declared_safe_in_one_room_only():
    room = ("newsroom/prose/rendering.py",)
    assert lines_with(r"\bmark_safe\b|\bSafeString\(|\bSafeText\b|__html__", allowed=room) == []
    shown = [
        f"{path.relative_to(ROOT)}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if re.search(r"\|\s*safe\b|\bautoescape\s+off|\|\s*safeseq\b", path.read_text(encoding="utf-8"))
    ]
    assert shown == []


def test_signals_are_connected_in_one_place():
    assert {line.split(":")[0] for line in lines_with(r"signal\.connect\(|@receiver|import .*post_save")} == {
        "newsroom/pagecache.py"
    }


def test_times_are_never_naive():
    assert lines_with(r"datetime\.now\(\)|utcnow|datetime\.today\(\)") == []


def test_nothing_in_the_house_asks_another_machine():
    assert lines_with(r"^\s*(import|from) (requests|httpx|urllib\.request|http\.client|ftplib|smtplib)\b") == []


# ---- floors and names ------------------------------------------------------------------------------------------------


def imports_of(path: Path) -> set[str]:
    tree = ast.walk(tree_of(path))
    found: set[str] = set()
    for node in tree:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def test_the_ground_floor_is_pure_python():
    files = [path for path in SOURCES if name_of(path).startswith("newsroom/arabic/")]
    assert files
    foreign = {
        (name_of(path), module)
        for path in files
        for module in imports_of(path)
        if module.split(".")[0] in {"django", "articles", "columns", "pathlib", "os", "io", "socket", "sqlite3"}
        or (module.startswith("newsroom") and not module.startswith("newsroom.arabic"))
    }
    assert foreign == set()


def test_columns_know_nothing_of_articles():
    files = [path for path in SOURCES if name_of(path).startswith("columns/")]
    assert [name_of(path) for path in files if any(module.startswith("articles") for module in imports_of(path))] == []


def test_every_module_has_a_name_that_says_what_it_does():
    assert [name_of(path) for path in SOURCES if path.stem in NAMELESS or path.parent.name in NAMELESS] == []


def test_there_is_no_other_package_at_the_top():
    packages = {
        path.name
        for path in ROOT.iterdir()
        if path.is_dir() and not path.name.startswith(".") and any(path.glob("*.py"))
    }
    assert packages == {*APPS, "tests"}
    assert [path.name for path in ROOT.glob("*.py")] == ["manage.py"]


def test_no_module_and_no_function_wants_to_be_two():
    modules = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {name: size for name, size in modules.items() if size > LONGEST_MODULE} == {}
    assert {name: size for name, size in functions() if size > LONGEST_FUNCTION} == {}


# ---- papers and lists ------------------------------------------------------------------------------------------------


def test_no_requirement_comes_from_an_address():
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        assert [line for line in lines if "://" in line or line.startswith(("-e", "--index-url", "git+"))] == []
        pinned = [line for line in lines if re.match(r"^[a-zA-Z]", line)]
        assert pinned
        assert [line for line in pinned if "==" not in line] == []


def catalogue() -> list[dict[str, str]]:
    """Every entry of the Arabic catalogue: its keywords (msgid, msgstr …) with their strings."""
    text = (ROOT / "newsroom/locale/ar/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    entries = []
    for block in re.split(r"\n\s*\n", text):
        live = "\n".join(line for line in block.splitlines() if not line.startswith("#~"))
        found = re.findall(r'^(msg\w+(?:\[\d\])?) ((?:"(?:[^"\\]|\\.)*"\s*)+)', live, re.MULTILINE)
        entry = {word: "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', strings)) for word, strings in found}
        if entry.get("msgid"):
            entries.append(entry | ({"fuzzy": "yes"} if re.search(r"^#,.*fuzzy", block, re.MULTILINE) else {}))
    return entries


def test_every_word_of_the_catalogue_has_its_arabic():
    entries = catalogue()
    assert len(entries) > 100
    unfinished = [entry["msgid"] for entry in entries if "fuzzy" in entry or not all(entry.values())]
    assert unfinished == []


def test_every_sentence_of_the_house_stands_in_the_catalogue():
    known = {entry["msgid"].replace('\\"', '"').replace("\\n", "\n") for entry in catalogue()}
    spoken: dict[str, str] = {}
    for path in SOURCES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_", "gettext", "gettext_lazy"}:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    spoken[first.value] = name_of(path)
    for path in (ROOT / "templates").rglob("*.html"):
        for _mark, words in re.findall(r"{%\s*translate\s+([\"'])(.*?)\1", path.read_text(encoding="utf-8")):
            spoken[words] = name_of(path)
    # Django's own catalogue speaks for what it says too.
    with override("ar"):
        missing = {words: place for words, place in spoken.items() if words not in known and gettext(words) == words}
    # A word that is the same in every language needs no entry.
    assert {words: place for words, place in missing.items() if re.search(r"[A-Za-z]", words)} == {}


NAMED = re.compile(r"`((?:articles|columns|newsroom)(?:\.\w+)+)(?:\(\))?`")
FILED = re.compile(r"`((?:articles|columns|newsroom|templates|static|tests)/[\w./-]+)`")


def exists(dotted: str) -> bool:
    """Whether ``dotted`` names a module of ours, or something reached from one through attributes."""
    parts = dotted.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            thing = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            if hasattr(thing, "_meta") and part in {field.name for field in thing._meta.get_fields()}:
                return True
            if not hasattr(thing, part):
                return False
            thing = getattr(thing, part)
        return True
    return False


@pytest.fixture(scope="module")
def architecture() -> str:
    return (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def test_every_name_in_the_page_of_architecture_exists(architecture):
    names = set(NAMED.findall(architecture))
    assert len(names) >= 10
    assert sorted(name for name in names if not exists(name)) == []


def test_every_file_in_the_page_of_architecture_exists(architecture):
    assert sorted(name for name in set(FILED.findall(architecture)) if not (ROOT / name).exists()) == []


def test_the_page_of_architecture_knows_every_module_of_the_floors(architecture):
    contracts = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("layers = [")[1].split("]")[0]
    floors = set(re.findall(r"\b(?:newsroom\.\w+|articles|columns)\b", contracts))
    known = {module for module in floors if (ROOT / module.replace(".", "/")).exists() or exists(module)}
    assert sorted(module for module in known if not re.search(rf"(?<![\w.]){re.escape(module)}\b", architecture)) == []
