"""System checks of the house."""

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register


@register()
def languages_start_with_arabic(**kwargs: object) -> list[CheckMessage]:
    """Arabic must be the first language: public addresses without a prefix are Arabic."""
    if settings.LANGUAGES[0][0] == "ar" == settings.LANGUAGE_CODE:
        return []
    return [Warning("Arabic must be the first and default language.", id="newsroom.W001")]
