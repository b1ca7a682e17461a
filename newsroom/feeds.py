"""Atom for any list of pieces, safe for every letter that Arabic text may hold."""

from typing import Any

from django.utils.feedgenerator import Atom1Feed

from newsroom.arabic.hygiene import clean_text


class SafeAtom(Atom1Feed):
    """Atom whose strings hold XML 1.0 letters only, and which names its own language."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Write one entry, its strings cleaned of letters that XML forbids."""
        for key, value in item.items():
            if isinstance(value, str):
                item[key] = clean_text(value, multiline=True)
        super().add_item_elements(handler, item)
