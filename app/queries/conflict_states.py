"""Where every conflict stands: what stored runs have found and people have decided, folded in their order."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ledger.conflict_runs import naming
from app.ledger.rates import base_currency
from app.moments import here
from models.domain.conflicts.checks import KINDS
from models.domain.conflicts.conflict import Conflict, Entity, Kind, Severity, Stake, Thing
from models.domain.conflicts.lifecycle import (
    Accepted,
    Acknowledged,
    Assigned,
    Decision,
    Event,
    Run,
    Snoozed,
    Standing,
    State,
)
from models.domain.conflicts.lifecycle import fold as fold_events
from models.tables import ConflictDecision, ConflictFound, ConflictName, ConflictRun

_KINDS = {kind.code: kind for kind in KINDS}


def standings(session: Session, today: date) -> dict[str, Standing]:
    """Give where every conflict that a run has found stands on a day, by fingerprint."""
    return fold_events(_events(session), today)


def _events(session: Session) -> Iterator[Event]:
    """Give runs and decisions in their order; a run tells of what it changed alone, the rest is as it was.

    A decision about what no run has found, or what is gone, is passed over: a ledger that was rebuilt from its files
    keeps decisions and has no runs.
    """
    decisions = [
        (row.run_id, decided(row)) for row in session.scalars(select(ConflictDecision).order_by(ConflictDecision.id))
    ]
    decisions.sort(key=lambda one: one[0])
    there: set[str] = set()
    place = 0
    for number, run in _runs(session):
        while place < len(decisions) and decisions[place][0] < number:
            if decisions[place][1].fingerprint in there:
                yield decisions[place][1]
            place += 1
        there = (there | run.found) - ((run.checked or frozenset()) - run.found)
        yield run
    for _, decision in decisions[place:]:
        if decision.fingerprint in there:
            yield decision


def _runs(session: Session) -> Iterator[tuple[int, Run]]:
    changed: dict[int, tuple[set[str], set[str]]] = {}
    rows = session.execute(
        select(ConflictFound.run_id, ConflictName.fingerprint, ConflictFound.gone)
        .join(ConflictName, ConflictName.id == ConflictFound.name_id)
        .order_by(ConflictFound.id)
    )
    for run_id, fingerprint, gone in rows:
        found, told = changed.setdefault(run_id, (set(), set()))
        told.add(fingerprint)
        if not gone:
            found.add(fingerprint)
    for run_id, made_at in session.execute(select(ConflictRun.id, ConflictRun.made_at).order_by(ConflictRun.id)):
        found, told = changed.get(run_id, (set(), set()))
        yield run_id, Run(here(made_at), frozenset(found), frozenset(told))


def decided(row: ConflictDecision) -> Decision:
    """Read a decision."""
    at = datetime.fromisoformat(row.made_at)
    match row.what:
        case "acknowledged":
            return Acknowledged(at, row.fingerprint, row.person)
        case "snoozed":
            return Snoozed(at, row.fingerprint, row.person, date.fromisoformat(row.until))
        case "accepted":
            return Accepted(at, row.fingerprint, row.person, row.reason)
        case _:
            return Assigned(at, row.fingerprint, row.person)


def stored(session: Session, skus: Collection[str] | None = None) -> dict[str, Conflict]:
    """Give every conflict that a run has found, as it was found last, also those that are gone; by fingerprint.

    Of some SKUs those that may name them.
    """
    currency = base_currency(session)
    rows = session.execute(
        select(ConflictName, ConflictFound)
        .join(ConflictFound, ConflictFound.name_id == ConflictName.id)
        .where(ConflictFound.gone == 0, *naming(skus))
        .order_by(ConflictFound.id)
    )
    newest: dict[str, tuple[ConflictName, ConflictFound]] = {}
    for name, found in rows:
        newest[name.fingerprint] = (name, found)
    return {
        fingerprint: _conflict(name, found, kind, currency)
        for fingerprint, (name, found) in newest.items()
        # A kind that this version does not know any more is left alone.
        if (kind := _KINDS.get(name.code)) is not None
    }


@dataclass(frozen=True)
class AtStake:
    """How many conflicts somebody should look at, and the money at stake in the ledger's currency."""

    count: int = 0
    minor: int = 0


def at_stake(session: Session, today: date) -> dict[str, AtStake]:
    """Give what the last runs found by channel, and under "" over all; without those put aside.

    A conflict that costs on several channels stands under each of them, and once under "".
    """
    standing, found = standings(session, today), dict[str, AtStake]()
    for fingerprint, conflict in stored(session).items():
        if standing[fingerprint].state in {State.NEW, State.ACKNOWLEDGED}:
            for channel in ("", *conflict.channels):
                before = found.get(channel, AtStake())
                found[channel] = AtStake(before.count + 1, before.minor + conflict.stake.minor)
    return found


def last_day(session: Session) -> date | None:
    """Give the day of the newest run, None where there is none."""
    day = session.scalars(select(ConflictRun.day).order_by(ConflictRun.id.desc()).limit(1)).first()
    return date.fromisoformat(day) if day else None


def _conflict(name: ConflictName, found: ConflictFound, kind: Kind, currency: str) -> Conflict:
    made = Conflict(
        kind,
        tuple([Entity(Thing(thing), one) for thing, one in json.loads(name.entities)]),
        date.fromisoformat(name.starts) if name.starts else None,
        found.sentence,
        Stake(found.stake, currency, found.formula),
        Severity(found.severity),
        tuple(json.loads(found.channels)),
    )
    return replace(made, between=bool(found.across))
