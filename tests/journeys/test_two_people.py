"""Two people at one piece in two browsers: the second to save sees both texts and chooses, field by field."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.steps import EDITOR, titled
from tests.journeys.test_for_everyone import AXE, AXE_RUN, TOO_WIDE

pytestmark = pytest.mark.journey

MINE, THEIRS = "mine", "theirs"


@pytest.fixture
def two(desk, colleague, newsroom, watch, width) -> Iterator[tuple[Page, Page]]:
    """The editor-in-chief and an editor, both with the form of one piece open that nobody has changed yet."""
    watch.expect(409, 422)
    steps.write(desk, newsroom, titled(f"مادة لاثنين {width}"), column=False)
    steps.press(desk, "save")
    other = colleague("editor")
    other.goto(desk.url.split("?")[0])
    steps.form_is_there(other)
    yield desk, other


def write_title(page: Page, title: str) -> None:
    page.fill("[name=title_ar]", title)


def replace_paragraph(page: Page, place: int, text: str) -> None:
    """Write one paragraph anew, by hand."""
    page.locator(f"{EDITOR} > p").nth(place).click(click_count=3)
    steps.settle(page)
    page.keyboard.insert_text(text)
    steps.settle(page)


def side(page: Page, field: str, which: str):
    return page.locator(f"[name=choice-{field}][value={which}]")


def press(page: Page, act: str) -> int:
    """Press a button of the page that asks; return the status of its answer."""
    with steps.another_page(page), page.expect_response(steps.answers_a_form) as answered:
        page.click(f".conflict-acts [value={act}]")
    status: int = answered.value.status
    return status


def judge(page: Page, shot: Callable[..., None], step: str) -> None:
    """Keep a picture; nothing sticks out, and no rule of accessibility is broken."""
    shot(page, step)
    assert page.evaluate(TOO_WIDE) == []
    if not Path(AXE).exists():
        return
    page.evaluate(AXE.read_text(encoding="utf-8"))
    broken = page.evaluate(AXE_RUN)
    assert not broken, json.dumps(broken, ensure_ascii=False, indent=1)


def test_the_second_to_save_chooses_field_by_field(two, width, shot):
    chief, editor = two
    write_title(editor, f"عنوان المحررة {width}")
    editor.fill("[name=standfirst_ar]", "مقدمة كتبتها المحررة وحدها.")
    replace_paragraph(editor, 0, "الفقرة الأولى بقلم المحررة.")
    assert steps.press(editor, "save") == 302

    write_title(chief, f"عنوان رئيس التحرير {width}")
    replace_paragraph(chief, 1, "الفقرة الثانية بقلم رئيس التحرير.")
    chief.fill("[name=tags]", "مراجعة")
    assert steps.press(chief, "publish") == 409
    expect(chief.locator(".conflict")).to_contain_text("ليان المرعي")
    expect(chief.locator("[name^=choice-]:checked")).to_have_count(2)
    expect(side(chief, "standfirst_ar", THEIRS)).to_be_checked()
    expect(side(chief, "tags", MINE)).to_be_checked()
    for text in ("عنوان المحررة", "عنوان رئيس التحرير", "بقلم المحررة", "بقلم رئيس التحرير"):
        expect(chief.locator(".conflict")).to_contain_text(text)
    chief.locator("details").first.evaluate("element => { element.open = true }")
    judge(chief, shot, "both-texts")

    # Two fields nobody can choose for them.
    side(chief, "title_ar", MINE).check()
    assert press(chief, "save") == 422
    expect(chief.locator(".conflict-error")).to_have_count(1)
    expect(side(chief, "title_ar", MINE)).to_be_checked()
    judge(chief, shot, "one-not-chosen")

    side(chief, "body_ar", THEIRS).check()
    assert press(chief, "save") == 302
    steps.form_is_there(chief)
    expect(chief.locator("[name=title_ar]")).to_have_value(f"عنوان رئيس التحرير {width}")
    expect(chief.locator("[name=standfirst_ar]")).to_have_value("مقدمة كتبتها المحررة وحدها.")
    expect(chief.locator(f"{EDITOR} > p").first).to_have_text("الفقرة الأولى بقلم المحررة.")
    expect(chief.locator("[name=tags]")).to_have_value("مراجعة")
    assert steps.state_of(chief) == "draft"


@pytest.mark.parametrize("width", [1280], indirect=True, ids=["1280px"])
def test_the_keyboard_alone_chooses_and_goes_on_in_the_form(two, width, shot):
    chief, editor = two
    write_title(editor, "عنوان المحررة")
    assert steps.press(editor, "save") == 302
    write_title(chief, "عنوان رئيس التحرير")
    assert steps.press(chief, "save") == 409

    def tab_to(selector: str) -> None:
        for _turn in range(60):
            chief.keyboard.press("Tab")
            if chief.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"the keyboard never comes to {selector}")

    tab_to("[name=choice-title_ar]")
    chief.keyboard.press("Space")
    chief.keyboard.press("ArrowDown")
    expect(side(chief, "title_ar", THEIRS)).to_be_checked()
    shot(chief, "chosen-by-keyboard")
    tab_to(".conflict-acts [value=continue]")
    with steps.another_page(chief):
        chief.keyboard.press("Enter")
    steps.form_is_there(chief)
    expect(chief.locator("[name=title_ar]")).to_have_value("عنوان المحررة")
    expect(chief.locator("[name=standfirst_ar]")).to_have_value(titled("").standfirst)
    shot(chief, "going-on")
    # Nothing is saved until the button is pressed, and then it is.
    chief.fill("[name=standfirst_ar]", "مقدمة بعد الاختيار.")
    assert steps.press(chief, "save") == 302
    expect(chief.locator("[name=title_ar]")).to_have_value("عنوان المحررة")
    expect(chief.locator("[name=standfirst_ar]")).to_have_value("مقدمة بعد الاختيار.")


@pytest.mark.parametrize("width", [360], indirect=True, ids=["360px"])
def test_who_is_overtaken_while_choosing_chooses_again(two, shot):
    chief, editor = two
    write_title(editor, "عنوان أول من المحررة")
    assert steps.press(editor, "save") == 302
    write_title(chief, "عنوان رئيس التحرير")
    assert steps.press(chief, "save") == 409
    write_title(editor, "عنوان ثانٍ من المحررة")
    assert steps.press(editor, "save") == 302

    side(chief, "title_ar", THEIRS).check()
    assert press(chief, "save") == 409
    expect(chief.locator(".conflict")).to_contain_text("عنوان ثانٍ من المحررة")
    expect(side(chief, "title_ar", THEIRS)).not_to_be_checked()
    judge(chief, shot, "overtaken")
    side(chief, "title_ar", MINE).check()
    assert press(chief, "save") == 302
    steps.form_is_there(chief)
    expect(chief.locator("[name=title_ar]")).to_have_value("عنوان رئيس التحرير")
