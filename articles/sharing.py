"""Sharing as plain links: no script, no tracker, the address first."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.conf import settings
from django.utils.translation import gettext as _

from articles.models import Article

# Of a title, as many letters as messengers show beside a link.
TITLE_SHOWN = 80


@dataclass(frozen=True)
class ShareLink:
    """One way to share: a name for people, a key for the style sheet, an address."""

    key: str
    label: str
    url: str


def short_link(piece: Article) -> str:
    """Return the full short address of ``piece`` in the active language."""
    return f"{settings.SITE_URL}{piece.get_short_url()}"


def share_links(piece: Article) -> list[ShareLink]:
    """Return the share links of a public ``piece`` in the active language."""
    link = short_link(piece)
    title = piece.title
    # The address first: behind Arabic words a messenger would show it broken by their direction.
    text = f"{link}\n{title}"
    return [
        ShareLink("whatsapp", _("WhatsApp"), "https://wa.me/?" + urlencode({"text": text}, quote_via=quote)),
        ShareLink("telegram", _("Telegram"), "https://t.me/share/url?" + _query(url=link, text=title)),
        ShareLink("x", _("X"), "https://x.com/intent/post?" + _query(url=link, text=title)),
        ShareLink("facebook", _("Facebook"), "https://www.facebook.com/sharer/sharer.php?" + _query(u=link)),
        ShareLink("mail", _("E-mail"), "mailto:?" + _query(subject=title, body=f"{link}\n\n{title}")),
    ]


def channel_post(piece: Article) -> str:
    """Return a ready-to-paste post for a channel: title, standfirst, short link."""
    return "\n\n".join(part for part in (piece.title, piece.standfirst, short_link(piece)) if part)


def _query(**fields: str) -> str:
    return urlencode(fields, quote_via=quote)
