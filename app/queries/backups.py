"""The backups that were made of a ledger and passed their check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.tables import BackupRecord


@dataclass(frozen=True)
class BackupMade:
    """One verified backup."""

    path: str
    verified_at: datetime
    reason: str


def last_backup(session: Session) -> BackupMade | None:
    """Give the newest backup that passed its check and is still where it was put; None if there is none."""
    made = session.execute(
        select(BackupRecord.path, BackupRecord.verified_at, BackupRecord.reason).order_by(BackupRecord.id.desc())
    )
    there = (BackupMade(path, datetime.fromisoformat(at), why) for path, at, why in made if Path(path).is_file())
    return next(there, None)
