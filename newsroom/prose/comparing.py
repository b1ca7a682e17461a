"""Two texts of one piece, block by block and word by word: what went, what came, what stayed.

Takes stored HTML of our schema or plain text and gives plain text back, so that a template may show it as it is.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from newsroom.prose.aligning import Part, aligned
from newsroom.prose.tree import Element, Markup, parse

# A word with its vowel marks and joiners, or one mark; white space only parts them.
_TOKEN = re.compile(
    r"(\s*)([\w\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d]+|\S)", re.UNICODE
)
_STORED = re.compile(r"\s*<(?:p|h2|h3|blockquote|ul|ol|figure)\b[^<>]*>")
_BLOCKS = frozenset({"p", "h2", "h3", "blockquote", "ul", "ol", "li", "figure"})
_MARKS = frozenset({"strong", "em"})
# Beyond so many pairs all blocks are shown as replaced.
MOST_PAIRS_OF_BLOCKS = 250_000
# Two blocks are one and the same, changed, when they share at least so much of their words.
ALIKE = 0.3
# How many unchanged blocks stay in sight beside a changed one.
CONTEXT = 1


class State(StrEnum):
    """What became of a word or a block."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"
    CHANGED = "changed"


@dataclass(frozen=True)
class Run:
    """Words that share one fate; ``marks`` tell what changed about them beside the letters, in words."""

    kind: State
    text: str
    marks: tuple[str, ...] = ()

    @property
    def lead(self) -> str:
        """Return the white space before the words, which nobody underlines."""
        return self.text[: len(self.text) - len(self.text.lstrip(" "))]

    @property
    def words(self) -> str:
        """Return the text without the white space before it."""
        return self.text.lstrip(" ")


@dataclass(frozen=True)
class Line:
    """One block, side by side in both texts; ``was`` is what it was before when that changed (a heading, an item)."""

    kind: str
    state: State
    runs: tuple[Run, ...]
    path: tuple[str, ...] = ()
    was: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Return what the block is, in words."""
        return _named(self.path)

    @property
    def was_label(self) -> str:
        """Return what the block was before, in words, "" when it is the same still."""
        return _named(self.was)

    @property
    def text(self) -> str:
        """Return the words of the block."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Stretch:
    """Neighbouring lines; ``folded`` when nothing changed in them or beside them."""

    lines: tuple[Line, ...]
    folded: bool = False


@dataclass(frozen=True)
class _Token:
    """One word or mark as it is compared: with the gap before it and the marks it bears."""

    text: str
    gap: str = " "
    marks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class _Block:
    path: tuple[str, ...]
    tokens: tuple[_Token, ...]


def compare(before: str, after: str, *, plain: bool | None = None) -> list[Line]:
    """Return both texts as one list of lines: blocks aligned, the words of changed ones compared.

    What begins with a block of the schema is read as stored HTML, all else, or everything if ``plain``, as lines of
    text. The words of SAME and GONE runs are ``before``, those of SAME and NEW runs ``after``.
    """
    old, new = (_plain(text) if _is_plain(text, plain) else _stored(text) for text in (before or "", after or ""))
    lines: list[Line] = []
    for same, gone, came in aligned(old, new):
        lines += [_whole(block, State.SAME) for block in same]
        lines += _matched(gone, came)
    return lines


def differs(lines: Sequence[Line]) -> bool:
    """Return whether anything changed in ``lines``."""
    return any(line.state != State.SAME for line in lines)


def stretches(lines: Sequence[Line], *, context: int = CONTEXT) -> list[Stretch]:
    """Return ``lines`` in stretches: those that changed with ``context`` lines around them, the others folded."""
    changed = [place for place, line in enumerate(lines) if line.state != State.SAME]
    near = {place for middle in changed for place in range(middle - context, middle + context + 1)}
    found = []
    for folded, group in groupby(enumerate(lines), key=lambda each: each[0] not in near):
        found.append(Stretch(tuple(line for _place, line in group), folded))
    # One line takes no more room than the words that say it is folded.
    return [Stretch(each.lines, each.folded and len(each.lines) > 1) for each in found]


# -- reading -----------------------------------------------------------------------------------------------------------


def _is_plain(text: str, plain: bool | None) -> bool:
    return not _STORED.match(text) if plain is None else plain


def _plain(text: str) -> list[_Block]:
    return [_Block(("text",), tuple(_inline([line.strip()], ()))) for line in text.splitlines() if line.strip()]


def _stored(html: str) -> list[_Block]:
    return list(_blocks(parse(html), ()))


def _blocks(element: Element, path: tuple[str, ...]) -> Iterator[_Block]:
    """Yield the innermost blocks below ``element`` in document order; ``path`` says in what they stand."""
    loose: list[Element | Markup | str] = []
    for child in element.children:
        if isinstance(child, Element) and child.tag in _BLOCKS:
            yield from _paragraph(loose, path)
            yield from _block(child, path)
            # The second paragraph of an item is no item of its own.
            path = (*path, "paragraph") if path and child.tag == "p" and path[-1] != "paragraph" else path
            loose = []
        else:
            loose.append(child)
    yield from _paragraph(loose, path)


def _block(element: Element, path: tuple[str, ...]) -> Iterator[_Block]:
    if element.tag in {"ul", "ol"}:
        inside = (*path, "item" if element.tag == "ul" else "numbered")
        for item in element.children:
            if isinstance(item, Element):
                yield from _blocks(item, inside)
    elif element.tag == "blockquote":
        yield from _blocks(element, (*path, "pull" if element.has_class("pull") else "quotation"))
    elif element.tag == "figure":
        photo = _("[Photo %(number)s]") % {"number": element.attrs.get("data-photo", "")}
        yield _Block((*path, "figure"), (_Token(photo), *_inline(element.children, ())))
    else:
        name = {"h2": "heading", "h3": "subheading"}.get(element.tag)
        yield _Block((*path, name) if name else path or ("paragraph",), tuple(_inline(element.children, ())))


def _paragraph(run: list, path: tuple[str, ...]) -> Iterator[_Block]:
    tokens = tuple(_inline(run, ()))
    if tokens:
        yield _Block(path or ("paragraph",), tokens)


def _inline(run: Sequence, marks: tuple[tuple[str, str], ...]) -> list[_Token]:
    """Return the words of inline matter, each with the marks it bears; the first follows a gap by agreement."""
    tokens: list[_Token] = []
    _gather(run, marks, tokens, _Gap())
    return [_Token(tokens[0].text, " ", tokens[0].marks), *tokens[1:]] if tokens else []


@dataclass
class _Gap:
    """White space met and not yet given to a word."""

    open: str = ""


def _gather(run: Sequence, marks: tuple[tuple[str, str], ...], tokens: list[_Token], gap: _Gap) -> None:
    for child in run:
        if isinstance(child, str):
            for token in _tokens(child, marks):
                tokens.append(_Token(token.text, token.gap or gap.open, marks))
                gap.open = ""
            gap.open = " " if child[-1:].isspace() else gap.open
        elif isinstance(child, Element) and child.tag == "br":
            tokens.append(_Token("\n", "", marks))
            gap.open = ""
        elif isinstance(child, Element) and child.tag == "sup":
            inside = (*marks, ("source", ""))
            gap.open = ""
            tokens += [_Token("[", " ", inside), *_glued(_tokens(child.text, inside)), _Token("]", "", inside)]
        elif isinstance(child, Element):
            _gather(child.children, _with(marks, child), tokens, gap)


def _glued(tokens: list[_Token]) -> list[_Token]:
    return [_Token(tokens[0].text, "", tokens[0].marks), *tokens[1:]] if tokens else []


def _with(marks: tuple[tuple[str, str], ...], element: Element) -> tuple[tuple[str, str], ...]:
    mark = ("link", element.attrs.get("href", "")) if element.tag == "a" else (element.tag, "")
    return tuple(sorted({*marks, mark})) if mark[0] in _MARKS | {"link"} else marks


def _tokens(text: str, marks: tuple[tuple[str, str], ...] = ()) -> list[_Token]:
    return [_Token(word, " " if gap else "", marks) for gap, word in _TOKEN.findall(text)]


# -- aligning ----------------------------------------------------------------------------------------------------------


def _matched(gone: Sequence[_Block], came: Sequence[_Block]) -> list[Line]:
    """Return the lines of a stretch in which blocks went and came: those alike are compared word by word."""
    lines, from_gone, from_came = [], 0, 0
    for in_gone, in_came in [*_pairs(gone, came), (len(gone), len(came))]:
        lines += [_whole(block, State.GONE) for block in gone[from_gone:in_gone]]
        lines += [_whole(block, State.NEW) for block in came[from_came:in_came]]
        if in_gone < len(gone) and in_came < len(came):
            lines.append(_changed(gone[in_gone], came[in_came]))
        from_gone, from_came = in_gone + 1, in_came + 1
    return lines


def _pairs(gone: Sequence[_Block], came: Sequence[_Block]) -> list[tuple[int, int]]:
    """Return the places of blocks that are one and the same, changed: the pairs in order that share the most."""
    if not gone or not came or len(gone) * len(came) > MOST_PAIRS_OF_BLOCKS:
        return []
    alike = _likeness(gone, came)
    best = [[0.0] * (len(came) + 1) for _block in range(len(gone) + 1)]
    for one in range(len(gone) - 1, -1, -1):
        for other in range(len(came) - 1, -1, -1):
            share = alike(one, other)
            with_both = share + best[one + 1][other + 1] if share >= ALIKE else 0.0
            best[one][other] = max(best[one + 1][other], best[one][other + 1], with_both)
    found, one, other = [], 0, 0
    while one < len(gone) and other < len(came):
        if best[one][other] == best[one + 1][other]:
            one += 1
        elif best[one][other] == best[one][other + 1]:
            other += 1
        else:
            found.append((one, other))
            one, other = one + 1, other + 1
    return found


def _likeness(gone: Sequence[_Block], came: Sequence[_Block]) -> Callable[[int, int], float]:
    """Return the function that tells how much two blocks share of their words, from 0 to 1."""
    bits: dict[str, int] = {}

    def bag(block: _Block) -> tuple[int, int]:
        mask = 0
        # Of a short line the marks count, too: there is little else.
        words = [token.text for token in block.tokens if token.text.isalnum() or len(block.tokens) < 4]
        for word in words or [token.text for token in block.tokens]:
            mask |= bits.setdefault(word, 1 << len(bits))
        return mask, mask.bit_count()

    old, new = [bag(block) for block in gone], [bag(block) for block in came]
    only = len(gone) == len(came) == 1

    def alike(one: int, other: int) -> float:
        if gone[one].path[-1:] == came[other].path[-1:] and (gone[one].path[-1:] in {("figure",), ("text",)}) and only:
            return 1.0
        (mask, size), (other_mask, other_size) = old[one], new[other]
        return 2 * (mask & other_mask).bit_count() / ((size + other_size) or 1)

    return alike


# -- writing -----------------------------------------------------------------------------------------------------------


@dataclass
class _Runs:
    """The runs of one line as they grow."""

    done: list[Run] = field(default_factory=list)

    def add(self, kind: State, tokens: Sequence[_Token], untold: frozenset[Any] = frozenset()) -> None:
        """Add ``tokens``; of what changed also the marks, but for those in ``untold``."""
        for marks, group in groupby(tokens, key=lambda token: () if kind == State.SAME else token.marks):
            told = tuple(_told(mark) for mark in marks if mark not in untold)
            text = "".join(f"{token.gap}{token.text}" for token in group)
            if kind != State.SAME:
                text = text.replace("\n", "↵\n")
            last = self.done[-1] if self.done else None
            if last is not None and (last.kind, last.marks) == (kind, told):
                self.done[-1] = Run(kind, last.text + text, told)
            else:
                self.done.append(Run(kind, text, told))

    def runs(self) -> tuple[Run, ...]:
        """Return the runs, without the gap that each text has before its first word by agreement."""
        both = {State.GONE, State.NEW}
        waiting, runs = both, []
        for run in self.done:
            begins = waiting == both if run.kind == State.SAME else run.kind in waiting
            waiting = set() if run.kind == State.SAME else waiting - {run.kind}
            text = run.text[1:] if begins and run.text[:1] == " " else run.text
            runs.append(Run(run.kind, text, run.marks))
        return tuple(runs)


def _whole(block: _Block, state: State) -> Line:
    runs = _Runs()
    # Brackets tell a source already.
    runs.add(state, block.tokens, frozenset({("source", "")}))
    return Line(block.path[-1], state, runs.runs(), block.path)


def _changed(old: _Block, new: _Block) -> Line:
    runs = _Runs()
    for same, gone, came in _smoothed(list(aligned(old.tokens, new.tokens))):
        runs.add(State.SAME, same)
        shared = _shared(gone) & _shared(came)
        runs.add(State.GONE, gone, shared)
        runs.add(State.NEW, came, shared)
    return Line(new.path[-1], State.CHANGED, runs.runs(), new.path, old.path if old.path != new.path else ())


def _shared(tokens: Sequence[_Token]) -> frozenset[Any]:
    """Return the marks that every one of ``tokens`` bears."""
    return frozenset.intersection(*(frozenset(token.marks) for token in tokens)) if tokens else frozenset()


def _smoothed(parts: list[Part]) -> list[Part]:
    """Return the parts of a line without islands: one word that stayed by chance between two long changes."""
    done: list[Part] = []
    for same, gone, came in parts:
        changes = done[-1] if done else None
        is_island = len(same) <= 2 and not (gone == came == ()) and bool(gone or came)
        if changes is not None and is_island and _large(changes[1], changes[2]) and _large(gone, came):
            done[-1] = (changes[0], [*changes[1], *same, *gone], [*changes[2], *same, *came])
        else:
            done.append((same, gone, came))
    return done


def _large(gone: Sequence[_Token], came: Sequence[_Token]) -> bool:
    """Return whether a change is of several words on both sides."""
    return min(len(gone), len(came)) >= 2


# -- words -------------------------------------------------------------------------------------------------------------


def _told(mark: tuple[str, str]) -> str:
    """Return a mark in words."""
    name, value = mark
    words = {"strong": _("bold"), "em": _("emphasis"), "source": _("source")}
    return words.get(name) or _("link to %(address)s") % {"address": value}


def _named(path: tuple[str, ...]) -> str:
    """Return what a block is, in words, from the outside in."""
    words = {
        "paragraph": _("paragraph"),
        "heading": _("heading"),
        "subheading": _("subheading"),
        "item": _("list item"),
        "numbered": _("numbered item"),
        "quotation": _("quotation"),
        "pull": _("pull quote"),
        "figure": _("picture"),
    }
    return "، ".join(words[part] for part in path if part in words)
