"""Names in a question: in any of their spellings they are found in every other, and on what is filed under them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from articles.models import Spelling
from articles.search.public import Bearer, PublicNames

# Of one name; more ways to write it are not looked for.
MOST_SPELLINGS = 20


@dataclass
class Named:
    """A name that stands in a question: the words by which it does, whose it is, and how else it is spelled."""

    spelled: str
    topics: list[int] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        """Return the words by which the name stands in the question."""
        return self.spelled.split()


def names_in(words: Sequence[str], *, public: PublicNames | None = None) -> list[Named]:
    """Return the topics and tags of which a spelling stands in the folded ``words``, in their order.

    The longest first, and none that only stands inside another. With ``public`` only names that have a page: of a
    hidden one a search tells nothing, not even what is filed under it. Without, a query, and another where one is
    found.
    """
    spans = {" ".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1)}
    if public is None:
        bearers = _bearers_of(spans)
    else:
        bearers = {bearer: public.spellings[bearer] for span in spans for bearer in public.bearers.get(span, ())}
    return _apart(words, _by_spelling(spans, bearers))


def _bearers_of(spans: set[str]) -> dict[Bearer, list[str]]:
    """Return every topic and tag of which one of ``spans`` is a spelling, each with all its spellings."""
    known = Spelling.objects.filter(folded__in=spans)
    if not spans or not known.exists():
        return {}
    topics, tags = known.filter(topic__isnull=False).values("topic"), known.filter(tag__isnull=False).values("tag")
    rows = Spelling.objects.filter(Q(topic__in=topics) | Q(tag__in=tags)).order_by("pk")
    bearers: dict[Bearer, list[str]] = {}
    for topic, tag, folded in rows.values_list("topic", "tag", "folded"):
        bearers.setdefault(("topic", topic) if topic else ("tag", tag), []).append(folded)
    return bearers


def _by_spelling(spans: set[str], bearers: dict[Bearer, list[str]]) -> dict[str, Named]:
    """Return what each spelling in the question means; a topic and a tag may be called alike."""
    found: dict[str, Named] = {}
    # By id, the topics first: both ways of asking answer alike.
    for (kind, number), spellings in sorted(bearers.items(), key=lambda each: (each[0][0] == "tag", each[0][1])):
        for spelled in spans & set(spellings):
            named = found.setdefault(spelled, Named(spelled))
            (named.topics if kind == "topic" else named.tags).append(number)
            others = [*named.others, *(other for other in spellings[:MOST_SPELLINGS] if other != spelled)]
            named.others = list(dict.fromkeys(others))
    return found


def _apart(words: Sequence[str], found: dict[str, Named]) -> list[Named]:
    """Return those of the names ``found`` that share no place in the question with a longer one."""
    free, chosen = list(words), []
    for named in sorted(found.values(), key=lambda named: -len(named.words)):
        size = len(named.words)
        places = [start for start in range(len(free)) if free[start : start + size] == named.words]
        if places:
            chosen.append(named)
        for start in places:
            free[start : start + size] = [""] * size
    return chosen
