"""What a draft would change: who gains and loses units and contribution, today and when supply is short."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.ledger.rates import base_currency
from app.queries.allocation import Book, book, draft_book, outcomes
from app.queries.allocation_facts import Facts, load_facts
from app.queries.overrides import overrides
from models.domain.allocation.expected import with_demand
from models.domain.allocation.facts import Override
from models.domain.allocation.outcome import Outcome, share_out
from models.domain.allocation.worth import expected_contribution
from models.domain.money import Money, half_up

# Today's supply, half of it and a quarter of it, in percent.
SUPPLIES = (100, 50, 25)


@dataclass(frozen=True)
class Moved:
    """What one channel has of one SKU at a part of today's supply, by the rules that hold and by the draft.

    `contribution` is what is expected of the units gained or lost over the demand days of the ladder in force: what
    sells of them, not what lies there.
    """

    sku: str
    channel: str
    percent: int
    before: int
    after: int
    contribution: Money

    @property
    def gain(self) -> int:
        """The units gained, or below 0 lost."""
        return self.after - self.before


@dataclass(frozen=True)
class ChannelMoved:
    """What one channel gains and loses over all SKUs at a part of today's supply."""

    channel: str
    percent: int
    gained: int
    lost: int
    contribution: Money


def difference(session: Session, *, day: date, sku: str = "") -> list[Moved]:
    """List what the draft changes, by SKU, channel and supply; empty without a draft or where nothing moves."""
    draft = draft_book(session)
    if draft is None:
        return []
    facts, fixed = load_facts(session, day, sku=sku), overrides(session, day=day)
    return _moved(facts, fixed, book(session), draft, base_currency(session))


def _moved(facts: Facts, fixed: list[Override], now: Book, draft: Book, currency: str) -> list[Moved]:
    def expected(outcome: Outcome, channel: str, units: int) -> Fraction:
        (claimant,) = [one for one in outcome.planned.claimants if one.code == channel]
        return expected_contribution(with_demand(claimant, now.ladder.demand_days), units) or Fraction(0)

    found = []
    pairs = zip(outcomes(facts, now, fixed), outcomes(facts, draft, fixed), strict=True)
    for (facts_of, before), (_, after) in pairs:
        for percent in SUPPLIES:
            old, new = (share_out(one.planned, one.planned.supply.to_share * percent // 100) for one in (before, after))
            for channel in facts_of.channels:
                was, becomes = old.units(channel.name).all, new.units(channel.name).all
                if was != becomes:
                    worth = expected(after, channel.name, becomes) - expected(before, channel.name, was)
                    found.append(
                        Moved(facts_of.sku, channel.name, percent, was, becomes, Money(half_up(worth), currency))
                    )
    return found


def by_channel(moved: list[Moved]) -> list[ChannelMoved]:
    """Add up what moves by channel and supply."""
    keys = sorted({(one.channel, -one.percent) for one in moved})
    found = []
    for channel, percent in keys:
        own = [one for one in moved if (one.channel, -one.percent) == (channel, percent)]
        gains = [one.gain for one in own]
        found.append(
            ChannelMoved(
                channel,
                -percent,
                sum(gain for gain in gains if gain > 0),
                -sum(gain for gain in gains if gain < 0),
                Money(sum(one.contribution.minor for one in own), own[0].contribution.currency),
            )
        )
    return found


COLUMNS: tuple[Column[Moved], ...] = (
    Column("SKU", lambda row: row.sku, Kind.CODE),
    Column("Channel", lambda row: row.channel),
    Column("Supply %", lambda row: row.percent, Kind.COUNT),
    Column("Now", lambda row: row.before, Kind.UNITS),
    Column("Draft", lambda row: row.after, Kind.UNITS),
    Column("Change", lambda row: row.gain, Kind.UNITS, total=True),
    Column(
        "Contribution",
        lambda row: row.contribution,
        Kind.MONEY,
        hint="Expected of the units gained or lost: what sells of them, not what lies there",
        total=True,
    ),
)
