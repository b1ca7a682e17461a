"""Writes down the spellings of the names that were there before them; on the way back, takes what has no place there."""

import uuid

from django.db import migrations

from newsroom.arabic.fold import fold

BATCH = 500


def spell(apps, schema_editor):
    Spelling = apps.get_model("articles", "Spelling")
    for kind, languages in (("topic", ("ar", "en")), ("tag", ("",))):
        model = apps.get_model("articles", kind)
        # The first language of all rows comes first: of two that fold alike it is the name, the other a translation.
        for language in languages:
            column = f"name_{language}" if language else "name"
            rows = [
                Spelling(kind=kind, name=name, folded=fold(name)[:240], language=language or "ar", **{f"{kind}_id": pk})
                for pk, name in model.objects.order_by("pk").values_list("pk", column)
                if name and fold(name)
            ]
            Spelling.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
    Merge = apps.get_model("articles", "Merge")
    for merge in Merge.objects.all():
        merge.group = uuid.uuid4()
        merge.new_kind = "topic" if merge.topic_id else "tag" if merge.tag_id else ""
        merge.new_id = merge.topic_id or merge.tag_id
        merge.save()


def forget(apps, schema_editor):
    def drop(rows):
        # Nothing refers to these rows any more; the collector of a historical state does not know where to look.
        rows._raw_delete(schema_editor.connection.alias)

    apps.get_model("articles", "Topic").objects.update(draft_revision=None, live_revision=None)
    drop(apps.get_model("articles", "Revision").objects.filter(article=None))
    drop(apps.get_model("articles", "MergedRow").objects.all())
    drop(apps.get_model("articles", "Merge").objects.exclude(undone_at=None))


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_name_authority")]
    operations = [migrations.RunPython(spell, forget)]
