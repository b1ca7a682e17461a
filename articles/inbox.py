"""The inbox of names: what about topics and tags needs a decision, and the decisions that are no merge."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles import merging, naming, rights, twins
from articles.merging import Filed, Name, Plan
from articles.models import Article, NameKind, Revision, Spelling, Tag, TaggedArticle, Topic, Twin, Verdict
from articles.models.article import LANGUAGES
from articles.models.authority import MODELS, kind_of
from articles.twins import Key, in_order, key_of
from newsroom import audit
from newsroom.accounts import User
from newsroom.refusals import Refused

Reason = Verdict.Reason
# The most harmful first: names that are settled late are borne by more and more pieces.
HARM = {reason: place for place, reason in enumerate((Reason.TWIN, Reason.NEW, Reason.UNUSED, Reason.SUMMARY))}
NEW_FOR = timedelta(days=7)
SHOWN = 30
KEPT = {
    Reason.NEW: gettext_noop("Looked at the new name and kept it."),
    Reason.UNUSED: gettext_noop("Kept the name although no piece bears it."),
    Reason.SUMMARY: gettext_noop("Kept the topic without a summary."),
    Reason.TRANSLATION: gettext_noop("Kept the topic without an English name."),
}


@dataclass(frozen=True)
class Suspect:
    """Another name that looks like the one asked about."""

    row: Name
    uses: int
    # One of the reasons of newsroom.arabic.names, and the two spellings that are alike.
    why: str
    spelled: str
    other_spelled: str
    # What merging would change, each way; None: a topic never goes into a tag.
    there: Plan | None
    back: Plan | None
    # Whether the other one is to go: it is borne by fewer pieces.
    back_first: bool


@dataclass(frozen=True)
class Question:
    """One name that needs a decision, with everything that is asked of it."""

    row: Name
    kind: NameKind
    reasons: tuple[Reason, ...]
    uses: int
    suspects: tuple[Suspect, ...] = ()

    @property
    def key(self) -> str:
        """Return what the name is called in addresses and forms: tag-12."""
        return f"{self.kind.value}-{self.row.pk}"

    @property
    def keepable(self) -> tuple[Reason, ...]:
        """Return the reasons that are settled by keeping the name as it is."""
        return tuple(reason for reason in self.reasons if reason != Reason.TWIN)


@dataclass(frozen=True)
class Inbox:
    """What needs a decision: the first of it, how much there is, and how much of each reason."""

    questions: tuple[Question, ...]
    total: int
    # Of the reason that was asked for.
    chosen: int
    counts: dict[Reason, int]


@dataclass
class _Asked:
    """What is asked of one name, before it is fetched."""

    made_at: float = 0.0
    reasons: set[Reason] = field(default_factory=set)
    pairs: list[Twin] = field(default_factory=list)


def may_settle(user: Any) -> bool:
    """Return whether the account may settle what is asked of names."""
    return user.has_perm("articles.change_topic") and user.has_perm("articles.change_tag")


# ---- what is asked ---------------------------------------------------------------------------------------------------


def questions(*, user: Any, now: datetime, reason: str = "", most: int = SHOWN) -> Inbox:
    """Return what needs a decision, the most harmful and newest first, each name once with all its reasons.

    Of a suspected pair the tag is asked, of two of a kind the newer one. ``reason`` chooses one reason. A fixed number
    of queries; numbers count what ``user`` may know.
    """
    asked = _asked(user=user, now=now)
    counts = Counter(each for one in asked.values() for each in one.reasons)
    wanted = [key for key, one in asked.items() if not reason or reason in one.reasons]
    wanted.sort(
        key=lambda key: (min(HARM.get(each, len(HARM)) for each in asked[key].reasons), -asked[key].made_at, key)
    )
    shown = {key: asked[key] for key in wanted[:most]}
    facts = _Facts(shown, user=user, now=now)
    return Inbox(
        # One may have been merged between two queries.
        tuple(facts.question(key, one) for key, one in shown.items() if key in facts.rows),
        total=len(asked),
        chosen=len(wanted),
        counts={each: counts[each] for each in Reason},
    )


def waiting(*, user: Any, now: datetime) -> int:
    """Return how many names need a decision; a fixed number of queries."""
    return len(_asked(user=user, now=now))


def without_dossier() -> QuerySet[Topic]:
    """Return the topics of which readers are told nothing."""
    return Topic.objects.filter(_empty("summary"), _empty("background"), live_revision=None)


def _empty(name: str) -> Q:
    return Q(**{f"{name}_ar": ""}) | Q(**{f"{name}_ar": None})


def _asked(*, user: Any, now: datetime) -> dict[Key, _Asked]:
    """Return what is asked of each name; nothing is asked that somebody has answered."""
    settled = set(Verdict.objects.exclude(reason=Reason.TWIN).values_list("kind", "row_id", "reason"))
    pairs: defaultdict[Key, list[Twin]] = defaultdict(list)
    for twin in twins.standing():
        pairs[asked_of(*_keys(twin))].append(twin)
    asked: dict[Key, _Asked] = {}
    for kind, rows in ((NameKind.TOPIC, _topics(user, now)), (NameKind.TAG, _tags(user, now))):
        with_twin = [number for each, number in pairs if each == kind]
        names = [reason.value for reason in Reason if f"is_{reason.value}" in rows.query.annotations]
        flags = Q(*((f"is_{name}", True) for name in names), _connector=Q.OR)
        found = rows.filter(flags | Q(pk__in=with_twin)).order_by()
        drafted = merging.in_drafts(kind, among=rights.countable(user, now=now))
        for pk, made_at, *truths in found.values_list("pk", "created_at", *(f"is_{name}" for name in names)):
            reasons = {Reason(name) for name, true in zip(names, truths, strict=True) if true}
            reasons = {each for each in reasons if (kind.value, pk, each.value) not in settled}
            if pk in drafted:
                reasons.discard(Reason.UNUSED)
            reasons |= {Reason.TWIN} if (kind.value, pk) in pairs else set()
            if reasons:
                made = made_at.timestamp() if made_at else 0.0
                asked[kind.value, pk] = _Asked(made, reasons, pairs.get((kind.value, pk), []))
    return asked


def asked_of(one: Key, two: Key) -> Key:
    """Return of which name of a pair is asked: of a tag rather than of a topic, of the newer rather than of the older.

    Takes the pair as it stands everywhere, the smaller first; "tag" comes before "topic".
    """
    return one if one[0] != two[0] else two


def _tags(user: Any, now: datetime) -> QuerySet:
    """Return the tags, each with what is to be asked of it."""
    borne = TaggedArticle.objects.filter(tag=OuterRef("pk"))
    return Tag.objects.annotate(is_new=_made_since(now), is_unused=~Exists(_known(borne, "content_object", user, now)))


def _topics(user: Any, now: datetime) -> QuerySet:
    """Return the topics, each with what is to be asked of it; one that binds others or has a dossier is in use."""
    borne = Filed.objects.filter(topic=OuterRef("pk"))
    bound = Topic.parties.through.objects.filter(Q(from_topic=OuterRef("pk")) | Q(to_topic=OuterRef("pk")))
    bare = _empty("summary") & _empty("background") & Q(live_revision=None, draft_revision=None)
    nameless = Q(name_en="") | Q(name_en=None)
    return Topic.objects.annotate(
        is_new=_made_since(now),
        is_unused=_truth(bare & ~Exists(bound) & ~Exists(_known(borne, "article", user, now))),
        is_summary=_truth(_empty("summary") & Q(published=True)),
        is_translation=_truth(nameless),
    )


def _made_since(now: datetime) -> Any:
    return _truth(Q(created_at__gte=now - NEW_FOR, created_at__isnull=False))


def _truth(condition: Q) -> Any:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _known(borne: QuerySet, piece: str, user: Any, now: datetime) -> QuerySet:
    """Return those of the rows that join names to pieces of whose pieces ``user`` may know."""
    known = rights.countable(user, now=now)
    return borne.filter(**{f"{piece}__in": Article.objects.filter(known).values("pk")}) if known else borne


# ---- what is shown ---------------------------------------------------------------------------------------------------


class _Facts:
    """Everything the page tells of the names on it, fetched at once."""

    def __init__(self, shown: dict[Key, _Asked], *, user: Any, now: datetime) -> None:
        keys = set(shown) | {key for one in shown.values() for twin in one.pairs for key in _keys(twin)}
        topics = [number for kind, number in keys if kind == NameKind.TOPIC]
        tags = [number for kind, number in keys if kind == NameKind.TAG]
        rows: list[Name] = [
            *Topic.objects.filter(pk__in=topics).prefetch_related("relations", "parties", "spellings"),
            *Tag.objects.filter(pk__in=tags).prefetch_related("spellings"),
        ]
        self.rows = {key_of(row): row for row in rows}
        texts = (Q(**{f"{stem}_{code}__gt": ""}) for stem in ("summary", "background") for code in LANGUAGES)
        written = Q(Exists(_revisions())) | Q(picture__isnull=False) | Q(*texts, _connector=Q.OR)
        spelled = {each.folded for row in rows if isinstance(row, Tag) for each in row.spellings.all()}
        topics_so = Spelling.objects.filter(kind=NameKind.TOPIC, folded__in=spelled)
        # What a tag cannot bring along into a topic: a topic is called so already.
        self.topics_so = set(topics_so.values_list("folded", flat=True))
        self.dossiers = set(Topic.objects.filter(written, pk__in=topics).values_list("pk", flat=True))
        self.pieces: defaultdict[Key, set[int]] = defaultdict(set)
        for model, kind, name, piece, ids in (
            (Filed, NameKind.TOPIC, "topic", "article", topics),
            (TaggedArticle, NameKind.TAG, "tag", "content_object", tags),
        ):
            borne = _known(model._default_manager.filter(**{f"{name}__in": ids}), piece, user, now)
            for number, article in borne.values_list(f"{name}_id", f"{piece}_id"):
                self.pieces[kind.value, number].add(article)

    def question(self, key: Key, asked: _Asked) -> Question:
        row = self.rows[key]
        reasons = tuple(reason for reason in Reason if reason in asked.reasons)
        reasons = tuple(sorted(reasons, key=lambda reason: HARM.get(reason, len(HARM))))
        suspects = tuple(self._suspect(key, twin) for twin in asked.pairs if set(_keys(twin)) <= self.rows.keys())
        return Question(row, kind_of(row), reasons, len(self.pieces[key]), suspects)

    def _suspect(self, key: Key, twin: Twin) -> Suspect:
        one, two = _keys(twin)
        other = two if key == one else one
        mine, theirs = (twin.name, twin.other_name) if key == one else (twin.other_name, twin.name)
        there = self._plan(key, other) if key[0] == other[0] or key[0] == NameKind.TAG else None
        back = self._plan(other, key) if key[0] == other[0] or other[0] == NameKind.TAG else None
        fewer = len(self.pieces[other]) < len(self.pieces[key])
        return Suspect(
            row=self.rows[other],
            uses=len(self.pieces[other]),
            why=twin.reason,
            spelled=mine,
            other_spelled=theirs,
            there=there,
            back=back,
            back_first=back is not None and fewer,
        )

    def _plan(self, source_key: Key, into_key: Key) -> Plan:
        """Return what ``articles.merging.plan`` returns, from what is fetched already."""
        source, into = self.rows[source_key], self.rows[into_key]
        known = self.topics_so if isinstance(source, Tag) and isinstance(into, Topic) else set()
        spellings = sorted(source.spellings.all(), key=lambda each: each.pk)
        pieces, theirs = self.pieces[source_key], self.pieces[into_key]
        relations: tuple[Topic, ...] = ()
        dossier = False
        if isinstance(source, Topic):
            bound = dict.fromkeys((*source.relations.all(), *source.parties.all()))
            relations = tuple(topic for topic in bound if key_of(topic) != into_key)
            dossier = source.pk in self.dossiers
        return Plan(
            source,
            into,
            tuple(sorted(pieces)),
            tuple(sorted(pieces & theirs)),
            tuple(each.name for each in spellings if each.folded not in known),
            relations,
            dossier,
        )


def _revisions() -> QuerySet[Revision]:
    return Revision.objects.filter(topic=OuterRef("pk"))


def _keys(twin: Twin) -> tuple[Key, Key]:
    return (twin.kind, twin.row_id), (twin.other_kind, twin.other_id)


# ---- decisions -------------------------------------------------------------------------------------------------------


def keep(row: Name, reasons: Iterable[str], *, by: User | None, now: datetime) -> list[Verdict]:
    """Leave ``row`` as it is, and never ask for ``reasons`` again; return what is taken back by ``take_back``.

    Raises Refused for a name that is gone, and where there is nothing to settle.
    """
    wanted = [reason for reason in KEPT if reason in set(reasons)]
    if not wanted:
        raise Refused([_("Nothing is asked of this name any more.")])
    with transaction.atomic():
        _held(row)
        there = set(
            Verdict.objects.filter(kind=kind_of(row), row_id=row.pk, reason__in=wanted).values_list("reason", flat=True)
        )
        facts: dict[str, Any] = {"kind": kind_of(row), "row_id": row.pk, "at": now, "by": by}
        made = [Verdict.objects.create(reason=reason, **facts) for reason in wanted if reason not in there]
        if not made:
            raise Refused([_("A colleague has decided this already.")])
        for verdict in made:
            audit.record(row, by=by, act=KEPT[Reason(verdict.reason)])
        return made


def not_same(one: Name, two: Name, *, by: User | None, now: datetime) -> list[Verdict]:
    """Say that two names that look alike are two, so that nobody is asked again; return what ``take_back`` takes back.

    Raises Refused for a name that is gone, for one name twice, and where this was said already.
    """
    if key_of(one) == key_of(two):
        raise Refused([_("Choose another name.")])
    first, second = in_order(key_of(one), key_of(two))
    with transaction.atomic():
        _held(one, two)
        verdict, made = Verdict.objects.get_or_create(
            reason=Reason.TWIN,
            kind=first[0],
            row_id=first[1],
            other_kind=second[0],
            other_id=second[1],
            defaults={"at": now, "by": by},
        )
        if not made:
            raise Refused([_("A colleague has decided this already.")])
        Twin.objects.filter(kind=first[0], row_id=first[1], other_kind=second[0], other_id=second[1]).delete()
        _record_pair(one, two, by=by, act=gettext_noop("Not the same as a name that looks alike."))
        return [verdict]


def drop(row: Name, *, by: User | None, now: datetime) -> None:
    """Remove a name that no piece bears; undone like a merge. Raises Refused where one bears it now, or it is gone."""
    with transaction.atomic():
        naming.hold(alone=True)
        if merging.plan(row, into=None).pieces or row.pk in merging.in_drafts(kind_of(row)):
            raise Refused([_("A piece bears this name now: merge it into another instead.")])
        merging.remove(row, by=by, now=now)


def take_back(verdicts: Iterable[Verdict], *, by: User | None, now: datetime) -> None:
    """Take decisions back: the names are asked about again. Raises Refused where they were taken back already."""
    with transaction.atomic():
        rows = list(Verdict.objects.select_for_update().filter(pk__in=[verdict.pk for verdict in verdicts]))
        if not rows:
            raise Refused([_("This was undone already.")])
        Verdict.objects.filter(pk__in=[row.pk for row in rows]).delete()
        told = set()
        for verdict in rows:
            row, other = names_of(verdict)
            if row is not None and other is not None:
                twins.suspect(row, other)
                _record_pair(row, other, by=by, act=gettext_noop("Took back that two names are not the same."))
            elif row is not None and row not in told:
                told.add(row)
                audit.record(row, by=by, act=gettext_noop("Took back that the name is kept."))


def names_of(verdict: Verdict) -> tuple[Name | None, Name | None]:
    """Return the name of which something was decided, and of a pair the other one; None for what is gone."""
    row = MODELS[verdict.kind].objects.filter(pk=verdict.row_id).first()
    other = MODELS[verdict.other_kind].objects.filter(pk=verdict.other_id).first() if verdict.other_kind else None
    return row, other


def _held(*rows: Name) -> None:
    """Keep names from being deleted until this transaction ends; raises Refused where one is gone."""
    for row in sorted(rows, key=key_of):
        if type(row)._default_manager.select_for_update().filter(pk=row.pk).first() is None:
            raise Refused([_("This name is not there any more.")])


def _record_pair(one: Name, two: Name, *, by: User | None, act: str) -> None:
    for row, other in ((one, two), (two, one)):
        audit.record(row, by=by, act=act, changes=[("Name", "", str(other))])
