"""What is refused before it is read, and that nothing sent to the house ever breaks it."""

from io import BytesIO

import pytest
from django.test import Client
from django.test.client import FakePayload
from django.urls import reverse

from tests.factories import form_data, make_content, make_live

pytestmark = pytest.mark.django_db
ADD = "admin:articles_article_add"


class Untouched(FakePayload):
    """A body that nobody may read."""

    def read(self, *args, **kwargs):
        raise AssertionError("somebody read the body")

    readline = __iter__ = read


def announced(client: Client, address: str, length: object):
    """Send a request that announces ``length`` bytes; whoever reads one of them fails the test."""
    return client.generic("POST", address, CONTENT_LENGTH=str(length), **{"wsgi.input": Untouched(b"")})


@pytest.mark.parametrize(
    ("address", "length", "status"),
    [
        ("/", 64 * 1024 + 1, 413),
        ("/", 64 * 1024, 405),
        ("/nothing/", 10**9, 413),
        ("/media/x.jpg", 10**9, 413),
        ("/", "9" * 5000, 413),
        ("/", "-1", 405),
        ("/", "many", 405),
        ("/", "", 405),
        ("/admin/login/", 40 * 1024 * 1024 + 1, 413),
        ("/admin/", "9" * 5000, 413),
    ],
)
def test_a_body_is_judged_by_what_it_announces_and_not_read(client, address, length, status):
    assert announced(client, address, length).status_code == status


def test_the_answer_to_too_much_is_a_page_in_arabic(client):
    answer = announced(client, "/", 10**7)
    text = answer.content.decode()
    assert (answer.status_code, '<html lang="ar" dir="rtl"' in text, "<h1>" in text) == (413, True, True)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "QUERY"])
def test_nobody_writes_to_a_public_address(client, method):
    piece = make_live()
    addresses = ["/", "/en/", piece.get_absolute_url(), "/nothing/", "/media/x.jpg", "/static/css/site.css", "/health"]
    answers = [client.generic(method, address, b"a=b") for address in addresses]
    assert [answer.status_code for answer in answers] == [405] * len(addresses)
    assert {answer.headers["Allow"] for answer in answers} == {"GET, HEAD"}


def test_a_form_with_too_many_fields_is_refused_in_words(desk, settings):
    sent = form_data(make_content(title="عنوان"), act="save") | {f"field-{number}": "x" for number in range(2100)}
    answer = desk.post(reverse(ADD), sent)
    assert (answer.status_code, '<html lang="ar" dir="rtl"' in answer.content.decode()) == (413, True)


@pytest.mark.slow
def test_a_text_longer_than_any_piece_is_refused_in_words(desk):
    sent = form_data(make_content(title="عنوان"), act="save") | {"body_ar": "س" * 5_000_000}
    answer = desk.post(reverse(ADD), sent)
    assert (answer.status_code, '<html lang="ar" dir="rtl"' in answer.content.decode()) == (413, True)


def test_too_many_files_are_refused_in_words(desk):
    files = {f"file-{number}": BytesIO(b"x") for number in range(21)}
    assert desk.post(reverse("admin:newsroom_photo_upload"), files).status_code == 413


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nno name\r\n"),
        ("multipart/form-data; boundary=" + "x" * 300, b"x"),
        ("multipart/form-data; boundary=\xff", b"x"),
        ("application/x-www-form-urlencoded; charset=nothing", b"a=b"),
        ("application/x-www-form-urlencoded", b"\xff\xfe=%ff&%00=%00&username=%00&password=%ud800"),
        ("", b"\x00\x01"),
    ],
)
def test_a_body_that_makes_no_sense_breaks_nothing(client, kind, body):
    answer = client.generic("POST", reverse("admin:login"), body, content_type=kind)
    assert answer.status_code in {200, 400}


@pytest.mark.parametrize("name", ["HTTP_X_HTTP_METHOD_OVERRIDE", "HTTP_X_METHOD_OVERRIDE", "HTTP_X_FORWARDED_HOST"])
def test_headers_of_others_change_no_request(client, name):
    plain = client.get("/")
    answer = client.get("/", **{name: "DELETE"})
    assert (answer.status_code, answer.content) == (200, plain.content)
