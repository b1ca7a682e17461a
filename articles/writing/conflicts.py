"""Two texts of one piece: theirs, saved meanwhile, and mine, typed; field by field one of them is chosen.

Between them stands the revision from which both began: it tells who changed what. The page carries everything that
was typed, letter for letter, beside the choices, so that nothing is lost however often somebody saves meanwhile.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from django.http import QueryDict
from django.template import Context
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import revisions, translating
from articles.comparing import FieldChange, changes
from articles.forms import HIDDEN, WritingForm
from articles.models import Article, Revision
from articles.models.article import LANGUAGES
from articles.snapshots import TEXTS, TRANSLATIONS, Snapshot
from articles.writing.acts import ACTS
from newsroom.refusals import Refused
from newsroom.templatetags.house import house_moment

MINE, THEIRS = "mine", "theirs"
# How the page calls what it sends beside the fields of the form.
CHOICE, SEEN, SHOWN, PRESSED = "choice-", "seen", "theirs", "pressed"
_NOT_TYPED = frozenset({"csrfmiddlewaretoken", "act", SEEN, SHOWN, PRESSED})

NOT_DONE = {
    "publish": gettext_lazy("It was not published. Choose first; then publish from the form."),
    "schedule": gettext_lazy("It was not scheduled. Choose first; then schedule from the form."),
    "unschedule": gettext_lazy("It was not taken off the schedule. Choose first; then do it from the form."),
    "withdraw": gettext_lazy("It was not withdrawn. Choose first; then withdraw from the form."),
}
NOTHING_DONE = gettext_lazy("What you pressed was not done. Choose first; then press it again in the form.")
# What the last revision of a piece says when a button has done its work.
_WORK_OF = {
    "publish": Revision.Kind.PUBLISH,
    "schedule": Revision.Kind.SCHEDULE,
    "withdraw": Revision.Kind.WITHDRAW,
    "unschedule": Revision.Kind.UNSCHEDULE,
    "submit": Revision.Kind.REVIEW,
}
# What the button itself fixes or frees, so that the newest text may well differ in it from what was typed.
_WORKED_ON = {
    "publish": {"number", "publish_at"},
    "schedule": {"number"},
    "unschedule": {"number", "publish_at"},
}


class Case(StrEnum):
    """Who changed a field since both began, in the order in which the page asks."""

    BOTH = "both"
    UNKNOWN = "unknown"
    MINE = "mine"
    THEIRS = "theirs"


# What is chosen unless the editor says otherwise; where both wrote, nothing.
PRESET = {Case.BOTH: "", Case.UNKNOWN: MINE, Case.MINE: MINE, Case.THEIRS: THEIRS}


@dataclass(frozen=True)
class Choice:
    """One field in which the texts differ: who changed it, which is chosen ("" for neither), what differs."""

    name: str
    case: Case
    taken: str
    # From theirs to mine.
    change: FieldChange
    # Of a text that both changed: what they did to the common text, and what I did.
    by_them: FieldChange | None = None
    by_me: FieldChange | None = None

    @property
    def is_text(self) -> bool:
        """Return whether the field is written rather than chosen."""
        return self.name.rpartition("_")[0] in TEXTS


@dataclass(frozen=True)
class Meeting:
    """Mine, as the browser sent it, beside the newest text of the piece."""

    form: WritingForm
    article: Article
    choices: list[Choice]

    @property
    def sent(self) -> QueryDict:
        """Return the fields as the browser sent them."""
        return _sent(self.form)

    @property
    def groups(self) -> list[tuple[Case, list[Choice]]]:
        """Return the choices by who changed what, those that need an answer first."""
        sorted_ = [(case, [choice for choice in self.choices if choice.case == case]) for case in Case]
        return [(case, choices) for case, choices in sorted_ if choices]

    @property
    def undecided(self) -> list[Choice]:
        """Return the choices that nobody has made."""
        return [choice for choice in self.choices if not choice.taken]

    @property
    def last(self) -> Revision | None:
        """Return the last thing that was done to the piece."""
        return self.article.revisions.select_related("created_by").first()

    @property
    def shown(self) -> int | str:
        """Return which revision the page shows as theirs."""
        theirs = revisions.newest(self.article)
        return theirs.pk if theirs else ""

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Return everything that was typed, name by name, as the browser sent it."""
        return [
            (name, value.replace("\x00", ""))
            for name, values in self.sent.lists()
            # Whoever said that a translation matches has not seen what the source is now.
            if name not in _NOT_TYPED and not name.startswith((CHOICE, "renewed_"))
            for value in values
        ]

    @property
    def pressed(self) -> str:
        """Return the button that was not done, "" for a plain save."""
        name = self.sent.get(PRESSED) or self.sent.get("act", "")
        return name if name in ACTS else ""

    def not_done(self) -> str:
        """Return, in words, that the pressed button was not done; "" for a plain save."""
        return str(NOT_DONE.get(self.pressed, NOTHING_DONE)) if self.pressed else ""

    def merged(self) -> QueryDict:
        """Return the fields as chosen, on top of the text that they saved."""
        taken = [choice.name for choice in self.choices if choice.taken == THEIRS]
        data = _with_theirs(self.sent, revisions.content_of(self.article), names=taken)
        data["version"], data["base"] = str(self.article.version), str(self.shown)
        return data


def meet(form: WritingForm, article: Article) -> Meeting:
    """Return what differs between the valid ``form`` and the newest text of ``article``, with what was chosen so far.

    Only fields that are open to the account are its to choose; of the others theirs stands.
    """
    mine, theirs = _comparable(form.content(making_tags=False)), _comparable(revisions.content_of(article))
    base = _named(article, form.cleaned_data["base"])
    common = _comparable(revisions.content_in(base)) if base else None
    told = {change.name: change for change in changes(theirs, mine)}
    mine_since = set(mine.differing(common)) if common else set()
    theirs_since = set(theirs.differing(common)) if common else set()
    by_them = {change.name: change for change in changes(common, theirs)} if common else {}
    by_me = {change.name: change for change in changes(common, mine)} if common else {}
    given = _given(_sent(form), article)
    choices = []
    for name in mine.differing(theirs):
        if not _open(form, name):
            continue
        case = _case(name, mine_since=mine_since, theirs_since=theirs_since) if common else Case.UNKNOWN
        both = case == Case.BOTH and name.rpartition("_")[0] in TEXTS
        sides = {"by_them": by_them.get(name), "by_me": by_me.get(name)} if both else {}
        choices.append(Choice(name, case, given.get(name, PRESET[case]), told[name], **sides))
    return Meeting(form, article, choices)


def from_page(data: Mapping[str, Any]) -> bool:
    """Return whether ``data`` comes from the page that asks which text shall stand."""
    return SEEN in data


def is_current(data: Mapping[str, Any], article: Article) -> bool:
    """Return whether the page that was answered showed what still stands."""
    theirs = revisions.newest(article)
    return data.get(SEEN) == str(article.version) and data.get(SHOWN) == str(theirs.pk if theirs else "")


def as_answered(form: WritingForm, article: Article) -> QueryDict:
    """Return the fields as chosen on the page that was answered, whatever was saved since."""
    data = _sent(form)
    if (seen := _named(article, data.get(SHOWN))) is None:
        return data
    names = [name for name, side in _sides(data).items() if side == THEIRS and _known(form, name)]
    return _with_theirs(data, revisions.content_in(seen), names=names)


def same(form: WritingForm, article: Article) -> bool:
    """Return whether the valid ``form`` says exactly what the newest text of ``article`` says."""
    return not _open_differing(form, article)


def needless(form: WritingForm, article: Article, *, act: str, by: Any) -> bool:
    """Return whether the work of a stale form is done: the very letters stand there, and so does the pressed act.

    So it is when the answer to the first press was lost on its way, or when somebody saved the very same.
    """
    differing = set(_open_differing(form, article))
    newest = revisions.content_of(article)
    if any(form.cleaned_data[f"renewed_{code}"] and translating.is_stale(newest, code) for code in TRANSLATIONS):
        # Said of a source that nobody has shown to whoever said it.
        return False
    if act not in ACTS:
        return not differing
    # A draft over a scheduled text is kept as the newest when its piece is taken off the schedule.
    last = article.revisions.all()[: 2 if act == "unschedule" else 1]
    if not any(one.kind == _WORK_OF.get(act) and one.created_by_id == by.pk for one in last):
        return False
    return not differing - _WORKED_ON.get(act, set())


def told(refused: Refused) -> list[str]:
    """Return why not, for a screen that has no two texts to show: of a stale one, who saved the piece and when."""
    if isinstance(refused, revisions.Gone):
        return [_("Somebody deleted this draft meanwhile.")]
    if not isinstance(refused, revisions.Conflict):
        return [str(message) for message in refused.messages]
    last = refused.article.revisions.select_related("created_by").first()
    if last is None or last.created_by is None:
        return [_("Somebody saved this piece meanwhile. Open it again and look first.")]
    facts = {"who": last.created_by, "when": house_moment(Context(), last.created_at)}
    return [_("%(who)s saved this piece meanwhile (%(when)s). Open it again and look first.") % facts]


def fields_of(name: str) -> list[str]:
    """Return the fields of the form that make up the field ``name`` of a snapshot."""
    return [f"released_{code}" for code in LANGUAGES if code != "ar"] if name == "released" else [name]


def _open_differing(form: WritingForm, article: Article) -> list[str]:
    """Return the open fields in which ``form`` and the newest text of ``article`` differ."""
    mine, theirs = _comparable(form.content(making_tags=False)), _comparable(revisions.content_of(article))
    return [name for name in mine.differing(theirs) if _open(form, name)]


def _open(form: WritingForm, name: str) -> bool:
    return any(not form.fields[field].disabled for field in fields_of(name))


def _known(form: WritingForm, name: str) -> bool:
    return name not in HIDDEN and all(field in form.fields for field in fields_of(name)) and _open(form, name)


def _case(name: str, *, mine_since: set[str], theirs_since: set[str]) -> Case:
    """Return who changed the field ``name`` since both began."""
    if name not in theirs_since:
        return Case.MINE
    return Case.BOTH if name in mine_since else Case.THEIRS


def _comparable(content: Snapshot) -> Snapshot:
    """Return ``content`` as a browser can send it: its moment has no seconds, its translations name no origin."""
    moment = content.publish_at
    return content.with_(publish_at=moment.replace(second=0, microsecond=0) if moment else None, made_from={})


def _given(data: QueryDict, article: Article) -> dict[str, str]:
    """Return the choices that were sent, without those for a field that somebody has changed again since."""
    seen = _named(article, data.get(SHOWN))
    if seen is None:
        return {}
    moved = revisions.content_in(seen).differing(revisions.content_of(article))
    return {name: side for name, side in _sides(data).items() if name not in moved}


def _sent(form: WritingForm) -> QueryDict:
    return cast(QueryDict, form.data)


def _sides(data: QueryDict) -> dict[str, str]:
    """Return the choices as they were sent."""
    sent = {name.removeprefix(CHOICE): value for name, value in data.items() if name.startswith(CHOICE)}
    return {name: side for name, side in sent.items() if side in {MINE, THEIRS}}


def _named(article: Article, number: Any) -> Revision | None:
    """Return the revision of ``article`` with the id ``number``, None for any other."""
    wanted = str(number or "")
    if not (wanted.isascii() and wanted.isdecimal() and len(wanted) <= 18):
        return None
    return article.revisions.filter(pk=int(wanted)).first()


def _with_theirs(data: QueryDict, content: Snapshot, *, names: list[str]) -> QueryDict:
    """Return ``data`` with the fields ``names`` as ``content`` has them."""
    data, theirs = data.copy(), WritingForm(content=content).initial
    for name in names:
        for field in fields_of(name):
            _put(data, field, theirs[field])
        if name == "number":
            # What they wished is a wish, even where it equals our proposal.
            data.pop("proposed_number", None)
    return data


def _put(data: QueryDict, name: str, value: Any) -> None:
    """Write the value of a field as a browser sends it."""
    if isinstance(value, bool):
        # A box that is not ticked is not sent at all.
        data.pop(name, None)
        if value:
            data[name] = "on"
    elif isinstance(value, list):
        data.setlist(name, [str(item) for item in value])
    elif isinstance(value, datetime):
        data[name] = timezone.localtime(value).strftime("%Y-%m-%dT%H:%M")
    else:
        data[name] = "" if value is None else str(value)
