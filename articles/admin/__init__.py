"""The desk's rooms for pieces, their front page, topics and tags."""

from articles.admin.front import FrontPageAdmin
from articles.admin.names import TagAdmin, TopicAdmin
from articles.admin.pieces import ArticleAdmin

__all__ = ["ArticleAdmin", "FrontPageAdmin", "TagAdmin", "TopicAdmin"]
