"""What an editor and a reader do, in their words; the journeys are told with these."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPResponse
from io import BytesIO
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.utils import translation
from PIL import Image, ImageDraw
from playwright.sync_api import Page, Response, expect

from tests.journeys.conftest import PATIENCE, Newsroom

EDITOR = "[data-sheet=ar] .ProseMirror"
PASTE = """([where, html, text]) => {
  const element = document.querySelector(where)
  const clipboardData = new DataTransfer()
  if (html) clipboardData.setData("text/html", html)
  clipboardData.setData("text/plain", text)
  element.focus()
  element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))
}"""

# Where a word stands once nothing moves any more: fonts come late, and so does what is drawn above it.
WORD_BOX = """async ([where, word]) => {
  await document.fonts.ready
  const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  const box = () => {
    const walker = document.createTreeWalker(document.querySelector(where), NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const place = walker.currentNode.data.indexOf(word)
      if (place < 0) continue
      const range = document.createRange()
      range.setStart(walker.currentNode, place)
      range.setEnd(walker.currentNode, place + word.length)
      walker.currentNode.parentElement.scrollIntoView({ block: "center" })
      return range.getBoundingClientRect().toJSON()
    }
  }
  let before
  let now = box()
  do {
    before = now
    await frame()
    now = box()
  } while (before.x !== now.x || before.y !== now.y)
  return now
}"""

COLUMN = "بعمق"
# The parts of the sign-off; the line itself is only ever built from them.
PARTS = {
    "column": f"“{COLUMN}”",
    "what": "زاوية أسبوعية سياسية تحليلية",
    "outlet": "على “شُبّاك”",
    "writer": "يكتبها رئيس التحرير: مالك الحافظ",
}
SIGN_OFF = " ".join(PARTS.values())


@dataclass(frozen=True)
class Text:
    """A piece as somebody writes it."""

    title: str
    standfirst: str = ""
    paragraphs: tuple[str, ...] = ()


HARBOUR = Text(
    title="الميناء الذي لا تصله السفن",
    standfirst="كيف صار رصيفٌ فارغ ورقةً على طاولة التفاوض؟",
    paragraphs=(
        "اكتمل الرصيف الجديد قبل موعده بشهرين، لكنّ الرافعات بقيت ساكنة طوال الصيف، والمخازن خلفه خالية.",
        "لا يشرح نقص البضائع وحده هذا السكون، فالموانئ تُبنى أحياناً لتُرى لا لتعمل.",
        "وحين تُسأل الشركة عن الجدول، يأتي الجواب بلغة الاحتمالات: ربما في الخريف، إن سمح الطقس.",
    ),
)


def titled(title: str) -> Text:
    """Return a short text of its own under ``title``."""
    return replace(HARBOUR, title=title)


def word_mess(text: Text) -> str:
    """Return ``text`` as Word and a blog engine hand it over: styles, residue, a typed credit line."""
    style = "text-align:justify;direction:rtl;unicode-bidi:embed;margin-bottom:8.0pt"
    letters = 'font-size:14.0pt;line-height:107%;font-family:"Simplified Arabic",serif;color:#1F3864'
    lines = "".join(
        f"<p class=MsoNormal dir=RTL style='{style}'><span lang=AR-SY style='{letters}'>{line}</span><o:p></o:p></p>"
        for line in text.paragraphs
    )
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Word 15">'
        "<style>p.MsoNormal{margin:0cm;font-size:11.0pt}</style></head><body lang=AR-SA><!--StartFragment-->"
        f"<div class='share-buttons'><p>Spread the love</p></div>{lines}"
        "<p class=MsoNormal dir=RTL><span style='mso-spacerun:yes'>&nbsp;</span></p>"
        f"<p class=MsoNormal dir=RTL>{SIGN_OFF}</p><!--EndFragment--></body></html>"
    )


# ---- waiting --------------------------------------------------------------------------------------------------------


def until(page: Page, ask: Callable[[], object], wanted: object) -> None:
    """Ask until the answer is ``wanted``: for what no selector can say."""
    patient = time.monotonic() + PATIENCE / 1000
    while (found := ask()) != wanted and time.monotonic() < patient:
        page.wait_for_timeout(50)
    assert found == wanted


@contextmanager
def another_page(page: Page) -> Iterator[None]:
    """Wait for the page that something leads to, with all its scripts.

    Not Playwright's navigation: a form that writes its own new address into the bar would be one.
    """
    page.wait_for_load_state()
    with page.expect_event("domcontentloaded"):
        yield
    page.wait_for_load_state()


def form_is_there(page: Page) -> None:
    """Wait for the writing form and until its scripts listen: the editor is drawn before the last of them runs."""
    page.wait_for_selector(EDITOR)
    page.wait_for_load_state()


def answers_a_form(answer: Response) -> bool:
    """Return whether this answers a form that was sent, and the page with it."""
    return answer.request.method == "POST" and answer.request.is_navigation_request()


# ---- the editor -----------------------------------------------------------------------------------------------------


def settle(page: Page) -> None:
    """Wait until the editor has drawn: it takes focus and selection with the next frame, and fingers are slower."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def begin(page: Page, newsroom: Newsroom, *, column: bool = True) -> None:
    """Open the form from the desk: the column's next edition, or a piece outside the columns."""
    page.goto(newsroom.admin)
    page.click("a.begin:not(.begin-plain)" if column else "a.begin-plain")
    form_is_there(page)


def fill_titles(page: Page, text: Text) -> None:
    """Write title and standfirst."""
    page.fill("[name=title_ar]", text.title)
    page.fill("[name=standfirst_ar]", text.standfirst)


def type_text(page: Page, *paragraphs: str) -> None:
    """Write paragraphs at the end of the text, by hand."""
    page.click(EDITOR)
    settle(page)
    page.keyboard.press("Control+End")
    settle(page)
    for place, paragraph in enumerate(paragraphs):
        if place or page.locator(EDITOR).inner_text().strip():
            page.keyboard.press("Enter")
        page.keyboard.insert_text(paragraph)


def write(page: Page, newsroom: Newsroom, text: Text, *, column: bool = True) -> None:
    """Begin a piece and write all of it."""
    begin(page, newsroom, column=column)
    fill_titles(page, text)
    type_text(page, *text.paragraphs)


def tool(page: Page, name: str) -> None:
    """Press a button of the editor's toolbar."""
    settle(page)
    page.click(f"[data-sheet=ar] .tool-{name}")
    settle(page)


def choose_word(page: Page, word: str, *, where: str = EDITOR) -> None:
    """Select a word of the text as people do: by a double click on it."""
    box = page.evaluate(WORD_BOX, [where, word])
    page.mouse.dblclick(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def reach(page: Page, act: str) -> None:
    """Make one of the form's buttons visible: on a phone most of them stand behind a word."""
    more = page.locator(".acts-more:not([open])")
    if more.count() and not page.locator(f"[name=act][value={act}]").is_visible():
        more.locator("summary").click()


def press(page: Page, act: str) -> int:
    """Press one of the form's buttons; return the status of the answer itself, before any redirect's end."""
    reach(page, act)
    with another_page(page), page.expect_response(answers_a_form) as answered:
        page.click(f"[name=act][value={act}]")
    status: int = answered.value.status
    return status


def publish(page: Page) -> str:
    """Publish from the form; return the public address that the next screen names."""
    press(page, "publish")
    expect(page.locator(".done h1")).to_be_visible()
    address = page.locator(".done-acts a.strong").get_attribute("href")
    assert address
    return address


def back_to_text(page: Page) -> None:
    """Go from the screen after publishing to the form."""
    page.locator(".done-acts a.quiet").first.click()
    form_is_there(page)


def state_of(page: Page) -> str:
    """Return the state that the form names: the key under which its word is styled."""
    kinds = page.locator(".acts-state .state").get_attribute("class") or ""
    return kinds.rsplit("state-", 1)[-1]


def arabic(sentence: str, context: str = "") -> str:
    """Return what the house says in Arabic for a sentence of its source, which must have been translated."""
    with translation.override("ar"):
        said = translation.pgettext(context, sentence) if context else translation.gettext(sentence)
    assert said != sentence, f"not translated: {sentence}"
    return said


def picture() -> bytes:
    """Return a photo that nobody has taken: a PNG of a quay under an evening sky."""
    image = Image.new("RGB", (1200, 800))
    pen = ImageDraw.Draw(image)
    for row in range(800):
        pen.line([(0, row), (1200, row)], fill=(30 + row // 5, 70 + row // 8, 110 - row // 12))
    pen.rectangle((0, 610, 1200, 800), fill=(24, 42, 46))
    pen.polygon([(760, 610), (800, 220), (830, 220), (860, 610)], fill=(200, 120, 70))
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


# ---- the reader -----------------------------------------------------------------------------------------------------


class _NoFollowing(HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


def fetch(address: str, *, follow: bool = True) -> tuple[int, bytes]:
    """Return status and body of a public address, asked for without cookies."""
    parts = urlsplit(address)
    path = quote(parts.path, safe="/%") + (f"?{parts.query}" if parts.query else "")
    opener = build_opener(*([] if follow else [_NoFollowing]))
    try:
        answer: HTTPResponse = opener.open(Request(f"{parts.scheme}://{parts.netloc}{path}"), timeout=15)
    except HTTPError as refusal:
        return refusal.code, refusal.read()
    with answer:
        return answer.status, answer.read()


def column_address(newsroom: Newsroom) -> str:
    """Return the address of the column's page."""
    return newsroom.get(f"/columns/{quote(COLUMN)}/")
