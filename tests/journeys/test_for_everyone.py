"""Every screen at once: rules of accessibility, narrow windows, and one language at a time."""

import json
import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import steps
from tests.journeys.conftest import HEIGHTS, PATIENCE, Newsroom
from tests.running import ROOT

pytestmark = pytest.mark.journey

# Fixed addresses of the demo; the others are found on the way.
MORE_PUBLIC = {
    "topic": "/topics/العلاقات-الروسية-الكورية-الشمالية/",
    "author": "/authors/مالك-الحافظ/",
    "search": "/search/?q=روسيا",
    "corrections": "/corrections/",
    "changes": "/corrections/1/",
    "about": "/about/",
}
MORE_DESK = {
    "topics": "/admin/articles/topic/",
    "topic_form": "/admin/articles/topic/1/change/",
    "columns": "/admin/columns/column/",
    "authors": "/admin/columns/author/",
    "photos": "/admin/newsroom/photo/",
    "photo_form": "/admin/newsroom/photo/1/change/",
    "redirects": "/admin/newsroom/redirect/",
    "accounts": "/admin/newsroom/user/",
    "account_form": "/admin/newsroom/user/2/change/",
    "history": "/admin/admin/logentry/",
    "piece_history": "/admin/articles/article/1/history/",
    "front": "/admin/articles/frontpage/",
    "settings": "/admin/newsroom/sitesettings/1/change/",
    "announce": "/admin/articles/article/1/announce/",
    "revisions": "/admin/articles/article/1/revisions/",
    "notes": "/admin/articles/article/1/notes/",
    "links": "/admin/articles/article/1/links/",
    "translations": "/admin/articles/article/translations/?state=missing",
    "translate": "/admin/articles/article/9/translate/en/",
}
PUBLIC = ("home", "article", "column", "archive", "missing", *MORE_PUBLIC)
DESK = ("desk", "form", "list", "published", *MORE_DESK)
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


@dataclass(frozen=True)
class Places:
    """The addresses of the screens that everyone must be able to use."""

    home: str
    article: str
    column: str
    archive: str
    missing: str
    sign_in: str
    desk: str
    form: str
    new_form: str
    list: str
    published: str
    more: dict[str, str]

    def address(self, name: str) -> str:
        """Return the address of the screen ``name``."""
        return self.more.get(name) or getattr(self, name)


@pytest.fixture(scope="package")
def places(newsroom: Newsroom, browser: Browser, signed_in) -> Places:
    """Find them once: the demo's first piece with sources, and its draft."""
    context = browser.new_context(locale="ar", storage_state=signed_in)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(newsroom.admin)
    draft = page.locator("#list-mine + ul li:has(.state-draft) a").last.get_attribute("href") or ""
    page.goto(newsroom.get("/admin/articles/article/?state=live"))
    row = page.locator("#result_list tbody tr").last.locator("a").first
    live = (row.get_attribute("href") or "").split("?")[0]
    page.goto(newsroom.get(live))
    with steps.another_page(page):
        page.click(".facts-links a >> nth=0")
    published = page.url
    article = page.locator(".done-acts a.strong").get_attribute("href") or ""
    column = steps.column_address(newsroom)
    page.goto(column)
    archive = page.locator(".years a").first.get_attribute("href") or ""
    context.close()
    return Places(
        home=newsroom.base,
        article=article,
        column=column,
        archive=newsroom.get(archive),
        missing=newsroom.get("/columns/ما-من-زاوية/"),
        sign_in=newsroom.get("/admin/login/"),
        desk=newsroom.admin,
        form=newsroom.get(draft),
        new_form=newsroom.get("/admin/articles/article/add/?column=1"),
        list=newsroom.get("/admin/articles/article/"),
        published=published,
        more={name: newsroom.get(path) for name, path in (MORE_PUBLIC | MORE_DESK).items()},
    )


def visit(page: Page, places: Places, name: str) -> None:
    """Open a screen and wait for what its script builds."""
    page.goto(places.address(name))
    if name in {"form", "new_form"}:
        steps.form_is_there(page)


def each_screen(open_window, signed_in, places: Places, **wishes):
    """Yield the name of each screen and a window that shows it."""
    reader = open_window(**wishes)
    for name in (*PUBLIC, "sign_in"):
        visit(reader, places, name)
        yield name, reader
    editor = open_window(storage_state=signed_in, **wishes)
    for name in DESK:
        visit(editor, places, name)
        yield name, editor


# ---- accessibility --------------------------------------------------------------------------------------------------

# Of its findings, what a person needs to mend them.
AXE_RUN = """async () => {
  // Its preloading writes inline styles, which our policy forbids to everybody.
  const { violations } = await axe.run(document, { iframes: false, preload: false, resultTypes: ["violations"] })
  return violations.map(({ id, help, nodes }) => ({
    id, help, nodes: nodes.slice(0, 5).map(({ html, failureSummary }) => `${html.slice(0, 200)}\\n${failureSummary}`),
  }))
}"""


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (360, "dark")], indirect=["width"], ids=["1280px-light", "360px-dark"]
)
def test_no_rule_of_accessibility_is_broken(open_window, signed_in, places, watch, scheme, shot):
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci")
    watch.expect(404)
    rules = AXE.read_text(encoding="utf-8")
    broken = {}
    for name, page in each_screen(open_window, signed_in, places, color_scheme=scheme):
        page.evaluate(rules)
        if found := page.evaluate(AXE_RUN):
            broken[name] = found
        shot(page, name)
    assert not broken, json.dumps(broken, ensure_ascii=False, indent=1).replace("\\n", "\n")


# ---- narrow windows -------------------------------------------------------------------------------------------------

TOO_WIDE = """() => {
  const page = document.scrollingElement
  if (page.scrollWidth <= innerWidth) return []
  const out = [...document.body.querySelectorAll("*")].filter((element) => {
    const { left, right } = element.getBoundingClientRect()
    return right > innerWidth + 1 || left < -1
  })
  return [`${page.scrollWidth} > ${innerWidth}`, ...out.slice(0, 8).map((element) => element.outerHTML.slice(0, 120))]
}"""


@pytest.mark.parametrize("width", [360], indirect=True, ids=["360px-320px"])
def test_nothing_sticks_out_of_a_narrow_window(open_window, signed_in, places, watch, shot):
    watch.expect(404)
    wide = {}
    for name, page in each_screen(open_window, signed_in, places):
        for narrow in (360, 320):
            page.set_viewport_size({"width": narrow, "height": HEIGHTS[narrow]})
            steps.settle(page)
            if found := page.evaluate(TOO_WIDE):
                wide[f"{name} at {narrow}"] = found
            shot(page, f"{name}-{narrow}")
    assert not wide, json.dumps(wide, ensure_ascii=False, indent=1)


# ---- one language at a time -----------------------------------------------------------------------------------------

# Everything that is seen, read aloud or shown on hovering, but for what says that it is in another language.
WORDS = """() => {
  const said = []
  const alien = (element) => {
    const lang = element.closest("[lang]")?.lang ?? ""
    return !lang.startsWith("ar") || element.closest("script, style, noscript, iframe")
  }
  const shown = (element) => element.checkVisibility({ visibilityProperty: true })
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const holder = walker.currentNode.parentElement
    if (!alien(holder) && (shown(holder) || holder.matches("option"))) said.push(walker.currentNode.data)
  }
  for (const element of document.body.querySelectorAll("[aria-label], [title], [placeholder], [alt], [type=submit]")) {
    if (alien(element) || !shown(element)) continue
    for (const name of ["aria-label", "title", "placeholder", "alt"]) said.push(element.getAttribute(name) ?? "")
    if (element.matches("input[type=submit]")) said.push(element.value)
  }
  said.push(document.title)
  return said
}"""
LATIN = re.compile(r"[A-Za-z][A-Za-z'’./:@_-]*(?: [A-Za-z][A-Za-z'’./:@_-]*)*")
# Names of formats and of services that are written so in Arabic too, and the name of the zone.
ALLOWED = {"RSS", "URL", "X", "Asia/Damascus", "English", "JPEG", "PNG", "WebP", "AVIF"}
# They show user names, addresses and English names, each as what it is.
WITH_MACHINE_WORDS = {"accounts", "account_form", "settings", "history", "redirects", "topics", "authors", "topic_form"}
MACHINE = re.compile(r"https?://|^[\w.-]+@[\w.-]+$|^/")


@pytest.mark.parametrize("width", [1280], indirect=True, ids=["1280px"])
def test_no_stray_english_in_the_arabic_house(open_window, signed_in, places, watch):
    watch.expect(404)
    stray = {}
    for name, page in each_screen(open_window, signed_in, places):
        if name in WITH_MACHINE_WORDS:
            continue
        words = [said.strip() for said in page.evaluate(WORDS) if said.strip()]
        assert len(words) > 5, f"{name}: hardly a word was found, so nothing was tested"
        runs = {run for said in words if not MACHINE.search(said) for run in LATIN.findall(said)}
        if found := sorted(run for run in runs if run not in ALLOWED):
            stray[name] = found
    assert not stray, json.dumps(stray, ensure_ascii=False, indent=1)


@pytest.fixture
def english_account(desk, newsroom):
    """The editor's account set to English by its own page, and back to Arabic afterwards."""

    def choose(language: str) -> None:
        desk.goto(newsroom.get("/admin/newsroom/user/1/change/"))
        desk.select_option("[name=language]", language)
        with steps.another_page(desk):
            desk.click("[name=_save]")

    choose("en")
    yield
    choose("ar")


@pytest.mark.parametrize("width", [1280], indirect=True, ids=["1280px"])
def test_an_english_account_gets_an_english_desk(desk, english_account, newsroom, places, open_window, shot):
    for name in DESK:
        visit(desk, places, name)
        expect(desk.locator("html")).to_have_attribute("lang", "en")
        expect(desk.locator("html")).to_have_attribute("dir", "ltr")
        shot(desk, name)
    # What a piece says stays what it is: its Arabic sheet is Arabic and from right to left.
    visit(desk, places, "new_form")
    expect(desk.locator("[data-sheet=ar]")).to_have_attribute("dir", "rtl")
    expect(desk.locator("[value=publish]")).to_have_text("Publish now")
    # Readers, and whoever has not signed in, see no change.
    other = open_window()
    for address in (places.home, places.sign_in):
        other.goto(address)
        expect(other.locator("html")).to_have_attribute("lang", "ar")
