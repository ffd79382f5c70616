"""What keeps a ledger safe: a backup now, the regular one, and the check from end to end."""

from __future__ import annotations

from pathlib import Path

from app.jobs import Progress
from app.ledger.backup import Backup, Reason
from app.ledger.doctor import Rebuild, Report, examine, report_text
from app.ledger.ledger import Ledger

__all__ = ["Backup", "Report", "back_up", "check", "report_text"]


def back_up(ledger: Ledger, progress: Progress, *, second: Path | None = None, regular: bool = False) -> Backup:
    """Make a verified backup now, and its copy in the second folder where one is set."""
    progress.step(0, 1, "Copying the ledger and adding the copy up")
    return ledger.backup(Reason.REGULAR if regular else Reason.BY_HAND, second=second)


def check(ledger: Ledger, progress: Progress, *, rebuild: Rebuild) -> Report:
    """Examine the whole ledger and read every stored file again; changes nothing."""
    return examine(ledger, progress, rebuild=rebuild)
