"""Derive anew the places that rows take in alphabetical lists, after a change of SORT_IGNORES_ARTICLE."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand

SORTED = "name_sorted"


class Command(BaseCommand):
    """Run by hand after the setting changed; run twice it changes nothing more."""

    help = "Derive the alphabetical places of names anew (after a change of SORT_IGNORES_ARTICLE)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Save every row whose model keeps such a place; what it derives, it derives itself."""
        moved = 0
        for model in apps.get_models():
            if SORTED not in {field.name for field in model._meta.get_fields()}:
                continue
            for row in model._default_manager.order_by("pk").iterator():
                before = getattr(row, SORTED)
                row.save()
                moved += getattr(row, SORTED) != before
        self.stdout.write(f"الأسماء مرتبة / names: {moved} moved")
