"""The newsroom at work: a writer, an editor, a topic manager, a translator, and whom the editor-in-chief takes in."""

from urllib.parse import quote, unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.conftest import Newsroom
from tests.journeys.steps import EDITOR, arabic, fetch, titled

pytestmark = pytest.mark.journey

LIST = "/admin/articles/article/"
ROWS = "#result_list tbody tr"


def find(page: Page, newsroom: Newsroom, words: str, *, room: str = LIST) -> None:
    """Search a list of the desk."""
    page.goto(newsroom.get(room))
    page.fill("#searchbar", words)
    with steps.another_page(page):
        page.keyboard.press("Enter")


def save(page: Page) -> None:
    """Press the save button of a plain form of the desk."""
    with steps.another_page(page):
        page.click("[name=_save]")


# ---- a writer and an editor ------------------------------------------------------------------------------------------


def test_a_writer_writes_and_an_editor_publishes(colleague, open_window, newsroom, watch, width, shot):
    text = titled(f"مسوّدة كاتب عن الرصيف {width}")
    writer = colleague("writer")
    shot(writer, "desk-of-the-writer")
    steps.write(writer, newsroom, text, column=False)
    assert [
        act for act in ("publish", "schedule", "withdraw", "save") if writer.locator(f"[name=act][value={act}]").count()
    ] == ["save"]
    assert steps.press(writer, "save") == 302
    assert steps.state_of(writer) == "draft"
    his = urlsplit(writer.url).path
    # His own pieces, and nobody's draft beside them.
    writer.goto(newsroom.get(f"{LIST}?whose=others"))
    states = writer.locator(f"{ROWS} .state").all_inner_texts()
    assert {"مسودة", "مجدول"}.isdisjoint(states)

    editor = colleague("editor")
    find(editor, newsroom, f"مسودة كاتب عن الرصيف {width}")
    expect(editor.locator(ROWS)).to_have_count(1)
    shot(editor, "list-of-the-editor")
    editor.click(f"{ROWS} th a, {ROWS} td a")
    expect(editor.locator(EDITOR)).to_contain_text(text.paragraphs[0])
    address = steps.publish(editor)

    reader = open_window()
    reader.goto(address)
    expect(reader.locator("h1")).to_have_text(text.title)
    # From now on the text is the editors'; the writer finds what was published.
    watch.expect(403)
    assert writer.goto(newsroom.get(his)).status == 403
    find(writer, newsroom, text.title)
    writer.click(f"{ROWS} th a, {ROWS} td a")
    expect(writer.locator(".done-title")).to_have_text(text.title)
    editor.goto(newsroom.get(his.replace("change/", "history/")))
    expect(editor.locator(".told-list").first).to_contain_text(arabic("Published."))
    shot(editor, "history")


# ---- a topic manager -------------------------------------------------------------------------------------------------


def test_a_topic_manager_moves_a_dossier_and_its_old_address_leads_on(colleague, open_window, newsroom, width, shot):
    manager = colleague("topic_manager")
    shot(manager, "desk-of-the-topic-manager")
    find(manager, newsroom, "لبنان", room="/admin/articles/topic/")
    manager.click(f"{ROWS} th a")
    old, new = manager.input_value("[name=slug]"), f"لبنان-ملف-{width}"
    manager.fill("[name=slug]", new)
    shot(manager, "topic-form")
    save(manager)

    reader = open_window()
    for prefix in ("", "/en"):
        status, _body = fetch(newsroom.get(f"{prefix}/topics/{quote(old)}/"), follow=False)
        assert status in {301, 404}
    reader.goto(newsroom.get(f"/topics/{quote(old)}/"))
    assert unquote(urlsplit(reader.url).path) == f"/topics/{new}/"
    expect(reader.locator("h1")).to_have_text("لبنان")
    shot(reader, "dossier")
    assert fetch(newsroom.get(f"/topics/{quote(old)}/feed/"))[0] == 200

    # Of what is not published the title alone: no state, no date; to filter by only what readers could see as well.
    manager.goto(newsroom.get(LIST))
    expect(manager.locator("#changelist-filter details")).to_have_count(1)
    expect(manager.locator("#changelist-filter details[open] li a")).to_have_count(2)
    assert {"مسودة", "مجدول", "مسحوب"}.isdisjoint(manager.locator(f"{ROWS} .state").all_inner_texts())
    shot(manager, "titles-alone")


# ---- a translator ----------------------------------------------------------------------------------------------------


def test_a_translation_from_the_translator_to_the_english_reader(colleague, open_window, newsroom, watch, width, shot):
    arabic_title, english = f"قبل الترجمة {width}", f"After the translation {width}"
    editor = colleague("editor")
    steps.write(editor, newsroom, titled(arabic_title), column=False)
    address = steps.publish(editor)
    path = urlsplit(address).path

    translator = colleague("translator")
    expect(translator.locator("#list-untranslated + ul")).to_contain_text(arabic_title)
    shot(translator, "desk-of-the-translator")
    translator.click(f"text={arabic_title}")
    expect(translator.locator(".beside-title")).to_have_text(arabic_title)
    expect(translator.locator("[name=title_ar], [name=released_en]")).to_have_count(0)
    translator.wait_for_load_state()
    translator.fill("[name=title_en]", english)
    translator.click("[data-sheet=en] .ProseMirror")
    steps.settle(translator)
    translator.keyboard.insert_text("The quay was finished two months early, and the cranes stood still all summer.")
    shot(translator, "form-of-the-translator")
    assert steps.press(translator, "save") == 302
    assert fetch(newsroom.get(f"/en{path}"))[0] == 404

    find(editor, newsroom, arabic_title)
    editor.click(f"{ROWS} th a, {ROWS} td a")
    steps.form_is_there(editor)
    if width < 1024 or editor.locator("[data-sheet=en]").is_hidden():
        editor.click("[data-tabs] [data-language=en]")
    editor.check("[name=released_en]")
    steps.publish(editor)

    reader = open_window()
    reader.goto(address)
    expect(reader.locator('link[rel=alternate][hreflang="en"]')).to_have_count(1)
    reader.click(".languages a[hreflang=en]")
    expect(reader.locator("h1")).to_have_text(english)
    assert reader.locator("html").get_attribute("dir") == "ltr"
    shot(reader, "english-page")


# ---- the editor-in-chief ---------------------------------------------------------------------------------------------


def test_the_editor_in_chief_takes_in_a_writer(desk, open_window, newsroom, width, shot):
    name, password = f"jadid{width}", "كلمة-طويلة-للسر-4821"
    desk.goto(newsroom.get("/admin/newsroom/user/add/"))
    desk.fill("[name=username]", name)
    desk.fill("[name=password1]", password)
    desk.fill("[name=password2]", password)
    desk.fill("[name=first_name]", "رغد")
    desk.get_by_label(arabic("writer", "role"), exact=True).check()
    shot(desk, "new-account")
    save(desk)

    page = open_window()
    page.goto(newsroom.admin)
    page.fill("[name=username]", name)
    page.fill("[name=password]", password)
    page.click("[type=submit]")
    page.wait_for_selector("#user-tools")
    rooms = [unquote(link.get_attribute("href") or "") for link in page.locator(".rooms th a").all()]
    assert "/admin/articles/article/" in rooms
    assert not {"/admin/newsroom/user/", "/admin/newsroom/sitesettings/", "/admin/newsroom/redirect/"} & set(rooms)
    shot(page, "desk-of-the-new-writer")

    desk.goto(newsroom.get("/admin/admin/logentry/"))
    rows = desk.locator(ROWS)
    expect(rows.nth(0)).to_contain_text(arabic("Signed in."))
    expect(rows.nth(1)).to_contain_text(arabic("Added."))
    expect(rows.nth(1)).to_contain_text("رغد")
    shot(desk, "history-of-the-house")


def test_the_front_page_by_hand(desk, open_window, newsroom, width, shot):
    text = titled(f"في صدر الصفحة الأولى {width}")
    steps.write(desk, newsroom, text, column=False)
    steps.publish(desk)
    desk.goto(newsroom.get("/admin/articles/frontpage/"))
    desk.click("#id_lead + .select2, .field-lead .select2-selection")
    expect(desk.locator(".select2-container--open .select2-search__field")).to_be_focused()
    desk.keyboard.insert_text(f"صدر الصفحة الاولى {width}")
    desk.click(f".select2-results__option:has-text('{text.title}')")
    shot(desk, "front-page-arranged", full=False)
    with steps.another_page(desk):
        desk.click("form.panel button.strong")
    reader = open_window()
    reader.goto(newsroom.base)
    expect(reader.locator(".opening h2")).to_have_text(text.title)
    shot(reader, "front-page")
    desk.goto(newsroom.get("/admin/articles/frontpage/"))
    desk.select_option("#id_lead", "", force=True)
    with steps.another_page(desk):
        desk.click("form.panel button.strong")
    reader.reload()
    expect(reader.locator(".opening .kicker")).to_contain_text(steps.COLUMN)
