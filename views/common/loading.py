"""How the window goes on answering: modules are loaded on a thread, and long work is done in turns."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from threading import Thread

from PySide6.QtCore import QObject, QTimer

_LOOK_EVERY = 5  # milliseconds


def in_turns(owner: QObject, *steps: Callable[[], object]) -> None:
    """Do one step after another; before each, the keys and clicks that wait are answered. It ends with its owner."""
    if not steps:
        return

    def turn() -> None:
        steps[0]()
        in_turns(owner, *steps[1:])

    QTimer.singleShot(1, owner, turn)  # after 0 it would come before the keys


def load(module: str, owner: QObject, *steps: Callable[[], object]) -> None:
    """Load a module on a thread, then do steps in turns. It ends with its owner, who may go while it is loading."""
    thread = Thread(target=_load, args=(module,), name=f"loading {module}")
    timer = QTimer(owner)
    timer.setInterval(_LOOK_EVERY)

    def look() -> None:
        if not thread.is_alive():
            timer.stop()
            timer.deleteLater()
            in_turns(owner, *steps)

    timer.timeout.connect(look)
    thread.start()
    timer.start()


def _load(module: str) -> None:
    with suppress(Exception):  # the steps load it again, and fail where faults are shown
        import_module(module)
