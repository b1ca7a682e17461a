"""The ledger of an import: what became of every line, in counts that add up."""

from collections import Counter
from collections.abc import Callable
from enum import Enum

from newsroom.arabic.hygiene import clean_text

MOST_UNKNOWN_KEYS = 100


class Outcome(Enum):
    """What became of one line."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class Ledger:
    """Counts outcomes and passes reasons on as they come; keeps none of them, however long the file is."""

    def __init__(self, tell: Callable[[str, int, str], None] = lambda _kind, _number, _reason: None) -> None:
        """Take ``tell(kind, line number, words)``, called for every refusal and every warning."""
        self._tell = tell
        self.outcomes: Counter[Outcome] = Counter()
        self.warnings = 0
        self.unknown_keys: Counter[str] = Counter()

    @property
    def total(self) -> int:
        """Return the number of lines with an outcome."""
        return self.outcomes.total()

    def note(self, outcome: Outcome) -> None:
        """Count a line that was not refused."""
        self.outcomes[outcome] += 1

    def refuse(self, number: int, reason: str) -> None:
        """Count the line ``number`` (from 1) as refused, and say why."""
        self.outcomes[Outcome.REFUSED] += 1
        self._tell("refused", number, clean_text(reason))

    def warn(self, number: int, words: str) -> None:
        """Say what somebody should look at in a line that was taken; 0 is the file as a whole."""
        self.warnings += 1
        self._tell("warning", number, clean_text(words))

    def note_unknown(self, keys: tuple[str, ...]) -> None:
        """Count keys that the format does not know; the first hundred different ones by name."""
        for key in keys:
            if key in self.unknown_keys or len(self.unknown_keys) < MOST_UNKNOWN_KEYS:
                self.unknown_keys[key] += 1
