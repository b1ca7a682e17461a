"""A writer hands a piece over, an editor returns it with a note, the writer mends it, and the editor publishes it."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.steps import EDITOR, arabic, titled

pytestmark = pytest.mark.journey


def panel(page: Page, name: str, title: str) -> object:
    """Return the line about ``title`` in a list of the desk's front page."""
    return page.locator(f"section[aria-labelledby=list-{name}] li", has_text=title)


def fits(page: Page) -> None:
    """The page is no wider than its window."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_piece_goes_between_a_writer_and_an_editor(colleague, open_window, newsroom, watch, width, shot):
    text = titled(f"مادة بين كاتبة ومحرر {width}")
    writer, editor = colleague("writer"), colleague("editor")
    steps.write(writer, newsroom, text, column=False)
    writer.fill("[name=note]", "راجعوا الفقرة الأخيرة من فضلكم.")
    shot(writer, "form-of-the-writer")
    assert steps.press(writer, "submit") == 302
    assert steps.state_of(writer) == "in_review"
    expect(writer.locator("[name=act][value=take_back]")).to_be_visible()
    form = writer.url

    editor.goto(newsroom.admin)
    line = panel(editor, "waiting", text.title)
    expect(line.locator(".step")).to_contain_text("راجعوا الفقرة الأخيرة من فضلكم.")
    shot(editor, "desk-of-the-editor")
    fits(editor)
    line.locator("a").click()
    expect(editor.locator(EDITOR)).to_contain_text(text.paragraphs[0])
    expect(editor.locator(".note-handed_over .note-text")).to_have_text("راجعوا الفقرة الأخيرة من فضلكم.")
    # Without a word to the writer nothing is sent.
    steps.form_is_there(editor)
    steps.reach(editor, "send_back")
    editor.click("[name=act][value=send_back]")
    expect(editor.locator("#id_note")).to_be_focused()
    expect(editor.locator("[data-note-demand]")).to_have_text(
        arabic("Say in the note what to change; then return the piece.")
    )
    editor.fill("[name=note]", "الخاتمة تحتاج مصدرًا.\nوالعنوان جيد.")
    shot(editor, "form-of-the-editor")
    fits(editor)
    assert steps.press(editor, "send_back") == 302
    assert steps.state_of(editor) == "draft"

    writer.goto(newsroom.admin)
    line = panel(writer, "returned", text.title)
    expect(line.locator(".step")).to_contain_text("الخاتمة تحتاج مصدرًا.")
    shot(writer, "desk-of-the-writer")
    fits(writer)
    writer.goto(form)
    steps.type_text(writer, "أُضيف المصدر في هذه الفقرة.")
    # A note goes out by itself, and what is typed beside it stays as it is.
    writer.fill("[name=note]", "أضفت المصدر.")
    writer.click("[data-say]")
    expect(writer.locator(".note .note-text").last).to_have_text("أضفت المصدر.")
    expect(writer.locator("[name=note]")).to_have_value("")
    expect(writer.locator(EDITOR)).to_contain_text("أُضيف المصدر في هذه الفقرة.")
    shot(writer, "thread")
    fits(writer)
    assert steps.press(writer, "submit") == 302

    editor.goto(form)
    expect(editor.locator(EDITOR)).to_contain_text("أُضيف المصدر في هذه الفقرة.")
    address = steps.publish(editor)
    reader = open_window()
    reader.goto(address)
    expect(reader.locator("h1")).to_have_text(text.title)
    expect(reader.locator("body")).not_to_contain_text("الخاتمة تحتاج مصدرًا")


def test_without_script_a_note_saves_what_was_typed_with_it(open_window, newsroom, signed_in, watch, width):
    page = open_window(storage_state=signed_in, java_script_enabled=False)
    page.goto(newsroom.get("/admin/articles/article/add/"))
    page.fill("[name=title_ar]", f"بلا برمجة {width}")
    page.fill("[name=note]", "ملاحظة أولى")
    page.focus("[name=act][value=note]")
    with steps.another_page(page):
        page.keyboard.press("Enter")
    expect(page.locator("[name=title_ar]")).to_have_value(f"بلا برمجة {width}")
    expect(page.locator(".note .note-text")).to_have_text("ملاحظة أولى")
