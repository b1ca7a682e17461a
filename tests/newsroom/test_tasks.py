"""What is done beside the server: each mail once at most, again when it surely did not go, and nothing left lying."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from articles import notifying, reviewing
from articles.models import NoteMail
from articles.revisions import content_of
from newsroom.accounts import User
from newsroom.roles import Role
from tests.factories import make_draft, make_member, make_writer
from tests.newsroom.test_mail import SMTP, answering
from tests.running import environment, free_port, start, stop

NOT_READY = 503


def waiting(*names: str) -> list[NoteMail]:
    """Mails about one hand-over that wait for these receivers."""
    for name in names:
        make_member(Role.EDITOR, email=f"{name}@shubbak.example")
    writer = make_writer()
    piece = make_draft(by=writer)
    reviewing.submit(piece, content=content_of(piece), version=piece.version, by=writer, now=timezone.now())
    return list(NoteMail.objects.order_by("pk"))


def seen(row: NoteMail) -> tuple[int, datetime | None, datetime | None]:
    row.refresh_from_db()
    return row.tries, row.due_at, row.sent_at


@pytest.mark.django_db
def test_a_server_that_is_away_is_asked_again_later_each_time_and_then_no_more(settings):
    [row] = waiting("editor")
    now = timezone.now()
    with answering(settings, greeting="421 busy"):
        for tries, pause in enumerate([*notifying.PAUSES, None], 1):
            assert notifying.send_due(now=now) == 1
            assert seen(row) == (tries, now + pause if pause else None, None)
            # Not before its time.
            assert notifying.send_due(now=now + timedelta(seconds=1)) == 0
            now += pause or timedelta(days=30)
        assert notifying.send_due(now=now) == 0


@pytest.mark.django_db
def test_a_server_that_comes_back_gets_the_mail(settings):
    [row] = waiting("editor")
    now = timezone.now()
    with answering(settings, greeting="421 busy"):
        notifying.send_due(now=now)
    with answering(settings) as server:
        notifying.send_due(now=now + notifying.PAUSES[0])
    assert (len(server.taken), seen(row)) == (1, (2, None, now + notifying.PAUSES[0]))


@pytest.mark.django_db
def test_one_refused_address_does_not_stop_the_others(settings):
    first, second, third = waiting("odd", "one", "two")
    User.objects.filter(pk=first.user_id).update(email="no address\nat all")
    now = timezone.now()
    with answering(settings) as server:
        notifying.send_due(now=now)
    assert [seen(row) for row in (first, second, third)] == [(1, None, None), (1, None, now), (1, None, now)]
    assert len(server.taken) == 2


@pytest.mark.django_db
def test_what_may_have_arrived_is_never_sent_again(settings):
    [row] = waiting("editor")
    now = timezone.now()
    with answering(settings, **{".": "hang up"}):
        notifying.send_due(now=now)
    with answering(settings) as server:
        notifying.send_due(now=now + timedelta(days=1))
    assert (server.taken, seen(row)) == ([], (1, None, None))


@pytest.mark.django_db
def test_a_mail_server_harms_no_save(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", 9
    [row] = waiting("editor")
    assert seen(row)[0] == 0


@pytest.mark.django_db
def test_work_that_is_left_lying_makes_the_house_unready(client):
    [row] = waiting("editor")
    assert client.get("/ready").status_code == 200
    late = timezone.now() - notifying.STUCK_AFTER - timedelta(seconds=1)
    NoteMail.objects.filter(pk=row.pk).update(due_at=late)
    assert client.get("/ready").status_code == NOT_READY
    client.force_login(row.user)
    assert client.get("/admin/").context["left_lying"] is True
    call_command("work", "--once")
    assert (client.get("/ready").status_code, len(mail.outbox)) == (200, 1)
    assert client.get("/admin/").context["left_lying"] is False


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_mail_once():
    waiting(*(f"editor{number}" for number in range(8)))

    def work() -> None:
        try:
            notifying.send_due(now=timezone.now() + timedelta(seconds=1))
        finally:
            connection.close()

    workers = [Thread(target=work) for _number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(message.to[0] for message in mail.outbox) == [f"editor{n}@shubbak.example" for n in range(8)]
    assert not NoteMail.objects.filter(sent_at=None).exists()


# ---- beside the server -----------------------------------------------------------------------------------------------


def processes(words: str) -> dict[int, int]:
    """The running processes whose command holds ``words``, each with its parent."""
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            if words in command:
                found[int(folder.name)] = parent
    return found


def until(there: Callable[[], bool], *, seconds: int = 30) -> None:
    deadline = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < deadline, "It did not come to pass."
        time.sleep(0.2)


SAYING = """
from django.utils import timezone
from articles import reviewing
from articles.models import Article
from newsroom.accounts import User
chief = User.objects.filter(is_superuser=True).first()
User.objects.exclude(pk=chief.pk).update(email="colleague@shubbak.example")
piece = Article.objects.exclude(created_by=None).first()
for one in User.objects.exclude(pk=chief.pk).filter(is_active=True, groups__name="editor"):
    reviewing.say(piece, text="قبل", by=one, now=timezone.now())
reviewing.say(piece, text="{text}", by=chief, now=timezone.now())
"""


# As much of a newsroom as this needs: the demo's pictures take half a minute to draw.
FOUNDING = """
from django.core.management import call_command
from newsroom.roles import Role
from tests.factories import make_draft, make_editor, make_member
call_command("migrate", verbosity=0)
make_member(Role.EDITOR)
make_draft(by=make_editor())
"""


def do(env: dict[str, str], words: str) -> None:
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", words]
    subprocess.run(command, env=env, check=True, cwd=Path(__file__).resolve().parents[2])


def say(env: dict[str, str], text: str) -> None:
    do(env, SAYING.replace("{text}", text))


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks the kernel about processes")
def test_the_work_lives_and_ends_with_the_server_and_begins_anew_when_it_dies(tmp_path):
    port, env = free_port(), environment(tmp_path)
    (tmp_path / "static").mkdir()
    do(env, FOUNDING)
    server = start(port, env, tmp_path / "server.log", workers=1)
    mails = tmp_path / "mail"

    def sent(text: str) -> bool:
        written = "".join(path.read_text() for path in mails.glob("*")) if mails.exists() else ""
        return "colleague@shubbak.example" in written and text in written

    try:
        [keeper] = [pid for pid, parent in processes("work --beside-server").items() if parent == server.pid]

        def workers() -> list[int]:
            return [pid for pid, parent in processes("work --beside-server").items() if parent == keeper]

        until(lambda: len(workers()) == 1)
        say(env, "first words")
        until(lambda: sent("first words"))
        [worker] = workers()
        os.kill(worker, signal.SIGKILL)
        until(lambda: workers() not in ([], [worker]))
        say(env, "second words")
        until(lambda: sent("second words"))
    finally:
        stop(server)
    until(lambda: keeper not in processes("work --beside-server"))
    assert not [pid for pid, parent in processes("work --beside-server").items() if parent in {keeper, server.pid}]
