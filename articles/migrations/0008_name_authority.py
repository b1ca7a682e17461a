import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0007_note_mails"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MergedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.CharField(max_length=60)),
                ("row_id", models.BigIntegerField()),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
            ],
            options={
                "verbose_name": "merged row",
                "verbose_name_plural": "merged rows",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Spelling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("topic", "topic"), ("tag", "tag")], max_length=5, verbose_name="kind"),
                ),
                ("name", models.CharField(max_length=240, verbose_name="name")),
                ("folded", models.CharField(db_index=True, editable=False, max_length=240)),
                ("language", models.CharField(blank=True, max_length=5)),
                ("compared", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "spelling",
                "verbose_name_plural": "spellings",
                "ordering": ("folded",),
            },
        ),
        migrations.CreateModel(
            name="Twin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("topic", "topic"), ("tag", "tag")], max_length=5)),
                ("row_id", models.BigIntegerField()),
                ("other_kind", models.CharField(choices=[("topic", "topic"), ("tag", "tag")], max_length=5)),
                ("other_id", models.BigIntegerField()),
                ("reason", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=240)),
                ("other_name", models.CharField(max_length=240)),
                ("cost", models.FloatField(default=0)),
            ],
            options={
                "verbose_name": "suspected twin",
                "verbose_name_plural": "suspected twins",
            },
        ),
        migrations.CreateModel(
            name="Verdict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("new", "new this week"),
                            ("twin", "looks like another name"),
                            ("unused", "unused"),
                            ("summary", "without a summary"),
                            ("translation", "without a translation"),
                        ],
                        max_length=11,
                    ),
                ),
                ("kind", models.CharField(choices=[("topic", "topic"), ("tag", "tag")], max_length=5)),
                ("row_id", models.BigIntegerField()),
                (
                    "other_kind",
                    models.CharField(blank=True, choices=[("topic", "topic"), ("tag", "tag")], max_length=5),
                ),
                ("other_id", models.BigIntegerField(default=0)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "verdict",
                "verbose_name_plural": "verdicts",
            },
        ),
        migrations.AlterModelOptions(
            name="merge",
            options={"ordering": ("-pk",), "verbose_name": "merge", "verbose_name_plural": "merges"},
        ),
        migrations.RemoveConstraint(
            model_name="merge",
            name="one_merge_per_name",
        ),
        migrations.AddField(
            model_name="merge",
            name="group",
            field=models.UUIDField(db_index=True, default=uuid.uuid4),
        ),
        migrations.AddField(
            model_name="merge",
            name="new_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="merge",
            name="new_kind",
            field=models.CharField(blank=True, choices=[("topic", "topic"), ("tag", "tag")], max_length=5),
        ),
        migrations.AddField(
            model_name="merge",
            name="new_name",
            field=models.CharField(blank=True, max_length=240),
        ),
        migrations.AddField(
            model_name="merge",
            name="promoted",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="merge",
            name="last_revision",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="merge",
            name="undone_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="undone at"),
        ),
        migrations.AddField(
            model_name="merge",
            name="undone_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="undone by",
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="topic",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="revisions",
                to="articles.topic",
                verbose_name="topic",
            ),
        ),
        migrations.AddField(
            model_name="tag",
            name="created_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="made at"),
        ),
        # When the names of before were made, nobody knows.
        migrations.AlterField(
            model_name="tag",
            name="created_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, editable=False, null=True, verbose_name="made at"
            ),
        ),
        migrations.AddField(
            model_name="topic",
            name="background",
            field=models.TextField(blank=True, verbose_name="background"),
        ),
        migrations.AddField(
            model_name="topic",
            name="background_ar",
            field=models.TextField(blank=True, null=True, verbose_name="background"),
        ),
        migrations.AddField(
            model_name="topic",
            name="background_en",
            field=models.TextField(blank=True, null=True, verbose_name="background"),
        ),
        migrations.AddField(
            model_name="topic",
            name="created_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="made at"),
        ),
        # When the names of before were made, nobody knows.
        migrations.AlterField(
            model_name="topic",
            name="created_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, editable=False, null=True, verbose_name="made at"
            ),
        ),
        migrations.AddField(
            model_name="topic",
            name="draft_revision",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="articles.revision",
            ),
        ),
        migrations.AddField(
            model_name="topic",
            name="live_revision",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="articles.revision",
            ),
        ),
        migrations.AddField(
            model_name="topic",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AlterField(
            model_name="merge",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AlterField(
            model_name="revision",
            name="article",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="revisions",
                to="articles.article",
                verbose_name="article",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at", None)), fields=("kind", "old_id"), name="one_standing_merge_per_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("article__isnull", False), ("topic__isnull", True)),
                    models.Q(("article__isnull", True), ("topic__isnull", False)),
                    _connector="OR",
                ),
                name="revision_of_one_thing",
            ),
        ),
        migrations.AddField(
            model_name="mergedrow",
            name="merge",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="articles.merge"
            ),
        ),
        migrations.AddField(
            model_name="spelling",
            name="tag",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="spellings",
                to="articles.tag",
            ),
        ),
        migrations.AddField(
            model_name="spelling",
            name="topic",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="spellings",
                to="articles.topic",
            ),
        ),
        migrations.AddConstraint(
            model_name="twin",
            constraint=models.UniqueConstraint(
                fields=("kind", "row_id", "other_kind", "other_id"), name="one_twin_per_pair"
            ),
        ),
        migrations.AddField(
            model_name="verdict",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="spelling",
            constraint=models.UniqueConstraint(fields=("kind", "folded"), name="one_spelling_per_kind"),
        ),
        migrations.AddConstraint(
            model_name="spelling",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "topic"), ("tag__isnull", True), ("topic__isnull", False)),
                    models.Q(("kind", "tag"), ("tag__isnull", False), ("topic__isnull", True)),
                    _connector="OR",
                ),
                name="spelling_of_its_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.UniqueConstraint(
                fields=("reason", "kind", "row_id", "other_kind", "other_id"), name="one_verdict_per_question"
            ),
        ),
    ]
