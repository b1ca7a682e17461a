"""The index comes with its migration, filled from the pieces that are there, and goes without leaving anything."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from articles import search
from articles.models import Article, SearchEntry, Word
from tests.articles.searching import searched
from tests.factories import make_draft, make_live, make_topic

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
BEFORE, WITH = [("articles", "0009_spell_names")], [("articles", "0010_search_index")]


def migrate(target: list[tuple[str, str]]) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(target)


def test_the_index_goes_and_comes_back_as_it_was():
    piece = make_live(
        title="زعفران", title_en="Saffron", body_en="<p>Hills.</p>", topics=[make_topic("جبل")], tags=["قمح"]
    )
    make_draft(title="كمون")
    latest = [node for node in MigrationExecutor(connection).loader.graph.leaf_nodes() if node[0] == "articles"]
    facts = ("place", "language", "title", "standfirst", "body", "facets", "terms")
    stored, words = (
        list(SearchEntry.objects.order_by("place").values_list(*facts)),
        set(Word.objects.values_list("word")),
    )
    try:
        migrate(BEFORE)
        assert "search_terms" not in connection.introspection.table_names()
    finally:
        migrate(WITH)
        migrate(latest)
    assert list(SearchEntry.objects.order_by("place").values_list(*facts)) == stored
    assert set(Word.objects.values_list("word")) >= words
    assert search.check(list(Article.objects.all())) == []
    assert searched("زعفرن").ids == [piece.pk]
