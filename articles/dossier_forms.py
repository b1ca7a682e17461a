"""The form of a dossier: texts in every language, names, pinned pieces, a picture, and events as rows."""

import re
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from articles.chronicle import LONGEST_SOURCE, LONGEST_TEXT, Event, date_of, event_faults, in_order
from articles.dossier_snapshot import LABELS, LONGEST_SUMMARY, MOST_PINS, TEXTS, Dossier
from articles.models import Article, NameKind, Topic
from articles.models.article import LANGUAGES
from articles.models.names import TopicKind
from articles.name_fields import NamesField
from articles.snapshots import Ref
from newsroom import prose
from newsroom.arabic.dates import MONTHS_LEVANTINE
from newsroom.images import Photo
from newsroom.widgets import CleanCharField, PhotoInput, ProseField, ProseInput

# Empty rows that stand ready below the events, for whoever has no script.
EMPTY_ROWS = 3
_ROW = re.compile(r"event-(\d{1,4})-year")
# A translator sends of a row the texts alone, and which event they belong to.
_TRANSLATED_ROW = re.compile(r"event-(\d{1,4})-of")
_FIGURE = re.compile(r"\s*<figure\b.*?</figure>", re.S)


class BackgroundField(ProseField):
    """Text of the poor schema without pictures: a topic has one of its own."""

    def to_python(self, value: Any) -> str:
        """Return clean HTML; ``left_out`` tells whether a picture stood in it."""
        html = super().to_python(value)
        bare = _FIGURE.sub("", html).strip()
        self.left_out = bare != html
        return bare


class EventForm(forms.Form):
    """One event: a year, with month and day where they are known, what happened, and where one can read it."""

    year = forms.CharField(required=False, max_length=10, label=gettext_lazy("Year"))
    month = forms.ChoiceField(required=False, label=gettext_lazy("Month"))
    day = forms.CharField(required=False, max_length=10, label=gettext_lazy("Day"))
    text_ar = CleanCharField(required=False, max_length=LONGEST_TEXT, label=gettext_lazy("What happened"))
    text_en = CleanCharField(required=False, max_length=LONGEST_TEXT, label=gettext_lazy("What happened, in English"))
    source = CleanCharField(required=False, max_length=LONGEST_SOURCE, label=gettext_lazy("Address of the source"))
    of = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    delete = forms.BooleanField(required=False, label=gettext_lazy("Delete"))

    def __init__(self, *args: Any, translating: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, places in (("year", 4), ("day", 2)):
            attrs = {"inputmode": "numeric", "dir": "ltr", "maxlength": places, "autocomplete": "off"}
            self.fields[name].widget = forms.TextInput(attrs)
        self.fields["month"].choices = [("", "—"), *((str(number), _month(number)) for number in range(1, 13))]
        self.fields["month"].error_messages["invalid_choice"] = _("A month is a number from 1 to 12.")
        for code in LANGUAGES:
            attrs = {"rows": 2, "lang": code, "dir": "rtl" if code == "ar" else "ltr"}
            self.fields[f"text_{code}"].widget = forms.Textarea(attrs)
        self.fields["source"].widget = forms.TextInput({"dir": "ltr", "inputmode": "url", "placeholder": "https://"})
        for name, field in self.fields.items():
            field.disabled = translating and name not in {"of", *_translated("text")}

    def clean_year(self) -> int | None:
        """Return the year."""
        return self._number("year", _("Write the year as a number, like 2019."))

    def clean_day(self) -> int | None:
        """Return the day of the month."""
        return self._number("day", _("Write the day as a number from 1 to 31."))

    def _number(self, name: str, refusal: str) -> int | None:
        text = self.cleaned_data[name].strip()
        if text and not text.isdecimal():
            raise forms.ValidationError(refusal)
        return int(text) if text else None

    def clean(self) -> dict[str, Any]:
        """Refuse in words what is no date, says nothing, or has a source that is none."""
        data = super().clean() or self.cleaned_data
        if self.errors or self.is_empty():
            return data
        if data["year"] is None:
            self.add_error("year", _("Write the year of the event."))
        elif data["day"] is not None and not data["month"]:
            self.add_error("month", _("A day needs its month."))
        else:
            for fault in event_faults(self.event()):
                self.add_error(None, fault)
        return data

    def is_empty(self) -> bool:
        """Return whether nothing was written into the row, or it is to be deleted."""
        data = self.cleaned_data
        return bool(data.get("delete")) or not any(
            data.get(name) for name in self.fields if name not in {"of", "delete"}
        )

    def event(self) -> Event:
        """Return what the row says."""
        data = self.cleaned_data
        month = int(data["month"]) if data["month"] else None
        texts = {code: data[f"text_{code}"] for code in LANGUAGES}
        return Event(date_of(data["year"], month, data["day"]), texts, data["source"])


class DossierForm(forms.Form):
    """Everything a topic manager decides about a topic beside its names. ``content()`` is the result."""

    picture: forms.ModelChoiceField = forms.ModelChoiceField(
        Photo.objects.all(), required=False, label=gettext_lazy("Picture"), widget=PhotoInput
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    base = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**62)

    def __init__(
        self,
        data: Any = None,
        *,
        topic: Topic,
        content: Dossier,
        translating: bool = False,
        pin_field: Any,
        **kwargs: Any,
    ) -> None:
        """Open ``content``; ``translating`` leaves only the texts of the other languages open.

        ``pin_field`` makes the search box of one pinned piece: it takes the pieces to choose from, and a label.
        """
        self.topic, self.opened, self.translating = topic, content, translating
        kwargs["initial"] = _initial(content) | kwargs.get("initial", {})
        super().__init__(data, **kwargs)
        for code in LANGUAGES:
            self._add_texts(code)
        if content.parties or topic.kind == TopicKind.RELATION:
            self._add_names("parties", _("Between whom it is."))
        self._add_names("people", _("Topics of the kind “person”."))
        kept = Q(pk__in=[ref.id for ref in content.pins])
        live = Article.objects.live(now=timezone.now()).values("pk")
        pieces = Article.objects.filter(Q(pk__in=live) | kept).defer("body_ar", "body_en")
        for place in range(1, MOST_PINS + 1):
            self.fields[f"pin_{place}"] = pin_field(pieces, _("Piece %(place)s") % {"place": place})
        for name, field in self.fields.items():
            if translating and name not in {"version", "base", *(each for stem in TEXTS for each in _translated(stem))}:
                field.disabled = True
        self.rows = list(self._rows())

    def _add_texts(self, code: str) -> None:
        attrs = {"lang": code, "dir": "rtl" if code == "ar" else "ltr"}
        self.fields[f"summary_{code}"] = CleanCharField(
            required=False,
            multiline=True,
            max_length=LONGEST_SUMMARY,
            label=_(LABELS["summary"]),
            widget=forms.Textarea(attrs | {"rows": 3}),
        )
        self.fields[f"background_{code}"] = BackgroundField(
            required=False, label=_(LABELS["background"]), widget=ProseInput(attrs=attrs | {"rows": 12})
        )

    def _add_names(self, name: str, hint: str) -> None:
        self.fields[name] = NamesField(
            kind=NameKind.TOPIC, required=False, label=_(LABELS[name]), ordered=name == "people", help_text=hint
        )

    def _rows(self) -> Iterable[EventForm]:
        """Yield the rows: as they were sent, or those of the opened dossier with some empty ones below."""
        facts: dict[str, Any] = {"translating": self.translating}
        if self.is_bound:
            known = {_mark(event): event for event in self.opened.events}
            sent = _TRANSLATED_ROW if self.translating else _ROW
            for number in dict.fromkeys(found[1] for name in self.data if (found := sent.fullmatch(name))):
                event = known.get(self.data.get(f"event-{number}-of", "")) if self.translating else None
                if self.translating and event is None:
                    continue
                initial = _row_initial(event) if event else {}
                yield EventForm(self.data, prefix=f"event-{number}", initial=initial, **facts)
            return
        for number, event in enumerate(self.opened.events):
            yield EventForm(prefix=f"event-{number}", initial=_row_initial(event), **facts)
        if not self.translating:
            first = len(self.opened.events)
            for number in range(first, first + EMPTY_ROWS):
                yield EventForm(prefix=f"event-{number}", **facts)

    @property
    def empty_row(self) -> EventForm:
        """Return the row that the script copies."""
        return EventForm(prefix="event-0000")

    def is_valid(self) -> bool:
        """Return whether the fields and every row that is not to be deleted can be saved."""
        rows = [row.is_valid() or bool(row.cleaned_data.get("delete")) for row in self.rows]
        return super().is_valid() and all(rows)

    def row_faults(self) -> list[tuple[EventForm, str]]:
        """Return what is wrong with the rows, each with its row."""
        if not self.is_bound:
            return []
        wrong = [row for row in self.rows if not row.is_valid() and not row.cleaned_data.get("delete")]
        return [(row, str(said)) for row in wrong for faults in row.errors.values() for said in faults]

    def texts(self) -> list[dict[str, Any]]:
        """Return the bound fields of each language, Arabic first, for the template."""
        return [
            {"code": code, "name": name} | {stem: self[f"{stem}_{code}"] for stem in TEXTS}
            for code, name in settings.LANGUAGES
        ]

    def pins(self) -> list[Any]:
        """Return the bound fields of the pinned pieces."""
        return [self[f"pin_{place}"] for place in range(1, MOST_PINS + 1)]

    @property
    def notices(self) -> list[str]:
        """Return in words what the cleaner took out, each once."""
        fields = [self.fields[f"background_{code}"] for code in LANGUAGES]
        said = [str(notice) for field in fields for notice in field.notices]
        if any(getattr(field, "left_out", False) for field in fields):
            said.append(_("No picture stands in the background: the topic has one of its own."))
        return list(dict.fromkeys(said))

    def content(self) -> Dossier:
        """Return what was typed, cleaned, events by their dates; of closed fields what stood there."""
        data = self.cleaned_data
        mine = Dossier(
            **{stem: {code: data[f"{stem}_{code}"] for code in LANGUAGES} for stem in TEXTS},
            picture=Ref.to(data["picture"]) if data["picture"] else None,
            parties=tuple(Ref.to(row) for row in data.get("parties", ())),
            people=tuple(Ref.to(row) for row in data["people"]),
            pins=tuple(Ref.to(row) for pin in self.pins() if (row := data[pin.name]) is not None),
            events=in_order([row.event() for row in self.rows if not row.is_empty()]),
        )
        if not self.translating:
            return mine
        texts = [name for stem in TEXTS for name in _translated(stem)]
        return self.opened.taking(mine, texts).with_(events=self._translated_events())

    def _translated_events(self) -> tuple[Event, ...]:
        """Return the opened events with the texts of the other languages as they were typed."""
        typed = {row.data.get(f"{row.prefix}-of", ""): row.cleaned_data for row in self.rows}
        events = []
        for event in self.opened.events:
            data = typed.get(_mark(event), {})
            texts = {code: data[f"text_{code}"] for code in LANGUAGES if f"text_{code}" in data and code != "ar"}
            events.append(Event(event.date, event.text | texts, event.source))
        return tuple(events)


def _month(number: int) -> str:
    arabic = get_language() == "ar"
    return MONTHS_LEVANTINE[number - 1] if arabic else formats.date_format(date(2000, number, 1), "F")


def _translated(stem: str) -> list[str]:
    return [f"{stem}_{code}" for code in LANGUAGES if code != settings.LANGUAGE_CODE]


def _mark(event: Event) -> str:
    """Return what tells an event from the others of its dossier, whatever becomes of its translation."""
    return sha256(f"{event.date} {event.source} {event.text.get(settings.LANGUAGE_CODE)}".encode()).hexdigest()[:16]


def _row_initial(event: Event) -> dict[str, Any]:
    year, month, day = event.parts
    texts = {f"text_{code}": event.text.get(code, "") for code in LANGUAGES}
    known = {"year": str(year), "month": str(month or ""), "day": str(day or "")}
    return known | texts | {"source": event.source, "of": _mark(event)}


def _initial(content: Dossier) -> dict[str, Any]:
    """Return the form's initial values for ``content``."""
    initial: dict[str, Any] = {
        "picture": content.picture.id if content.picture else None,
        "parties": [ref.id for ref in content.parties],
        "people": [ref.id for ref in content.people],
    }
    initial |= {f"pin_{place}": ref.id for place, ref in enumerate(content.pins, 1)}
    for code in LANGUAGES:
        initial[f"summary_{code}"] = content.summary.get(code, "")
        initial[f"background_{code}"] = prose.for_editor(content.background.get(code, ""))
    return initial
