"""Authors are listed by the alphabet, past ال where the house says so, and no longer by code points."""

from django.conf import settings
from django.db import migrations, models

from newsroom.arabic.ordering import sort_key


def sort_authors(apps, schema_editor):
    Author = apps.get_model("columns", "Author")
    for author in Author.objects.order_by("pk").iterator():
        name = author.name_ar or author.name
        author.name_sorted = sort_key(name, ignore_article=settings.SORT_IGNORES_ARTICLE)[:240]
        author.save(update_fields=["name_sorted"])


class Migration(migrations.Migration):
    dependencies = [("columns", "0004_fold_titles")]
    operations = [
        migrations.AddField(
            model_name="author",
            name="name_sorted",
            field=models.CharField(default="", editable=False, max_length=240),
        ),
        migrations.AlterModelOptions(
            name="author",
            options={
                "ordering": ("name_sorted", "name_folded", "pk"),
                "verbose_name": "author",
                "verbose_name_plural": "authors",
            },
        ),
        migrations.RunPython(sort_authors, migrations.RunPython.noop),
    ]
