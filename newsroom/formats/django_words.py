"""Words of Django that its Arabic catalogue lacks or names otherwise, listed so that the house's catalogue has them.

Months: Django knows only يناير … ديسمبر; CLDR 47 has كانون الثاني … كانون الأول for Syria. The script's share of these
words stands in ``djangojs.po`` beside the catalogue.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

MONTHS = (
    _("January"),
    _("February"),
    _("March"),
    _("April"),
    _("May"),
    _("June"),
    _("July"),
    _("August"),
    _("September"),
    _("October"),
    _("November"),
    _("December"),
)
THINGS = (
    _("log entry"),
    _("log entries"),
)
SENTENCES = (
    _("Conflicting form data submitted. Please try again."),
    _("Password-based authentication was disabled."),
    _("Set password: %s"),
    _("Reset password"),
    _("Set password"),
    _(
        "Whether the user will be able to authenticate using a password or not. If disabled, they may still be able to "
        "authenticate using other backends, such as Single Sign-On or LDAP."
    ),
    _("Password-based authentication"),
    _("Enabled"),
    _("Disabled"),
    _("Raw passwords are not stored, so there is no way to see the user’s password."),
    _("Enable password-based authentication for this user by setting a password."),
    _(
        "Enter a valid username. This value may contain only unaccented lowercase a-z and uppercase A-Z letters, "
        "numbers, and @/./+/-/_ characters."
    ),
    _("Enter a valid domain name."),
    _("Enter a valid %(protocol)s address."),
    _("Ensure this value is a multiple of step size %(limit_value)s."),
    _("Constraint “%(name)s” is violated."),
)
SHORT_PASSWORD = ngettext_lazy(
    "This password is too short. It must contain at least %d character.",
    "This password is too short. It must contain at least %d characters.",
)
