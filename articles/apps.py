"""The app of articles, topics and tags."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    """Article, Topic, Tag, Revision, WorkingCopy."""

    name = "articles"
    verbose_name = _("Articles and topics")
