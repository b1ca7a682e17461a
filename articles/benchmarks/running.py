"""One run over the articles that are in the database: every class asked, and what came of it. Writes nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.test import Client
from django.urls import reverse

from articles import search
from articles.benchmarks import lookalikes, questions
from articles.benchmarks.library import Library, pieces_in
from articles.benchmarks.measuring import Ask, Times, measured, timed
from articles.benchmarks.questions import ENGLISH, Question
from articles.benchmarks.report import Report
from articles.models import Article

# Of each class so many questions are asked of the page as well.
PAGES_OF_A_CLASS = 6
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Wishes:
    """What somebody wants measured: the seed, questions a class, and whether pages are asked."""

    seed: int = 11
    queries: int = 60
    pages: bool = True


def found_by_the_house(query: str, language: str) -> list[int]:
    """Return what the newsroom's own search finds for readers."""
    return search.find(query, pieces=Article.objects.published(language), language=language).ids


def run(wishes: Wishes, *, ask: Ask = found_by_the_house, tell: Tell = lambda _words: None) -> Report:
    """Ask everything and return the report; ``tell`` hears what is being done."""
    tell("قراءة المواد / reading the articles")
    library = Library(pieces_in("ar"))
    english = Library(pieces_in("en"))
    report = Report(articles=len({piece.pk for piece in (*library.pieces, *english.pieces)}), seed=wishes.seed)
    asked = questions.asked(library, seed=wishes.seed, most=wishes.queries)
    if english.pieces:
        asked[ENGLISH] = questions.asked_in_english(english, seed=wishes.seed, most=wishes.queries)
    # The first question pays for what is set up once.
    ask("شباك", "ar")
    for name, those in asked.items():
        tell(name)
        report.classes[name] = measured(those, ask, language="en" if name == ENGLISH else "ar")
    tell("كلمات متشابهة / look-alikes")
    pairs = lookalikes.pairs_of(library, seed=wishes.seed, most=wishes.queries)
    report.precision = lookalikes.precision(pairs, library, ask)
    report.silence = lookalikes.silence(lookalikes.nonsense(library, seed=wishes.seed, most=wishes.queries), ask)
    if wishes.pages:
        tell("الصفحات / pages")
        try:
            report.pages = pages([one for those in asked.values() for one in those[:PAGES_OF_A_CLASS]])
        except Exception as error:
            # A page that breaks must not cost the figures of a long run.
            report.broken_page = f"{type(error).__name__}: {error}"
    return report


def pages(asked: list[Question]) -> Times:
    """Return how long the public page of each question takes; raises RuntimeError where one is not shown."""
    site = urlsplit(settings.SITE_URL)
    browser = Client(SERVER_NAME=site.hostname or "127.0.0.1")
    address = reverse("articles:search")

    def visit(query: str) -> None:
        answer = browser.get(f"{address}?{urlencode({'q': query})}", secure=site.scheme == "https")
        if answer.status_code != 200:
            raise RuntimeError(f"{answer.status_code}: {query}")

    visit("شباك")
    return timed([partial(visit, question.text) for question in asked if question.kind != ENGLISH])
