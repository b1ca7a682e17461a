"""Style sheets know no left and no right; templates carry no style, no script and no question to the database."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SHEETS = sorted([*(ROOT / "static/css").rglob("*.css"), *(ROOT / "static/desk").rglob("*.css")])
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def rules_of(path: Path) -> list[tuple[int, str]]:
    """Every line of a style sheet without its comments, which keep their line breaks."""
    text = re.sub(r"/\*.*?\*/", lambda match: "\n" * match[0].count("\n"), path.read_text(encoding="utf-8"), flags=re.S)
    return list(enumerate(text.splitlines(), 1))


def found_in(files: list[Path], pattern: str, lines=None) -> list[str]:
    wanted = re.compile(pattern, re.I)
    read = lines or (lambda path: list(enumerate(path.read_text(encoding="utf-8").splitlines(), 1)))
    return [
        f"{path.relative_to(ROOT)}:{number} {match[0].strip()}"
        for path in files
        for number, line in read(path)
        for match in wanted.finditer(line)
    ]


def test_there_are_sheets_and_templates_to_judge():
    assert len(SHEETS) > 10
    assert len(TEMPLATES) > 20


PHYSICAL = {
    "sides": r"(?<![\w-])(left|right)\s*:",
    "edges": r"\b(margin|padding|border)-(left|right|top|bottom)\b",
    "corners": r"\bborder-(top|bottom)-(left|right)-radius\b",
    "floats": r"\b(float|clear)\s*:\s*(left|right)\b",
    "alignment": r"\btext-align\s*:\s*(left|right|justify)\b",
    "letters apart": r"\bletter-spacing\s*:(?!\s*(0|normal)\s*(!important\s*)?[;}])",
    "upper case": r"\btext-transform\s*:(?!\s*none\s*(!important\s*)?[;}])",
    "slanted letters": r"\bfont-style\s*:\s*(italic|oblique)\b",
    "justified lines": r"\btext-justify\s*:",
    "things from elsewhere": r"url\(\s*['\"]?(https?:)?//",
}


@pytest.mark.parametrize("pattern", PHYSICAL.values(), ids=PHYSICAL)
def test_style_sheets_are_logical_and_made_for_arabic(pattern):
    assert found_in(SHEETS, pattern, rules_of) == []


def test_templates_carry_no_style_of_their_own():
    assert found_in(TEMPLATES, r"\sstyle\s*=|<style\b") == []


def test_templates_carry_no_script_of_their_own():
    assert found_in(TEMPLATES, r"<script\b(?![^>]*\bsrc=)[^>]*>|\son[a-z]+\s*=\s*[\"']|javascript:") == []


def test_public_templates_ask_no_other_machine_and_set_no_token():
    public = [path for path in TEMPLATES if "admin" not in path.relative_to(ROOT / "templates").parts]
    assert found_in(public, r"(src|srcset|action)\s*=\s*[\"']?(https?:)?//|csrf_token|<iframe\b") == []
    # A public page only asks: what it would send by another method would need a token, and a token a cookie.
    assert found_in(public, r"<form\b(?![^>]*\bmethod=\"get\")|\bformmethod\b") == []


def test_the_language_and_direction_of_a_page_are_set_in_one_place():
    pages = [path for path in TEMPLATES if "<html" in path.read_text(encoding="utf-8")]
    standing_alone = {"500.html"}
    assert {path.name for path in pages} - standing_alone == {"base.html"}
