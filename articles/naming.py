"""Spellings of names: what a name is called, what else it is called, and whom a spelling means."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles.models import NameKind, Spelling, Tag, Topic
from articles.models.authority import LONGEST_SPELLING, kind_of
from articles.models.names import LONGEST_SLUG
from newsroom import audit, pagecache, redirects
from newsroom.accounts import User
from newsroom.arabic.fold import fold
from newsroom.arabic.hygiene import clean_text
from newsroom.arabic.slug import slug
from newsroom.refusals import Refused
from newsroom.slugs import free_slug

# Whom spellings mean, by folded name.
Meant = dict[str, Topic | Tag]
# One number for all who merge names or save pieces that bear them.
_LOCK = 0x6E616D65


class Taken(Refused):
    """A spelling means another name already; carries that name."""

    def __init__(self, name: str, row: Topic | Tag, *, field: str = "") -> None:
        super().__init__(
            [_("“%(name)s” is there already: it means “%(row)s”.") % {"name": name, "row": row}], field=field
        )
        self.row = row


def hold(*, alone: bool = False) -> None:
    """Keep names from being merged until this transaction ends; ``alone``: keep pieces from being saved as well.

    The first statement of every verb that saves names on a piece, or merges names: whoever comes second waits, and
    then finds names as they are. SQLite lets only one write at a time anyway.
    """
    if connection.vendor == "postgresql":
        function = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [_LOCK])


def meant(kind: NameKind, names: Iterable[str]) -> Meant:
    """Return whom ``names`` mean among the names and aliases of a kind, by folded name; one query."""
    folded = {fold(name)[:LONGEST_SPELLING] for name in names} - {""}
    rows = Spelling.objects.filter(kind=kind, folded__in=folded).select_related(kind) if folded else ()
    return {row.folded: row.bearer for row in rows}


def aliases_of(row: Topic | Tag) -> list[Spelling]:
    """Return the other spellings of a name, in the order in which they came."""
    return list(row.spellings.filter(language="").order_by("pk"))


def set_aliases(row: Topic | Tag, names: Sequence[str], *, by: User | None, now: datetime) -> None:
    """Let ``names`` be the aliases of ``row``, and no others; an own name among them is passed over.

    Raises Taken for a spelling that means another name of the kind.
    """
    cleaned = [clean_text(name)[:LONGEST_SPELLING] for name in names]
    wanted = {key: name for name in cleaned if (key := fold(name)[:LONGEST_SPELLING])}
    with transaction.atomic(), pagecache.raised_last():
        hold()
        there = {spelling.folded: spelling for spelling in row.spellings.all()}
        before = [each.name for each in there.values() if not each.language]
        for key, spelling in there.items():
            if not spelling.language and key not in wanted:
                spelling.delete()
            elif not spelling.language and spelling.name != wanted[key]:
                spelling.name = wanted[key]
                spelling.save()
        for key, name in wanted.items():
            if key not in there:
                _add(row, name, key)
        after = [spelling.name for spelling in aliases_of(row)]
        if sorted(before) != sorted(after):
            told = [("Other spellings", "، ".join(sorted(before)), "، ".join(sorted(after)))]
            audit.record(row, by=by, act=gettext_noop("Changed."), changes=told)


def add_alias(row: Topic | Tag, name: str, *, by: User | None, now: datetime) -> None:
    """Let ``name`` mean ``row`` too, if it does not yet. Raises Taken, and Refused for a name without letters."""
    name = clean_text(name)
    if not fold(name):
        raise Refused([_("A name needs letters or digits.")])
    if fold(name)[:LONGEST_SPELLING] in {spelling.folded for spelling in row.spellings.all()}:
        return
    set_aliases(row, [*(spelling.name for spelling in aliases_of(row)), name], by=by, now=now)


def rename(row: Topic | Tag, names: dict[str, str], *, by: User | None, now: datetime) -> None:
    """Call ``row`` by new ``names`` (by language); its old ones stay as aliases, and its old address leads on.

    An address that was made from the old name is made anew from the new one; one chosen by hand stays. Raises Taken
    for a name that means another, and Refused for a name without letters.
    """
    first = settings.LANGUAGE_CODE
    with transaction.atomic(), pagecache.raised_last():
        hold()
        row = type(row)._default_manager.select_for_update().get(pk=row.pk)
        before, old_address = row.own_names(), _address(row)
        after = before | names
        if not fold(after[first]):
            raise Refused([_("A name needs letters or digits.")], field="name")
        _refuse_taken(row, [name for code, name in after.items() if name != before.get(code)])
        for code, name in after.items():
            setattr(row, f"name_{code}" if isinstance(row, Topic) else "name", name)
        if fold(before[first]) != fold(after[first]) and _was_made_from(row.slug, before[first]):
            row.slug = free_slug(row, after[first])
        row.save()
        given_up = {key: name for name in before.values() if (key := fold(name)[:LONGEST_SPELLING])}
        # Of two names alike in another language only one has the spelling: it is not this one's to keep.
        taken = meant(kind_of(row), given_up.values()).keys()
        for key, name in given_up.items():
            if key not in taken:
                _add(row, name, key)
        if (address := _address(row)) != old_address:
            redirects.lead(old_address, address, below=True, reason=redirects.Reason.RENAME)
        changes = [("Name", before[code], after[code]) for code in after if before.get(code) != after[code]]
        audit.record(row, by=by, act=gettext_noop("Renamed."), changes=changes)


def drop_alias(spelling: Spelling, *, by: User | None, now: datetime) -> None:
    """Let an alias mean nothing any more; raises Refused for an own name."""
    if spelling.language:
        raise Refused([_("This is the name itself: rename it.")])
    with transaction.atomic(), pagecache.raised_last():
        told = [("Other spellings", spelling.name, "")]
        audit.record(spelling.bearer, by=by, act=gettext_noop("Changed."), changes=told)
        spelling.delete()


def house_spellings() -> dict[str, str]:
    """Return how the house writes what aliases write otherwise: the name by the alias as it is spelled.

    An alias in other letters than its name's (Kim Jong-un) is another language, not another spelling.
    """
    rows = Spelling.objects.filter(language="").select_related("topic", "tag")
    names = {row.name: row.bearer.own_names()[settings.LANGUAGE_CODE] for row in rows}
    return {alias: name for alias, name in names.items() if alias.isascii() == name.isascii()}


def _add(row: Topic | Tag, name: str, key: str) -> None:
    """Add one alias, or raise Taken: even of two who add it at the same instant the second is told."""
    kind = kind_of(row)
    try:
        with transaction.atomic():
            Spelling.objects.create(kind=kind, name=name, folded=key, **{kind.value: row})
    except IntegrityError as error:
        bearer = meant(kind, [name]).get(key)
        if bearer is None:
            raise
        raise Taken(name, bearer, field="aliases") from error


def _refuse_taken(row: Topic | Tag, names: Iterable[str]) -> None:
    for name in names:
        bearer = meant(kind_of(row), [name]).get(fold(name)[:LONGEST_SPELLING])
        if bearer is not None and bearer.pk != row.pk:
            raise Taken(name, bearer, field="name")


def _address(row: Topic | Tag) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return row.get_absolute_url()


def _was_made_from(address: str, name: str) -> bool:
    """Return whether a slug is the one made from ``name``, with or without the number that kept it apart."""
    made = slug(name, words=8, limit=180)[:LONGEST_SLUG].strip("-")
    rest = address.removeprefix(made) if made else "?"
    return rest == "" or re.fullmatch(r"-\d{1,4}", rest) is not None
