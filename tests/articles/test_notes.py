"""Notes between colleagues on a piece, and the mails that tell the others."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import notifying, reviewing
from articles.models import Article, Note, NoteMail
from articles.revisions import content_of
from newsroom.accounts import User
from newsroom.roles import Role
from tests.factories import (
    arabic,
    form_data,
    fresh,
    make_author,
    make_content,
    make_draft,
    make_editor,
    make_live,
    make_member,
    make_writer,
)

pytestmark = pytest.mark.django_db


def page_of(piece: Article) -> str:
    return reverse("admin:articles_article_notes", args=[piece.pk])


def form_of(piece: Article) -> str:
    return reverse("admin:articles_article_change", args=[piece.pk])


def window(account: User) -> Client:
    client = Client()
    client.force_login(account)
    return client


def texts(piece: Article) -> list[str]:
    return [note.text for note in piece.notes.all()]


def say(piece: Article, by: User, text: str = "ملاحظة") -> Note:
    return reviewing.say(piece, text=text, by=by, now=timezone.now())


def submit(piece: Article, by: User, note: str = "") -> Note:
    return reviewing.submit(
        piece, content=content_of(piece), version=piece.version, by=by, now=timezone.now(), note=note
    )


def told() -> list[str]:
    return sorted(message.to[0] for message in mail.outbox)


# ---- saying something ------------------------------------------------------------------------------------------------


def test_a_note_is_said_on_its_page_and_stands_in_the_form():
    writer, editor = make_writer(first_name="سلمى"), make_member(Role.EDITOR)
    piece = make_draft(by=writer)
    answer = window(writer).post(page_of(piece), {"text": "سطر أول\nسطر <b>ثانٍ</b>"})
    assert (answer.status_code, answer.url) == (302, page_of(piece))
    for address in (page_of(piece), form_of(piece)):
        shown = window(editor).get(address).content.decode()
        assert "سطر أول<br>سطر &lt;b&gt;ثانٍ&lt;/b&gt;" in shown
        assert "<bdi>سلمى</bdi>" in shown


def test_the_forms_script_gets_the_newest_notes_alone():
    writer = make_writer()
    piece = make_draft(by=writer)
    answer = window(writer).post(f"{page_of(piece)}?part=1", {"text": "مرحبًا"})
    assert answer.status_code == 200
    assert ("مرحبًا" in answer.content.decode(), "<form" in answer.content.decode()) == (True, False)
    refused = window(writer).post(f"{page_of(piece)}?part=1", {"text": " "})
    assert (refused.status_code, 'class="notes-error"' in refused.content.decode()) == (422, True)


@pytest.mark.parametrize(("text", "kept"), [("", False), (" \n ", False), ("س" * 2000, True), ("س" * 2001, False)])
def test_a_note_has_words_and_not_too_many(text, kept):
    writer = make_writer()
    piece = make_draft(by=writer)
    answer = window(writer).post(page_of(piece), {"text": text})
    assert (answer.status_code, len(texts(piece))) == ((302, 1) if kept else (422, 0))
    assert kept or text.strip() in answer.content.decode()


def test_letters_that_break_machines_do_not_stand():
    writer = make_writer()
    piece = make_draft(by=writer)
    window(writer).post(page_of(piece), {"text": "قبل\x00\u202eبعد"})
    assert texts(piece) == ["قبلبعد"]


def test_the_same_note_sent_twice_stands_once_and_later_again():
    writer, now = make_writer(), timezone.now()
    piece = make_draft(by=writer)
    for later in (timedelta(0), timedelta(seconds=30), timedelta(minutes=5)):
        reviewing.say(piece, text="نعم", by=writer, now=now + later)
    assert texts(piece) == ["نعم", "نعم"]


@pytest.mark.parametrize("act", ["save", "note", "publish", "nothing we know"])
def test_no_button_of_the_form_loses_a_typed_note(act):
    editor = make_member(Role.EDITOR)
    piece = make_draft(by=editor)
    data = form_data(content_of(piece).with_(title=arabic("جديد")), version=piece.version, act=act, note="لا تضيعي")
    assert window(editor).post(form_of(piece), data).status_code == 302
    assert (fresh(piece).title_ar, texts(piece)) == ("جديد", ["لا تضيعي"])


def test_the_page_of_notes_asks_as_often_for_one_as_for_thirty(django_assert_max_num_queries):
    editor = make_editor()
    client, piece = window(editor), make_draft(by=editor)
    say(piece, make_writer(), "0")
    client.get(page_of(piece))
    with django_assert_max_num_queries(40) as one:
        client.get(page_of(piece))
    for number in range(30):
        say(piece, make_writer(), str(number))
    with django_assert_max_num_queries(40) as many:
        client.get(page_of(piece))
    assert len(many) == len(one)
    # The form shows the newest and says that there are more.
    shown = client.get(form_of(piece)).context["notes"]
    assert (len(shown.notes), shown.notes[-1].text, shown.more) == (20, "29", True)


def test_whoever_sees_titles_alone_sees_no_note():
    piece = make_draft(by=make_writer())
    say(piece, make_member(Role.EDITOR), "سرّ بيننا")
    for account in (make_member(Role.TOPIC_MANAGER), make_writer(), make_member()):
        for answer in (window(account).get(page_of(piece)), window(account).post(page_of(piece), {"text": "أنا"})):
            assert (answer.status_code, "سرّ بيننا" in answer.content.decode()) == (403, False)
    assert texts(piece) == ["سرّ بيننا"]


# ---- mail ------------------------------------------------------------------------------------------------------------


def test_a_hand_over_tells_those_who_publish_and_have_a_part(mailoutbox):
    writer = make_writer(email="writer@shubbak.example")
    signing = make_writer(email="signs@shubbak.example")
    make_member(Role.EDITOR, email="editor@shubbak.example")
    # Whoever has no right, no address or no account any more is told nothing.
    make_writer(email="stranger@shubbak.example")
    make_member(Role.TOPIC_MANAGER, email="topics@shubbak.example")
    make_member(Role.TRANSLATOR, email="translator@shubbak.example")
    make_member(Role.EDITOR)
    make_member(Role.EDITOR, email="left@shubbak.example", is_active=False)
    piece = make_draft(by=writer, authors=[make_author(account=signing)])
    submit(piece, writer)
    assert told() == []
    call_command("work", "--once")
    assert told() == ["editor@shubbak.example", "signs@shubbak.example"]
    call_command("work", "--once")
    assert len(mailoutbox) == 2


def test_a_note_tells_who_wrote_before_and_never_who_writes(mailoutbox):
    writer = make_writer(email="writer@shubbak.example")
    editor = make_member(Role.EDITOR, email="editor@shubbak.example")
    make_member(Role.EDITOR, email="uninvolved@shubbak.example")
    piece = make_draft(by=writer)
    say(piece, editor, "سؤال")
    call_command("work", "--once")
    assert told() == ["writer@shubbak.example"]
    say(piece, writer, "جواب")
    call_command("work", "--once")
    assert told() == ["editor@shubbak.example", "writer@shubbak.example"]


def test_the_mail_says_who_what_and_where_and_nothing_of_the_text(mailoutbox, settings):
    settings.SITE_URL = "https://shubbak.example"
    writer = make_writer(email="writer@shubbak.example")
    editor = make_member(Role.EDITOR, first_name="مالك", email="editor@shubbak.example", language="en")
    piece = make_draft(make_content(title="النهر & الضفة", body="<p>متن لا يخرج</p>"), by=writer)
    submit(piece, writer)
    reviewing.send_back(fresh(piece), version=2, by=editor, now=timezone.now(), note="سطر <أول>\nسطر ثانٍ")
    call_command("work", "--once")
    english, arabic_one = (next(one for one in mailoutbox if one.to == [to]) for to in (editor.email, writer.email))
    link = f"https://shubbak.example{form_of(piece)}"
    assert english.subject == "Handed over for review: \u2068النهر & الضفة\u2069"
    assert english.body == (
        f"\u2068{writer}\u2069 has handed over \u2068النهر & الضفة\u2069 for review.\n\nOpen the piece:\n{link}\n\n"
        "You get this mail because you have a part in this piece or edit it. Nobody reads answers to it.\n"
    )
    assert "\u2068مالك\u2069" in arabic_one.body and "سطر <أول>\nسطر ثانٍ" in arabic_one.body
    html = arabic_one.alternatives[0][0]
    assert '<div lang="ar" dir="rtl">' in html
    assert '<div lang="en" dir="ltr">' in english.alternatives[0][0]
    assert "سطر &lt;أول&gt;<br>سطر ثانٍ" in html
    assert f'<a href="{link}">' in html
    for message in mailoutbox:
        whole = message.message().as_string() + message.body + message.alternatives[0][0]
        assert "متن لا يخرج" not in whole
        assert message.extra_headers["Auto-Submitted"] == "auto-generated"
        assert re.fullmatch(r"<note-\d+-\d+@shubbak\.example>", message.extra_headers["Message-ID"])


def test_a_title_of_many_lines_makes_one_subject(mailoutbox):
    writer, editor = make_writer(), make_member(Role.EDITOR, email="editor@shubbak.example")
    piece = make_draft(by=writer)
    Article.objects.filter(pk=piece.pk).update(title_ar="أول\r\nBcc: all@shubbak.example\n" + "س" * 150)
    say(fresh(piece), editor)
    submit(fresh(piece), writer)
    call_command("work", "--once")
    [message] = mailoutbox
    assert (len(message.subject.splitlines()), message.recipients()) == (1, ["editor@shubbak.example"])
    assert len(message.subject) < 150


def test_whoever_lost_the_right_meanwhile_gets_no_mail(mailoutbox):
    writer = make_writer()
    gone, kept = (make_member(Role.EDITOR, email=f"{name}@shubbak.example") for name in ("gone", "kept"))
    submit(make_draft(by=writer), writer)
    gone.groups.clear()
    call_command("work", "--once")
    assert told() == ["kept@shubbak.example"]
    assert kept.note_mails.get().sent_at is not None
    assert (gone.note_mails.get().sent_at, gone.note_mails.get().due_at) == (None, None)


def test_who_only_follows_the_piece_is_led_to_the_page_of_notes(mailoutbox):
    writer = make_writer(email="writer@shubbak.example")
    piece = make_live(make_content(authors=[make_author(account=writer)]), by=writer)
    say(piece, make_editor(), "خبر")
    call_command("work", "--once")
    [message] = mailoutbox
    assert page_of(piece) in message.body
    assert window(writer).get(page_of(piece)).status_code == 200


def test_a_refused_verb_leaves_no_mail(mailoutbox):
    writer = make_writer()
    make_member(Role.EDITOR, email="editor@shubbak.example")
    piece = make_draft(by=writer)
    data = form_data(content_of(piece), version=piece.version, act="send_back", note="لا")
    assert window(make_editor()).post(form_of(piece), data).status_code == 422
    assert (Note.objects.count(), NoteMail.objects.count()) == (0, 0)


def test_where_no_mail_is_set_up_none_is_written(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    make_member(Role.EDITOR, email="editor@shubbak.example")
    writer = make_writer()
    submit(make_draft(by=writer), writer, "جاهزة")
    assert (Note.objects.count(), NoteMail.objects.count()) == (1, 0)


def test_old_settled_mails_are_forgotten_and_waiting_ones_kept():
    writer, now = make_writer(), timezone.now()
    make_member(Role.EDITOR, email="editor@shubbak.example")
    for days in (40, 40, 1):
        piece = make_draft(by=writer)
        note = submit(piece, writer)
        Note.objects.filter(pk=note.pk).update(at=now - timedelta(days=days))
    old, waiting, young = NoteMail.objects.order_by("pk")
    NoteMail.objects.filter(pk__in=[old.pk, young.pk]).update(due_at=None, sent_at=now)
    notifying.sweep(now=now)
    assert list(NoteMail.objects.order_by("pk")) == [waiting, young]
