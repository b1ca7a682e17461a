"""The topic manager settles what waits in the inbox of names, by keyboard alone."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Newsroom
from tests.journeys.steps import another_page, arabic
from tests.journeys.test_for_everyone import AXE, AXE_RUN

pytestmark = pytest.mark.journey
INBOX = "/admin/articles/topic/inbox/"
FOCUSED = "document.activeElement.closest('[data-card]')?.querySelector('h2')?.textContent ?? ''"


def make_tags(page: Page, newsroom: Newsroom, *names: str) -> None:
    """Make tags by the desk's own form, in this order."""
    for name in names:
        page.goto(newsroom.get("/admin/articles/tag/add/"))
        page.fill("[name=name]", name)
        with another_page(page):
            page.press("[name=name]", "Enter")
        # A name that looks like another is only warned of, and may be saved all the same.
        expect(page.locator("#user-tools")).to_be_visible()


def card(page: Page, name: str) -> object:
    """Return the card of a name."""
    return page.locator("[data-card]", has=page.locator("h2", has_text=name))


def walk_to(page: Page, name: str) -> None:
    """Press the arrows until the card of ``name`` has the focus."""
    there = page.locator("[data-card] h2").all_inner_texts()
    steps = there.index(name) - there.index(page.evaluate(FOCUSED))
    for _step in range(abs(steps)):
        page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
    assert page.evaluate(FOCUSED) == name


def decide(page: Page, key: str) -> None:
    """Press a letter and wait for the page that follows."""
    with another_page(page):
        page.keyboard.press(key)
    expect(page.locator("[data-inbox]")).to_be_visible()


def told(page: Page) -> object:
    """Return the line that says what was decided last."""
    return page.locator("[data-undo] [role=status]")


def look(page: Page, shot, step: str) -> None:
    """The page is as wide as its window, and breaks no rule of accessibility."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    if AXE.exists():
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate(AXE_RUN)
        assert not found, json.dumps(found, ensure_ascii=False, indent=1)
    shot(page, step)


def test_the_inbox_is_worked_by_keyboard_alone(colleague, newsroom, watch, width, shot):
    manager = colleague("topic_manager")
    spelled, other = f"سيرغي لافروف {width}", f"سيرجي لافروف {width}"
    one, two = f"أنطونيو غوتيريش {width}", f"أنطونيو جوتيريش {width}"
    kept, raised = f"الخابور في {width}", f"العاصي في {width}"
    make_tags(manager, newsroom, kept, raised, one, two, spelled, other)

    manager.goto(newsroom.admin)
    manager.locator(f"a[href='{INBOX}']").first.focus()
    decide(manager, "Enter")
    # The first card has the focus, and the arrows and letters lead on and back.
    first = manager.evaluate(FOCUSED)
    assert first
    manager.keyboard.press("KeyJ")
    assert manager.evaluate(FOCUSED) not in {first, ""}
    manager.keyboard.press("KeyK")
    assert manager.evaluate(FOCUSED) == first
    manager.keyboard.press("Shift+Slash")
    expect(manager.locator("[data-help]")).to_have_attribute("open", "")
    look(manager, shot, "keys")

    walk_to(manager, other)
    expect(card(manager, other).locator(".inbox-twin")).to_contain_text(spelled)
    look(manager, shot, "twins")
    decide(manager, "KeyM")
    expect(told(manager)).to_contain_text(spelled)
    expect(card(manager, other)).to_have_count(0)
    # The next card has the focus.
    assert manager.evaluate(FOCUSED) != ""
    look(manager, shot, "merged")
    # What was decided survives that the page is loaded anew, and is undone.
    manager.reload()
    expect(told(manager)).to_contain_text(other)
    decide(manager, "KeyU")
    assert manager.evaluate(FOCUSED) == other
    # The other one may stay instead; and the letters lie where they lie with Arabic keys, too.
    manager.keyboard.press("KeyS")
    with another_page(manager):
        manager.evaluate(
            "document.activeElement.dispatchEvent("
            "new KeyboardEvent('keydown', { key: 'ة', code: 'KeyM', bubbles: true, cancelable: true }))"
        )
    expect(told(manager)).to_contain_text(other)
    expect(card(manager, spelled)).to_have_count(0)

    walk_to(manager, two)
    decide(manager, "KeyN")
    expect(told(manager)).to_contain_text(one)
    walk_to(manager, two)
    expect(card(manager, two).locator(".inbox-twin")).to_have_count(0)

    walk_to(manager, kept)
    decide(manager, "KeyG")
    expect(card(manager, kept)).to_have_count(0)
    decide(manager, "KeyU")
    walk_to(manager, kept)
    decide(manager, "KeyG")

    walk_to(manager, raised)
    decide(manager, "KeyP")
    expect(told(manager)).to_contain_text(raised)
    expect(card(manager, raised)).to_contain_text(arabic("topic"))
    look(manager, shot, "promoted")
    decide(manager, "KeyU")
    assert manager.evaluate(FOCUSED) == raised

    # A name without a twin becomes a spelling of the one that is typed.
    decide(manager, "KeyA")
    box = card(manager, raised).locator("[data-box]")
    expect(box).to_be_visible()
    look(manager, shot, "name-box")
    manager.keyboard.type(kept)
    manager.keyboard.press("Enter")
    expect(box.locator("[name=tag]")).to_have_value(kept)
    box.locator("[name=act]").focus()
    decide(manager, "Enter")
    expect(told(manager)).to_contain_text(kept)
    expect(card(manager, raised)).to_have_count(0)
    decide(manager, "KeyU")
    walk_to(manager, raised)
    decide(manager, "KeyX")
    expect(card(manager, raised)).to_have_count(0)


def test_without_script_every_decision_is_a_button(open_window, colleague, newsroom, watch, width):
    signed = colleague("topic_manager")
    first, second = f"ميخائيل غورباتشوف {width}", f"ميخائيل جورباتشوف {width}"
    make_tags(signed, newsroom, first, second)
    page = open_window(storage_state=signed.context.storage_state(), java_script_enabled=False)
    page.goto(newsroom.get(INBOX))
    with another_page(page):
        card(page, second).locator("[name=act][value=merge]").click()
    expect(told(page)).to_contain_text(second)
    with another_page(page):
        page.locator("[data-undo] button").click()
    with another_page(page):
        card(page, second).locator("[name=act][value=not_same]").click()
    expect(card(page, second).locator(".inbox-twin")).to_have_count(0)
