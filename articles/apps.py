"""The app of articles, topics and tags."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    """Article, Topic, Tag, Revision, WorkingCopy."""

    name = "articles"
    verbose_name = _("Articles and topics")

    def ready(self) -> None:
        """Keep the roles' rights true after every migration: this is the last app whose permissions they name."""
        from articles import addresses, notifying
        from newsroom import health, redirects, roles

        post_migrate.connect(roles.sync, sender=self)
        if notifying.left_lying not in health.left_lying:
            health.left_lying.append(notifying.left_lying)
        if addresses.named not in redirects.finders:
            redirects.finders.append(addresses.named)
