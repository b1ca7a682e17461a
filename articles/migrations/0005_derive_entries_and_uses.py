"""Derives search entries and uses of photos from the pieces that were there before them."""

import re

from django.db import migrations
from django.utils.html import strip_tags

from newsroom.arabic.fold import fold

FIGURE = re.compile(r'data-photo="(\d{1,18})"')
BATCH = 200


def derive(apps, schema_editor):
    Article, Revision = apps.get_model("articles", "Article"), apps.get_model("articles", "Revision")
    Entry, Use = apps.get_model("articles", "SearchEntry"), apps.get_model("articles", "PhotoUse")
    Photo = apps.get_model("newsroom", "Photo")
    photos = set(Photo.objects.values_list("pk", flat=True))
    entries, uses = [], []

    def write():
        Entry.objects.bulk_create(entries, ignore_conflicts=True)
        Use.objects.bulk_create(uses, ignore_conflicts=True)
        entries.clear()
        uses.clear()

    for article in Article.objects.iterator(chunk_size=BATCH):
        used = {article.lead_photo_id} if article.lead_photo_id else set()
        for code in ("ar", "en"):
            title, body = getattr(article, f"title_{code}") or "", getattr(article, f"body_{code}") or ""
            standfirst = getattr(article, f"standfirst_{code}") or ""
            used |= {int(number) for number in FIGURE.findall(body)}
            words = fold(" ".join([title, standfirst, strip_tags(body.replace("<", " <"))]))
            if words:
                entries.append(Entry(article_id=article.pk, language=code, title=fold(title)[:400], words=words))
        if article.draft_revision_id:
            content = Revision.objects.get(pk=article.draft_revision_id).content
            used |= {int(number) for body in content.get("body", {}).values() for number in FIGURE.findall(body or "")}
            if content.get("photo"):
                used.add(content["photo"]["id"])
        uses += [Use(article_id=article.pk, photo_id=number) for number in used & photos]
        if len(entries) > BATCH:
            write()
    write()


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_front_corrections_derived")]
    operations = [migrations.RunPython(derive, migrations.RunPython.noop)]
