"""How far each translation is, as a fact of the row; words typed into a translation have a copy of their own."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0011_sort_names"),
        ("columns", "0005_sort_authors"),
        ("newsroom", "0006_account_names_folded"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="workingcopy",
            name="one_working_copy_per_person",
        ),
        migrations.AddField(
            model_name="article",
            name="translation",
            field=models.CharField(
                blank=True,
                choices=[
                    ("missing", "missing"),
                    ("stale", "out of date"),
                    ("current", "up to date"),
                    ("released", "released"),
                ],
                default="",
                editable=False,
                max_length=10,
                verbose_name="translation",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="translation_ar",
            field=models.CharField(
                blank=True,
                choices=[
                    ("missing", "missing"),
                    ("stale", "out of date"),
                    ("current", "up to date"),
                    ("released", "released"),
                ],
                default="",
                editable=False,
                max_length=10,
                null=True,
                verbose_name="translation",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="translation_en",
            field=models.CharField(
                blank=True,
                choices=[
                    ("missing", "missing"),
                    ("stale", "out of date"),
                    ("current", "up to date"),
                    ("released", "released"),
                ],
                default="",
                editable=False,
                max_length=10,
                null=True,
                verbose_name="translation",
            ),
        ),
        migrations.AddField(
            model_name="workingcopy",
            name="language",
            field=models.CharField(blank=True, default="", max_length=10),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["translation_en", "-publish_at", "-id"], name="article_translation_en"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["translation_en", "column", "-publish_at", "-id"], name="article_column_to_en"),
        ),
        migrations.AddConstraint(
            model_name="workingcopy",
            constraint=models.UniqueConstraint(
                fields=("article", "user", "language"), name="one_working_copy_per_person"
            ),
        ),
    ]
