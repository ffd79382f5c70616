"""One window for one ledger: a second start finds the first by a local name and hands over what it was given."""

from __future__ import annotations

import getpass
import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE = 1000  # milliseconds
_ANSWER = b"here\n"


def server_name(ledger: Path) -> str:
    """Name the first window of a ledger: the same for every way to write its path, another for every person."""
    whole = f"{getpass.getuser()}\0{ledger.resolve()}"
    return f"channelbook-{sha256(whole.encode('utf-8', 'surrogateescape')).hexdigest()[:24]}"


def hand_over(ledger: Path, files: Sequence[Path] = ()) -> bool:
    """Ask the window that has this ledger open to come to the front and take files; False if there is none."""
    socket = QLocalSocket()
    socket.connectToServer(server_name(ledger))
    if not socket.waitForConnected(_PATIENCE):
        return False
    words = json.dumps({"files": [str(path.resolve()) for path in files]})
    socket.write(words.encode() + b"\n")
    socket.flush()
    answered = socket.waitForReadyRead(_PATIENCE) and socket.readAll().data() == _ANSWER
    socket.disconnectFromServer()
    return bool(answered)


class FirstWindow(QObject):
    """Listens while a ledger is open for writing; `called` carries the files a second start was given."""

    called = Signal(list)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)

    def listen(self, ledger: Path) -> bool:
        """Take the name; who holds the ledger's lock may clear away what a killed process left under it."""
        self.stop()
        name = server_name(ledger)
        QLocalServer.removeServer(name)
        return self._server.listen(name)

    def stop(self) -> None:
        """Let the name go."""
        if self._server.isListening():
            self._server.close()

    def _connected(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.readyRead.connect(lambda: self._read(socket))
        socket.disconnected.connect(socket.deleteLater)

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            return
        try:
            said = json.loads(bytes(socket.readLine().data()))
            files = [Path(str(name)) for name in said["files"]]
        except (ValueError, KeyError, TypeError):  # whoever that is, it is no Channelbook
            socket.abort()
            return
        socket.write(_ANSWER)
        socket.flush()
        self.called.emit(files)
