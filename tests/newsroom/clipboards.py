# ruff: noqa: E501 (whoever copies does not break lines)
"""What real programs put on the clipboard when somebody copies text in them: their shapes, our own sentences.

Each sample is the clipboard's HTML, its plain text, the text it becomes, and the kinds of the notices that say how.
"""

from dataclasses import dataclass, field

# ---- Word ------------------------------------------------------------------------------------------------------------

WORD_HEAD = """<html xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word"
xmlns:m="http://schemas.microsoft.com/office/2004/12/omml"
xmlns="http://www.w3.org/TR/REC-html40">

<head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=ProgId content=Word.Document>
<meta name=Generator content="Microsoft Word 15">
<link rel=File-List href="file:///C:/Users/salma/AppData/Local/Temp/msohtmlclip1/01/clip_filelist.xml">
<!--[if gte mso 9]><xml>
 <w:WordDocument>
  <w:View>Normal</w:View>
  <w:DoNotPromoteQF/>
 </w:WordDocument>
</xml><![endif]-->
<style>
<!--
 @font-face {font-family:"Simplified Arabic"; panose-1:2 2 6 3 5 4 5 2 3 4;}
 p.MsoNormal, li.MsoNormal, div.MsoNormal
	{mso-style-unhide:no; margin:0cm; text-align:right; direction:rtl; font-size:12.0pt;}
-->
</style>
</head>

<body lang=EN-US style='tab-interval:36.0pt;word-wrap:break-word'>
<!--StartFragment-->
"""
WORD_TAIL = """
<!--EndFragment-->
</body>

</html>"""
LETTERS = """style='font-size:14.0pt;line-height:150%;font-family:"Simplified Arabic",serif;mso-ascii-theme-font:minor-bidi;color:#1F3864'"""


def word(inside: str) -> str:
    return f"{WORD_HEAD}{inside}{WORD_TAIL}"


def line_of_word(words: str, more: str = "") -> str:
    return (
        f"<p class=MsoNormal dir=RTL style='margin-bottom:8.0pt;text-align:justify;direction:rtl;unicode-bidi:embed{more}'>"
        f"<span lang=AR-SA {LETTERS}>{words}<o:p></o:p></span></p>\n"
    )


def item_of_word(words: str, *, sign: str = "·", level: int = 1, number: int = 0, at: str = "Middle") -> str:
    style = (
        f"margin-right:{36 * level}.0pt;mso-add-space:auto;text-indent:-18.0pt;mso-list:l{number} level{level} lfo1;"
    )
    mark = (
        "<![if !supportLists]><span style='font-family:Symbol;mso-fareast-font-family:Symbol;mso-bidi-font-family:Symbol'>"
        f"<span style='mso-list:Ignore'>{sign}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; "
        "</span></span></span><![endif]>"
    )
    return (
        f"<p class=MsoListParagraphCxSp{at} dir=RTL style='{style}direction:rtl;unicode-bidi:embed'>{mark}"
        f"<span dir=RTL></span><span lang=AR-SA {LETTERS}><span dir=RTL></span>{words}<o:p></o:p></span></p>\n"
    )


def marker_of_word(number: int, kind: str = "ftn", sign: str = "") -> str:
    place = "footnote" if kind == "ftn" else "endnote"
    shown = sign or f"[{number}]"
    return (
        f'<a style=\'mso-{place}-id:{kind}{number}\' href="#_{kind}{number}" name="_{kind}ref{number}" title="">'
        f"<span class=MsoFootnoteReference><span lang=AR-SA {LETTERS}><span style='mso-special-character:{place}'>"
        f"<![if !supportFootnotes]><span class=MsoFootnoteReference><span {LETTERS}>{shown}</span></span><![endif]>"
        "</span></span></span></a>"
    )


def note_of_word(number: int, words: str, kind: str = "ftn", sign: str = "", more: str = "") -> str:
    place = "footnote" if kind == "ftn" else "endnote"
    shown = sign or f"[{number}]"
    return (
        f"<div style='mso-element:{place}' id={kind}{number}>\n"
        f"<p class=MsoFootnoteText dir=RTL style='direction:rtl'><a style='mso-{place}-id:{kind}{number}' "
        f'href="#_{kind}ref{number}" name="_{kind}{number}" title=""><span class=MsoFootnoteReference><span dir=LTR>'
        f"<span style='mso-special-character:{place}'><![if !supportFootnotes]><span class=MsoFootnoteReference>{shown}</span>"
        f"<![endif]></span></span></span></a><span lang=AR-SA>&nbsp;{words}<o:p></o:p></span></p>\n{more}</div>\n"
    )


NOTES_OF_WORD = "<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all>\n<hr align=right size=1 width=\"33%\">\n<![endif]>\n"


@dataclass(frozen=True)
class Clipboard:
    """One copy: what the program hands over, and what becomes of it."""

    html: str
    becomes: str
    notices: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""


SAMPLES: dict[str, Clipboard] = {}

SAMPLES["Word: fonts, colours and justified lines"] = Clipboard(
    word(
        line_of_word("اكتمل الرصيف قبل موعده، <b>لكنّ</b> الرافعات بقيت <i>ساكنة</i>.")
        + line_of_word("<span style='mso-spacerun:yes'>&nbsp;</span>")
        + line_of_word("ولا يشرح نقص البضائع هذا السكون.", ";background:yellow;mso-highlight:yellow")
    ),
    "<p>اكتمل الرصيف قبل موعده، <strong>لكنّ</strong> الرافعات بقيت <em>ساكنة</em>.</p>\n"
    "<p>ولا يشرح نقص البضائع هذا السكون.</p>",
)
SAMPLES["Word: footnotes"] = Clipboard(
    word(
        line_of_word(f"قال التقرير{marker_of_word(1)} ما قاله الوزير{marker_of_word(2)}.")
        + NOTES_OF_WORD
        + note_of_word(1, "تقرير الموانئ، 2019، ص 5.")
        + note_of_word(2, "1961 كانت سنة الجفاف، «الجريدة».")
        + "</div>"
    ),
    '<p>قال التقرير<sup class="footnote">تقرير الموانئ، 2019، ص 5.</sup> ما قاله الوزير'
    '<sup class="footnote">1961 كانت سنة الجفاف، «الجريدة».</sup>.</p>',
    [("sources", "2")],
)
SAMPLES["Word: footnotes and endnotes side by side, one of two paragraphs"] = Clipboard(
    word(
        line_of_word(f"أول{marker_of_word(1)} وثانٍ{marker_of_word(1, 'edn', '[i]')}.")
        + NOTES_OF_WORD
        + note_of_word(
            1, "كتاب الأنهار.", more="<p class=MsoFootnoteText dir=RTL><span lang=AR-SA>وطبعته الثانية.</span></p>"
        )
        + "</div><div style='mso-element:endnote-list'><hr>"
        + note_of_word(1, "كتاب الجسور.", "edn", "[i]")
        + "</div>"
    ),
    '<p>أول<sup class="footnote">كتاب الأنهار. وطبعته الثانية.</sup> وثانٍ<sup class="footnote">كتاب الجسور.</sup>.</p>',
    [("sources", "2")],
)
SAMPLES["Word: a list with dots, and one inside it"] = Clipboard(
    word(
        line_of_word("ثلاثة أسباب:")
        + item_of_word("نقص البضائع", at="First")
        + item_of_word("غلاء الوقود", sign="o", level=2)
        + item_of_word("غلاء التأمين", sign="o", level=2)
        + item_of_word("طول الطريق", at="Last")
        + line_of_word("ولا رابع لها.")
    ),
    "<p>ثلاثة أسباب:</p>\n<ul><li><p>نقص البضائع</p><ul><li><p>غلاء الوقود</p></li><li><p>غلاء التأمين</p></li></ul></li>"
    "<li><p>طول الطريق</p></li></ul>\n<p>ولا رابع لها.</p>",
)
SAMPLES["Word: numbered lists, one after the other"] = Clipboard(
    word(
        item_of_word("أولًا", sign="1.", at="First")
        + item_of_word("ثانيًا", sign="2.", at="Last")
        + item_of_word("ألف", sign="أ-", number=1, at="First")
        + item_of_word("باء", sign="ب-", number=1, at="Last")
    ),
    "<ol><li><p>أولًا</p></li><li><p>ثانيًا</p></li></ol>\n<ol><li><p>ألف</p></li><li><p>باء</p></li></ol>",
)
SAMPLES["Word: headings, a quotation, a link and a table"] = Clipboard(
    word(
        "<h1 dir=RTL style='direction:rtl'><span lang=AR-SA style='color:#2F5496'>ما الذي بُني؟<o:p></o:p></span></h1>\n"
        + "<p class=MsoQuote dir=RTL><span lang=AR-SA>الموانئ تُبنى أحيانًا لتُرى.<o:p></o:p></span></p>\n"
        + "<p class=MsoIntenseQuote dir=RTL><span lang=AR-SA>لا لتعمل.<o:p></o:p></span></p>\n"
        + line_of_word("انظر <a href=\"https://example.org/report\"><span style='color:blue'>تقرير الموانئ</span></a>.")
        + "<table class=MsoTableGrid dir=rtl border=1 style='border-collapse:collapse;mso-border-alt:solid windowtext .5pt'>"
        "<tr style='mso-yfti-irow:0'><td width=100 valign=top><p class=MsoNormal dir=RTL>سنة<o:p></o:p></p></td>"
        "<td width=100><p class=MsoNormal dir=RTL>عدد<o:p></o:p></p></td></tr></table>"
    ),
    "<h2>ما الذي بُني؟</h2>\n<blockquote><p>الموانئ تُبنى أحيانًا لتُرى.</p><p>لا لتعمل.</p></blockquote>\n"
    '<p>انظر <a href="https://example.org/report">تقرير الموانئ</a>.</p>\n<p>سنة</p>\n<p>عدد</p>',
    [("table", "")],
)
SAMPLES["Word: no-break spaces, stretched words, Persian letters, letters as shapes"] = Clipboard(
    word(
        line_of_word("قال&nbsp;الوزيـــــر إنّ&nbsp;المدینة کبيرة، وإنّ ﺷﺒﺎك البيت مفتوح\u200b.")
        + line_of_word("وقال لصحيفة: «الوزيـــر المدینة»، وكتب ک\u0650تاب 1445\u00a0هـ بـ«الحبر».")
    ),
    "<p>قال الوزير إنّ المدينة كبيرة، وإنّ شباك البيت مفتوح.</p>\n"
    "<p>وقال لصحيفة: «الوزيـــر المدینة»، وكتب كِتاب 1445 هـ بـ«الحبر».</p>",
    [("blanks", "3"), ("stretched", "1"), ("keyboard", "3"), ("shapes", "1"), ("unseen", "1")],
)
SAMPLES["Word on the web"] = Clipboard(
    '<meta charset="utf-8"><div class="OutlineElement Ltr SCXW1 BCX8" style="direction:rtl;margin:0px"><p class="Paragraph SCXW1 '
    'BCX8" xml:lang="AR-SA" lang="AR-SA" paraid="1" style="margin:0px;text-align:right"><span data-contrast="auto" '
    'class="TextRun SCXW1 BCX8" style="font-size:11pt"><span class="NormalTextRun SCXW1 BCX8">الرافعات </span></span><span '
    'class="TextRun SCXW1 BCX8" style="font-weight:bold"><span class="NormalTextRun">ساكنة</span></span><span class="EOP SCXW1" '
    'data-ccp-props="{&quot;201341983&quot;:0}">&nbsp;</span></p></div><div class="ListContainerWrapper SCXW1"><ul '
    'class="BulletListStyle1" role="list"><li class="OutlineElement" role="listitem" data-aria-level="1"><p class="Paragraph">'
    '<span class="TextRun"><span class="NormalTextRun">أول</span></span><span class="EOP">&nbsp;</span></p></li></ul></div>'
    '<div class="ListContainerWrapper SCXW1"><ul class="BulletListStyle1" role="list"><li class="OutlineElement"><p>'
    '<span class="TextRun">ثانٍ</span><span class="EOP">&nbsp;</span></p></li></ul></div>',
    "<p>الرافعات <strong>ساكنة</strong></p>\n<ul><li><p>أول</p></li><li><p>ثانٍ</p></li></ul>",
)

# ---- LibreOffice -----------------------------------------------------------------------------------------------------

SAMPLES["LibreOffice: a footnote"] = Clipboard(
    '<!DOCTYPE html><html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"/><title></title>'
    '<meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"/><style type="text/css">p { direction: rtl }</style></head>'
    '<body lang="ar-SY" dir="rtl"><p align="right" dir="rtl" style="line-height: 100%"><font face="Amiri"><font size="4" '
    'style="font-size: 14pt">جرى النهر<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a> '
    'كعادته.</font></font></p><div id="sdfootnote1" dir="rtl"><p class="sdfootnote"><a class="sdfootnotesym" '
    'name="sdfootnote1sym" href="#sdfootnote1anc">1</a>كتاب الأنهار، ص 12</p></div></body></html>',
    '<p>جرى النهر<sup class="footnote">كتاب الأنهار، ص 12</sup> كعادته.</p>',
    [("sources", "1")],
)

# ---- Google Docs -----------------------------------------------------------------------------------------------------

GOOGLE_SPAN = (
    'style="font-size:14pt;font-family:Amiri,serif;color:#000000;background-color:transparent;font-weight:{weight};'
    'font-style:{slant};font-variant:normal;text-decoration:none;vertical-align:baseline;white-space:pre-wrap;"'
)
PLAIN, HEAVY = GOOGLE_SPAN.format(weight=400, slant="normal"), GOOGLE_SPAN.format(weight=700, slant="normal")
SLANTED = GOOGLE_SPAN.format(weight=400, slant="italic")
GOOGLE_P = 'dir="rtl" style="line-height:1.8;text-align: justify;margin-top:0pt;margin-bottom:10pt;"'


def google(inside: str) -> str:
    return (
        "<meta charset='utf-8'><html><head></head><body><b style=\"font-weight:normal;\" "
        f'id="docs-internal-guid-1a2b3c4d-7fff-1a2b-3c4d-1a2b3c4d5e6f">{inside}</b></body></html>'
    )


SAMPLES["Google Docs: a heading, bold and slanted words, a link"] = Clipboard(
    google(
        f"<h2 {GOOGLE_P}><span {PLAIN}>ما الذي بُني؟</span></h2><p {GOOGLE_P}><span {PLAIN}>رصيفٌ </span><span {HEAVY}>ومخزنان"
        f"</span><span {PLAIN}> و</span><span {SLANTED}>طريق</span><span {PLAIN}>.</span></p><br /><p {GOOGLE_P}>"
        f'<a href="https://example.org/a" style="text-decoration:none;"><span {PLAIN}>تقرير الموانئ</span></a></p>'
    ),
    "<h2>ما الذي بُني؟</h2>\n<p>رصيفٌ <strong>ومخزنان</strong> و<em>طريق</em>.</p>\n"
    '<p><a href="https://example.org/a">تقرير الموانئ</a></p>',
)
GOOGLE_LI = 'dir="rtl" style="list-style-type:{sign};font-size:14pt;font-family:Amiri;" aria-level="{level}"'
SAMPLES["Google Docs: a list in a list"] = Clipboard(
    google(
        '<ul style="margin-top:0;margin-bottom:0;padding-inline-start:48px;">'
        f'<li {GOOGLE_LI.format(sign="disc", level=1)}><p {GOOGLE_P} role="presentation"><span {PLAIN}>أول</span></p></li>'
        f'<ul style="margin-top:0;margin-bottom:0;"><li {GOOGLE_LI.format(sign="circle", level=2)}>'
        f'<p {GOOGLE_P} role="presentation"><span {PLAIN}>تحته</span></p></li></ul>'
        f'<li {GOOGLE_LI.format(sign="disc", level=1)}><p {GOOGLE_P} role="presentation"><span {PLAIN}>ثانٍ</span></p></li></ul>'
    ),
    "<ul><li><p>أول</p><ul><li><p>تحته</p></li></ul></li><li><p>ثانٍ</p></li></ul>",
)
SAMPLES["Google Docs, published: footnotes and links by way of a door"] = Clipboard(
    '<p class="c1 c2" dir="rtl"><span class="c3">جرى النهر</span><sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup>'
    '<span class="c3"> إلى </span><span class="c4"><a class="c5" href="https://www.google.com/url?q=https://example.org/sea'
    '&amp;sa=D&amp;source=editors&amp;ust=1700000000000000&amp;usg=AOvVaw0">البحر القريب</a></span></p><hr class="c6">'
    '<div><p class="c7" dir="rtl"><a href="#ftnt_ref1" id="ftnt1">[1]</a><span class="c8">&nbsp;كتاب الأنهار</span></p></div>',
    '<p>جرى النهر<sup class="footnote">كتاب الأنهار</sup> إلى <a href="https://example.org/sea">البحر القريب</a></p>',
    [("sources", "1")],
)

# ---- messengers ------------------------------------------------------------------------------------------------------

SAMPLES["WhatsApp on the web: several messages"] = Clipboard(
    "",
    "<p>صباح الخير، الرافعات <strong>ساكنة</strong> منذ <em>شهرين</em> 🙂</p>\n<p>والمخازن خالية.</p>",
    [("head", "[10:15, 1/12/2026] سلمى العلي:"), ("head", "[10:17, 1/12/2026] +963 900 000 000:")],
    text="[10:15, 1/12/2026] سلمى العلي: صباح الخير، الرافعات *ساكنة* منذ _شهرين_ 🙂\n"
    "[10:17, 1/12/2026] +963 900 000 000: والمخازن خالية.",
)
SAMPLES["WhatsApp on a phone: an export with a list and a quotation"] = Clipboard(
    "",
    "<p>ثلاثة أسباب</p>\n<ul><li><p>نقص البضائع</p></li><li><p>طول الطريق</p></li></ul>\n"
    "<blockquote><p>الموانئ تُبنى لتُرى</p></blockquote>\n<p>هكذا قال.</p>",
    [("head", "1/12/26, 10:15 PM - مالك:")],
    text="1/12/26, 10:15\u202fPM - مالك: ثلاثة أسباب\n- نقص البضائع\n- طول الطريق\n> الموانئ تُبنى لتُرى\nهكذا قال.",
)
SAMPLES["WhatsApp on the web: one message with emoji as pictures"] = Clipboard(
    '<meta charset="utf-8"><div class="copyable-text" data-pre-plain-text="[10:15, 1/12/2026] سلمى: "><div class="_akbu"><span '
    'dir="rtl" class="_ao3e selectable-text copyable-text"><span>وصلت السفينة </span><img crossorigin="anonymous" '
    'src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7" alt="🚢" draggable="false" '
    'class="b61 i1 emoji wa _ao3e selectable-text copyable-text" data-plain-text="🚢" style="background-position: -60px"><span>'
    " أخيرًا\u200f</span></span></div></div>",
    "<p>وصلت السفينة 🚢 أخيرًا\u200f</p>",
)
SAMPLES["Telegram on a computer: forwarded messages"] = Clipboard(
    "",
    "<p>الرافعات ساكنة.</p>\n<p>والمخازن <strong>خالية</strong>.</p>",
    [
        ("head", "سلمى العلي, [01.12.2026 10:15]"),
        ("head", "[Forwarded from قناة الميناء]"),
        ("head", "مالك, [01.12.2026 10:17]"),
    ],
    text="سلمى العلي, [01.12.2026 10:15]\n[Forwarded from قناة الميناء]\nالرافعات ساكنة.\n\n"
    "مالك, [01.12.2026 10:17]\nوالمخازن **خالية**.",
)
SAMPLES["Telegram on the web: a message with a quotation, a link and emoji"] = Clipboard(
    '<div class="text-content clearfix with-meta" dir="auto"><b class="">عاجل</b> <img src="./img-apple-64/1f6a2.png" class='
    '"emoji emoji-small" alt="🚢" data-path="./img-apple-64/1f6a2.png"> وصلت السفينة<br><br><blockquote class="blockquote" '
    'data-entity-type="MessageEntityBlockquote">قال الربّان: «وصلنا»</blockquote><a href="http://example.org/ship" title='
    '"http://example.org/ship" target="_blank" rel="noopener noreferrer" class="text-entity-link" dir="auto">صورة السفينة</a></div>',
    "<p><strong>عاجل</strong> 🚢 وصلت السفينة</p>\n<blockquote><p>قال الربّان: «وصلنا»</p></blockquote>\n"
    '<p><a href="https://example.org/ship">صورة السفينة</a></p>',
)

# ---- pages of the web ------------------------------------------------------------------------------------------------

SAMPLES["A page: share buttons, an advertisement, a remote picture"] = Clipboard(
    '<div class="entry-content" style="box-sizing: border-box; color: rgb(34, 34, 34); font-family: Cairo, sans-serif;">'
    '<div class="heateor_sss_sharing_container"><p>Spread the love</p></div><h3 style="color: rgb(0, 0, 0);">ما الذي بُني؟</h3>'
    '<p style="box-sizing: border-box; margin: 0px 0px 1.5em; text-align: justify;">رصيفٌ <q>لا تصله</q> السفن.</p>'
    '<figure class="wp-block-image"><img src="https://example.org/wp-content/uploads/quay.jpg" alt="رصيف" width="1024"></figure>'
    '<ins class="adsbygoogle" style="display:block" data-ad-client="ca-pub-1"></ins>'
    '<blockquote class="wp-block-quote"><p>الموانئ تُبنى لتُرى.</p><cite>سلمى العلي</cite></blockquote>'
    "<p>error: Content is protected !!</p></div>",
    "<h3>ما الذي بُني؟</h3>\n<p>رصيفٌ “لا تصله” السفن.</p>\n"
    "<blockquote><p>الموانئ تُبنى لتُرى.</p><p>سلمى العلي</p></blockquote>",
    [
        ("picture", ""),
        ("picture", "رصيف"),
        ("residue", "Spread the love"),
        ("residue", "error: Content is protected !!"),
    ],
)
SAMPLES["Wikipedia: numbered notes, one of them called twice"] = Clipboard(
    '<p>يجري النهر<sup id="cite_ref-1" class="reference"><a href="https://ar.wikipedia.org/wiki/x#cite_note-1">'
    '<span class="cite-bracket">[</span>1<span class="cite-bracket">]</span></a></sup> إلى <a href="/wiki/%D8%A8" '
    'title="بحر">البحر</a><sup class="reference"><a href="https://ar.wikipedia.org/wiki/x#cite_note-sea-2">[2]</a></sup> '
    'ثم يعود<sup class="reference"><a href="https://ar.wikipedia.org/wiki/x#cite_note-sea-2">[2]</a></sup>.</p>'
    '<ol class="references"><li id="cite_note-1"><span class="mw-cite-backlink"><b><a href="https://ar.wikipedia.org/wiki/x'
    '#cite_ref-1" aria-label="اذهب">^</a></b></span> <span class="reference-text">كتاب الأنهار، 1999.</span></li>'
    '<li id="cite_note-sea-2"><span class="mw-cite-backlink">^ <a href="https://ar.wikipedia.org/wiki/x#cite_ref-sea_2-0"><sup>'
    '<i><b>ا</b></i></sup></a> <a href="https://ar.wikipedia.org/wiki/x#cite_ref-sea_2-1"><sup><i><b>ب</b></i></sup></a></span>'
    ' <span class="reference-text">كتاب البحار.</span></li></ol>',
    '<p>يجري النهر<sup class="footnote">كتاب الأنهار، 1999.</sup> إلى <a href="/wiki/%D8%A8">البحر</a>'
    '<sup class="footnote">كتاب البحار.</sup> ثم يعود<sup class="footnote">كتاب البحار.</sup>.</p>',
    [("sources", "2")],
)
SAMPLES["WordPress: its own footnotes"] = Clipboard(
    '<p class="wp-block-paragraph">جرى النهر<sup data-fn="6b1f0d3a-0d5b-4d0e" class="fn"><a href="#6b1f0d3a-0d5b-4d0e" '
    'id="6b1f0d3a-0d5b-4d0e-link">1</a></sup>.</p><ol class="wp-block-footnotes"><li id="6b1f0d3a-0d5b-4d0e">كتاب الأنهار. '
    '<a href="#6b1f0d3a-0d5b-4d0e-link" aria-label="انتقل إلى مرجع الحاشية 1">↩︎</a></li></ol>',
    '<p>جرى النهر<sup class="footnote">كتاب الأنهار.</sup>.</p>',
    [("sources", "1")],
)
SAMPLES["A mail: quoted lines and hard breaks"] = Clipboard(
    "",
    "<p>تحية طيبة،</p>\n<p>هذا ردّي على سؤالك عن الرصيف الذي بُني.</p>\n"
    "<blockquote><p>متى بُني الرصيف؟</p><p>ومن بناه؟</p></blockquote>\n<p>1. قبل سنتين.</p>",
    text="تحية طيبة،\n\nهذا ردّي على سؤالك\nعن الرصيف الذي بُني.\n\n> متى بُني الرصيف؟\n> ومن بناه؟\n\n1. قبل سنتين.",
)
SAMPLES["A PDF: letters as shapes, line by line"] = Clipboard(
    "",
    "<p>شباك البيت مفتوح</p>\n<p>والنهر بعيد</p>",
    [("shapes", "2")],
    text="ﺷﺒﺎﻙ البيت مفتوح\nوالنهر ﺑﻌﻴﺪ",
)
