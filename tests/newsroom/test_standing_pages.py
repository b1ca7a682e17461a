"""The outlet's own pages, the links that lead to them, and the pages that say no."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from newsroom.outlet import SiteSettings
from newsroom.views import server_error
from tests.factories import make_column, make_live

PAGES = ("about", "contact", "privacy")


def write(**texts: str) -> None:
    outlet = SiteSettings.load()
    for name, text in texts.items():
        setattr(outlet, name, text)
    outlet.save()


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_a_page_exists_in_the_languages_in_which_it_was_written(client, name):
    paths = [f"/{name}/", f"/en/{name}/"]
    assert [client.get(path).status_code for path in paths] == [404, 404]
    write(**{f"{name}_ar": "<p>نحن <em>هنا</em>.</p>"})
    arabic, english = (client.get(path) for path in paths)
    assert (arabic.status_code, english.status_code) == (200, 404)
    assert "<p>نحن <em>هنا</em>.</p>" in arabic.content.decode()
    assert "hreflang" not in arabic.content.decode()
    write(**{f"{name}_en": "<p>We are here.</p>"})
    arabic, english = (client.get(path) for path in paths)
    assert "We are here." in english.content.decode() and "نحن" not in english.content.decode()
    assert ["hreflang" in page.content.decode() for page in (arabic, english)] == [True, True]


@pytest.mark.django_db
def test_the_footer_leads_to_the_pages_that_exist_here(client):
    make_live(title_en="A bridge", body_en="<p>Text.</p>", released=("ar", "en"))

    def linked(path: str) -> list[str]:
        page, prefix = client.get(path).content.decode(), path.rstrip("/")
        names = (*PAGES, "corrections")
        return [name for name in names if f'<a href="{prefix}/{name}/">' in page]

    assert (linked("/"), linked("/en/")) == (["corrections"], [])
    write(about_ar="<p>نحن.</p>", privacy_ar="<p>لا نتتبّع أحدًا.</p>", contact_en="<p>Write.</p>")
    assert (linked("/"), linked("/en/")) == (["about", "privacy", "corrections"], ["contact"])
    write(corrections_en="<p>Openly.</p>")
    assert linked("/en/") == ["contact", "corrections"]


@pytest.mark.django_db
def test_head_and_foot_of_a_page_take_two_queries(client):
    for turn in range(3):
        make_column(f"زاوية {turn}")
    write(**{f"{name}_ar": "<p>نص.</p>" for name in PAGES})
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/about/").content.decode()
    # The settings once for the view and once for the head; the columns of the masthead.
    assert len(queries) <= 3
    assert [f"زاوية {turn}" in page for turn in range(3)] == [True] * 3


@pytest.mark.django_db
@pytest.mark.parametrize(("prefix", "language"), [("", 'lang="ar" dir="rtl"'), ("/en", 'lang="en" dir="ltr"')])
def test_a_missing_page_speaks_the_language_of_its_address(client, prefix, language):
    answer = client.get(f"{prefix}/لا-شيء-هنا/")
    assert answer.status_code == 404
    assert f"<html {language}>" in answer.content.decode()
    assert "لا-شيء" not in answer.content.decode()


@pytest.mark.parametrize(("language", "name"), [("ar", "شُبّاك"), ("en", "Shubbak")])
def test_a_failure_is_told_without_the_database(language, name):
    """Marked for no database: any question to it would fail this test."""
    with override(language):
        answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert f"<bdi>{name}</bdi>" in answer.content.decode()
    assert f'<html lang="{language}"' in answer.content.decode()
