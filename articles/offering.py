"""Names that exist, offered to who writes: what begins so, what is probably the same, what a text speaks of.

Every process keeps one index of all spellings; whether it still holds is asked of the rows themselves, so that it is
right even inside a transaction that is rolled back.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from functools import cached_property
from html import unescape
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from articles import rights
from articles.models import Article, NameKind, Spelling, TaggedArticle
from newsroom.arabic import names as arabic_names
from newsroom.arabic.fold import fold
from newsroom.arabic.names import Names

MOST_OFFERS = 8
MOST_TWINS = 3
MOST_FOUND = 12
# What of a text is looked at: far more than a long piece has.
MOST_LETTERS = 400_000
MOST_WORDS = 60_000
# A word is taken for a clitic and a name only if so many letters are left of the name.
SHORTEST_BARE = 3
# Of a mistyped name: how near the nearest is, and how many of its letters are compared.
NEAR = 0.75
MOST_COMPARED = 60
ARTICLE = "ال"

REASONS = {
    arabic_names.SAME_FOLDED: _("the same letters, written another way"),
    arabic_names.ARTICLE: _("with and without ال"),
    arabic_names.JOINED: _("the same words, joined or apart"),
    arabic_names.VOWELS: _("only the long vowels differ"),
    arabic_names.LETTERS: _("letters that write one foreign sound"),
    arabic_names.SCRIPT: _("the same name in other letters"),
}

# A kind and an id.
Key = tuple[str, int]


@dataclass(frozen=True)
class Offer:
    """A name that exists: what it is called, by which alias it was found ("" for by itself), on how many pieces."""

    kind: str
    id: int
    name: str
    alias: str = ""
    pieces: int = 0
    # Of a topic: what it is about (a country, a person).
    about: str = ""


@dataclass(frozen=True)
class Suspect:
    """A name that another one probably spells, and why."""

    offer: Offer
    reason: str

    @property
    def why(self) -> str:
        """Return the reason in words."""
        return str(REASONS[self.reason])


@dataclass(frozen=True)
class Found:
    """A name in a text: ``written`` is its other spelling there, if the house writes it otherwise; how often."""

    offer: Offer
    written: str
    times: int


# ---- what begins so -------------------------------------------------------------------------------------------------


def offers(kind: str, typed: str, *, user: Any, now: datetime, limit: int = MOST_OFFERS) -> list[Offer]:
    """Return the names that begin with ``typed``, then those of which an alias, or an inner word, does.

    Among equals those on more pieces come first, counting no piece that ``user`` may not know of. Three queries.
    """
    begun = fold(typed)
    if not begun:
        return []
    inner = Q(folded__contains=f" {begun}") | Q(folded__contains=f" {ARTICLE}{begun}")
    rows = Spelling.objects.filter(
        Q(folded__startswith=begun) | Q(folded__startswith=ARTICLE + begun) | inner, kind=kind
    ).values_list(f"{kind}_id", "name", "folded", "language")
    best: dict[int, tuple[int, str]] = {}
    for number, name, folded, language in rows:
        place = (_place(folded, begun, own=bool(language)), "" if language else name)
        best[number] = min(best.get(number, place), place)
    chosen = _foremost(best, limit)
    pieces = borne(kind, chosen, user=user, now=now)
    chosen.sort(key=lambda number: (best[number][0], -pieces[number], number))
    named = _offers({(kind, number): best[number][1] for number in chosen[:limit]})
    return [_counted(each, pieces[each.id]) for each in named]


def _place(folded: str, begun: str, *, own: bool) -> int:
    if folded == begun:
        return 0
    if folded.startswith((begun, ARTICLE + begun)):
        return 1 if own else 2
    return 3


def _foremost(best: dict[int, tuple[int, str]], limit: int) -> list[int]:
    """Return the ids among which the first ``limit`` are, whatever order equals come in."""
    chosen: list[int] = []
    for place in range(4):
        if len(chosen) < limit:
            chosen += [number for number, (at, _alias) in best.items() if at == place]
    return chosen


# ---- what is probably the same --------------------------------------------------------------------------------------


def twins(kind: str, name: str, *, user: Any, now: datetime) -> list[Suspect]:
    """Return the names of which ``name`` is probably another spelling, the likest first, but for what it means.

    A tag is also compared with the topics. Counts no piece that ``user`` may not know of.
    """
    return suspects(kind, [name], user=user, now=now)[0]


def suspects(kind: str, names: Sequence[str], *, user: Any, now: datetime) -> list[list[Suspect]]:
    """Return the twins of each of ``names``; the number of queries is the same for one and for many."""
    index = _index()
    likely = [_likely(index, kind, name) for name in names]
    alike = dict.fromkeys(key for keys in likely for key in keys)
    pieces: Counter[Key] = Counter()
    for each in {key[0] for key in alike}:
        counted = borne(each, [number for of, number in alike if of == each], user=user, now=now)
        pieces.update({(each, number): count for number, count in counted.items()})
    offered = {
        (each.kind, each.id): _counted(each, pieces[each.kind, each.id]) for each in _offers(dict.fromkeys(alike, ""))
    }
    return [
        [Suspect(offered[key], reason) for key, reason in keys.items() if key in offered][:MOST_TWINS]
        for keys in likely
    ]


def nearest(kind: str, name: str) -> str:
    """Return what the name most like ``name`` is called, "" if none is near: for who has mistyped one."""
    index = _index()
    alike = index.of(kind).like(name)
    if alike:
        return index.called(alike[0].key)
    spellings = [folded for folded, keys in index.spelled.items() if any(key[0] == kind for key in keys)]
    for folded in get_close_matches(fold(name)[:MOST_COMPARED], spellings, n=1, cutoff=NEAR):
        return next(index.called(key) for key in index.spelled[folded] if key[0] == kind)
    return ""


def _likely(index: "_Index", kind: str, name: str) -> dict[Key, str]:
    """Return the rows that ``name`` is like and does not mean, each with the reason, the likest first."""
    meant = {key for key in index.spelled.get(fold(name), {}) if key[0] == kind}
    kinds = (NameKind.TAG, NameKind.TOPIC) if kind == NameKind.TAG else (NameKind.TOPIC,)
    alike = sorted((twin for each in kinds for twin in index.of(each).like(name)), key=lambda twin: twin.likeness.cost)
    found: dict[Key, str] = {}
    for twin in alike:
        if twin.key not in meant:
            found.setdefault(twin.key, twin.likeness.reason)
    return dict(list(found.items())[:MOST_TWINS])


# ---- what a text speaks of ------------------------------------------------------------------------------------------


def found_in(texts: Iterable[str], *, kinds: Sequence[str] = NameKind.values) -> dict[str, list[Found]]:
    """Return, kind by kind, the names that stand in ``texts`` (plain or HTML), those most often there first.

    Whole words, with what Arabic writes onto them (وروسيا, للصين); of two names in one place the longer.
    """
    index = _index()
    times: Counter[str] = Counter()
    for text in texts:
        times.update(_matches(fold(_plain(text)).split()[:MOST_WORDS], index))
    often: Counter[Key] = Counter()
    aliases: dict[Key, str] = {}
    for folded, count in times.items():
        for key, alias in index.spelled[folded].items():
            often[key] += count
            if alias and index.is_another_writing(key, alias):
                aliases[key] = alias
    chosen = {kind: [key for key, _count in often.most_common() if key[0] == kind][:MOST_FOUND] for kind in kinds}
    named = {(each.kind, each.id): each for each in _offers({key: "" for keys in chosen.values() for key in keys})}
    return {
        kind: [Found(named[key], aliases.get(key, ""), often[key]) for key in keys if key in named]
        for kind, keys in chosen.items()
    }


_INLINE = re.compile(r"</?(?:strong|em|b|i|a|span|u|s|sub|sup|mark)\b[^<>]*>", re.I)
_TAGS = re.compile(r"<[^<>]*>")


def _plain(text: str) -> str:
    text = text[:MOST_LETTERS]
    return unescape(_TAGS.sub(" ", _INLINE.sub("", text))) if "<" in text else unescape(text)


def _matches(words: list[str], index: "_Index") -> Iterator[str]:
    """Yield the folded spellings in ``words``, the longest of each place, none within another."""
    place = 0
    while place < len(words):
        size, spelling = _longest(words, place, index)
        if spelling:
            yield spelling
        place += max(size, 1)


def _longest(words: list[str], place: int, index: "_Index") -> tuple[int, str]:
    best = (0, "")
    for head in _bare(words[place]):
        for size in range(min(index.heads.get(head, 0), len(words) - place), best[0], -1):
            spelling = " ".join((head, *words[place + 1 : place + size]))
            if spelling in index.spelled:
                best = (size, spelling)
                break
    return best


def _bare(word: str) -> Iterator[str]:
    """Yield a folded word as it is, then without the clitics that may stand before a name."""
    yield word
    for joined in (word, word[1:]) if word[0] in "وف" else (word,):
        if joined != word:
            yield from _if_long(joined)
        if joined.startswith("لل"):
            yield from _if_long(ARTICLE + joined[2:])
            yield from _if_long(joined[2:])
        rests = (joined, joined[1:]) if joined[:1] in {"ب", "ل", "ك"} else (joined,)
        for rest in rests:
            if rest != joined:
                yield from _if_long(rest)
            if rest.startswith(ARTICLE):
                yield from _if_long(rest[2:])


def _if_long(word: str) -> Iterator[str]:
    if len(word.removeprefix(ARTICLE)) >= SHORTEST_BARE:
        yield word


# ---- counts and names -----------------------------------------------------------------------------------------------


def borne(kind: str, numbers: Sequence[int], *, user: Any, now: datetime) -> Counter[int]:
    """Return on how many pieces each of the names stands, as far as ``user`` may know of them; one query, or none."""
    if not numbers:
        return Counter()
    rows: QuerySet = (
        Article.topics.through._default_manager.filter(topic__in=numbers).order_by()
        if kind == NameKind.TOPIC
        else TaggedArticle.objects.filter(tag__in=numbers).order_by()
    )
    piece = "article" if kind == NameKind.TOPIC else "content_object"
    if known := rights.countable(user, now=now):
        rows = rows.filter(**{f"{piece}__in": Article.objects.filter(known).values("pk")})
    return Counter(dict(rows.values_list(kind).annotate(count=Count(piece, distinct=True))))


def pieces_said(count: int) -> str:
    """Return a number of pieces in words."""
    return ngettext("%(count)d piece", "%(count)d pieces", count) % {"count": count}


def called(kind: str, numbers: Iterable[int]) -> dict[int, str]:
    """Return what names are called in the active language, else in the first: a spelling that means them; one query."""
    return {each.id: each.name for each in _offers({(kind, number): "" for number in numbers})}


def _offers(aliases: dict[Key, str]) -> list[Offer]:
    """Return the names in the order given, each with its alias; one query for each kind among them."""
    own: dict[Key, dict[str, Spelling]] = defaultdict(dict)
    for kind in {kind for kind, _number in aliases}:
        numbers = [number for each, number in aliases if each == kind]
        rows = Spelling.objects.filter(kind=kind, **{f"{kind}__in": numbers}).exclude(language="")
        for row in rows.select_related(kind):
            own[kind, row.bearer.pk][row.language] = row
    offered = []
    for key, alias in aliases.items():
        if names := own.get(key):
            row = names.get(get_language() or "") or names.get(settings.LANGUAGE_CODE) or next(iter(names.values()))
            about = str(row.topic.get_kind_display()) if row.topic else ""
            offered.append(Offer(*key, row.name, alias, about=about))
    return offered


def _counted(offer: Offer, pieces: int) -> Offer:
    return Offer(offer.kind, offer.id, offer.name, offer.alias, pieces, offer.about)


# ---- the index ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Index:
    """All spellings, prepared for being asked about. ``rows`` are kind, topic, tag, name, folded name, language."""

    rows: list[tuple]
    # By folded spelling: whom it means, and the alias as it is spelled ("" for an own name).
    spelled: dict[str, dict[Key, str]] = field(default_factory=lambda: defaultdict(dict))
    # How many words the longest spelling has that begins with this one.
    heads: dict[str, int] = field(default_factory=dict)
    own: dict[Key, str] = field(default_factory=dict)

    @classmethod
    def of_rows(cls, rows: list[tuple]) -> "_Index":
        """Return the index of ``rows``."""
        index = cls(rows)
        for kind, topic, tag, name, folded, language in rows:
            key = (kind, topic or tag)
            index.spelled[folded][key] = "" if language else name
            if language == settings.LANGUAGE_CODE:
                index.own[key] = name
            words = folded.split()
            if len(folded) > 1:
                index.heads[words[0]] = max(index.heads.get(words[0], 0), len(words))
        return index

    @cached_property
    def _names(self) -> dict[str, Names[Key]]:
        return {
            each: Names(((kind, topic or tag), name) for kind, topic, tag, name, *_rest in self.rows if kind == each)
            for each in NameKind.values
        }

    def of(self, kind: str) -> Names[Key]:
        """Return the names of a kind, to be asked what is like another."""
        return self._names[kind]

    def called(self, key: Key) -> str:
        """Return the name in the first language."""
        return self.own.get(key, "")

    def is_another_writing(self, key: Key, alias: str) -> bool:
        """Return whether ``alias`` is in the letters of the name itself: another spelling, not another language."""
        return alias.isascii() == self.called(key).isascii()


_kept: list[_Index] = []


def _index() -> _Index:
    """Return the index of the spellings as they are now, made anew only when one of them has changed; one query."""
    fields = ("kind", "topic_id", "tag_id", "name", "folded", "language")
    rows = list(Spelling.objects.order_by("pk").values_list(*fields))
    if not _kept or _kept[0].rows != rows:
        _kept[:] = [_Index.of_rows(rows)]
    return _kept[0]
