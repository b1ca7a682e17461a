"""Many people at the same instant, on their own connections: nobody's number, piece or text is lost or doubled."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Revision
from articles.numbering import NumberTaken
from articles.publishing import correct, publish
from articles.revisions import Conflict, content_of, newest, save_draft
from newsroom import pagecache
from newsroom.pagecache import SiteVersion
from tests.factories import (
    arabic,
    form_data,
    fresh,
    make_author,
    make_column,
    make_content,
    make_draft,
    make_editor,
    make_live,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run every act in a thread of its own, started together; return results, or the exceptions, in their order."""
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=20)
            return act()
        except Exception as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def signed_in() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(make_editor())
    return client


def publishing_of(piece: Article, **changes: Any) -> Callable[[], Any]:
    content, version = content_of(piece).with_(**changes), piece.version
    return lambda: publish(piece, content=content, version=version, by=None, now=timezone.now())


def test_eight_editions_published_at_once_get_eight_numbers_in_a_row():
    column = make_column(first_number=40)
    pieces = [make_draft(column=column) for _turn in range(8)]
    results = at_once(*(publishing_of(piece) for piece in pieces))
    assert [type(result) for result in results] == [Revision] * 8
    assert sorted(Article.objects.values_list("number", flat=True)) == list(range(40, 48))


def test_of_eight_who_wish_the_same_number_one_gets_it_and_seven_are_told():
    column = make_column()
    pieces = [make_draft(column=column) for _turn in range(8)]
    results = at_once(*(publishing_of(piece, number=7) for piece in pieces))
    assert sorted(type(result).__name__ for result in results) == ["NumberTaken"] * 7 + ["Revision"]
    assert all(result.field == "number" for result in results if isinstance(result, NumberTaken))
    assert list(Article.objects.exclude(number=None).values_list("number", "status")) == [(7, "published")]


def test_one_draft_published_by_four_at_once_is_published_once():
    piece = make_draft(column=make_column())
    results = at_once(*(publishing_of(Article.objects.get(pk=piece.pk)) for _turn in range(4)))
    assert sorted(type(result).__name__ for result in results) == ["Conflict"] * 3 + ["Revision"]
    assert list(Revision.objects.order_by("pk").values_list("kind", flat=True)) == ["save", "publish"]


def test_of_two_saves_at_the_same_instant_one_wins_and_the_other_is_told():
    piece = make_draft()
    copies = [Article.objects.get(pk=piece.pk) for _turn in range(2)]
    contents = [make_content(title=f"نص {name}") for name in ("سامي", "ليلى")]

    def saving(copy: Article, content: Any) -> Callable[[], Any]:
        return lambda: save_draft(copy, content=content, version=piece.version, by=None, now=timezone.now())

    results = at_once(*(saving(copy, content) for copy, content in zip(copies, contents, strict=True)))
    assert sorted(type(result) for result in results if isinstance(result, Conflict)) == [Conflict]
    winner = next(place for place, result in enumerate(results) if isinstance(result, Revision))
    piece.refresh_from_db()
    assert piece.title_ar == contents[winner].title["ar"]
    assert results[1 - winner].theirs == results[winner]


@pytest.mark.parametrize(("act", "numbers"), [("save", [None]), ("publish", [1])])
def test_six_clicks_on_the_same_new_form_make_one_piece(act, numbers):
    column, author = make_column(), make_author()
    editor, key, address = make_editor(), uuid4(), reverse("admin:articles_article_add")
    sent = form_data(make_content(column=column, authors=[author], tags=["وسم جديد"]), key=key, act=act)

    def click() -> tuple[int, str]:
        client = Client(raise_request_exception=False)
        client.force_login(editor)
        answer = client.post(address, sent)
        return answer.status_code, answer.headers.get("Location", "")

    answers = at_once(*[click] * 6)
    piece = Article.objects.get()
    door = "articles_article_change" if act == "save" else "articles_article_published"
    assert answers == [(302, reverse(f"admin:{door}", args=[piece.pk]))] * 6
    assert list(Article.objects.values_list("number", flat=True)) == numbers
    assert Revision.objects.count() == (1 if act == "save" else 2)


def test_the_loser_of_two_forms_sent_at_once_gets_both_texts_and_keeps_his_own():
    piece = make_draft(title="أول")
    address = reverse("admin:articles_article_change", args=[piece.pk])
    titles = ["عنوان سامي", "عنوان ليلى"]
    clients = [signed_in(), signed_in()]

    def sending(client: Client, title: str) -> Callable[[], Any]:
        sent = form_data(content_of(piece).with_(title=arabic(title)), version=piece.version, act="save")
        return lambda: client.post(address, sent)

    answers = at_once(*(sending(client, title) for client, title in zip(clients, titles, strict=True)))
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    loser = next(place for place, answer in enumerate(answers) if answer.status_code == 409)
    answer = answers[loser]
    (choice,) = answer.context["meeting"].choices
    assert (choice.change.after, choice.change.before) == (titles[loser], titles[1 - loser])
    assert f'name="title_ar" value="{titles[loser]}"' in answer.content.decode()
    # The page knows of the other text: saving from it is a choice, and wins.
    page = {"seen": fresh(piece).version, "theirs": newest(fresh(piece)).pk, "choice-title_ar": "mine"}
    again = form_data(content_of(piece).with_(title=arabic(titles[loser])), version=piece.version, act="save") | page
    assert clients[loser].post(address, again).status_code == 302
    piece.refresh_from_db()
    assert piece.title_ar == titles[loser]
    assert Revision.objects.count() == 3


def test_a_new_tag_typed_by_six_at_once_is_one_tag():
    author = make_author()
    address = reverse("admin:articles_article_add")
    clients = [signed_in() for _turn in range(6)]

    def typing(client: Client, spelling: str) -> Callable[[], Any]:
        data = form_data(make_content(authors=[author]), key=uuid4(), tags=spelling, act="save")
        return lambda: client.post(address, data).status_code

    spellings = ["إيران", "ايران", "أيران", "إيران", "ايران", "إِيران"]
    assert at_once(*(typing(*pair) for pair in zip(clients, spellings, strict=True))) == [302] * 6
    assert Article.objects.count() == 6
    assert len({tag.pk for piece in Article.objects.all() for tag in piece.tags.all()}) == 1


def test_no_raise_of_the_site_version_is_lost():
    SiteVersion.objects.all().delete()
    assert [result for result in at_once(*[pagecache.touch] * 6) if result] == []
    assert pagecache.current() == 6


def test_changes_of_two_live_pieces_and_a_new_edition_do_not_lock_each_other_out():
    column = make_column()
    pieces = [make_live(column=column) for _turn in range(3)]
    acts = [publishing_of(piece, title=arabic(f"تغيير {piece.pk}")) for piece in pieces]
    acts += [publishing_of(make_draft(column=column)) for _turn in range(3)]

    def rename() -> None:
        column.description_ar = "وصف جديد"
        column.save()

    results = at_once(*acts, rename)
    assert [result for result in results if isinstance(result, Exception)] == []
    assert [type(result) for result in results] == [Revision] * 6 + [type(None)]
    assert sorted(Article.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_new_tags_in_pieces_of_one_column_do_not_lock_their_publishers_out():
    column, author, address = make_column(), make_author(), reverse("admin:articles_article_add")
    clients = [signed_in() for _turn in range(6)]

    def publishing_with(client: Client, tag: str) -> Callable[[], Any]:
        data = form_data(make_content(column=column, authors=[author]), key=uuid4(), tags=tag, act="publish")
        return lambda: client.post(address, data).status_code

    tags = [f"وسم {turn}" if turn % 2 else "" for turn in range(6)]
    assert at_once(*(publishing_with(*pair) for pair in zip(clients, tags, strict=True))) == [302] * 6
    assert sorted(Article.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_a_correction_and_a_publication_in_one_column_never_wait_for_each_other():
    column = make_column()
    for _round in range(4):
        old, new = make_live(column=column), make_live(column=column)
        lines = {"ar": "سطر مصحّح", "en": ""}
        now = timezone.now()
        content = content_of(new).with_(title=arabic("عنوان جديد"))
        number = old.number + 100

        def correction(old=old, number=number, lines=lines, now=now):
            correct(old, number=number, signoffs=lines, version=old.version, by=None, now=now)

        def publication(new=new, content=content, now=now):
            publish(new, content=content, version=new.version, by=None, now=now)

        assert [problem for problem in at_once(correction, publication) if isinstance(problem, Exception)] == []
