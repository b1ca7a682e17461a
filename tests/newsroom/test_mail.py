"""One mail to one address, against a mail server of flesh and sockets that refuses, hangs and breaks off."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from django.utils import translation

from articles.models import Note
from newsroom import mail
from newsroom.mail import Letter, Outcome

SMTP = "django.core.mail.backends.smtp.EmailBackend"
GREETING = "220 here"
PLAIN = {
    "EHLO": "250 here",
    "MAIL": "250 ok",
    "RCPT": "250 ok",
    "DATA": "354 go on",
    ".": "250 taken",
    "QUIT": "221 bye",
}
# The server falls silent, or hangs up, at this word.
SILENCE, HANG_UP = "silence", "hang up"


class Server:
    """A mail server that answers as it is told, and keeps what it took."""

    def __init__(self, **answers: str) -> None:
        self.answers = {"greeting": GREETING, **PLAIN, **answers}
        self.heard: list[str] = []
        self.taken: list[str] = []
        self.ended = threading.Event()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]

    def serve(self) -> None:
        """Answer one client after the other until the socket is closed."""
        while not self.ended.is_set():
            try:
                line, _address = self.socket.accept()
            except OSError:
                return
            with line, suppress(OSError):
                self._talk(line)

    def _talk(self, line: socket.socket) -> None:
        if not self._answer(line, "greeting"):
            return
        with line.makefile("r", encoding="utf-8", newline="\r\n") as words:
            for said in words:
                self.heard.append(said.strip())
                verb = said.split(" ")[0].strip().upper()
                if not self._answer(line, verb):
                    return
                if verb == "DATA" and self.answers["DATA"].startswith("354"):
                    letter = "".join(iter(words.readline, ".\r\n"))
                    if self.answers["."].startswith("250"):
                        self.taken.append(letter)
                    if not self._answer(line, "."):
                        return

    def _answer(self, line: socket.socket, verb: str) -> bool:
        answer = self.answers.get(verb, "250 ok")
        if answer == SILENCE:
            self.ended.wait(10)
            return False
        if answer == HANG_UP:
            return False
        line.sendall(f"{answer}\r\n".encode())
        return True


@contextmanager
def answering(settings, **answers: str) -> Iterator[Server]:
    """Let the house send by a server that answers so."""
    server = Server(**answers)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", server.port
    try:
        yield server
    finally:
        server.ended.set()
        # Closing alone would leave the thread waiting.
        server.socket.shutdown(socket.SHUT_RDWR)
        thread.join(5)
        server.socket.close()


def letter(to: str = "editor@shubbak.example") -> Letter:
    facts = {
        "note": Note(text="نص الملاحظة"),
        "line": {"who": "أنا", "title": "عنوان"},
        "address": "https://x.example/",
    }
    return Letter(to=to, subject="موضوع", template="email/note", facts=facts, name="note-7-9")


def test_a_mail_goes_out_as_text_and_html(settings):
    with answering(settings) as server, translation.override("ar"):
        assert mail.send(letter()) == Outcome.SENT
    [taken] = server.taken
    assert "rcpt TO:<editor@shubbak.example>" in server.heard
    assert [kind in taken for kind in ("text/plain", "text/html", "Auto-Submitted: auto-generated")] == [True] * 3
    assert "Content-Language: ar" in taken


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({"RCPT": "550 nobody here"}, Outcome.REFUSED),
        ({"RCPT": "451 later"}, Outcome.LATER),
        ({"MAIL": "553 not from you"}, Outcome.REFUSED),
        ({"MAIL": "452 full"}, Outcome.LATER),
        ({"DATA": "554 no"}, Outcome.REFUSED),
        ({".": "451 try again"}, Outcome.LATER),
        ({".": "554 spam"}, Outcome.REFUSED),
        ({"greeting": "421 busy"}, Outcome.LATER),
        ({"greeting": HANG_UP}, Outcome.LATER),
        # What was handed over may have arrived.
        ({".": HANG_UP}, Outcome.UNDECIDED),
    ],
)
def test_what_the_server_says_decides(settings, answers, outcome):
    with answering(settings, **answers) as server:
        assert (mail.send(letter()), server.taken if outcome != Outcome.UNDECIDED else []) == (outcome, [])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({"greeting": SILENCE}, Outcome.LATER),
        ({"MAIL": SILENCE}, Outcome.UNDECIDED),
        ({".": SILENCE}, Outcome.UNDECIDED),
    ],
)
def test_a_server_that_hangs_holds_nobody_for_long(settings, answers, outcome):
    assert 0 < settings.EMAIL_TIMEOUT <= 5
    settings.EMAIL_TIMEOUT = 0.5
    with answering(settings, **answers):
        begun = time.monotonic()
        assert mail.send(letter()) == outcome
        assert time.monotonic() - begun < 4


def test_nobody_there_is_a_matter_of_time(settings):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", port
    assert mail.send(letter()) == Outcome.LATER


@pytest.mark.parametrize(
    "address", ["أنا@شبّاك.example\n", "a@b.example\r\nBcc: c@d.example", "@", "no at sign", "a" * 300 + "@b.example"]
)
def test_an_odd_address_is_refused_or_sent_and_never_an_error(mailoutbox, address):
    assert mail.send(letter(address)) in {Outcome.REFUSED, Outcome.SENT}
    assert all("c@d.example" not in message.message().get_all("Bcc", []) for message in mailoutbox)


def test_the_log_holds_neither_address_nor_words(settings, caplog):
    for answers in ({"RCPT": "550 editor@shubbak.example is unknown"}, {"greeting": HANG_UP}, {}):
        with answering(settings, **answers):
            mail.send(letter())
    mail.send(letter("a@b.example\r\nBcc: c@d.example"))
    assert caplog.messages != []
    assert [word for word in ("@", "shubbak", "موضوع", "عنوان", "ملاحظة") if word in caplog.text] == []


def test_a_title_stands_on_one_line_and_is_cut():
    assert mail.isolated(" سطر\r\n آخر ") == "\u2068سطر آخر\u2069"
    assert len(mail.isolated("س" * 500)) == 102
