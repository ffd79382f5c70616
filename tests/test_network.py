"""The program reaches no network, and neither can its tests."""

from __future__ import annotations

import socket

import pytest


def test_that_a_test_cannot_connect() -> None:
    with socket.socket() as opened, pytest.raises(ConnectionRefusedError, match="opens no connection"):
        opened.connect(("127.0.0.1", 9))


def test_that_a_test_cannot_listen() -> None:
    with socket.socket() as opened, pytest.raises(ConnectionRefusedError, match="opens no connection"):
        opened.bind(("127.0.0.1", 0))


def test_that_a_test_cannot_ask_a_name_server() -> None:
    with pytest.raises(ConnectionRefusedError, match="asks no name server"):
        socket.getaddrinfo("localhost", 80)


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="this system has no local sockets")
def test_that_local_sockets_stay_allowed() -> None:
    first, second = socket.socketpair(socket.AF_UNIX)
    with first, second:
        first.sendall(b"raise the window")
        assert second.recv(16) == b"raise the window"
