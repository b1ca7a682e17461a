"""The models of the articles app."""

from articles.models.article import Article, Byline, RetiredNumber
from articles.models.authority import Merge, MergedRow, NameKind, Spelling, Twin, Verdict
from articles.models.colleagues import Note, NoteMail, Presence, PreviewLink
from articles.models.correction import Correction
from articles.models.derived import PhotoUse, SearchEntry, Word
from articles.models.front import FrontPage, Pick
from articles.models.names import Tag, TaggedArticle, Topic
from articles.models.revision import Revision, WorkingCopy

__all__ = [
    "Article",
    "Byline",
    "Correction",
    "FrontPage",
    "Merge",
    "MergedRow",
    "NameKind",
    "Note",
    "NoteMail",
    "PhotoUse",
    "Pick",
    "Presence",
    "PreviewLink",
    "RetiredNumber",
    "Revision",
    "SearchEntry",
    "Spelling",
    "Tag",
    "TaggedArticle",
    "Topic",
    "Twin",
    "Verdict",
    "Word",
    "WorkingCopy",
]
