"""Fills the folded title of columns that were there before it."""

from django.db import migrations

from newsroom.arabic.fold import fold


def fold_titles(apps, schema_editor):
    Column = apps.get_model("columns", "Column")
    for column in Column.objects.all():
        column.title_folded = fold(f"{column.title_ar or column.title} {column.title_en or ''}")[:340]
        column.save(update_fields=["title_folded"])


class Migration(migrations.Migration):
    dependencies = [("columns", "0003_importing_and_folded_title")]
    operations = [migrations.RunPython(fold_titles, migrations.RunPython.noop)]
