"""What the copy desk can say of a text: the rules, with their names in Arabic and their sources, and findings."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Rule(StrEnum):
    """A rule: its identifier, its Arabic heading for the desk, and the source it rests on.

    The counts are those of five newsrooms in ARABIC.md, section 2; ``alreq`` is the W3C's Text Layout Requirements
    for the Arabic Script.
    """

    heading: str
    source: str

    def __new__(cls, value: str, heading: str, source: str) -> Self:
        """Make a member of its identifier, heading and source."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.heading = heading
        member.source = source
        return member

    COMMA = "comma", "الفاصلة", "alreq, punctuation: ، U+060C; CLDR ar; the Microsoft Arabic style guide"
    SEMICOLON = "semicolon", "الفاصلة المنقوطة", "alreq, punctuation: ؛ U+061B; the Microsoft Arabic style guide"
    QUESTION = "question", "علامة الاستفهام", "alreq, punctuation: ؟ U+061F; the Microsoft Arabic style guide"
    REPEATED = "repeated", "تكرار العلامة", "Arabic house guides: one mark is enough; ؟! and !؟ are a pair of their own"
    ELLIPSIS = "ellipsis", "علامة الحذف", "Unicode: … U+2026 has three dots; Arabic house guides"

    SPACE_BEFORE = "space-before", "مسافة قبل العلامة", "newsroom counts: 2,875 slips before ، alone; Microsoft guide"
    SPACE_AFTER = "space-after", "مسافة بعد العلامة", "Arabic house guides: one space after a mark, none before"
    SPACE_INSIDE = "space-inside", "مسافة داخل القوسين", "Arabic house guides: quotes and brackets touch what they hold"
    SPACE_OUTSIDE = (
        "space-outside",
        "مسافة خارج القوسين",
        "Arabic house guides: quotes and brackets stand off their text",
    )
    DOUBLE_SPACE = "double-space", "مسافة مكرّرة", "typewriter habit; every house guide"
    TRAILING_SPACE = "trailing-space", "مسافة في آخر السطر", "invisible, and a difference in every comparison"
    NO_BREAK_SPACE = "no-break-space", "مسافة غير فاصلة", "newsroom counts: 20,392 pasted U+00A0; UAX #14"
    DASH = (
        "dash",
        "المسافة حول الشرطة",
        "Arabic house guides: a dash stands off both words, or two of them touch what they enclose; CLDR ar: – and —",
    )
    DETACHED = "detached", "واو العطف المفصولة", "و is a prefix: house guides; CLDR ar joins a list by attached و"

    TATWEEL = "tatweel", "الكشيدة", "alreq: tatweel is a character, no justifier; newsroom counts: بـ is legitimate"
    KEYBOARD = "keyboard", "حرف من لوحة أخرى", "newsroom counts: 663 pasted ی ک; Unicode names Farsi yeh and keheh"
    FOREIGN_LETTER = "foreign-letter", "حرف غير عربي", "Unicode, Arabic block: پ چ ژ گ and others write other languages"
    PRESENTATION = "presentation", "أشكال العرض", "Unicode, Arabic Presentation Forms: for compatibility only; NFKC"
    INVISIBLE = "invisible", "محرف غير مرئي", "Unicode, Cf; UAX #14: U+200B, U+2060, U+FEFF, U+00AD carry no letter"
    JOINER = "joiner", "واصل أو فاصل صفري", "Unicode, cursive joining: ZWNJ and ZWJ spell Persian, not Arabic"
    BIDI = "bidi", "محرف اتجاه", "UAX #9: marks, embeddings, overrides and isolates"

    UNBALANCED = "unbalanced", "علامة بلا شقيقتها", "UAX #9, paired brackets; W3C alreq, quotations"
    QUOTES = "quotes", "علامات الاقتباس", "house style; CLDR ar opens with U+201D, the seed with U+201C"
    SINGLE_QUOTES = (
        "single-quotes",
        "علامتا الاقتباس المفردتان",
        "CLDR ar, alternateQuotation: ’ ‘ are for a quotation within another; house style for the outer ones",
    )
    DIGITS = "digits", "الأرقام", "house style; newsroom counts: Latin digits 99.8 %; alreq: three families"
    MONTHS = "months", "أسماء الأشهر", "house style; CLDR 47 names the Levantine months; newsroom counts of dual names"
    TANWIN = "tanwin", "موضع تنوين الفتح", "house style; newsroom counts: after the alef 26,190, before it 3,543"
    NAME = "name", "إملاء الأسماء", "house style: the names of topics and tags, and their aliases"
    DOUBLED_WORD = "doubled-word", "كلمة مكرّرة", "typing slip; Arabic also doubles on purpose (رويداً رويداً)"
    RESIDUE = (
        "residue",
        "مخلّفات إضافة",
        "share and copy-protection plugins: the first and last lines of the seed column",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found: text[start:end], what it means for the editor, and what could stand there instead.

    ``safe`` says that no reader could want it as it is; everything else is doubt, for a person to decide. ``quoted``
    says that it stands inside a quotation, whose words are not ours.
    """

    rule: Rule
    start: int
    end: int
    message: str
    proposal: str | None = None
    safe: bool = False
    quoted: bool = False

    @property
    def span(self) -> tuple[int, int]:
        """The place in the text, as a half-open interval."""
        return self.start, self.end
