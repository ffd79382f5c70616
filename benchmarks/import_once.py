"""Imports one file into a new ledger, as the program does, and prints its time and the peak of its memory."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from sqlalchemy import func, select

from app.importing.batch import import_file
from app.importing.finding import find_files
from app.jobs import Progress
from app.ledger.opening import new_ledger
from benchmarks.orders_file import CURRENCY
from models.tables import Posting

_UNITS_A_MEGABYTE = 1024 * 1024 if sys.platform == "darwin" else 1024
# This process, and the one that reads the file, which has ended by then.
_BOTH = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def main(path: Path, ledger_path: Path) -> None:
    """Import the file and print what that took."""
    ledger = new_ledger(ledger_path, currency=CURRENCY)
    file = find_files([path])[0]
    began, work = time.perf_counter(), _worked()
    imported = import_file(ledger, Progress(), file=file)
    figures = {
        "seconds": time.perf_counter() - began,
        "processor": _worked() - work,
        # As if both had been at their peak at the same moment.
        "peak": sum(resource.getrusage(who).ru_maxrss for who in _BOTH) / _UNITS_A_MEGABYTE,
        "peak_worker": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / _UNITS_A_MEGABYTE,
        "rows": imported.preview.read.total_rows,
    }
    with ledger.read() as session:
        figures["postings"] = session.execute(select(func.count()).select_from(Posting)).scalar_one()
    ledger.close()
    print(json.dumps(figures))


def _worked() -> float:
    """Give the processor time of this process and of those that have ended."""
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, _BOTH))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
