"""Pages of authors: who has one, what stands on it, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from columns.models import Author
from tests.columns.test_pages import shown
from tests.factories import (
    make_author,
    make_column,
    make_content,
    make_draft,
    make_live,
    make_photo,
    make_scheduled,
    make_withdrawn,
)

pytestmark = pytest.mark.django_db
RELEASED = {"title_en": "A bridge", "body_en": "<p>Text.</p>", "released": ("ar", "en")}


def hide_some(author: Author) -> None:
    """One piece for every way of not being public."""
    for make in (make_draft, make_scheduled, make_withdrawn):
        make(authors=[author], **RELEASED)


def test_who_signed_nothing_public_and_writes_no_running_column_has_no_page(client):
    author = make_author()
    make_column(writer=author, active=False)
    hide_some(author)
    for prefix in ("", "/en"):
        missing = Client().get(f"{prefix}/authors/لا-أحد/")
        answer = client.get(f"{prefix}{author.get_absolute_url()}")
        assert (answer.status_code, answer.headers, answer.content) == (404, missing.headers, missing.content)


def test_the_writer_of_a_running_column_has_an_arabic_page_before_the_first_edition(client):
    author = make_author()
    column = make_column(writer=author)
    page = client.get(author.get_absolute_url())
    assert (page.status_code, shown(page.content)) == (200, [])
    assert f'href="{column.get_absolute_url()}"' in page.content.decode()
    assert client.get(f"/en{author.get_absolute_url()}").status_code == 404


def test_pieces_decide_in_each_language(client):
    author = make_author(name_en="Salma", biography_ar="ولدت على ضفة نهر.")
    arabic = make_live(authors=[author], at=timezone.now() - timedelta(days=2))
    addresses = [author.get_absolute_url(), f"/en{author.get_absolute_url()}"]
    assert [client.get(path).status_code for path in addresses] == [200, 404]
    both = make_live(authors=[author, make_author("غيرها")], **RELEASED)
    make_live(authors=[make_author("ثالثة")], **RELEASED)
    hide_some(author)
    pages = [client.get(path) for path in addresses]
    assert [shown(page.content) for page in pages] == [[both.pk, arabic.pk], [both.pk]]
    assert ["ولدت على ضفة نهر." in page.content.decode() for page in pages] == [True, False]
    assert "hreflang" in pages[0].content.decode()


def test_a_page_tells_who_the_author_is_and_where_he_is_found(client):
    author = make_author(
        "سلمى العلي",
        role_ar="كاتبة",
        biography_ar="ولدت على ضفة نهر.\n\nوتكتب <عنه>.",
        website_url="https://salma.example/",
        x_url="https://x.example/salma",
        telegram_url="https://t.example/salma",
        portrait=make_photo(),
    )
    column = make_column("على الضفة", writer=author)
    stopped = make_column("زاوية متوقفة", writer=author, active=False)
    page = client.get(author.get_absolute_url()).content.decode()
    assert page.count("<h1>") == 1
    assert "<p>ولدت على ضفة نهر.</p>" in page and "<p>وتكتب &lt;عنه&gt;.</p>" in page
    for address in (author.website_url, author.x_url, author.telegram_url):
        assert f'<a href="{address}" rel="noopener">' in page
    assert f'<a href="{column.get_absolute_url()}">' in page
    assert stopped.title not in page
    assert page.count(f'href="{author.get_absolute_url()}feed/"') == 2


def test_a_column_leads_to_its_writer_where_he_has_a_page(client):
    column = make_column()
    link = f'href="{column.writer.get_absolute_url()}"'
    english = f'href="/en{column.writer.get_absolute_url()}"'
    base = column.get_absolute_url()
    assert link in client.get(base).content.decode()
    assert english not in client.get(f"/en{base}").content.decode()
    make_live(authors=[column.writer], **RELEASED)
    assert english in client.get(f"/en{base}").content.decode()
    column.active = False
    column.save()
    assert link in client.get(base).content.decode()


@pytest.mark.slow
def test_a_page_costs_the_same_for_one_piece_and_for_thirty(client):
    author, now = make_author(portrait=make_photo()), timezone.now()
    content = make_content(authors=[author, make_author(portrait=make_photo())], photo=make_photo(), **RELEASED)

    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    pieces = [make_live(content)]
    make_column(writer=author)
    addresses = [author.get_absolute_url(), f"/en{author.get_absolute_url()}"]
    ones = [cost(path) for path in addresses]
    pieces += [make_live(content, at=now - timedelta(days=day + 1)) for day in range(29)]
    assert [cost(path) for path in addresses] == ones
    assert max(ones) <= 12
    assert shown(client.get(f"{addresses[0]}?page=2").content) == [piece.pk for piece in pieces[20:]]
    assert [client.get(f"{addresses[0]}?page={page}").status_code for page in ("3", "0", "x", "")] == [404] * 4
