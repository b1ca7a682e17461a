"""Where the address of a topic or tag leads today: by any spelling of its name, own or alias, however it is typed."""

from urllib.parse import unquote

from django.conf import settings
from django.utils import translation

from articles import naming
from articles.models import NameKind

# The word with which an address begins, and among whom its spelling is looked for: a tag may have become a topic.
KINDS = {"topics": (NameKind.TOPIC,), "tags": (NameKind.TAG, NameKind.TOPIC)}


def named(path: str) -> str | None:
    """Return the address, decoded, of the name that a decoded ``path`` without language prefix spells; None for none.

    What stands below the name (a feed) stays below it. Whether the page is public is not asked here.
    """
    word, _sep, rest = path.strip("/").partition("/")
    spelled, _sep, below = rest.partition("/")
    if not spelled:
        return None
    for kind in KINDS.get(word, ()):
        for row in naming.meant(kind, [spelled]).values():
            with translation.override(settings.LANGUAGE_CODE):
                address = unquote(row.get_absolute_url())
            return f"{address}{below.strip('/')}/" if below.strip("/") else address
    return None
