"""The photo library at the desk: its list, taking in, facts and focal point, uses, replacing, deleting, the chooser."""

from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.photo_uses import MOST_USES
from newsroom.images import Photo
from newsroom.library import BEFORE_READERS, LIBRARY_PAGE
from tests.factories import (
    arabic,
    make_author,
    make_column,
    make_draft,
    make_editor,
    make_live,
    make_photo,
    make_picture,
    make_scheduled,
    make_topic,
    make_user,
    make_withdrawn,
    make_writer,
    redraft,
)

pytestmark = pytest.mark.django_db

UNREADABLE = _("This file is not a picture we can read (JPEG, PNG, WebP or AVIF).")
LIST, ADD = reverse("admin:newsroom_photo_changelist"), reverse("admin:newsroom_photo_add")
UPLOAD, CHOOSER = reverse("admin:newsroom_photo_upload"), reverse("admin:newsroom_photo_library")
OWN = ("newsroom.view_photo", "newsroom.add_photo", "newsroom.change_photo", "newsroom.delete_photo")


def door(name: str, photo: Photo) -> str:
    return reverse(f"admin:newsroom_photo_{name}", args=[photo.pk])


def facts(**changes: object) -> dict[str, object]:
    words = {f"{name}_{code}": "" for name in ("alt", "caption", "credit") for code, _name in settings.LANGUAGES}
    return words | {"licence": "", "source_url": "", "focal_x": "0.5", "focal_y": "0.5"} | changes


def no_picture(name: str = "نص.jpg") -> BytesIO:
    upload = BytesIO("نص".encode())
    upload.name = name
    return upload


def shown(answer) -> list[Photo]:
    return list(answer.context["cl"].result_list)


# ---- the list --------------------------------------------------------------------------------------------------------


def test_the_list_costs_the_same_for_one_photo_and_for_thirty(desk, django_assert_num_queries):
    make_photo(licence="own", caption_ar="ضفة")
    desk.get(LIST)
    with CaptureQueriesContext(connection) as one:
        assert len(shown(desk.get(LIST))) == 1
    for number in range(29):
        make_live(photo=make_photo(licence="own", caption_ar=f"ضفة {number}"))
    with django_assert_num_queries(len(one)):
        assert len(shown(desk.get(LIST))) == 30


def test_the_list_finds_words_in_any_spelling_and_language(desk):
    photo = make_photo(caption_ar="ضفّة النهر الأولى", credit_en="Agency Ltd")
    make_photo(caption_ar="جسر", alt_ar="")
    for words in ("ضفه", "الاولي النهر", "agency", "ضفة نهر وضفتان"):
        assert shown(desk.get(LIST, {"q": words})) == [photo], words
    for words in ("ضفة جسر", "agancy", "x" * 5000):
        assert shown(desk.get(LIST, {"q": words})) == []
    # Signs alone are no words.
    assert [len(shown(desk.get(LIST, {"q": words}))) for words in ("\x00", "%", "،")] == [2, 2, 2]


def test_the_list_shows_what_is_still_to_do(desk):
    whole = make_photo(credit_ar="سلمى", licence="own")
    lacking = {
        "alt": make_photo(alt_ar="", credit_ar="سلمى", licence="own"),
        "credit": make_photo(licence="own"),
        "licence": make_photo(credit_ar="سلمى"),
    }
    for photo in (whole, *lacking.values()):
        make_live(photo=photo)
    unused = make_photo(credit_ar="سلمى", licence="cc0")
    for what, photo in (lacking | {"use": unused}).items():
        assert shown(desk.get(LIST, {"lacks": what})) == [photo], what
    assert shown(desk.get(LIST, {"licence__exact": "cc0"})) == [unused]
    assert len(shown(desk.get(LIST, {"lacks": "nonsense"}))) == 5


def test_a_photo_is_used_by_pieces_people_columns_and_topics(desk):
    photos = [make_photo() for _turn in range(6)]
    make_live(photo=photos[0], body=f'<p>أ</p><figure data-photo="{photos[1].pk}"></figure>')
    make_draft(photo=photos[0])
    make_author(portrait=photos[2])
    make_column(picture=photos[3], writer=make_author(portrait=photos[3]))
    make_topic()
    topic = make_topic()
    topic.picture = photos[4]
    topic.save()
    rows = shown(desk.get(LIST))
    assert {photo.pk: photo.uses_number for photo in rows} == dict(
        zip((photo.pk for photo in photos), (2, 1, 1, 2, 1, 0), strict=True)
    )
    assert shown(desk.get(LIST, {"lacks": "use"})) == [photos[5]]


# ---- taking in -------------------------------------------------------------------------------------------------------


def test_one_new_photo_opens_its_facts(desk, editor):
    answer = desk.post(ADD, {"file": make_picture(), "alt_ar": "نهر", "credit_en": "Salma", "licence": "own"})
    photo = Photo.objects.get()
    assert (answer.status_code, answer.url) == (302, door("change", photo))
    assert (photo.alt_ar, photo.credit_en, photo.licence, photo.created_by) == ("نهر", "Salma", "own", editor)
    assert desk.get(answer.url).status_code == 200


def test_many_files_at_once_without_script(desk):
    answer = desk.post(ADD, {"file": [make_picture(), make_picture()], "credit_ar": "سلمى"})
    assert (answer.status_code, answer.url) == (302, LIST)
    assert [photo.credit_ar for photo in Photo.objects.all()] == ["سلمى"] * 2


def test_each_refused_file_is_named_with_its_reason(desk):
    answer = desk.post(ADD, {"file": [make_picture(), no_picture("<b>نص.jpg")]})
    assert answer.status_code == 422
    assert answer.context["taken"] == [Photo.objects.get()]
    assert answer.context["refused"] == [("<b>نص.jpg", UNREADABLE)]
    page = answer.content.decode()
    assert f"<bdi>&lt;b&gt;نص.jpg</bdi>: {UNREADABLE}" in page
    assert door("change", Photo.objects.get()) in page


def test_a_form_without_a_file_or_with_too_many_takes_nothing(desk):
    assert desk.post(ADD, {"alt_ar": "نهر"}).status_code == 422
    assert desk.post(ADD, {"file": [make_picture((4, 4)) for _turn in range(21)]}).status_code == 413
    assert desk.post(ADD, {"file": make_picture(), "source_url": "javascript:alert(1)"}).status_code == 422
    assert not Photo.objects.exists()


# ---- one photo -------------------------------------------------------------------------------------------------------


def test_the_facts_are_kept_in_both_languages(desk, django_capture_on_commit_callbacks):
    photo = make_photo((600, 400))
    old = photo.file_names()
    words = {
        "alt_ar": "رصيف\x00 خالٍ",
        "alt_en": "An empty quay",
        "caption_ar": "الرصيف",
        "caption_en": "The quay",
        "credit_ar": "سلمى",
        "credit_en": "Salma",
        "licence": "cc-by",
        "source_url": "https://example.org/photo",
    }
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(door("change", photo), facts(**words, focal_x="0.25", focal_y="0.8"))
    assert (answer.status_code, answer.url) == (302, door("change", photo))
    row = Photo.objects.get()
    assert {name: getattr(row, name) for name in words} == words | {"alt_ar": "رصيف خالٍ"}
    assert row.focus == (25, 80)
    assert all(default_storage.exists(name) for name in row.file_names())
    assert not any(default_storage.exists(name) for name in set(old) - set(row.file_names()))
    page = desk.get(door("change", photo)).content.decode()
    for shape in ("4x3", "16x10", "1x1", "4x5"):
        assert f'src="{row.cut(shape).src}"' in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"focal_x": "1.01"},
        {"focal_y": "nan"},
        {"focal_x": ""},
        {"licence": "stolen"},
        {"source_url": "javascript:alert(1)"},
    ],
)
def test_wrong_facts_change_nothing(desk, wrong):
    photo = make_photo((600, 400), caption_ar="ضفة")
    answer = desk.post(door("change", photo), facts(caption_ar="غيرها") | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(wrong)
    row = Photo.objects.get()
    assert (row.caption_ar, row.focus, row.licence, row.source_url) == ("ضفة", (50, 50), "", "")


def test_the_page_says_where_the_photo_is_used(desk):
    photo, other = make_photo(), make_photo()
    piece, draft = make_live(photo=photo), make_draft(body=f'<p>أ</p><figure data-photo="{photo.pk}"></figure>')
    author = make_author(portrait=photo)
    make_live(photo=other, title="لا شأن لها")
    uses = desk.get(door("change", photo)).context["uses"]
    assert [(use["name"], use["address"]) for use in uses] == [
        (str(author), reverse("admin:columns_author_change", args=[author.pk])),
        (str(draft), reverse("admin:articles_article_change", args=[draft.pk])),
        (str(piece), reverse("admin:articles_article_change", args=[piece.pk])),
    ]


def test_every_use_leads_where_the_account_may_go(client):
    writer = make_writer()
    photo = make_photo(by=writer)
    mine = make_draft(photo=photo, title="مسودتي", by=writer)
    seen, hidden = make_live(photo=photo, title="منشورة"), make_draft(photo=photo, title="مسودة غيري")
    client.force_login(writer)
    page = client.get(door("change", photo))
    assert [use["name"] for use in page.context["uses"]] == [str(seen), str(mine)]
    assert [client.get(use["address"]).status_code for use in page.context["uses"]] == [200, 200]
    assert page.context["hidden"] == 1
    assert str(hidden) not in page.content.decode()


def test_the_page_costs_the_same_for_one_use_and_for_thirty(client, django_assert_num_queries):
    for user in (make_writer(), make_editor()):
        photo = make_photo(by=user)
        author = make_author()
        make_live(photo=photo, authors=[author], by=make_editor())
        client.force_login(user)
        client.get(door("change", photo))
        with CaptureQueriesContext(connection) as one:
            assert len(client.get(door("change", photo)).context["uses"]) == 1
        for _turn in range(29):
            make_live(photo=photo, authors=[author], by=make_editor())
        with django_assert_num_queries(len(one)):
            assert len(client.get(door("change", photo)).context["uses"]) == 30


@pytest.mark.slow
def test_the_page_names_so_many_uses_and_counts_the_rest(desk):
    photo = make_photo()
    pieces = [make_draft(photo=photo) for _turn in range(MOST_USES + 2)]
    author = make_author(portrait=photo)
    page = desk.get(door("change", photo))
    assert [use["name"] for use in page.context["uses"]] == [str(author)] + [str(piece) for piece in pieces[:2:-1]]
    assert (page.context["rest"], page.context["hidden"]) == (3, 0)


def test_who_may_not_see_pieces_learns_only_their_number(client):
    user = make_user(*OWN)
    photo = make_photo(by=user)
    make_live(photo=photo, title="عنوان سرّي")
    make_draft(photo=photo, title="عنوان سرّي آخر")
    client.force_login(user)
    answer = client.get(door("change", photo))
    assert (answer.context["uses"], answer.context["hidden"]) == ([], 2)
    assert "سرّي" not in answer.content.decode()


# ---- replacing and deleting ------------------------------------------------------------------------------------------


def test_replacing_changes_every_page_that_shows_it(desk, client, django_capture_on_commit_callbacks):
    photo = make_photo((600, 400))
    piece = make_live(photo=photo)
    old = photo.file.url
    assert old in client.get(piece.get_absolute_url()).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(door("replace", photo), {"file": make_picture((500, 500))})
    assert (answer.status_code, answer.url) == (302, door("change", photo))
    new = Photo.objects.get()
    page = client.get(piece.get_absolute_url()).content.decode()
    assert new.file.url in page
    assert old not in page
    assert client.get(old).status_code == 404
    assert client.get(new.file.url).status_code == 200


def test_a_script_is_answered_in_json_when_it_replaces(desk):
    photo = make_photo()
    json = {"headers": {"Accept": "application/json"}}
    answer = desk.post(door("replace", photo), {"file": make_picture()}, **json)
    assert (answer.status_code, answer.json()) == (200, {"address": door("change", photo)})
    for body in ({}, {"file": no_picture()}):
        answer = desk.post(door("replace", photo), body, **json)
        assert (answer.status_code, list(answer.json())) == (422, ["error"])
    refused = desk.post(door("replace", photo), {"file": no_picture()})
    assert (refused.status_code, refused.context["refusals"]) == (422, [UNREADABLE])
    assert desk.get(door("replace", photo)).status_code == 405


def test_a_photo_in_use_is_not_deleted_and_says_where(desk):
    shows = {
        "piece": lambda photo: make_live(photo=photo),
        "figure": lambda photo: make_draft(body=f'<p>أ</p><figure data-photo="{photo.pk}"></figure>'),
        "author": lambda photo: make_author(portrait=photo),
        "column": lambda photo: make_column(picture=photo),
    }
    for name, show in shows.items():
        photo = make_photo()
        show(photo)
        for answer in (desk.get(door("delete", photo)), desk.post(door("delete", photo), {"post": "yes"})):
            assert (answer.status_code, answer.url) == (302, door("change", photo) + "#uses"), name
        assert Photo.objects.filter(pk=photo.pk).exists(), name


def test_an_unused_photo_is_deleted_with_its_files(desk, django_capture_on_commit_callbacks):
    photo = make_photo()
    assert desk.get(door("delete", photo)).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(door("delete", photo), {"post": "yes"}).status_code == 302
    assert not Photo.objects.exists()
    assert not any(default_storage.exists(name) for name in photo.file_names())


# ---- rights ----------------------------------------------------------------------------------------------------------


def test_a_writer_changes_only_own_photos(client):
    writer = make_user(*OWN)
    own, others, nobodys = make_photo(by=writer), make_photo(by=make_editor()), make_photo()
    client.force_login(writer)
    assert client.post(door("change", own), facts(caption_ar="لي")).status_code == 302
    assert client.post(door("replace", own), {"file": make_picture()}).status_code == 302
    for photo in (others, nobodys):
        page = client.get(door("change", photo))
        assert (page.status_code, page.context["may_change"], page.context["may_delete"]) == (200, False, False)
        assert client.post(door("change", photo), facts(caption_ar="لي")).status_code == 403
        assert client.post(door("replace", photo), {"file": make_picture()}).status_code == 403
        assert client.post(door("delete", photo), {"post": "yes"}).status_code == 403
    assert client.post(door("delete", own), {"post": "yes"}).status_code == 302
    assert set(Photo.objects.all()) == {others, nobodys}
    assert not others.caption_ar and not Photo.objects.get(pk=others.pk).caption_ar


PUBLIC = {
    "live": lambda photo: make_live(photo=photo),
    "scheduled": lambda photo: make_scheduled(photo=photo),
    "withdrawn": lambda photo: make_withdrawn(photo=photo),
    "in the text": lambda photo: make_live(body=f'<p>أ</p><figure data-photo="{photo.pk}"></figure>'),
    "in the English text": lambda photo: make_live(body_en=f'<p>a</p><figure data-photo="{photo.pk}"></figure>'),
    "out of the draft over it": lambda photo: redraft(make_live(photo=photo), photo=None),
    "author": lambda photo: make_author(portrait=photo),
    "column": lambda photo: make_column(picture=photo),
    "topic": lambda photo: make_topic(picture=photo),
}
PRIVATE = {
    "nothing": lambda photo: None,
    "draft": lambda photo: make_draft(photo=photo, body=f'<p>أ</p><figure data-photo="{photo.pk}"></figure>'),
    "draft over a live piece": lambda photo: redraft(
        make_live(), body=arabic(f'<p>أ</p><figure data-photo="{photo.pk}"></figure>')
    ),
    "draft, with a like number live": lambda photo: redraft(
        make_live(photo=make_photo(), body=f'<p>أ</p><figure data-photo="{photo.pk}0"></figure>'),
        body=arabic(f'<p>أ</p><figure data-photo="{photo.pk}"></figure>'),
    ),
    "hidden topic": lambda photo: make_topic(picture=photo, published=False),
}


@pytest.mark.parametrize("where", PUBLIC)
def test_what_readers_see_only_who_publishes_changes(client, where):
    writer = make_user(*OWN, "articles.write_any_article")
    photo = make_photo((60, 40), by=writer, caption_ar="ضفة")
    PUBLIC[where](photo)
    before = Photo.objects.filter(pk=photo.pk).values().get()
    client.force_login(writer)
    page = client.get(door("change", photo))
    assert (page.status_code, page.context["may_change"], page.context["may_delete"]) == (200, False, False)
    assert str(BEFORE_READERS) in page.content.decode()
    assert door("replace", photo) not in page.content.decode()
    answers = [
        client.post(door("change", photo), facts(caption_ar="غيرها", focal_x="0.1")),
        client.post(door("replace", photo), {"file": make_picture((30, 30))}),
    ]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert all(str(BEFORE_READERS) in answer.content.decode() for answer in answers)
    # What was typed can still be read.
    assert "غيرها" in answers[0].content.decode()
    script = client.post(door("replace", photo), {"file": make_picture()}, headers={"Accept": "application/json"})
    assert (script.status_code, script.json()) == (403, {"error": str(BEFORE_READERS)})
    client.post(door("delete", photo), {"post": "yes"})
    assert Photo.objects.filter(pk=photo.pk).values().get() == before
    assert all(default_storage.exists(name) for name in photo.file_names())
    client.force_login(make_user(*OWN, "articles.write_any_article", "articles.publish_article"))
    assert client.post(door("change", photo), facts(caption_ar="غيرها")).status_code == 302
    assert client.post(door("replace", photo), {"file": make_picture()}).status_code == 302


@pytest.mark.parametrize("where", PRIVATE)
def test_what_no_reader_sees_its_owner_changes(client, where):
    writer = make_writer()
    photo = make_photo(by=writer)
    PRIVATE[where](photo)
    client.force_login(writer)
    page = client.get(door("change", photo))
    assert (page.context["may_change"], page.context["barred"]) == (True, "")
    assert client.post(door("change", photo), facts(caption_ar="لي")).status_code == 302
    assert client.post(door("replace", photo), {"file": make_picture()}).status_code == 302
    assert Photo.objects.get(pk=photo.pk).caption_ar == "لي"


def test_the_upload_of_the_chooser_never_overwrites(client):
    writer = make_writer()
    photo = make_photo(by=writer, caption_ar="ضفة")
    make_live(photo=photo)
    before = Photo.objects.filter(pk=photo.pk).values().get()
    client.force_login(writer)
    for address in (UPLOAD, ADD):
        body = {"file": make_picture(), "caption_ar": "غيرها", "id": photo.pk, "pk": photo.pk}
        client.post(f"{address}?id={photo.pk}", body)
    assert Photo.objects.filter(pk=photo.pk).values().get() == before
    assert Photo.objects.count() == 3


def test_who_may_write_any_piece_changes_any_photo(client):
    client.force_login(make_user(*OWN, "articles.write_any_article"))
    photo = make_photo(by=make_editor())
    assert client.post(door("change", photo), facts(caption_ar="لنا")).status_code == 302
    assert Photo.objects.get().caption_ar == "لنا"


def test_who_may_only_look_takes_nothing_in(client):
    photo = make_photo()
    client.force_login(make_user("newsroom.view_photo"))
    assert [client.get(address).status_code for address in (LIST, CHOOSER, door("change", photo))] == [200] * 3
    for address in (UPLOAD, ADD, door("replace", photo)):
        assert client.post(address, {"file": make_picture()}).status_code == 403
    assert client.post(door("change", photo), facts()).status_code == 403
    assert Photo.objects.count() == 1


def test_who_has_no_right_sees_nothing(client):
    photo = make_photo()
    client.force_login(make_user("articles.view_article"))
    doors = [LIST, CHOOSER, ADD, *(door(name, photo) for name in ("change", "delete", "history"))]
    assert [client.get(address).status_code for address in doors] == [403] * 6
    client.logout()
    assert [client.get(address).status_code for address in doors] == [302] * 6
    assert client.post(UPLOAD, {"file": make_picture()}).status_code == 302
    assert Photo.objects.count() == 1


@pytest.mark.parametrize("number", ["0", "999", "9" * 30, "x", "1_0"])
def test_a_photo_that_is_not_there_is_not_found(desk, number):
    for name in ("change", "delete"):
        assert desk.get(f"/admin/newsroom/photo/{number}/{name}/").status_code == 404


# ---- the chooser -----------------------------------------------------------------------------------------------------


def choice(photo: Photo) -> dict[str, object]:
    return {
        "id": photo.pk,
        "src": photo.rendition_url(photo.widths[0]),
        "alt": photo.alt,
        "caption": photo.caption or "",
        "address": door("change", photo),
    }


def test_the_chooser_takes_a_picture_in_and_finds_it(desk, editor):
    body = {"file": make_picture(), "alt_ar": "نهر", "caption_ar": "ضفة\x00 النهر", "licence": "own"}
    answer = desk.post(UPLOAD, body)
    photo = Photo.objects.get()
    assert (answer.status_code, answer.json()) == (201, {"photo": choice(photo)})
    assert (photo.alt_ar, photo.caption_ar, photo.licence, photo.created_by) == ("نهر", "ضفة النهر", "own", editor)
    asked = ("", "ضفه", "النَّهر", "نهر ضفة", "\x00", "جسر", "%", "_")
    found = {words: desk.get(CHOOSER, {"q": words}).json()["photos"] for words in asked}
    assert [words for words in asked if found[words] == [choice(photo)]] == [
        "",
        "ضفه",
        "النَّهر",
        "نهر ضفة",
        "\x00",
        "%",
        "_",
    ]
    assert found["جسر"] == []


def test_the_chooser_shows_the_newest_first_and_the_older_on_demand(desk):
    photos = [make_photo((4, 4)) for _turn in range(LIBRARY_PAGE + 2)][::-1]
    first = desk.get(CHOOSER).json()
    assert ([photo["id"] for photo in first["photos"]], first["more"]) == (
        [photo.pk for photo in photos[:LIBRARY_PAGE]],
        True,
    )
    second = desk.get(CHOOSER, {"before": first["photos"][-1]["id"]}).json()
    assert ([photo["id"] for photo in second["photos"]], second["more"]) == (
        [photo.pk for photo in photos[LIBRARY_PAGE:]],
        False,
    )
    for odd in ("x", "-1", "9" * 40, "٣", "²"):
        assert desk.get(CHOOSER, {"before": odd}).json() == first


def test_the_chooser_costs_the_same_for_one_photo_and_for_thirty(desk, django_assert_num_queries):
    make_photo((4, 4))
    desk.get(CHOOSER)
    with CaptureQueriesContext(connection) as one:
        assert len(desk.get(CHOOSER).json()["photos"]) == 1
    for _turn in range(29):
        make_photo((4, 4))
    with django_assert_num_queries(len(one)):
        assert len(desk.get(CHOOSER).json()["photos"]) == LIBRARY_PAGE


def test_the_chooser_says_whether_the_account_may_take_pictures_in(client):
    for user, takes in ((make_writer(), True), (make_user("newsroom.view_photo"), False)):
        client.force_login(user)
        assert client.get(CHOOSER).json() == {"photos": [], "more": False, "takes": takes}


def test_the_chooser_is_told_in_words_what_is_no_picture(desk):
    answer = desk.post(UPLOAD, {"file": no_picture()})
    assert (answer.status_code, answer.json()) == (422, {"error": UNREADABLE})
    answer = desk.post(UPLOAD, {})
    assert (answer.status_code, list(answer.json())) == (422, ["error"])
    assert desk.get(UPLOAD).status_code == 405
