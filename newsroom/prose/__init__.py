"""The text of a piece: one poor schema, one cleaner on every write path, one way to the page.

Rooms: ``cleaning`` (whatever comes in becomes the schema) on top of ``reading`` and ``plain`` (the mess as a tree),
``word`` (Word's lists and quotations), ``footnotes`` (other programs' notes become ours), ``roundabout`` (where a link
really leads) and ``residue`` (lines that plugins and hands leave behind); ``lines`` and ``proofreading`` (the text line
by line, read by the copy desk); ``rendering`` (the schema becomes page, editor or feed); ``comparing`` (two texts word
by word) on top of ``aligning``.
"""

from newsroom.prose.cleaning import Cleaned, clean
from newsroom.prose.rendering import Prose, for_editor, for_feed, plain_text, render
from newsroom.prose.residue import Notice

__all__ = ["Cleaned", "Notice", "Prose", "clean", "for_editor", "for_feed", "plain_text", "render"]
