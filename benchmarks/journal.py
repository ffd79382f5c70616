"""The same rows imported by hledger, the program that people without a shop platform's own tool use for it."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.fresh import measure
from benchmarks.importing import orders_file
from benchmarks.orders_file import CURRENCY, HEADERS
from benchmarks.outcome import Figure, Outcome, Size

_LONGEST = 300.0
# What our import posts, as far as hledger can say it: quantity times price, discount, shipping, tax and refunds.
_RULES = f"""skip 1
newest-first
fields {",".join("the_" + header.lower().replace(" ", "_") for header in HEADERS)}
date %the_created_at
date-format %Y-%m-%d %H:%M:%S %z
code %the_name
description %the_lineitem_name
account1 revenue:sales
amount1 -%the_lineitem_quantity "%the_lineitem_sku" @ {CURRENCY} %the_lineitem_price
account2 revenue:discounts
amount2 {CURRENCY} %the_lineitem_discount
account9 assets:clearing
if %the_shipping [0-9]
  account3 revenue:shipping
  amount3 {CURRENCY} -%the_shipping
if %the_taxes [0-9]
  account4 liabilities:tax
  amount4 {CURRENCY} -%the_taxes
if %the_refunded_amount [1-9]
  account5 revenue:refunds
  amount5 {CURRENCY} %the_refunded_amount
if %the_financial_status voided|expired
  skip
if %the_cancelled_at [0-9]
  skip
if %the_source sell-on-amazon
  skip
"""


def run(folder: Path, size: Size) -> Outcome:
    """Let hledger import a slice, and all of it where that is bearable, beside our import in the same run."""
    title = "Import beside hledger's CSV import"
    if shutil.which("hledger") is None:
        return Outcome(title, "Not measured: hledger is not installed (Debian: apt-get install hledger).", ())
    path = orders_file(folder, size)
    before = _import_seconds(folder, path, size, "before")
    rows = orders_rows(path)
    slice_rows = min(rows, 15_000)
    seconds = hledger_seconds(folder, path, rows=slice_rows)
    scaled = seconds * rows / slice_rows
    note = f"Measured on the first {slice_rows:,} rows scaled by rows: all of it would take over five minutes."
    if scaled <= _LONGEST and rows > slice_rows:
        scaled, note = hledger_seconds(folder, path, rows=rows), "Measured on all rows."
    after = _import_seconds(folder, path, size, "after")
    ours = (before + after) / 2
    return Outcome(
        title,
        f"`hledger import` of the same {rows:,} rows into a new journal by a rules file that gives each line its "
        "postings: quantity at its price, discount, shipping, tax, refund. Our import also makes documents, verdicts "
        "and digests, and keeps the file. hledger runs over quick and slow minutes of the machine; so ours is the mean "
        "of an import before it and one after it, of two each time the quicker.",
        (
            Figure("our import before", before, "s"),
            Figure("our import after", after, "s"),
            Figure("hledger", scaled, "s"),
            Figure("hledger to our import", scaled / ours, "times", bound=20, at_least=True),
        ),
        (note, version()),
    )


def _import_seconds(folder: Path, path: Path, size: Size, name: str) -> float:
    """Time our import into new ledgers; the quicker of two counts."""
    ledgers = [folder / f"{name} hledger {turn}.channelbook" for turn in range(min(size.repeats, 2))]
    return float(min(measure("import_once", path, ledger)["seconds"] for ledger in ledgers))


def orders_rows(path: Path) -> int:
    """Count the records below the header; a note may hold a line break, so that lines are no measure."""
    with path.open(encoding="utf-8") as file:
        return sum(line.startswith("#") for line in file)


def hledger_seconds(folder: Path, path: Path, *, rows: int) -> float:
    """Time one import into an empty journal."""
    part = folder / "slice.csv"
    with path.open(encoding="utf-8") as file, part.open("w", encoding="utf-8") as target:
        target.write(next(file))
        target.writelines(_records(file, rows))
    rules, journal = folder / "orders.rules", folder / "orders.journal"
    rules.write_text(_RULES, encoding="utf-8")
    journal.write_text("", encoding="utf-8")
    part.with_name(f".latest.{part.name}").unlink(missing_ok=True)
    command: list[str | Path] = ["hledger", "-f", journal, "--rules-file", rules, "import", part]
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began


def version() -> str:
    """Say which hledger was measured."""
    return subprocess.run(["hledger", "--version"], check=True, capture_output=True, text=True).stdout.strip()


def _records(lines: Iterable[str], rows: int) -> Iterator[str]:
    """Give the lines of the first records; each record begins with the name of its order."""
    left = rows
    for line in lines:
        left -= line.startswith("#")
        if left < 0:
            return
        yield line
