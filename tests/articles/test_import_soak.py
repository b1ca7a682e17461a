"""Ten thousand articles of eight hundred words, fifty broken lines among them: all accounted for, memory flat."""

import io
import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from articles.models import Article, Revision, SearchEntry
from columns.models import Column
from tests.articles.press import broken, generated, written

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True)]
PIECES, EVERY = 10_000, 200
ROOM = 64 * 1024


def make_archive(file: Path) -> None:
    """Write the pieces with one broken line behind each two hundred."""
    wrong = iter(broken())
    with file.open("wb") as archive:
        for place, piece in enumerate(generated(PIECES), 1):
            archive.write(written(piece))
            if place % EVERY == 0:
                archive.write(written(next(wrong)))


def run(file: Path) -> list[int]:
    """Import the file; return the numbers of the ledger."""
    out, err = io.StringIO(), io.StringIO()
    call_command("import_articles", str(file), stdout=out, stderr=err)
    assert len([said for said in err.getvalue().splitlines() if "refused" in said]) == len(broken())
    return [int(number) for number in re.findall(r"\d+", out.getvalue().splitlines()[0])]


def largest() -> int:
    """Return the most memory that this process ever had, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def test_ten_thousand_articles_come_in_with_fifty_broken_lines_among_them(tmp_path):
    few, all_of_them = tmp_path / "few.jsonl", tmp_path / "archive.jsonl"
    few.write_bytes(written(*generated(1000), *broken()))
    make_archive(all_of_them)
    assert run(few) == [1050, 1000, 0, 0, 50]
    after_few = largest()
    assert run(all_of_them) == [PIECES + 50, PIECES - 1000, 0, 1000, 50]
    assert largest() - after_few < ROOM
    assert [model.objects.count() for model in (Article, Revision, SearchEntry)] == [PIECES] * 3
    assert Article.objects.published("ar").count() == PIECES
    column = Column.objects.get()
    by_date = column.articles.order_by("publish_at").values_list("number", flat=True)
    assert list(by_date) == list(range(1, PIECES // 2 + 1))
    newest = Article.objects.published("ar").newest_first().first()
    client = Client()
    assert [client.get(place).status_code for place in ("/", newest.get_absolute_url(), column.get_absolute_url())] == [
        200
    ] * 3
    assert run(all_of_them) == [PIECES + 50, 0, 0, PIECES, 50]


def test_an_import_that_is_killed_goes_on_where_it_was(tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("the killed process opens the database by its file")
    file = tmp_path / "archive.jsonl"
    file.write_bytes(written(*generated(1500, words=80)))
    name = connection.settings_dict["NAME"]
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{name}"}
    command = [sys.executable, "manage.py", "import_articles", str(file)]
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    # The first plain line of progress comes when a thousand lines were read.
    child.stderr.readline()
    child.kill()
    child.wait()
    done = Article.objects.count()
    assert 0 < done < 1500
    out = io.StringIO()
    call_command("import_articles", str(file), stdout=out, stderr=io.StringIO())
    counts = [int(number) for number in re.findall(r"\d+", out.getvalue().splitlines()[0])]
    assert counts == [1500, 1500 - done, 0, done, 0]
    assert all(piece.bylines.exists() for piece in Article.objects.only("pk"))
