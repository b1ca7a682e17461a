"""Topics and tags are listed by the alphabet, past ال where the house says so, and no longer by code points."""

from django.conf import settings
from django.db import migrations, models

from newsroom.arabic.ordering import sort_key


def sort_names(apps, schema_editor):
    for kind, first in (("Topic", "name_ar"), ("Tag", "name")):
        model = apps.get_model("articles", kind)
        for row in model.objects.order_by("pk").iterator():
            name = getattr(row, first) or row.name
            row.name_sorted = sort_key(name, ignore_article=settings.SORT_IGNORES_ARTICLE)[:240]
            row.save(update_fields=["name_sorted"])


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_search_index")]
    operations = [
        *(
            migrations.AddField(
                model_name=kind,
                name="name_sorted",
                field=models.CharField(db_index=True, default="", editable=False, max_length=240),
            )
            for kind in ("topic", "tag")
        ),
        migrations.AlterModelOptions(
            name="topic",
            options={
                "ordering": ("name_sorted", "name_folded"),
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
            },
        ),
        migrations.AlterModelOptions(
            name="tag",
            options={"ordering": ("name_sorted", "name_folded"), "verbose_name": "tag", "verbose_name_plural": "tags"},
        ),
        migrations.RunPython(sort_names, migrations.RunPython.noop),
    ]
