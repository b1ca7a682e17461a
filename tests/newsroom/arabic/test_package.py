"""The package stays what it says: pure, documented, small."""

import ast
from pathlib import Path

import pytest

import newsroom.arabic

MODULES = sorted(Path(next(iter(newsroom.arabic.__path__))).glob("*.py"))
STANDARD = {"collections", "dataclasses", "datetime", "functools", "re", "types", "typing", "unicodedata", "urllib"}


def names(module: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or ".")
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_imports_only_itself_and_a_little_of_the_standard_library(module: Path) -> None:
    outside = {name for name in names(module) if not name.startswith("newsroom.arabic.")}
    assert {name.split(".")[0] for name in outside} - STANDARD == set()


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_is_documented_and_small(module: Path) -> None:
    source = module.read_text(encoding="utf-8")
    tree = ast.parse(source)
    public = [
        node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]
    assert ast.get_docstring(tree) is not None
    assert [node.name for node in public if ast.get_docstring(node) is None] == []
    assert len(source.splitlines()) <= 200
