"""``manage.py demo``: the database, the demo newsroom once, and an account to sign in with."""

import json
import secrets
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from articles.demo import loading, standing
from columns.models import Author
from newsroom.models import User
from newsroom.roles import Role

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
        # Photos that an older version took in lack what this one's pages show.
        call_command("make_renditions", stdout=self.stdout, stderr=self.stderr)
        base = f"http://127.0.0.1:{port}/"
        colleagues = self._colleagues(password)
        facts = {"base": base, "admin": f"{base}admin/", "user": user.username, "password": password}
        self._keep(facts | {"colleagues": colleagues})
        self.stdout.write(
            f"\n  الموقع   {facts['base']}\n  التحرير  {facts['admin']}\n"
            f"  الحساب   {facts['user']}\n  كلمة السر {facts['password']}\n"
            f"  الزملاء   {' · '.join(f'{name} ({Role(role).label})' for role, name in colleagues.items())}\n"
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
        user.groups.add(Group.objects.get(name=Role.EDITOR_IN_CHIEF.value))
        return user, password

    def _colleagues(self, password: str) -> dict[str, str]:
        """Make one account for each other role, all with the demo's one password; return their names by role."""
        for role, (username, first, last) in standing.COLLEAGUES.items():
            facts = {"first_name": first, "last_name": last, "email": f"{username}@shubbak.example", "is_staff": True}
            user, made = User.objects.get_or_create(username=username, defaults=facts)
            if not user.check_password(password):
                user.set_password(password)
                user.save()
            if made:
                user.groups.add(Group.objects.get(name=role.value))
                for author in Author.objects.filter(name_ar=f"{first} {last}", account=None):
                    author.account = user
                    author.save()
        return {role.value: username for role, (username, _first, _last) in standing.COLLEAGUES.items()}

    @property
    def _file(self) -> Path:
        return settings.VAR_DIR / "demo.json"

    def _kept_password(self) -> str:
        """Return the password of an earlier run, "" when there was none."""
        try:
            return json.loads(self._file.read_text(encoding="utf-8"))["password"]
        except (OSError, ValueError, KeyError):
            return ""

    def _keep(self, facts: dict[str, Any]) -> None:
        """Write the facts where scripts find them, readable by the owner alone from the first byte."""
        self._file.touch(mode=0o600)
        self._file.chmod(0o600)
        self._file.write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")
