"""Atom for any list of pieces, safe for every letter that Arabic text may hold."""

from typing import Any

from django.utils.feedgenerator import Atom1Feed

from newsroom.arabic.hygiene import clean_text


class SafeAtom(Atom1Feed):
    """Atom whose strings hold XML 1.0 letters only, and which names its own language."""

    def add_root_elements(self, handler: Any) -> None:
        """Write what the feed says of itself, cleaned of letters that XML forbids."""
        _clean(self.feed)
        super().add_root_elements(handler)

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Write one entry, its strings cleaned of letters that XML forbids."""
        _clean(item)
        super().add_item_elements(handler, item)


def _clean(facts: dict[str, Any]) -> None:
    """Clean every string of ``facts`` in place."""
    for key, value in facts.items():
        if isinstance(value, str):
            facts[key] = clean_text(value, multiline=True)
