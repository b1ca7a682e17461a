"""The form of a topic or tag: its names, its other spellings, and who bears a spelling already."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.models import ModelFormMetaclass
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import naming, tagging
from articles.models import NameKind, Tag, Topic
from newsroom.arabic.fold import fold
from newsroom.widgets import CleanCharField

RENAMING = gettext_lazy(
    "A new name leaves the old one as another spelling, and the old address leads on. An address that was made from "
    "the old name is made anew; one that you write yourself stays."
)


def desk_address(row: Topic | Tag) -> str:
    """Return the address at which the desk opens a name."""
    return reverse(f"admin:articles_{row._meta.model_name}_change", args=[row.pk])


def desk_link(row: Topic | Tag) -> str:
    """Return a link to a name's page at the desk."""
    return format_html('<a href="{}"><bdi>{}</bdi></a>', desk_address(row), str(row))


def taken(name: str, row: Topic | Tag) -> ValidationError:
    """Return the refusal of a spelling that means another name, with a link to that name."""
    words = _("“{name}” is there already: it means {link}.")
    return ValidationError(
        format_html(words, name=format_html("<bdi>{}</bdi>", name), link=desk_link(row)), code="taken"
    )


class SpellingsField(CleanCharField):
    """Other spellings of a name, one a line or parted by marks; a list of names.

    ``known`` are those that stand there already: a line that is one of them stays whole, however long, whatever
    marks are in it (a name that was merged or renamed may have any).
    """

    widget = forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    known: frozenset[str] = frozenset()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(multiline=True, required=False, max_length=100_000, **kwargs)

    def names_in(self, text: str) -> list[str]:
        """Return the names in what was typed, each once."""
        found: dict[str, str] = {}
        for line in text.splitlines():
            for name in [line.strip()] if line.strip() in self.known else tagging.parse(line):
                found.setdefault(fold(name), name)
        return list(found.values())

    def clean(self, value: Any) -> Any:
        """Return the names; raises ValidationError for a new one that is too long to be kept whole."""
        names = self.names_in(super().clean(value))
        for name in names:
            if name not in self.known and len(name) >= tagging.MAX_NAME:
                facts = {"name": name, "count": tagging.MAX_NAME - 1}
                raise ValidationError(_("“%(name)s” is too long: %(count)d letters at most.") % facts)
        return names

    def prepare_value(self, value: Any) -> Any:
        """Return the names one a line; what was typed stays as it was typed."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether other names stand there now; their order is nobody's."""
        return sorted(initial or ()) != sorted(self.names_in(self.to_python(data)))


class NameForm(forms.ModelForm, metaclass=ModelFormMetaclass):
    """A topic or tag: whatever is taken is refused beside its field, with a link to whom it means."""

    aliases = SpellingsField(
        label=gettext_lazy("Other spellings"),
        help_text=gettext_lazy(
            "One a line, or parted by ، or ؛: other spellings, other languages. Each finds this name wherever names "
            "are typed, in search, and in an address."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "aliases" in self.fields:
            self.initial["aliases"] = [spelling.name for spelling in naming.aliases_of(self.instance)]
            self.fields["aliases"].known = frozenset(self.initial["aliases"])
        if self.instance.pk and (first := next(iter(self.name_fields()), None)):
            self.fields[first].help_text = RENAMING

    @property
    def kind(self) -> NameKind:
        """Return whether this is a topic or a tag."""
        return NameKind(self._meta.model._meta.model_name)

    def name_fields(self) -> dict[str, str]:
        """Return the fields of the names that this form holds, by field: the language of each."""
        languages = self.instance.own_names()
        fields = {f"name_{code}": code for code in languages} | {"name": next(iter(languages))}
        return {field: code for field, code in fields.items() if field in self.fields}

    def names(self) -> dict[str, str]:
        """Return the names typed, by language."""
        return {code: self.cleaned_data.get(field) or "" for field, code in self.name_fields().items()}

    def clean_aliases(self) -> list[str]:
        """Refuse spellings that mean other names."""
        names: list[str] = self.cleaned_data["aliases"]
        refused = [taken(name, row) for name, row in self._others(names)]
        if refused:
            raise ValidationError(refused)
        return names

    def _others(self, names: Iterable[str]) -> list[tuple[str, Topic | Tag]]:
        """Return which of ``names`` mean another name than this one, and which."""
        names = [name for name in names if name]
        meant = naming.meant(self.kind, names)
        found = [(name, meant[key]) for name in names if (key := fold(name)[:240]) in meant]
        return [(name, row) for name, row in found if row.pk != self.instance.pk]

    def _update_errors(self, errors: ValidationError) -> None:
        """Put a name that is taken beside its field, with a link to whom it means."""
        told = errors.error_dict if hasattr(errors, "error_dict") else {NON_FIELD_ERRORS: errors.error_list}
        plain = [each for each in told.get(NON_FIELD_ERRORS, ()) if each.code != "taken"]
        if len(plain) < len(told.get(NON_FIELD_ERRORS, ())):
            typed = {self.cleaned_data.get(field) or "": field for field in self.name_fields()}
            others = self._others(self.instance.own_names().values())
            for name, row in others:
                self.add_error(typed.get(name), taken(name, row))
        rest = {field: list(each) for field, each in told.items() if field != NON_FIELD_ERRORS}
        if plain:
            rest[NON_FIELD_ERRORS] = plain
        if rest:
            super()._update_errors(ValidationError(rest))  # type: ignore[misc]
