"""``manage.py work``: what nobody waits for, done beside the server: mails about notes, new names compared."""

import logging
import os
import signal
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, close_old_connections, connections
from django.utils import timezone

from articles import notifying, twins

log = logging.getLogger("newsroom.work")
# How long to rest when nothing is due.
SECONDS_BETWEEN = 2
SECONDS_BETWEEN_SWEEPS = 3600


class Command(BaseCommand):
    """Works until it is told to end; a mail in hand is ended first. Several at once are no danger."""

    help = "Send the mails that wait, compare new names with the others, and go on doing so."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether to end when nothing is left, and whether the server keeps this."""
        parser.add_argument("--once", action="store_true", help="Do what is due and end.")
        parser.add_argument(
            "--beside-server", action="store_true", help="Begin anew should the work die; end with the server."
        )

    def handle(self, *args: Any, once: bool = False, beside_server: bool = False, **options: Any) -> None:
        """Work, alone or kept alive."""
        if once:
            notifying.send_due(now=timezone.now())
            notifying.sweep(now=timezone.now())
            twins.compare_new()
            return
        if beside_server:
            keep_alive()
        else:
            work(begun_by=os.getppid())


def work(*, begun_by: int) -> None:
    """Do what is due, rest, and look again, until SIGTERM, Ctrl-C, or the end of the process that began this."""
    ending: list[bool] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_told: ending.append(True))
    swept = 0.0
    while not ending and os.getppid() == begun_by:
        try:
            close_old_connections()
            notifying.send_due(now=timezone.now(), until=lambda: bool(ending))
            twins.compare_new(until=lambda: bool(ending))
            if time.monotonic() - swept > SECONDS_BETWEEN_SWEEPS:
                notifying.sweep(now=timezone.now())
                swept = time.monotonic()
        except Error as problem:
            # The database is away or busy: it will be back.
            log.warning("The work waits: the database did not answer (%s).", type(problem).__name__)
            connections.close_all()
        _rest(ending)


def _rest(ending: list[bool]) -> None:
    """Sleep a little, in pieces: a signal that comes in sleep does not end it."""
    for _piece in range(SECONDS_BETWEEN * 5):
        if ending:
            return
        time.sleep(0.2)


def keep_alive() -> None:
    """Work in a process of its own and begin another when it dies, until the server ends or says so."""
    server, keeper, child = int(os.environ.get("NEWSROOM_SERVER") or os.getppid()), os.getpid(), 0

    def end(*_told: Any) -> None:
        if child:
            os.kill(child, signal.SIGTERM)
            os.waitpid(child, 0)
        sys.exit(0)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    while os.getppid() == server:
        if not child:
            connections.close_all()
            child = os.fork()
            if not child:
                work(begun_by=keeper)
                os._exit(0)
        time.sleep(1)
        if os.waitpid(child, os.WNOHANG)[0]:
            log.warning("The work died and begins anew.")
            child = 0
    end()
