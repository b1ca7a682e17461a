"""The one cleaner: whatever comes in becomes the poor schema, and what was taken out is said."""

import pytest

from newsroom.outlet import SiteSettings
from newsroom.prose import Notice, clean, for_editor
from newsroom.prose.cleaning import MAX_LETTERS
from newsroom.prose.residue import NoticeKind
from tests.factories import make_photo

pytestmark = pytest.mark.django_db

CLEAN = {
    # plain text
    "nothing": ("", ""),
    "only spaces": (" \n\t \u00a0 ", ""),
    "one line": ("سطر", "<p>سطر</p>"),
    "blank lines part paragraphs": ("أول\n\nثانٍ\n \nثالث", "<p>أول</p>\n<p>ثانٍ</p>\n<p>ثالث</p>"),
    "lines part paragraphs where no blank line does": ("أول\nثانٍ\r\nثالث", "<p>أول</p>\n<p>ثانٍ</p>\n<p>ثالث</p>"),
    "a line inside a paragraph is a space": ("أول\nتتمته\n\nثانٍ", "<p>أول تتمته</p>\n<p>ثانٍ</p>"),
    "signs of mathematics stay": ("3 < 5 & 7 > 2", "<p>3 &lt; 5 &amp; 7 &gt; 2</p>"),
    # words and marks
    "bare text": ("نص <b>مهم</b>", "<p>نص <strong>مهم</strong></p>"),
    "old marks": ("<p><b>أ</b> <i>ب</i></p>", "<p><strong>أ</strong> <em>ب</em></p>"),
    "unknown marks": ("<p><u>أ</u><s>ب</s><mark>ج</mark><font color=red>د</font></p>", "<p>أبجد</p>"),
    "empty marks": ("<p>أ<b></b> <i> </i>ب</p>", "<p>أ ب</p>"),
    "empty paragraphs": ("<p></p><p>&nbsp;</p><p><br></p><p><b> </b></p><p>أ</p>", "<p>أ</p>"),
    "styles of word": (
        "<p class=MsoNormal dir=RTL style='text-align:justify'><span lang=AR-SA style='color:red'>نص</span></p>",
        "<p>نص</p>",
    ),
    "word's own elements": ("<p>نص<o:p></o:p><!--[if !supportLists]-->·<!--[endif]--></p>", "<p>نص·</p>"),
    "bold by style": ("<p><span style='font-weight:700'>أ</span><span style='font-weight: bold'>ب</span></p>", None),
    "slanted by style": ("<p><span style='font-style:italic'>أ</span></p>", "<p><em>أ</em></p>"),
    "a document's wrapper": (
        "<b style='font-weight:normal;' id='docs-internal-guid-1'><p dir='rtl'><span>أول</span></p><br><p>ثانٍ</p></b>",
        "<p>أول</p>\n<p>ثانٍ</p>",
    ),
    # breaks
    "one break stays": ("<p>أ<br>ب</p>", "<p>أ<br>ب</p>"),
    "two breaks part": ("<p>أ<br><br>ب</p>", "<p>أ</p>\n<p>ب</p>"),
    "five breaks part once": ("<p>أ<br> <br><br/><br><br>ب</p>", "<p>أ</p>\n<p>ب</p>"),
    "breaks at the edges go": ("<p><br>أ<br></p>", "<p>أ</p>"),
    # blocks
    "soup of divisions": ("<div><div>أ<div>ب</div>ج</div></div>", "<p>أ</p>\n<p>ب</p>\n<p>ج</p>"),
    "section and article": ("<article><header>أ</header><section><p>ب</p></section></article>", "<p>أ</p>\n<p>ب</p>"),
    "block in a mark": ("<b><p>أ</p></b>", "<p>أ</p>"),
    "six levels are two": (
        "".join(f"<h{level}>ع{level}</h{level}>" for level in range(1, 7)),
        "<h2>ع1</h2>\n<h2>ع2</h2>\n<h3>ع3</h3>\n<h3>ع4</h3>\n<h3>ع5</h3>\n<h3>ع6</h3>",
    ),
    "an empty heading goes": ("<h2> </h2><p>أ</p>", "<p>أ</p>"),
    "a rule goes": ("<p>أ</p><hr><p>ب</p>", "<p>أ</p>\n<p>ب</p>"),
    "a quotation": ("<blockquote>قول</blockquote>", "<blockquote><p>قول</p></blockquote>"),
    "a pull quote": (
        "<blockquote class='pull'><p>قول</p></blockquote>",
        '<blockquote class="pull"><p>قول</p></blockquote>',
    ),
    "foreign classes go": (
        "<blockquote class='pull evil'><p class=x>قول</p></blockquote>",
        '<blockquote class="pull"><p>قول</p></blockquote>',
    ),
    "a quotation in a quotation": ("<blockquote>أ<blockquote>ب</blockquote></blockquote>", None),
    "a heading in a quotation": ("<blockquote><h2>أ</h2></blockquote>", "<blockquote><p>أ</p></blockquote>"),
    "a list": ("<ul><li>أ</li><li>ب</li></ul>", "<ul><li><p>أ</p></li><li><p>ب</p></li></ul>"),
    "lists in lists": (
        "<ol><li>أ<ul><li>ب<ol><li>ج</li></ol></li></ul></li></ol>",
        "<ol><li><p>أ</p><ul><li><p>ب</p><ol><li><p>ج</p></li></ol></li></ul></li></ol>",
    ),
    "a list without items": ("<ul>أ</ul><ul></ul>", "<ul><li><p>أ</p></li></ul>"),
    "an item without a list": ("<li>أ</li>", "<p>أ</p>"),
    "a table is lines": (
        "<table><thead><tr><th>سنة</th><th>عدد</th></tr></thead><tr><td>1961</td><td> </td><td>3</td></tr></table>",
        "<p>سنة — عدد</p>\n<p>1961 — 3</p>",
    ),
    "preformatted text": ("<pre>أ\n  ب</pre>", "<p>أ ب</p>"),
    # links
    "a safe link": ("<p><a href='https://example.org/a?b=1&c=2'>أ</a></p>", None),
    "a mail link": ("<p><a href='mailto:a@example.org'>أ</a></p>", '<p><a href="mailto:a@example.org">أ</a></p>'),
    "a link inside the site": ("<p><a href='/columns/x/'>أ</a></p>", '<p><a href="/columns/x/">أ</a></p>'),
    "plain http is made safe": (
        "<p><a href='http://example.org/'>أ</a></p>",
        '<p><a href="https://example.org/">أ</a></p>',
    ),
    "nothing else of a link stays": (
        "<p><a href='https://example.org/' target=_blank onclick=x() style=a title=b rel=me id=c>أ</a></p>",
        '<p><a href="https://example.org/">أ</a></p>',
    ),
    "javascript": ("<p><a href='javascript:alert(1)'>أ</a></p>", "<p>أ</p>"),
    "javascript in disguise": ("<p><a href=' jAva&#x09;script:alert(1)'>أ</a></p>", "<p>أ</p>"),
    "data": ("<p><a href='data:text/html,x'>أ</a></p>", "<p>أ</p>"),
    "another site by two slashes": ("<p><a href='//evil.example/'>أ</a></p>", "<p>أ</p>"),
    "another site by a backslash": (r"<p><a href='/\evil.example/'>أ</a></p>", "<p>أ</p>"),
    "another site by a tab": ("<p><a href='/&#9;/evil.example/'>أ</a></p>", "<p>أ</p>"),
    "a file": ("<p><a href='file:///C:/x.docx'>أ</a></p>", "<p>أ</p>"),
    "a relative link": ("<p><a href='page.html'>أ</a></p>", "<p>أ</p>"),
    "an anchor": ("<p><a href='#top'>أ</a><a name=x>ب</a></p>", "<p>أب</p>"),
    "a link without words": ("<p>أ<a href='https://example.org/'></a></p>", "<p>أ</p>"),
    # footnotes
    "our footnote": (
        "<p>أ<sup class=footnote>كتاب <b>مهم</b></sup></p>",
        '<p>أ<sup class="footnote">كتاب مهم</sup></p>',
    ),
    "an empty footnote": ("<p>أ<sup class=footnote> </sup></p>", "<p>أ</p>"),
    "another raised word": ("<p>م<sup>2</sup></p>", "<p>م2</p>"),
    "word's footnotes": (
        "<p>أول<a href='#_ftn1' name='_ftnref1'><span>[1]</span></a> وثانٍ<a href='#_ftn2'>[2]</a></p>"
        "<div><hr><div id=ftn1><p class=MsoFootnoteText><a href='#_ftnref1'>[1]</a> كتاب الأنهار، ص 5</p></div>"
        "<div id=ftn2><p><a href='#_ftnref2'>[2]</a> كتاب الجسور</p></div></div>",
        '<p>أول<sup class="footnote">كتاب الأنهار، ص 5</sup> وثانٍ<sup class="footnote">كتاب الجسور</sup></p>',
    ),
    "word's endnotes": (
        "<p>أ<a href='#_edn1'>[i]</a></p><p><a href='#_ednref1'>1.</a> مصدر</p>",
        '<p>أ<sup class="footnote">مصدر</sup></p>',
    ),
    "a marker without its note": ("<p>أ<a href='#_ftn7'>[7]</a></p>", "<p>أ[7]</p>"),
    # pictures
    "a remote picture": ("<p>أ<img src='https://x.example/a.png'>ب</p>", "<p>أب</p>"),
    "a figure of a stranger leaves its words": (
        "<figure><img src=x.png><figcaption>تعليق</figcaption></figure>",
        "<p>تعليق</p>",
    ),
    "a photo that is not in the library": (
        "<figure data-photo='999999'><figcaption>ت</figcaption></figure>",
        "<p>ت</p>",
    ),
    # what is dropped whole
    "scripts and styles": ("<style>p{}</style><script>x</script><p>أ</p><template><p>ب</p></template>", "<p>أ</p>"),
    "frames and objects": (
        "<p>أ</p><iframe src=//x></iframe><object><p>ب</p></object><svg><text>ج</text></svg>",
        "<p>أ</p>\n<p>ب</p>",
    ),
    "forms leave their words": ("<form><p>أ</p><input value=x><button>ب</button></form>", "<p>أ</p>\n<p>ب</p>"),
    "comments": ("<p>أ<!-- سرّ --></p>", "<p>أ</p>"),
    # letters
    "a bidi override by entity": ("<p>أ&#x202E;ب</p>", "<p>أب</p>"),
    "a bidi override in a raised word": ("<p>أ<sup>&#x202E;2</sup></p>", "<p>أ2</p>"),
    "a bidi override in a footnote": ("<p>أ<sup class=footnote>&#x202E;</sup></p>", "<p>أ</p>"),
    "a forbidden letter in an address": (
        "<p><a href='https://example.org/&#xFFFE;&#x202E;'>أ</a></p>",
        '<p><a href="https://example.org/">أ</a></p>',
    ),
    "a nul and a bell": ("<p>أ\x00\x07ب</p>", "<p>أب</p>"),
    "a nul by entity": ("<p>أ&#0;ب</p>", None),
    "a lone surrogate": ("<p>أ\ud800ب</p>", "<p>أب</p>"),
    "a letter that xml forbids": ("<p>أ&#xFFFE;ب\uffff</p>", "<p>أب</p>"),
    "joiners, marks and tatweel stay": (
        "<p>مُقدِّمة\u200c\u200d ـ\u200e\u200f</p>",
        "<p>مُقدِّمة\u200c\u200d ـ\u200e\u200f</p>",
    ),
    "spaces that do not break become plain": ("<p>أ&nbsp;&nbsp;ب</p>", "<p>أ ب</p>"),
    "spaces around a mark stay": ("<p>أ <b>ب</b> ج</p>", "<p>أ <strong>ب</strong> ج</p>"),
    "broken html": ("<p>أ<b>ب<p>ج", "<p>أ<strong>ب</strong></p>\n<p><strong>ج</strong></p>"),
    "an entity is a letter": ("<p>&lt;b&gt; &amp;amp; &quot;</p>", '<p>&lt;b&gt; &amp;amp; "</p>'),
}
# Longer rows, apart.
CLEAN["bold by style"] = (CLEAN["bold by style"][0], "<p><strong>أ</strong><strong>ب</strong></p>")
CLEAN["a quotation in a quotation"] = (
    CLEAN["a quotation in a quotation"][0],
    "<blockquote><p>أ</p><p>ب</p></blockquote>",
)
CLEAN["a safe link"] = (CLEAN["a safe link"][0], '<p><a href="https://example.org/a?b=1&amp;c=2">أ</a></p>')
CLEAN["a nul by entity"] = (CLEAN["a nul by entity"][0], "<p>أ\ufffdب</p>")


@pytest.mark.parametrize(("dirty", "expected"), CLEAN.values(), ids=CLEAN)
def test_dirty_text_becomes_the_schema_and_stays_as_it_is(dirty, expected):
    once = clean(dirty).html
    assert once == expected
    assert clean(once).html == once


# ---- photos ----------------------------------------------------------------------------------------------------------


def test_a_figure_of_the_library_keeps_its_number_and_its_caption():
    photo = make_photo()
    dirty = (
        f"<figure data-photo='{photo.pk}' onclick=x><img src='/media/x.webp'><figcaption><b>ت</b></figcaption></figure>"
    )
    expected = f'<figure data-photo="{photo.pk}"><figcaption><strong>ت</strong></figcaption></figure>'
    assert clean(dirty) == clean(expected)
    assert clean(dirty).html == expected


def test_a_picture_of_the_library_becomes_a_figure_wherever_it_stands():
    photo = make_photo()
    figure = f'<figure data-photo="{photo.pk}"></figure>'
    for dirty in (f"<img data-photo={photo.pk}>", f"<figure><img data-photo={photo.pk}></figure>"):
        assert clean(f"<p>أ</p>{dirty}<p>ب</p>").html == f"<p>أ</p>\n{figure}\n<p>ب</p>"
    assert clean(f"<ul><li>أ<figure data-photo={photo.pk}></figure></li></ul>").html == (
        f"<ul><li><p>أ</p></li></ul>\n{figure}"
    )
    assert clean(f"<blockquote>أ<figure data-photo={photo.pk}></figure></blockquote>").html == (
        f"<blockquote><p>أ</p></blockquote>\n{figure}"
    )


@pytest.mark.parametrize("number", ["0", "-1", "1.5", "x", "٣", "²", "9" * 9, "9" * 40, "1 OR 1=1", ""])
def test_a_number_that_is_no_photo_makes_no_figure(number):
    make_photo()
    assert clean(f"<figure data-photo='{number}'></figure><p>أ</p>").html == "<p>أ</p>"


def test_the_editor_gets_its_picture_and_sends_back_the_same_text():
    photo = make_photo(alt_ar='نهر "عريض"')
    stored = f'<p>أ</p>\n<figure data-photo="{photo.pk}"><figcaption>ت</figcaption></figure>'
    opened = for_editor(stored)
    src = photo.rendition_url(photo.widths[0])
    assert f'<img src="{src}" alt="نهر &quot;عريض&quot;">' in opened
    assert clean(opened).html == stored
    assert clean(opened).notices == []


def test_many_figures_cost_one_query(django_assert_num_queries):
    photos = [make_photo() for _turn in range(5)]
    dirty = "".join(f"<figure data-photo='{photo.pk}'></figure>" for photo in photos)
    with django_assert_num_queries(1):
        assert clean(dirty).html.count("<figure") == 5


# ---- notices ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dirty", "notices"),
    [
        ("<p>نص عادي</p>", []),
        ("<p><img src=https://x.example/a.png alt='جسر'></p>", [(NoticeKind.PICTURE, "جسر")]),
        (
            "<figure><img src=x><figcaption>ت</figcaption></figure>",
            [(NoticeKind.PICTURE, "ت"), (NoticeKind.PICTURE, "")],
        ),
        ("<table><tr><td>أ</td></tr><tr><td>ب</td></tr></table>", [(NoticeKind.TABLE, "")]),
        ("<p><a href='//evil.example'>هنا</a></p>", [(NoticeKind.LINK, "هنا")]),
        ("<p><a href='#top'>هنا</a></p>", []),
    ],
)
def test_what_is_left_out_is_said_once(dirty, notices):
    assert clean(dirty * 1).notices == [Notice(kind, text) for kind, text in notices]
    assert len(clean(dirty * 3).notices) == len(notices)


LINES = [
    "Spread the love",
    "spread the love",
    "error: Content is protected !!",
    "Error: content is protected!!",
    "Content is protected !!",
    "Sharing is caring!",
]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("shape", ["{}\n\nنص", "<p>{}</p><p>نص</p>", "<h3><b>{}</b></h3><p>نص</p>", "<div>{}</div>نص"])
def test_a_line_that_a_plugin_left_behind_is_taken_out_and_reported(line, shape):
    cleaned = clean(shape.format(line))
    assert cleaned == type(cleaned)("<p>نص</p>", [Notice(NoticeKind.RESIDUE, line)])


def test_a_sentence_that_holds_such_words_is_kept():
    kept = "<p>قالت اللافتة: Spread the love، ثم صمتت.</p>\n<p>Content is protected by law.</p>"
    assert (clean(kept).html, clean(kept).notices) == (kept, [])


PAIRS = {"curly": "“”", "low": "„“", "guillemets": "«»", "straight": '""', "single": "‘’"}


@pytest.mark.parametrize("marks", PAIRS.values(), ids=PAIRS)
@pytest.mark.parametrize("shape", ["<p>نص</p><p>{}</p>", "نص\n\n{}", "<p>نص</p><p><i>{}</i></p>"])
def test_the_typed_credit_line_is_taken_out_in_all_quotation_marks(marks, shape):
    opening, closing = marks
    column, outlet = f"{opening}على الضفة{closing}", f"{opening}{SiteSettings().name}{closing}"
    line = " ".join([column, "زاوية", "أسبوعية", "أدبية", "على", outlet, "يكتبها", "كاتبة:", "سلمى العلي"])
    generated = " ".join(["“على الضفة”", "زاوية أسبوعية أدبية على", "“شُبّاك”", "يكتبها كاتبة: سلمى العلي"])
    cleaned = clean(shape.format(line), furniture=[generated])
    assert cleaned == type(cleaned)("<p>نص</p>", [Notice(NoticeKind.CREDIT, line)])


@pytest.mark.parametrize("marks", ["“”", "„“", "«»", '""'])
def test_a_credit_line_with_facts_of_other_days_is_known_by_its_words(marks):
    opening, closing = marks
    line = f"{opening}زمان{closing} زاوية شهرية كان يكتبها هنا: كاتب رحل"
    cleaned = clean(f"<p>نص</p><p>{line}</p>")
    assert cleaned == type(cleaned)("<p>نص</p>", [Notice(NoticeKind.CREDIT, line)])


@pytest.mark.parametrize(
    "sentence",
    [
        "في زاوية المقهى جلست امرأة تكتب رسالة لم يكتبها أحد قبلها.",
        "هذه زاوية أخرى من الحكاية.",
        "«كل زاوية في البيت تعرف صاحبها» قالت، ثم مضت.",
        "يكتبها المنتصرون كما يقال، ولكل زاوية من التاريخ راوٍ.",
        "“شُبّاك” نافذة على الشارع.",
        '"لا أحد يكتبها كما تكتبها أنت"، قال لي.',
    ],
)
def test_a_sentence_that_merely_mentions_the_words_is_kept(sentence):
    furniture = ["“على الضفة” زاوية أسبوعية أدبية على “شُبّاك” يكتبها كاتبة: سلمى العلي"]
    assert clean(sentence, furniture=furniture).html == f"<p>{sentence}</p>"


def test_a_page_copied_from_a_browser_gives_its_seven_paragraphs():
    """A whole page as a visitor copies it: residue above and below, the credit line typed by hand."""
    paragraphs = [f"الفقرة {number} تمشي مع النهر خطوة، وتقف عند كل جسر لتعدّ حجارته." for number in range(1, 8)]
    credit = " ".join(["“على الضفة”", "زاوية أسبوعية أدبية على", "“شُبّاك”", "يكتبها كاتبة: سلمى العلي"])
    page = "\n\n".join(["Spread the love", *paragraphs, credit, "error: Content is protected !!"])
    cleaned = clean(page)
    assert cleaned.html == "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    assert cleaned.notices == [
        Notice(NoticeKind.RESIDUE, "Spread the love"),
        Notice(NoticeKind.CREDIT, credit),
        Notice(NoticeKind.RESIDUE, "error: Content is protected !!"),
    ]


def test_a_text_too_long_is_refused_and_one_that_just_fits_is_not():
    with pytest.raises(ValueError, match="long"):
        clean("ن" * 1_000_000)
    assert clean("ن" * MAX_LETTERS).html == f"<p>{'ن' * MAX_LETTERS}</p>"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("السعر <b هنا كل ما بعد", "<p>السعر &lt;b هنا كل ما بعد</p>"),
        ("أقل <من> أكثر", "<p>أقل &lt;من&gt; أكثر</p>"),
        ('<p>نص</p><p><a href="#_ftnref1">[1]</a> مصدر بلا إشارة</p>', "<p>نص</p>\n<p>[1] مصدر بلا إشارة</p>"),
        (
            '<p>أ<sup><a href="#_ftn1">[1]</a></sup> ب</p><div><p><a href="#_ftnref1">[1]</a> المصدر</p></div>',
            '<p>أ<sup class="footnote">المصدر</sup> ب</p>',
        ),
        (
            "<table><tr><td><p>أولى</p><p>ثانية</p></td><td><ul><li>بند</li></ul></td></tr></table>",
            "<p>أولى</p>\n<p>ثانية</p>\n<ul><li><p>بند</p></li></ul>",
        ),
        (
            '<table><tr><td>أ</td><td><a href="https://a.example">ب</a></td></tr></table>',
            '<p>أ — <a href="https://a.example">ب</a></p>',
        ),
    ],
)
def test_no_visible_word_goes_without_being_asked(source, expected):
    assert clean(source).html == expected


def test_pasted_plain_text_keeps_what_looks_like_a_tag():
    assert clean("قبل <b>بعد</b>", plain=True).html == "<p>قبل &lt;b&gt;بعد&lt;/b&gt;</p>"


def test_a_sentence_about_a_column_is_no_credit_line():
    sentence = "«زاوية الرؤية التي يكتبها التاريخ لا تُمحى»"
    assert clean(f"<p>{sentence}</p>").notices == []


def test_markup_nested_beyond_any_document_becomes_plain_paragraphs():
    assert clean("<div>" * 40_000 + "كلمة" + "</div>" * 40_000).html == "<p>كلمة</p>"


def test_a_thousand_foreign_pictures_are_reported_in_a_few_lines():
    source = "".join(f'<p>أ<img src="https://x.example/{n}.png" alt="صورة {n}"></p>' for n in range(1000))
    assert len(clean(source).notices) == 20
