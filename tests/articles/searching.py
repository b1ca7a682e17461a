"""How the tests of the search ask: readers' pages, the engine itself, and how many statements an answer takes."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import search
from articles.models import Article
from tests.columns.test_pages import shown


def ask(query: str, *, path: str = "/search/", **more: str) -> Any:
    """The answer that a reader without a session gets."""
    return Client().get(path, {"q": query} | more)


def found(query: str, **more: str) -> list[int]:
    """The pieces on the page of an answer, in their order."""
    answer = ask(query, **more)
    assert answer.status_code == 200
    return shown(answer.content)


def searched(query: str, language: str = "ar", **more: Any) -> search.Found:
    """What the engine finds of what readers may see."""
    return search.find(query, pieces=Article.objects.published(language), language=language, **more)


def statements(work: Callable[[], Any]) -> int:
    """How many statements read something while ``work`` is done."""
    with CaptureQueriesContext(connection) as queries:
        work()
    # PostgreSQL is also told its plan before each look into the index.
    return sum("SELECT" in each["sql"] for each in queries)
