"""``manage.py make_renditions``: every file that pages may ask for, of every photo."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from newsroom import images, pagecache
from newsroom.models import Photo

# After so many photos the pages that are kept are made anew, with the lighter pictures.
AT_A_TIME = 50
LOWEST_PRIORITY = 19


class Command(BaseCommand):
    """Makes only what is missing, one photo at a time; a run that was broken off is simply run again."""

    help = "Make the missing renditions (sizes, crops, kinds) of all photos; safe to run twice, on several nodes too."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether to work unnoticed."""
        parser.add_argument(
            "--beside-server",
            action="store_true",
            help="Only photos of an older release, at the lowest priority, ending with the process that began this.",
        )

    def handle(self, *args: Any, verbosity: int = 1, beside_server: bool = False, **options: Any) -> None:
        """Do it, and say how much there was to do and which photos have lost their kept file."""
        try:
            files, photos, lost = self._work(beside_server)
            total = Photo.objects.count() if files else 0
        except Error as error:
            raise CommandError(f"تعذّر إعداد مقاسات الصور. / The renditions cannot be made now: {error}") from None
        if files or verbosity > 1:
            self.stdout.write(f"أُعدّت مقاسات الصور / renditions: {files} files made for {photos} of {total} photos")
        for line in lost:
            self.stderr.write(f"no picture to make renditions of: {line}")

    def _work(self, beside_server: bool) -> tuple[int, int, list[str]]:
        """Return how many files were made, for how many photos, and which photos have lost their kept file."""
        begun_by = os.getppid()
        rows = Photo.objects.order_by("-pk")
        if beside_server:
            os.nice(LOWEST_PRIORITY)
            rows = rows.filter(renditions_made=False)
        files = photos = done = 0
        lost = []
        # One by one and the newest first: memory stays flat, no query stays open while pictures are made, and what
        # readers see most comes first. What another node has made meanwhile is not found any more.
        photo = rows.first()
        while photo is not None and not (beside_server and os.getppid() != begun_by):
            try:
                made = images.complete(photo)
            except OSError as error:
                lost.append(f"{photo.pk} {photo.file.name}: {error}")
            else:
                files += made
                photos += bool(made)
                done += not photo.renditions_made
                if done == AT_A_TIME:
                    pagecache.touch()
                    done = 0
            photo = rows.filter(pk__lt=photo.pk).first()
        if done:
            pagecache.touch()
        return files, photos, lost
