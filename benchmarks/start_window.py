"""Starts the program's window on a ledger, as `main.py` does, until it is quiet."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.quiet import watch
from main import main as start


def has_figures() -> bool:
    """Say whether the page in view has rows in its table, painted."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - loaded by the program under measurement

    from views.window.window import Window  # noqa: PLC0415 - the same

    shown = next((each for each in QApplication.topLevelWidgets() if isinstance(each, Window)), None)
    table = None if shown is None or shown.work is None else shown.work.book.table()
    return table is not None and bool(table.shown_rows())


if __name__ == "__main__":
    watch(float(sys.argv[1]), has_figures)
    start(["--data", str(Path(sys.argv[2])), "--ledger", str(Path(sys.argv[3]))])
