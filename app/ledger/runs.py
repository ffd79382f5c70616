"""Runs of the allocation, written once: the run, the input of every SKU, the awards, and their link of the chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app.ledger import chain
from app.ledger.connect import bare
from app.ledger.digests import run_digest
from models.tables import AllocationCase, AllocationRun, AwardRow


class NewAward(NamedTuple):
    """Units of a SKU for a channel; rung 0 is a number that a person fixed."""

    channel_id: int
    rung: int
    rule: str
    kind: str
    units: int
    line: str = ""


@dataclass(frozen=True)
class NewCase:
    """One SKU of a run: its input as JSON, and what it came to."""

    sku: str
    input: str
    supply: int
    pool: int
    buffer: int
    unassigned: int
    tier: str
    blocked: str
    awards: Sequence[NewAward]


def write_run(session: Session, run: AllocationRun, cases: Sequence[NewCase]) -> None:
    """Write a run with its cases and awards, and let the chain cover it."""
    session.add(run)
    session.flush()
    first = (session.execute(select(func.max(AllocationCase.id))).scalar() or 0) + 1
    rows, awards = [], []
    for identity, case in enumerate(cases, start=first):
        told = vars(case) | {"id": identity, "run_id": run.id}
        awards += [award._asdict() | {"case_id": identity} for award in told.pop("awards")]
        rows.append(told)
    if rows:
        session.execute(insert(AllocationCase), rows)
    if awards:
        session.execute(insert(AwardRow), awards)
    chain.add(session, kind="run", subject_id=run.id, digest=run_digest(bare(session), run.id))
