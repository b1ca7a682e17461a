"""Mail as the house sends it: to one account, in its language, once at most, and never longer than a few seconds.

A mail server that does not answer, or refuses one address, is told apart by whether the mail may have gone out.
"""

import logging
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_info

log = logging.getLogger("newsroom.mail")
# Held together by these, a title keeps its direction in a line of the other one.
ISOLATE, END = "\u2068", "\u2069"
LONGEST_SUBJECT_PART = 100
# What a server answers for good begins with a five.
FOR_GOOD = 500


class Outcome(StrEnum):
    """What became of one mail."""

    SENT = "sent"
    # Nothing has left the house: it may be tried again.
    LATER = "later"
    # The server will never take it.
    REFUSED = "refused"
    # The line broke after the mail was handed over: it may have arrived, so it is never sent again.
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Letter:
    """A mail to one address: ``template`` names a pair of templates, one for text and one for HTML."""

    to: str
    subject: str
    template: str
    facts: dict[str, Any] = field(default_factory=dict)
    # Stays the same however often the letter is tried, so that a mail program shows it once.
    name: str = ""


def is_set_up() -> bool:
    """Return whether mail goes anywhere at all."""
    return not settings.EMAIL_BACKEND.endswith(".dummy.EmailBackend")


def isolated(text: str) -> str:
    """Return ``text`` on one line, cut to a readable length and held together whatever its direction."""
    line = " ".join(text.split())
    short = line if len(line) <= LONGEST_SUBJECT_PART else f"{line[: LONGEST_SUBJECT_PART - 1]}…"
    return f"{ISOLATE}{short}{END}"


def send(letter: Letter) -> Outcome:
    """Send ``letter``, written in the active language; log neither its address nor a word of it."""
    try:
        message = _message(letter)
        # A form takes addresses that no mail can bear: found before anybody is asked.
        message.message()
    except (ValueError, UnicodeError) as problem:
        return _failed(letter, problem, Outcome.REFUSED)
    try:
        connection = get_connection(timeout=settings.EMAIL_TIMEOUT)
        connection.open()
    except Exception as problem:
        return _failed(letter, problem, _judged(problem, unheard=Outcome.LATER))
    try:
        message.connection = connection
        sent = message.send()
    except Exception as problem:
        return _failed(letter, problem, _judged(problem, unheard=Outcome.UNDECIDED))
    finally:
        _close(connection)
    return Outcome.SENT if sent else Outcome.REFUSED


def _message(letter: Letter) -> EmailMultiAlternatives:
    language = get_language() or settings.LANGUAGE_CODE
    direction = "rtl" if get_language_info(language)["bidi"] else "ltr"
    facts = {**letter.facts, "subject": letter.subject, "language": language, "direction": direction}
    text = render_to_string(f"{letter.template}.txt", facts).strip() + "\n"
    headers = {"Auto-Submitted": "auto-generated", "Content-Language": language}
    if letter.name:
        headers["Message-ID"] = f"<{letter.name}@{urlsplit(settings.SITE_URL).hostname}>"
    message = EmailMultiAlternatives(letter.subject, text, to=[letter.to], headers=headers)
    message.attach_alternative(render_to_string(f"{letter.template}.html", facts), "text/html")
    return message


def _judged(problem: Exception, *, unheard: Outcome) -> Outcome:
    """Return what an answer of the server means; ``unheard`` when it gave none."""
    codes = [code for code, _words in getattr(problem, "recipients", {}).values()]
    code = max(codes, default=getattr(problem, "smtp_code", None))
    if code is not None:
        return Outcome.REFUSED if code >= FOR_GOOD else Outcome.LATER
    return Outcome.REFUSED if isinstance(problem, ValueError) else unheard


def _failed(letter: Letter, problem: Exception, outcome: Outcome) -> Outcome:
    # The words of the problem hold the address.
    log.warning("Mail %s: %s (%s).", letter.name or "without a name", outcome.value, type(problem).__name__)
    return outcome


def _close(connection: Any) -> None:
    try:
        connection.close()
    except Exception as problem:
        log.warning("Mail: the line was not closed well (%s).", type(problem).__name__)
