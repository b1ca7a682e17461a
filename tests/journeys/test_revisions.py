"""A draft of a live piece, for as long as it is needed, and one field of an old revision brought back into it."""

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.steps import EDITOR, titled
from tests.journeys.test_for_everyone import AXE, AXE_RUN, TOO_WIDE

pytestmark = pytest.mark.journey


def test_a_draft_of_a_live_piece_and_one_field_restored_into_it(desk, reader, newsroom, width, shot):
    first = f"عنوان أول {width}"
    steps.write(desk, newsroom, titled(first), column=False)
    address = steps.publish(desk)
    steps.back_to_text(desk)
    before = steps.fetch(address)

    steps.fill_titles(desk, titled(f"عنوان ثانٍ {width}"))
    steps.type_text(desk, "فقرة لم تُنشر بعد.")
    assert steps.press(desk, "save") == 302
    assert steps.state_of(desk) == "live_draft"
    # Readers see not a byte of it.
    assert steps.fetch(address) == before

    desk.locator(".facts-links a[href$='/revisions/']").click()
    shot(desk, "revisions")
    desk.locator("a[href*='/compare/']").first.click()
    title = desk.locator("[data-field=title_ar]")
    expect(title.locator("del")).to_contain_text("أول")
    expect(title.locator("ins")).to_contain_text("ثانٍ")
    shot(desk, "compare")
    desk.wait_for_load_state()
    desk.evaluate(AXE.read_text(encoding="utf-8"))
    assert (desk.evaluate(AXE_RUN), desk.evaluate(TOO_WIDE)) == ([], [])
    with steps.another_page(desk):
        title.locator("[name=field]").click()
    desk.goto(desk.url.split("/revisions/")[0] + "/change/" if "/revisions/" in desk.url else desk.url)
    steps.form_is_there(desk)
    # The one field is the old one again, the others stay; and still nothing of it is before readers.
    assert desk.input_value("[name=title_ar]") == first
    expect(desk.locator(f"{EDITOR} > p").last).to_have_text("فقرة لم تُنشر بعد.")
    assert (steps.state_of(desk), steps.fetch(address)) == ("live_draft", before)

    assert steps.press(desk, "publish") == 302
    reader.goto(address)
    expect(reader.locator("h1")).to_have_text(first)
    expect(reader.locator("#text")).to_contain_text("فقرة لم تُنشر بعد.")
