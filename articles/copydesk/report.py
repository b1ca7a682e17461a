"""All that the copy desk says of a piece, ready for the form: findings, checklist, and what its texts measure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.text import Truncator

from articles.copydesk.checklist import Checked, checked
from articles.copydesk.findings import Found, findings_in, house_style
from articles.copydesk.passages import Passage, stored
from articles.models.article import LANGUAGES
from articles.sharing import TITLE_SHOWN
from articles.snapshots import Snapshot
from newsroom.arabic.reading import count_words, reading_minutes
from newsroom.outlet import SiteSettings
from newsroom.prose.rendering import plain_text

MOST_LISTED, MOST_UNDERLINED = 100, 1000


@dataclass(frozen=True)
class Measure:
    """What a text measures: its words, the minutes they take, and its title as messengers show it."""

    language: str
    words: int
    minutes: int
    title: str
    cut: bool

    @property
    def name(self) -> str:
        """Return the name of the language, "" for the house's own."""
        return "" if self.language == settings.LANGUAGE_CODE else str(dict(settings.LANGUAGES)[self.language])


@dataclass(frozen=True)
class Report:
    """What the copy desk says of one content."""

    findings: list[Found]
    checklist: list[Checked]
    measures: list[Measure]

    @property
    def listed(self) -> list[Found]:
        """Return the findings that the list shows."""
        return self.findings[:MOST_LISTED]

    @property
    def unlisted(self) -> int:
        """Return how many more there are."""
        return len(self.findings) - len(self.listed)

    @property
    def safe(self) -> int:
        """Return how many of the listed can be mended without a doubt."""
        return sum(1 for found in self.listed if found.finding.safe)

    @property
    def forbidding(self) -> int:
        """Return how many checks forbid publication."""
        return sum(1 for each in self.checklist if each.forbids)

    @property
    def advising(self) -> int:
        """Return how many checks point something out."""
        return sum(1 for each in self.checklist if each.amiss and not each.forbids)


def report(
    content: Snapshot,
    *,
    outlet: SiteSettings,
    passages: Sequence[Passage] | None = None,
    closed: Collection[str] = (),
) -> Report:
    """Return the report on ``content``; its findings are those of ``passages``, where the editor shows other lines.

    Fields that are ``closed`` to who asks are checked like the others, but their findings are nobody's to mend here.
    """
    lines = stored(content) if passages is None else passages
    findings = findings_in(lines, style=house_style(outlet), ignored=content.ignored)
    checklist = checked(content, outlet=outlet, findings=findings)
    measures = [_measured(content, code) for code in LANGUAGES if content.title.get(code) or content.body.get(code)]
    return Report([found for found in findings if found.passage.field not in closed], checklist, measures)


def _measured(content: Snapshot, code: str) -> Measure:
    text, title = plain_text(content.body.get(code, "")), content.title.get(code, "")
    shown = Truncator(title).chars(TITLE_SHOWN)
    return Measure(code, count_words(text), reading_minutes(text), shown, cut=shown != title)
