"""Arabic order and commas, Latin digits, the house's week; Django's own Arabic has English order and 1.234,5.

Day, month, year and the separators of CLDR 47 ``ar``; a full hour shows no minutes («6 مساءً»), and noon and midnight
have words, as in ``newsroom.arabic.dates``.
"""

from django.conf import settings

DATE_FORMAT = "j F Y"
TIME_FORMAT = "P"
DATETIME_FORMAT = "j F Y، P"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = "j/n/Y"
SHORT_DATETIME_FORMAT = "j/n/Y، P"
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]
# Django counts the days from Sunday, Python from Monday.
FIRST_DAY_OF_WEEK = (settings.WEEK_BEGINS + 1) % 7
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
