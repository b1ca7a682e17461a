"""Two words for whoever watches the house."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.test.utils import CaptureQueriesContext


def said(answer) -> tuple[int, str, str | None]:
    return answer.status_code, answer.content.decode(), answer.headers.get("Retry-After")


READY = (200, "ready\n", None)
NOT_READY = (503, "not ready\n", "10")


def test_the_process_answers_and_asks_nobody(client):
    # Without the django_db mark every question to the database would fail this test.
    assert said(client.get("/health")) == (200, "ok\n", None)


def test_the_house_is_ready(client, db):
    assert said(client.get("/ready")) == READY


def test_both_are_kept_by_nobody_and_leave_no_cookie(client, db):
    for address in ("/health", "/ready"):
        answer = client.get(address, headers={"accept-language": "en"})
        assert (answer.headers["Cache-Control"], answer.headers["Content-Type"]) == (
            "no-store",
            "text/plain; charset=utf-8",
        )
        assert answer.cookies.output() == ""
        assert client.head(address).status_code == 200
        assert client.post(address).status_code == 405


def test_a_migration_that_was_not_taken_makes_the_house_unready(client, db):
    MigrationRecorder(connection).Migration.objects.filter(app="articles").order_by("-pk")[0].delete()
    assert said(client.get("/ready")) == NOT_READY
    assert client.get("/health").status_code == 200


def test_a_migration_of_newer_code_does_not(client, db):
    MigrationRecorder(connection).record_applied("articles", "9999_of_tomorrow")
    assert said(client.get("/ready")) == READY


def test_a_full_disk_makes_the_house_unready(client, db, settings):
    settings.LEAST_FREE_DISK = 10**18
    assert said(client.get("/ready")) == NOT_READY


def test_a_folder_that_is_yet_to_be_made_is_judged_by_its_disk(client, db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "not" / "yet"
    assert said(client.get("/ready")) == READY


@pytest.mark.django_db(transaction=True)
def test_without_the_database_the_process_answers_and_the_house_is_not_ready():
    connection.close()
    kept = connection.settings_dict
    connection.settings_dict = kept | {"NAME": "/nowhere/at/all", "HOST": "/nowhere", "PORT": ""}
    try:
        assert said(Client().get("/ready")) == NOT_READY
        assert said(Client().get("/health")) == (200, "ok\n", None)
    finally:
        connection.close()
        connection.settings_dict = kept
    assert said(Client().get("/ready")) == READY


def test_readiness_costs_three_questions(client, db):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get("/ready")
    assert len(asked) <= 3
