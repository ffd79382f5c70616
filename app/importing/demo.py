"""The demo brand: its exports imported into a ledger, as a newcomer would import their own."""

from __future__ import annotations

from pathlib import Path

from app.importing.batch import Imported, import_file
from app.importing.finding import find_files
from app.jobs import Progress
from app.ledger.ledger import Ledger

NAME = "Juniper & Rye"
EXPORTS = Path(__file__).resolve().parents[2] / "resources" / "demo" / "exports"


def import_demo(ledger: Ledger, progress: Progress) -> list[Imported]:
    """Import every export of the demo brand."""
    files = find_files([EXPORTS])
    imported = []
    for index, file in enumerate(files):
        progress.step(index, len(files), file.name)
        imported.append(import_file(ledger, Progress(), file=file))
    return imported
