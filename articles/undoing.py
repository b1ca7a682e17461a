"""Undoing a merge: everything as it was, or in words what stands in between."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import cast
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Model, OuterRef, Q, Subquery
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from articles import joining, naming, revisions, search
from articles.merging import Filed, Party
from articles.models import Article, Merge, MergedRow, NameKind, Revision, Spelling, Tag, TaggedArticle, Topic
from articles.models.authority import MODELS
from articles.recording import Values, columns, model_of, plain, put_back
from articles.snapshots import Ref, Snapshot
from newsroom import audit, pagecache, redirects
from newsroom.accounts import User
from newsroom.images import Photo
from newsroom.redirects import Redirect
from newsroom.refusals import Refused

# What the finder writes and the place in a list are derived: they say nothing of whether somebody has changed a row.
DERIVED = {"compared", "name_sorted"}
PIECES: dict[type[Model], tuple[str, str]] = {
    Filed: ("article_id", "topic_id"),
    TaggedArticle: ("content_object_id", "tag_id"),
}


@dataclass
class _Undoing:
    """One merge while it is undone: its rows, and what must be said of them."""

    merge: Merge
    rows: list[MergedRow]
    told: list[str] = field(default_factory=list)
    # Of each piece that bore the source: the row that said so, and whether it bore both names.
    bore: dict[int, Values] = field(default_factory=dict)
    both: set[int] = field(default_factory=set)
    left: set[int] = field(default_factory=set)


def in_between(group: UUID) -> list[str]:
    """Return in words what stands between today and the state before the merges of ``group``; empty: undo them."""
    merges = list(Merge.objects.filter(group=group).order_by("-pk"))
    if not merges or any(merge.undone_at for merge in merges):
        return [_("This was undone already.")]
    if not all(merge.rows.exists() for merge in merges):
        return [_("This merge was made before merges were recorded: it cannot be undone.")]
    own = {merge.pk for merge in merges}
    return list(dict.fromkeys(sentence for merge in merges for sentence in _blocks(merge, own)))


def undo(group: UUID, *, by: User | None, now: datetime) -> list[str]:
    """Undo the merges of ``group``, all or none; return in words what was changed since and therefore stays as it is.

    Names, spellings, addresses and relations stand again as they stood. A piece saved since gets its name back by a
    revision of its own; one that no longer bears what the merge gave it is left alone. Raises Refused with what
    stands in between.
    """
    with transaction.atomic(), pagecache.raised_last():
        naming.hold(alone=True)
        list(Merge.objects.select_for_update().filter(group=group))
        if blocks := in_between(group):
            raise Refused(blocks)
        told: list[str] = []
        for merge in Merge.objects.filter(group=group).order_by("-pk"):
            told += _undone(merge, by=by, now=now)
        return list(dict.fromkeys(told))


# ---- what stands in between -----------------------------------------------------------------------------------------


def _blocks(merge: Merge, own: set[int]) -> list[str]:
    """Return what stands in the way of undoing one merge of the group ``own`` (ids)."""
    said = []
    into = _into(merge)
    if merge.new_id is not None and into is None:
        said.append(_gone(merge))
    before = {row.row_id: row.before for row in merge.rows.filter(model=Spelling._meta.label) if row.before}
    folded = [row["folded"] for row in before.values() if row["kind"] == merge.kind]
    for spelling in Spelling.objects.filter(kind=merge.kind, folded__in=folded).select_related("topic", "tag"):
        if spelling.bearer != into or spelling.language:
            facts = {"name": spelling.name, "row": spelling.bearer}
            if spelling.name == str(spelling.bearer):
                said.append(_("A “%(name)s” was made anew since: merge or rename that one first.") % facts)
            else:
                said.append(_("“%(name)s” means “%(row)s” now: give that another name first.") % facts)
    source = merge.rows.filter(model=MODELS[merge.kind]._meta.label, row_id=merge.old_id).last()
    address = (source.before or {}).get("slug") if source is not None else None
    for row in MODELS[merge.kind].objects.filter(slug=address):
        said.append(_("“%(row)s” has the address “%(slug)s” now: change that first.") % {"row": row, "slug": address})
    said += _same_pieces(merge, own)
    if merge.promoted and isinstance(into, Topic):
        said += _worked_on(merge, into, own)
    return said


def _same_pieces(merge: Merge, own: set[int]) -> list[str]:
    """Return which names were merged since into the same one, on pieces that bore this one too."""
    later = Merge.objects.standing().filter(pk__gt=merge.pk, new_kind=merge.new_kind, new_id=merge.new_id or 0)
    by_id = {each.pk: each for each in later.exclude(pk__in=own)}
    bore = _bore(merge, *by_id.values())
    return [
        _("“%(name)s” was merged into “%(into)s” since, on the same pieces: undo that first.")
        % {"name": each.old_name, "into": each.new_name}
        for each in by_id.values()
        if bore[each.pk] & bore[merge.pk]
    ]


def _gone(merge: Merge) -> str:
    later = Merge.objects.standing().filter(kind=merge.new_kind, old_id=merge.new_id or 0).first()
    if later is None:
        return _("“%(name)s” is not there any more.") % {"name": merge.new_name}
    if later.new_id is None:
        return _("“%(name)s” was removed since: undo that first.") % {"name": merge.new_name}
    facts = {"name": merge.new_name, "into": later.new_name}
    return _("“%(name)s” was itself merged into “%(into)s” since: undo that first.") % facts


def _worked_on(merge: Merge, topic: Topic, own: set[int]) -> list[str]:
    """Return what was done to a topic since it was made of a tag: with the undo it would be lost."""
    made = {(row.model, row.row_id): row for row in merge.rows.filter(before__isnull=True)}
    said = []
    row = made.get((Topic._meta.label, topic.pk))
    changed = row is not None and not _same(columns(Topic, [topic.pk])[topic.pk], row.after)
    if changed or topic.revisions.exists():
        said.append(_("The topic “%(name)s” was worked on since.") % {"name": topic})
    gained = topic.spellings.exclude(pk__in=[pk for model, pk in made if model == Spelling._meta.label]).count()
    if gained:
        said.append(_("The topic “%(name)s” was given other spellings since.") % {"name": topic})
    filed, bore = Filed.objects.filter(topic=topic), _bore(merge)[merge.pk]
    drafts = Article.objects.filter(draft_revision__gt=merge.last_revision).exclude(pk__in=bore)
    named = drafts.values_list("pk", "draft_revision__content__topics")
    drafted = {pk for pk, refs in named if topic.pk in {ref["id"] for ref in refs or ()}}
    since = len(drafted | set(filed.exclude(article_id__in=bore).values_list("article_id", flat=True)))
    if since:
        told = ngettext(
            "%(count)d piece was filed under “%(name)s” since.",
            "%(count)d pieces were filed under “%(name)s” since.",
            since,
        )
        said.append(told % {"count": since, "name": topic})
    bound = Party.objects.filter(Q(from_topic=topic) | Q(to_topic=topic))
    if bound.exists() or topic.pk in joining.people():
        said.append(_("The topic “%(name)s” was bound to others since.") % {"name": topic})
    if topic.merged.standing().filter(pk__gt=merge.pk).exclude(pk__in=own).exists():
        said.append(_("Other names were merged into “%(name)s” since: undo that first.") % {"name": topic})
    return said


def _bore(*merges: Merge) -> dict[int, set[int]]:
    """Return for each merge, by id, the ids of the pieces that bore its source; one query."""
    models = {model._meta.label: piece for model, (piece, _name) in PIECES.items()}
    rows = MergedRow.objects.filter(merge__in=merges, model__in=models, before__isnull=False)
    bore: dict[int, set[int]] = {merge.pk: set() for merge in merges}
    for merge, model, before in rows.values_list("merge_id", "model", "before"):
        bore[merge].add(cast(Values, before)[models[model]])
    return bore


def _into(merge: Merge) -> Topic | Tag | None:
    if merge.new_id is None:
        return None
    return MODELS[merge.new_kind].objects.filter(pk=merge.new_id).first()


# ---- the way back ----------------------------------------------------------------------------------------------------


def _undone(merge: Merge, *, by: User | None, now: datetime) -> list[str]:
    """Undo one merge whose way is free; return what stays as it is."""
    merge.undone_at, merge.undone_by = now, by
    # An undone merge leads nowhere, and stands in nobody's way.
    merge.topic = merge.tag = None
    merge.save(update_fields=["undone_at", "undone_by", "topic", "tag"])
    # What the dossier took in has its own way back: it may have been worked on since.
    work = _Undoing(merge, [row for row in merge.rows.order_by("-pk") if not joining.is_taken_in(row, merge)])
    _restore_rows(work, [row for row in work.rows if model_of(row) not in PIECES and row.before is not None])
    _restore_pieces(work)
    _restore_rows(work, [row for row in work.rows if model_of(row) not in PIECES and row.before is None])
    Spelling.objects.filter(**{f"{merge.kind}_id": merge.old_id}).update(compared=False)
    _restore_saved_since(work, by=by, now=now)
    search.refile(work.bore)
    work.told += joining.give_back(merge)
    if merge.kind == NameKind.TOPIC:
        work.told += joining.saved_since(merge)
    if work.left:
        count = len(work.left)
        told = ngettext(
            "%(count)d piece no longer bears “%(name)s” and stays as it is.",
            "%(count)d pieces no longer bear “%(name)s” and stay as they are.",
            count,
        )
        work.told.append(told % {"count": count, "name": merge.new_name})
    with translation.override(settings.LANGUAGE_CODE):
        source = MODELS[merge.kind].objects.get(pk=merge.old_id)
        names = [("Name", merge.new_name, merge.old_name)]
        act = gettext_noop("Undid a merge.") if merge.new_id is not None else gettext_noop("Undid a removal.")
        audit.record(source, by=by, act=act, changes=names)
        into = _into(merge)
        if into is not None:
            audit.record(into, by=by, act=act, changes=names)
    return work.told


def _restore_rows(work: _Undoing, rows: list[MergedRow]) -> None:
    """Let rows stand as before the merge; one that somebody changed since stays, except for the source's own."""
    for row in rows:
        model = model_of(row)
        today = columns(model, [row.row_id]).get(row.row_id)
        untouched = _same(today, row.after) or (model is Redirect and _led_along(work.merge, today, row.after))
        if row.before is None:
            if untouched and today is not None:
                plain(model).filter(pk=row.row_id).delete()
        elif model is Party:
            _restore_party(work, row.before)
        elif model is Redirect and not (untouched and _is_free(row)):
            work.told.append(_("A redirect was changed since and stays: %(path)s") % {"path": row.before["old_path"]})
        elif model is Topic:
            put_back(model, [_without_lost_picture(work, row.before)])
        elif model is Spelling:
            # The same spelling made anew for the other name gives way: who asks has been told of any third.
            twins = plain(model).filter(kind=row.before["kind"], folded=row.before["folded"])
            twins.exclude(pk=row.row_id).delete()
            put_back(model, [row.before])
        elif untouched or model in {Tag, Revision}:
            put_back(model, [row.before])


def _led_along(merge: Merge, today: Values | None, then: Values | None) -> bool:
    """Return whether all that changed of a redirect is that it followed its name to a new address."""
    into = _into(merge)
    if today is None or then is None or into is None:
        return False
    with translation.override(settings.LANGUAGE_CODE):
        address = redirects.normal(into.get_absolute_url())
    moved = {"new_path", "paths_folded"}
    same = all(today[name] == value for name, value in then.items() if name not in moved)
    return same and redirects.normal(redirects.typed(today["new_path"])) == address


def _is_free(row: MergedRow) -> bool:
    """Return whether no other redirect begins where a recorded one began."""
    return not Redirect.objects.filter(old_path=_was(row)["old_path"]).exclude(pk=row.row_id).exists()


def _restore_party(work: _Undoing, before: Values) -> None:
    """Bind two topics again, unless one of them is gone, or somebody has loosened since what the merge had bound."""
    ends = {before["from_topic_id"], before["to_topic_id"]}
    moved = {work.merge.new_id if end == work.merge.old_id else end for end in ends}
    made = any(
        row.model == Party._meta.label and row.after and {row.after["from_topic_id"], row.after["to_topic_id"]} == moved
        for row in work.rows
    )
    stands = Party.objects.filter(from_topic__in=moved, to_topic__in=moved).exists()
    if Topic.objects.filter(pk__in=ends).count() == len(ends) and (stands or not made):
        put_back(Party, [before])
    else:
        work.told.append(_("A relation of “%(name)s” was changed since and stays.") % {"name": work.merge.old_name})


def _without_lost_picture(work: _Undoing, before: Values) -> Values:
    """Return the columns of a topic, without a picture that is not in the library any more."""
    if before["picture_id"] is None or Photo.objects.filter(pk=before["picture_id"]).exists():
        return before
    work.told.append(_("The picture of “%(name)s” is not in the library any more.") % {"name": work.merge.old_name})
    return before | {"picture_id": None}


def _restore_pieces(work: _Undoing) -> None:
    """Give each piece back what it bore, in its old place; whoever took the merged name off again is left alone."""
    merge = work.merge
    model = Filed if merge.kind == NameKind.TOPIC else TaggedArticle
    piece, name = PIECES[model]
    target = Filed if merge.new_kind == NameKind.TOPIC else TaggedArticle
    target_piece, target_name = PIECES[target]
    own = [row for row in work.rows if row.model == model._meta.label and row.before]
    there = set(Article.objects.filter(pk__in=[_was(row)[piece] for row in own]).values_list("pk", flat=True))
    work.bore = {_was(row)[piece]: _was(row) for row in own if _was(row)[piece] in there}
    given = {_is(row)[target_piece] for row in work.rows if row.model == target._meta.label and row.after}
    work.both = set(work.bore) - given
    if merge.new_id is not None:
        into = plain(target).filter(**{target_name: merge.new_id, f"{target_piece}__in": work.bore})
        work.left = set(work.bore) - set(into.values_list(target_piece, flat=True))
        handed = [row.row_id for row in own if row.after and _was(row)[piece] not in work.left]
        # Most rows only changed hands, and go back the way they came.
        plain(model).filter(pk__in=handed, **{name: merge.new_id}).update(**{name: merge.old_id})
        into.exclude(**{f"{target_piece}__in": work.both}).delete()
    back = [row for number, row in work.bore.items() if number not in work.left]
    known = set(plain(model).filter(**{name: merge.old_id}).values_list("pk", flat=True))
    put_back(model, [row for row in back if row["id"] not in known])
    # A form that was opened between the merge and its undoing shows the other name: whoever saves it is asked.
    Article.objects.filter(pk__in=work.bore).update(version=F("version") + 1)


def _restore_saved_since(work: _Undoing, *, by: User | None, now: datetime) -> None:
    """Write revisions for the pieces whose draft or public text was saved since the merge and bore the source before.

    What the form opened at the time of the merge says whether a text bore the source, and whether both.
    """
    merge = work.merge
    newer = Q(draft_revision__gt=merge.last_revision) | Q(live_revision__gt=merge.last_revision)
    then = Revision.objects.filter(article=OuterRef("pk"), pk__lte=merge.last_revision).order_by("-pk").values("pk")
    pieces = Article.objects.filter(newer).annotate(then=Subquery(then[:1])).exclude(then=None).order_by("pk")
    for article in pieces:
        before = revisions.content_in(Revision.objects.get(pk=article.then))
        in_row = article.pk in work.bore and article.pk not in work.left
        if not in_row and not _names(before, merge.kind, merge.old_id):
            continue
        _save_anew(work, article, before, in_row=in_row, by=by, now=now)


def _save_anew(
    work: _Undoing, article: Article, then: Snapshot, *, in_row: bool, by: User | None, now: datetime
) -> None:
    """Give the source back to the newest texts of one piece, of which ``then`` was the newest at the merge."""
    merge, last = work.merge, work.merge.last_revision
    both = _names(then, merge.new_kind, merge.new_id)
    opened = revisions.content_of(article)
    drafted = (article.draft_revision_id or 0) > last
    after = _with_source(opened, merge, both=both) if _names(then, merge.kind, merge.old_id) else opened
    shown = Snapshot.of_row(article)
    told = shown if in_row else _with_source(shown, merge, both=both)
    rewrites_live = (article.live_revision_id or 0) > last and (in_row or told != shown)
    if after == opened and drafted and _names(then, merge.kind, merge.old_id):
        work.left.add(article.pk)
    if not rewrites_live and not (drafted and after != opened):
        return
    revisions.claim(article, version=article.version)
    if rewrites_live:
        revisions.refile_live(article, content=told, by=by, now=now)
    if drafted and after != opened:
        revisions.keep_draft(article, content=after, by=by, now=now)
    changes = revisions.told(opened, after if drafted else told)
    audit.record(article, by=by, act=gettext_noop("A merge of names was undone."), changes=changes)


def _names(content: Snapshot, kind: str, number: int | None) -> bool:
    """Return whether a content names a topic or tag."""
    refs = content.topics if kind == NameKind.TOPIC else content.tags
    return number is not None and number in {ref.id for ref in refs}


def _with_source(content: Snapshot, merge: Merge, *, both: bool) -> Snapshot:
    """Return ``content`` with the source in the place of what it was merged into, beside it where a piece bore both."""
    source = Ref(merge.old_id, merge.old_name)
    own = "topics" if merge.kind == NameKind.TOPIC else "tags"
    target = "topics" if merge.new_kind == NameKind.TOPIC else "tags"
    names: dict[str, tuple[Ref, ...]] = {"topics": content.topics, "tags": content.tags}
    if merge.new_id is not None and not _names(content, merge.new_kind, merge.new_id):
        return content
    if merge.new_id is not None and not both:
        if own == target:
            swapped = (source if ref.id == merge.new_id else ref for ref in names[own])
            return content.with_(**{own: tuple(dict.fromkeys(swapped))})
        names[target] = tuple(ref for ref in names[target] if ref.id != merge.new_id)
    names[own] = tuple(dict.fromkeys((*names[own], source)))
    return content.with_(**names)


def _was(row: MergedRow) -> Values:
    return row.before or {}


def _is(row: MergedRow) -> Values:
    return row.after or {}


def _same(today: Values | None, then: Values | None) -> bool:
    """Return whether a row stands as it was written down, but for what is derived and columns that are newer."""
    if today is None or then is None:
        return today is then
    return all(today.get(name) == value for name, value in then.items() if name not in DERIVED)
