"""The life of one conflict in a ledger, as every test of a kind goes through it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.actions.conflicts import check_conflicts
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.queries.conflict_states import standings, stored
from app.queries.conflicts import look
from models.domain.conflicts.conflict import Conflict, Severity
from models.domain.conflicts.lifecycle import State
from tests.app.tea import DAY

Step = Callable[[], object]


@dataclass(frozen=True)
class Expected:
    """What a conflict must say: its kind, its stake in minor units with the formula, and whether it is between."""

    code: str
    stake: int
    formula: str
    severity: Severity | None = None
    between: bool = False


def found(ledger: Ledger, code: str, day: date = DAY) -> list[Conflict]:
    """Look for the conflicts of a kind."""
    with ledger.read() as session:
        return [one for one in look(session, day=day).conflicts if one.kind.code == code]


def one(ledger: Ledger, code: str, day: date = DAY) -> Conflict:
    """Look for the only conflict of a kind."""
    (conflict,) = found(ledger, code, day)
    return conflict


def state_of(ledger: Ledger, fingerprint: str, day: date = DAY) -> State:
    """Give the state that stored runs and decisions leave a conflict in."""
    with ledger.read() as session:
        return standings(session, day)[fingerprint].state


def lives(ledger: Ledger, wanted: Expected, *, fix: Step, back: Step, day: date = DAY) -> Conflict:
    """See a conflict appear with its stake, resolve once it is fixed, and come back when the evidence does."""
    conflict = one(ledger, wanted.code, day)
    assert (conflict.stake.minor, conflict.stake.formula) == (wanted.stake, wanted.formula)
    assert conflict.between is wanted.between
    assert wanted.severity in {None, conflict.severity}
    check_conflicts(ledger, Progress(), day=day)
    assert state_of(ledger, conflict.fingerprint, day) is State.NEW
    with ledger.read() as session:
        assert stored(session)[conflict.fingerprint] == conflict
    fix()
    assert conflict.fingerprint not in {each.fingerprint for each in found(ledger, wanted.code, day)}
    check_conflicts(ledger, Progress(), day=day)
    assert state_of(ledger, conflict.fingerprint, day) is State.RESOLVED
    back()
    assert conflict.fingerprint in {each.fingerprint for each in found(ledger, wanted.code, day)}
    check_conflicts(ledger, Progress(), day=day)
    with ledger.read() as session:
        standing = standings(session, day)[conflict.fingerprint]
    assert (standing.state, standing.returns) == (State.NEW, 1)
    return conflict
