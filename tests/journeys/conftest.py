"""Journeys: the real server on a folder of its own, Chromium, and windows that report whatever went wrong in them.

``JOURNEY_SHOTS=folder`` keeps a picture of every step, ``JOURNEY_SCHEME=dark`` shows them dark, and
``JOURNEY_VAR=folder`` keeps the newsroom itself for the next run.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Response, expect, sync_playwright

from tests.running import Newsroom, served

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
HEIGHTS = {1280: 900, 360: 800, 320: 640}
# Milliseconds before a step that does not come counts as broken; generous, for a machine under load.
PATIENCE = 15_000
# What is waited for is waited for as long as everything else.
expect.set_options(timeout=PATIENCE)


# ---- the newsroom ---------------------------------------------------------------------------------------------------


# Of the package, not the session: Playwright keeps an event loop running, which Django's tests must not find.
@pytest.fixture(scope="package")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demo newsroom that every other is a copy of: its pictures take half a minute to draw."""
    own = tmp_path_factory.getbasetemp()
    # Journeys side by side share it.
    return (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "newsroom-model"


@pytest.fixture(scope="package")
def newsroom(tmp_path_factory: pytest.TempPathFactory, browser: Browser, model: Path) -> Iterator[Newsroom]:
    """The real thing: ``manage.py serve`` with two workers on a fresh demo newsroom."""
    kept = os.environ.get("JOURNEY_VAR")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("newsroom-journeys")
    with served(folder, model=None if kept else model) as facts:
        yield facts


# ---- the browser ----------------------------------------------------------------------------------------------------


def chromium_path() -> str:
    """Return the browser's path; without one the journeys are skipped, but never in CI."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), "")
    if not found:
        refuse = pytest.fail if os.environ.get("CI", "").lower() in {"1", "true"} else pytest.skip
        refuse("Chromium is not installed: apt-get install chromium")
    return found


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """The driver."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all journeys; every window gets a context of its own."""
    chromium = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
    yield chromium
    chromium.close()


@dataclass
class Watch:
    """What went wrong in the windows of one journey, in words."""

    newsroom: Newsroom
    problems: list[str] = field(default_factory=list)
    allowed: set[int] = field(default_factory=set)

    def over(self, context: BrowserContext) -> None:
        """Listen to every page of ``context``."""
        context.on("console", lambda message: self._console(message.type, message.text, message.location))
        context.on("weberror", lambda error: self.problems.append(f"uncaught: {error.error}"))
        context.on("request", lambda request: self._address(request.url))
        context.on("response", self._answer)

    def _console(self, kind: str, text: str, place: Any) -> None:
        # Answers are judged one by one below, with their status.
        if kind == "error" and "Failed to load resource" not in text:
            self.problems.append(f"console: {text} {place}")

    def _address(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws"} and not url.startswith(self.newsroom.base):
            self.problems.append(f"a request to another origin: {url}")

    def _answer(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.allowed:
            self.problems.append(f"{response.status}: {response.url}")

    def expect(self, *statuses: int) -> None:
        """Take these answers for what they are from now on: provoked on purpose."""
        self.allowed.update(statuses)


@pytest.fixture
def watch(newsroom: Newsroom) -> Iterator[Watch]:
    """Ends the journey badly if any of its windows complained."""
    watcher = Watch(newsroom)
    yield watcher
    assert not watcher.problems, "\n".join(watcher.problems)


@pytest.fixture(params=[1280, 360], ids=lambda width: f"{width}px")
def width(request: pytest.FixtureRequest) -> int:
    """The window's width; a journey that needs one width only names it by parametrising indirectly."""
    return request.param


Open = Callable[..., Page]


@pytest.fixture
def open_window(browser: Browser, newsroom: Newsroom, watch: Watch, width: int) -> Iterator[Open]:
    """Return a function that opens a window in a fresh context: nobody's cookies, an Arabic browser."""
    contexts: list[BrowserContext] = []

    def open_window(**wishes: Any) -> Page:
        wishes.setdefault("viewport", {"width": width, "height": HEIGHTS[width]})
        wishes.setdefault("color_scheme", os.environ.get("JOURNEY_SCHEME", "light"))
        context = browser.new_context(locale="ar", reduced_motion="reduce", **wishes)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        watch.over(context)
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture(scope="package")
def signed_in(newsroom: Newsroom, browser: Browser) -> Any:
    """The editor's cookies, earned once by signing in; the desk's first question is answered with them."""
    context = browser.new_context(locale="ar")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(newsroom.admin)
    sign_in(page, newsroom)
    answer_the_question(page)
    kept = context.storage_state()
    context.close()
    return kept


@pytest.fixture
def desk(open_window: Open, signed_in: Any) -> Page:
    """A window of the editor, signed in."""
    return open_window(storage_state=signed_in)


@pytest.fixture
def reader(open_window: Open) -> Page:
    """A window of somebody who was never here."""
    return open_window()


@pytest.fixture
def colleague(open_window: Open, newsroom: Newsroom) -> Callable[[str], Page]:
    """Return a function that opens a window of the colleague with this role, signed in."""

    def colleague(role: str) -> Page:
        page = open_window()
        page.goto(newsroom.admin)
        sign_in(page, newsroom, user=newsroom.colleagues[role])
        return page

    return colleague


def sign_in(page: Page, newsroom: Newsroom, *, user: str = "") -> None:
    """Fill the sign-in page and send it, as the editor-in-chief or as another account with the demo's password."""
    page.fill("[name=username]", user or newsroom.user)
    page.fill("[name=password]", newsroom.password)
    page.click("[type=submit]")
    page.wait_for_selector("#user-tools")
    page.wait_for_load_state()


def answer_the_question(page: Page) -> None:
    """Answer what the desk asks at the first sign-in of all, if it does."""
    if page.locator(".question").count():
        page.click(".question [value=off]")
        expect(page.locator(".question")).to_have_count(0)
        page.wait_for_load_state()


# ---- pictures -------------------------------------------------------------------------------------------------------


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Return a function that keeps a picture of a page, if pictures were asked for."""
    folder = os.environ.get("JOURNEY_SHOTS")
    name = re.sub(r"[^\w]+", "-", request.node.name).strip("-").removeprefix("test_")
    taken: list[str] = []

    def shot(page: Page, step: str, *, full: bool = True) -> None:
        if not folder:
            return
        taken.append(step)
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}-{len(taken):02d}-{step}.png", full_page=full)

    return shot
