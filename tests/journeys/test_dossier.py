"""The topic manager builds the dossier of a relation, sees it as a reader, and a draft of it stays in the house."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import another_page, arabic

pytestmark = pytest.mark.journey
ROWS = "[data-rows] > [data-event]"


def add(
    page: Page, *, year: str, month: str = "", day: str = "", text: str, english: str = "", source: str = ""
) -> None:
    """Add an event as somebody types it."""
    page.click("[data-add-row]")
    row = page.locator(ROWS).last
    for name, value in {"year": year, "day": day, "text_ar": text, "text_en": english, "source": source}.items():
        if value:
            row.locator(f"[name$=-{name}]").fill(value)
    if month:
        row.locator("[name$=-month]").select_option(month)


def press(page: Page, act: str) -> None:
    """Press a button of the bar; the form comes back."""
    with another_page(page):
        page.click(f".acts [name=act][value={act}]")
    expect(page.locator(".messagelist .success")).to_be_visible()


def fits(page: Page) -> None:
    """The page is no wider than its window."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def dossier_of(page: Page, newsroom, name: str) -> None:
    """Open a dossier from the list of topics, as the manager finds it."""
    page.goto(f"{newsroom.admin}articles/topic/")
    page.locator("#result_list tr", has_text=name).locator("a[href$='/dossier/']").click()
    expect(page.locator(".ProseMirror").first).to_be_visible()
    # The rows have a script of their own, which comes after the editor's.
    page.wait_for_load_state()


def choose_piece(page: Page, place: int, words: str) -> None:
    """Look a piece up in a search box and take it."""
    page.locator(f".field-pin_{place} .select2-selection").click()
    page.locator(".select2-search__field").last.fill(words)
    page.locator(".select2-results__option--highlighted", has_text=words).click()


def test_the_manager_builds_a_dossier_and_sees_it_as_a_reader(colleague, open_window, newsroom, watch, width, shot):
    manager, reader = colleague("topic_manager"), open_window()
    relation = "العلاقات الإيرانية–السعودية"
    public = f"{newsroom.base}topics/العلاقات-الإيرانية-السعودية/"
    dossier_of(manager, newsroom, relation)
    fits(manager)
    manager.locator(".ProseMirror").first.click()
    manager.keyboard.type("ضفتان لخليج واحد، وجوار لا يُختار.")
    # A person of the house, by another spelling of the name; a piece to begin with.
    if not manager.locator(".field-people .chips-chosen li").count():
        manager.locator(".field-people .chips-find").fill("كيم جونغ")
        manager.locator(".field-people .chips-offers li").first.click()
    choose_piece(manager, 1, "موسكو وبيونغ")
    add(manager, year="2023", month="3", day="10", text=f"بيان بكين {width}", english="The Beijing statement")
    add(manager, year="1979", text=f"تغيّر الحكم في طهران {width}", source="https://www.example.org/1979")
    add(manager, year="2016", month="1", text=f"قطع العلاقات {width}")
    shot(manager, "form")
    fits(manager)
    press(manager, "save")
    # Saved, the rows stand by their dates.
    years = manager.locator(f"{ROWS} [name$=-year]").evaluate_all("fields => fields.map((field) => field.value)")
    assert years[-3:] == sorted(years[-3:])

    # A draft: the desk sees it, readers do not.
    reader.goto(public)
    expect(reader.locator("body")).not_to_contain_text(f"بيان بكين {width}")
    form = manager.url
    manager.goto(f"{form}preview/ar/")
    expect(manager.locator(".previewing")).to_be_visible()
    expect(manager.locator(".timeline")).to_contain_text(f"بيان بكين {width}")
    shot(manager, "preview")
    fits(manager)

    manager.goto(form)
    press(manager, "publish")
    # Somebody else: a browser may keep what it has seen for a minute.
    reader = open_window()
    reader.goto(public)
    told = {
        "2023-03-10": "10 آذار 2023",
        "2016-01": "كانون الثاني 2016",
        "1979": "1979",
    }
    for stamp, words in told.items():
        expect(reader.locator(f".event time[datetime='{stamp}']").first).to_have_text(words)
    stamps = reader.locator(".event time").evaluate_all("times => times.map((time) => time.dateTime)")
    assert stamps == sorted(stamps, reverse=True)
    expect(reader.locator(".background")).to_contain_text("ضفتان لخليج واحد")
    expect(reader.locator(".begin .card")).to_have_count(1)
    expect(reader.locator(".about-it .names")).to_contain_text("كيم جونغ أون")
    source = reader.locator(".event .from a").first
    expect(source).to_have_attribute("rel", "noopener nofollow")
    expect(source).to_contain_text("example.org")
    shot(reader, "reader")
    fits(reader)
    # Both countries lead to the relation, and it leads to them.
    for country in ("إيران", "السعودية"):
        reader.locator(".about-it .names a", has_text=re.compile(f"^{country}$")).click()
        reader.locator(".about-it .names a", has_text=relation).click()
    assert reader.url.startswith(newsroom.base)

    # Brought back to what it was, for whoever comes next.
    manager.goto(form)
    row = manager.locator(ROWS, has=manager.locator(f"textarea:text-is('قطع العلاقات {width}')"))
    row.locator("[data-remove-row]").click()
    press(manager, "save")
    expect(manager.locator("[data-discard]")).to_be_visible()
    manager.click("[data-discard]")
    expect(manager.locator(".messagelist .success")).to_be_visible()
    expect(manager.locator("[data-discard]")).to_have_count(0)


def test_leaving_with_unsaved_words_asks_and_rows_can_be_moved(colleague, newsroom, watch, width):
    manager = colleague("topic_manager")
    dossier_of(manager, newsroom, "القوقاز")
    add(manager, year="2020", text="أول")
    add(manager, year="2020", text="ثانٍ")
    manager.locator(ROWS).last.locator("[data-earlier]").click()
    texts = manager.locator(f"{ROWS} [name$=-text_ar]").evaluate_all("fields => fields.map((field) => field.value)")
    assert texts == ["ثانٍ", "أول"]
    asked = []
    manager.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    manager.goto(newsroom.admin)
    assert asked == ["beforeunload"]


def test_a_refusal_says_where_and_keeps_the_words(colleague, newsroom, watch, width, shot):
    watch.expect(422)
    manager = colleague("topic_manager")
    dossier_of(manager, newsroom, "القوقاز")
    add(manager, year="2026", month="2", day="30", text="يوم لا وجود له")
    manager.click(".acts [name=act][value=save]")
    refusal = manager.locator("[data-refusal]")
    expect(refusal).to_be_focused()
    expect(refusal).to_contain_text(arabic("There is no such day: %(date)s.") % {"date": "\u20662026-02-30\u2069"})
    expect(manager.locator(f"{ROWS} [name$=-text_ar]").last).to_have_value("يوم لا وجود له")
    shot(manager, "refusal")
    fits(manager)
    manager.once("dialog", lambda dialog: dialog.accept())
    manager.goto(newsroom.admin)
