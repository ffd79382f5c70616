"""Conflicts as a list shows them: each with where it stands, since when, and whose it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.queries.conflict_states import standings, stored
from app.queries.conflicts import FAMILIES, Looked, look
from models.domain.conflicts.conflict import Conflict, Family, Severity, Thing, rank
from models.domain.conflicts.lifecycle import Standing, State
from models.domain.money import Money
from models.tables import Channel

BETWEEN = "between channels"
_DECIDED = frozenset({State.SNOOZED, State.ACCEPTED})


@dataclass(frozen=True)
class ConflictRow:
    """A conflict and where it stands on a day; `returns` counts how often it came back."""

    conflict: Conflict
    state: State
    age: int
    owner: str = ""
    person: str = ""
    reason: str = ""
    until: date | None = None
    since: datetime | None = None
    returns: int = 0

    @property
    def fingerprint(self) -> str:
        """What names it for good."""
        return self.conflict.fingerprint

    @property
    def family(self) -> Family:
        """What it is about."""
        return self.conflict.kind.family

    @property
    def severity(self) -> Severity:
        """How severe it is."""
        return self.conflict.severity

    @property
    def stake(self) -> Money:
        """The money at stake."""
        return Money(self.conflict.stake.minor, self.conflict.stake.currency)

    @property
    def where(self) -> str:
        """The channels on which it costs, and whether it stands between channels."""
        return ", ".join(self.conflict.channels) or "all channels"

    @property
    def sku(self) -> str:
        """The SKU that it is about, if it is about one."""
        return ", ".join(self.conflict.named(Thing.SKU))

    @property
    def active(self) -> bool:
        """Whether somebody should look at it: it is there, and nobody has put it away or taken it as it is."""
        return self.state not in _DECIDED and self.state is not State.RESOLVED


@dataclass(frozen=True)
class Conflicts:
    """What was found on a day, worst first; those that are resolved stand at the end."""

    looked: Looked
    rows: tuple[ConflictRow, ...]
    colours: Mapping[str, str]

    @property
    def imported(self) -> bool:
        """Whether anything is known that could be a conflict: without a channel there is not."""
        return bool(self.rows or self.colours)

    @property
    def active(self) -> tuple[ConflictRow, ...]:
        """Those that somebody should look at."""
        return tuple(row for row in self.rows if row.active)


def conflict_rows(
    session: Session, *, day: date, families: Collection[Family] = FAMILIES, looked: Looked | None = None
) -> Conflicts:
    """Look for conflicts, or take what was found before, and say where each one stands; stores nothing."""
    found = looked or look(session, day=day, families=families)
    standing = standings(session, day)
    now = {one.fingerprint for one in found.conflicts}
    rows = [_row(one, standing.get(one.fingerprint), day) for one in found.conflicts]
    gone = [
        _row(one, standing[name], day)
        for name, one in stored(session).items()
        if name not in now and one.kind.family in families and standing[name].state is State.RESOLVED
    ]
    colours: dict[str, str] = dict(session.execute(select(Channel.name, Channel.colour)).all())
    return Conflicts(found, (*rows, *sorted(gone, key=lambda row: rank(row.conflict))), colours)


def _row(conflict: Conflict, standing: Standing | None, day: date) -> ConflictRow:
    """Set a conflict beside where it stands; what no run has kept yet, or keeps as gone, is new today."""
    if standing is None:
        return ConflictRow(conflict, State.NEW, 0)
    return ConflictRow(
        conflict,
        standing.state,
        max(0, standing.age(day)),
        standing.owner,
        standing.person,
        standing.reason,
        standing.until,
        standing.since,
        standing.returns,
    )


def total(rows: Iterable[ConflictRow], currency: str) -> Money:
    """Add up the money at stake."""
    return Money(sum(row.conflict.stake.minor for row in rows), currency)


COLUMNS: tuple[Column[ConflictRow], ...] = (
    Column("Conflict", lambda row: row.conflict.title),
    Column(
        "At stake", lambda row: row.stake, Kind.MONEY, hint="In the next 14 days; the panel has the formula", total=True
    ),
    Column("Severity", lambda row: row.severity.word, Kind.CHIP),
    Column("What", lambda row: row.conflict.sentence),
    Column("Channels", lambda row: row.where, hint="Where it costs"),
    Column(
        "Between",
        lambda row: "yes" if row.conflict.between else "",
        Kind.CHIP,
        hint=f"{BETWEEN}: no channel can see it alone",
    ),
    Column("Age", lambda row: row.age, Kind.COUNT, hint="Days since it is there"),
    Column("State", lambda row: row.state.value, Kind.CHIP),
    Column("Owner", lambda row: row.owner),
    Column("Family", lambda row: row.family.value),
    Column("SKU", lambda row: row.sku, Kind.CODE),
    Column("Code", lambda row: row.conflict.kind.code, Kind.CODE),
)
