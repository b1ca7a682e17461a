"""The name box: topics or tags as a line of names, which ``desk/names.js`` shows as chips.

On the wire stands what a person would type, names or their other spellings between commas; ids, which older working
copies and journals hold, go on meaning what they meant.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import naming, offering, resolving, tagging
from articles.models import NameKind, Tag, Topic
from articles.models.authority import LONGEST_SPELLING
from newsroom.arabic.fold import fold
from newsroom.widgets import LONGEST_ID, CleanCharField

SEPARATED = gettext_lazy("Separated by ، or ؛")
# Far more than any piece bears.
MOST_NAMES = 200
MOST_LETTERS = 20_000
# Of how many names that do not exist the nearest one is looked for.
MOST_NEAREST = 5


class NamesInput(forms.Textarea):
    """A line of names; without script it is typed, with it every name is a chip.

    ``making`` lets new names be made, ``ordered`` lets chips be moved. The values are ids, rows, or what was typed.
    """

    def __init__(
        self, *, kind: str, making: bool = False, ordered: bool = False, attrs: dict[str, Any] | None = None
    ) -> None:
        self.kind, self.making, self.ordered = kind, making, ordered
        super().__init__({"rows": 2, "class": "names-line", **(attrs or {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return what was sent: of rows every value, for several ids may be sent under one name."""
        if self.making or not hasattr(data, "getlist"):
            return data.get(name)
        return data.getlist(name) or None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return the context with what the script needs: addresses, words, and names that no line can hold."""
        line, called = _line(self.kind, value)
        context = super().get_context(name, line, attrs)
        flags = {"data-making": self.making, "data-ordered": self.ordered}
        context["widget"]["attrs"] |= {
            "data-names": str(self.kind),
            **{flag: True for flag, on in flags.items() if on},
            **{f"data-{way}": reverse(f"admin:articles_topic_{way}") for way in ("offers", "alike", "found")},
            "data-called": json.dumps(called, ensure_ascii=False),
            "data-words": json.dumps(names_words(), ensure_ascii=False),
        }
        return context


class NamesField(forms.Field):
    """Existing topics or tags, in the order in which they were named. Initial values are ids or rows.

    A part of the line that is a name or another spelling of one means it; any other number is an id.
    """

    def __init__(self, *, kind: str, ordered: bool = False, **kwargs: Any) -> None:
        self.kind = kind
        kwargs.setdefault("widget", NamesInput(kind=kind, ordered=ordered))
        kwargs.setdefault("help_text", SEPARATED)
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return the value with ids that were typed as what they mean today."""
        if not isinstance(value, (list, tuple)):
            return value
        numbers = [part for part in value if isinstance(part, str) and part.isdecimal()]
        meant = _meant(self.kind, numbers) if numbers else {}
        return list(dict.fromkeys(meant[part].pk if part in meant else part for part in value))

    def clean(self, value: Any) -> list[Any]:
        """Return the rows, each once; raises ValidationError that tells every name that does not exist."""
        parts = _parts(value)
        if len(parts) > MOST_NAMES or sum(len(str(part)) for part in parts) > MOST_LETTERS:
            raise ValidationError(_("These are too many names at once."), code="invalid_list")
        meant = _meant(self.kind, parts)
        if unknown := [part for part in parts if part not in meant]:
            raise ValidationError([self._refusal(part, place) for place, part in enumerate(unknown)])
        rows = list(dict.fromkeys(meant[part] for part in parts))
        if self.required and not rows:
            raise ValidationError(self.error_messages["required"], code="required")
        self.run_validators(rows)
        return rows

    def known(self, value: Any) -> list[Any]:
        """Return the rows among ``value``, whatever else stands there: for looking, not for saving."""
        parts = _parts(value)[:MOST_NAMES]
        meant = _meant(self.kind, parts)
        return list(dict.fromkeys(meant[part] for part in parts if part in meant))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether other rows are named than those the form opened with."""
        return not self.disabled and self.known(initial) != self.known(data)

    def _refusal(self, part: int | str, place: int) -> ValidationError:
        """Return why one part means nothing, with the nearest name that exists."""
        name = str(part)[: tagging.MAX_NAME]
        if name.isdecimal():
            said = _("What “%(name)s” meant is gone. Take it out.")
            return ValidationError(said, code="gone", params={"name": name})
        is_topic = self.kind == NameKind.TOPIC
        near = offering.nearest(self.kind, name) if place < MOST_NEAREST else ""
        if near:
            said = _("No topic is called “%(name)s”. Did you mean “%(near)s”?") if is_topic else ""
            said = said or _("No tag is called “%(name)s”. Did you mean “%(near)s”?")
        else:
            said = _("No topic is called “%(name)s”. Choose one that exists.") if is_topic else ""
            said = said or _("No tag is called “%(name)s”. Choose one that exists.")
        return ValidationError(said, code="unknown", params={"name": name, "near": near})


class NewNamesField(CleanCharField):
    """Names of which some may be new: the line as it was typed, for ``tagging.parse`` and ``tagging.tags_for``."""

    def __init__(self, *, kind: str, **kwargs: Any) -> None:
        kwargs.setdefault("widget", NamesInput(kind=kind, making=True))
        kwargs.setdefault("help_text", SEPARATED)
        super().__init__(multiline=True, **kwargs)


def told_of_twins(form: Any, *, by: Any, now: datetime) -> list[str]:
    """Return, in words, of which names the tags that ``form`` has made are probably spellings.

    What somebody was asked in the browser, and kept (``tags_kept``), is not told again.
    """
    kept = {_key(name) for line in form.data.getlist("tags_kept") for name in tagging.parse(line)}
    made = [name for name in dict.fromkeys(form.new_tags) if _key(name) not in kept][:MOST_NEAREST]
    if not made:
        return []
    alike = offering.suspects(NameKind.TAG, made, user=by, now=now)
    return [_warning(name, found[0].offer) for name, found in zip(made, alike, strict=True) if found]


def _warning(name: str, twin: offering.Offer) -> str:
    facts = {"name": name, "other": twin.name, "pieces": offering.pieces_said(twin.pieces)}
    if twin.kind == NameKind.TOPIC:
        return _("The new tag “%(name)s” looks like the topic “%(other)s” (%(pieces)s).") % facts
    return _("The new tag “%(name)s” looks like “%(other)s” (%(pieces)s).") % facts


def names_words() -> dict[str, str]:
    """Return what the script of the name box says, in the active language."""
    return {
        "add": _("Add…"),
        "remove": _("Remove"),
        "earlier": _("Move earlier"),
        "added": _("%s was added."),
        "removed": _("%s was taken out."),
        "alreadyThere": _("%s is there already."),
        "isCalled": _("“%(alias)s” is written “%(name)s” here."),
        "unknown": _("There is no “%s” here. Choose a name that exists, or take it out."),
        "maybe": _("This may be the tag “%(name)s” (%(pieces)s): %(why)s."),
        "maybeTopic": _("This may be the topic “%(name)s” (%(pieces)s): %(why)s."),
        "isTopic": _("“%(name)s” is a topic (%(pieces)s)."),
        "takeIt": _("Choose it"),
        "takeTopic": _("Choose the topic"),
        "keepNew": _("Add the new one as it is"),
        "inText": _("In the text:"),
        "weWrite": _("In the text “%(alias)s”; we write “%(name)s”."),
        "chosen": _("Chosen"),
    }


def _parts(value: Any) -> list[int | str]:
    """Return what a value names, each once: ids as numbers, all else as it is spelled."""
    if value is None or value == "":
        return []
    items: Iterable[Any] = [value] if isinstance(value, (str, int, Model)) else value
    parts: list[int | str] = []
    for item in items:
        if isinstance(item, Model):
            parts.append(cast(int, item.pk))
        elif isinstance(item, int):
            parts.append(item)
        else:
            parts += tagging.parse(str(item)[: MOST_LETTERS + 1])
    return list(dict.fromkeys(parts))


def _meant(kind: str, parts: Sequence[int | str]) -> dict[int | str, Topic | Tag]:
    """Return what parts of a line mean: a name first, else an id, which is followed through merges."""
    spelled = [part for part in parts if isinstance(part, str)]
    by_name = naming.meant(NameKind(kind), spelled) if spelled else {}
    meant: dict[int | str, Topic | Tag] = {part: by_name[_key(part)] for part in spelled if _key(part) in by_name}
    numbers = {part: int(part) for part in parts if part not in meant and _is_id(part)}
    rows = resolving.rows_now(kind, numbers.values())
    return meant | {part: rows[number] for part, number in numbers.items() if number in rows}


def _key(name: str) -> str:
    return fold(name)[:LONGEST_SPELLING]


def _is_id(part: int | str) -> bool:
    return isinstance(part, int) or (part.isdecimal() and len(part) <= LONGEST_ID)


def _line(kind: str, value: Any) -> tuple[str, dict[str, str]]:
    """Return the line that shows ``value``, and by id the names that would fall apart in one.

    Ids become names; a row that is gone is left out, while what somebody typed stays letter for letter.
    """
    if value is None or isinstance(value, str):
        return value or "", {}
    typed = [item.pk if isinstance(item, Model) else item for item in value]
    sole = [part for part in typed if isinstance(part, int) or str(part).isdecimal()]
    meant = _meant(kind, sole)
    names = offering.called(kind, {row.pk for row in meant.values()}) if meant else {}
    line: list[str] = []
    apart: dict[str, str] = {}
    for part in typed:
        row = meant.get(part)
        if row is None:
            line += [] if isinstance(part, int) else [str(part)]
        elif tagging.parse(name := names.get(row.pk, str(row))) == [name]:
            line.append(name)
        else:
            apart[str(row.pk)] = name
            line.append(str(row.pk))
    return "، ".join(dict.fromkeys(each for each in line if each)), apart
