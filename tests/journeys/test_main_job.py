"""The main job: this week's edition, from signing in to a reader who shares it."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.conftest import Newsroom, sign_in
from tests.journeys.steps import EDITOR, HARBOUR, SIGN_OFF

pytestmark = pytest.mark.journey

SOURCE = "بيان إدارة الميناء عن أعمال الصيف، 4 آب."
HREF = "https://example.org/harbour-report"
LINKED = "التقرير"
POST_HEAD = f"{HARBOUR.title}\n\n{HARBOUR.standfirst}\n\n"


def forget_the_answer(page: Page, newsroom: Newsroom) -> None:
    """Empty the site's copy protection, so that the desk asks again."""
    page.goto(newsroom.get("/admin/newsroom/sitesettings/1/change/"))
    page.select_option("[name=protection]", "")
    with steps.another_page(page):
        page.click("[name=_save]")


def test_sign_in_and_first_question(open_window, signed_in, newsroom, shot):
    editor = open_window(storage_state=signed_in)
    forget_the_answer(editor, newsroom)

    page = open_window()
    page.goto(newsroom.admin)
    root = page.locator("html")
    expect(root).to_have_attribute("lang", "ar")
    expect(root).to_have_attribute("dir", "rtl")
    shot(page, "sign-in")
    sign_in(page, newsroom)

    question = page.locator(".question")
    expect(question.locator("button")).to_have_count(3)
    shot(page, "question")
    question.locator("[value=off]").click()
    page.wait_for_selector(".next-editions")
    expect(question).to_have_count(0)
    page.reload()
    expect(question).to_have_count(0)


def test_this_weeks_edition(desk, open_window, newsroom, width, shot):
    number, address = write_it(desk, newsroom, shot)
    short = check_the_screen_after(desk, open_window, number, shot)
    read_it(open_window, newsroom, address, short, number, shot)


def write_it(page: Page, newsroom: Newsroom, shot) -> tuple[str, str]:
    """Write and publish the edition; return its number and public address."""
    page.goto(newsroom.admin)
    shot(page, "desk")
    steps.begin(page, newsroom)
    expect(page.locator("[name=column] option:checked")).to_have_text(steps.COLUMN)
    number = page.input_value("[name=number]")
    assert number.isdecimal()
    assert page.input_value("[name=publish_at]")
    expect(page.locator(".field-authors .chips-chosen li")).to_contain_text(["مالك الحافظ"])
    shot(page, "new-form")

    steps.fill_titles(page, HARBOUR)
    page.evaluate(steps.PASTE, [EDITOR, steps.word_mess(HARBOUR), "\n".join(HARBOUR.paragraphs)])
    notices = page.locator(".paste-notices p")
    expect(notices).to_have_count(2)
    expect(notices.nth(0)).to_contain_text("Spread the love")
    expect(notices.nth(1)).to_contain_text(SIGN_OFF)
    expect(page.locator(f"{EDITOR} > p")).to_have_text(list(HARBOUR.paragraphs))
    assert "style=" not in page.locator(EDITOR).inner_html()
    shot(page, "pasted", full=False)

    format_it(page)
    choose_photos(page, shot)
    choose_names(page)
    shot(page, "written")
    address = steps.publish(page)
    return number, address


def format_it(page: Page) -> None:
    """Use the toolbar: bold, a source, a link, a heading, a pull quote."""
    steps.choose_word(page, "اكتمل")
    steps.tool(page, "bold")
    expect(page.locator(f"{EDITOR} p strong")).to_have_text("اكتمل")

    steps.choose_word(page, "خالية")
    steps.tool(page, "source")
    page.fill("dialog.asking input", SOURCE)
    page.click("dialog.asking .strong")
    # Behind the chosen word, which stays.
    expect(page.locator(f"{EDITOR} > p").nth(0)).to_contain_text(f"خالية{SOURCE}")
    expect(page.locator(f"{EDITOR} sup.footnote")).to_have_text(SOURCE)

    expect(page.locator(".paste-notices")).not_to_contain_class("read")
    steps.type_text(page, f"{LINKED} منشور على الموقع.", "ما الذي بُني؟")
    # Whoever writes on has read the notices: they give way to the text.
    expect(page.locator(".paste-notices")).to_contain_class("read")
    steps.tool(page, "heading")
    expect(page.locator(f"{EDITOR} h2")).to_have_text("ما الذي بُني؟")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("رصيفٌ ومخزنان وطريق لا يمرّ عليه أحد.")

    steps.choose_word(page, LINKED)
    steps.tool(page, "link")
    page.fill("dialog.asking input", HREF)
    page.keyboard.press("Enter")
    expect(page.locator(f"{EDITOR} a")).to_have_attribute("href", HREF)

    page.locator(f"{EDITOR} > p").nth(1).click()
    steps.tool(page, "pullQuote")
    expect(page.locator(f"{EDITOR} blockquote.pull")).to_have_text(HARBOUR.paragraphs[1])


def choose_photos(page: Page, shot) -> None:
    """Take one from the library, think again, and take in a new one on the spot."""
    chosen = page.locator("img.photo-chosen")
    expect(chosen).to_be_hidden()
    page.click("[data-choose]")
    page.locator(".library img").first.wait_for()
    shot(page, "chooser", full=False)
    page.locator(".library button").first.click()
    expect(chosen).to_be_visible()
    first = chosen.get_attribute("src")

    page.click("[data-choose]")
    upload = page.locator("dialog.chooser form.upload")
    upload.locator("[type=file]").set_input_files(
        {"name": "quay.png", "mimeType": "image/png", "buffer": steps.picture()}
    )
    words = upload.locator("[type=text]")
    for place, text in enumerate(("رصيف خالٍ عند الغروب", "الرصيف الجديد", "صورة للتجربة")):
        words.nth(place).fill(text)
    upload.locator("[type=submit]").click()
    expect(page.locator("dialog.chooser")).to_be_hidden()
    expect(chosen).not_to_have_attribute("src", first)
    expect(chosen).to_have_attribute("alt", "رصيف خالٍ عند الغروب")


def choose_names(page: Page) -> None:
    """Topics by the keyboard alone, tags with an Arabic comma and semicolon."""
    find = page.locator(".field-topics .chips-find")
    find.fill("كوريه")
    offers = page.locator(".field-topics .chips-offers li")
    expect(offers.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(offers.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator(".field-topics .chips-chosen li")).to_have_count(1)
    find.fill("")
    page.keyboard.press("Enter")
    page.fill("[name=tags]", "موانئ، نقل بحري؛ شرق المتوسط")


def check_the_screen_after(page: Page, open_window, number: str, shot) -> str:
    """The screen after publishing; returns the short link that its channel post ends with."""
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator(".done h1")).to_contain_text(number)
    phone = page.locator("iframe.phone")
    phone.scroll_into_view_if_needed()
    framed = page.frame_locator("iframe.phone")
    expect(framed.locator("h1")).to_have_text(HARBOUR.title)
    expect(framed.locator(".text p").first).to_be_visible()
    expect(page.locator(".link-card .link-title")).to_have_text(HARBOUR.title)
    expect(page.locator(".link-card .link-text")).to_have_text(HARBOUR.standfirst)
    assert page.locator(".link-card img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0

    post = page.input_value("#channel-text")
    assert post.startswith(POST_HEAD)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("[data-copy]")
    expect(page.locator("[data-copy-said]")).not_to_be_empty()
    assert page.evaluate("navigator.clipboard.readText()") == post
    shot(page, "published")
    short = post.removeprefix(POST_HEAD)
    assert "/s/" in short
    assert len(urlsplit(short).path) <= len("/s/abcdef")
    return short


def read_it(open_window, newsroom: Newsroom, address: str, short: str, number: str, shot) -> None:
    """Everything a reader finds, from a window without a single cookie."""
    page = open_window()
    page.goto(short)
    assert unquote(page.url) == unquote(address)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("article h1")).to_have_text(HARBOUR.title)
    expect(page.locator(".head .kicker bdi").last).to_have_text(number)
    expect(page.locator(".signoff bdi")).to_have_text(SIGN_OFF)
    assert page.locator(".signoff bdi").text_content() == SIGN_OFF
    lead = page.locator(".figure-lead img")
    assert lead.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    expect(page.locator(".figure-lead figcaption")).to_contain_text("الرصيف الجديد")
    expect(page.locator(".text strong")).to_have_text("اكتمل")
    expect(page.locator(".text h2")).to_have_text("ما الذي بُني؟")
    expect(page.locator(".text blockquote.pull")).to_have_text(HARBOUR.paragraphs[1])
    expect(page.locator(f'.text a[href="{HREF}"]')).to_have_text(LINKED)
    expect(page.locator(".names .tags li")).to_have_text(["موانئ", "نقل بحري", "شرق المتوسط"])
    shot(page, "article")

    follow_the_source(page)
    check_the_share_links(page, short)
    assert page.context.cookies() == []

    page.goto(steps.column_address(newsroom))
    expect(page.locator(".list article h3").first).to_have_text(HARBOUR.title)
    expect(page.locator(".list article .no").first).to_contain_text(number)
    shot(page, "column")
    page.goto(newsroom.base)
    expect(page.locator("article.opening h2")).to_have_text(HARBOUR.title)
    expect(page.locator("article.opening .number bdi")).to_have_text(number)
    shot(page, "home")
    assert page.context.cookies() == []


def follow_the_source(page: Page) -> None:
    """From the text to the numbered source and back."""
    expect(page.locator(".notes li .no")).to_have_text(["1"])
    expect(page.locator(".notes li bdi")).to_have_text([SOURCE])
    page.click(".text .ref a")
    expect(page).to_have_url(re.compile("#note-1$"))
    expect(page.locator("#note-1")).to_be_in_viewport()
    page.click("#note-1 a")
    expect(page).to_have_url(re.compile("#ref-1$"))
    expect(page.locator("#ref-1")).to_be_in_viewport()


def check_the_share_links(page: Page, short: str) -> None:
    """Plain links, the address first in whatever they carry."""
    first = {
        "whatsapp": ("wa.me", "text"),
        "telegram": ("t.me", "url"),
        "x": ("x.com", "url"),
        "facebook": ("www.facebook.com", "u"),
        "mail": ("", "body"),
    }
    for key, (host, name) in first.items():
        href = page.locator(f".share-{key}").get_attribute("href") or ""
        parts = urlsplit(href)
        assert parts.netloc == host
        carried = parse_qs(parts.query)[name][0]
        assert carried.startswith(short), f"{key} carries {carried!r}"
    copier = page.locator(".share [data-copy]")
    expect(copier).to_be_visible()
    assert copier.get_attribute("data-copy") == short
