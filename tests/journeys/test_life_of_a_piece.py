"""After the first publication: changes that wait, a piece taken back, a piece that opens by the clock."""

import re
import time
from datetime import datetime, timedelta
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.steps import EDITOR, fetch, titled

pytestmark = pytest.mark.journey

ZONE = ZoneInfo("Asia/Damascus")
ADDED = "أُضيفت هذه الجملة بعد النشر بساعة."
# Long enough to look everywhere before the moment comes.
SECONDS_AHEAD = 45


def test_changes_to_a_live_piece_wait_for_their_publication(desk, newsroom, width, shot):
    steps.write(desk, newsroom, titled(f"قبل التعديل {width}"))
    number = desk.input_value("[name=number]")
    address = steps.publish(desk)
    before = fetch(address)
    assert before[0] == 200

    steps.back_to_text(desk)
    assert steps.state_of(desk) == "live"
    form = desk.url
    desk.fill("[name=title_ar]", f"بعد التعديل {width}")
    steps.type_text(desk, ADDED)
    steps.press(desk, "save")
    assert fetch(address) == before, "readers see a change that was only saved"
    assert steps.state_of(desk) == "live_draft"

    desk.goto(form)
    expect(desk.locator("[name=title_ar]")).to_have_value(f"بعد التعديل {width}")
    expect(desk.locator(f"{EDITOR} > p").last).to_have_text(ADDED)
    shot(desk, "live-with-draft")

    again = steps.publish(desk)
    assert again == address
    expect(desk.locator(".done h1")).to_contain_text(number)
    status, page = fetch(address)
    assert status == 200
    assert f"بعد التعديل {width}" in page.decode()
    assert ADDED in page.decode()
    assert f"<bdi>{number}</bdi>" in page.decode()


def test_a_withdrawn_piece_is_a_missing_page(desk, newsroom, width, shot):
    title = f"تُسحب بعد قليل {width}"
    steps.write(desk, newsroom, titled(title))
    number = desk.input_value("[name=number]")
    address = steps.publish(desk)
    short = desk.input_value("#channel-text").split()[-1]
    assert fetch(address)[0] == 200

    with steps.another_page(desk):
        desk.click("form[action$='take-back/'] button")
    assert steps.state_of(desk) == "withdrawn"
    missing = fetch(newsroom.get("/articles/999999-ما-من-شيء/"))
    assert missing[0] == 404
    for gone in (address, short, newsroom.get(f"/columns/{steps.COLUMN}/{number}/")):
        assert fetch(gone) == missing
    shot(desk, "withdrawn")
    desk.goto(newsroom.get("/admin/articles/article/?state=withdrawn"))
    expect(desk.locator("#result_list")).to_contain_text(title)

    desk.click(f"#result_list a:has-text('{title}')")
    steps.form_is_there(desk)
    assert steps.publish(desk) == address
    expect(desk.locator(".done h1")).to_contain_text(number)
    assert fetch(address)[0] == 200


@pytest.mark.parametrize("width", [1280], indirect=True, ids=["1280px"])
def test_a_scheduled_piece_opens_by_the_clock_alone(desk, newsroom, shot):
    title = f"تُفتح في موعدها {datetime.now(ZONE):%d%H%M%S}"
    steps.write(desk, newsroom, titled(title))
    moment = datetime.now(ZONE).replace(microsecond=0) + timedelta(seconds=SECONDS_AHEAD)
    desk.fill("[name=publish_at]", moment.strftime("%Y-%m-%dT%H:%M:%S"))
    expect(desk.locator("[data-schedule]")).to_contain_text(moment.strftime("%H:%M"))
    steps.press(desk, "schedule")
    words = steps.arabic("Edition no. %(number)s will be live: %(moment)s")
    heading = re.escape(words % {"number": "N", "moment": "M"}).replace("N", r"\d+").replace("M", ".+")
    expect(desk.locator(".done h1")).to_have_text(re.compile(heading))
    expect(desk.locator(".done-acts a.strong")).to_have_count(0)
    expect(desk.frame_locator("iframe.phone").locator("h1")).to_have_text(title)
    shot(desk, "scheduled")
    short = desk.input_value("#channel-text").split()[-1]
    pk = int(re.search(r"/article/(\d+)/", desk.url)[1])
    column = steps.column_address(newsroom)
    lists = (column, f"{column}feed/", newsroom.base)

    missing = fetch(newsroom.get("/articles/999999-ما-من-شيء/"))
    assert fetch(newsroom.get(f"/articles/{pk}/")) == missing
    assert fetch(short) == missing
    for address in lists:
        status, page = fetch(address)
        assert status == 200
        assert title not in page.decode(), f"{unquote(address)} tells of a piece whose moment has not come"
    assert datetime.now(ZONE) < moment, "the machine is too slow for this journey: raise SECONDS_AHEAD"

    waited, opened = _wait_for(newsroom.get(f"/articles/{pk}/"), until=moment + timedelta(seconds=30))
    assert moment <= opened
    # However slow the machine: whoever asks two seconds after the moment finds it open.
    assert waited < moment + timedelta(seconds=2)
    assert fetch(short)[0] == 200
    for address in lists:
        assert title in fetch(address)[1].decode()


def _wait_for(address: str, *, until: datetime) -> tuple[datetime, datetime]:
    """Ask every tenth of a second; return when it was last asked for in vain, and when it was there."""
    waited = datetime.now(ZONE)
    while (asked := datetime.now(ZONE)) < until:
        status, _page = fetch(address)
        if status == 200:
            return waited, datetime.now(ZONE)
        waited = asked
        time.sleep(0.1)
    raise AssertionError(f"{address} did not open")
