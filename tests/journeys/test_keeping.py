"""Nothing typed is lost: the tab dies, the network goes, the session ends, somebody else saves, somebody signs out."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.steps import EDITOR, HARBOUR, titled

pytestmark = pytest.mark.journey

TYPED = "جملة في منتصفها انقطع كلـ"
KEEP = "**/admin/articles/article/keep/"
wide = pytest.mark.parametrize("width", [1280], indirect=True)
JOURNAL = "newsroomJournal.all(document.querySelector('[data-kept]').dataset.user).then(entries => entries.length)"
STORE = """() => new Promise((resolve) => {
  const request = indexedDB.open("newsroom-journal")
  request.onsuccess = () => {
    const all = request.result.transaction("entries").objectStore("entries").getAll()
    all.onsuccess = () => resolve(all.result.length)
  }
})"""


def saved(page: Page, newsroom, title: str) -> str:
    """Write a piece and save it as a draft; return the address of its form."""
    steps.write(page, newsroom, titled(title), column=False)
    assert steps.press(page, "save") == 302
    page.wait_for_selector(EDITOR)
    return page.url


def line(page: Page, state: str) -> None:
    """Wait until the form says that what was typed is kept, or stands on this device only."""
    expect(page.locator("[data-kept]")).to_have_attribute("data-state", state)


def beat(page: Page) -> None:
    """Let the form ask at once what it asks every few seconds."""
    page.evaluate("dispatchEvent(new Event('online'))")


def kill(page: Page) -> None:
    """End the tab's process, as a system does that is short of memory."""
    about = page.context.new_cdp_session(page).send("Target.getTargetInfo")
    devtools = page.context.browser.new_browser_cdp_session()
    session = devtools.send("Target.attachToTarget", {"targetId": about["targetInfo"]["targetId"], "flatten": False})
    message = json.dumps({"id": 1, "method": "Page.crash"})
    # Whoever is killed does not answer: the message is handed over, and the crash waited for.
    with page.expect_event("crash"):
        devtools.send("Target.sendMessageToTarget", {"sessionId": session["sessionId"], "message": message})


def opened(page: Page, address: str) -> Page:
    """Open the form in another window of the same browser."""
    other = page.context.new_page()
    other.goto(address)
    other.wait_for_selector(EDITOR)
    return other


# ---- the tab dies ----------------------------------------------------------------------------------------------------


def test_a_tab_killed_after_the_words_were_kept(desk, newsroom, width, shot):
    address = saved(desk, newsroom, f"تبويب قُتل {width}")
    assert "saved=" not in address
    steps.type_text(desk, TYPED)
    line(desk, "kept")
    assert desk.evaluate(JOURNAL) == 0
    kill(desk)

    back = opened(desk, address)
    expect(back.locator(f"{EDITOR} > p")).to_have_text([*HARBOUR.paragraphs, TYPED])
    recovered = back.locator(".recovered")
    recovered.locator("summary").first.click()
    expect(recovered.locator("[data-field=body_ar]")).to_contain_text(TYPED)
    shot(back, "recovered")

    recovered.locator("[data-discard]").click()
    back.wait_for_selector(".messagelist .success")
    expect(back.locator(f"{EDITOR} > p")).to_have_text(list(HARBOUR.paragraphs))
    expect(back.locator(".recovered")).to_have_count(0)


@wide
def test_a_tab_killed_before_the_server_had_the_words(desk, newsroom, shot):
    address = saved(desk, newsroom, "تبويب قُتل قبل الحفظ")
    desk.route(KEEP, lambda route: route.abort())
    desk.fill("[name=title_ar]", "عنوان لم يصل")
    steps.type_text(desk, TYPED)
    line(desk, "device")
    kill(desk)

    back = opened(desk, address)
    # Nothing is overwritten before somebody has decided.
    expect(back.locator("[name=title_ar]")).to_have_value("تبويب قُتل قبل الحفظ")
    recovered = back.locator(".recovered")
    recovered.locator("summary").first.click()
    expect(recovered.locator("[data-field=body_ar]")).to_contain_text(TYPED)
    shot(back, "offered")
    recovered.locator(".strong").click()
    expect(back.locator("[name=title_ar]")).to_have_value("عنوان لم يصل")
    expect(back.locator(f"{EDITOR} > p")).to_have_text([*HARBOUR.paragraphs, TYPED])
    line(back, "kept")
    assert back.evaluate(JOURNAL) == 0


@wide
def test_a_piece_never_saved_is_found_again(desk, newsroom, shot):
    steps.begin(desk, newsroom, column=False)
    desk.fill("[name=title_ar]", "بدأت ولم تُحفظ")
    line(desk, "kept")
    address = desk.url
    assert "?key=" in address
    kill(desk)
    back = opened(desk, newsroom.get("/admin/articles/article/add/"))
    named = back.locator(".recovered li", has_text="بدأت ولم تُحفظ")
    shot(back, "unsaved")
    named.locator("a").first.click()
    expect(back.locator("[name=title_ar]")).to_have_value("بدأت ولم تُحفظ")
    assert back.url == address


# ---- the network goes ------------------------------------------------------------------------------------------------


def test_what_is_typed_offline_goes_up_when_the_network_is_back(desk, newsroom, width, shot):
    address = saved(desk, newsroom, f"بلا شبكة {width}")
    desk.context.set_offline(True)
    steps.type_text(desk, TYPED)
    line(desk, "device")
    assert desk.evaluate(JOURNAL) == 1
    shot(desk, "offline", full=False)
    desk.context.set_offline(False)
    line(desk, "kept")
    assert desk.evaluate(JOURNAL) == 0
    expect(opened(desk, address).locator(f"{EDITOR} > p").last).to_have_text(TYPED)


# ---- the session ends ------------------------------------------------------------------------------------------------


def test_the_session_ends_mid_typing_and_the_form_is_never_left(desk, newsroom, watch, width, shot):
    watch.expect(403)
    address = saved(desk, newsroom, f"جلسة انتهت {width}")
    desk.context.clear_cookies()
    steps.type_text(desk, TYPED)
    dialog = desk.locator("dialog.sign-in")
    expect(dialog).to_contain_text(newsroom.user)
    line(desk, "device")
    shot(desk, "asked", full=False)
    dialog.locator("#sign-in-secret").fill("ليست هذه")
    dialog.locator("[type=submit]").click()
    expect(dialog.locator("[role=alert]")).not_to_be_empty()
    shot(desk, "wrong", full=False)
    dialog.locator("#sign-in-secret").fill(newsroom.password)
    dialog.locator("[type=submit]").click()
    expect(dialog).to_have_count(0)
    line(desk, "kept")
    assert desk.url == address
    assert steps.press(desk, "save") == 302
    expect(desk.locator(f"{EDITOR} > p").last).to_have_text(TYPED)


@wide
def test_a_press_that_finds_the_session_ended_is_not_repeated_by_itself(desk, newsroom, watch):
    watch.expect(403)
    title = "ضغطة بعد انتهاء الجلسة"
    steps.write(desk, newsroom, titled(title), column=False)
    line(desk, "kept")
    desk.context.clear_cookies()
    desk.click("[data-save]")
    dialog = desk.locator("dialog.sign-in")
    # Put off, it is there again when asked for.
    dialog.locator("#sign-in-secret").press("Escape")
    expect(dialog).to_have_count(0)
    desk.click("[data-kept-act]")
    dialog.locator("#sign-in-secret").fill(newsroom.password)
    dialog.locator("#sign-in-secret").press("Enter")
    expect(dialog).to_have_count(0)
    line(desk, "kept")
    assert steps.state_of(desk) == "draft"
    assert "/add/" in desk.url
    assert steps.press(desk, "save") == 302
    expect(desk.locator("[name=title_ar]")).to_have_value(title)


# ---- two windows, two people -----------------------------------------------------------------------------------------


@wide
def test_two_windows_of_one_person(desk, newsroom, watch, shot):
    watch.expect(409)
    address = saved(desk, newsroom, "نافذتان لشخص واحد")
    other = opened(desk, address)
    desk.fill("[name=title_ar]", "من النافذة الأولى")
    line(desk, "kept")
    other.fill("[name=title_ar]", "من النافذة الثانية")
    line(other, "device")
    told = other.locator("[data-present-window]")
    expect(told).to_be_visible()
    shot(other, "told")
    told.locator("button").click()
    line(other, "kept")
    expect(told).to_be_hidden()
    desk.close()
    other.close()

    # Neither is lost: the newer stands in the form, the older is offered.
    back = opened(desk, address)
    expect(back.locator("[name=title_ar]")).to_have_value("من النافذة الثانية")
    older = back.locator(".recovered:has([data-field=title_ar])")
    older.locator("summary").first.click()
    expect(older.locator("[data-field=title_ar]")).to_contain_text("الأولى")
    shot(back, "both")


def test_two_colleagues_see_each_other_and_a_save_of_one_is_told(desk, colleague, newsroom, watch, width, shot):
    watch.expect(409)
    address = saved(desk, newsroom, f"مادة لاثنين {width}")
    her = colleague("editor")
    with her.expect_response("**/pulse/"):
        her.goto(address)
        her.wait_for_selector(EDITOR)
    expect(her.locator("[data-present-others]")).to_be_visible()
    beat(desk)
    here = desk.locator("[data-present-others]")
    expect(here).to_be_visible()
    shot(desk, "together")

    her.fill("[name=title_ar]", "عنوان الزميلة")
    assert steps.press(her, "save") == 302
    beat(desk)
    newer = desk.locator("[data-present-newer]")
    expect(newer.locator("bdi").first).to_be_visible()
    shot(desk, "newer")
    steps.type_text(desk, TYPED)
    with desk.expect_navigation():
        newer.locator("button").click()
    for words in ("الزميلة", TYPED):
        expect(desk.locator(".conflict")).to_contain_text(words)

    her.goto(newsroom.admin)
    desk.goto(address)
    desk.wait_for_selector(EDITOR)
    expect(desk.locator("[data-present-others]")).to_be_hidden()


# ---- signing out -----------------------------------------------------------------------------------------------------


def test_the_sign_out_wipes_the_device_and_asks_before_words_are_lost(colleague, newsroom, width, shot):
    page = colleague("writer")
    steps.begin(page, newsroom, column=False)
    page.route(KEEP, lambda route: route.abort())
    page.fill("[name=title_ar]", f"على هذا الجهاز {width}")
    line(page, "device")
    page.click("#logout-form button")
    question = page.locator("dialog.asking")
    shot(page, "asked", full=False)
    question.locator(".strong").click()
    expect(question).to_have_count(0)
    expect(page.locator("[name=title_ar]")).to_have_value(f"على هذا الجهاز {width}")
    assert page.evaluate(STORE) == 1

    page.click("#logout-form button")
    question.locator(".danger").click()
    page.wait_for_selector("[data-signed-out]")
    assert page.evaluate(STORE) == 0
    shot(page, "signed-out")


@wide
def test_kept_words_need_no_question_and_leave_nothing_on_the_device(desk, newsroom):
    steps.begin(desk, newsroom, column=False)
    desk.fill("[name=title_ar]", "محفوظة بلا سؤال")
    line(desk, "kept")
    asked: list[str] = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    desk.click("a.brand")
    desk.wait_for_selector(".next-editions")
    assert (asked, desk.evaluate(STORE)) == ([], 0)
