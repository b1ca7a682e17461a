"""Lines that plugins leave in a text when it is copied from a page: to share, to like, to forbid copying.

Taking them out takes letters out, so they are never more than doubtful; an importer that knows where a text comes
from may ask ``is_residue`` and drop the line.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from newsroom.arabic.fold import fold
from newsroom.arabic.typography.copytext import Copy
from newsroom.arabic.typography.findings import Finding, Rule

PLUGIN_LINES: Final = frozenset(
    fold(line)
    for line in """
    Spread the love
    error: Content is protected !!
    Content is protected !!
    Alert: Content is protected !!
    Sharing is caring!
    Share this:
    Like this:
    Like Loading…
    Click to share on X (Opens in new window)
    Click to share on Facebook (Opens in new window)
    """.splitlines()
    if line.strip()
)
"""Whole lines of well-known plugins that stand in no text of anybody's, folded: an importer may drop them unasked."""

RESIDUE_LINES: Final = PLUGIN_LINES | frozenset(
    fold(line)
    for line in """
    Share this
    Share this post
    Share this article
    Share on Facebook
    Share on Twitter
    Loading…
    Related
    Related posts
    Tweet
    Print this page
    Continue reading
    Read more
    Click to share
    Copy link
    Link copied
    Leave a comment
    Advertisement
    Sent from my iPhone
    شارك هذا الموضوع
    شارك هذا الموضوع:
    شارك هذا المقال
    شارك هذا الخبر
    شارك هذه المقالة
    شارك المقال
    شارك الخبر
    شارك على فيسبوك
    شارك على تويتر
    شارك على واتساب
    شاركها
    شاركنا رأيك
    المشاركة عبر
    معجب بهذه
    معجب بهذه:
    إعجاب تحميل…
    جاري التحميل…
    جارٍ التحميل…
    مرتبط
    انسخ الرابط
    نسخ الرابط
    تم نسخ الرابط
    الرابط المختصر
    رابط مختصر
    خطأ: المحتوى محمي !!
    المحتوى محمي !!
    هذا المحتوى محمي
    المحتوى محمي من النسخ
    تنبيه: المحتوى محمي !!
    اترك تعليقاً
    إلغاء الرد
    أعجبني
    غرّد
    طباعة
    إعلان
    تابعنا على فيسبوك
    تابعنا على تويتر
    تابعنا على تيليغرام
    """.splitlines()
    if line.strip()
)
"""Whole lines that are most often a plugin's, folded; a writer may mean some of them."""

_SHAPES: Final = re.compile(
    r"""
    (?:click|press)\ to\ (?:share|email|print|tweet|copy)\b.{0,120}
  | (?:انقر|اضغط|النقر|الضغط)\ (?:لل?مشاركة|للطباعة|لإرسال|ل?مشاركة)\b.{0,120}
  | the\ post\ .{1,200}\ (?:first\ appeared|appeared\ first)\ on\ .{1,100}
  | (?:ظهرت\ المقالة|ظهر\ هذا\ المقال|ظهرت\ أولاً)\ .{1,200}\ على\ .{1,100}
  | (?:this\ content|content)\ is\ (?:protected|copyrighted)\b.{0,60}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_INLINE: Final = re.compile(
    r"\[/?(?:caption|gallery|embed|audio|video|playlist|vc_|et_pb_|su_|fusion_|av_|wp_|contact-form|ads?\b|adrotate)[^\[\]\n]{0,400}\]"
    r"|<!--\s*/?wp:[^<>\n]{0,400}-->"
    r"|&(?:nbsp|quot|amp|lt|gt|laquo|raquo|ldquo|rdquo|lsquo|rsquo|hellip|ndash|mdash|zwnj|zwj|rlm|lrm|shy|\#\d{2,6});",
    re.IGNORECASE,
)
_LONGEST: Final = 400
_LINE: Final = "سطر خلّفته إضافة للمشاركة أو لمنع النسخ، وليس من النصّ: «{}»."
_CODE: Final = "رمز خلّفه نظام النشر، وليس من النصّ: «{}»."


def is_residue(line: str) -> bool:
    """Tell whether a whole line is what a plugin left behind. Case, harakat and punctuation make no difference."""
    line = line.strip()
    if not line or len(line) > _LONGEST:
        return False
    return fold(line) in RESIDUE_LINES or _SHAPES.fullmatch(line) is not None


def residue(copy: Copy) -> Iterator[Finding]:
    """Find whole lines of plugins, and shortcodes, comments and entities that a publishing system left unread."""
    text = copy.text
    for line in copy.lines:
        if line.end - line.start <= 2 * _LONGEST and is_residue(text[line.start : line.end]):
            message = _LINE.format(text[line.start : line.end].strip())
            yield Finding(rule=Rule.RESIDUE, start=line.start, end=line.end, message=message, proposal="")
    for match in _INLINE.finditer(text):
        message = _CODE.format(match[0][:40])
        proposal = unescape(match[0]) if match[0].startswith("&") else ""
        yield Finding(rule=Rule.RESIDUE, start=match.start(), end=match.end(), message=message, proposal=proposal)
