"""The topic manager settles names: merges two that share pieces, undoes it, renames twice, makes a tag a topic."""

from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Newsroom
from tests.journeys.steps import another_page, fetch
from tests.journeys.test_for_everyone import AXE, AXE_RUN

pytestmark = pytest.mark.journey

TOPICS, TAGS, MERGES = "/admin/articles/topic/", "/admin/articles/tag/", "/admin/articles/topic/merges/"
KIM, KOREA = "كيم جونغ أون", "كوريا الشمالية"


def sound(page: Page) -> None:
    """The page is no wider than its window, and breaks no rule of accessibility."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    if AXE.exists():
        page.evaluate(AXE.read_text(encoding="utf-8"))
        assert page.evaluate(AXE_RUN) == []


def find(page: Page, newsroom: Newsroom, room: str, words: str) -> None:
    """Search a list of names."""
    page.goto(newsroom.get(room))
    page.fill("#searchbar", words)
    with another_page(page):
        page.keyboard.press("Enter")


def open_name(page: Page, newsroom: Newsroom, room: str, name: str) -> None:
    """Open a name's page from its list."""
    find(page, newsroom, room, name)
    page.locator("#result_list .field-called a", has_text=name).first.click()
    expect(page.locator("#id_aliases")).to_be_visible()


def go(page: Page, where: str) -> None:
    """Press something that leads to another page."""
    with another_page(page):
        page.click(where)


def rename(page: Page, field: str, name: str) -> None:
    """Write another name and save it, staying on the page."""
    page.fill(f"#id_{field}", name)
    go(page, "[name=_continue]")
    expect(page.locator(f"#id_{field}")).to_have_value(name)


def read(page: Page, newsroom: Newsroom, path: str) -> str:
    """Open a public address as a reader; return where he ends, in one step at most."""
    answer = page.goto(newsroom.get(path))
    before = answer.request.redirected_from if answer is not None else None
    assert before is None or before.redirected_from is None
    return unquote(urlsplit(page.url).path)


def test_two_topics_that_share_pieces_are_merged_and_parted_again(colleague, open_window, newsroom, watch, width, shot):
    page, reader = colleague("topic_manager"), open_window()
    open_name(page, newsroom, TOPICS, KIM)
    shot(page, "form")
    sound(page)
    go(page, ".object-tools a[href*='/merge/']")
    shot(page, "into-which")
    sound(page)
    # Another spelling of the name is good enough.
    page.fill("#merge-name", "كوريا الشماليه")
    page.keyboard.press("Enter")
    preview = page.locator(".merge-preview")
    expect(preview).to_contain_text("/topics/كيم-جونغ-أون/")
    expect(preview).to_contain_text("/topics/كوريا-الشمالية/")
    assert preview.locator("li").count() >= 1
    shot(page, "preview")
    sound(page)
    go(page, "form[method=post].panel button.strong")
    assert KIM in page.locator("#id_aliases").input_value().split("\n")
    shot(page, "merged")
    assert read(reader, newsroom, "/topics/كيم-جونغ-أون/") == "/topics/كوريا-الشمالية/"
    expect(reader.locator("h1")).to_contain_text(KOREA)
    assert fetch(newsroom.get("/topics/كيم-جونغ-أون/feed/"))[0] == 200
    go(page, ".messagelist .success a")
    shot(page, "undo")
    sound(page)
    go(page, "form[method=post].panel button.strong")
    expect(page.locator(".merge-list li").first).to_contain_text(KIM)
    shot(page, "merges")
    sound(page)
    assert read(open_window(), newsroom, "/topics/كيم-جونغ-أون/") == "/topics/كيم-جونغ-أون/"


def test_a_name_changed_twice_is_found_by_its_first_address(colleague, open_window, newsroom, watch, width, shot):
    page = colleague("topic_manager")
    page.goto(newsroom.get(f"{TOPICS}add/"))
    first, second, third = (f"{name} {width}" for name in ("تويتر", "منصة تويتر", "إكس"))
    page.fill("#id_name_ar", first)
    page.fill("#id_aliases", f"Twitter {width}\nTweeter {width}")
    go(page, "[name=_continue]")
    rename(page, "name_ar", second)
    rename(page, "name_ar", third)
    shot(page, "renamed-twice")
    for path in (f"تويتر-{width}", f"منصة-تويتر-{width}", f"TWITTER-{width}"):
        assert read(open_window(), newsroom, f"/topics/{path}/") == f"/topics/إكس-{width}/"
    # What is taken is refused beside its field, with a link to whom it means.
    page.goto(newsroom.get(f"{TAGS}add/"))
    page.fill("#id_name", f"وسم {width}")
    go(page, "[name=_continue]")
    page.goto(newsroom.get(f"{TOPICS}add/"))
    page.fill("#id_name_ar", f"تُويتر {width}")
    go(page, "[name=_save]")
    expect(page.locator(".errorlist a")).to_have_text(third)
    expect(page.locator("#id_name_ar")).to_have_value(f"تُويتر {width}")
    shot(page, "taken")
    sound(page)


def test_a_tag_becomes_a_topic_and_a_name_is_removed(colleague, open_window, newsroom, watch, width, shot):
    page, name = colleague("topic_manager"), f"سد النهضة {width}"
    page.goto(newsroom.get(f"{TAGS}add/"))
    page.fill("#id_name", name)
    go(page, "[name=_continue]")
    go(page, ".object-tools a[href*='/promote/']")
    page.select_option("#topic-kind", "theme")
    shot(page, "promote")
    sound(page)
    go(page, "form[method=post].panel button.strong")
    expect(page.locator("#id_name_ar")).to_have_value(name)
    assert read(open_window(), newsroom, f"/tags/سد-النهضة-{width}/") == f"/topics/سد-النهضة-{width}/"
    go(page, ".object-tools a[href*='/remove/']")
    shot(page, "remove")
    sound(page)
    go(page, "form[method=post].panel button.strong")
    expect(page.locator(".messagelist .success a")).to_have_count(1)
    find(page, newsroom, TOPICS, name)
    expect(page.locator("#result_list tbody tr")).to_have_count(0)


def test_nobody_else_merges(colleague, newsroom, watch, width):
    writer = colleague("writer")
    watch.expect(403)
    for path in (f"{TOPICS}merge/?kind=topic&ids=1", f"{TOPICS}remove/?kind=topic&ids=1", MERGES, f"{TAGS}1/promote/"):
        answer = writer.goto(newsroom.get(path))
        assert answer is not None
        assert answer.status == 403
    writer.goto(newsroom.get(f"{TOPICS}1/change/"))
    expect(writer.locator(".object-tools a[href*='/merge/']")).to_have_count(0)


def test_the_manager_of_names_is_refused_everywhere_else(colleague, newsroom, watch, width):
    page = colleague("topic_manager")
    watch.expect(403)
    for room in (
        "articles/article/add/",
        "columns/column/add/",
        "columns/column/",
        "columns/author/",
        "newsroom/user/",
        "newsroom/sitesettings/",
        "newsroom/redirect/",
        "articles/frontpage/",
        "admin/logentry/",
    ):
        answer = page.goto(newsroom.get(f"/admin/{room}"))
        assert answer is not None
        assert (room, answer.status) == (room, 403)
    page.goto(newsroom.get("/admin/articles/article/"))
    # Titles alone: no piece opens.
    expect(page.locator("#result_list a[href*='/change/']")).to_have_count(0)
