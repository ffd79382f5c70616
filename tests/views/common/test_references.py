"""Qt's binding keeps the references it is given: 6.12.0 does not on Python 3.11, and the program aborts."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

_CALLS = 2_000
_NOISE = 100


class Sender(QObject):
    """Emits."""

    sent = Signal(int)


def test_that_calls_and_emits_drop_no_reference_to_none_and_true(qtbot: QtBot) -> None:
    sender = Sender()
    nothing, true = sys.getrefcount(None), sys.getrefcount(True)
    for number in range(_CALLS):
        sender.sent.emit(number)
        sender.setObjectName("x")
    assert abs(sys.getrefcount(None) - nothing) < _NOISE
    assert abs(sys.getrefcount(True) - true) < _NOISE
    del qtbot
