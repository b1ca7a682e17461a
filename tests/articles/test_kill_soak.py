"""The server is killed (-9) while texts are being kept, saved and published: nothing that it acknowledged is lost."""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, OpenerDirector, Request, build_opener

import pytest

from tests import on_postgres
from tests.form_reading import form_in
from tests.running import Newsroom, environment, free_port, set_up, start

pytestmark = pytest.mark.soak
ROUNDS = 50
# So many acts each writer has behind him in a round before the server may be killed.
TURNS_BEFORE = 2
ACTS = ("keep", "keep", "save", "keep", "publish")
ANSWERS = (HTTPError, ConnectionError, OSError, TimeoutError)


class _NoFollowing(HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


@dataclass
class Writer:
    """One editor at one live piece, with a counter for a title: what was sent last, and what was acknowledged."""

    newsroom: Newsroom
    name: str
    piece: str = ""
    sent: int = 0
    kept: int = 0
    published: int = 0
    begun_publishing: int = 0
    acknowledged: int = 0
    opener: OpenerDirector = field(init=False)

    def __post_init__(self) -> None:
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()), _NoFollowing)

    def ask(self, path: str, fields: dict[str, list[str]] | None = None) -> tuple[int, str, str]:
        """Return status, body and where the answer leads."""
        body = urlencode(fields, doseq=True).encode() if fields is not None else None
        headers = {"Referer": self.newsroom.admin}
        try:
            answer = self.opener.open(Request(self.newsroom.get(path), body, headers), timeout=10)
        except HTTPError as refusal:
            answer = refusal
        with answer:
            return answer.status, answer.read().decode(), answer.headers.get("Location", "")

    def sign_in(self) -> None:
        fields = form_in(self.ask("/admin/login/")[1], "id")
        fields |= {"username": [self.name], "password": [self.newsroom.password]}
        assert self.ask("/admin/login/", fields)[0] == 302

    @property
    def door(self) -> str:
        return f"/admin/articles/article/{self.piece}/change/"

    def opened(self) -> dict[str, list[str]]:
        status, page, _where = self.ask(self.door)
        assert status == 200
        return form_in(page, "data-writing")

    def begin(self) -> None:
        fields = form_in(self.ask("/admin/articles/article/add/")[1], "data-writing")
        page = self.ask("/admin/articles/article/add/")[1]
        author = re.search(r'<select name="authors".*?<option value="(\d+)"', page, re.DOTALL)
        assert author
        fields |= {"title_ar": [self.title(0)], "body_ar": ["<p>نص يُكتب تحت النار.</p>"], "authors": [author[1]]}
        status, page, where = self.ask("/admin/articles/article/add/", fields | {"act": ["publish"]})
        assert status == 302, page
        self.piece = re.findall(r"/(\d+)/", where)[-1]

    def title(self, number: int) -> str:
        return f"{self.name} {number:06d}"

    def write(self, stop: threading.Event, under_way: threading.Event) -> None:
        """Go on writing until the server is gone; say when it is well under way."""
        turns = 0
        try:
            fields = self.opened()
            while not stop.is_set():
                fields = self._turn(fields, random.choice(ACTS))
                turns += 1
                if turns == TURNS_BEFORE:
                    under_way.set()
        except ANSWERS:
            return

    def _turn(self, fields: dict[str, list[str]], act: str) -> dict[str, list[str]]:
        self.sent += 1
        fields |= {"title_ar": [self.title(self.sent)], "turn": [str(self.sent)]}
        if act == "keep":
            status, said, _where = self.ask("/admin/articles/article/keep/", fields | {"piece": [self.piece]})
            assert status == 200, said
            self.acknowledged = self.sent
            return fields | {"serial": [str(json.loads(said)["serial"])]}
        if act == "publish":
            self.begun_publishing = self.sent
        status, said, _where = self.ask(self.door, fields | {"act": [act]})
        assert status == 302, said
        self.acknowledged = self.sent
        if act == "publish":
            self.published = self.sent
        return self.opened()

    def check(self) -> None:
        """After the restart: nothing acknowledged is lost, and readers never see half a publication."""
        there = number_in(self.opened()["title_ar"][0])
        assert self.acknowledged <= there <= self.sent
        status, _page, where = self.ask(f"/articles/{self.piece}/")
        assert status == 301
        status, page, _where = self.ask(where)
        assert status == 200
        shown = [number_in(found) for found in re.findall(rf"{self.name} \d{{6}}", page)]
        assert shown and len(set(shown)) == 1, "half a publication"
        assert self.published <= shown[0] <= max(self.published, self.begun_publishing)
        self.published = shown[0]


def number_in(title: str) -> int:
    return int(re.findall(r"\d{6}", title)[-1])


@contextmanager
def database(kind: str, folder: Path) -> Iterator[dict[str, str]]:
    """The environment of a newsroom on this database."""
    if kind == "sqlite":
        yield environment(folder)
        return
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    # PostgreSQL runs as another user, who must be able to enter.
    place = Path(tempfile.mkdtemp(prefix="newsroom-pg-"))
    server = on_postgres.start(place)
    try:
        yield environment(folder, DATABASE_URL=on_postgres.address(server))
    finally:
        server.cleanup()
        shutil.rmtree(place, ignore_errors=True)
        os.environ.pop("XDG_RUNTIME_DIR", None)
        if runtime is not None:
            os.environ["XDG_RUNTIME_DIR"] = runtime


def kill(server: subprocess.Popen) -> None:
    """Kill the server with its workers; what it keeps beside itself must notice on its own."""
    if server.poll() is None:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def left_behind(folder: Path) -> list[str]:
    """Return the processes of the newsroom in ``folder`` that outlive their server by ten seconds."""
    mark, deadline = f"NEWSROOM_VAR={folder}".encode(), time.monotonic() + 10
    while True:
        found = [place.parent.name for place in Path("/proc").glob("[0-9]*/environ") if mark in _read(place)]
        if not found or time.monotonic() > deadline:
            return found
        time.sleep(0.5)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_fifty_kills_while_writing_lose_nothing_acknowledged(kind, tmp_path):
    random.seed(40)
    with database(kind, tmp_path) as env:
        port = free_port()
        newsroom = set_up(tmp_path, port, env)
        log = tmp_path / "server.log"
        server = start(port, env, log)
        try:
            writers = [Writer(newsroom, newsroom.user), Writer(newsroom, newsroom.colleagues["editor"])]
            for writer in writers:
                writer.sign_in()
                writer.begin()
            for _round in range(ROUNDS):
                stop, under_way = threading.Event(), [threading.Event() for _writer in writers]
                threads = [
                    threading.Thread(target=writer.write, args=(stop, well))
                    for writer, well in zip(writers, under_way, strict=True)
                ]
                for thread in threads:
                    thread.start()
                assert all(well.wait(timeout=30) for well in under_way)
                stop.wait(random.uniform(0, 0.5))
                kill(server)
                stop.set()
                for thread in threads:
                    thread.join(timeout=20)
                server = start(port, env, log)
                for writer in writers:
                    writer.check()
        finally:
            kill(server)
        assert left_behind(tmp_path) == []
    assert "Traceback" not in log.read_text()
    counts = [(writer.sent, writer.acknowledged, writer.published) for writer in writers]
    assert all(sent > ROUNDS * TURNS_BEFORE and published > 0 for sent, _kept, published in counts), counts
