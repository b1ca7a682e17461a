"""The package stays what it says: pure, documented, small, every rule explained."""

import ast
from pathlib import Path

import pytest

import newsroom.arabic.typography
from newsroom.arabic.typography import Rule, letters_of

MODULES = sorted(Path(next(iter(newsroom.arabic.typography.__path__))).glob("*.py"))
STANDARD = {"bisect", "collections", "dataclasses", "enum", "html", "itertools", "re", "typing", "unicodedata"}


def imported(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or ".")
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_is_pure_documented_and_small(module: Path) -> None:
    source = module.read_text(encoding="utf-8")
    tree = ast.parse(source)
    outside = {name for name in imported(tree) if not name.startswith("newsroom.arabic")}
    assert {name.split(".")[0] for name in outside} - STANDARD == set()
    defined = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    public = [node for node in tree.body if node in defined and not getattr(node, "name", "_").startswith("_")]
    assert ast.get_docstring(tree) is not None
    assert [node.name for node in defined if node in public and ast.get_docstring(node) is None] == []
    functions = [node for node in defined if isinstance(node, ast.FunctionDef)]
    assert [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= 40] == []
    assert len(source.splitlines()) <= 250


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_a_room_imports_only_those_above_it(module: Path) -> None:
    listed = newsroom.arabic.typography.__doc__ or ""
    places = [
        name.strip("`,") for line in listed.splitlines() if line.startswith("* ") for name in line.split(":")[0].split()
    ]
    rooms = [name for name in places if name != "*"]
    assert {each.stem for each in MODULES} == {*rooms, "__init__"}
    if module.stem == "__init__":
        return
    above = rooms[: rooms.index(module.stem)]
    prefix = "newsroom.arabic.typography"
    names = imported(ast.parse(module.read_text(encoding="utf-8")))
    assert {name.removeprefix(f"{prefix}.") for name in names if name.startswith(prefix)} - {prefix} <= set(above)


@pytest.mark.parametrize("rule", list(Rule))
def test_every_rule_has_an_arabic_heading_and_a_source(rule: Rule) -> None:
    assert rule == rule.value == str(rule)
    assert rule.isascii() and not rule.heading.isascii() and rule.source.isprintable() and len(rule.source) > 10


def test_rules_have_headings_of_their_own() -> None:
    assert len({rule.heading for rule in Rule}) == len(Rule)


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("شُـبّاك، «نعم» 3.5", "شباكنعم35"),
        ("ﻷن ﷲ", "لأنالله"),
        ("کتاب عربی ۲۰۲۳", "كتابعربي2023"),
        ("إلى علي مدرسة", "إلىعليمدرسة"),
        ("گوگل Abc", "گوگلAbc"),
        ("\u200f\ud800\x00", ""),
    ],
)
def test_the_letters_of_a_text(text: str, letters: str) -> None:
    assert letters_of(text) == letters
