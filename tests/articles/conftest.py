"""What tests of more than one module about pieces need."""

import pytest

from articles.search import mending


@pytest.fixture
def own_words(monkeypatch) -> None:
    """A process that remembers the words of no other test."""
    monkeypatch.setattr(mending, "_vocabulary", mending._Vocabulary())
