"""What the tests of the window stand on: the window without a ledger, and with a small brand open in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.views import desktop
from tests.views.brand import brand
from views.window import Window


@pytest.fixture
def window(tmp_path: Path, qapp: QApplication) -> Iterator[Window]:
    """Give the window as a first start shows it."""
    with desktop.window(tmp_path, qapp) as made:
        yield made


@pytest.fixture
def small(tmp_path: Path, qapp: QApplication) -> Path:
    """Give the ledger of a small brand, closed."""
    with brand(tmp_path, qapp) as made:
        return made.ledger.path


@pytest.fixture
def full(window: Window, small: Path, qtbot: QtBot) -> Window:
    """Give the window with a small brand open in it."""
    desktop.open_ledger(qtbot, window, small)
    return window
