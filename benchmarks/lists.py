"""Lists of 100,000 rows: what filling, sorting and filtering hold the window up for, and a preview as long."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random

from PySide6.QtWidgets import QApplication

from app.importing.finding import find_files
from app.importing.preview import Choices, preview
from app.jobs import Progress
from app.ledger.opening import new_ledger
from app.queries.postings import COLUMNS, PostingRow
from benchmarks.orders_file import CURRENCY, write_orders
from benchmarks.outcome import Figure, Outcome, Size
from models.domain.money import Money
from views.common.palette import Entry, Finder
from views.common.table import Table
from views.common.text import Text
from views.common.theme import apply_theme

ROWS = 100_000
_MOST = 100.0


def run(folder: Path, size: Size) -> Outcome:
    """Drive the real table with postings, and look at a file of as many rows."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)  # noqa: S101 - Qt's type of the instance is wider
    table: Table = Table(apply_theme(application, "light"), Text.for_choice("point"), COLUMNS)
    table.resize(1200, 700)
    table.show()
    rows = posting_rows(size.of(ROWS))
    titles = [column.title for column in COLUMNS]
    acts: list[tuple[str, Callable[[], object]]] = [
        ("show", partial(table.show_rows, rows)),
        ("filter for “b”, at once", partial(table.filter, "b")),
        ("clear the filter", partial(table.filter, "")),
    ]
    for title in ("Day", "SKU", "Amount"):
        sort = partial(table.sort, titles.index(title))
        acts += [(f"sort by {title}, first time", sort), (f"sort by {title}, other way", sort)]
    for typed in ("b", "bo", "bot-02", ""):
        acts.append(
            (f"sorted, filter for “{typed}”" if typed else "sorted, clear the filter", partial(table.filter, typed))
        )
    acts += [
        ("show again, sorted", partial(table.show_rows, rows[:-1])),
        ("scroll to the end", table.grid.scrollToBottom),
    ]
    figures: list[Figure] = []
    for what, act in acts:
        figures += _turns(what, act, table, application)
    figures += [_palette_figure(), _preview_figure(folder, size)]
    table.close()
    return Outcome(
        f"Lists of {len(rows):,} rows",
        "The program's table with the columns of the drill-down, offscreen. Each figure is the longest time for which "
        "the GUI thread answered no key, from the call until the rows stood and were painted, which took as long as "
        "stands below it. The preview runs beside the GUI thread and has no bound of its own.",
        tuple(figures),
    )


def posting_rows(count: int) -> list[PostingRow]:
    """Make as many rows as a long drill-down has, in no order."""
    random = Random(3)
    return [
        PostingRow(
            id=number,
            day=date(2025, 1, 1) + timedelta(days=random.randrange(365)),
            channel=random.choice(("Shopify", "Amazon", "Etsy")),
            colour="#0072B2",
            account="REV",
            account_title="Sales",
            line="gross_sales",
            sku=f"BOT-{random.randrange(400):04d}",
            order=f"#{random.randrange(10**6)}",
            units=random.randrange(1, 5),
            amount=Money(random.randrange(10**5), CURRENCY),
            base=Money(random.randrange(10**5), CURRENCY),
            file="orders_export.csv",
            file_id=1,
            row=number + 2,
            batch_id=1,
            document_id=number,
            source="shopify_orders",
        )
        for number in range(count)
    ]


def _turns(what: str, act: Callable[[], object], table: Table, application: QApplication) -> list[Figure]:
    """Do something, and give the longest turn of the event loop until all is done, and how long that took."""
    began = turn = time.perf_counter()
    act()
    longest = 0.0
    quiet = 0
    while quiet < 3:
        application.processEvents()
        now = time.perf_counter()
        longest, turn = max(longest, now - turn), now
        quiet = 0 if table.model.busy else quiet + 1
    return [
        Figure(what, longest * 1000, "ms", bound=_MOST),
        Figure("    until it stood", (turn - began) * 1000, "ms"),
    ]


def _palette_figure() -> Figure:
    """Search ten thousand entries, as every letter typed into the palette does."""
    many = [Entry(f"JR-{number:05d} Smoked tea number {number}", "SKU", lambda: None) for number in range(10_000)]
    finder, longest = Finder(many), 0.0
    for typed in ("s", "sm", "smo", "smoked 99", "jr99"):
        began = time.perf_counter()
        finder.find(typed)
        longest = max(longest, time.perf_counter() - began)
    return Figure("palette: a letter among 10,000 entries", longest * 1000, "ms", bound=_MOST)


def _preview_figure(folder: Path, size: Size) -> Figure:
    path = folder / "long preview.csv"
    write_orders(path, rows=size.of(ROWS))
    ledger = new_ledger(folder / "preview.channelbook", currency=CURRENCY)
    began = time.perf_counter()
    with ledger.read() as session:
        seen = preview(session, find_files([path])[0], Choices(), Progress(), today=ledger.today())
    seconds = time.perf_counter() - began
    ledger.close()
    return Figure(f"preview with {len(seen.verdicts):,} verdicts", seconds, "s")
