"""Accounts are found and sorted by their folded names."""

from django.db import migrations, models

from newsroom.arabic.fold import fold


def fold_names(apps, schema_editor):
    User = apps.get_model("newsroom", "User")
    for user in User.objects.only("first_name", "last_name", "username", "email").iterator():
        user.names_folded = fold(f"{user.first_name} {user.last_name} {user.username} {user.email}")
        user.save(update_fields=["names_folded"])


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0005_photo_renditions_made")]
    operations = [
        migrations.AddField(
            model_name="user",
            name="names_folded",
            field=models.TextField(default="", editable=False),
        ),
        migrations.RunPython(fold_names, migrations.RunPython.noop),
    ]
