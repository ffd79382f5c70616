"""Runs of the allocation as they were stored: the newest, the tier shown after it, and the same run once more."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ledger.runs import NewAward, NewCase
from app.queries.allocation_case import parse_case
from app.queries.case_json import written_claimant, written_ladder
from app.queries.json_fields import decoded
from models.domain.allocation.awards import Hold
from models.domain.allocation.facts import Supply
from models.domain.allocation.ladder import Ladder
from models.domain.allocation.outcome import OVERRIDE, Outcome, share_out
from models.domain.allocation.planning import Planned
from models.domain.allocation.tiers import Tier
from models.domain.making import made
from models.domain.tightening import Run, Tightening, tightening
from models.tables import AllocationCase, AllocationRun, AwardRow, Channel

ENGINE_VERSION = 1
_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


@dataclass(frozen=True)
class StoredRun:
    """A run as it was stored."""

    id: int
    made_at: str
    made_by: str
    day: date
    rule_set_id: int | None
    rules_digest: str
    input_digest: str
    engine_version: int


@dataclass(frozen=True)
class StoredAward:
    """Units that one rung of a stored run gave to a channel."""

    sku: str
    channel: str
    rung: int
    rule: str
    kind: str
    units: int
    line: str


def snapshot(outcome: Outcome, currency: str) -> str:
    """Write the input of a SKU down, so that it can be allocated again and means the same for ever."""
    planned = outcome.planned
    told = {
        "supply": outcome.supply,
        "currency": currency,
        "on_hand": planned.supply.on_hand,
        "promised": planned.supply.promised,
        "buffer": planned.supply.buffer,
        "fixed": dict(planned.wanted),
        "demand_days": planned.ladder.demand_days,
        "claimants": [written_claimant(one, currency) for one in planned.claimants],
    }
    if planned.limited:
        told["limited"] = planned.limited
    return f'{_compact(told)[:-1]},"ladder":{_ladder(planned.ladder)}}}'


@lru_cache(maxsize=16)
def _ladder(ladder: Ladder) -> str:
    """Write a ladder, which is the same for all SKUs of a run."""
    return _compact(written_ladder(ladder))


def replayed(text: str, sku: str) -> Outcome:
    """Allocate a snapshot again."""
    told = decoded(text)
    case = parse_case(told)
    values = told if isinstance(told, dict) else {}
    ladder = Ladder(case.ladder.rungs, case.ladder.name, int(values.get("demand_days", case.ladder.demand_days)))
    supply = Supply(int(values["on_hand"]), int(values["promised"]), int(values["buffer"]))
    return share_out(Planned(sku, supply, case.claimants, ladder, dict(values["fixed"])), case.supply)


def new_case(outcome: Outcome, channels: dict[str, int], currency: str) -> NewCase:
    """Make what is stored of a SKU."""
    planned, blocked = outcome.planned, outcome.found.blocked
    stopped = "" if blocked is None else json.dumps(vars(blocked) | {"missing": blocked.missing})
    return NewCase(
        planned.sku,
        snapshot(outcome, currency),
        outcome.supply,
        planned.supply.pool,
        planned.supply.buffer,
        outcome.unassigned,
        outcome.tier.value,
        stopped,
        awards_of(outcome, channels),
    )


def awards_of(outcome: Outcome, channels: dict[str, int]) -> list[NewAward]:
    """List the awards of a SKU; numbers that people fixed come first, as rung 0."""
    fixed = [
        NewAward(channels[name], 0, OVERRIDE, Hold.FIRM.value, units) for name, units in outcome.fixed.items() if units
    ]
    rules = _rules(outcome.planned.ladder)
    firm, held, lent = Hold.FIRM, Hold.FIRM.value, Hold.LOAN.value
    return fixed + [
        made(NewAward, (channels[claimant], rung, rules[rung - 1], held if kind is firm else lent, units, line))
        for claimant, rung, _, units, kind, line, _, _ in outcome.found.awards
    ]


@lru_cache(maxsize=16)
def _rules(ladder: Ladder) -> tuple[str, ...]:
    """Name the rules of a ladder's rungs, as they are stored."""
    return tuple([rung.share_by.value for rung in ladder.rungs])


def digest_of_inputs(cases: Iterable[NewCase]) -> str:
    """Hash the inputs of a run."""
    digest = sha256()
    for case in cases:
        digest.update(f"{case.sku}\x1f{case.input}\n".encode())
    return digest.hexdigest()


def runs(session: Session) -> list[StoredRun]:
    """List the stored runs, the newest first."""
    rows = session.scalars(select(AllocationRun).order_by(AllocationRun.id.desc()))
    return [
        StoredRun(
            row.id,
            row.made_at,
            row.made_by,
            date.fromisoformat(row.day),
            row.rule_set_id,
            row.rules_digest,
            row.input_digest,
            row.engine_version,
        )
        for row in rows
    ]


def newest_run(session: Session) -> StoredRun | None:
    """Give the newest stored run."""
    return next(iter(runs(session)), None)


def stored_awards(session: Session, run_id: int, *, sku: str = "") -> list[StoredAward]:
    """List the awards of a stored run, of all SKUs or one."""
    query = (
        select(AllocationCase.sku, Channel.name, AwardRow.rung, AwardRow.rule, AwardRow.kind, AwardRow.units)
        .add_columns(AwardRow.line)
        .join(AllocationCase, AllocationCase.id == AwardRow.case_id)
        .join(Channel, Channel.id == AwardRow.channel_id)
        .where(AllocationCase.run_id == run_id)
        .order_by(AwardRow.id)
    )
    rows = session.execute(query.where(AllocationCase.sku == sku) if sku else query)
    return [StoredAward(*row) for row in rows]


def differs(session: Session, run_id: int) -> list[str]:
    """Allocate a stored run again and name every SKU whose awards are not the stored ones; none is as it should be."""
    stored: dict[str, list[tuple[object, ...]]] = {}
    for one in stored_awards(session, run_id):
        stored.setdefault(one.sku, []).append((one.rung, one.rule, one.kind, one.units, one.line))
    cases = session.execute(
        select(AllocationCase.sku, AllocationCase.input, AllocationCase.unassigned).where(
            AllocationCase.run_id == run_id
        )
    )
    found = []
    for sku, text, unassigned in cases:
        again = replayed(text, sku)
        places = {one.code: 0 for one in again.planned.claimants}
        awards = [award[1:] for award in awards_of(again, places)]
        if awards != stored.get(sku, []) or again.unassigned != unassigned:
            found.append(sku)
    return found


def tiers(session: Session) -> dict[str, Tightening]:
    """Give the tier to show for every SKU after its stored runs, and since when."""
    rows = session.execute(
        select(AllocationCase.sku, AllocationRun.day, AllocationCase.tier)
        .join(AllocationRun, AllocationRun.id == AllocationCase.run_id)
        .order_by(AllocationRun.id)
    )
    history: dict[str, list[Run]] = {}
    for sku, day, tier in rows:
        history.setdefault(sku, []).append(Run(date.fromisoformat(day), Tier(tier)))
    return {sku: shown for sku, found in history.items() if (shown := tightening(found)) is not None}
