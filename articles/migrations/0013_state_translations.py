"""Tells of every piece how far its translation is; on the way back, what was typed into one becomes a piece of its own."""

from uuid import uuid4

from django.db import migrations
from django.utils.html import strip_tags

BATCH = 200


def state_of(texts, released):
    # Nobody noted so far what a translation was made from: of those that are there none is taken for out of date.
    if not (texts["title"].strip() and strip_tags(texts["body"]).strip()):
        return "missing"
    return "released" if released else "current"


def fill(apps, schema_editor):
    Article, Revision = apps.get_model("articles", "Article"), apps.get_model("articles", "Revision")
    rows = Article.objects.order_by("pk").only("title_en", "body_en", "released_en", "draft_revision", "live_revision")
    ids = list(rows.values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        pieces = list(rows.filter(pk__in=ids[start : start + BATCH]))
        drafts = Revision.objects.in_bulk([piece.draft_revision_id for piece in pieces if piece.draft_revision_id])
        for piece in pieces:
            texts, released = {"title": piece.title_en or "", "body": piece.body_en or ""}, piece.released_en
            if draft := drafts.get(piece.draft_revision_id):
                content = draft.content
                texts = {name: content.get(name, {}).get("en", "") for name in texts}
                released = "en" in content.get("released", ())
            piece.translation_en = state_of(texts, released)
        Article.objects.bulk_update(pieces, ["translation_en"])


def set_free(apps, schema_editor):
    for copy in apps.get_model("articles", "WorkingCopy").objects.exclude(language=""):
        copy.article, copy.base, copy.version, copy.language = None, None, None, ""
        copy.submission_key = uuid4()
        copy.save()


class Migration(migrations.Migration):
    dependencies = [("articles", "0012_translation_states")]

    operations = [migrations.RunPython(fill, set_free)]
