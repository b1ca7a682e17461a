"""System checks of the house."""

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register()
def languages_start_with_arabic(**kwargs: object) -> list[CheckMessage]:
    """Arabic must be the first language: public addresses without a prefix are Arabic."""
    if settings.LANGUAGES[0][0] == "ar" == settings.LANGUAGE_CODE:
        return []
    return [Warning("Arabic must be the first and default language.", id="newsroom.W001")]


@register()
def the_week_begins_on_a_day(**kwargs: object) -> list[CheckMessage]:
    """The week must begin on one of its seven days."""
    if settings.WEEK_BEGINS in range(7):
        return []
    return [Error("WEEK_BEGINS must be 0 (Monday) to 6 (Sunday).", id="newsroom.E005")]


@register(Tags.security)
def every_answer_is_safe(**kwargs: object) -> list[CheckMessage]:
    """The middleware that writes the safety headers must be the outermost."""
    if settings.MIDDLEWARE[:1] == ["newsroom.middleware.SafeHeaders"]:
        return []
    return [Error("newsroom.middleware.SafeHeaders must be the first middleware.", id="newsroom.E001")]


@register(Tags.security)
def doors_are_guarded(**kwargs: object) -> list[CheckMessage]:
    """The throttle must be asked before any password, sessions must be looked after, and the second factor be on."""
    found: list[CheckMessage] = []
    wanted = ["newsroom.signin.ThrottleBackend", "newsroom.signin.StaffBackend"]
    if wanted != settings.AUTHENTICATION_BACKENDS:
        found.append(Error(f"AUTHENTICATION_BACKENDS must be {wanted}.", id="newsroom.E002"))
    order = [name for name in settings.MIDDLEWARE if name.endswith((".AuthenticationMiddleware", ".LivingSessions"))]
    if [name.rpartition(".")[2] for name in order] != ["AuthenticationMiddleware", "LivingSessions"]:
        found.append(
            Error("newsroom.middleware.LivingSessions must follow Django's authentication.", id="newsroom.E003")
        )
    if settings.PRODUCTION and not settings.REQUIRE_SECOND_FACTOR:
        found.append(Error("The second factor cannot be turned off in production.", id="newsroom.E004"))
    return found
