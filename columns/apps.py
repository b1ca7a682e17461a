"""The app of columns and their authors."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ColumnsConfig(AppConfig):
    """Column, Author, slots."""

    name = "columns"
    verbose_name = _("Columns and authors")
