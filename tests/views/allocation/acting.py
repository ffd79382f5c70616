"""What the tests of this page do: open it, wait, press, type, and read what is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.ledger.ledger import Done, Ledger
from tests.views.brand import Brand
from tests.views.desktop import PATIENCE
from views.allocation.page import AllocationPage
from views.common.form import Form


def opened(qtbot: QtBot, brand: Brand, section: str = "plan") -> AllocationPage:
    """Open the page at a section and wait for its rows."""
    page = AllocationPage(brand.desk)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    settled(qtbot, page)
    page.show_this(section)
    settled(qtbot, page)
    return page


def settled(qtbot: QtBot, page: AllocationPage) -> None:
    """Wait until nothing is asked any more."""
    for _turn in range(3):
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not page._questions)  # noqa: SLF001 - nothing is asked any more


@contextmanager
def held_up(page: AllocationPage) -> Iterator[Callable[[], None]]:
    """Keep the thread of jobs busy until let go: a job begun meanwhile cannot end before it is stopped."""
    gate = Event()

    def wait(_ledger: Ledger) -> Done:
        gate.wait(PATIENCE / 1000)
        return Done("Wait", frozenset())

    page.runner.write(wait)
    try:
        yield gate.set
    finally:
        gate.set()


def done(qtbot: QtBot, brand: Brand, page: AllocationPage, begin: str) -> None:
    """Wait until the newest change of the ledger begins like this and the page has read it."""
    qtbot.waitUntil(lambda: (brand.ledger.undo_label() or "").startswith(begin))
    qtbot.wait(20)
    settled(qtbot, page)


def said(inside: QWidget) -> list[str]:
    """Give what is written on screen."""
    QApplication.processEvents()
    return [label.text() for label in inside.findChildren(QLabel) if label.isVisible() and label.text()]


def press(inside: QWidget, words: str) -> None:
    """Press the button with these words, or of this name."""
    QApplication.processEvents()
    buttons = [one for one in inside.findChildren(QPushButton) if one.isVisible()]
    next(one for one in buttons if words in {one.text(), one.accessibleName()}).click()


def fill(form: Form | None, **words: str) -> QLineEdit:
    """Type into fields; gives the last."""
    assert form is not None
    lines = []
    for name, typed in words.items():
        line = form.editor(name)
        assert isinstance(line, QLineEdit)
        line.selectAll()
        QTest.keyClicks(line, typed)
        lines.append(line)
    return lines[-1]
