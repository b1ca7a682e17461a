"""Django's month names, listed so that the house's catalogue gives them their Levantine names at the desk.

Django's own Arabic catalogue knows only يناير … ديسمبر (CLDR 47 has كانون الثاني … كانون الأول for Syria).
"""

from django.utils.translation import gettext_lazy as _

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
