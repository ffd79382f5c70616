"""What a start loads before its window stands."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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
