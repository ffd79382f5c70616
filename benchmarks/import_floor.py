"""The floor of an import: pandas reading the used columns as text, and the driver alone inserting the same postings."""

from __future__ import annotations

import json
import shutil
import sys
import time
from pathlib import Path

import pandas as pd

from app.importing.exports.shopify_orders import EXPORT
from app.importing.recognising import find_column
from app.ledger.connect import plain_connection
from benchmarks.orders_file import HEADERS


def main(path: Path, ledger_path: Path) -> None:
    """Read the columns, insert the postings of a ledger into an emptied copy of it, and print what both took."""
    used = [place for column in EXPORT.columns if (place := find_column(column, HEADERS)) is not None]
    began, work = time.perf_counter(), time.process_time()
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, usecols=sorted(set(used)))
    figures = {"read": time.perf_counter() - began, "read_processor": time.process_time() - work, "rows": len(frame)}
    del frame
    print(json.dumps(figures | insert(ledger_path)))


def insert(ledger_path: Path) -> dict[str, float]:
    """Insert all postings of a ledger at once, with its indexes, foreign keys, settings and one commit."""
    source = plain_connection(ledger_path, read_only=True)
    rows = source.execute("SELECT * FROM posting ORDER BY id").fetchall()
    source.close()
    copy = ledger_path.with_name(f"floor of {ledger_path.name}")
    shutil.copyfile(ledger_path, copy)
    target = plain_connection(copy)
    for (trigger,) in target.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        target.execute(f'DROP TRIGGER "{trigger}"')
    target.execute("DELETE FROM posting")
    target.execute("VACUUM")
    began, work = time.perf_counter(), time.process_time()
    target.execute("BEGIN IMMEDIATE")
    target.executemany(f"INSERT INTO posting VALUES ({', '.join('?' * len(rows[0]))})", rows)
    target.execute("COMMIT")
    figures = {"insert": time.perf_counter() - began, "insert_processor": time.process_time() - work}
    target.close()
    copy.unlink()
    return figures | {"postings": len(rows)}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
