"""``manage.py make_renditions``: every file that pages may ask for, of every photo."""

from typing import Any

from django.core.management.base import BaseCommand

from newsroom import images
from newsroom.models import Photo


class Command(BaseCommand):
    """Makes only what is missing, one photo at a time; a run that was broken off is simply run again."""

    help = "Make the missing renditions (sizes, crops, kinds) of all photos; safe to run twice."

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        """Do it, and say how much there was to do and which photos have lost their kept file."""
        files = photos = 0
        total = Photo.objects.count()
        lost = []
        # By key ranges: memory stays flat, and no query stays open while pictures are made.
        last = 0
        while (photo := Photo.objects.filter(pk__gt=last).order_by("pk").first()) is not None:
            last = photo.pk
            try:
                made = images.make_renditions(photo)
            except OSError as error:
                lost.append(f"{photo.pk} {photo.file.name}: {error}")
                continue
            files += made
            photos += bool(made)
            if made and verbosity > 1:
                self.stdout.write(f"{photo.pk}: {made}")
        if files or verbosity > 1:
            self.stdout.write(f"أُعدّت مقاسات الصور / renditions: {files} files made for {photos} of {total} photos")
        for line in lost:
            self.stderr.write(f"no picture to make renditions of: {line}")
