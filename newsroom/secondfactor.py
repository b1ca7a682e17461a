"""The second factor of staff: time-based codes of django-otp, and recovery codes of ours beside them.

A wrong code is counted on the device, in the database, and every further one makes its owner wait twice as long. So
that the count survives a refusal, no verb here raises inside the transaction that counts.
"""

import hashlib
import math
import re
import secrets
from base64 import b32encode
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext, gettext_noop, ngettext
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice
from qrcode import QRCode

from newsroom import audit
from newsroom.accounts import User
from newsroom.arabic.numbers import digits
from newsroom.refusals import Refused

HOW_MANY = 10
# No letter that can be read as another or as a digit: five bits each, sixty bits a code.
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH, GROUP = 12, 4
MISREAD = str.maketrans({"o": "0", "i": "1", "l": "1"})


class RecoveryCode(models.Model):
    """One recovery code of one account, kept only as its digest; used once, then gone."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")

    def __str__(self) -> str:
        return str(self.user)


class TooSoon(Refused):
    """Too many wrong codes: nothing was looked at, and the next try must wait ``seconds``."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        minutes = math.ceil(seconds / 60)
        if seconds < 60:
            sentence = ngettext(
                "Too many wrong codes. Wait %(seconds)d second, then try again.",
                "Too many wrong codes. Wait %(seconds)d seconds, then try again.",
                seconds,
            )
        else:
            sentence = ngettext(
                "Too many wrong codes. Wait %(minutes)d minute, then try again.",
                "Too many wrong codes. Wait %(minutes)d minutes, then try again.",
                minutes,
            )
        super().__init__([sentence % {"seconds": seconds, "minutes": minutes}])


# ---- verbs -----------------------------------------------------------------------------------------------------------


def begin(*, by: User, now: datetime) -> TOTPDevice:
    """Return a new device with a secret of its own, which protects nothing until it is confirmed.

    Whatever the account began before and never confirmed ends, so that nobody's old secret is ever confirmed.
    """
    with transaction.atomic():
        TOTPDevice.objects.filter(user=by, confirmed=False).delete()
        return TOTPDevice.objects.create(user=by, name="app", confirmed=False)


def begun(number: int | None, *, by: User) -> TOTPDevice | None:
    """Return the device ``number`` that the account has begun and not confirmed, if it is still there."""
    return TOTPDevice.objects.filter(pk=number, user=by, confirmed=False).first() if number else None


def confirm(
    number: int | None, *, code: str, current: str = "", by: User, now: datetime
) -> tuple[TOTPDevice, list[str]]:
    """Make the begun device the account's only one; return it and its recovery codes.

    An account that has a factor already shows it once more with ``current``. Raises Refused with the reason.
    """
    if TOTPDevice.objects.filter(user=by, confirmed=True).exists():
        try:
            use_code(by=by, code=current, now=now)
        except Refused as refused:
            refused.field = "current"
            raise
    _try(lambda device: device.verify_token(normal(code)), by=by, now=now, number=number, confirmed=False)
    with transaction.atomic():
        # Two set-ups of one account at the same instant: the second finds its device gone.
        User.objects.select_for_update().get(pk=by.pk)
        device = begun(number, by=by)
        if device is not None:
            TOTPDevice.objects.filter(user=by).exclude(pk=device.pk).delete()
            device.confirmed = True
            device.save()
            audit.record(by, by=by, act=gettext_noop("Second factor set up"))
            return device, _new_codes(by)
    raise Refused([gettext("This set-up has ended. Scan the new picture and enter its code.")], field="code")


def use_code(*, by: User, code: str, now: datetime) -> TOTPDevice:
    """Use up a code of the app or a recovery code, and return the account's device; raises Refused."""
    typed = normal(code)
    if not re.fullmatch(r"[0-9]{6}", typed):
        return use_recovery_code(by=by, code=code, now=now)
    return _try(lambda device: device.verify_token(typed), by=by, now=now)


def use_recovery_code(*, by: User, code: str, now: datetime) -> TOTPDevice:
    """Use up a recovery code, and return the account's device; raises Refused."""

    def spend(device: TOTPDevice) -> bool:
        deleted, _tables = RecoveryCode.objects.filter(user=by, digest=_digest(code)).delete()
        if deleted:
            device.throttle_reset()
        else:
            device.throttle_increment()
        return bool(deleted)

    return _try(spend, by=by, now=now)


def renew_codes(*, by: User, code: str, now: datetime) -> list[str]:
    """Replace the account's recovery codes against a fresh code, and return the new ones; raises Refused."""
    use_code(by=by, code=code, now=now)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)
        audit.record(by, by=by, act=gettext_noop("Recovery codes made anew"))
        return _new_codes(by)


def reset(user: User, *, by: Any) -> bool:
    """Take the second factor and all recovery codes from ``user``; return whether there was one.

    Sessions that had shown it end with their next request. ``by`` is None when it is done from the command line.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        _count, tables = TOTPDevice.objects.filter(user=user).delete()
        RecoveryCode.objects.filter(user=user).delete()
        if tables:
            audit.record(user, by=by, act=gettext_noop("Second factor reset"))
    return bool(tables)


# ---- what the pages show ---------------------------------------------------------------------------------------------


def normal(code: str) -> str:
    """Return ``code`` as it was made: small letters and Latin digits, without hyphens and spaces."""
    return re.sub(r"[\s\-‐-―−ـ]", "", digits(code, "latin")).lower()


def secret_of(device: TOTPDevice) -> str:
    """Return the secret as an app takes it when it is typed by hand, in groups of four letters."""
    return " ".join(re.findall("....", b32encode(device.bin_key).decode()))


def picture_of(device: TOTPDevice, *, issuer: str) -> dict[str, object]:
    """Return the QR code to scan: its ``size`` in modules, and the ``path`` that draws the dark ones."""
    issuer = issuer.replace(":", "")
    words = urlencode({"secret": b32encode(device.bin_key).decode(), "issuer": issuer}, quote_via=quote)
    code = QRCode(border=4)
    code.add_data(f"otpauth://totp/{quote(issuer)}:{quote(device.user.get_username())}?{words}")
    rows = code.get_matrix()
    lines = [
        f"M{found.start()} {y}h{len(found[0])}v1h-{len(found[0])}z"
        for y, row in enumerate(rows)
        for found in re.finditer("1+", "".join("1" if dark else "0" for dark in row))
    ]
    return {"size": len(rows), "path": "".join(lines)}


# ---- inside ----------------------------------------------------------------------------------------------------------


def _try(
    judge: Callable[[TOTPDevice], bool], *, by: User, now: datetime, number: int | None = None, confirmed: bool = True
) -> TOTPDevice:
    """Return the account's device if ``judge`` accepts a code on it; its row is locked, so a code works once.

    Raises Refused for a wrong code, TooSoon after too many of them.
    """
    wait, right = 0, False
    with transaction.atomic():
        rows = TOTPDevice.objects.select_for_update().filter(user=by, confirmed=confirmed)
        device = rows.filter(pk=number).first() if not confirmed else rows.order_by("pk").first()
        if device is not None:
            allowed, facts = device.verify_is_allowed()
            if allowed:
                right = judge(device)
            else:
                wait = max(1, math.ceil((facts["locked_until"] - now).total_seconds()))
    if wait:
        raise TooSoon(wait)
    if device is None or not right:
        sentence = gettext("This code is wrong, or it was used before. Wait for the next code and enter that one.")
        raise Refused([sentence], field="code")
    return device


def _new_codes(user: User) -> list[str]:
    """Replace the recovery codes of ``user``, inside the caller's transaction; return them as they are shown."""
    codes = ["".join(secrets.choice(LETTERS) for _place in range(LENGTH)) for _code in range(HOW_MANY)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(code)) for code in codes)
    return ["-".join(re.findall("." * GROUP, code)) for code in codes]


def _digest(code: str) -> str:
    """Return what is kept of a recovery code; sixty random bits need no salt."""
    return hashlib.sha256(normal(code).translate(MISREAD).encode()).hexdigest()
