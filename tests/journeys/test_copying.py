"""Copy protection as readers meet it: free, with the source added, or answered politely."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.steps import EDITOR, titled

pytestmark = [pytest.mark.journey, pytest.mark.parametrize("width", [1280], indirect=True, ids=["1280px"])]

FIRST = titled("").paragraphs[0]
LINKED = "/columns/بعمق/"
TITLES = {"off": "النسخ متاح", "attribution": "النسخ مع المصدر", "strict": "النسخ بجواب مهذّب"}


@pytest.fixture
def protected(desk, newsroom, open_window):
    """Return a function that publishes a piece with a mode and opens it as a reader who may use the clipboard."""

    def protected(mode: str) -> tuple[Page, str]:
        title = TITLES[mode]
        steps.write(desk, newsroom, titled(title), column=False)
        steps.choose_word(desk, "المخازن")
        steps.tool(desk, "link")
        desk.fill("dialog.asking input", LINKED)
        desk.keyboard.press("Enter")
        expect(desk.locator(f"{EDITOR} a")).to_have_count(1)
        desk.select_option("[name=protection]", mode)
        address = steps.publish(desk)
        short = desk.input_value("#channel-text").split()[-1]
        page = open_window(permissions=["clipboard-read", "clipboard-write"])
        page.goto(address)
        page.evaluate("navigator.clipboard.writeText('')")
        return page, f"{title}\nمالك الحافظ\n{short}"

    return protected


def copied(page: Page) -> str:
    """Copy by the keyboard, and return what is in the clipboard."""
    page.keyboard.press("Control+c")
    return page.evaluate("navigator.clipboard.readText()")


def drag_over_text(page: Page) -> None:
    """Draw the mouse over the first paragraph, as one selects."""
    box = page.locator(".text p").first.bounding_box()
    page.mouse.move(box["x"] + box["width"] - 4, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] - 8, steps=6)
    page.mouse.up()


def chosen(page: Page) -> str:
    """Return what is selected."""
    return page.evaluate("getSelection().toString()")


def test_off_leaves_the_copy_alone(protected):
    page, source = protected("off")
    drag_over_text(page)
    text = copied(page)
    assert text.strip()
    assert text.strip() in FIRST
    assert source not in text
    expect(page.locator(".toast")).to_be_empty()


def test_attribution_adds_the_source(protected):
    page, source = protected("attribution")
    drag_over_text(page)
    taken = chosen(page)
    assert len(taken) > 40
    assert copied(page).replace("\r", "") == f"{taken}\n\n{source}"
    # A few words are a quotation, and carry nothing.
    steps.choose_word(page, "الرافعات", where=".text")
    assert copied(page).strip() == chosen(page).strip() == "الرافعات"


def test_strict_answers_the_mouse_and_frees_the_keyboard(protected, shot):
    page, _source = protected("strict")
    toast = page.locator(".toast")
    notice = steps.arabic("This text is protected by its author. Share it by its link: you are welcome to.")
    page.evaluate("addEventListener('contextmenu', event => { window.menuHeld = event.defaultPrevented })")
    drag_over_text(page)
    assert chosen(page) == ""
    expect(toast).to_have_text(notice)
    shot(page, "notice", full=False)

    page.reload()
    page.evaluate("addEventListener('contextmenu', event => { window.menuHeld = event.defaultPrevented })")
    expect(toast).to_be_empty()
    page.locator(".text p").first.click(button="right")
    assert page.evaluate("window.menuHeld")
    expect(toast).to_have_text(notice)

    page.reload()
    page.keyboard.press("Control+a")
    assert FIRST in chosen(page)
    assert FIRST in copied(page)
    expect(toast).to_be_empty()

    page.click(".text a")
    page.wait_for_selector(".colhead h1")
