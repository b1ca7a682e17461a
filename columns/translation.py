"""Which fields of columns and authors are written in every language."""

from modeltranslation.translator import TranslationOptions, register

from columns.models import Author, Column


@register(Author)
class AuthorTranslation(TranslationOptions):
    """A name and a role have a form in each language; without one, the Arabic stands."""

    fields = ("name", "role", "biography")
    required_languages = ("ar",)


@register(Column)
class ColumnTranslation(TranslationOptions):
    """What the column says of itself."""

    fields = ("title", "genre", "description", "signoff_template")
    required_languages = {"ar": ("title",)}
    fallback_values = ""
    # An Arabic sign-off under an English piece would be a leak of the wrong language.
    fallback_languages = {"default": ("ar",)}
