"""What is kept in memory of rows that a transaction makes: taken back when the transaction is rolled back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Journal:
    """The steps by which memory goes back to where it was, newest last."""

    def __init__(self) -> None:
        self._steps: list[Callable[[], None]] = []
        self._depth = 0

    @property
    def is_open(self) -> bool:
        """Return whether what is made now may still be rolled back."""
        return self._depth > 0

    def note(self, undo: Callable[[], None]) -> None:
        """Keep how to forget what was just made; outside any transaction there is nothing to take back."""
        if self.is_open:
            self._steps.append(undo)

    @contextmanager
    def or_nothing(self) -> Iterator[None]:
        """Wrap a transaction or a savepoint: should it fail, memory forgets with the database."""
        mark = len(self._steps)
        self._depth += 1
        try:
            yield
        except BaseException:
            while len(self._steps) > mark:
                self._steps.pop()()
            raise
        finally:
            self._depth -= 1
            if not self._depth:
                self._steps.clear()
