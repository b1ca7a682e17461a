"""Form fields and widgets of the desk that any of its forms may use."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, AdminURLFieldWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_prose_editor.widgets import ProseEditorWidget, importmap
from js_asset import Media, Script

from newsroom import prose
from newsroom.arabic.hygiene import clean_text
from newsroom.images import Photo

LONGEST_ID = 18


class CleanCharField(forms.CharField):
    """A line or lines of text without the letters that only break machines; nothing of it is ever an error."""

    def __init__(self, *, multiline: bool = False, **kwargs: Any) -> None:
        self.multiline = multiline
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """Return the text, cleaned and trimmed."""
        return clean_text(super().to_python(value) or "", multiline=self.multiline)


class CleanTextAdmin(admin.ModelAdmin):
    """An admin whose lines and texts are cleaned of letters that only break machines."""

    formfield_overrides = {
        models.CharField: {"form_class": CleanCharField},
        models.TextField: {"form_class": CleanCharField, "multiline": True, "widget": AdminTextareaWidget},
        models.URLField: {"assume_scheme": "https", "widget": AdminURLFieldWidget},
    }


class NamesWithCommas(forms.MultipleChoiceField):
    """Boxes to tick, kept in a column of text as the chosen names with commas."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, choices: Sequence, **kwargs: Any) -> None:
        super().__init__(choices=choices, required=False, **kwargs)
        self.names = [name for name, _label in choices]

    def prepare_value(self, value: Any) -> Any:
        """Return the names as the boxes want them."""
        return [name for name in value.split(",") if name] if isinstance(value, str) else value

    def clean(self, value: Any) -> Any:
        """Return the chosen names, in the order of the boxes."""
        chosen = super().clean(value)
        return ",".join(name for name in self.names if name in chosen)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether other boxes are ticked than before."""
        return super().has_changed(self.prepare_value(initial), data)


class ChipsSelect(forms.SelectMultiple):
    """A multiple choice that ``desk/chips.js`` shows as chips; without script a plain list."""

    order = "any"

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Sequence = ()) -> None:
        super().__init__({"data-chips": self.order, **(attrs or {})}, choices)


class OrderedSelect(ChipsSelect):
    """Chips that can be moved, because their order counts: chosen rows stand first, in their order."""

    order = "counts"

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list:
        """Return the options with the chosen ones first, in their order."""
        groups = super().optgroups(name, value, attrs)
        rank = {str(chosen): place for place, chosen in enumerate(value)}
        return sorted(groups, key=lambda group: rank.get(str(group[1][0]["value"]), len(rank)))


class OrderedChoiceField(forms.ModelMultipleChoiceField):
    """A multiple choice that returns a list in the order in which the rows were sent."""

    widget = OrderedSelect

    def clean(self, value: Any) -> Any:
        """Return the chosen rows in their order; raises ValidationError for a row that does not exist."""
        # SQLite fails on a number beyond its integers where PostgreSQL just finds nothing.
        if any(not str(item).isdecimal() or len(str(item)) > LONGEST_ID for item in value or ()):
            raise ValidationError(self.error_messages["invalid_list"], code="invalid_list")
        rows = {str(row.pk): row for row in super().clean(value)}
        return [rows[key] for key in dict.fromkeys(str(item) for item in value or ()) if key in rows]


class PhotoInput(forms.NumberInput):
    """The id of a library photo; ``desk/photos.js`` makes a picture with a chooser of it."""

    template_name = "admin/widgets/photo.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return the context with the chosen photo itself."""
        context = super().get_context(name, value, attrs)
        chosen = str(value or "")
        context["photo"] = Photo.objects.filter(pk=int(chosen[:9])).first() if chosen.isdecimal() else None
        return context


class ProseInput(ProseEditorWidget):
    """django-prose-editor with our poor schema, our words and no style of its own injected."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, config={"extensions": {}}, preset="newsroom")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Mark the text area for ``desk/editor.js``; the schema is that file's, not the server's to configure."""
        context = super(ProseEditorWidget, self).get_context(name, value, attrs)
        context["widget"]["attrs"]["data-prose"] = True
        return context

    @property
    def media(self) -> forms.Media:
        """Return the library's module under its bare name, and our own beside it."""
        return Media(importmap=importmap, js=[Script("desk/editor.js", type="module")])


class ProseField(forms.CharField):
    """Text of the poor schema: whatever comes in is cleaned by the one cleaner, whose notices are kept.

    ``furniture`` returns the lines that belong under a text and never in it (a sign-off, for instance).
    """

    widget = ProseInput

    def __init__(self, *, furniture: Callable[[], list[str]] = list, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.furniture = furniture
        self.notices: list[prose.Notice] = []

    def to_python(self, value: Any) -> str:
        """Return clean HTML; a NUL or a stray control letter is dropped, never an error."""
        try:
            cleaned = prose.clean(str(value or ""), furniture=self.furniture())
        except ValueError as error:
            raise ValidationError(_("This text is too long for one piece.")) from error
        self.notices = cleaned.notices
        return cleaned.html
