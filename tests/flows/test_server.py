"""Ports of loopback, as `bulletin serve` judges them before it starts."""

from __future__ import annotations

import socket

from flows.server import is_free


def listener() -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    return listening


def test_a_port_at_which_somebody_listens_is_not_free():
    with listener() as listening:
        assert not is_free(listening.getsockname()[1])


def test_a_port_is_free_as_soon_as_its_server_has_ended():
    with listener() as listening:
        port = listening.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            listening.accept()[0].close()  # whoever closes first keeps the address a minute more

    assert is_free(port)
