"""Take the second factor from an account whose owner lost phone and recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom import secondfactor
from newsroom.accounts import User


class Command(BaseCommand):
    """Afterwards the account is asked to set a new one up at its next sign-in, where one is required."""

    help = "Take the second factor and the recovery codes from one account."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name of the account."""
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        """Reset, and say in words what was done."""
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"لا حساب بهذا الاسم: {username}. / There is no account of this name: {username}.")
        if secondfactor.reset(user, by=None):
            self.stdout.write(f"أُزيل العامل الثاني: {username} / second factor reset: {username}")
        else:
            self.stdout.write(f"لا عامل ثانيًا لهذا الحساب: {username} / this account had no second factor: {username}")
