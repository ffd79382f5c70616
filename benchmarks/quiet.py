"""Watches a window start as a person waits for it: when it answers, when its figures stand, when it is quiet."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

_QUIET = 0.4  # seconds without a paint
_LONGEST = 30.0
_PRESS_EVERY = 0.01
_PATIENCE = 0.1  # a key that is answered later is a window that hangs


class Watcher(QObject):
    """Presses a key every 10 ms, notes what is painted, and ends the program once nothing was painted for a while.

    Usable is the window with the first key that is answered after its first paint, if every later key is answered
    within 100 ms of being pressed; otherwise with the first key after the last time it hung. A key that should have
    been pressed while the GUI thread was busy counts as pressed then.
    """

    def __init__(self, began: float, filled: Callable[[], bool]) -> None:
        super().__init__()
        self._began, self._filled = began, filled
        self._painted = self._usable = self._figures = 0.0
        self._answered = self._slowest = 0.0
        self._there = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._press)

    def customEvent(self, _event: QEvent) -> None:  # noqa: N802 - Qt decides the name of an override
        """Begin to watch; arrives on the thread of the application."""
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr] # there is one, it sent this event
        self._timer.start(int(_PRESS_EVERY * 1000))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt decides the name of an override
        """Note the time of a paint."""
        if event.type() == QEvent.Type.Paint:
            self._painted = time.time()
        return False

    def _press(self) -> None:
        shown = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
        if self._painted and shown:
            self._send_key(QApplication.focusWidget() or shown[0])
        now = time.time()
        if (self._figures and now - self._painted > _QUIET) or now - self._began > _LONGEST:
            self._timer.stop()
            self._tell()

    def _send_key(self, widget: QWidget) -> None:
        key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(widget, key)
        now = time.time()
        waited = now - self._answered - _PRESS_EVERY if self._answered else 0.0
        self._slowest = max(self._slowest, waited)
        if not self._usable or waited > _PATIENCE:
            self._usable = now
        if not self._figures and self._there:
            self._figures = now
        self._there = self._filled()  # and painted by the time of the next key
        self._answered = now

    def _tell(self) -> None:
        found = {
            "usable": self._usable - self._began,
            "figures": self._figures - self._began,
            "quiet": self._painted - self._began,
            "slowest_key": self._slowest,
        }
        print(json.dumps(found), flush=True)
        for window in QApplication.topLevelWidgets():
            window.close()  # as a person does: the next start finds what this one left in order


def watch(began: float, filled: Callable[[], bool]) -> None:
    """Wait in the background for an application to be made, and watch it from then on; `filled` says it has figures."""
    threading.Thread(target=_wait, args=(began, filled), daemon=True).start()


def _wait(began: float, filled: Callable[[], bool]) -> None:
    while QApplication.instance() is None:
        time.sleep(0.002)
    watcher = Watcher(began, filled)
    watcher.moveToThread(QApplication.instance().thread())  # type: ignore[union-attr] # it was just found
    QCoreApplication.postEvent(watcher, QEvent(QEvent.Type.User))
    time.sleep(_LONGEST)  # holds the watcher as long as it is needed
