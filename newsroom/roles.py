"""The roles of the newsroom: what each may do, kept as groups that every migration brings up to date.

Rights over single rows (a writer's own drafts, a translator's fields) rest on these permissions and are decided in
``articles.rights``.
"""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import models
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """Who somebody is in the newsroom; the value is the group's name."""

    EDITOR_IN_CHIEF = "editor_in_chief", pgettext_lazy("role", "editor-in-chief")
    EDITOR = "editor", pgettext_lazy("role", "editor")
    WRITER = "writer", pgettext_lazy("role", "writer")
    TOPIC_MANAGER = "topic_manager", pgettext_lazy("role", "topic manager")
    TRANSLATOR = "translator", pgettext_lazy("role", "translator")


def _may(app: str, model: str, *acts: str) -> tuple[str, ...]:
    return tuple(f"{app}.{act}_{model}" for act in acts)


NAMES = (
    *_may("articles", "topic", "view", "add", "change", "delete"),
    *_may("articles", "tag", "view", "add", "change", "delete"),
)
LOOKING = (*_may("columns", "column", "view"), *_may("columns", "author", "view"), *_may("newsroom", "photo", "view"))
RIGHTS: dict[Role, tuple[str, ...]] = {
    Role.EDITOR: (
        *_may("articles", "article", "view", "add", "change", "delete", "write_any", "publish", "translate"),
        *_may("articles", "correction", "view", "add", "change", "delete"),
        *_may("articles", "frontpage", "view", "change"),
        *NAMES,
        *_may("columns", "column", "view", "add", "change"),
        *_may("columns", "author", "view", "add", "change"),
        *_may("newsroom", "photo", "view", "add", "change", "delete"),
        *_may("newsroom", "redirect", "view", "add", "change", "delete"),
    ),
    Role.WRITER: (
        *_may("articles", "article", "view", "add", "change", "delete"),
        *_may("articles", "topic", "view"),
        *_may("articles", "tag", "view"),
        *LOOKING,
        *_may("newsroom", "photo", "add", "change"),
    ),
    Role.TOPIC_MANAGER: (
        *_may("articles", "article", "view"),
        "articles.list_titles",
        *NAMES,
        *_may("newsroom", "photo", "view"),
    ),
    Role.TRANSLATOR: (
        *_may("articles", "article", "view", "translate"),
        *_may("articles", "topic", "view"),
        *_may("articles", "tag", "view"),
        *LOOKING,
    ),
}
OUR_APPS = ("newsroom", "columns", "articles")


def sync(**kwargs: Any) -> None:
    """Make every role's group hold exactly its rights; runs after every migration and may be run again."""
    ours = Permission.objects.filter(content_type__app_label__in=OUR_APPS).select_related("content_type")
    known = {f"{each.content_type.app_label}.{each.codename}": each for each in ours}
    for role in Role:
        group, _made = Group.objects.get_or_create(name=role.value)
        if role == Role.EDITOR_IN_CHIEF:
            everything = [*known.values(), *Permission.objects.filter(codename="view_logentry")]
            group.permissions.set(everything)
        else:
            # Half way through a migration some are not there yet; its end calls again.
            group.permissions.set([known[name] for name in RIGHTS[role] if name in known])


def roles_of(user: Any) -> list[Role]:
    """Return the roles of an account, in the order of their weight."""
    names = {group.name for group in user.groups.all()}
    return [role for role in Role if role.value in names]
