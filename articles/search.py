"""Search in its first form: folded text, every word of the question somewhere in the piece.

A name in the question, in any of its spellings, is found in every other one, and on what is filed under it. The
entries say nothing of what is public; whoever asks for readers asks through the gate.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.html import strip_tags

from articles.models import Article, SearchEntry, Spelling, Tag, TaggedArticle, Topic
from articles.models.article import LANGUAGES
from newsroom.arabic.fold import fold

MOST_WORDS = 8
LONGEST_QUERY = 200
# Of one name; more ways to write it are not looked for.
MOST_SPELLINGS = 20
SHORT = 3
Filed = Article.topics.through


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


def words_of(query: str) -> list[str]:
    """Return the folded words of what somebody typed, each once, at most ``MOST_WORDS``."""
    return list(dict.fromkeys(fold(query[:LONGEST_QUERY]).split()))[:MOST_WORDS]


def names_in(query: str, *, language: str | None = None) -> list[Named]:
    """Return the topics and tags of which a spelling stands in ``query`` as whole words; one query.

    The longest first, and none that only stands inside another. With ``language`` only names that have a page there:
    of a hidden one a search tells nothing, not even what is filed under it.
    """
    words = fold(query[:LONGEST_QUERY]).split()[:MOST_WORDS]
    spans = {" ".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1)}
    if not spans:
        return []
    known = Spelling.objects.filter(folded__in=spans)
    topics, tags = known.filter(topic__isnull=False).values("topic"), known.filter(tag__isnull=False).values("tag")
    if language is not None:
        topics = topics.filter(topic__in=Topic.objects.public(language).order_by().values("pk"))
        tags = tags.filter(tag__in=Tag.objects.public(language).order_by().values("pk"))
    rows = Spelling.objects.filter(Q(topic__in=topics) | Q(tag__in=tags)).order_by("pk")
    bearers: dict[tuple[int | None, int | None], list[str]] = {}
    for topic, tag, folded in rows.values_list("topic", "tag", "folded"):
        bearers.setdefault((topic, tag), []).append(folded)
    return _apart(words, _by_spelling(spans, bearers))


def _by_spelling(spans: set[str], bearers: dict[tuple[int | None, int | None], list[str]]) -> dict[str, Named]:
    """Return what each spelling in the question means; a topic and a tag may be called alike."""
    found: dict[str, Named] = {}
    for (topic, tag), spellings in bearers.items():
        for spelled in spans & set(spellings):
            named = found.setdefault(spelled, Named(spelled))
            named.topics += [topic] if topic else []
            named.tags += [tag] if tag else []
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


def found(pieces: QuerySet, query: str, *, language: str, names: list[Named] | None = None) -> QuerySet:
    """Return those of ``pieces`` whose text in ``language`` holds every word of ``query``; none for no word.

    A name in it (``names``, as ``names_in`` gives them) is held by a piece that spells it otherwise, or is filed under
    it.
    """
    words = words_of(query)
    if not words:
        return pieces.none()
    if names is None:
        names = names_in(query, language=language)
    entries = SearchEntry.objects.filter(article=OuterRef("pk"), language=language)
    for named in names:
        filed = Q(article__in=Filed.objects.filter(topic__in=named.topics).values("article")) if named.topics else Q()
        if named.tags:
            filed |= Q(article__in=TaggedArticle.objects.filter(tag__in=named.tags).values("content_object"))
        entries = entries.filter(_spelled(named, "words") | filed)
    for word in _loose(words, names):
        entries = entries.filter(words__contains=word)
    return pieces.filter(Exists(entries))


def titled(pieces: QuerySet, query: str) -> QuerySet:
    """Return those of ``pieces`` whose title, in any one language, holds every word of ``query``, or spells the names
    in it otherwise."""
    names = names_in(query)
    entries = SearchEntry.objects.filter(article=OuterRef("pk"))
    for named in names:
        entries = entries.filter(_spelled(named, "title"))
    for word in _loose(words_of(query), names):
        entries = entries.filter(title__contains=word)
    return pieces.filter(Exists(entries))


def _spelled(named: Named, column: str) -> Q:
    """Return the condition that a column holds the words of a name, or another spelling of it."""
    condition = Q(*((f"{column}__contains", word) for word in named.words))
    for other in named.others:
        condition |= _standing(other, column)
    return condition


def _standing(spelled: str, column: str) -> Q:
    """Return the condition that a spelling stands in a column; a short or Latin one as whole words: no "us" in Russia.

    Arabic words bear what leans on them («والصين»), and are found inside.
    """
    if not spelled.isascii() and len(spelled) > SHORT:
        return Q(**{f"{column}__contains": spelled})
    inside = Q(**{f"{column}__contains": f" {spelled} "})
    edges = Q(**{f"{column}__startswith": f"{spelled} "}) | Q(**{f"{column}__endswith": f" {spelled}"})
    return inside | edges | Q(**{column: spelled})


def _loose(words: Iterable[str], names: Iterable[Named]) -> list[str]:
    """Return the words that belong to no name."""
    bound = {word for named in names for word in named.words}
    return [word for word in words if word not in bound]


def index(articles: Iterable[Article]) -> None:
    """Write the entries of these rows anew; three statements, however many there are."""
    rows = list(articles)
    entries = [entry for article in rows for code in LANGUAGES if (entry := _entry(article, code)) is not None]
    SearchEntry.objects.filter(article__in=rows).delete()
    SearchEntry.objects.bulk_create(entries, batch_size=500)


def _entry(article: Article, code: str) -> SearchEntry | None:
    """Return the entry of a row in one language, None where it has no word."""
    title, standfirst, body = (getattr(article, f"{name}_{code}") or "" for name in ("title", "standfirst", "body"))
    words = fold(" ".join([title, standfirst, strip_tags(body.replace("<", " <"))]))
    return SearchEntry(article=article, language=code, title=fold(title)[:400], words=words) if words else None
