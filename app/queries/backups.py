"""The backups that were made of a ledger and passed their check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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
    """Give the newest backup that passed its check; None if there was none yet."""
    newest = session.execute(
        select(BackupRecord.path, BackupRecord.verified_at, BackupRecord.reason)
        .order_by(BackupRecord.id.desc())
        .limit(1)
    ).first()
    return BackupMade(newest.path, datetime.fromisoformat(newest.verified_at), newest.reason) if newest else None
