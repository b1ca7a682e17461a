"""What is shown before publication: beside the form while it is typed, and behind a link to somebody outside."""

import re

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.journeys import steps
from tests.journeys.test_for_everyone import AXE, AXE_RUN, TOO_WIDE

pytestmark = pytest.mark.journey

BANNER = re.compile(r'<aside class="previewing".*?</aside>', re.S)


def shown(page: Page) -> FrameLocator:
    """The page in the frame."""
    return page.frame_locator("[data-preview-frame]")


def choose(page: Page, what: str, value: str) -> None:
    """Choose a view, a language or a brightness."""
    page.locator(f"[name=preview-{what}][value={value}]").check()


def scroll_of(page: Page) -> int:
    """How far the page in the frame is scrolled."""
    return page.evaluate("document.querySelector('[data-preview-frame]').contentDocument.scrollingElement.scrollTop")


def rules_broken(page: Page) -> list:
    """What the rules of accessibility find."""
    if not AXE.exists():
        return []
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(AXE_RUN)


def test_the_preview_follows_what_is_typed(desk, newsroom, width, shot):
    steps.write(desk, newsroom, steps.HARBOUR)
    opener = desk.locator("[data-preview]")
    expect(opener).to_have_attribute("aria-expanded", "false")
    opener.press("Enter")
    page = shown(desk)
    expect(page.locator("h1")).to_have_text(steps.HARBOUR.title)
    expect(opener).to_have_attribute("aria-expanded", "true")
    expect(desk.locator("#preview-title")).to_be_focused()
    expect(page.locator(".text")).to_contain_text(steps.HARBOUR.paragraphs[2])
    expect(page.locator(".signoff")).to_contain_text(steps.PARTS["writer"].split(":")[0])
    assert desk.evaluate("document.querySelector('[data-preview-frame]').clientWidth") == 360
    shot(desk, "phone", full=False)
    if width == 1280:
        # Beside the form one goes on writing; what was looked at stays in sight.
        desk.evaluate("document.querySelector('[data-preview-frame]').contentDocument.scrollingElement.scrollTop = 300")
        steps.type_text(desk, "جملة كُتبت والمعاينة مفتوحة.")
        expect(page.locator(".text")).to_contain_text("جملة كُتبت والمعاينة مفتوحة.")
        assert scroll_of(desk) == 300
        desk.fill("[name=title_ar]", "عنوان يتبدّل")
        expect(page.locator("h1")).to_have_text("عنوان يتبدّل")
        desk.locator("#preview-title").focus()
    desk.keyboard.press("Escape")
    expect(desk.locator("[data-preview-inner]")).to_be_hidden()
    expect(opener).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "false")


def test_the_preview_shows_every_window_language_and_brightness(desk, newsroom, width, shot):
    steps.write(desk, newsroom, steps.HARBOUR)
    desk.click("[data-preview]")
    page = shown(desk)
    expect(page.locator("h1")).to_have_text(steps.HARBOUR.title)
    problems = {"phone": rules_broken(desk)}

    choose(desk, "view", "desktop")
    expect(desk.locator("[data-preview-stage]")).to_have_attribute("data-view", "desktop")
    assert desk.evaluate("document.querySelector('[data-preview-frame]').clientWidth") == 1280
    box, stage = (desk.locator(f"[data-preview-{name}]").bounding_box() for name in ("frame", "stage"))
    assert (round(box["x"]), round(box["width"])) == (round(stage["x"]), round(stage["width"]))
    shot(desk, "desktop", full=False)

    choose(desk, "theme", "dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("body")).to_have_css("background-color", "rgb(17, 23, 26)")
    shot(desk, "dark", full=False)
    choose(desk, "theme", "light")
    expect(page.locator("body")).to_have_css("background-color", "rgb(251, 249, 244)")

    choose(desk, "language", "en")
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    expect(desk.locator("[data-preview-note]")).to_be_visible()
    problems["english"] = rules_broken(desk)
    shot(desk, "english", full=False)
    choose(desk, "language", "ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(desk.locator("[data-preview-note]")).to_be_hidden()

    choose(desk, "view", "card")
    expect(page.locator(".card h3")).to_have_text([steps.HARBOUR.title] * 2)
    shot(desk, "card", full=False)

    choose(desk, "view", "link")
    link = desk.locator("[data-preview-link] .link-card")
    expect(link.locator(".link-title")).to_have_text(steps.HARBOUR.title)
    expect(link.locator(".link-host")).to_have_text(newsroom.base.split("://")[1].strip("/"))
    problems["link"] = rules_broken(desk)
    shot(desk, "link", full=False)
    assert {name: found for name, found in problems.items() if found} == {}
    assert desk.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("width", [1280], indirect=True, ids=["1280px"])
def test_what_cannot_stand_is_told_above_the_page(desk, newsroom):
    steps.write(desk, newsroom, steps.HARBOUR)
    desk.click("[data-preview]")
    expect(shown(desk).locator("h1")).to_have_text(steps.HARBOUR.title)
    desk.fill("[name=number]", "0")
    expect(desk.locator("[data-preview-troubles] li")).to_have_count(1)
    desk.fill("[name=number]", "")
    expect(desk.locator("[data-preview-troubles]")).to_be_hidden()


@pytest.mark.parametrize("width", [360], indirect=True, ids=["360px"])
def test_links_of_the_page_lead_nowhere_and_its_own_places_do(desk, newsroom):
    steps.write(desk, newsroom, steps.HARBOUR)
    desk.click("[data-preview]")
    page = shown(desk)
    expect(page.locator("h1")).to_have_text(steps.HARBOUR.title)
    page.locator(".masthead .brand").click()
    expect(page.locator("h1")).to_have_text(steps.HARBOUR.title)
    # The keys of the page inside are heard too.
    page.locator(".masthead .brand").press("Escape")
    expect(desk.locator("[data-preview-inner]")).to_be_hidden()


def test_a_link_shows_the_future_page_until_it_is_revoked(desk, open_window, newsroom, watch, shot):
    steps.write(desk, newsroom, steps.titled("مادة تُعرض قبل نشرها"), column=False)
    steps.press(desk, "save")
    form = desk.url.split("?")[0]
    desk.goto(form.replace("/change/", "/links/"))
    assert rules_broken(desk) == []
    assert desk.evaluate(TOO_WIDE) == []
    desk.click(".sharing-new [type=submit]")
    desk.wait_for_selector(".sharing-list")
    desk.wait_for_load_state()
    assert rules_broken(desk) == []
    assert desk.evaluate(TOO_WIDE) == []
    shot(desk, "links")
    address = desk.locator(".sharing-list input[type=text]").input_value()

    guest = open_window()
    answer = guest.goto(address)
    assert (answer.status, guest.context.cookies()) == (200, [])
    expect(guest.locator(".previewing")).to_be_visible()
    expect(guest.locator("h1")).to_have_text("مادة تُعرض قبل نشرها")
    assert rules_broken(guest) == []
    assert guest.evaluate(TOO_WIDE) == []
    shot(guest, "shown")

    # Published as it stands there: readers get the very page, but for its banner.
    desk.goto(form)
    steps.form_is_there(desk)
    steps.press(desk, "publish")
    page = guest.request.get(desk.locator(".done-acts a.strong").get_attribute("href")).text()
    assert BANNER.sub("", guest.request.get(address).text()) == page

    desk.goto(form.replace("/change/", "/links/"))
    desk.click(".sharing-list .danger")
    expect(desk.locator(".sharing-list input[type=text]")).to_have_count(0)
    watch.expect(404)
    assert guest.reload().status == 404
    expect(guest.locator(".previewing")).to_have_count(0)
    shot(guest, "ended")


@pytest.mark.parametrize("width", [1280], indirect=True, ids=["1280px"])
def test_without_script_the_page_opens_in_a_window_of_its_own(open_window, signed_in, newsroom, shot):
    page = open_window(storage_state=signed_in, java_script_enabled=False)
    page.goto(newsroom.get("/admin/articles/article/add/"))
    page.fill("[name=title_ar]", "عنوان بلا برنامج")
    with page.context.expect_page() as opened:
        page.click("[formtarget=_blank]")
    shown_page = opened.value
    expect(shown_page.locator("h1")).to_have_text("عنوان بلا برنامج")
    expect(shown_page.locator(".previewing")).to_be_visible()
    shot(shown_page, "page")
