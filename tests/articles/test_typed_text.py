"""What is typed and pasted into the form is cleaned on its way in, with a notice."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.revisions import content_of
from columns import signoff
from newsroom.outlet import SiteSettings
from tests.articles.test_writing import door, said, sent
from tests.factories import (
    arabic,
    fresh,
    make_column,
    make_draft,
)

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"


def test_what_does_not_belong_is_taken_out_with_a_notice(desk):
    picture = "<p><img src='https://x.example/a.png' alt='جسر'></p>"
    body = f"<p>Spread the love</p><p>النص <script>alert(1)</script>كله.</p>{picture}"
    piece = make_draft()
    answer = desk.post(door("change", piece), sent(piece, act="save", body=arabic(body)))
    assert content_of(fresh(piece)).body["ar"] == "<p>النص كله.</p>"
    assert said(answer) == [
        _("A picture was left out: pictures come from the photo library. %s").replace("%s", "جسر"),
        _("Taken out, left behind by a plugin: “%s”").replace("%s", "Spread the love"),
        _("The draft is saved."),
    ]


def test_letters_that_only_break_machines_are_dropped_and_nothing_else(desk):
    piece = make_draft()
    data = sent(piece, act="save") | {
        "title_ar": "جسر\x00 فوق\u202e النهر\ufffe",
        "standfirst_ar": "مُقدّمة\u200cمع\u200dوصل\x07",
        "body_ar": "<p>نصّ\x00 \ud7ff</p>",
        "tags": "ماء\x00، جسور\x01",
    }
    assert desk.post(door("change", piece), data).status_code == 302
    content = content_of(fresh(piece))
    assert (content.title["ar"], content.standfirst["ar"]) == ("جسر فوق النهر", "مُقدّمة\u200cمع\u200dوصل")
    assert content.body["ar"] == "<p>نصّ \ud7ff</p>"
    assert [tag.name for tag in content.tags] == ["ماء", "جسور"]


@pytest.mark.slow
def test_a_title_is_one_line_and_text_in_it_stays_text(desk):
    piece = make_draft()
    data = sent(piece, act="publish") | {"title_ar": " <b>جسر</b>\r\n& <script>alert(1)</script> "}
    desk.post(door("change", piece), data)
    assert fresh(piece).title_ar == "<b>جسر</b> & <script>alert(1)</script>"
    for address in (piece.get_absolute_url(), "/"):
        page = Client().get(f"/articles/{piece.pk}/" if address != "/" else "/", follow=True).content.decode()
        assert "<bdi>&lt;b&gt;جسر&lt;/b&gt; &amp; &lt;script&gt;alert(1)&lt;/script&gt;</bdi>" in page
        assert "<script>alert" not in page
    for address in (door("change", piece), door("published", piece), door("history", piece), "/admin/"):
        assert "<script>alert" not in desk.get(address).content.decode()


def test_a_pasted_fragment_comes_back_clean_with_its_notices(desk):
    column = make_column()
    line = signoff.build(column, outlet=SiteSettings.load(), language="ar")
    html = f"<p class=MsoNormal dir=RTL><span style='font-weight:700'>أول</span></p><p>{line}</p>"
    answer = desk.post(reverse("admin:articles_article_paste"), {"html": html})
    assert json.loads(answer.content) == {
        "html": "<p><strong>أول</strong></p>",
        "notices": [_("Taken out, the sign-off is added by itself at publication: “%s”").replace("%s", line)],
    }


def test_pasted_plain_text_becomes_paragraphs(desk):
    answer = desk.post(reverse("admin:articles_article_paste"), {"text": "أول <سطر>\n\nثانٍ"})
    assert json.loads(answer.content) == {"html": "<p>أول &lt;سطر&gt;</p>\n<p>ثانٍ</p>", "notices": []}


def test_a_paste_too_long_for_one_piece_is_refused_in_words(desk):
    answer = desk.post(reverse("admin:articles_article_paste"), {"text": "ن" * 500_001})
    assert (answer.status_code, json.loads(answer.content)) == (
        413,
        {"error": _("This text is too long for one piece.")},
    )
