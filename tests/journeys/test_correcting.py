"""A mistake put right before everybody: under the piece, in the feed, on the page of corrections, word by word."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.steps import fetch, titled
from tests.journeys.test_translating import is_accessible

pytestmark = pytest.mark.journey


def test_a_correction_is_seen_on_page_feed_and_corrections_page(colleague, open_window, newsroom, watch, width, shot):
    title, note = f"رصيف بُني في حزيران {width}", f"ذكرنا حزيران، والصحيح تموز {width}."
    editor, reader = colleague("editor"), open_window()
    steps.write(editor, newsroom, titled(title), column=False)
    address = steps.publish(editor)
    steps.back_to_text(editor)
    editor.fill("[name=title_ar]", title.replace("حزيران", "تموز"))
    steps.publish(editor)
    steps.back_to_text(editor)

    with steps.another_page(editor):
        editor.click(".facts-links a[href$='/announce/']")
    is_accessible(editor)
    editor.fill("[name=note_ar]", note)
    editor.select_option("[name=showing]", index=1)
    shot(editor, "announce")
    with steps.another_page(editor):
        editor.click(".done-acts .strong")
    expect(editor.locator(".announced")).to_contain_text(note)
    shot(editor, "announced")

    reader.goto(address)
    expect(reader.locator(".mended")).to_contain_text(note)
    with steps.another_page(reader):
        reader.click(".mended .more a")
    expect(reader.locator(".changed del")).to_contain_text("حزيران")
    expect(reader.locator(".changed ins")).to_contain_text("تموز")
    is_accessible(reader)
    shot(reader, "changed-words")
    changed = reader.url
    reader.goto(newsroom.get("/corrections/"))
    expect(reader.locator(".mend >> nth=0")).to_contain_text(note)
    is_accessible(reader)
    feed = fetch(newsroom.get("/feed/"))[1].decode()
    assert (note in feed, urlsplit(changed).path in feed) == (True, True)

    # The editor takes the words away; the note stays.
    with steps.another_page(editor):
        editor.click(".announced form >> nth=0 >> button")
    assert fetch(changed)[0] == 404
    reader.goto(address)
    expect(reader.locator(".mended")).to_contain_text(note)
    expect(reader.locator(".mended .more")).to_have_count(0)
