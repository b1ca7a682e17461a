"""A real newsroom on a folder of its own: set up, served by real processes, ended."""

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
SECONDS_TO_START = 60
ALIEN = {"DATABASE_URL", "SITE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "MEDIA_ROOT", "EMAIL_URL", "TIME_ZONE", "PORT"}


@dataclass(frozen=True)
class Newsroom:
    """A running demo newsroom: where it answers, and the editor's account."""

    base: str
    admin: str
    user: str
    password: str
    colleagues: dict[str, str]

    def get(self, path: str) -> str:
        """Return the full address of ``path``."""
        return self.base.rstrip("/") + path


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return the environment of a demo newsroom in ``folder``, without what the test run set for itself."""
    own = {"NEWSROOM_ENV": "demo", "NEWSROOM_VAR": str(folder)} | more
    return {name: value for name, value in os.environ.items() if name not in ALIEN} | own


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def set_up(folder: Path, port: int, env: dict[str, str]) -> Newsroom:
    """Fonts, static files and the demo newsroom; the two long steps side by side."""
    built = ROOT / "var" / "assets"
    if (built / "css" / "fonts.css").exists():
        shutil.copytree(built, folder / "assets", dirs_exist_ok=True)
    else:
        (folder / "assets").mkdir(parents=True, exist_ok=True)
        _finished(_manage("build_fonts", env=env))
    steps = [
        _manage("collectstatic", "--noinput", "--verbosity=0", env=env),
        _manage("demo", f"--port={port}", env=env),
    ]
    for step in steps:
        _finished(step)
    return Newsroom(**json.loads((folder / "demo.json").read_text(encoding="utf-8")))


def set_up_like(model: Path, folder: Path, port: int) -> Newsroom:
    """As ``set_up``, copied from ``model``, which is made first; whoever comes meanwhile waits for it."""
    model.mkdir(parents=True, exist_ok=True)
    with (model.parent / f"{model.name}.lock").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        finished = model.parent / f"{model.name}.finished"
        if not finished.exists():
            set_up(model, port, environment(model))
            finished.touch()
    shutil.copytree(model, folder, dirs_exist_ok=True)
    told = folder / "demo.json"
    facts = json.loads(told.read_text(encoding="utf-8"))
    base = f"http://127.0.0.1:{port}/"
    facts |= {name: facts[name].replace(facts["base"], base, 1) for name in ("base", "admin")}
    told.write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    return Newsroom(**facts)


def start(port: int, env: dict[str, str], log: Path, *, workers: int = 2) -> subprocess.Popen:
    """Start ``manage.py serve`` as the leader of its own group and return it once it answers."""
    with log.open("a") as out:
        command = [sys.executable, "manage.py", "serve", f"--port={port}", f"--workers={workers}"]
        server = subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )
    _wait_until_it_answers(server, f"http://127.0.0.1:{port}/health", log)
    return server


def stop(server: subprocess.Popen) -> None:
    """End the server politely, and by force if it does not listen."""
    server.terminate()
    try:
        server.wait(timeout=15)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@contextmanager
def served(folder: Path, *, model: Path | None = None) -> Iterator[Newsroom]:
    """Set a demo newsroom up in ``folder`` and serve it; what the server stumbled over fails at the end.

    With a ``model`` it is a copy of the newsroom there, which several runs side by side make once.
    """
    port, env = free_port(), environment(folder)
    facts = set_up_like(model, folder, port) if model else set_up(folder, port, env)
    log = folder / "server.log"
    server = start(port, env, log)
    try:
        yield facts
    finally:
        stop(server)
    said = log.read_text()
    assert "Traceback" not in said, f"The server stumbled:\n{said}"


def _manage(*words: str, env: dict[str, str]) -> subprocess.Popen:
    command = [sys.executable, "manage.py", *words]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def _finished(step: subprocess.Popen) -> None:
    said, _nothing = step.communicate(timeout=240)
    assert step.returncode == 0, f"{step.args} failed:\n{said}"


def _wait_until_it_answers(server: subprocess.Popen, address: str, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            with urlopen(address, timeout=5) as answer:
                assert answer.status == 200
                return
        except OSError as problem:
            if server.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"The server does not answer ({problem}):\n{log.read_text()}") from problem
            time.sleep(0.1)
