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


def main(path: Path, ledger_path: Path) -> None:
    """Import the file and print what that took."""
    ledger = new_ledger(ledger_path, currency=CURRENCY)
    file = find_files([path])[0]
    began, work = time.perf_counter(), time.process_time()
    imported = import_file(ledger, Progress(), file=file)
    figures = {
        "seconds": time.perf_counter() - began,
        "processor": time.process_time() - work,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _UNITS_A_MEGABYTE,
        "rows": imported.preview.read.total_rows,
    }
    with ledger.read() as session:
        figures["postings"] = session.execute(select(func.count()).select_from(Posting)).scalar_one()
    ledger.close()
    print(json.dumps(figures))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
