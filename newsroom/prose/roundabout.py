"""Addresses that other sites put around a link: where it really leads."""

from urllib.parse import parse_qs, urlsplit

# The host and path that lead on, and the parameter that says where.
_ROUND = {
    ("www.google.com", "/url"): ("q", "url"),
    ("l.facebook.com", "/l.php"): ("u",),
    ("lm.facebook.com", "/l.php"): ("u",),
    ("l.instagram.com", "/"): ("u",),
}


def led_to(address: str) -> str:
    """Return where ``address`` leads in the end: itself, or what it names if it is only a door of a known site."""
    try:
        parts = urlsplit(address)
        names = _ROUND.get((parts.netloc.lower(), parts.path), ())
        asked = parse_qs(parts.query) if names else {}
    except ValueError:
        return address
    return next(
        (asked[name][0] for name in names if asked.get(name, [""])[0].startswith(("http://", "https://"))), address
    )
