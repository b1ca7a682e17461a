"""Names merged, undone and typed anew while pieces are saved, each on its own connection: nothing is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from articles import merging, naming, publishing, revisions, tagging, undoing
from articles.models import Article, Merge, NameKind, Spelling, Tag, Topic
from articles.revisions import content_of
from articles.snapshots import Ref
from tests.articles.test_concurrency import at_once
from tests.factories import arabic, fresh, make_draft, make_live, make_topic

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROUNDS = 4


def names_of(piece: Article) -> tuple[set[str], set[str]]:
    """The topics and tags on the row."""
    return {str(topic) for topic in piece.topics.all()}, {row.tag.name for row in piece.tagged.select_related("tag")}


def names_in(piece: Article) -> tuple[set[str], set[str]]:
    """The topics and tags of what the form opens."""
    content = content_of(fresh(piece))
    return {ref.name for ref in content.topics}, {ref.name for ref in content.tags}


def saving(piece: Article, save: Callable) -> Callable[[], list[str]]:
    """Save the piece again and again with what was typed before the others came."""
    number = piece.pk

    def work() -> list[str]:
        titles = []
        for place in range(ROUNDS):
            row = Article.objects.get(pk=number)
            titles.append(f"عنوان {number} {place}")
            content = content_of(row).with_(title=arabic(titles[-1]))
            save(row, content=content, version=row.version, by=None, now=timezone.now())
        return titles

    return work


def merging_and_undoing(source: Topic | Tag, into: Topic | Tag) -> Callable[[], Any]:
    """Merge and undo in turn; the last merge stands."""

    def work() -> None:
        for place in range(ROUNDS):
            row = merging.merge(source, into=into, by=None, now=timezone.now())
            if place < ROUNDS - 1:
                undoing.undo(row.group, by=None, now=timezone.now())

    return work


def draft(row: Article, **facts: Any) -> None:
    revisions.save_draft(row, **facts)


def publish(row: Article, **facts: Any) -> None:
    publishing.publish(row, **facts)


def retried(save: Callable) -> Callable:
    """An undo writes a revision of its own for a piece saved since: then whoever saves is asked, and saves again."""

    def work(row: Article, *, content: Any, version: int, **facts: Any) -> None:
        for _again in range(20):
            try:
                return save(row, content=content, version=version, **facts)
            except revisions.Conflict:
                row = Article.objects.get(pk=row.pk)
                content = content_of(row).with_(title=content.title)
                version = row.version
        raise AssertionError("never saved")

    return work


def test_pieces_saved_while_their_names_are_merged_and_undone_lose_nothing():
    old, new, stays = make_topic("قديم"), make_topic("جديد"), make_topic("باق")
    drafts = [make_draft(topics=[old, stays], tags=["نهر", "جسر"]) for _ in range(2)]
    lives = [make_live(topics=[old, stays], tags=["نهر", "جسر"]) for _ in range(2)]
    old_tag, new_tag = tagging.tags_for(["نهر", "ماء"])
    answers = at_once(
        *(saving(piece, retried(draft)) for piece in drafts),
        *(saving(piece, retried(publish)) for piece in lives),
        merging_and_undoing(old, new),
        merging_and_undoing(old_tag, new_tag),
    )
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    for piece, titles in zip((*drafts, *lives), answers, strict=False):
        assert fresh(piece).title_ar == titles[-1]
        assert names_of(fresh(piece)) == names_in(piece) == ({"جديد", "باق"}, {"ماء", "جسر"})
    for row in Merge.objects.standing():
        undoing.undo(row.group, by=None, now=timezone.now())
    for piece in (*drafts, *lives):
        assert names_of(fresh(piece)) == names_in(piece) == ({"قديم", "باق"}, {"نهر", "جسر"})


def test_a_name_typed_anew_while_it_is_merged_away_means_what_it_became():
    old, new = tagging.tags_for(["نهر", "ماء"])
    piece = make_draft(tags=["نهر"])

    def typing() -> None:
        for _place in range(ROUNDS):
            row = fresh(piece)
            tags = tuple(Ref.to(tag) for tag in tagging.tags_for(["نَهر"]))
            content = content_of(row).with_(tags=tags, title=arabic(f"عنوان {_place}"))
            revisions.save_draft(row, content=content, version=row.version, by=None, now=timezone.now())

    answers = at_once(typing, lambda: merging.merge(old, into=new, by=None, now=timezone.now()))
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert names_of(fresh(piece))[1] == names_in(piece)[1] == {"ماء"}
    assert [tag.name for tag in Tag.objects.all()] == ["ماء"]


def test_of_two_who_give_one_spelling_to_two_names_at_once_one_is_told():
    first, second = make_topic("كيم جونغ أون"), make_topic("كيم إيل سونغ")
    now = timezone.now()
    answers = at_once(
        lambda: naming.add_alias(first, "الزعيم", by=None, now=now),
        lambda: naming.add_alias(second, "الزعيم", by=None, now=now),
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", "Taken"]
    assert Spelling.objects.filter(kind=NameKind.TOPIC, folded="الزعيم").count() == 1


def test_of_two_who_type_a_new_tag_at_once_both_get_the_one():
    answers = at_once(*(lambda: tagging.tags_for(["وسم جديد"])[0].pk for _ in range(4)))
    assert set(answers) == {Tag.objects.get().pk}


def test_of_two_opposite_merges_at_once_one_is_done_and_the_other_refused():
    first, second = make_topic("أول"), make_topic("ثان")
    piece = make_live(topics=[first, second])
    answers = at_once(
        lambda: str(merging.merge(first, into=second, by=None, now=timezone.now())),
        lambda: str(merging.merge(second, into=first, by=None, now=timezone.now())),
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Refused", "str"]
    assert len(names_of(fresh(piece))[0]) == Topic.objects.count() == 1
