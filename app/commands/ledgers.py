"""Opening the ledger that a command names, once it is sure that the command writes over nothing that must stay."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select

from app.errors import UserError
from app.ledger.ledger import Ledger
from app.ledger.opening import SUFFIX, open_ledger
from app.ledger.seal import file_digest
from app.paths import refuse_to_replace
from models.tables import SourceFile


def existing(path: Path) -> Path:
    """Find a ledger by its name, with or without its suffix."""
    with_suffix = path.with_name(path.name + SUFFIX) if path.name else path
    return with_suffix if not path.is_file() and with_suffix.is_file() else path


@contextmanager
def opened(arguments: argparse.Namespace, who: str, *, read_only: bool = True) -> Iterator[Ledger]:
    """Open the ledger of a command, and close it at the end; refuses an `--out` that would replace what must stay."""
    out: Path | None = getattr(arguments, "out", None)
    if out is not None:
        refuse_to_replace(out)
    ledger = open_ledger(existing(arguments.ledger_path), who=who, read_only=read_only)
    try:
        if out is not None and out.is_file():
            _refuse_imported(ledger, out)
        yield ledger
    finally:
        ledger.close()


def _refuse_imported(ledger: Ledger, out: Path) -> None:
    """Refuse to write over a file that was imported, under whatever name it lies there."""
    with ledger.read() as session:
        name = session.scalars(select(SourceFile.name).where(SourceFile.sha256 == file_digest(out))).first()
    if name is not None:
        raise UserError(
            f"{out} is a file that was imported, as {name}. It was left alone, and nothing was written. "
            "Choose another name for --out."
        )
