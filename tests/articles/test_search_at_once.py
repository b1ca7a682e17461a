"""Many people write at once: no transaction waits for another, nobody is locked out, and the words are known."""

import threading
import time
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from articles import search
from articles.models import Article, Word
from articles.search.entries import learn
from tests.articles.test_concurrency import at_once
from tests.factories import arabic, fresh, make_draft, make_live, redraft, republish

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.usefixtures("own_words")]

POSTGRESQL = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")


def test_eight_who_write_the_same_new_words_all_succeed_and_every_word_is_known():
    words = ["زعفران", "كمون", "هيل", "قرفة", "زنجبيل", "كركم"]
    pieces = [make_draft(title=f"قديم {turn}") for turn in range(8)]

    def writing(piece: Article, turn: int) -> Any:
        said = words if turn % 2 else words[::-1]
        return lambda: redraft(fresh(piece), title=arabic(" ".join([*said, f"وحيد{'ابتثجحخد'[turn]}"])))

    results = at_once(*(writing(piece, turn) for turn, piece in enumerate(pieces)))
    assert [result for result in results if isinstance(result, Exception)] == []
    assert search.check(list(Article.objects.all())) == []
    known = set(Word.objects.values_list("word", flat=True))
    assert {"زعفران", "كمون", "زنجبيل", *(f"وحيد{letter}" for letter in "ابتثجحخد")} <= known


@POSTGRESQL
def test_a_transaction_never_waits_for_the_words_of_another():
    noted, done = threading.Event(), threading.Event()
    pieces = [make_draft(title="قديم"), make_draft(title="عتيق")]

    def write(piece: Article, title: str) -> None:
        Article.objects.filter(pk=piece.pk).update(title_ar=title)
        search.index([fresh(piece)])

    def slow() -> bool:
        with transaction.atomic():
            write(pieces[0], "زعفران كمون")
            noted.set()
            # As long as this one is open, the other comes to its end.
            return done.wait(timeout=20)

    def quick() -> None:
        noted.wait(timeout=20)
        with transaction.atomic():
            write(pieces[1], "كمون زعفران هيل")
        # Committed, while the other is open; its words were given up after a moment.
        assert fresh(pieces[1]).title_ar == "كمون زعفران هيل"
        done.set()

    assert at_once(slow, quick) == [True, None]
    assert search.check(list(Article.objects.all())) == []


@POSTGRESQL
def test_words_noted_after_a_transaction_lock_nobody_out():
    noted, going = threading.Event(), threading.Event()

    def twice() -> None:
        with transaction.atomic():
            learn({"زنجبيل"})
            noted.set()
            going.wait(timeout=20)
            time.sleep(0.3)
            # The other has come to the words that it notes after its transaction, and must hold none of them.
            learn({"ابهل"})

    def later() -> None:
        noted.wait(timeout=20)
        with transaction.atomic():
            learn({"ابهل", "زنجبيل", "كركم"})
            transaction.on_commit(going.set)
            callbacks = connection.run_on_commit
            callbacks.insert(0, callbacks.pop())

    assert at_once(twice, later) == [None, None]
    assert {"ابهل", "زنجبيل", "كركم"} <= set(Word.objects.values_list("word", flat=True))


def test_readers_search_while_others_write():
    live = make_live(title="زعفران الجبل", body="<p>نص.</p>")
    pieces = [make_live(title=f"قمح {turn}") for turn in range(3)]

    def reading() -> list[list[int]]:
        public = Article.objects.published("ar", now=timezone.now())
        queries = ("زعفران", "زعفرن", "الزعفران الجبل")
        return [search.find(query, pieces=public, language="ar").ids[:1] for query in queries]

    def writing(piece: Article) -> Any:
        return lambda: republish(fresh(piece), body=arabic("<p>كمون وهيل.</p>"))

    results = at_once(*(writing(piece) for piece in pieces), reading, reading)
    assert [result for result in results if isinstance(result, Exception)] == []
    assert results[3:] == [[[live.pk]] * 3] * 2
