"""What is pasted from other programs: their shapes go, what they mean stays, and what was mended is said."""

import json

import pytest
from django.urls import reverse
from django.utils import translation

from newsroom.prose import Notice, clean, render
from newsroom.prose.residue import COUNTED, NoticeKind
from tests.newsroom.clipboards import SAMPLES, Clipboard

pytestmark = pytest.mark.django_db


def pasted(sample: Clipboard):
    return clean(sample.html or sample.text, plain=not sample.html, pasted=True)


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_a_paste_becomes_our_text_and_says_what_was_done(sample):
    cleaned = pasted(sample)
    assert cleaned.html == sample.becomes
    assert [(notice.kind.value, notice.text) for notice in cleaned.notices] == sample.notices


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_what_a_paste_became_is_left_alone_by_the_form_and_by_a_second_paste(sample):
    for again in (clean(sample.becomes), clean(sample.becomes, pasted=True)):
        assert (again.html, again.notices) == (sample.becomes, [])


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_line_breaks_as_browsers_send_them_make_no_difference(sample):
    sent = Clipboard(sample.html.replace("\n", "\r\n"), "", text=sample.text.replace("\n", "\r\n"))
    assert (pasted(sent).html, pasted(sent).notices) == (sample.becomes, pasted(sample).notices)


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_no_word_of_a_program_is_left(sample):
    html = pasted(sample).html
    for word in ("mso", "Mso", "style", "span", "font", "color", "docs-internal", "SCXW", "_ftn", "supportLists"):
        assert word not in html


def test_there_are_samples_of_every_program():
    assert len(SAMPLES) >= 15
    programs = {name.split(":")[0].split(",")[0].split(" on ")[0] for name in SAMPLES}
    assert {"Word", "Google Docs", "WhatsApp", "Telegram", "LibreOffice", "A page"} <= programs


def test_the_endpoint_answers_like_the_cleaner_in_words(desk):
    sample = SAMPLES["Word: no-break spaces, stretched words, Persian letters, letters as shapes"]
    answer = desk.post(reverse("admin:articles_article_paste"), {"html": sample.html, "text": sample.text})
    assert json.loads(answer.content) == {
        "html": sample.becomes,
        "notices": [
            "3 مسافات غير فاصلة صارت مسافات عادية.",
            "كُتبت كلمة ممطوطة واحدة بلا مدّ.",
            "3 أحرف فارسية أو أردية صارت عربية.",
            "مجموعة واحدة من أشكال العرض صارت أحرفًا.",
            "أُزيل محرف واحد غير مرئي.",
        ],
    }
    text = SAMPLES["WhatsApp on a phone: an export with a list and a quotation"]
    answer = desk.post(reverse("admin:articles_article_paste"), {"html": "", "text": text.text})
    assert json.loads(answer.content)["html"] == text.becomes


def test_word_s_footnotes_become_numbered_sources_with_ways_back():
    prose = render(pasted(SAMPLES["Word: footnotes"]).html)
    assert prose.notes == ["تقرير الموانئ، 2019، ص 5.", "1961 كانت سنة الجفاف، «الجريدة»."]
    assert 'href="#note-1" id="ref-1"' in prose.html
    assert 'href="#note-2" id="ref-2"' in prose.html


@pytest.mark.parametrize("kind", list(COUNTED))
@pytest.mark.parametrize("count", [1, 2, 3, 11, 100])
def test_every_counted_notice_has_its_forms(kind, count):
    with translation.override("ar"):
        said = str(Notice(kind, str(count)))
    assert (str(count) in said) is (count > 2)
    assert not said.isascii()
    with translation.override("en"):
        assert str(count) in str(Notice(kind, str(count)))


# ---- what is not to be touched ---------------------------------------------------------------------------------------

KEPT = {
    "vowel marks": "<p>شُبّاك تُعدّ حدثاً</p>",
    "Persian words": "<p>قال «این کتاب است» ثم مضى</p>",
    "a stretched clitic": "<p>بـ«رويترز» والـ11 ولـNATO و1445 هـ</p>",
    "a quotation's own letters": "<blockquote><p>الوزيـــر المدینة</p></blockquote>",
    "a dialogue of one line": "<p>- نعم، قال.</p>",
    "a title and its number": "<p>سو-57 وسو-35 وكوفيد-19، 3 &lt; 5</p>",
}


@pytest.mark.parametrize("html", KEPT.values(), ids=KEPT)
def test_what_somebody_means_is_kept_letter_for_letter(html):
    cleaned = clean(html, pasted=True)
    assert (cleaned.html, cleaned.notices) == (html, [])


def test_typing_and_saving_mend_no_letter():
    html = "<p>الوزيـــر المدینة ﺷﺒﺎك</p>"
    assert (clean(html).html, clean(html).notices) == (html, [])


PLAIN = {
    "a line with a star": ("5 * 3 * 2 = 30", "<p>5 * 3 * 2 = 30</p>"),
    "an address with low lines": ("https://x.example/a_b_c/_d_/", "<p>https://x.example/a_b_c/_d_/</p>"),
    "a star at a word": ("قال* ثم* مضى", "<p>قال* ثم* مضى</p>"),
    "one dash": ("- نعم", "<p>- نعم</p>"),
    "signs of markup": ("أ <b>ب</b> & ج", "<p>أ &lt;b&gt;ب&lt;/b&gt; &amp; ج</p>"),
    "a time that is no head": ("في 10:15, 1/12/2026 وصل", "<p>في 10:15, 1/12/2026 وصل</p>"),
    "a numbered pair": ("1. أول\n2. ثانٍ", "<ol><li><p>أول</p></li><li><p>ثانٍ</p></li></ol>"),
    "Arabic digits": ("١- أول\n٢- ثانٍ", "<ol><li><p>أول</p></li><li><p>ثانٍ</p></li></ol>"),
    "years in a row": ("1961. سنة\nوبعدها", "<p>1961. سنة</p>\n<p>وبعدها</p>"),
    "a bold pair across words": ("*كلمة وأخرى* ثم", "<p><strong>كلمة وأخرى</strong> ثم</p>"),
}


@pytest.mark.parametrize(("text", "html"), PLAIN.values(), ids=PLAIN)
def test_plain_text_is_read_by_its_signs_and_no_further(text, html):
    assert clean(text, plain=True, pasted=True).html == html


HOSTILE = {
    "quotations without end": ">" * 100_000,
    "quotations line by line": ">>>> x\n" * 20_000,
    "stars": "*" * 200_000,
    "low lines": "_a" * 100_000,
    "brackets": "[10:15, " * 20_000,
    "items ever deeper": "".join(f"<p style='mso-list:l0 level{place} lfo1'>x</p>" for place in range(1, 3000)),
    "a level beyond numbers": f"<p style='mso-list:l0 level{'9' * 5000} lfo1'>x</p>",
    "notes that lead to each other": "<p>أ<a href='#_ftn1'>1</a></p>"
    "<p><a href='#_ftnref1'>1</a> ب<a href='#_ftn2'>2</a></p><p><a href='#_ftnref2'>2</a> ج<a href='#_ftn1'>1</a></p>",
    "a note in its own marker": "<p><a href='#_ftnref1'>1</a><a href='#_ftn1'>1</a></p>",
    "ten thousand markers": "<p>" + "<a href='#_ftn1'>1</a>" * 10_000 + "</p><p><a href='#_ftnref1'>1</a> ب</p>",
    "notes inside one division": "<p><a href='#_ftn1'>1</a><a href='#_ftn2'>2</a></p>"
    "<div id=ftn1><p><a href='#_ftnref1'>1</a> أ</p><p><a href='#_ftnref2'>2</a> ب</p></div>",
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_paste_is_cleaned_as_any_other(source):
    cleaned = clean(source, plain=not source.startswith("<"), pasted=True)
    assert clean(cleaned.html).html == cleaned.html


def test_every_kind_of_notice_has_words():
    with translation.override("ar"):
        assert all(str(Notice(kind, "3")) and "%" not in str(Notice(kind, "3")) for kind in NoticeKind)
