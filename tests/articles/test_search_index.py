"""The index says what the pieces say: after every act, within its transaction, and after a repair."""

import random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import merging, naming, publishing, restoring, search, tagging, undoing
from articles.models import Article, SearchEntry, Tag, Topic, Word
from articles.search import fetching
from articles.search.entries import MOST_WORDS, article_at, facet, place_of
from articles.search.fetching import Term
from tests.articles.press import brought, line
from tests.articles.test_bulk_actions import send
from tests.factories import (
    arabic,
    fresh,
    make_author,
    make_column,
    make_content,
    make_draft,
    make_live,
    make_scheduled,
    make_topic,
    make_withdrawn,
    redraft,
    republish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_words")]


def wrong() -> list[int]:
    """The pieces whose entries are not as they would be written now, and what FTS5 itself finds amiss."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # FTS5 looks its own table over, and compares it with the entries.
            cursor.execute("INSERT INTO search_terms(search_terms, rank) VALUES ('integrity-check', 1)")
    strangers = SearchEntry.objects.exclude(article__in=Article.objects.all()).count()
    return search.check(list(Article.objects.all())) + [-1] * strangers


def held(word: str) -> list[int]:
    """The pieces whose entries hold a word, as the database's own index says."""
    return sorted({article_at(place) for place in fetching.fetch(Term(word), before=1 << 62, most=100)})


# ---- every act -------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_each_act_leaves_the_index_as_it_should_be(desk):
    now, topic = timezone.now(), make_topic("نهر")
    column, author = make_column(), make_author("ليلى")
    piece = make_draft(title="مسودة", tags=["ماء"], topics=[topic], column=column, authors=[author])
    acts: list[tuple[str, Any]] = [
        ("begun", lambda: None),
        ("saved", lambda: redraft(fresh(piece), title=arabic("مسودة ثانية"))),
        ("published", lambda: republish(fresh(piece))),
        ("drafted over", lambda: redraft(fresh(piece), title=arabic("عنوان لم ينشر"))),
        ("published anew", lambda: republish(fresh(piece), body=arabic("<p>نص جديد.</p>"))),
        (
            "withdrawn",
            lambda: publishing.withdraw(fresh(piece), version=fresh(piece).version, by=None, now=timezone.now()),
        ),
        ("published again", lambda: republish(fresh(piece))),
        ("scheduled", lambda: make_scheduled(title="منتظر")),
        ("renamed", lambda: naming.set_aliases(topic, ["نهير"], by=None, now=now)),
        ("filed many", lambda: send(desk, "file_selected", fresh(piece), tags="جسر، قارب")),
        ("withdrawn many", lambda: send(desk, "withdraw_selected", fresh(piece))),
        ("published many", lambda: send(desk, "publish_selected", fresh(piece))),
        ("brought in", lambda: brought(line(ref="a", topics=["نهر"], tags=["ماء"]), line(ref="b", title="ثانية"))),
        ("brought in anew", lambda: brought(line(ref="a", title="عنوان آخر", topics=["بحر"]))),
    ]
    for name, act in acts:
        act()
        assert (name, wrong()) == (name, [])
    assert held("عنوان") == sorted(Article.objects.filter(title_ar__contains="عنوان").values_list("pk", flat=True))


def test_taken_off_the_schedule_a_piece_stands_where_it_began(desk):
    piece = make_scheduled(title="منتظر")
    before = SearchEntry.objects.get().place
    publishing.unschedule(fresh(piece), version=piece.version, by=None, now=timezone.now())
    assert wrong() == []
    assert SearchEntry.objects.get().place == place_of(fresh(piece), "ar") < before


def test_a_discarded_draft_leaves_nothing_behind(desk):
    piece, other = make_draft(title="زعفران"), make_draft(title="زعفران")
    send(desk, "discard_selected", piece)
    assert (wrong(), held("زعفران")) == ([], [other.pk])
    other.delete()
    assert (wrong(), held("زعفران"), SearchEntry.objects.count()) == ([], [], 0)


def test_a_restored_revision_is_found_by_its_old_words():
    piece = make_draft(title="زعفران")
    redraft(piece, title=arabic("كمون"))
    assert (held("زعفران"), held("كمون")) == ([], [piece.pk])
    old = piece.revisions.order_by("pk").first()
    restoring.restore(
        fresh(piece), revision=old, fields=None, version=fresh(piece).version, by=None, now=timezone.now()
    )
    assert (wrong(), held("زعفران"), held("كمون")) == ([], [piece.pk], [])


@pytest.mark.slow
def test_merged_names_are_found_under_what_they_became_and_back():
    piece, other = make_live(tags=["نهر"]), make_live(tags=["جدول"])
    source, into = Tag.objects.get(name="نهر"), Tag.objects.get(name="جدول")
    row = merging.merge(source, into=into, by=None, now=timezone.now())
    assert (wrong(), held(facet("tag", into.pk)), held(facet("tag", source.pk))) == ([], [piece.pk, other.pk], [])
    undoing.undo(row.group, by=None, now=timezone.now())
    assert (wrong(), held(facet("tag", into.pk)), held(facet("tag", source.pk))) == ([], [other.pk], [piece.pk])
    topic, promoted = merging.promote(Tag.objects.get(name="نهر"), by=None, now=timezone.now())
    assert (wrong(), held(facet("topic", topic.pk)), held(facet("tag", source.pk))) == ([], [piece.pk], [])
    undoing.undo(promoted.group, by=None, now=timezone.now())
    removed = merging.remove(into, by=None, now=timezone.now())
    assert (wrong(), held(facet("tag", into.pk))) == ([], [])
    undoing.undo(removed.group, by=None, now=timezone.now())
    assert (wrong(), held(facet("tag", into.pk))) == ([], [other.pk])


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_any_sequence_of_acts_leaves_the_index_as_it_should_be(seed):
    dice, now = random.Random(seed), timezone.now()
    words = ["نهر", "جسر", "قمح", "بحر", "سوق", "جبل"]
    undone: list[Any] = []

    def some() -> Article:
        return dice.choice(list(Article.objects.order_by("pk")))

    def content() -> dict[str, Any]:
        names = dice.sample(words, 2)
        tags = tagging.tags_for(names)
        topics = list(Topic.objects.order_by("pk"))[:1]
        made = make_content(title=" ".join(names), tags=[tag.name for tag in tags], topics=topics)
        return {"title": made.title, "tags": made.tags, "topics": made.topics}

    def merge() -> None:
        tags = list(Tag.objects.order_by("pk"))
        if len(tags) > 1:
            source, into = dice.sample(tags, 2)
            undone.append(merging.merge(source, into=into, by=None, now=now).group)

    def undo() -> None:
        if undone:
            undoing.undo(undone.pop(), by=None, now=now)

    def withdraw() -> None:
        piece = some()
        if piece.is_live(now=timezone.now()):
            publishing.withdraw(piece, version=piece.version, by=None, now=timezone.now())

    acts = [
        lambda: make_draft(title=dice.choice(words), tags=[dice.choice(words)]),
        lambda: make_live(title=dice.choice(words), topics=[make_topic(f"موضوع {dice.random()}")]),
        lambda: make_withdrawn(title=dice.choice(words)),
        lambda: redraft(some(), **content()),
        lambda: republish(some(), **content()),
        merge,
        undo,
        withdraw,
    ]
    make_live(title="أول")
    told = []
    for _turn in range(24):
        place = dice.randrange(len(acts))
        told.append(place)
        acts[place]()
        assert (told, wrong()) == (told, [])


# ---- one transaction -------------------------------------------------------------------------------------------------


def test_what_is_rolled_back_is_rolled_back_in_the_index_too():
    piece = make_live(title="زعفران")
    with pytest.raises(RuntimeError), transaction.atomic():
        republish(fresh(piece), title=arabic("كمون"))
        make_draft(title="هيل")
        assert (held("كمون"), held("زعفران")) == ([piece.pk], [])
        raise RuntimeError
    assert (held("زعفران"), held("كمون"), held("هيل"), wrong()) == ([piece.pk], [], [], [])
    assert not Word.objects.filter(word__in=["كمون", "هيل"]).exists()


def test_an_entry_that_cannot_be_written_keeps_the_piece_from_being_written(monkeypatch):
    piece = make_live(title="زعفران")

    def broken(*_args: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("articles.search.entries.learn", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        republish(fresh(piece), title=arabic("كمون"))
    assert (fresh(piece).title_ar, wrong()) == ("زعفران", [])


@pytest.mark.slow
def test_the_index_costs_the_same_for_one_piece_and_for_thirty():
    pieces = [make_draft(title=f"نهر {number}", tags=["ماء"]) for number in range(30)]

    def cost(rows: list[Article]) -> int:
        with CaptureQueriesContext(connection) as queries, transaction.atomic():
            search.index(rows)
        return len(queries)

    assert cost(pieces[:1]) == cost(pieces) <= 12


# ---- repair ----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_reindex_restores_what_was_lost_and_check_names_it(capsys):
    pieces = [make_live(title="زعفران", title_en="Saffron", body_en="<p>Saffron.</p>"), make_draft(title="كمون")]
    as_written = list(SearchEntry.objects.order_by("place").values_list("place", "terms"))
    call_command("reindex", check=True)
    damages = [
        lambda: SearchEntry.objects.all().delete(),
        lambda: SearchEntry.objects.filter(article=pieces[0], language="en").delete(),
        lambda: SearchEntry.objects.filter(article=pieces[0]).update(terms="f_ar هيل"),
        lambda: SearchEntry.objects.filter(article=pieces[0], language="ar").update(body=""),
        lambda: SearchEntry.objects.filter(article=pieces[0], language="ar").update(place=7),
        lambda: Article.objects.filter(pk=pieces[0].pk).update(title_ar="زعفران آخر"),
        lambda: Word.objects.all().delete(),
    ]
    for number, damage in enumerate(damages):
        damage()
        if number < 6:
            with pytest.raises(CommandError, match=rf": {pieces[0].pk}\b") as refused:
                call_command("reindex", check=True)
            assert refused.value.returncode == 1
        call_command("reindex")
        call_command("reindex", check=True)
        assert (number, wrong(), held("زعفران"), held("كمون")) == (number, [], [pieces[0].pk], [pieces[1].pk])
        assert Word.objects.filter(word="زعفران").exists()
        Article.objects.filter(pk=pieces[0].pk).update(title_ar="زعفران")
        call_command("reindex")
    assert list(SearchEntry.objects.order_by("place").values_list("place", "terms")) == as_written
    assert "مفهرسة" in capsys.readouterr().out


# ---- what an entry holds ---------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_text_without_end_is_kept_as_far_as_a_database_keeps_it():
    # Five hundred thousand letters, every word another, as long as the index keeps one.
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنه"
    words = ["".join(letters[(number // 26**at) % 26] for at in range(3)) + "ظ" * 37 for number in range(12_100)]
    column = make_column()
    piece = make_draft(title="زعفران", body=f"<p>{' '.join(words)}</p>", column=column)
    entry = SearchEntry.objects.get()
    assert len(entry.body.split()) == MOST_WORDS
    assert len(entry.terms.encode()) < 1_048_576 + len(entry.terms.split())
    assert (held("زعفران"), held(words[0]), held(facet("year", 1)), wrong()) == ([piece.pk], [piece.pk], [], [])
    assert held(facet("column", column.pk)) == [piece.pk]


def test_places_tell_the_newer_from_the_older_and_whose_they_are():
    now = timezone.now()
    pieces = [Article(pk=pk, publish_at=at, created_at=now) for pk in (1, 2**26 - 1) for at in (now, None)]
    for piece in pieces:
        assert {article_at(place_of(piece, code)) for code in ("ar", "en")} == {piece.pk}
        assert place_of(piece, "ar") < place_of(piece, "en") < 2**63
    old = Article(pk=5, publish_at=now.replace(year=1900), created_at=now)
    assert 0 <= place_of(old, "ar") < place_of(pieces[0], "ar")


def test_a_piece_without_a_word_in_a_language_has_no_entry_there():
    piece = make_draft(title="زعفران", title_en="!!", body_en="<p>—</p>")
    assert list(SearchEntry.objects.filter(article=piece).values_list("language", flat=True)) == ["ar"]
