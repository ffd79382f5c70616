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
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.actions.allocation import run_allocation, store_run
from app.actions.catalog import edit_channel, edit_sku, set_cost
from app.actions.conflicts import check_conflicts
from app.demo import CURRENCY, DAY, make_demo
from app.doors import doors
from app.importing.demo import EXPORTS, import_demo
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.ledger.opening import new_ledger
from app.paths import Paths
from app.queries.catalog import channels, costs, skus
from app.settings import Settings, with_values
from docs.allocation_shots import allocation_shots
from docs.book_shots import book_shots
from docs.pricing_shots import pricing_shots
from docs.promotion_shots import promotion_shots
from docs.shooting import MIDDLE, SMALL, Shot, press, wait
from models.domain.catalog import ChannelKind
from models.domain.money import Money
from views.common.page import Page
from views.common.table import Table
from views.common.theme import apply_theme
from views.window import Window
from views.window.work import Work

PICTURES = Path(__file__).resolve().parent / "screenshots"
PAGES = (
    "overview",
    "imports",
    "contribution",
    "stock",
    "allocation",
    "pricing",
    "promotions",
    "conflicts",
    "catalog",
    "history",
    "preferences",
)
SECTIONS = ("channels", "skus", "listings", "bundles", "costs", "rates")
TABS = (
    "inbound",
    "commitments",
    "demand",
    "replenishment",
    "transfers",
    "uploads",
    "routing",
    "tightening",
    "fees",
    "places",
)
LARGEST = 250_000  # bytes of a picture that the docs show
_LONG = "The annual members’ autumn market of the Hudson Valley growers’ association, stall 14"


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
    press(page.levels.table, 1, Qt.Key.Key_Space)


def open_tab(key: str, *, row: int | None = None, way: str = "") -> Callable[[Any], None]:
    """Give what shows a tab of the Stock page, with the inspector open on a row if one is named."""

    def prepare(page: Any) -> None:  # noqa: ANN401 -- the Stock page, loaded by the window
        page.show_this(key)
        if way:
            page.section.ways.choose(way)
        wait(900)
        if row is not None and page.section.table.model.rowCount() > row:
            press(page.section.table, row, Qt.Key.Key_Space)

    return prepare


def new_line(key: str) -> Callable[[Any], None]:
    """Give what opens the form of a new line in a tab of the Stock page."""

    def prepare(page: Any) -> None:  # noqa: ANN401 -- the Stock page, loaded by the window
        page.show_this(key)
        wait(900)
        page.section.add()

    return prepare


def send_shopify(page: Any) -> None:  # noqa: ANN401 -- the Stock page
    """Allocate, and show why the first channel would be sent its first quantity."""
    run_allocation(page.runner._ledger, Progress())  # noqa: SLF001 -- a page has no other way to the ledger
    open_tab("uploads", row=0)(page)


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
    for tab in TABS:
        yield Shot(f"stock-{tab}", "stock", open_tab(tab))
        yield Shot(f"stock-{tab}-line", "stock", open_tab(tab, row=0), MIDDLE)
        yield Shot(f"small-stock-{tab}", "stock", open_tab(tab), SMALL)
        yield Shot(f"small-stock-{tab}-line", "stock", open_tab(tab, row=0), SMALL)
    for tab in ("inbound", "commitments", "fees"):
        yield Shot(f"stock-{tab}-new", "stock", new_line(tab))
    yield Shot("stock-by-place", "stock", open_tab("replenishment", row=7, way="place"))
    yield from allocation_shots()
    yield Shot("contribution-drill", "contribution", drill, MIDDLE)
    yield Shot("small-contribution-drill", "contribution", drill, SMALL)
    yield from book_shots()
    yield from pricing_shots()
    yield from promotion_shots()
    yield Shot("imports-file", "imports", first_row)
    yield Shot("history-change", "history", first_row, MIDDLE)
    yield Shot("uploads-shopify", "stock", send_shopify, MIDDLE)


def empty_tabs() -> Iterator[Shot]:
    """List the pictures of the tabs of the Stock page without a line."""
    for tab in TABS:
        yield Shot(f"stock-{tab}", "stock", open_tab(tab))


class Studio:
    """The real window, out of sight, and a camera."""

    def __init__(self, application: QApplication, folder: Path, *, theme: str, only: str = "") -> None:
        self._theme, self._only = theme, only
        self.failed: list[str] = []
        settings = with_values(Settings(), {"theme": theme, "numbers": "point", "person": "Maren"})
        look = apply_theme(application, theme)
        self.window = Window(doors(settings), Paths.for_user(folder / "data"), settings, look)
        self.window.show()

    def open(self, ledger: Ledger) -> None:
        """Show the pages of a ledger."""
        self.window.opened(ledger)
        self.opening()

    def opening(self, before: Work | None = None) -> Work:
        """Wait until there are pages, others than those before; a job of theirs may have to end first."""
        while (work := self.window.work) is None or work is before:
            wait(50)
        return work

    def take(self, shot: Shot, prefix: str = "") -> None:
        """Draw one picture, of pages that are made for it."""
        if not f"{prefix}{shot.name}-{self._theme}".startswith(self._only):
            return
        self.window.resize(*shot.size)
        before = self.window.work
        if before is not None:
            before.book.go(shot.page)
            before.settings_changed.emit({"numbers": "point"})  # has the window make its pages anew
            work = self.opening(before)
            wait(900)
            shot.prepare(work.book.page())
        wait()
        self.grab(f"{prefix}{shot.name}")

    def grab(self, name: str) -> None:
        """Keep what the window shows."""
        PICTURES.mkdir(exist_ok=True)
        picture = self.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        picture.save(str(PICTURES / f"{name}-{self._theme}.png"))
        print(f"{name}-{self._theme}.png")
        if self.window.crashes.sheet is not None:
            self.failed.append(f"{name}: a fault was reported; see the log")

    def close(self) -> None:
        """Close the window, which closes the ledger."""
        self.window.close()
        self.window.deleteLater()


def made(folder: Path, fill: Callable[[Ledger], object]) -> Ledger:
    """Make a ledger and fill it; it stays on the demo brand's day, so that pictures do not change with the calendar."""
    ledger = new_ledger(folder / "Juniper & Rye", currency=CURRENCY, who="Maren", anywhere=True, stays_on=DAY)
    fill(ledger)
    return ledger


def fill_demo(ledger: Ledger) -> None:
    """Import the demo brand and do a little to it, so that History has something to tell."""
    make_demo(ledger, Progress())
    store_run(ledger, Progress())
    with ledger.read() as session:
        newest, one = costs(session, sku="JR-0130")[0], skus(session)[0]
    edit_sku(ledger, sku_id=one.id, title=one.title, category="Smoked tea", brand=one.brand)
    amount = Money(newest.cost.minor + 35, newest.cost.currency)
    set_cost(ledger, sku="JR-0130", valid_from=newest.valid_from, amount=amount, note="freight bill of May")
    ledger.undo()
    # As the window does some seconds after a ledger is opened, which is later than a picture is drawn.
    check_conflicts(ledger, Progress())


def fill_long_names(ledger: Ledger) -> None:
    """Import the demo brand and give a channel and a SKU long names."""
    import_demo(ledger, Progress())
    with ledger.read() as session:
        one, channel = skus(session)[0], channels(session)[0]
    edit_sku(ledger, sku_id=one.id, title=f"{_LONG}, first pressing, 250 g", category=_LONG, brand=_LONG)
    kind = ChannelKind(channel.kind)
    edit_channel(ledger, channel_id=channel.id, name=_LONG, kind=kind, owner=_LONG, active=True)


def draw(application: QApplication, theme: str, only: str) -> list[str]:
    """Draw every picture of a theme; gives what went wrong."""
    failed: list[str] = []
    sets: list[tuple[str, Callable[[Ledger], object], list[Shot]]] = [
        ("", fill_demo, list(shots())),
        ("empty-", lambda _ledger: None, [*(Shot(page, page) for page in PAGES), *empty_tabs()]),
        ("long-", fill_long_names, [Shot(page, page) for page in PAGES[:8]]),
        ("import-", lambda _ledger: None, [Shot("preview", "imports", look_at_files, MIDDLE)]),
    ]
    for prefix, fill, wanted in sets:
        if any(f"{prefix}{shot.name}-{theme}".startswith(only) for shot in wanted):
            failed += draw_set(application, theme, only, prefix=prefix, fill=fill, wanted=wanted)
    if "start".startswith(only):
        with tempfile.TemporaryDirectory() as folder:
            studio = Studio(application, Path(folder), theme=theme)
            studio.take(Shot("start", ""))
            studio.close()
    return failed


def draw_set(
    application: QApplication,
    theme: str,
    only: str = "",
    *,
    prefix: str,
    fill: Callable[[Ledger], object],
    wanted: list[Shot],
) -> list[str]:
    """Draw pictures of one ledger."""
    with tempfile.TemporaryDirectory() as folder:
        studio = Studio(application, Path(folder), theme=theme, only=only)
        studio.open(made(Path(folder), fill))
        for shot in wanted:
            studio.take(shot, prefix)
        studio.close()
        return studio.failed


def draw_enlarged() -> int:
    """Draw the main pages at 150 %, in a process of their own because Qt reads the scale when it starts."""
    environment = {**os.environ, "QT_SCALE_FACTOR": "1.5"}
    command = [sys.executable, __file__, "--theme", "light", "--enlarged"]
    return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 -- this script itself


def enlarged(application: QApplication) -> list[str]:
    """Draw the main pages at the scale this process was started with."""
    wanted = [Shot(page, page) for page in PAGES]
    return draw_set(application, "light", prefix="scale150-", fill=fill_demo, wanted=wanted)


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
