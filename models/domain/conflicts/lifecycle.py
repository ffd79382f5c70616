"""The life of a conflict: what runs have found and what people have decided, folded into where each one stands.

new → acknowledged → resolved, or snoozed until a day, or accepted with a reason. A conflict is resolved by a run that
no longer finds it, never by hand, and is new again once a later run does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum


class State(StrEnum):
    """Where a conflict stands."""

    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    ACCEPTED = "accepted"
    RESOLVED = "resolved"


@dataclass(frozen=True)
class Run:
    """What a run has found, by fingerprint; `checked` limits what it may resolve, None being everything."""

    at: datetime
    found: frozenset[str]
    checked: frozenset[str] | None = None


@dataclass(frozen=True)
class Acknowledged:
    """Somebody has seen it and cares for it."""

    at: datetime
    fingerprint: str
    person: str


@dataclass(frozen=True)
class Snoozed:
    """Somebody wants to see it again on a day; on that day it is new."""

    at: datetime
    fingerprint: str
    person: str
    until: date

    def __post_init__(self) -> None:
        # At Greenwich it may be the next day already where somebody in the evening means tomorrow.
        if self.until < self.at.date():
            raise ValueError(f"{self.until} is before {self.at.date()}: snooze until a later day")


@dataclass(frozen=True)
class Accepted:
    """Somebody takes it as it is, for a reason."""

    at: datetime
    fingerprint: str
    person: str
    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip() or not self.person.strip():
            raise ValueError("a conflict is accepted by a person for a reason: give both")


@dataclass(frozen=True)
class Assigned:
    """Somebody is made its owner; an empty text is nobody."""

    at: datetime
    fingerprint: str
    owner: str


Decision = Acknowledged | Snoozed | Accepted | Assigned
Event = Run | Decision


@dataclass(frozen=True)
class Standing:
    """Where a conflict stands: since when it is there without a gap, when it was first seen, and how often it returned.

    `person`, `reason` and `until` are those of the decision that made its state.
    """

    fingerprint: str
    state: State
    since: datetime
    first_seen: datetime
    changed: datetime
    person: str = ""
    reason: str = ""
    until: date | None = None
    owner: str = ""
    returns: int = 0

    def age(self, today: date) -> int:
        """Give the days since it is there."""
        return (today - self.since.date()).days


def fold(events: Iterable[Event], today: date) -> dict[str, Standing]:
    """Give where every conflict stands on a day, by fingerprint; events come in the order in which they happened.

    Raises ValueError where a decision is about a conflict that nobody has found or that is resolved.
    """
    standing: dict[str, Standing] = {}
    for event in events:
        match event:
            case Run():
                _seen(standing, event)
            case Acknowledged() | Snoozed() | Accepted() | Assigned():
                standing[event.fingerprint] = _decided(_open(standing, event), event)
    return {name: _awake(one, today) for name, one in standing.items()}


def _seen(standing: dict[str, Standing], run: Run) -> None:
    for name in sorted(run.found):
        known = standing.get(name)
        if known is None:
            standing[name] = Standing(name, State.NEW, run.at, run.at, run.at)
        elif known.state is State.RESOLVED:
            fresh = Standing(name, State.NEW, run.at, known.first_seen, run.at)
            standing[name] = replace(fresh, owner=known.owner, returns=known.returns + 1)
        else:
            standing[name] = _awake(known, run.at.date())
    gone = (standing.keys() if run.checked is None else standing.keys() & run.checked) - run.found
    for name in gone:
        if standing[name].state is not State.RESOLVED:
            standing[name] = replace(_plain(standing[name]), state=State.RESOLVED, changed=run.at)


def _open(standing: dict[str, Standing], decision: Decision) -> Standing:
    known = standing.get(decision.fingerprint)
    if known is None:
        raise ValueError(f"no run has found {decision.fingerprint}")
    if known.state is State.RESOLVED:
        raise ValueError(f"{decision.fingerprint} is resolved: there is nothing to decide until it returns")
    return known


def _decided(known: Standing, decision: Decision) -> Standing:
    plain = replace(_plain(known), changed=decision.at)
    match decision:
        case Acknowledged(person=person):
            return replace(plain, state=State.ACKNOWLEDGED, person=person)
        case Snoozed(person=person, until=until):
            return replace(plain, state=State.SNOOZED, person=person, until=until)
        case Accepted(person=person, reason=reason):
            return replace(plain, state=State.ACCEPTED, person=person, reason=reason)
        case Assigned(owner=owner):
            return replace(known, owner=owner)


def _awake(known: Standing, day: date) -> Standing:
    """Make a conflict new whose snooze has ended."""
    if known.state is State.SNOOZED and known.until is not None and day >= known.until:
        return replace(_plain(known), state=State.NEW)
    return known


def _plain(known: Standing) -> Standing:
    """Forget the decision that made the state."""
    return replace(known, person="", reason="", until=None)
