"""The copy desk: what may be wrong with a piece before readers see it, said in words, mended by whoever presses.

Rooms: ``passages`` (the lines of a piece, as stored or as they stand in the editor), ``findings`` (what the rules of
``newsroom.arabic.typography`` say of them), ``links`` (what links are called), ``checklist`` (what a finished piece
has, and what of it the house demands), ``report`` (all of it together, for the form).
"""

from articles.copydesk.checklist import demanded
from articles.copydesk.report import Report, report

__all__ = ["Report", "demanded", "report"]
