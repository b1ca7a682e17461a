"""The name box of the writing form: a name is settled while it is typed, by keyboard, finger, or without script."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.test_for_everyone import AXE, AXE_RUN

pytestmark = pytest.mark.journey

TOPICS, TAGS = ".field-topics", ".field-tags"
PASTED = """([where, text]) => {
  const element = document.querySelector(where)
  const clipboardData = new DataTransfer()
  clipboardData.setData("text/plain", text)
  element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))
}"""
TOO_SMALL = """() => {
  const targets = [".names", ".names-found", ".names-question"].map((where) => `${where} :is(button, [role=option])`)
  return [...document.querySelectorAll(targets.join())]
    .filter((element) => element.offsetParent && (element.offsetHeight < 44 || element.offsetWidth < 44))
    .map((element) => element.outerHTML)
}"""


def chips(page, where):
    return page.locator(f"{where} .chips-chosen li bdi")


def find(page, where):
    return page.locator(f"{where} .chips-find")


def line(page, name):
    return page.locator(f"textarea[name={name}]")


def begin(page, newsroom, title):
    steps.begin(page, newsroom, column=False)
    page.fill("[name=title_ar]", title)


def test_an_alias_and_a_variant_lead_to_the_name_that_exists(desk, newsroom, width, shot):
    page = desk
    begin(page, newsroom, f"نهر وأسماء {width}")
    box = find(page, TOPICS)
    box.fill("kim")
    option = page.locator(f"{TOPICS} [role=option]")
    expect(option).to_have_count(1)
    expect(option).to_contain_text("كيم جونغ أون")
    expect(option).to_contain_text(re.compile("مقال"))
    expect(box).to_have_attribute("aria-expanded", "true")
    shot(page, "offers", full=False)
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id"))
    box.press("Enter")
    expect(chips(page, TOPICS)).to_have_text(["كيم جونغ أون"])
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(page.locator(f"{TOPICS} [role=status]")).to_contain_text("كيم جونغ أون")
    # A tag that is a topic, and one that only looks like another tag.
    tag = f"غوتيريش {width}"
    find(page, TAGS).fill(tag)
    find(page, TAGS).press("Enter")
    find(page, TAGS).fill("روسيا")
    find(page, TAGS).press("Enter")
    question = page.locator(f"{TAGS} .names-question")
    expect(question).to_have_count(1)
    shot(page, "question", full=False)
    question.locator("button").first.click()
    expect(chips(page, TOPICS)).to_have_text(["كيم جونغ أون", "روسيا"])
    expect(chips(page, TAGS)).to_have_text([tag])
    expect(line(page, "tags")).to_have_value(tag)
    steps.press(page, "save")
    expect(chips(page, TOPICS)).to_have_text(["كيم جونغ أون", "روسيا"])

    begin(page, newsroom, f"نهر ثانٍ {width}")
    find(page, TAGS).fill(f"جوتيريس {width}")
    find(page, TAGS).press("Enter")
    expect(question).to_contain_text(tag)
    shot(page, "twin", full=False)
    question.locator("button").first.click()
    expect(chips(page, TAGS)).to_have_text([tag])
    find(page, TAGS).fill(f"غوتيريس {width}")
    find(page, TAGS).press("Enter")
    question.locator("button").nth(1).click()
    expect(chips(page, TAGS)).to_have_text([tag, f"غوتيريس {width}"])
    steps.press(page, "save")
    expect(page.locator(".messagelist .warning")).to_have_count(0)
    expect(chips(page, TAGS)).to_have_count(2)


def test_a_pasted_list_becomes_chips_and_unknown_topics_are_said(desk, newsroom, watch, width, shot):
    page = desk
    begin(page, newsroom, f"نهر من قائمة {width}")
    find(page, TAGS).focus()
    page.evaluate(PASTED, [f"{TAGS} .chips-find", f"قمح {width}\nملح {width}؛ خبز {width}، "])
    names = [f"قمح {width}", f"ملح {width}", f"خبز {width}"]
    expect(chips(page, TAGS)).to_have_text(names)
    expect(line(page, "tags")).to_have_value("، ".join(names))
    find(page, TOPICS).focus()
    page.evaluate(PASTED, [f"{TOPICS} .chips-find", "روسيا، Kim Jong Un، قطب بعيد"])
    expect(chips(page, TOPICS)).to_have_text(["روسيا", "كيم جونغ أون", "قطب بعيد"])
    expect(page.locator(f"{TOPICS} li.unknown")).to_have_count(1)
    shot(page, "unknown", full=False)
    watch.expect(422)
    assert steps.press(page, "save") == 422
    expect(page.locator("[data-refusal]")).to_contain_text("قطب بعيد")
    expect(page.locator(f"{TOPICS} li.unknown bdi")).to_have_text("قطب بعيد")
    page.locator(f"{TOPICS} li.unknown button").click()
    steps.press(page, "save")
    expect(chips(page, TOPICS)).to_have_count(2)


def test_by_the_keyboard_alone(desk, newsroom, width):
    page = desk
    begin(page, newsroom, f"نهر بالمفاتيح {width}")
    box = find(page, TAGS)
    box.focus()
    for name in ("أول", "ثانٍ"):
        page.keyboard.type(f"{name} {width}")
        page.keyboard.type("،")
    page.keyboard.type(f"ثالث {width}")
    page.keyboard.press("Enter")
    expect(chips(page, TAGS)).to_have_text([f"أول {width}", f"ثانٍ {width}", f"ثالث {width}"])
    page.keyboard.press("Backspace")
    expect(chips(page, TAGS)).to_have_count(2)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(chips(page, TAGS)).to_have_text([f"ثانٍ {width}"])
    expect(box).to_be_focused()
    # Not finished, and saved all the same.
    page.keyboard.type(f"رابع {width}")
    expect(line(page, "tags")).to_have_value(f"ثانٍ {width}، رابع {width}")
    topics = find(page, TOPICS)
    topics.focus()
    # What is offered for the first letters alone gives way to what is offered for all of them.
    with page.expect_response(lambda answer: parse_qs(urlsplit(answer.url).query).get("q") == ["كور"]) as offered:
        page.keyboard.type("كور")
    offered.value.finished()
    options = page.locator(f"{TOPICS} [role=option]")
    expect(options.nth(1)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Home")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(topics).to_have_attribute("aria-expanded", "false")
    expect(topics).to_have_value("كور")
    topics.fill("")
    page.keyboard.press("Control+s")
    expect(page.locator(".messagelist .success")).to_be_visible()
    expect(chips(page, TAGS)).to_have_text([f"ثانٍ {width}", f"رابع {width}"])


def test_names_in_the_text_are_one_press_away(desk, newsroom, width, shot):
    page = desk
    begin(page, newsroom, f"نهر ونص {width}")
    steps.type_text(page, "قال كيم جونغ أون إن بلاده ستقف مع الصين وروسيا، ولروسيا أن تقف معها.")
    offers = page.locator(f"{TOPICS} .names-found button")
    expect(offers.first).to_have_text("+ روسيا")
    shot(page, "found", full=False)
    expect(page.locator(steps.EDITOR)).to_be_focused()
    offers.first.click()
    expect(chips(page, TOPICS)).to_have_text(["روسيا"])
    expect(offers.filter(has_text="روسيا")).to_have_count(0)
    steps.press(page, "save")
    expect(chips(page, TOPICS)).to_have_text(["روسيا"])


def test_words_that_never_reached_the_server_come_back_into_the_box(desk, newsroom, width):
    page = desk
    begin(page, newsroom, f"نهر من الجهاز {width}")
    find(page, TOPICS).fill("روسيا")
    find(page, TOPICS).press("Enter")
    find(page, TAGS).fill(f"عائد {width}")
    expect(page.locator("[data-kept][data-state=kept]")).to_be_visible()
    page.reload()
    steps.form_is_there(page)
    expect(chips(page, TOPICS)).to_have_text(["روسيا"])
    expect(chips(page, TAGS)).to_have_text([f"عائد {width}"])


@pytest.mark.parametrize("width", [360], indirect=True)
def test_without_script_it_is_a_line(open_window, signed_in, newsroom, shot):
    page = open_window(java_script_enabled=False, storage_state=signed_in)
    page.goto(newsroom.admin)
    page.click("a.begin-plain")
    page.fill("[name=title_ar]", "نهر بلا برمجة")
    page.fill("[name=topics]", "Russia؛ كيم جونغ-أون")
    page.fill("[name=tags]", "الروسيا")
    shot(page, "lines")
    steps.press(page, "save")
    expect(page.locator("[name=topics]")).to_have_value("روسيا، كيم جونغ أون")
    expect(page.locator(".messagelist .warning")).to_contain_text("روسيا")


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (360, "dark")], indirect=["width"], ids=["1280px-light", "360px-dark"]
)
def test_no_rule_of_accessibility_is_broken(open_window, signed_in, newsroom, width, scheme, shot):
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci")
    page = open_window(storage_state=signed_in, color_scheme=scheme)
    begin(page, newsroom, f"روسيا للجميع {width}")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    find(page, TAGS).fill("روسيا")
    find(page, TAGS).press("Enter")
    expect(page.locator(f"{TAGS} .names-question")).to_be_visible()
    expect(page.locator(f"{TOPICS} .names-found")).to_be_visible()
    find(page, TOPICS).fill("كور")
    expect(page.locator(f"{TOPICS} [role=option]").nth(1)).to_be_visible()
    page.keyboard.press("ArrowDown")
    shot(page, "open")
    assert page.evaluate(AXE_RUN) == []
    assert page.evaluate(TOO_SMALL) == []
    if width == 360:
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
