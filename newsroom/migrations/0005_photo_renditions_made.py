from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0004_redirect_paths_folded")]
    operations = [
        migrations.AddField(
            model_name="photo",
            name="renditions_made",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
