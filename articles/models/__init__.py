"""The models of the articles app."""

from articles.models.article import Article, Byline, RetiredNumber
from articles.models.names import Tag, TaggedArticle, Topic
from articles.models.revision import Revision, WorkingCopy

__all__ = ["Article", "Byline", "RetiredNumber", "Revision", "Tag", "TaggedArticle", "Topic", "WorkingCopy"]
