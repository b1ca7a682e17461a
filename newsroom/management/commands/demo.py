"""``manage.py demo``: the database, the demo newsroom once, and an account to sign in with."""

import json
import secrets
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from articles.demo import loading
from newsroom.models import User

USERNAME = "editor"
ACCOUNT = {"first_name": "مالك", "last_name": "الحافظ", "email": "editor@shubbak.example"}


class Command(BaseCommand):
    """Set the demo newsroom up; a second run duplicates nothing and loses nothing."""

    help = "Migrate, load the demo newsroom once, make the editor's account, print where to go."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the port that the printed addresses name."""
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        """Do it, and print the addresses and the account."""
        if settings.PRODUCTION:
            raise CommandError("The demo newsroom is never loaded in production.")
        for folder in (settings.VAR_DIR, settings.MEDIA_ROOT, settings.VAR_DIR / "mail"):
            Path(folder).mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0, interactive=False)
        with translation.override(settings.LANGUAGE_CODE):
            user, password = self._account()
            if not loading.is_loaded():
                count = loading.load(by=user, now=timezone.now())
                self.stdout.write(f"أُنشئت غرفة تحرير نموذجية فيها {count} مادة / the demo newsroom is in")
        base = f"http://127.0.0.1:{port}/"
        facts = {"base": base, "admin": f"{base}admin/", "user": user.username, "password": password}
        self._keep(facts)
        self.stdout.write(
            f"\n  الموقع   {facts['base']}\n  التحرير  {facts['admin']}\n"
            f"  الحساب   {facts['user']}\n  كلمة السر {facts['password']}\n"
        )

    def _account(self) -> tuple[User, str]:
        """Return the editor's account and its password: the one kept before, or a new random one."""
        user, _made = User.objects.get_or_create(
            username=USERNAME, defaults={**ACCOUNT, "is_staff": True, "is_superuser": True}
        )
        password = self._kept_password()
        if not password or not user.check_password(password):
            password = secrets.token_urlsafe(12)
            user.set_password(password)
            user.save()
        return user, password

    @property
    def _file(self) -> Path:
        return settings.VAR_DIR / "demo.json"

    def _kept_password(self) -> str:
        """Return the password of an earlier run, "" when there was none."""
        try:
            return json.loads(self._file.read_text(encoding="utf-8"))["password"]
        except (OSError, ValueError, KeyError):
            return ""

    def _keep(self, facts: dict[str, str]) -> None:
        """Write the facts where scripts find them, readable by the owner alone from the first byte."""
        self._file.touch(mode=0o600)
        self._file.chmod(0o600)
        self._file.write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")
