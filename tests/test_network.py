"""The program reaches no network, and neither can its tests."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

MAIN = Path(__file__).parent.parent / "main.py"

# Runs main.py with its arguments, and ends it at once when Python makes a socket or asks a name server.
WATCHED = """
import os, runpy, sys

def watch(event, arguments):
    if event.startswith("socket."):
        print(event, arguments, file=sys.stderr)
        os._exit(99)

sys.addaudithook(watch)
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


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


@pytest.mark.skipif(not MAIN.exists(), reason="main.py is not written yet")
def test_that_the_program_makes_no_socket(tmp_path: Path) -> None:
    ledger = str(tmp_path / "Quiet.channelbook")
    commands = [["new", ledger, "--currency", "USD"], ["batches", ledger, "--json"], ["doctor", ledger]]
    for command in commands:
        answer = subprocess.run(
            [sys.executable, "-c", WATCHED, str(MAIN), *command],
            cwd=MAIN.parent,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert answer.returncode == 0, answer.stderr
