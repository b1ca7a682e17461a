"""A notice to readers is a correction or an update, and may lead to the words that changed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0013_state_translations"),
    ]

    operations = [
        migrations.AddField(
            model_name="correction",
            name="after",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="articles.revision",
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="before",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="articles.revision",
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="changed",
            field=models.BooleanField(default=False, editable=False, verbose_name="leads to the changed words"),
        ),
        migrations.AddField(
            model_name="correction",
            name="changed_ar",
            field=models.BooleanField(default=False, editable=False, verbose_name="leads to the changed words"),
        ),
        migrations.AddField(
            model_name="correction",
            name="changed_en",
            field=models.BooleanField(default=False, editable=False, verbose_name="leads to the changed words"),
        ),
        migrations.AddField(
            model_name="correction",
            name="kind",
            field=models.CharField(
                choices=[("correction", "Correction"), ("update", "Update")],
                default="correction",
                max_length=10,
                verbose_name="kind",
            ),
        ),
    ]
