"""On which side of the alef the house writes the tanwin, and what of the checklist forbids publication."""

from django.db import migrations, models

import newsroom.outlet


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0006_account_names_folded")]
    operations = [
        migrations.AddField(
            model_name="sitesettings",
            name="tanwin",
            field=models.CharField(
                choices=[
                    ("as typed", "As typed, but one way within a piece"),
                    ("on alef", "حدثاً"),
                    ("before alef", "حدثًا"),
                ],
                default="as typed",
                max_length=12,
                verbose_name="tanwin",
            ),
        ),
        migrations.AddField(
            model_name="sitesettings",
            name="blocking",
            field=models.CharField(
                blank=True,
                help_text="What is not ticked is only pointed out.",
                max_length=120,
                validators=[newsroom.outlet.known_checks],
                verbose_name="what forbids publication",
            ),
        ),
    ]
