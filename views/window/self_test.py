"""The self-test that a frozen program runs: a new ledger, all exports, one import, one page drawn."""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from app.doors import Doors
from app.importing.batch import import_file
from app.importing.coming import Coming, Worker
from app.importing.demo import EXPORTS
from app.importing.drafting import Choices, Known
from app.importing.finding import find_files
from app.importing.recognising import all_exports
from app.importing.telling import Asked, Limits
from app.jobs import Progress
from app.paths import Paths
from app.settings import Settings
from views.common.icons import app_icon
from views.common.theme import apply_theme
from views.window.window import Window

if TYPE_CHECKING:
    from app.doors import Ledger

_PATIENCE = 20.0
_FEWEST_COLOURS = 20
_EXPORT = "settlement_2026-05-02.txt"


def self_test(doors: Doors, settings: Settings) -> int:
    """Check that everything the program needs is there; prints what it did and gives an exit code."""
    application = QApplication(["channelbook"])
    look = apply_theme(application, settings.theme)
    if app_icon(look).isNull():
        print("LOOK  the icons are missing")
        return 1
    known = all_exports()
    print(f"ok    {len(known)} exports: {', '.join(sorted(known))}")
    with TemporaryDirectory(prefix="channelbook-self-test-") as folder:
        place = Path(folder)
        ledger = doors.make(place / "Self-test.channelbook", currency="USD", anywhere=True)
        file = next(file for file in find_files([EXPORTS]) if file.name == _EXPORT)
        imported = import_file(ledger, Progress(), file=file)
        rows = imported.preview.read.total_rows
        print(f"ok    a new ledger; {rows} rows of {file.name} imported")
        with Worker(Asked(file, Choices(), Known("USD", ()), Limits()), Progress().check) as worker:
            again = Coming(worker.pieces()).head.total_rows
        print(f"{'ok  ' if again == rows else 'LOOK'}  a process of its own reads {again} rows of it")
        colours = _draw(application, Window(doors, Paths.for_user(place), settings, look), ledger)
    print(f"{'ok  ' if colours >= _FEWEST_COLOURS else 'LOOK'}  the overview was drawn in {colours} colours")
    return 0 if colours >= _FEWEST_COLOURS and again == rows else 1


def _draw(application: QApplication, window: Window, ledger: Ledger) -> int:
    """Show the window on a ledger and count the colours of what it draws."""
    window.resize(1440, 900)
    window.show()
    window.opened(ledger)
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and not _is_filled(window):
        application.processEvents()
    picture = window.grab().toImage()
    window.close()
    application.processEvents()
    places = ((x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3))
    return len({picture.pixel(x, y) for x, y in places})


def _is_filled(window: Window) -> bool:
    """Say whether the page in view has its rows."""
    table = None if window.work is None else window.work.book.table()
    return table is not None and bool(table.shown_rows())
