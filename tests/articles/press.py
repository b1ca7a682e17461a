"""A press of generated articles: as many lines as wanted, the same every time, and every way to break one."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils import timezone, translation

from articles.importing.ledger import Ledger, Outcome
from articles.importing.running import bring_in

WORDS = [
    "السياسة",
    "الدولة",
    "الحرب",
    "السلام",
    "المدينة",
    "النهر",
    "الحكومة",
    "المجلس",
    "القرار",
    "اليوم",
    "الخميس",
    "سوريا",
    "لبنان",
    "روسيا",
    "العلاقات",
    "التاريخ",
    "المستقبل",
    "الاقتصاد",
    "الناس",
    "البيت",
    "الطريق",
    "في",
    "من",
    "على",
    "إلى",
    "عن",
    "مع",
    "بين",
    "أن",
    "كان",
    "يكون",
    "التي",
    "الذي",
    "هذا",
    "تلك",
    "الجديدة",
]
FIRST = datetime(2006, 1, 5, 15, tzinfo=UTC)


def line(**facts: Any) -> dict[str, Any]:
    """One published piece as the format wants it, with ``facts`` changed or, where None, left out."""
    data = {
        "ref": "piece-1",
        "language": "ar",
        "title": "النهر في الشتاء",
        "standfirst": "عن ضفتين وجسر",
        "paragraphs": ["يمشي النهر على مهل بين ضفتيه.", "ولا يسأل عن اسم القرية."],
        "published": "2019-05-02T18:00:00+03:00",
        "authors": ["سلمى العلي"],
    } | facts
    return {key: value for key, value in data.items() if value is not None}


def written(*lines: Any) -> bytes:
    """The lines as a file: objects as JSON, bytes as they are."""
    return b"".join(
        (item if isinstance(item, bytes) else json.dumps(item, ensure_ascii=True).encode()) + b"\n" for item in lines
    )


@dataclass
class Told:
    """What an import said: how many lines were created, updated, unchanged, refused, and every reason in English."""

    counts: tuple[int, int, int, int]
    refusals: dict[int, str] = field(default_factory=dict)
    warnings: list[tuple[int, str]] = field(default_factory=list)
    unknown: dict[str, int] = field(default_factory=dict)


def brought(*lines: Any, photos: Path | None = None, now: datetime | None = None) -> Told:
    """Import ``lines`` as one file."""
    said: list[tuple[str, int, str]] = []
    ledger = Ledger(lambda *words: said.append(words))
    with translation.override("en"):
        bring_in(BytesIO(written(*lines)), ledger=ledger, by=None, now=now or timezone.now(), photos=photos)
    return Told(
        tuple(ledger.outcomes[outcome] for outcome in Outcome),
        {number: reason for kind, number, reason in said if kind == "refused"},
        [(number, words) for kind, number, words in said if kind == "warning"],
        dict(ledger.unknown_keys),
    )


def generated(count: int, *, words: int = 800) -> Iterator[dict[str, Any]]:
    """``count`` different published pieces of about ``words`` words, a week apart, with headings, lists and quotes."""
    dice = random.Random(7)

    def text(length: int) -> str:
        return " ".join(dice.choices(WORDS, k=length))

    for number in range(1, count + 1):
        body = "".join(f"<p>{text(words // 10)}</p>" for _paragraph in range(8))
        body += f"<h2>{text(5)}</h2><ul><li>{text(20)}</li><li>{text(20)}</li></ul>"
        body += f"<blockquote><p>{text(words // 10)}</p></blockquote><p><strong>{text(9)}</strong> {text(20)}</p>"
        yield line(
            ref=f"wp-{number}",
            title=f"{text(6)} {number}",
            standfirst=text(20),
            paragraphs=None,
            body_html=body,
            published=(FIRST + timedelta(hours=17 * number)).isoformat(),
            column="على الضفة" if number % 2 else None,
            authors=[f"كاتب {number % 40}"],
            topics=[f"موضوع {number % 90}", f"شأن {number % 7}"],
            tags=[f"وسم {number % 300}", f"كلمة {number % 11}"],
            old_urls=[f"/{2006 + number % 15}/{number}/"],
        )


def broken() -> list[Any]:
    """Fifty lines, each with something wrong, no two alike."""
    changes: list[dict[str, Any]] = [
        {"ref": None},
        {"ref": 12},
        {"ref": ""},
        {"ref": "x" * 201},
        {"language": None},
        {"language": "fr"},
        {"language": ["ar"]},
        {"title": None},
        {"title": "\u0000\ufffe"},
        {"title": {"ar": "عنوان"}},
        {"title": "ع" * 201},
        {"title": "ع" * 10_000},
        {"standfirst": "ع" * 601},
        {"standfirst": 7},
        {"paragraphs": None},
        {"body_html": "<p>نص</p>"},
        {"paragraphs": "نص"},
        {"paragraphs": [1, 2]},
        {"paragraphs": []},
        {"paragraphs": ["\u200b"[:0]]},
        {"paragraphs": None, "body_html": "<p> </p><script>alert(1)</script>"},
        {"paragraphs": None, "body_html": 5},
        {"paragraphs": ["ع" * 500_001]},
        {"published": "2019-05-02T18:00:00"},
        {"published": "2019-05-02"},
        {"published": "أمس"},
        {"published": 1556809200},
        {"published": "0001-01-01T00:00:00+14:00"},
        {"published": "1900-01-01T00:00:00+00:00"},
        {"published": "2999-01-01T00:00:00+00:00"},
        {"authors": None},
        {"authors": []},
        {"authors": "سلمى العلي"},
        {"authors": [["سلمى"]]},
        {"authors": ["س" * 121]},
        {"authors": ["؟!"]},
        {"topics": ["م" * 121]},
        {"tags": ["و" * 101]},
        {"tags": {"وسم": 1}},
        {"column": "ز" * 81},
        {"column": 3},
        {"column": "على الضفة", "edition": 0},
        {"column": "على الضفة", "edition": True},
        {"column": "على الضفة", "edition": "سبعة"},
        {"edition": 4},
        {"photo": "../outside.jpg"},
        {"old_urls": "/2019/"},
    ]
    lines: list[Any] = [line(**({"ref": f"broken-{place}"} | change)) for place, change in enumerate(changes)]
    return [*lines, b'{"ref": "half', b"[1, 2, 3]", b'{"ref": "\xff\xfe"}']
