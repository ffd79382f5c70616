"""Says when a window has become quiet: painted, and then nothing more to paint."""

from __future__ import annotations

import json
import threading
import time

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

_QUIET = 0.4
_LONGEST = 30.0
_LOOK_EVERY = 20


class Watcher(QObject):
    """Sees every paint of an application, and ends it once nothing was painted for a while."""

    def __init__(self, began: float) -> None:
        super().__init__()
        self._began = began
        self._painted = 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)

    def customEvent(self, _event: QEvent) -> None:  # noqa: N802 - Qt decides the name of an override
        """Begin to watch; arrives on the thread of the application."""
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr] # there is one, it sent this event
        self._timer.start(_LOOK_EVERY)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt decides the name of an override
        """Note the time of a paint."""
        if event.type() == QEvent.Type.Paint:
            self._painted = time.time()
        return False

    def _look(self) -> None:
        now = time.time()
        if (self._painted and now - self._painted > _QUIET) or now - self._began > _LONGEST:
            self._timer.stop()
            print(json.dumps({"seconds": self._painted - self._began}), flush=True)
            QCoreApplication.exit(0)


def watch(began: float) -> None:
    """Wait in the background for an application to be made, and watch it from then on."""
    threading.Thread(target=_wait, args=(began,), daemon=True).start()


def _wait(began: float) -> None:
    while QApplication.instance() is None:
        time.sleep(0.002)
    watcher = Watcher(began)
    watcher.moveToThread(QApplication.instance().thread())  # type: ignore[union-attr] # it was just found
    QCoreApplication.postEvent(watcher, QEvent(QEvent.Type.User))
    time.sleep(_LONGEST)  # holds the watcher as long as it is needed
