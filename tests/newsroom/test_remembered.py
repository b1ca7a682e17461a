"""What a worker keeps in memory between two requests, and when it lets go of it."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom import pagecache
from newsroom.outlet import SiteSettings
from newsroom.remembered import remembered
from tests.articles.searching import statements
from tests.factories import make_author, make_column, make_live

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def counted(**facts):
    """A way to ask that says how often the value was made."""
    made: list[int] = []

    def ask(**moment):
        return remembered(("tried",), lambda: made.append(1) or len(made), **facts, **moment)

    return ask


def test_it_is_made_once_and_again_when_the_version_rises():
    ask = counted()
    before = [ask(), ask()]
    pagecache.touch()
    assert (before, [ask(), ask()]) == ([1, 1], [2, 2])


def test_asking_again_takes_one_statement():
    ask = counted()
    ask()
    with CaptureQueriesContext(connection) as queries:
        ask()
    assert ["newsroom_siteversion" in query["sql"] for query in queries] == [True]


def test_it_ends_with_its_moment():
    now = timezone.now()
    ask = counted(until=lambda _value: now + timedelta(hours=1))
    assert [ask(now=now + timedelta(minutes=at)) for at in (0, 59, 60, 61)] == [1, 1, 2, 3]


def test_without_a_moment_to_compare_nothing_that_ends_is_trusted():
    ask = counted(until=lambda _value: timezone.now() + timedelta(hours=1))
    assert [ask(), ask()] == [1, 2]


def test_what_is_seen_inside_a_transaction_is_not_kept():
    ask = counted()
    with transaction.atomic():
        inside = [ask(), ask()]
    assert (inside, ask()) == ([1, 2], 3)


def test_every_page_shows_a_change_of_the_outlets_name_at_once(client):
    make_live()
    names = []
    for name in ("شبّاك", "نافذة"):
        outlet = SiteSettings.load()
        outlet.name_ar = name
        outlet.save()
        names.append(f"<bdi>{name}</bdi>" in client.get("/search/").content.decode())
    assert names == [True, True]


def test_cards_show_a_rename_of_column_and_author_at_once(client):
    author, column = make_author("سلمى"), make_column("على الضفة")
    make_live(column=column, authors=[author], title="نهر بعيد")

    def named() -> list[bool]:
        pages = [client.get(path, {"q": "نهر"}).content.decode() for path in ("/", "/search/")]
        return [f"<bdi>{name}</bdi>" in page for page in pages for name in (author.name_ar, column.title_ar)]

    before = named()
    author.name_ar, column.title_ar = "ليلى", "خلف النافذة"
    author.save()
    column.save()
    assert (before, named()) == ([True] * 4, [True] * 4)


def test_finds_cost_the_same_statements_with_one_and_with_many_signers(client):
    def cost() -> int:
        client.get("/search/", {"q": "نهر"})
        return statements(lambda: client.get("/search/", {"q": "نهر"}))

    make_live(title="نهر", authors=[make_author("كاتب")])
    one = cost()
    for number in range(8):
        authors = [make_author(f"كاتب {number}"), make_author(f"كاتبة {number}")]
        make_live(title=f"نهر {number}", authors=authors, column=make_column())
    assert cost() == one <= 12
