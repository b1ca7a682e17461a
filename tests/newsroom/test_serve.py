"""The server's address: a port in use is answered in words, never shared in silence."""

import socket

import pytest
from django.core.management import CommandError, call_command

from newsroom.management.commands.serve import LARGEST_HEADERS, refuse_taken_address, server


@pytest.fixture
def taken():
    """A port somebody else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_a_port_in_use_is_named(taken):
    with pytest.raises(CommandError, match=rf"(?s){taken} مشغول.*Port {taken} is in use") as refusal:
        call_command("serve", port=taken)
    assert refusal.value.returncode == 1


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(CommandError, match="Cannot listen on"):
        refuse_taken_address("192.0.2.1", 8000)


def test_a_number_that_is_no_port_is_refused():
    with pytest.raises(CommandError, match="not a port"):
        refuse_taken_address("127.0.0.1", 70000)


def test_a_free_port_is_accepted(taken):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    refuse_taken_address("127.0.0.1", free)


def test_the_server_is_set_up_to_survive():
    granian = server("127.0.0.1", 8000, 0, chatty=False)
    assert granian.workers == 1
    assert granian.respawn_failed_workers
    assert granian.http1_settings.max_buffer_size == LARGEST_HEADERS
