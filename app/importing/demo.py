"""The demo brand: its exports imported into a ledger, as a newcomer would import their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from app.importing.batch import Imported, import_file
from app.importing.finding import find_files
from app.jobs import Progress
from app.ledger.ledger import Ledger

NAME = "Juniper & Rye"
# When the brand got its exports; the files themselves are as old as the copy of the program that they came with.
EXPORTED = datetime(2026, 10, 31, 12, tzinfo=UTC)
EXPORTS = Path(__file__).resolve().parents[2] / "resources" / "demo" / "exports"


def import_demo(ledger: Ledger, progress: Progress) -> list[Imported]:
    """Import every export of the demo brand."""
    files = [replace(file, time=EXPORTED) for file in find_files([EXPORTS])]
    imported = []
    for index, file in enumerate(files):
        progress.step(index, len(files), file.name)
        imported.append(import_file(ledger, Progress(), file=file))
    return imported
