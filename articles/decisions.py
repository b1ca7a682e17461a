"""The last decision of an account about names, whichever it was, and how it is undone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from articles import inbox, undoing
from articles.models import Merge, Verdict
from articles.models.authority import MODELS
from newsroom.accounts import User
from newsroom.refusals import Refused

# For so long the inbox offers to undo it; a merge can be undone later, too, from the history of merges.
OFFERED_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Decision:
    """What somebody decided last."""

    # "merge", "remove", "promote", "keep" or "not_same".
    what: str
    at: datetime
    name: str
    other: str = ""
    # How many names went with the same press of a button.
    count: int = 1
    group: UUID | None = None
    verdicts: tuple[Verdict, ...] = ()
    # The key, as in an address, of the name that is asked about again once this is undone.
    key: str = ""

    @property
    def token(self) -> str:
        """Return by what a form names this decision."""
        return f"merge-{self.group}" if self.group else f"verdict-{self.verdicts[0].pk}"


def latest(user: User, *, now: datetime) -> Decision | None:
    """Return what ``user`` decided last, if it was within the hour and is not undone; a fixed number of queries."""
    since = now - OFFERED_FOR
    merge = Merge.objects.standing().filter(by=user, at__gt=since).order_by("-at", "-pk").first()
    verdict = Verdict.objects.filter(by=user, at__gt=since).order_by("-at", "-pk").first()
    if merge is not None and (verdict is None or merge.at >= verdict.at):
        return _merged(merge)
    return _said(verdict) if verdict is not None else None


def undo(token: str, *, by: User, now: datetime) -> tuple[Decision, list[str]]:
    """Undo the last decision of ``by``, which must be the one that ``token`` names.

    Return it, and in words what stays as it is. Raises Refused where something stands in between, and where it was
    undone already or another one came after it.
    """
    decision = latest(by, now=now)
    if decision is None or decision.token != token:
        raise Refused([_("Another decision came after this one, or it was undone already: look at the list again.")])
    if decision.group is not None:
        return decision, undoing.undo(decision.group, by=by, now=now)
    inbox.take_back(decision.verdicts, by=by, now=now)
    return decision, []


def _merged(merge: Merge) -> Decision:
    what = "promote" if merge.promoted else "merge" if merge.new_id is not None else "remove"
    count = Merge.objects.filter(group=merge.group).count()
    key = f"{merge.kind}-{merge.old_id}"
    return Decision(what, merge.at, merge.old_name, merge.new_name, count=count, group=merge.group, key=key)


def _said(verdict: Verdict) -> Decision | None:
    """Return the decision of which a verdict is part; None when a name that it was about is gone."""
    row, other = inbox.names_of(verdict)
    if row is None or (verdict.other_kind and other is None):
        return None
    facts = {"by": verdict.by_id, "at": verdict.at, "kind": verdict.kind, "row_id": verdict.row_id}
    if other is not None:
        return Decision("not_same", verdict.at, str(row), str(other), verdicts=(verdict,), key=_asked_again(verdict))
    together = Verdict.objects.filter(**facts).exclude(reason=Verdict.Reason.TWIN).order_by("pk")
    return Decision("keep", verdict.at, str(row), verdicts=tuple(together), key=f"{verdict.kind}-{verdict.row_id}")


def _asked_again(verdict: Verdict) -> str:
    """Return of which of a pair the inbox asks."""
    one, two = (verdict.kind, verdict.row_id), (verdict.other_kind, verdict.other_id)
    kind, number = inbox.asked_of(one, two)
    return f"{kind}-{number}"


def name_in(key: str) -> "inbox.Name":
    """Return the name that a form calls ``key`` (tag-12); raises Refused where it is gone, or never was."""
    kind, _dash, number = key.partition("-")
    model = MODELS.get(kind)
    row = model.objects.filter(pk=int(number[:18])).first() if model and number.isdecimal() else None
    if row is None:
        raise Refused([_("This name is not there any more: somebody has merged or removed it meanwhile.")])
    return row
