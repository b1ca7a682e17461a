"""Make the reader's font files and their stylesheet below var/assets."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from newsroom import fonts

WITHOUT = (
    "لم يُعثر على خطوط الدار (لا npm ولا خطوط النظام)، فيظهر الموقع بخطوط القارئ نفسه. بعد تثبيت npm: make fonts\n"
    "The house's fonts were not all found (neither npm nor the system has them): readers see fonts of their own. "
    "Once npm is there: make fonts"
)


class Command(BaseCommand):
    """Never fails for want of fonts: a page in the reader's own font is still a page."""

    help = "Subset the Arabic fonts (from npm's packages, else the system's) into var/assets."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Let the packages lie elsewhere than beside manage.py."""
        parser.add_argument("--packages", type=Path, default=settings.BASE_DIR / "node_modules")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build and say what was built, in one line."""
        sizes = fonts.build(options["packages"], settings.VAR_DIR / "assets")
        if sizes:
            total = sum(sizes.values()) / 1024
            files = ", ".join(f"{face.output} {size / 1024:.1f}" for face, size in sizes.items())
            self.stdout.write(f"الخطوط جاهزة / fonts: {total:.1f} KiB ({files})")
        if len(sizes) < len(fonts.FACES):
            self.stdout.write(WITHOUT)
