"""One window for one ledger: a second start raises the first, and nothing stays behind after a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from pytestqt.qtbot import QtBot

from tests.views.desktop import PATIENCE
from views.window import Window
from views.window.first import FirstWindow, hand_over, server_name

ROOT = Path(__file__).resolve().parents[3]
_CALL = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from views.window.first import hand_over
application = QCoreApplication([])
sys.exit(0 if hand_over(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]) else 1)
"""
_LISTEN = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from views.window.first import FirstWindow
application = QCoreApplication([])
first = FirstWindow(application)
print("listening" if first.listen(Path(sys.argv[1])) else "refused", flush=True)
application.exec()
"""


def started(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Start another process of the program."""
    words = [sys.executable, "-c", code, *(str(argument) for argument in arguments)]
    return subprocess.Popen(words, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def test_that_a_second_start_raises_the_first_window_and_hands_over_its_files(
    qtbot: QtBot, full: Window, small: Path, tmp_path: Path
) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"%PDF-1.4")
    full.showMinimized()
    with started(_CALL, small, path) as second:
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=PATIENCE)
    assert second.returncode == 0
    assert not full.isMinimized()
    assert full.work is not None
    assert full.work.book.name == "imports"


def test_that_a_second_start_says_where_its_window_is(qtbot: QtBot, full: Window, small: Path, tmp_path: Path) -> None:
    full.showMinimized()
    words = [sys.executable, str(ROOT / "main.py"), "--data", str(tmp_path / "data"), "--ledger", str(small)]
    with subprocess.Popen(words, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as second:
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=PATIENCE)
        said = second.stdout.read() if second.stdout is not None else ""
    assert second.returncode == 0
    assert said == f"{small.name} is open already: its window was brought to the front.\n"
    assert not full.isMinimized()


def test_that_there_is_nobody_to_raise_once_the_first_window_is_closed(full: Window, small: Path) -> None:
    full.close()
    assert not hand_over(small)


def test_that_the_name_is_that_of_the_file_however_its_path_is_written(tmp_path: Path) -> None:
    path = tmp_path / "brand.channelbook"
    path.touch()
    (tmp_path / "folder").mkdir()
    assert server_name(path) == server_name(tmp_path / "folder" / ".." / "brand.channelbook")
    assert server_name(path) != server_name(tmp_path / "other.channelbook")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")
def test_that_a_killed_first_window_leaves_nothing_in_the_way(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    path = tmp_path / "brand.channelbook"
    with started(_LISTEN, path) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline().strip() == "listening"
        killed.send_signal(signal.SIGKILL)
    assert not hand_over(path)
    again = FirstWindow(window)
    assert again.listen(path)
    with started(_CALL, path) as second:
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=PATIENCE)
    assert second.returncode == 0
    again.stop()


def test_that_who_speaks_otherwise_is_not_listened_to(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    first = FirstWindow(window)
    called: list[object] = []
    first.called.connect(called.append)
    assert first.listen(tmp_path / "brand.channelbook")
    stranger = QLocalSocket()
    stranger.connectToServer(server_name(tmp_path / "brand.channelbook"))
    qtbot.waitUntil(lambda: stranger.state() is QLocalSocket.LocalSocketState.ConnectedState)
    stranger.write(b"GET / HTTP/1.1\n")
    qtbot.waitUntil(lambda: stranger.state() is QLocalSocket.LocalSocketState.UnconnectedState)
    assert called == []
    first.stop()
    QLocalServer.removeServer(server_name(tmp_path / "brand.channelbook"))
