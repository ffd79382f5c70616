"""Making a file for a channel and keeping what it said: file and record are there together, or neither is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Generic, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.ledger.ledger import Done, Ledger
from app.paths import replace_file
from models.domain.uploads import Layout, PriceLayout
from models.tables import Base, Batch, Upload

TOPICS = frozenset({"uploads", "history"})
Plan = TypeVar("Plan")


@dataclass(frozen=True)
class Made(Generic[Plan]):
    """A file before it is written: its bytes, and what is kept of it; `rows` gives its lines by the id of the file."""

    plan: Plan
    channel_id: int
    day: date
    layout: Layout | PriceLayout
    label: str
    content: bytes
    rows: Callable[[int], Iterable[Base]]
    run_id: int = 0


def send_file(
    ledger: Ledger, *, path: Path, title: str, make: Callable[[Session], Made[Plan]]
) -> tuple[Done, Made[Plan]]:
    """Write a file that `make` makes, whole or not at all, and record what it said; undoing says it was not sent."""
    with ledger.change(title, TOPICS) as (session, done):
        made = make(session)
        done.label = made.label
        session.add_all(made.rows(_record(session, ledger, made, path.name)))
        session.flush()
        with replace_file(path) as partial:
            partial.write_bytes(made.content)
    return done, made


def _record(session: Session, ledger: Ledger, made: Made[Plan], name: str) -> int:
    upload = Upload(
        channel_id=made.channel_id,
        run_id=made.run_id,
        after_batch=session.execute(select(func.max(Batch.id))).scalar() or 0,
        day=made.day.isoformat(),
        made_at=ledger.now(),
        made_by=ledger.who,
        layout=made.layout.value,
        file_name=name,
        sha256=sha256(made.content).hexdigest(),
    )
    session.add(upload)
    session.flush()
    return upload.id
