"""What a start loads before its window stands, and what is loaded ahead once it does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.views.desktop import PATIENCE
from views.window import Window
from views.window.pages import NAMES

ROOT = Path(__file__).resolve().parents[3]
_LOADED = """
import sys
import main
from app.doors import doors
from app.settings import Settings
import views.window.run
doors(Settings())
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_that_the_window_stands_before_anything_that_reads_a_ledger_or_draws_is_loaded() -> None:
    answer = subprocess.run([sys.executable, "-c", _LOADED], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(answer.stdout.split())
    assert "PySide6" in loaded
    assert not loaded & {"sqlalchemy", "sqlcipher3", "alembic", "numpy", "pyqtgraph", "openpyxl", "python_calamine"}


def test_that_pages_nobody_went_to_are_loaded_ahead(
    full: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("views.window.window._AHEAD", 0)
    modules = {f"views.{name}.page" for name in NAMES if name != "overview"}
    for name in modules & sys.modules.keys():
        monkeypatch.delitem(sys.modules, name)
    assert full.work is not None
    full.work.settings_changed.emit({"numbers": "point"})  # has the window make its pages anew
    qtbot.waitUntil(lambda: modules <= sys.modules.keys(), timeout=PATIENCE)
