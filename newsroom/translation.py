"""Which fields of floor 1 are written in every language."""

from modeltranslation.translator import TranslationOptions, register

from newsroom.images import Photo
from newsroom.outlet import SiteSettings


@register(SiteSettings)
class SiteSettingsTranslation(TranslationOptions):
    """The outlet's words."""

    fields = ("name", "tagline", "description", "about", "contact", "privacy", "corrections")
    required_languages = ("ar",)


@register(Photo)
class PhotoTranslation(TranslationOptions):
    """What is said about a picture."""

    fields = ("alt", "caption", "credit")
