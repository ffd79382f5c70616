"""How the window goes on answering: modules are loaded on a thread, and long work is done in turns."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from threading import Thread

from PySide6.QtCore import QObject, Qt, QTimer, Signal


def in_turns(owner: QObject, *steps: Callable[[], object]) -> None:
    """Do one step after another; before each, the keys and clicks that wait are answered. It ends with its owner."""
    if not steps:
        return

    def turn() -> None:
        steps[0]()
        in_turns(owner, *steps[1:])

    QTimer.singleShot(1, owner, turn)  # after 0 it would come before the keys


class Loading(QObject):
    """Loads one module; `done` comes on the GUI thread, and never before the caller has returned."""

    done = Signal()
    _loaded = Signal()

    def __init__(self, module: str, parent: QObject) -> None:
        super().__init__(parent)
        self._loaded.connect(self.done, Qt.ConnectionType.QueuedConnection)
        Thread(target=self._load, args=(module,), name=f"loading {module}").start()

    def _load(self, module: str) -> None:
        with suppress(Exception):  # whoever is told loads it again, and fails where faults are shown
            import_module(module)
        with suppress(RuntimeError):  # nobody waits any more: the window was closed meanwhile
            self._loaded.emit()
