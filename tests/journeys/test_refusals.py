"""What the form refuses, it refuses in words, with everything typed still there."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.steps import EDITOR, HARBOUR, titled

pytestmark = pytest.mark.journey

TYPED = "جملة لم تُحفظ بعد، ولا يجوز أن تضيع."


def pieces_titled(page: Page, newsroom, title: str) -> int:
    """Return how many pieces of the desk's list have this title."""
    page.goto(newsroom.get(f"/admin/articles/article/?q={title}"))
    return page.locator("#result_list tbody tr").count()


def test_what_is_missing_is_said_in_words(desk, newsroom, watch, shot):
    watch.expect(422)
    steps.begin(desk, newsroom)
    assert steps.press(desk, "publish") == 422
    refusal = desk.locator(".refusal")
    expect(refusal).to_be_focused()
    expect(refusal).to_contain_text(steps.arabic("Everything you typed is still here."))
    no_title, no_text = steps.arabic("The piece needs a title."), steps.arabic("The piece needs a text.")
    expect(refusal).to_contain_text(no_title)
    expect(refusal).to_contain_text(no_text)
    shot(desk, "empty")

    desk.fill("[name=title_ar]", "عنوان بلا نص")
    desk.fill("[name=tags]", "وسم أول، وسم ثانٍ")
    assert steps.press(desk, "publish") == 422
    expect(refusal).not_to_contain_text(no_title)
    expect(desk.locator("[name=title_ar]")).to_have_value("عنوان بلا نص")
    expect(desk.locator("[name=tags]")).to_have_value("وسم أول، وسم ثانٍ")

    desk.fill("[name=title_ar]", "")
    steps.type_text(desk, TYPED)
    assert steps.press(desk, "publish") == 422
    expect(refusal).to_contain_text(no_title)
    expect(desk.locator(EDITOR)).to_have_text(TYPED)


def test_a_schedule_in_the_past_is_refused(desk, newsroom, watch, shot):
    watch.expect(422)
    steps.write(desk, newsroom, titled("موعد فات"))
    past = datetime.now(UTC) - timedelta(days=2)
    desk.fill("[name=publish_at]", past.strftime("%Y-%m-%dT%H:%M"))
    assert steps.press(desk, "schedule") == 422
    expect(desk.locator(".refusal")).to_contain_text(
        steps.arabic("This moment has passed. Choose a later one, or publish now.")
    )
    expect(desk.locator("[name=publish_at]")).to_have_value(past.strftime("%Y-%m-%dT%H:%M"))
    expect(desk.locator(f"{EDITOR} > p")).to_have_text(list(HARBOUR.paragraphs))
    shot(desk, "past")


def test_two_windows_on_one_piece(desk, newsroom, watch, width, shot):
    watch.expect(409)
    steps.write(desk, newsroom, titled(f"نافذتان {width}"), column=False)
    steps.press(desk, "save")
    other = desk.context.new_page()
    other.goto(desk.url)
    steps.form_is_there(other)

    desk.fill("[name=title_ar]", f"عنوان النافذة الأولى {width}")
    steps.press(desk, "save")
    other.fill("[name=title_ar]", f"عنوان النافذة الثانية {width}")
    steps.type_text(other, TYPED)
    assert steps.press(other, "save") == 409

    conflict = other.locator(".conflict")
    for words in ("الأولى", "الثانية", TYPED):
        expect(conflict).to_contain_text(words)
    shot(other, "conflict")

    # Having seen both, going on is a choice, and so is the second save.
    other.check("[name=choice-title_ar][value=mine]")
    assert steps.press(other, "continue") == 200
    expect(other.locator("[name=title_ar]")).to_have_value(f"عنوان النافذة الثانية {width}")
    expect(other.locator(f"{EDITOR} > p").last).to_have_text(TYPED)
    assert steps.press(other, "save") == 302
    expect(other.locator("[name=title_ar]")).to_have_value(f"عنوان النافذة الثانية {width}")
    expect(other.locator(f"{EDITOR} > p").last).to_have_text(TYPED)


def test_a_double_click_publishes_once(desk, newsroom, width):
    title = f"نقرتان ومادة واحدة {width}"
    steps.write(desk, newsroom, titled(title), column=False)
    desk.dblclick("[value=publish]")
    desk.wait_for_selector(".done h1")
    assert pieces_titled(desk, newsroom, title) == 1


def test_the_keyboard_saves(desk, newsroom, width):
    title = f"محفوظة بلوحة المفاتيح {width}"
    steps.write(desk, newsroom, titled(title), column=False)
    with steps.another_page(desk):
        desk.keyboard.press("Control+s")
    expect(desk.locator(".messagelist .success")).to_have_text(steps.arabic("The draft is saved."))
    expect(desk.locator("[name=title_ar]")).to_have_value(title)
    assert steps.state_of(desk) == "draft"


def test_leaving_with_unsaved_words_asks(desk, newsroom):
    steps.begin(desk, newsroom, column=False)
    # What the server has kept by itself would need no question.
    desk.route("**/admin/articles/article/keep/", lambda route: route.abort())
    steps.type_text(desk, TYPED)
    asked: list[str] = []

    def stay(dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    desk.once("dialog", stay)
    with desk.expect_event("dialog"):
        desk.click("a.brand")
    assert asked == ["beforeunload"]
    expect(desk.locator(EDITOR)).to_have_text(TYPED)

    desk.once("dialog", lambda dialog: dialog.accept())
    desk.click("a.brand")
    desk.wait_for_selector(".next-editions")


def test_leaving_an_untouched_form_asks_nothing(desk, newsroom):
    steps.begin(desk, newsroom)
    asked: list[str] = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    desk.click("a.brand")
    desk.wait_for_selector(".next-editions")
    assert asked == []
