"""Importing 300,000 rows of Shopify orders, beside pandas and the bare driver doing as much."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.fresh import measure
from benchmarks.orders_file import write_orders
from benchmarks.outcome import Figure, Outcome, Size

ROWS = 300_000


def run(folder: Path, size: Size) -> Outcome:
    """Import and floor in turns, each in a fresh process; the fastest of each counts."""
    path = orders_file(folder, size)
    imports: list[dict[str, Any]] = []
    floors: list[dict[str, Any]] = []
    for turn in range(size.repeats):
        ledger = folder / f"import {turn}.channelbook"
        imports.append(measure("import_once", path, ledger))
        floors.append(measure("import_floor", path, ledger))
    ours = min(one["seconds"] for one in imports)
    reading = min(one["read"] for one in floors)
    inserting = min(one["insert"] for one in floors)
    work = min(one["processor"] for one in imports)
    floor_work = min(one["read_processor"] for one in floors) + min(one["insert_processor"] for one in floors)
    slowest = max(one["seconds"] for one in imports)
    rows, postings = imports[0]["rows"], imports[0]["postings"]
    return Outcome(
        f"Import of {rows:,} Shopify order rows",
        f"{path.stat().st_size / 1e6:.0f} MB, 79 columns, {postings:,} postings; the real import into a new ledger "
        "(verdicts, documents, digests, check, backup, commit) and its floor in turns, each in a fresh process, the "
        f"fastest of {size.repeats}. Floor: pandas reads the used columns as text; the driver inserts the same "
        "postings with the same indexes, foreign keys and settings, and commits. Memory is "
        "the most that the program's process and its worker held at one moment.",
        (
            Figure("import", ours, "s"),
            Figure("pandas reading", reading, "s"),
            Figure("driver inserting", inserting, "s"),
            Figure("import to floor", ours / (reading + inserting), "times", bound=3),
            Figure("import to floor, processor time", work / floor_work, "times"),
            Figure("peak memory", max(one["together"] or one["peak"] for one in imports), "MB", bound=700),
        ),
        (f"Noise: the slowest import took {slowest / ours:.2f} times as long as the fastest.",),
    )


def orders_file(folder: Path, size: Size) -> Path:
    """Write the file of orders, or use the one that an earlier benchmark of this run wrote."""
    path = folder / "orders_export.csv"
    if not path.exists():
        write_orders(path, rows=size.of(ROWS))
    return path
