"""The forms of the photo library: what is said of a picture, new pictures, and where a picture must not be cut."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from newsroom import images
from newsroom.arabic.hygiene import clean_text
from newsroom.images import WORD_FIELDS
from newsroom.models import Photo
from newsroom.widgets import CleanCharField


class PhotoWords(forms.ModelForm):
    """What is said of a picture, in both languages."""

    source_url = forms.URLField(
        required=False,
        max_length=200,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        label=_("where it comes from"),
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )

    class Meta:
        model = Photo
        fields = [*WORD_FIELDS, "licence", "source_url"]
        field_classes = dict.fromkeys(WORD_FIELDS, CleanCharField)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in WORD_FIELDS:
            code = name.rpartition("_")[2]
            self.fields[name].widget = forms.TextInput(
                attrs={"lang": code, "dir": "rtl" if code == "ar" else "ltr", "maxlength": self.fields[name].max_length}
            )


class FilesInput(forms.FileInput):
    """Several files at once; the field itself judges the last one, the form takes them all."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return one file, as the field expects."""
        return files.get(name)


class PhotoUpload(PhotoWords):
    """New pictures with the words that hold for all of them; the files themselves are judged by the intake."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        widget=FilesInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}),
    )
    field_order = ["file"]

    def take_in(self, by: Any) -> tuple[list[Photo], list[tuple[str, str]]]:
        """Take every file in; return the new photos, and for each refused file its name and why."""
        facts = {name: self.cleaned_data[name] or "" for name in PhotoWords.Meta.fields}
        taken, refused = [], []
        for file in self.files.getlist("file"):
            try:
                taken.append(images.take_in(file, by=by, **facts))
            except ValidationError as error:
                refused.append((clean_text(file.name or "")[:100], " ".join(error.messages)))
        return taken, refused


class PhotoFacts(PhotoWords):
    """Everything the desk may change of a photo."""

    class Meta(PhotoWords.Meta):
        fields = [*PhotoWords.Meta.fields, "focal_x", "focal_y"]
        widgets = dict.fromkeys(
            ("focal_x", "focal_y"),
            # A slider from edge to edge of the picture, which itself does not turn with the script's direction.
            forms.NumberInput(attrs={"type": "range", "min": 0, "max": 1, "step": 0.01, "dir": "ltr"}),
        )
