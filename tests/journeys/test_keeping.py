"""Nothing typed is lost: the tab dies, the network goes, the session ends, somebody else saves, somebody signs out."""

import json
import re
import time
from base64 import b32decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django_otp.oath import hotp
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests import running
from tests.journeys import steps
from tests.journeys.conftest import PATIENCE, Watch, answer_the_question, sign_in
from tests.journeys.steps import EDITOR, HARBOUR, titled

pytestmark = pytest.mark.journey

TYPED = "جملة في منتصفها انقطع كلـ"
KEEP = "**/admin/articles/article/keep/"
TOKEN = "**/admin/articles/article/token/"
wide = pytest.mark.parametrize("width", [1280], indirect=True)
JOURNAL = "newsroomJournal.all(document.querySelector('[data-kept]').dataset.user).then(entries => entries.length)"
STORE = """() => new Promise((resolve) => {
  const request = indexedDB.open("newsroom-journal")
  request.onsuccess = () => {
    const all = request.result.transaction("entries").objectStore("entries").getAll()
    all.onsuccess = () => {
      request.result.close()
      resolve(all.result)
    }
  }
})"""


def saved(page: Page, newsroom, title: str) -> str:
    """Write a piece and save it as a draft; return the address of its form."""
    steps.write(page, newsroom, titled(title), column=False)
    assert steps.press(page, "save") == 302
    steps.form_is_there(page)
    return page.url


def line(page: Page, state: str) -> None:
    """Wait until the form says that what was typed is kept, or stands on this device only."""
    expect(page.locator("[data-kept]")).to_have_attribute("data-state", state)


class Phone:
    """The app that shows the codes of a second factor."""

    STEP = 30
    # Seconds that a code must have left: on a loaded machine the server looks at it some seconds later.
    LEFT = 10

    def __init__(self, secret: str) -> None:
        letters = "".join(secret.split()).upper()
        self.key = b32decode(letters + "=" * (-len(letters) % 8))
        self.shown = -1

    def _moment(self) -> int:
        """Return the step that it is, after waiting for the next one if it is nearly over."""
        left = self.STEP - time.time() % self.STEP
        if left < self.LEFT:
            time.sleep(left + 0.1)
        return int(time.time() // self.STEP)

    def code(self) -> str:
        """Return a code that was not shown before: of this step, or already of the next."""
        step = max(self._moment(), self.shown + 1)
        self.shown = step
        return f"{hotp(self.key, step):06d}"

    def wrong_code(self) -> str:
        """Return a code that is none, and will be none for a while."""
        near = {hotp(self.key, self._moment() + ahead) for ahead in range(-5, 6)}
        return next(f"{code:06d}" for code in range(100) if code not in near)


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
    steps.form_is_there(other)
    return other


def journal(page: Page, count: int) -> None:
    """Wait until this many entries of the account stand in the journal: it lets them go after the line has changed."""
    steps.until(page, lambda: page.evaluate(JOURNAL), count)


def stored(page: Page, count: int) -> None:
    """Wait until this many entries stand in the journal of the device, whosever they are."""
    steps.until(page, lambda: len(page.evaluate(STORE)), count)


def stored_words(page: Page, words: str) -> None:
    """Wait until the journal of the device has these words: the line is about what was typed before them, too."""
    steps.until(page, lambda: words in str(page.evaluate(STORE)), True)


def forgive_the_clock(watch: Watch) -> None:
    """Leave out what the test's own clock stumbles over: the preview's frame runs no scripts, and so no clock."""
    watch.problems[:] = [problem for problem in watch.problems if "about:blank" not in problem]


def turn_of(request: Request) -> int:
    """Return which change of its window a request carries."""
    (turn,) = re.findall(r'name="turn"\r\n\r\n(\d+)', request.post_data or "")
    return int(turn)


# ---- the tab dies ----------------------------------------------------------------------------------------------------


def test_a_tab_killed_after_the_words_were_kept(desk, newsroom, width, shot):
    address = saved(desk, newsroom, f"تبويب قُتل {width}")
    assert "saved=" not in address
    steps.type_text(desk, TYPED)
    line(desk, "kept")
    journal(desk, 0)
    kill(desk)

    back = opened(desk, address)
    expect(back.locator(f"{EDITOR} > p")).to_have_text([*HARBOUR.paragraphs, TYPED])
    recovered = back.locator(".recovered")
    recovered.locator("summary").first.click()
    expect(recovered.locator("[data-field=body_ar]")).to_contain_text(TYPED)
    shot(back, "recovered")

    recovered.locator("[data-discard]").click()
    # Nobody brings it back, so that is asked; and the first answer keeps it.
    back.locator("dialog.asking .strong").click()
    expect(back.locator(".recovered")).to_have_count(1)
    recovered.locator("[data-discard]").click()
    back.locator("dialog.asking .danger").click()
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
    stored_words(desk, TYPED)
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
    journal(back, 0)


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
    journal(desk, 1)
    shot(desk, "offline", full=False)
    desk.context.set_offline(False)
    line(desk, "kept")
    journal(desk, 0)
    expect(opened(desk, address).locator(f"{EDITOR} > p").last).to_have_text(TYPED)


# ---- a form that comes back ------------------------------------------------------------------------------------------


@wide
def test_the_changes_of_a_window_are_counted_on_when_its_form_comes_back_refused(desk, newsroom, watch):
    watch.expect(422)
    saved(desk, newsroom, "تُعدّ التغييرات")
    turns: list[int] = []
    desk.on("request", lambda request: turns.append(turn_of(request)) if request.url.endswith("/keep/") else None)
    for title in ("واحد", "اثنان"):
        with desk.expect_response(KEEP):
            desk.fill("[name=title_ar]", title)
    window = desk.input_value("[name=window]")
    with desk.expect_request(KEEP):
        desk.fill("[name=title_ar]", "")
    assert steps.press(desk, "publish") == 422
    steps.form_is_there(desk)
    assert desk.input_value("[name=window]") == window
    with desk.expect_request(KEEP):
        desk.fill("[name=title_ar]", "ثلاثة")
    line(desk, "kept")
    assert turns == sorted(set(turns))
    assert len(turns) >= 4


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


@wide
def test_a_sign_in_in_one_window_is_found_by_the_other_that_asks_too(desk, newsroom, watch):
    watch.expect(403)
    address = saved(desk, newsroom, "نافذتان تسألان معاً")
    other = opened(desk, address)
    asking: set[Page] = set()
    for page in (desk, other):
        page.on("requestfinished", lambda request, page=page: asking.add(page) if "/login/" in request.url else None)
    desk.context.clear_cookies()
    for page in (desk, other):
        beat(page)
    steps.until(desk, lambda: asking, {desk, other})
    for page in (desk, other):
        dialog = page.locator("dialog.sign-in")
        dialog.locator("#sign-in-secret").fill(newsroom.password)
        dialog.locator("[type=submit]").click()
        expect(dialog).to_have_count(0)
    other.fill("[name=title_ar]", "بعد العودة من النافذة الأخرى")
    line(other, "kept")


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


@wide
def test_another_windows_words_are_not_gone_over_when_they_cannot_be_put_by(desk, newsroom, watch):
    watch.expect(409)
    address = saved(desk, newsroom, "لا يوضع جانبًا")
    other = opened(desk, address)
    desk.fill("[name=title_ar]", "لا تُكتب فوقها")
    line(desk, "kept")
    other.fill("[name=title_ar]", "من النافذة الثانية")
    line(other, "device")
    other.evaluate("() => { newsroomJournal.put = () => Promise.reject(new Error('shut')) }")
    other.locator("[data-present-window] button").click()
    expect(other.locator("[data-present-shut]")).to_be_visible()
    line(other, "device")
    desk.close()
    expect(opened(other, address).locator("[name=title_ar]")).to_have_value("لا تُكتب فوقها")


@wide
def test_words_in_the_form_are_put_by_before_others_take_their_place(desk, newsroom):
    address = saved(desk, newsroom, "قبل أن يحلّ غيرها")
    desk.route(KEEP, lambda route: route.abort())
    desk.fill("[name=title_ar]", "كلمات الجهاز")
    line(desk, "device")
    stored_words(desk, "كلمات الجهاز")
    kill(desk)

    back = opened(desk, address)
    back.fill("[name=title_ar]", "كلمات النموذج")
    line(back, "kept")
    back.locator(".recovered .strong").click()
    expect(back.locator("[name=title_ar]")).to_have_value("كلمات الجهاز")
    line(back, "kept")
    back.close()

    again = opened(desk, address)
    expect(again.locator("[name=title_ar]")).to_have_value("كلمات الجهاز")
    put_by = again.locator(".recovered:has(.strong)")
    put_by.locator("summary").first.click()
    expect(put_by.locator("[data-field=title_ar]")).to_contain_text("النموذج")
    put_by.locator(".strong").click()
    expect(again.locator("[name=title_ar]")).to_have_value("كلمات النموذج")


def test_two_colleagues_see_each_other_and_a_save_of_one_is_told(desk, colleague, newsroom, watch, width, shot):
    watch.expect(409)
    address = saved(desk, newsroom, f"مادة لاثنين {width}")
    her = colleague("editor")
    with her.expect_response("**/pulse/"):
        her.goto(address)
        steps.form_is_there(her)
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
    with steps.another_page(desk):
        newer.locator("button").click()
    for words in ("الزميلة", TYPED):
        expect(desk.locator(".conflict")).to_contain_text(words)

    her.goto(newsroom.admin)
    desk.goto(address)
    steps.form_is_there(desk)
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
    stored(page, 1)

    page.click("#logout-form button")
    question.locator(".danger").click()
    page.wait_for_selector("[data-signed-out]")
    stored(page, 0)
    shot(page, "signed-out")


@wide
def test_kept_words_need_no_question_and_leave_nothing_on_the_device(desk, newsroom):
    steps.begin(desk, newsroom, column=False)
    desk.fill("[name=title_ar]", "محفوظة بلا سؤال")
    line(desk, "kept")
    stored(desk, 0)
    asked: list[str] = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    desk.click("a.brand")
    desk.wait_for_selector(".next-editions")
    assert (asked, desk.evaluate(STORE)) == ([], [])


@wide
def test_a_sign_out_in_another_tab_leaves_nothing_to_an_open_form(colleague, newsroom, watch):
    watch.expect(403)
    page = colleague("writer")
    steps.begin(page, newsroom, column=False)
    page.fill("[name=title_ar]", "قبل الخروج")
    line(page, "kept")
    other = page.context.new_page()
    other.goto(newsroom.admin)
    other.click("#logout-form button")
    other.wait_for_selector("[data-signed-out]")
    page.bring_to_front()
    page.fill("[name=title_ar]", "بعد الخروج")
    line(page, "device")
    nowhere = steps.arabic("In this window only: %s").split("%", maxsplit=1)[0]
    expect(page.locator("[data-kept-words]")).to_contain_text(nowhere)
    assert page.evaluate(STORE) == []

    dialog = page.locator("dialog.sign-in")
    dialog.locator("#sign-in-secret").fill(newsroom.password)
    dialog.locator("[type=submit]").click()
    expect(dialog).to_have_count(0)
    line(page, "kept")
    # Signed in, the device keeps words again.
    page.route(KEEP, lambda route: route.abort())
    page.fill("[name=title_ar]", "بعد العودة")
    line(page, "device")
    stored(page, 1)


# ---- clocks ----------------------------------------------------------------------------------------------------------


@wide
def test_a_clock_that_is_an_hour_ahead_changes_no_word_of_the_line(desk, newsroom, watch):
    address = saved(desk, newsroom, "ساعة متقدّمة")
    desk.fill("[name=title_ar]", "حُفظت للتوّ")
    line(desk, "kept")
    ahead = desk.context.new_page()
    ahead.clock.install(time=time.time() + 3600)
    ahead.goto(address)
    steps.form_is_there(ahead)
    line(ahead, "kept")
    words = ahead.locator("[data-kept-words]")
    expect(words).to_contain_text(re.compile("ثانية|ثوانٍ|الآن|ثانيتين"))
    with ahead.expect_response(KEEP):
        ahead.fill("[name=title_ar]", "مرة أخرى")
    line(ahead, "kept")
    expect(words).to_contain_text(re.compile("ثانية|ثوانٍ|الآن|ثانيتين"))
    forgive_the_clock(watch)


# ---- a newsroom of its own: it goes down, and it asks for codes ------------------------------------------------------


@dataclass
class Apart:
    """A newsroom of its own, that can be taken down, and a window in it."""

    newsroom: running.Newsroom
    page: Page
    stop: Callable[[], None]
    start: Callable[[], None]


@pytest.fixture
def apart(browser: Browser, tmp_path, model) -> Iterator[Apart]:
    """A newsroom that nobody else uses, and the editor's window in it."""
    port, env = running.free_port(), running.environment(tmp_path)
    facts, log = running.set_up_like(model, tmp_path, port), tmp_path / "server.log"
    servers = [running.start(port, env, log)]
    context = browser.new_context(locale="ar", reduced_motion="reduce", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    watch = Watch(facts)
    watch.expect(403, 422)
    watch.over(context)
    page = context.new_page()
    page.goto(facts.admin)
    sign_in(page, facts)
    answer_the_question(page)
    try:
        yield Apart(
            facts, page, lambda: running.stop(servers.pop()), lambda: servers.append(running.start(port, env, log))
        )
    finally:
        context.close()
        for server in servers:
            running.stop(server)
    assert not watch.problems, "\n".join(watch.problems)
    assert "Traceback" not in log.read_text()


def test_the_server_goes_down_and_the_dialog_asks_for_the_code(apart, shot):
    page = apart.page
    address = saved(page, apart.newsroom, "خادم توقّف")
    apart.stop()
    steps.type_text(page, TYPED)
    line(page, "device")
    journal(page, 1)
    apart.start()
    beat(page)
    line(page, "kept")
    journal(page, 0)
    expect(opened(page, address).locator(f"{EDITOR} > p").last).to_have_text(TYPED)

    other = page.context.new_page()
    other.goto(apart.newsroom.get("/admin/second-factor/set-up/"))
    phone = Phone(other.locator(".factor-secret").inner_text())
    other.fill(".factor-form [name=password]", phone.code())
    other.click(".factor-form [type=submit]")
    other.wait_for_selector(".factor-codes")
    other.close()

    page.context.clear_cookies()
    steps.type_text(page, "وجملة بعد نهاية الجلسة")
    dialog = page.locator("dialog.sign-in")
    secret_field = dialog.locator("#sign-in-secret")
    secret_field.fill(apart.newsroom.password)
    dialog.locator("[type=submit]").click()
    expect(secret_field).to_have_attribute("autocomplete", "one-time-code")
    shot(page, "code", full=False)
    secret_field.fill(phone.wrong_code())
    dialog.locator("[type=submit]").click()
    expect(dialog.locator("[role=alert]")).not_to_be_empty()
    # A wrong code makes one wait a second; the next code of the app is a new one.
    page.wait_for_timeout(1500)
    secret_field.fill(phone.code())
    dialog.locator("[type=submit]").click()
    expect(dialog).to_have_count(0)
    line(page, "kept")
    assert page.url == address


@wide
def test_words_typed_on_the_heels_of_a_save_are_saved_or_offered(desk, newsroom):
    saved(desk, newsroom, "ضغطة ثم كلمات")
    steps.type_text(desk, TYPED)
    line(desk, "kept")
    # The press first asks whether one is still signed in; meanwhile one types on.
    held: list[Route] = []
    desk.route(TOKEN, lambda route: held.append(route))
    desk.keyboard.press("Control+s")
    steps.until(desk, lambda: len(held), 1)
    desk.keyboard.insert_text(" وهذه بعدها")
    with steps.another_page(desk):
        held.pop().continue_()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    steps.form_is_there(desk)
    expect(desk.locator(f"{EDITOR} > p").last).to_have_text(f"{TYPED} وهذه بعدها")
