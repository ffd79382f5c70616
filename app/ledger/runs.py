"""Runs of the allocation, written once: the run, the input of every SKU, the awards, and their link of the chain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.ledger import chain
from app.ledger.connect import bare
from app.ledger.digests import digest_of_run
from app.ledger.inserting import Insert, insert_columns
from models.tables import AllocationCase, AllocationRun, AwardRow, Base

_CASE = """INSERT INTO allocation_case (id, run_id, sku, input, supply, pool, buffer, unassigned, tier, blocked)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_AWARD = Insert.into(Base.metadata.tables[AwardRow.__tablename__], with_id=False)


class NewAward(NamedTuple):
    """Units of a SKU for a channel; rung 0 is a number that a person fixed."""

    channel_id: int
    rung: int
    rule: str
    kind: str
    units: int
    line: str = ""


class NewCase(NamedTuple):
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
    told = [case[:-1] for case in cases]
    connection = bare(session)
    run_id = run.id
    connection.executemany(_CASE, ((number, run_id, *row) for number, row in enumerate(told, start=first)))
    # A hundred thousand awards as columns, to which those of their cases are added.
    awards = list(zip(*[award for case in cases for award in case.awards], strict=True))
    if awards:
        numbers = [number for number, case in enumerate(cases, start=first) for _ in case.awards]
        insert_columns(session.connection(), _AWARD, (numbers, *awards))
    skus = [case.sku for case in cases for _ in case.awards]
    digest = digest_of_run(_row(run), told, zip(skus, *awards, strict=True))
    chain.add(session, kind="run", subject_id=run_id, digest=digest)


def _row(run: AllocationRun) -> list[object]:
    """Give what the chain covers of a run itself, in the order in which it is read back."""
    settled = (run.rule_set_id, run.rules_digest, run.input_digest, run.engine_version)
    return [run.made_at, run.made_by, run.day, *settled]
