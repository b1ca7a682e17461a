"""Run the newsroom's own server: granian, one worker a core."""

import errno
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

# Larger headers cost seconds of processor time each (DEPENDENCIES, trap 10).
LARGEST_HEADERS = 8192
# Requests a worker answers at once; each may hold a database connection, so few are better than granian's hundreds.
THREADS = 8
# A worker that does not finish its requests by then is ended, so that a restart never hangs.
SECONDS_TO_FINISH = 5


class Command(BaseCommand):
    """Ends with all its workers on SIGTERM or Ctrl-C; a worker that dies is replaced."""

    help = "Serve the newsroom with granian."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take address and port from the command line, else from the environment."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=os.environ.get("PORT") or 8000)
        parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
        parser.add_argument("--no-tasks", action="store_true", help="Send no mail from here: manage.py work does.")

    def handle(self, *args: Any, host: str, port: int, workers: int, no_tasks: bool = False, **options: Any) -> None:
        """Check the address first: granian would otherwise share a port in use with whoever holds it."""
        refuse_taken_address(host, port)
        if not settings.PRODUCTION and "SITE_URL" not in os.environ:
            # Links must lead back to this very port. Forked workers have these settings, others read the environment.
            settings.SITE_URL = os.environ["SITE_URL"] = f"http://{host}:{port}"
        self.stdout.write(f"الخادم يعمل / serving: http://{host}:{port}/ ({workers})")
        self.stdout.flush()
        with renditions_made_beside(), nullcontext() if no_tasks else work_done_beside():
            server(host, port, workers, chatty=options["verbosity"] > 1).serve()


@contextmanager
def renditions_made_beside() -> Iterator[subprocess.Popen]:
    """Let a process of its own make what photos of an older release lack; it is ended with the server.

    Its words go where the server's go. Should the server be killed, it ends by itself after the photo in hand.
    """
    with _beside("make_renditions") as process:
        yield process


@contextmanager
def work_done_beside() -> Iterator[subprocess.Popen]:
    """Let a process of its own send the mails that wait; it keeps itself alive and is ended with the server."""
    with _beside("work") as process:
        yield process


@contextmanager
def _beside(command: str) -> Iterator[subprocess.Popen]:
    """Run one of our commands as long as the server runs."""
    words = [sys.executable, str(settings.BASE_DIR / "manage.py"), command, "--beside-server"]
    # A group of its own: Ctrl-C is for the server, which then ends this. Its number is told, because a command takes a
    # second to begin, and by then the server may be gone and something else its parent.
    told = os.environ | {"NEWSROOM_SERVER": str(os.getpid())}
    process = subprocess.Popen(words, stdin=subprocess.DEVNULL, process_group=0, env=told)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def server(host: str, port: int, workers: int, *, chatty: bool) -> Any:
    """Return the server, ready to start."""
    # Imported here: no other command needs the server's library.
    from granian import Granian
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    return Granian(
        "newsroom.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=max(1, workers),
        blocking_threads=THREADS,
        websockets=False,
        http1_settings=HTTP1Settings(max_buffer_size=LARGEST_HEADERS),
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_FINISH,
        log_level=LogLevels.info if chatty else LogLevels.warning,
    )


def refuse_taken_address(host: str, port: int) -> None:
    """Say in words why the server cannot start here, before any worker is made."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OverflowError:
            raise CommandError(f"المنفذ {port} غير صالح. / {port} is not a port.", returncode=1) from None
        except OSError as problem:
            if problem.errno == errno.EADDRINUSE:
                raise CommandError(
                    f"المنفذ {port} مشغول، فاختر غيره: make demo PORT=8001. "
                    f"/ Port {port} is in use; choose another one: make demo PORT=8001.",
                    returncode=1,
                ) from None
            raise CommandError(
                f"تعذّر الاستماع على {host}:{port}. / Cannot listen on {host}:{port}: {problem.strerror}.", returncode=1
            ) from None
