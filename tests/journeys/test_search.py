"""A reader searches: with the box that offers what may be meant, through a misspelt word, and without any script."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.conftest import HEIGHTS
from tests.journeys.test_for_everyone import AXE, AXE_RUN, TOO_WIDE

pytestmark = pytest.mark.journey

# Of the demo: words of titles, of a topic, and one that nobody would write.
BEGUN, TITLE = "قمح الب", "قمح البحر الأسود: كيف صارت السنبلة ورقة تفاوض؟"
MISSPELT, MEANT = "القوقاظ", "القوقاز"
TOPIC = "تركيا"


def type_words(page: Page, words: str) -> None:
    """Type into the box as fingers do, one letter after the other."""
    page.locator("#q").press_sequentially(words)


def found(page: Page) -> list[str]:
    """The titles of what was found."""
    return page.locator(".cards h3").all_inner_texts()


def test_a_title_is_offered_and_opened_by_keyboard(reader, newsroom, shot):
    reader.goto(newsroom.get("/search/"))
    box, offers = reader.locator("#q"), reader.get_by_role("listbox")
    expect(box).to_have_attribute("role", "combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    type_words(reader, BEGUN)
    option = offers.get_by_role("option", name=TITLE)
    expect(option).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(reader.get_by_role("status")).to_have_text("اقتراح واحد")
    expect(option.locator("small")).to_have_text("مقال")
    shot(reader, "offered", full=False)
    # Down to the title, past it back to the box, and up to it again; the cursor never leaves the box.
    for key, chosen in (("ArrowDown", "true"), ("ArrowDown", "false"), ("ArrowUp", "true")):
        reader.keyboard.press(key)
        expect(option).to_have_attribute("aria-selected", chosen)
        expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
    # Escape closes and keeps what was typed; an arrow opens again.
    reader.keyboard.press("Escape")
    expect(offers).to_have_count(0)
    expect(box).to_have_value(BEGUN)
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    reader.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    with steps.another_page(reader):
        reader.keyboard.press("Enter")
    expect(reader.locator("article h1")).to_have_text(TITLE)


def test_a_topic_is_offered_and_opened_by_a_press_and_enter_alone_searches(reader, newsroom):
    reader.goto(newsroom.get("/search/"))
    type_words(reader, "كور")
    option = reader.get_by_role("option", name="كوريا الشمالية").first
    expect(option).to_be_visible()
    # What is typed on is what Enter sends, whatever is offered.
    with steps.another_page(reader):
        reader.keyboard.press("Enter")
    expect(reader).to_have_url(re.compile(r"/search/\?q="))
    expect(reader.locator("#q")).to_have_value("كور")
    reader.press("#q", "End")
    type_words(reader, "يا")
    expect(option).to_be_visible()
    with steps.another_page(reader):
        option.click()
    expect(reader).to_have_url(re.compile("/topics/"))


def test_the_box_offers_in_english_and_where_a_page_is_missing(reader, newsroom, watch):
    reader.goto(newsroom.get("/en/search/"))
    type_words(reader, "nor")
    expect(reader.get_by_role("option", name="North Korea Topic", exact=True)).to_be_visible()
    expect(reader.get_by_role("status")).to_have_text("2 suggestions")
    watch.expect(404)
    reader.goto(newsroom.get("/nothing-here/"))
    type_words(reader, "كور")
    expect(reader.get_by_role("option").first).to_be_visible()
    # Whoever looks elsewhere finds the list closed.
    reader.keyboard.press("Tab")
    expect(reader.get_by_role("listbox")).to_have_count(0)


def test_a_box_without_an_answer_is_a_plain_box(reader, newsroom, watch):
    reader.goto(newsroom.get("/search/"))
    asked = []
    reader.route("**/search/suggest/**", lambda route: (asked.append(route.request.url), route.abort()))
    type_words(reader, "كور")
    steps.until(reader, lambda: bool(asked), True)
    expect(reader.get_by_role("listbox")).to_have_count(0)
    with steps.another_page(reader):
        reader.keyboard.press("Enter")
    expect(reader.locator("#q")).to_have_value("كور")


def test_a_misspelt_word_is_mended_and_told(reader, newsroom, shot):
    reader.goto(newsroom.get("/search/"))
    type_words(reader, MISSPELT)
    with steps.another_page(reader):
        reader.keyboard.press("Enter")
    expect(reader.locator(".instead")).to_have_text(f"لا نتائج لـ«{MISSPELT}». هذه نتائج «{MEANT}».")
    expect(reader.locator("h3 mark").first).to_have_text(MEANT)
    shot(reader, "mended")


def test_a_search_is_narrowed_by_topic_and_widened_again(reader, newsroom, shot):
    reader.goto(newsroom.get("/search/?q=روسيا"))
    before = found(reader)
    choice = reader.locator(".narrower a", has_text=TOPIC)
    expect(choice).to_be_hidden()
    reader.click(".narrower summary")
    count = int(choice.locator(".count").inner_text())
    assert 0 < count < len(before)
    shot(reader, "choices")
    with steps.another_page(reader):
        choice.click()
    expect(reader.locator(".cards h3")).to_have_count(count)
    assert set(found(reader)) < set(before)
    chip = reader.locator(".labelled a", has_text="×")
    expect(chip.locator("bdi")).to_have_text(TOPIC)
    shot(reader, "narrowed")
    # A new question stays within the topic.
    expect(reader.locator("form.seeker [name=topic]")).to_have_count(1)
    with steps.another_page(reader):
        chip.click()
    expect(reader.locator(".cards h3")).to_have_count(len(before))
    assert found(reader) == before


def test_all_of_it_works_without_a_script(open_window, newsroom):
    page = open_window(java_script_enabled=False)
    page.goto(newsroom.get("/search/"))
    expect(page.get_by_role("searchbox")).to_be_visible()
    expect(page.locator(".offers")).to_have_count(0)
    page.fill("#q", "روسيا")
    page.press("#q", "Enter")
    expect(page.locator("main mark").first).to_be_visible()
    before = found(page)
    page.click(".narrower summary")
    page.locator(".narrower a", has_text=TOPIC).click()
    expect(page.locator(".labelled a", has_text="×")).to_be_visible()
    assert set(found(page)) < set(before)
    page.click(".labelled a:has-text('×')")
    expect(page.locator(".cards h3")).to_have_count(len(before))


# ---- for everyone ----------------------------------------------------------------------------------------------------

SCREENS = {
    "empty": "/search/",
    "mended": f"/search/?q={MISSPELT}",
    "partial": "/search/?q=روسيا زرافة",
    "nothing": "/search/?q=زرافة&year=2020",
    "narrowed": "/search/?q=روسيا&topic=تركيا",
    "english": "/en/search/?q=korea",
}
TARGETS = """() => [...document.querySelectorAll("main :is(a, button, input, summary)")]
  .filter((element) => element.checkVisibility() && !element.closest(".card") && element.type !== "hidden")
  .map((element) => [element.getBoundingClientRect(), element])
  .filter(([{ width, height }]) => height < 43.5 || width < 24)
  .map(([{ width, height }, element]) => `${width} x ${height}: ${element.outerHTML.slice(0, 120)}`)"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_accessibility_is_broken_in_a_search(open_window, newsroom, scheme, width, shot):
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci")
    page, broken = open_window(color_scheme=scheme), {}
    rules = AXE.read_text(encoding="utf-8")

    def judge(name: str) -> None:
        page.evaluate(rules)
        if wrong := page.evaluate(AXE_RUN) + page.evaluate(TARGETS):
            broken[name] = wrong
        for narrow in dict.fromkeys((320, width)):
            page.set_viewport_size({"width": narrow, "height": HEIGHTS[narrow]})
            steps.settle(page)
            if wide := page.evaluate(TOO_WIDE):
                broken[f"{name} at {narrow}"] = wide
        shot(page, name)

    for name, address in SCREENS.items():
        page.goto(newsroom.get(address))
        if page.locator(".narrower").count():
            page.click(".narrower summary")
        judge(name)
    page.goto(newsroom.get("/search/"))
    type_words(page, "كور")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[aria-selected=true]")).to_have_count(1)
    judge("offers")
    assert not broken, json.dumps(broken, ensure_ascii=False, indent=1).replace("\\n", "\n")


@pytest.mark.parametrize("width", [360], indirect=True, ids=["360px"])
def test_what_is_chosen_shows_in_forced_colours_too(open_window, newsroom, shot):
    page = open_window(forced_colors="active")
    page.goto(newsroom.get("/search/"))
    type_words(page, "كور")
    options = page.get_by_role("option")
    expect(options.nth(1)).to_be_visible()
    page.keyboard.press("ArrowDown")
    outline = "(element) => getComputedStyle(element).outlineStyle"
    assert [options.nth(place).evaluate(outline) for place in (0, 1)] == ["solid", "none"]
    shot(page, "offers", full=False)
    page.goto(newsroom.get("/search/?q=روسيا"))
    mark = "(element) => getComputedStyle(element).backgroundColor"
    plain = page.locator("body").evaluate(mark)
    assert page.locator("main mark").first.evaluate(mark) != plain
    shot(page, "marks", full=False)
