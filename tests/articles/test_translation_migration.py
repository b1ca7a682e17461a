"""The states come with their migration, told of what is there, and on the way back no typed word goes."""

from uuid import uuid4

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from articles import working
from articles.models import Article, WorkingCopy
from tests.factories import make_draft, make_editor, make_live, redraft

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
BEFORE = [("articles", "0011_sort_names")]


def migrate(target: list[tuple[str, str]]) -> None:
    MigrationExecutor(connection).migrate(target)


def test_the_states_go_and_come_back_as_they_were():
    english = {"title_en": "Saffron", "body_en": "<p>Hills.</p>"}
    pieces = [
        make_draft(title_en="Saffron"),
        make_draft(**english),
        make_live(released=("ar", "en"), **english),
        # Its translation is in the draft alone.
        redraft(make_live(), title={"ar": "زعفران", "en": "Saffron"}, body={"ar": "", "en": "<p>Hills.</p>"}),
    ]
    editor = make_editor()
    for language in ("", "en"):
        fields = {"title_en": [f"typed {language}"]}
        place = {"article": pieces[0], "key": None, "window": uuid4(), "serial": 0, "version": pieces[0].version}
        working.keep(by=editor, fields=fields, now=timezone.now(), language=language, **place)
    latest = [node for node in MigrationExecutor(connection).loader.graph.leaf_nodes() if node[0] == "articles"]
    stored = list(Article.objects.order_by("pk").values_list("translation_en", flat=True))
    try:
        migrate(BEFORE)
    finally:
        migrate(latest)
    assert list(Article.objects.order_by("pk").values_list("translation_en", flat=True)) == stored
    assert stored == ["missing", "current", "released", "current"]
    copies = WorkingCopy.objects.order_by("pk")
    assert [copy.content["fields"]["title_en"] for copy in copies] == [["typed "], ["typed en"]]
    assert [(copy.article_id, copy.language) for copy in copies] == [(pieces[0].pk, ""), (None, "")]
