"""The writing form: how it opens, what its buttons do, and what it says."""

from articles.writing.beside import TranslatingView
from articles.writing.view import WritingView
from articles.writing.words import editor_words

__all__ = ["TranslatingView", "WritingView", "editor_words"]
