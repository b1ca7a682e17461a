"""The writing form: one piece in every language, checked and cleaned on its way in."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import naming, tagging, translating
from articles.models import Correction, NameKind, Revision, Topic
from articles.models.article import LANGUAGES
from articles.name_fields import NamesField, NewNamesField
from articles.resolving import became
from articles.snapshots import SOURCE, TEXTS, TRANSLATIONS, Ref, Snapshot
from columns import signoff
from columns.models import Author, Column
from newsroom import prose
from newsroom.arabic.fold import fold
from newsroom.images import Photo
from newsroom.outlet import Protection
from newsroom.widgets import CleanCharField, OrderedChoiceField, PhotoInput, ProseField, ProseInput

LABELS = {"title": _("Title"), "standfirst": _("Standfirst"), "body": _("Text")}
# Far beyond any column, and far below what the databases can count on from.
HIGHEST_NUMBER = 1_000_000
# What the form carries along and nobody types.
HIDDEN = frozenset({"version", "key", "proposed_number", "base", "source", "window", "serial", "turn", "ignored"})
LONGEST_KEY, MOST_KEYS = 16, 1000
EARLIEST_YEAR = 1990
MOST_YEARS_AHEAD = 5


class WritingForm(forms.Form):
    """Everything a writer decides about a piece. ``content()`` is the result, as a Snapshot.

    Nothing but the letters' validity is demanded here: a draft may be as unfinished as it likes.
    """

    column: forms.ModelChoiceField = forms.ModelChoiceField(
        Column.objects.none(), required=False, label=_("Column"), empty_label=_("none")
    )
    number = forms.IntegerField(required=False, min_value=1, max_value=HIGHEST_NUMBER, label=_("Edition number"))
    authors = OrderedChoiceField(Author.objects.none(), required=False, label=_("Authors"))
    topics = NamesField(kind=NameKind.TOPIC, required=False, label=_("Topics"))
    tags = NewNamesField(kind=NameKind.TAG, required=False, max_length=1000, label=_("Tags"))
    photo: forms.ModelChoiceField = forms.ModelChoiceField(
        Photo.objects.all(), required=False, label=_("Lead photo"), widget=PhotoInput
    )
    publish_at = forms.DateTimeField(
        required=False,
        label=_("Moment of publication"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )
    protection = forms.ChoiceField(required=False, label=_("Copy protection"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    proposed_number = forms.IntegerField(widget=forms.HiddenInput, required=False)
    # The revision that was opened, the browser's window, what it knows of the working copy, and its newest change.
    base = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**62)
    # The revision whose source stood in front of the translator, whatever was chosen from others' texts since.
    source = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**62)
    window = forms.UUIDField(widget=forms.HiddenInput, required=False)
    serial = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    turn = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**53)

    # Keys of the findings that were looked at and left, apart by blanks.
    ignored = CleanCharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        content: Snapshot,
        fixed: bool = False,
        translating: bool = False,
        into: str = "",
        releasing: bool = True,
        **kwargs: Any,
    ) -> None:
        """Open ``content``; ``fixed`` when readers have seen the piece, so that number and moment are history.

        ``translating`` leaves only the texts of the other languages open, and of those only ``into`` where one is
        named, with its release. Without ``releasing`` nobody decides here whether readers see a translation.
        """
        self.opened, self.translating, self.into = content, translating, into
        self.told: list[str] = []
        # Names of tags that this form has made.
        self.new_tags: list[str] = []
        kwargs["initial"] = _initial(content) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        for code in LANGUAGES:
            self._add_texts(code)
        kept = [content.column.id] if content.column else []
        self.fields["column"].queryset = Column.objects.filter(Q(active=True) | Q(pk__in=kept))
        self.fields["authors"].queryset = Author.objects.all()
        for name in ("number", "publish_at"):
            self.fields[name].disabled = fixed
        for name, field in self.fields.items():
            stem, _sep, code = name.rpartition("_")
            translated = stem in {*TEXTS, "renewed"} and code in TRANSLATIONS and into in {"", code}
            translated = translated or (bool(into) and name == f"released_{into}")
            if translating and not translated and name not in HIDDEN:
                field.disabled = True
            if stem == "released" and not releasing:
                field.disabled = True
        self.fields["protection"].choices = [("", _("as the site")), *Protection.choices]

    def _add_texts(self, code: str) -> None:
        """Add the fields of one language."""
        attrs = {"lang": code, "dir": "rtl" if code == "ar" else "ltr"}
        self.fields[f"title_{code}"] = CleanCharField(
            required=False,
            max_length=200,
            label=LABELS["title"],
            widget=forms.Textarea(attrs=attrs | {"rows": 1, "class": "title-line", "data-one-line": True}),
        )
        self.fields[f"standfirst_{code}"] = CleanCharField(
            required=False,
            max_length=600,
            label=LABELS["standfirst"],
            widget=forms.Textarea(attrs=attrs | {"rows": 2, "class": "standfirst-lines"}),
        )
        self.fields[f"body_{code}"] = ProseField(
            required=False,
            label=LABELS["body"],
            widget=ProseInput(attrs=attrs | {"rows": 18}),
            furniture=signoff.every_line,
        )
        if code != SOURCE:
            self.fields[f"released_{code}"] = forms.BooleanField(
                required=False,
                label=_("Released: readers may see this translation"),
            )
            self.fields[f"renewed_{code}"] = forms.BooleanField(
                required=False, label=_("This translation matches the source as it stands now")
            )

    def texts(self) -> list[dict[str, Any]]:
        """Return the bound fields of each language, Arabic first, for the template."""
        return [
            {
                "code": code,
                "name": name,
                "title": self[f"title_{code}"],
                "standfirst": self[f"standfirst_{code}"],
                "body": self[f"body_{code}"],
                "released": self[f"released_{code}"] if f"released_{code}" in self.fields else None,
                "renewed": self[f"renewed_{code}"] if translating.is_stale(self.opened, code) else None,
                "filled": bool(self.opened.title.get(code) or self.opened.body.get(code)),
            }
            for code, name in settings.LANGUAGES
        ]

    @property
    def closed(self) -> list[str]:
        """Return the names of the fields that this account only reads."""
        return [name for name, field in self.fields.items() if field.disabled]

    @property
    def notices(self) -> list[prose.Notice | str]:
        """Return what the cleaner took out of the texts of this submission, and which names are gone, each once."""
        found = [notice for code in LANGUAGES for notice in self.fields[f"body_{code}"].notices]
        return list(dict.fromkeys((*found, *self.told)))

    def clean_publish_at(self) -> datetime | None:
        """Return the moment, refused in words when no newsroom could mean it."""
        moment = self.cleaned_data["publish_at"]
        if moment is not None and not EARLIEST_YEAR <= moment.year <= timezone.now().year + MOST_YEARS_AHEAD:
            raise ValidationError(_("Check the year of this moment."))
        opened = self.opened.publish_at
        # The field shows minutes: a moment that nobody touched keeps its seconds.
        return opened if moment and opened and _minute(opened) == _minute(moment) else moment

    def clean_number(self) -> int | None:
        """Return the wished number; one that is just our own proposal is no wish."""
        number = self.cleaned_data["number"]
        proposed = self.data.get(self.add_prefix("proposed_number"), "")
        return None if str(number) == proposed else number

    def _as_of_now(
        self, names: list[str], topics: list[Topic], *, found: naming.Meant
    ) -> tuple[list[str], list[Topic]]:
        """Return the tags' names and the topics, with tags that were merged into topics or removed as what they became.

        Only those that the form was opened with: what somebody types himself is a tag.
        """
        gone = became(self.cleaned_data.get("base"), [name for name in names if fold(name)[:240] not in found])
        removed = [name for name in names if gone.get(fold(name), name) is None]
        self.told = [
            gettext("The tag “%(name)s” was removed meanwhile, and so left out.") % {"name": name} for name in removed
        ]
        more = [topic for topic in gone.values() if topic is not None]
        return [name for name in names if fold(name) not in gone], list(dict.fromkeys((*topics, *more)))

    def content(self, *, making_tags: bool = True) -> Snapshot:
        """Return what was typed, cleaned; tags that did not exist are made, or else stand with ids below zero."""
        data = self.cleaned_data
        typed = tagging.parse(data["tags"])
        found = naming.meant(NameKind.TAG, typed)
        names, topics = self._as_of_now(typed, data["topics"], found=found)
        tags = (tagging.tags_for if making_tags else tagging.tags_known)(names, found=found)
        self.new_tags += [tag.name for tag in tags if making_tags and tag not in found.values()]
        released = [code for code in LANGUAGES if code == SOURCE or data.get(f"released_{code}")]
        typed_in = Snapshot(
            **{name: {code: data[f"{name}_{code}"] for code in LANGUAGES} for name in TEXTS},
            released=tuple(released),
            column=Ref.to(data["column"]) if data["column"] else None,
            number=data["number"] if data["column"] else None,
            authors=tuple(Ref.to(author) for author in data["authors"]),
            topics=tuple(Ref.to(topic) for topic in topics),
            tags=tuple(Ref.to(tag) if tag.pk else Ref(_id_of_new(tag.name), tag.name) for tag in tags),
            photo=Ref.to(data["photo"]) if data["photo"] else None,
            protection=data["protection"],
            publish_at=data["publish_at"],
            ignored=tuple(dict.fromkeys(key for key in data["ignored"].split() if len(key) <= LONGEST_KEY))[:MOST_KEYS],
        )
        renewed = [code for code in TRANSLATIONS if data.get(f"renewed_{code}")]
        return translating.settled(self.opened, typed_in, seen=self._seen(), renewed=renewed)

    def _seen(self) -> Revision | None:
        """Return the revision whose source stood in front of the translator."""
        number = self.cleaned_data.get("source")
        return Revision.objects.filter(pk=number).first() if number else None


class CorrectionForm(forms.Form):
    """The frozen facts of a published piece, changed by an explicit act."""

    number = forms.IntegerField(required=False, min_value=1, max_value=HIGHEST_NUMBER, label=_("Edition number"))
    signoff_ar = CleanCharField(required=False, max_length=2000, label=_("Sign-off in Arabic"))
    signoff_en = CleanCharField(
        required=False, max_length=2000, label=_("Sign-off in English"), widget=forms.TextInput(attrs={"dir": "ltr"})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class NoteForm(forms.Form):
    """What readers are told about a correction or an update, in the languages in which it concerns them.

    ``steps`` are the changes of words that readers have met, each by its id and in words.
    """

    kind = forms.ChoiceField(
        required=False, choices=Correction.Kind.choices, label=_("What it is"), widget=forms.RadioSelect
    )
    note_ar = CleanCharField(
        required=False,
        max_length=1000,
        multiline=True,
        label=_("Correction in Arabic"),
        widget=forms.Textarea({"rows": 3}),
    )
    note_en = CleanCharField(
        required=False,
        max_length=1000,
        multiline=True,
        label=_("Correction in English"),
        widget=forms.Textarea({"rows": 3, "dir": "ltr", "lang": "en"}),
    )
    showing = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        label=_("Changed words"),
        help_text=_("Readers may follow a link to what stood there before and what stands there now, word by word."),
    )

    def __init__(self, *args: Any, steps: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["showing"].choices = [("", _("Show none: readers see the note alone")), *steps]
        self.fields["kind"].initial = Correction.Kind.CORRECTION

    def clean_kind(self) -> Correction.Kind:
        """Return what the note is, a correction unless the editor says otherwise."""
        return Correction.Kind(self.cleaned_data["kind"] or Correction.Kind.CORRECTION)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _id_of_new(name: str) -> int:
    """Return an id below zero for a tag that does not exist yet: the same for every spelling, another for each name."""
    return -1 - int.from_bytes(sha256(fold(name).encode()).digest()[:6])


def _initial(content: Snapshot) -> dict[str, Any]:
    """Return the form's initial values for ``content``."""
    initial: dict[str, Any] = {
        "column": content.column.id if content.column else None,
        "number": content.number,
        "authors": [ref.id for ref in content.authors],
        "topics": [ref.id for ref in content.topics],
        "tags": "، ".join(ref.name for ref in content.tags),
        "photo": content.photo.id if content.photo else None,
        "protection": content.protection,
        "publish_at": content.publish_at,
        "ignored": " ".join(content.ignored),
    }
    for code in LANGUAGES:
        initial[f"title_{code}"] = content.title.get(code, "")
        initial[f"standfirst_{code}"] = content.standfirst.get(code, "")
        initial[f"body_{code}"] = prose.for_editor(content.body.get(code, ""))
        initial[f"released_{code}"] = code in content.released
    return initial
