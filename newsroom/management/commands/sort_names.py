"""Derive anew the places that rows take in alphabetical lists, after a change of SORT_IGNORES_ARTICLE."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand

SORTED = "name_sorted"


class Command(BaseCommand):
    """Run by hand after the setting changed; run twice it changes nothing more."""

    help = "Derive the alphabetical places of names anew (after a change of SORT_IGNORES_ARTICLE)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Let every row that keeps such a place derive it; nothing else of the row is written."""
        moved = 0
        for model in apps.get_models():
            if SORTED not in {field.name for field in model._meta.get_fields()}:
                continue
            for row in model._default_manager.order_by("pk").iterator():
                before = getattr(row, SORTED)
                row.save(update_fields=[SORTED])
                moved += getattr(row, SORTED) != before
        self.stdout.write(f"الأسماء مرتبة / names: {moved} moved")
