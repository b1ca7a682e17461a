"""Refused: how a verb says no, in words for the person who asked."""

from collections.abc import Sequence


class Refused(Exception):
    """The act was not done; ``messages`` say why and what to do next, ``fields`` where (field name or "")."""

    def __init__(self, messages: Sequence[str], *, field: str = "") -> None:
        super().__init__(" ".join(str(message) for message in messages))
        self.messages = list(messages)
        self.field = field
