"""The search's own index: entries with their terms, and the words of the house; on the way back, the folded texts."""

import importlib

from django.db import migrations, models

BATCH = 200
FIELDS = ("article_id", "language", "place", "title", "standfirst", "body", "facets", "terms")

# External content: the terms stand once, in the entry. Every way of writing an entry passes the triggers.
SQLITE = (
    """CREATE VIRTUAL TABLE search_terms USING fts5(
        terms, content='articles_searchentry', content_rowid='place', detail=none, tokenize="ascii tokenchars '_'"
    )""",
    """CREATE TRIGGER search_terms_in AFTER INSERT ON articles_searchentry BEGIN
        INSERT INTO search_terms(rowid, terms) VALUES (new.place, new.terms);
    END""",
    """CREATE TRIGGER search_terms_out AFTER DELETE ON articles_searchentry BEGIN
        INSERT INTO search_terms(search_terms, rowid, terms) VALUES ('delete', old.place, old.terms);
    END""",
    """CREATE TRIGGER search_terms_anew AFTER UPDATE OF place, terms ON articles_searchentry BEGIN
        INSERT INTO search_terms(search_terms, rowid, terms) VALUES ('delete', old.place, old.terms);
        INSERT INTO search_terms(rowid, terms) VALUES (new.place, new.terms);
    END""",
)
SQLITE_BACK = (
    "DROP TRIGGER search_terms_in",
    "DROP TRIGGER search_terms_out",
    "DROP TRIGGER search_terms_anew",
    "DROP TABLE search_terms",
)
# The list of what waits to be sorted into the index is read by every search: it is kept short.
POSTGRESQL = (
    """ALTER TABLE articles_searchentry ADD COLUMN lexemes tsvector
        GENERATED ALWAYS AS (array_to_tsvector(string_to_array(terms, ' '))) STORED""",
    """CREATE INDEX search_terms ON articles_searchentry USING gin (lexemes)
        WITH (fastupdate = on, gin_pending_list_limit = 512)""",
)
POSTGRESQL_BACK = ("ALTER TABLE articles_searchentry DROP COLUMN lexemes",)


def run(statements):
    def execute(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return execute


def empty(apps, schema_editor):
    apps.get_model("articles", "SearchEntry").objects.all()._raw_delete(schema_editor.connection.alias)


def fill(apps, schema_editor):
    entries_of = importlib.import_module("articles.search.entries").entries_of
    learn = importlib.import_module("articles.search.entries").learn
    Article, Entry = apps.get_model("articles", "Article"), apps.get_model("articles", "SearchEntry")
    ids = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        rows = list(Article.objects.filter(pk__in=ids[start : start + BATCH]))
        entries = [Entry(**{name: getattr(entry, name) for name in FIELDS}) for entry in entries_of(rows)]
        Entry.objects.bulk_create(entries)
        learn({word for entry in entries for word in f"{entry.title} {entry.standfirst} {entry.body}".split()})


def fold_again(apps, schema_editor):
    importlib.import_module("articles.migrations.0005_derive_entries_and_uses").derive(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("articles", "0009_spell_names")]
    operations = [
        migrations.RunPython(empty, fold_again),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=40, unique=True)),
            ],
            options={"verbose_name": "word", "verbose_name_plural": "words"},
        ),
        migrations.RemoveField("searchentry", "words"),
        migrations.AlterField("searchentry", "title", models.TextField()),
        migrations.AddField("searchentry", "place", models.BigIntegerField(unique=True)),
        migrations.AddField("searchentry", "standfirst", models.TextField(blank=True)),
        migrations.AddField("searchentry", "body", models.TextField(blank=True)),
        migrations.AddField("searchentry", "facets", models.TextField(blank=True)),
        migrations.AddField("searchentry", "terms", models.TextField()),
        migrations.RunPython(migrations.RunPython.noop, empty),
        migrations.RunPython(
            run({"sqlite": SQLITE, "postgresql": POSTGRESQL}),
            run({"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
