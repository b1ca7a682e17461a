"""Fills the folded words of photos that were there before them."""

from django.db import migrations

from newsroom.arabic.fold import fold

WORDS = ("alt_ar", "alt_en", "caption_ar", "caption_en", "credit_ar", "credit_en")


def fold_words(apps, schema_editor):
    Photo = apps.get_model("newsroom", "Photo")
    for photo in Photo.objects.iterator(chunk_size=500):
        photo.words_folded = fold(" ".join(getattr(photo, name) or "" for name in WORDS))
        photo.save(update_fields=["words_folded"])


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0002_house_completed")]
    operations = [migrations.RunPython(fold_words, migrations.RunPython.noop)]
