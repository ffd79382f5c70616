"""A replay as rows: channels, SKUs or weeks with what happened, the rules in force and those tried side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.columns import Cell, Column, Kind
from app.queries.allocation_replay import Replayed, Who
from models.domain.contribution.statement import By
from models.domain.money import Money
from models.domain.replay.tally import Tallies, Tally

GROUPS = (By.CHANNEL, By.SKU, By.WEEK)


@dataclass(frozen=True)
class Compared:
    """One channel, SKU or week on every side; money is minor units of `currency`."""

    name: str
    title: str
    monday: date | None
    sides: Mapping[Who, Tally]
    currency: str

    def tally(self, who: Who) -> Tally:
        """Give the sums of one side; there is nothing of what was never wanted."""
        return self.sides.get(who) or Tally()

    @property
    def change(self) -> Money:
        """The contribution of the rules tried less that of the rules in force, or of these less what happened."""
        after, before = self._compared
        return Money(after.contribution - before.contribution, self.currency)

    @property
    def moved(self) -> int:
        """The units that are sold more, or below 0 fewer, between the same two."""
        after, before = self._compared
        return after.sold - before.sold

    @property
    def _compared(self) -> tuple[Tally, Tally]:
        tried = Who.TRIED in self.sides
        after, before = (Who.TRIED, Who.PUBLISHED) if tried else (Who.PUBLISHED, Who.HAPPENED)
        return self.tally(after), self.tally(before)


def rows(found: Replayed, by: By) -> list[Compared]:
    """List channels in their order, weeks in theirs, or SKUs with the largest change of contribution first."""
    if by is By.WEEK:
        return [_row(found, by, monday, f"{monday}") for monday in found.mondays]
    if by is By.CHANNEL:
        return [_row(found, by, name, name) for name in found.colours]
    listed = [_row(found, by, sku, sku) for sku in found.sides[0].sums.skus]
    return sorted(listed, key=lambda row: (-abs(row.change.minor), -row.tally(found.shown.who).lost, row.name))


def _row(found: Replayed, by: By, key: str | date, name: str) -> Compared:
    sides = {side.who: _tallies(side.sums, by).get(key) or Tally() for side in found.sides}
    title = found.titles.get(name, "") if by is By.SKU else ""
    return Compared(name, title, key if isinstance(key, date) else None, sides, found.currency)


def _tallies(sums: Tallies, by: By) -> Mapping[Any, Tally]:
    match by:
        case By.CHANNEL:
            return sums.channels
        case By.SKU:
            return sums.skus
        case _:
            return sums.weeks


def columns(found: Replayed, by: By) -> tuple[Column[Compared], ...]:
    """Declare the columns: measure by measure, what happened, the rules in force and those tried."""
    head: dict[By, tuple[Column[Compared], ...]] = {
        By.CHANNEL: (Column("Channel", lambda row: row.name),),
        By.SKU: (Column("SKU", lambda row: row.name, Kind.CODE), Column("Name", lambda row: row.title)),
        By.WEEK: (Column("Week of", lambda row: row.monday, Kind.DAY),),
    }
    than = "the rules in force" if found.side(Who.TRIED) else "what happened"
    hint = f"Units sold more, or below 0 fewer, against {than}"
    made = [
        *head[by],
        Column("Change", lambda row: row.change, Kind.MONEY, hint=f"Contribution against {than}", total=True),
        Column("Units moved", lambda row: row.moved, Kind.UNITS, hint=hint, total=True),
    ]
    for word, kind, said, value in _MEASURES:
        for side in found.sides:
            title = f"{word} {side_word(side.who, found)}"
            made.append(Column(title, _cell(side.who, value), kind, hint=said, total=True))
    return tuple(made)


def side_word(who: Who, found: Replayed) -> str:
    """Name a side in a word or two."""
    side = found.side(Who.TRIED)
    tried = side.title.split(",")[0] if side is not None else ""
    return {Who.HAPPENED: "in fact", Who.PUBLISHED: "in force", Who.TRIED: tried}[who]


def by_side(who: Who, found: Replayed) -> str:
    """Say by which rules, in a sentence."""
    if who is Who.TRIED:
        word = side_word(who, found)
        return f"by the {word}" if word == "draft" else f"by {word}"
    return {Who.HAPPENED: "in fact", Who.PUBLISHED: "by the rules in force"}[who]


def _money(minor: Callable[[Tally], int]) -> Callable[[Tally, str], Cell]:
    return lambda tally, currency: Money(minor(tally), currency)


_MEASURES: tuple[tuple[str, Kind, str, Callable[[Tally, str], Cell]], ...] = (
    (
        "Stock-outs",
        Kind.COUNT,
        "Weeks of a SKU on a channel with more wanted than there was",
        lambda one, _: one.stockouts,
    ),
    ("Lost", Kind.UNITS, "Units asked for in vain", lambda one, _: one.lost),
    ("Sold", Kind.UNITS, "Units", lambda one, _: one.sold),
    ("Contribution", Kind.MONEY, "Units sold × CM2 of a unit", _money(lambda one: one.contribution)),
)


def _cell(who: Who, value: Callable[[Tally, str], Cell]) -> Callable[[Compared], Cell]:
    return lambda row: value(row.tally(who), row.currency)


@dataclass(frozen=True)
class OneSide:
    """One side of a channel, SKU or week, or of all of them."""

    name: str
    side: str
    tally: Tally
    currency: str


def one_by_one(found: Replayed, by: By) -> list[OneSide]:
    """Give a row for each side of each channel, SKU or week, and for each side of all of them."""
    listed = [
        OneSide(row.name, side.title, row.tally(side.who), found.currency)
        for row in rows(found, by)
        for side in found.sides
    ]
    return [*listed, *[OneSide("All", side.title, side.sums.total, found.currency) for side in found.sides]]


def side_columns(by: By) -> tuple[Column[OneSide], ...]:
    """Declare the columns of a row for each side."""
    return (
        Column({By.SKU: "SKU"}.get(by, by.value.capitalize()), lambda row: row.name),
        Column("Rules", lambda row: row.side),
        Column("Wanted", lambda row: row.tally.wanted, Kind.UNITS),
        Column("Sold", lambda row: row.tally.sold, Kind.UNITS),
        Column("Lost", lambda row: row.tally.lost, Kind.UNITS),
        Column("Stock-outs", lambda row: row.tally.stockouts, Kind.COUNT),
        Column("Contribution", lambda row: Money(row.tally.contribution, row.currency), Kind.MONEY),
        Column("Lost contribution", lambda row: Money(row.tally.lost_contribution, row.currency), Kind.MONEY),
    )
