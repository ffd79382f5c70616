"""The real window for tests: its own folder for settings and ledgers, closed at the end as a person would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.doors import Doors, doors
from app.paths import Paths
from app.settings import NumberStyle, Settings, Theme, load_settings
from tests.make import new_ledger
from tests.views.brand import Brand
from views.common.theme import apply_theme
from views.window import Window
from views.window.work import Work

PATIENCE = 30_000


@contextmanager
def window(
    folder: Path, application: QApplication, *, settings: Settings | None = None, ways_in: Doors | None = None
) -> Iterator[Window]:
    """Show the window without a ledger."""
    paths = Paths.for_user(folder / "data")
    first = settings or Settings(theme=Theme.LIGHT, numbers=NumberStyle.POINT, person="Ada")
    made = Window(ways_in or doors(first), paths, first, apply_theme(application, first.theme))
    made.show()
    made.activateWindow()
    QTest.qWaitForWindowActive(made)  # only the active window answers to shortcuts
    try:
        yield made
    finally:
        made.close()
        made.deleteLater()


def settings_of(folder: Path) -> Settings:
    """Read the settings that the window wrote."""
    return load_settings(Paths.for_user(folder / "data").settings)


def open_ledger(qtbot: QtBot, made: Window, path: Path) -> Work:
    """Open a ledger and wait for its first page."""
    made.ways.open(path)
    qtbot.waitUntil(lambda: made.work is not None, timeout=PATIENCE)
    assert made.work is not None
    return made.work


def empty_ledger(folder: Path) -> Path:
    """Make an empty ledger on the disk."""
    ledger = new_ledger(folder)
    ledger.close()
    return ledger.path


def closed(brand: Brand) -> Path:
    """Close the ledger of a brand, so that a window can open it."""
    brand.desk.runner.close()
    brand.ledger.close()
    return brand.ledger.path


def drop(made: Window, *paths: Path) -> None:
    """Drop files on the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    place = QPoint(600, 400)
    QApplication.sendEvent(made, QDragEnterEvent(place, Qt.DropAction.CopyAction, data, buttons, keys))
    QApplication.sendEvent(made, QDropEvent(place, Qt.DropAction.CopyAction, data, buttons, keys))


def keys(made: Window, sequence: str) -> None:
    """Press keys in the window, which is brought to the front as a closed dialog leaves it."""
    made.activateWindow()
    QTest.qWaitForWindowActive(made)
    QTest.keySequence(made, QKeySequence(sequence))


def action(made: Window, name: str) -> QAction:
    """Give an entry of the menu."""
    return made.menus.actions[name]


def button(qtbot: QtBot, inside: Callable[[], QWidget | None], words: str) -> QPushButton:
    """Wait for a button and give it."""
    found: list[QPushButton] = []

    def there() -> bool:
        holder = inside()
        every = holder.findChildren(QPushButton) if holder is not None else []
        found[:] = [each for each in every if each.text() == words and each.isVisible()]
        return bool(found)

    qtbot.waitUntil(there, timeout=PATIENCE)
    return found[0]


def answer_file(qtbot: QtBot, made: Window, path: Path) -> None:
    """Choose a file in the dialog that is open."""
    qtbot.waitUntil(lambda: bool(made.findChildren(QFileDialog)), timeout=PATIENCE)
    dialog = made.findChildren(QFileDialog)[-1]
    dialog.fileSelected.emit(str(path))
    dialog.filesSelected.emit([str(path)])
    dialog.done(0)
