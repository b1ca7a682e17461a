"""With scripts off: readers miss nothing, and the desk's form still does its work."""

import pytest
from playwright.sync_api import expect

from tests.journeys import steps

pytestmark = pytest.mark.journey

LINES = ("السطر الأول كُتب في حقلٍ بسيط.", "والسطر الثاني بعد فراغ.")
DEAD = "button:visible:not([type=submit])"


def test_the_readers_pages_are_complete(open_window, newsroom, shot):
    page = open_window(java_script_enabled=False)
    page.goto(newsroom.base)
    expect(page.locator(".opening h2 a")).to_be_visible()
    page.click(".opening h2 a")
    expect(page.locator("article h1")).to_be_visible()
    expect(page.locator(".text p").first).to_be_visible()
    expect(page.locator(".share a")).to_have_count(5)
    expect(page.locator("button:visible")).to_have_count(0)
    shot(page, "article")
    page.click(".kicker a")
    expect(page.locator(".list article").first).to_be_visible()
    expect(page.locator("button:visible")).to_have_count(0)


def test_the_form_saves_and_publishes(open_window, signed_in, newsroom, width, shot):
    page = open_window(java_script_enabled=False, storage_state=signed_in)
    page.goto(newsroom.admin)
    page.click("a.begin >> nth=0")
    expect(page.locator(DEAD)).to_have_count(0)
    page.fill("[name=title_ar]", f"كُتبت بلا برمجة {width}")
    page.fill("[name=body_ar]", "\n\n".join(LINES))
    page.fill("[name=topics]", "روسيا")
    expect(page.locator("[name=title_en]")).to_be_visible()
    shot(page, "form")
    steps.press(page, "save")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert page.input_value("[name=body_ar]").count("<p>") == 2
    steps.press(page, "publish")
    expect(page.locator(DEAD)).to_have_count(0)
    shot(page, "published")
    page.click(".done-acts a.strong")
    expect(page.locator("article h1")).to_have_text(f"كُتبت بلا برمجة {width}")
    expect(page.locator(".text p")).to_have_text(list(LINES))
    expect(page.locator(".signoff bdi")).to_have_text(steps.SIGN_OFF)
