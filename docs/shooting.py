"""What every picture needs: what is drawn, at which size, and a hand that waits and presses keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest

from views.common.table import Table

WIDE, MIDDLE, SMALL = (1440, 900), (1280, 800), (1180, 720)


@dataclass(frozen=True)
class Shot:
    """One picture: its name, the page, and what to do there before it is taken."""

    name: str
    page: str
    prepare: Callable[[Any], object] = lambda _page: None
    size: tuple[int, int] = WIDE


def wait(milliseconds: int = 500) -> None:
    """Let queries be answered and widgets be laid out; unlike `QTest.qWait`, this lets other threads run."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def press(table: Table, row: int, key: Qt.Key, column: int = 0) -> None:
    """Put the cursor on a cell and press a key."""
    table.grid.go_to(table.model.index(row, column))
    table.setFocus()
    QTest.keyClick(table.grid, key)
    wait()
