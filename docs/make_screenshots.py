"""Draws every page and the states that matter, light and dark, from the demo brand, into docs/screenshots.

`python3 dev.py screenshots [--only NAME] [--theme light|dark]`; NAME is the beginning of a picture's name.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.actions.catalog import edit_channel, edit_sku, set_cost
from app.importing.demo import EXPORTS, import_demo
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.ledger.opening import new_ledger
from app.queries.catalog import channels, costs, skus
from app.settings import Settings
from models.domain.catalog import ChannelKind
from models.domain.money import Money
from views.common.desk import Desk
from views.common.memory import NoMemory
from views.common.page import Page
from views.common.runner import Runner
from views.common.table import Table
from views.common.text import Text
from views.common.theme import apply_theme
from views.window.book import Book

PICTURES = Path(__file__).resolve().parent / "screenshots"
WIDE, MIDDLE, SMALL = (1440, 900), (1280, 800), (1180, 720)
PAGES = ("overview", "imports", "contribution", "stock", "catalog", "history", "preferences")
SECTIONS = ("channels", "skus", "listings", "bundles", "costs", "rates")
LARGEST = 250_000  # bytes of a picture that the docs show
_LONG = "The annual members’ autumn market of the Hudson Valley growers’ association, stall 14"


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


def open_section(key: str) -> Callable[[Any], None]:
    """Give what shows a section of the catalogue with the inspector open."""

    def prepare(page: Any) -> None:  # noqa: ANN401 -- the Catalogue page, loaded by the window
        page.show_this(key)
        wait()
        if page.section.table.model.rowCount():
            press(page.section.table, 0, Qt.Key.Key_Space)

    return prepare


def new_cost(page: Any) -> None:  # noqa: ANN401 -- the Catalogue page
    """Propose another cost for one that past months rest on."""
    page.show_this("costs")
    wait()
    row = next(row for row in page.section.table.shown_rows() if row.sku == "JR-0102")
    page.costs.propose(row.sku, "8.15", row=row)
    wait(900)


def open_stock(page: Any) -> None:  # noqa: ANN401 -- the Stock page
    """Open the figures of a SKU."""
    press(page.grid, 1, Qt.Key.Key_Space)


def look_at_files(page: Any) -> None:  # noqa: ANN401 -- the Imports page
    """Look at files that are new to the ledger, and at one that is no export."""
    chosen = [EXPORTS / name for name in ("settlement_2026-10-31.txt", "orders_export_9.csv", "costs.csv")]
    page.show_this([*chosen, Path(__file__).resolve().parents[1] / "pyproject.toml"])
    wait(1500)


def drill(page: Any) -> None:  # noqa: ANN401 -- the Contribution page
    """Open a figure, and the row of the file behind its first posting."""
    table = page.statement.table
    column = next(place for place, one in enumerate(table.model.columns) if one.title.startswith("Marketing"))
    press(table, 1, Qt.Key.Key_Return, column)
    wait()
    press(page.drill.table, 0, Qt.Key.Key_Space)


def first_row(page: Page) -> None:
    """Open the inspector on the first row of the first table in view."""
    table = next((one for one in page.findChildren(Table) if one.isVisible() and one.model.rowCount()), None)
    if table is not None:
        press(table, 0, Qt.Key.Key_Space)


def shots() -> Iterator[Shot]:
    """List the pictures of the full ledger."""
    for page in PAGES:
        yield Shot(page, page)
        yield Shot(f"small-{page}", page, size=SMALL)
    for section in SECTIONS:
        yield Shot(f"catalog-{section}", "catalog", open_section(section))
    yield Shot("catalog-cost", "catalog", new_cost, MIDDLE)
    yield Shot("small-catalog-cost", "catalog", new_cost, SMALL)
    yield Shot("stock-sku", "stock", open_stock)
    yield Shot("contribution-drill", "contribution", drill, MIDDLE)
    yield Shot("small-contribution-drill", "contribution", drill, SMALL)
    yield Shot("imports-file", "imports", first_row)
    yield Shot("history-change", "history", first_row, MIDDLE)


class Studio:
    """Takes pictures of one ledger in one theme; each picture gets pages of its own."""

    def __init__(self, application: QApplication, ledger: Ledger, theme: str, only: str) -> None:
        self._theme, self._only = theme, only
        self.failed: list[str] = []
        self._runner = Runner(ledger)
        self._runner.crashed.connect(lambda _error, trace: self.failed.append(trace))
        look = apply_theme(application, theme)
        self._desk = Desk(self._runner, look, Text.for_choice("point"), NoMemory())

    def take(self, shot: Shot, prefix: str = "") -> None:
        """Draw one picture."""
        name = f"{prefix}{shot.name}"
        if not name.startswith(self._only):
            return
        book = Book(self._desk, Settings())
        book.resize(*shot.size)
        book.show()
        book.go(shot.page)
        wait(900)
        page = book.page()
        if page is not None:
            shot.prepare(page)
        wait()
        PICTURES.mkdir(exist_ok=True)
        picture = book.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        picture.save(str(PICTURES / f"{name}-{self._theme}.png"))
        book.close()
        book.deleteLater()
        print(f"{name}-{self._theme}.png")

    def close(self) -> None:
        """Stop the threads."""
        self._runner.close()


@contextmanager
def ledger_of(folder: Path, fill: Callable[[Ledger], object]) -> Iterator[Ledger]:
    """Make a ledger and fill it."""
    ledger = new_ledger(folder / "Juniper & Rye", currency="USD", who="Maren", anywhere=True)
    try:
        fill(ledger)
        yield ledger
    finally:
        ledger.close()


def fill_demo(ledger: Ledger) -> None:
    """Import the demo brand and do a little to it, so that History has something to tell."""
    import_demo(ledger, Progress())
    with ledger.read() as session:
        newest, one = costs(session, sku="JR-0130")[0], skus(session)[0]
    edit_sku(ledger, sku_id=one.id, title=one.title, category="Smoked tea")
    amount = Money(newest.cost.minor + 35, newest.cost.currency)
    set_cost(ledger, sku="JR-0130", valid_from=newest.valid_from, amount=amount, note="freight bill of May")
    ledger.undo()


def fill_unfinished(ledger: Ledger) -> None:
    """Import the demo brand without the files that the picture of a preview looks at, and give it long names."""
    import_demo(ledger, Progress())
    with ledger.read() as session:
        one, channel = skus(session)[0], channels(session)[0]
    edit_sku(ledger, sku_id=one.id, title=f"{_LONG}, first pressing, 250 g", category=_LONG)
    kind = ChannelKind(channel.kind)
    edit_channel(ledger, channel_id=channel.id, name=_LONG, kind=kind, owner=_LONG, active=True)


def draw(application: QApplication, theme: str, only: str) -> list[str]:
    """Draw every picture of a theme; gives what went wrong."""
    failed: list[str] = []
    sets: list[tuple[str, Callable[[Ledger], object], list[Shot]]] = [
        ("", fill_demo, list(shots())),
        ("empty-", lambda _ledger: None, [Shot(page, page) for page in PAGES]),
        ("long-", fill_unfinished, [Shot(page, page) for page in PAGES[:6]]),
        ("import-", lambda _ledger: None, [Shot("preview", "imports", look_at_files, MIDDLE)]),
    ]
    for prefix, fill, wanted in sets:
        if not any(f"{prefix}{shot.name}".startswith(only) for shot in wanted):
            continue
        with tempfile.TemporaryDirectory() as folder, ledger_of(Path(folder), fill) as ledger:
            studio = Studio(application, ledger, theme, only)
            for shot in wanted:
                studio.take(shot, prefix)
            studio.close()
            failed += studio.failed
    return failed


def draw_enlarged() -> int:
    """Draw the main pages at 150 %, in a process of their own because Qt reads the scale when it starts."""
    environment = {**os.environ, "QT_SCALE_FACTOR": "1.5"}
    command = [sys.executable, __file__, "--theme", "light", "--enlarged"]
    return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 -- this script itself


def enlarged(application: QApplication) -> list[str]:
    """Draw the main pages at the scale this process was started with."""
    with tempfile.TemporaryDirectory() as folder, ledger_of(Path(folder), fill_demo) as ledger:
        studio = Studio(application, ledger, "light", "")
        for page in PAGES:
            studio.take(Shot(page, page), "scale150-")
        studio.close()
        return studio.failed


def too_large() -> list[str]:
    """Name pictures of the docs that are larger than they may be."""
    shown = (PICTURES / ".gitignore").read_text(encoding="utf-8").split("!")[2:]
    files = [PICTURES / name.strip() for name in shown]
    return [f"{file.name} is too large" for file in files if file.exists() and file.stat().st_size > LARGEST]


def main() -> int:
    """Draw what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="the beginning of the pictures' names")
    parser.add_argument("--theme", choices=["light", "dark"])
    parser.add_argument("--enlarged", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication(sys.argv[:1])
    if asked.enlarged:
        failed = enlarged(application)
    else:
        failed = []
        for theme in [asked.theme] if asked.theme else ["light", "dark"]:
            failed += draw(application, theme, asked.only)
        failed += too_large()
        if not asked.only and not asked.theme:
            failed += ["at 150 %"] if draw_enlarged() else []
    for words in failed:
        print(words, file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
