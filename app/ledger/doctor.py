"""The doctor: examines a whole ledger, check by check, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import sqlcipher3.dbapi2 as driver
from sqlalchemy.exc import SQLAlchemyError

from app.jobs import Progress
from app.ledger import recomputed, soundness, tampering
from app.ledger.connect import plain_connection
from app.ledger.invariants import INVARIANTS
from app.ledger.ledger import Ledger
from app.ledger.report import Finding, Report, report_json, report_text
from app.ledger.soundness import Examined

__all__ = ["CHECKS", "Finding", "Rebuild", "Report", "examine", "report_json", "report_text"]

CHECKS: tuple[Callable[[Examined], Finding], ...] = (
    soundness.pages,
    soundness.references,
    soundness.shape,
    soundness.sealed,
    tampering.chain,
    tampering.edited_rows,
    soundness.stored_files,
    recomputed.active_batches,
    recomputed.standing,
    recomputed.base_amounts,
    *INVARIANTS,
    soundness.backups,
)


# Reads every stored file again into a new ledger and compares; handed in, because importing stands above the ledger.
Rebuild = Callable[[Ledger, Progress], Finding]


def examine(ledger: Ledger, progress: Progress, *, rebuild: Rebuild | None = None) -> Report:
    """Run every check, the rebuild last where it is handed in; each reads a snapshot of its own."""
    findings = []
    with closing(plain_connection(ledger.path, read_only=True)) as bare:
        examined = Examined(ledger, bare)
        for number, check in enumerate(CHECKS):
            progress.step(number, len(CHECKS), (check.__doc__ or "").rstrip("."))
            findings.append(_run(check, examined))
    if rebuild is not None:
        findings.append(rebuild(ledger, progress))
    progress.step(len(CHECKS), len(CHECKS), "Done")
    return Report(ledger.path.name, ledger.now(), tuple(findings))


def _run(check: Callable[[Examined], Finding], examined: Examined) -> Finding:
    """Run one check; in a damaged file the reading itself can fail, and then the other checks still run."""
    try:
        return check(examined)
    except (driver.Error, SQLAlchemyError, ValueError, TypeError, LookupError) as error:
        name = check.__name__.replace("_", " ").capitalize()
        sentence = "This could not be checked, because the file cannot be read."
        return Finding(name, ok=False, sentence=sentence, details=(str(error),))
