"""From the stored schema to the page, the feed and the editor."""

import re

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import override

from newsroom.prose import clean, for_editor, for_feed, plain_text, render
from tests.factories import make_live, make_photo

pytestmark = pytest.mark.django_db


def marker(number: int) -> str:
    return (
        f'<sup class="ref"><a href="#note-{number}" id="ref-{number}" '
        f'aria-label="{_("Source")} {number}">{number}</a></sup>'
    )


def test_plain_text_comes_out_as_it_is_stored():
    stored = "<p>أ <strong>ب</strong> <em>ج</em><br>د</p>\n<h2>ه</h2>\n<ul><li><p>و</p></li></ul>"
    assert (render(stored).html, render(stored).notes) == (stored, [])


@pytest.mark.parametrize("stored", ["", None])
def test_nothing_comes_out_as_nothing(stored):
    assert (render(stored).html, render(stored).notes, for_editor(stored), plain_text(stored)) == ("", [], "", "")


def test_footnotes_are_numbered_through_the_whole_text():
    stored = clean(
        "<p>أ<sup class=footnote>كتاب الأنهار</sup></p>"
        "<blockquote>ب<sup class=footnote>كتاب &lt;الجسور&gt;</sup></blockquote>"
        "<ul><li>ج<sup class=footnote>كتاب الأنهار</sup></li></ul>"
    ).html
    shown = render(stored)
    assert shown.notes == ["كتاب الأنهار", "كتاب <الجسور>", "كتاب الأنهار"]
    assert shown.html == (
        f"<p>أ{marker(1)}</p>\n<blockquote><p>ب{marker(2)}</p></blockquote>\n<ul><li><p>ج{marker(3)}</p></li></ul>"
    )
    ids = re.findall(r'id="([^"]+)"', shown.html)
    assert len(ids) == len(set(ids)) == 3


def test_every_marker_leads_to_its_note_and_back_on_the_page(client):
    body = "".join(f"<p>سطر<sup class=footnote>مصدر {turn}</sup></p>" for turn in range(3))
    page = client.get(make_live(body=clean(body).html).get_absolute_url()).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    inside = set(re.findall(r'href="#([^"]+)"', page))
    assert len(ids) == len(set(ids))
    assert inside <= set(ids)
    assert {f"note-{number}" for number in (1, 2, 3)} | {f"ref-{number}" for number in (1, 2, 3)} <= inside
    assert [page.count(f"<bdi>مصدر {turn}</bdi>") for turn in range(3)] == [1, 1, 1]


def test_a_figure_shows_its_picture_with_words_size_and_renditions():
    photo = make_photo(size=(1000, 600), alt_ar='نهر "عريض"', caption_ar="تعليق المكتبة", credit_ar="تصوير: سلمى")
    own = f'<figure data-photo="{photo.pk}"><figcaption>تعليق <strong>هنا</strong></figcaption></figure>'
    bare = f'<figure data-photo="{photo.pk}"></figure>'
    shown = str(render(own).html)
    assert 'alt="نهر &quot;عريض&quot;"' in shown
    assert f'src="{photo.file.url}" width="1000" height="600"' in shown
    assert f'srcset="{photo.srcset}"' in shown
    assert "تعليق <strong>هنا</strong>" in shown
    assert "تصوير: سلمى" in shown
    assert "تعليق المكتبة" in render(bare).html
    assert "تعليق المكتبة" not in shown


def test_a_figure_whose_photo_is_gone_leaves_its_words():
    photo = make_photo()
    gone = f'<figure data-photo="{photo.pk}"><figcaption>تعليق</figcaption></figure>'
    stored = f'<p>أ</p>{gone}<figure data-photo="7777"></figure>'
    photo.delete()
    assert render(stored).html == "<p>أ</p><p>تعليق</p>"


def test_ten_figures_cost_one_query(django_assert_num_queries):
    stored = "".join(f'<figure data-photo="{make_photo().pk}"></figure>' for _turn in range(10))
    with django_assert_num_queries(1):
        assert render(stored).html.count("<img") == 10
    with django_assert_num_queries(0):
        render("<p>بلا صور</p>")


def test_a_link_outside_says_so_and_one_inside_does_not():
    stored = (
        '<p><a href="https://example.org/">أ</a> <a href="/columns/x/">ب</a> <a href="mailto:a@b.example">ج</a></p>'
    )
    assert render(stored).html == (
        '<p><a href="https://example.org/" rel="noopener">أ</a> <a href="/columns/x/">ب</a> '
        '<a href="mailto:a@b.example" rel="noopener">ج</a></p>'
    )


def test_the_feed_stands_alone(site):
    photo = make_photo(size=(1000, 600))
    stored = clean(
        '<p>أ<sup class=footnote>كتاب &amp; كتاب</sup> <a href="/columns/x/">ب</a></p>'
        f'<figure data-photo="{photo.pk}"></figure>'
    ).html
    shown = for_feed(stored, standfirst="مقدمة <b>", signoff="توقيع & توقيع")
    assert shown.startswith('<div dir="rtl" lang="ar"><p>مقدمة &lt;b&gt;</p><p>أ')
    assert shown.endswith('<p>توقيع &amp; توقيع</p><ol><li id="note-1">كتاب &amp; كتاب</li></ol></div>')
    assert f'<a href="{site}/columns/x/">ب</a>' in shown
    assert f'src="{site}{photo.file.url}"' in shown
    assert re.findall(r'(?:src|href)="/[^"]*"', shown) == []
    assert re.findall(r'srcset="/|, /', shown) == []
    with override("en"):
        assert for_feed("<p>x</p>") == '<div dir="ltr" lang="en"><p>x</p></div>'


def test_words_of_different_blocks_do_not_run_together():
    assert plain_text("<p>أول</p><ul><li>ثانٍ</li></ul><p>ث<strong>ا</strong>لث</p>") == "أول ثانٍ ث ا لث"
