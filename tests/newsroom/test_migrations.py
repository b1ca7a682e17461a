"""Every migration has a way there and a way back, and the models say what the tables hold."""

import io

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

pytestmark = pytest.mark.slow
APPS = ("articles", "columns", "newsroom")


def our_tables() -> set[str]:
    return {
        name for name in connection.introspection.table_names() if name.startswith(tuple(f"{app}_" for app in APPS))
    }


def expected_tables() -> set[str]:
    return {
        model._meta.db_table
        for app in APPS
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        if model._meta.managed
    }


def migrate(*targets: tuple[str, str | None]) -> None:
    MigrationExecutor(connection).migrate(list(targets))


@pytest.mark.django_db(transaction=True)
def test_all_migrations_go_back_to_nothing_and_forward_again():
    heads = [node for node in MigrationExecutor(connection).loader.graph.leaf_nodes() if node[0] in APPS]
    everything = MigrationExecutor(connection).loader.graph.leaf_nodes()
    assert sorted({app for app, _name in heads}) == sorted(APPS)
    assert our_tables() == expected_tables()
    try:
        migrate(*((app, None) for app in APPS))
        assert our_tables() == set()
    finally:
        migrate(*everything)
    assert our_tables() == expected_tables()


@pytest.mark.django_db
def test_no_change_of_a_model_waits_for_its_migration():
    out = io.StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out)
    assert "No changes detected" in out.getvalue()


@pytest.mark.django_db
def test_the_system_finds_nothing_to_complain_about():
    call_command("check", fail_level="WARNING")
