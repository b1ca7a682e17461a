"""The same page in another language is named where it exists, and nowhere else; the name is always true."""

import re
from urllib.parse import quote

import pytest

from articles.models import Correction
from newsroom.outlet import SiteSettings
from tests.factories import make_column, make_live, make_scheduled, make_topic, make_withdrawn

pytestmark = pytest.mark.django_db
RELEASED = {"title_en": "A bridge", "body_en": "<p>Text.</p>", "released": ("ar", "en")}


def named(client, path: str) -> dict[str, str]:
    """The addresses by language that the page names in its head."""
    page = client.get(path)
    assert page.status_code == 200
    head = page.content.decode().split("</head>")[0]
    return dict(re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)">', head))


def house(**facts) -> dict[str, str]:
    """The Arabic address of one page of every kind, all of them about one piece."""
    column, topic = make_column(), make_topic()
    piece = make_live(column=column, topics=[topic], tags=["نهر"], authors=[column.writer], **facts)
    Correction.objects.create(article=piece, note_ar="صُحّح.", note_en="Corrected." if facts else "")
    outlet = SiteSettings.load()
    outlet.about_ar, outlet.about_en = "<p>نحن.</p>", "<p>We.</p>" if facts else ""
    outlet.save()
    rows = {"article": piece, "column": column, "topic": topic, "author": column.writer}
    paths = {name: row.get_absolute_url() for name, row in rows.items()}
    return paths | {"tag": f"/tags/{quote('نهر')}/", "home": "/", "about": "/about/", "corrections": "/corrections/"}


def test_every_page_names_both_languages_once_both_are_there(client, site):
    for name, path in house(**RELEASED).items():
        here = named(client, path)
        assert (name, sorted(here)) == (name, ["ar", "en", "x-default"])
        assert (name, here["ar"], here["x-default"]) == (name, f"{site}{path}", f"{site}{path}")
        english = here["en"].removeprefix(site)
        assert english.startswith("/en/")
        # What is named is there, and names the same.
        assert (name, named(client, english)) == (name, here)
        assert f'href="{english}" hreflang="en"' in client.get(path).content.decode()
        assert f'href="{path}" hreflang="ar"' in client.get(english).content.decode()


def test_a_page_without_a_twin_names_none(client):
    paths = house()
    make_scheduled(**RELEASED)
    make_withdrawn(**RELEASED)
    assert {name: named(client, path) for name, path in paths.items()} == {name: {} for name in paths}
    assert [name for name, path in paths.items() if "hreflang" in client.get(path).content.decode()] == []


def test_pages_that_say_no_and_answers_to_questions_name_none(client):
    house(**RELEASED)
    for path in ("/ما-من-صفحة/", "/en/nothing/", "/search/?q=x"):
        assert "hreflang" not in client.get(path).content.decode()
