"""A translation beside its source: begun from the board, out of date when the source changes, renewed, never lost."""

import json
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.steps import fetch, titled
from tests.journeys.test_for_everyone import AXE, AXE_RUN, TOO_WIDE
from tests.journeys.test_keeping import kill, line, opened, stored_words

pytestmark = pytest.mark.journey
ENGLISH = "[data-sheet=en] .ProseMirror"
LINES = "The quay was finished two months early, and the cranes stood still all summer."


def on_the_board(page: Page, newsroom, state: str, title: str) -> None:
    """Choose a state on the board and open the piece there."""
    page.goto(newsroom.get("/admin/articles/article/translations/"))
    page.click(f".chosen a[href*='state={state}'], .chosen a[aria-current]:has-text('{state}')")
    page.click(f".translations a:has-text('{title}')")
    there(page)


def there(page: Page) -> None:
    """Wait until the screen's scripts listen."""
    page.wait_for_selector(ENGLISH)
    page.wait_for_load_state()


def pressed(page: Page, button: str) -> int:
    """Press a button of the screen and wait for the page that answers; return the status of the answer."""
    with steps.another_page(page), page.expect_response(steps.answers_a_form) as sent:
        page.click(button)
    return sent.value.status


def is_accessible(page: Page) -> None:
    """No rule of accessibility is broken, and nothing sticks out."""
    assert page.evaluate(TOO_WIDE) == []
    if AXE.exists():
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate(AXE_RUN)
        assert not found, json.dumps(found, ensure_ascii=False, indent=1)


def test_a_translation_goes_stale_and_is_renewed(colleague, open_window, newsroom, watch, width, shot):
    arabic_title, english = f"رصيف يُترجم {width}", f"A quay translated {width}"
    editor = colleague("editor")
    steps.write(editor, newsroom, titled(arabic_title), column=False)
    address = steps.publish(editor)
    path = urlsplit(address).path
    number = path.split("/")[2].split("-")[0]

    # Missing: the translator finds it on the board and writes beside the source.
    translator = colleague("translator")
    translator.goto(newsroom.get("/admin/articles/article/translations/?state=missing"))
    is_accessible(translator)
    shot(translator, "board")
    translator.click(f".translations a:has-text('{arabic_title}')")
    there(translator)
    expect(translator.locator(".beside-text")).to_contain_text(steps.HARBOUR.paragraphs[0])
    expect(translator.locator("[name=body_ar], [name=title_ar], [name=released_en]")).to_have_count(0)
    translator.fill("[name=title_en]", english)
    translator.click(ENGLISH)
    steps.settle(translator)
    translator.keyboard.insert_text(LINES)
    assert pressed(translator, "[data-save]") == 302
    expect(translator.locator(".state-translation-current")).to_be_visible()
    assert fetch(newsroom.get(f"/en{path}"))[0] == 404

    # Released by the editor, on the same screen and then by publication.
    editor.goto(newsroom.get(f"/admin/articles/article/{number}/translate/en/"))
    there(editor)
    editor.check("[name=released_en]")
    assert pressed(editor, "[data-save]") == 302
    editor.click(".beside-links a >> nth=0")
    steps.form_is_there(editor)
    # The source changes with it.
    if editor.locator("[data-sheet=ar]").is_hidden():
        editor.click("[data-tabs] [data-language=ar]")
    editor.fill("[name=title_ar]", f"{arabic_title} من جديد")
    steps.publish(editor)
    assert fetch(newsroom.get(f"/en/articles/{number}/"))[0] == 200

    # Out of date: on the desk, with what changed.
    translator.goto(newsroom.admin)
    expect(translator.locator("#list-stale + ul")).to_contain_text(arabic_title)
    translator.click(f"#list-stale + ul a:has-text('{arabic_title}')")
    there(translator)
    expect(translator.locator(".since .difference-text ins")).to_contain_text("من جديد")
    is_accessible(translator)
    shot(translator, "stale")
    translator.fill("[name=title_en]", f"{english}, anew")
    translator.locator("button[name=renewed_en]").focus()
    with steps.another_page(translator):
        translator.keyboard.press("Enter")
    expect(translator.locator(".state-translation-released")).to_be_visible()
    expect(translator.locator(".since")).to_have_count(0)
    expect(translator.locator("[name=title_en]")).to_have_value(f"{english}, anew")
    shot(translator, "renewed")


def test_words_of_a_translation_outlive_the_window(colleague, newsroom, watch, width, shot):
    watch.expect(409)
    title = f"ترجمة لا تضيع {width}"
    editor = colleague("editor")
    steps.write(editor, newsroom, titled(title), column=False)
    assert steps.press(editor, "save") == 302
    number = urlsplit(editor.url).path.split("/")[4]
    door = newsroom.get(f"/admin/articles/article/{number}/translate/en/")
    translator = colleague("translator")
    translator.goto(door)
    there(translator)
    translator.fill("[name=title_en]", "Typed and never saved")
    expect(translator.locator("[data-kept][data-state=kept]")).to_be_visible()
    translator.goto(newsroom.admin)
    translator.click(".unsaved a")
    there(translator)
    assert urlsplit(translator.url).path == urlsplit(door).path
    expect(translator.locator("[name=title_en]")).to_have_value("Typed and never saved")
    expect(translator.locator(".recovered")).to_be_visible()
    shot(translator, "recovered")
    # Somebody changes the source meanwhile: both texts, and the translator's words stay his.
    editor.fill("[name=title_ar]", f"{title} ثانية")
    assert steps.press(editor, "save") == 302
    assert pressed(translator, "[data-save]") == 409
    shot(translator, "both")
    assert pressed(translator, ".conflict-acts .strong") == 302
    assert urlsplit(translator.url).path == urlsplit(door).path
    expect(translator.locator("[name=title_en]")).to_have_value("Typed and never saved")
    expect(translator.locator(".beside-title")).to_have_text(f"{title} ثانية")


@pytest.mark.parametrize("width", [360], indirect=True, ids=["360px"])
def test_without_script_a_translation_is_written_and_saved(open_window, signed_in, newsroom, watch, shot):
    page = open_window(java_script_enabled=False, storage_state=signed_in)
    page.goto(newsroom.get("/admin/articles/article/translations/?state=missing"))
    page.select_option("#board-column", index=1)
    page.click(".chosen-column button")
    page.click(".translations a >> nth=0")
    expect(page.locator(".beside-text p").first).to_be_visible()
    page.fill("[name=title_en]", "Without script")
    page.fill("[name=body_en]", LINES)
    shot(page, "without-script")
    page.click("[data-save]")
    expect(page.locator(".messagelist .success")).to_be_visible()
    expect(page.locator(".state-translation-current")).to_be_visible()
    assert page.input_value("[name=body_en]").strip() == f"<p>{LINES}</p>"


@pytest.mark.parametrize("width", [1280], indirect=True, ids=["1280px"])
def test_words_that_never_reached_the_server_are_offered_where_they_were_typed(desk, newsroom):
    steps.write(desk, newsroom, titled("ترجمة بقيت على الجهاز"), column=False)
    assert steps.press(desk, "save") == 302
    whole = urlsplit(desk.url).path
    beside = whole.replace("/change/", "/translate/en/")
    desk.goto(newsroom.get(beside))
    there(desk)
    desk.route("**/keep/", lambda route: route.abort())
    desk.fill("[name=title_en]", "Only on this device")
    line(desk, "device")
    stored_words(desk, "Only on this device")
    kill(desk)

    # The form of the whole piece has words of its own.
    form = opened(desk, newsroom.get(whole))
    expect(form.locator("[name=title_en]")).to_have_value("")
    expect(form.locator(".recovered")).to_have_count(0)
    back = form.context.new_page()
    back.goto(newsroom.get(beside))
    there(back)
    back.locator(".recovered summary").first.click()
    expect(back.locator(".recovered [data-field=title_en]")).to_contain_text("Only on this device")
    back.locator(".recovered .strong").click()
    expect(back.locator("[name=title_en]")).to_have_value("Only on this device")
    expect(back.locator(".beside-title")).to_have_text("ترجمة بقيت على الجهاز")
    line(back, "kept")
