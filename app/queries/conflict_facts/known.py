"""What the ledger knows for all checks: stock, demand, orders, rules and terms; read once, then looked at in part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import lcm

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import MissingRates
from app.ledger.rates import base_currency
from app.queries.allocation import Book as AllocationRules
from app.queries.allocation import book, outcomes
from app.queries.allocation_facts import Facts, load_facts, reading
from app.queries.commitments import CommitmentRow
from app.queries.conflict_facts.prices_read import PricesRead
from app.queries.conflict_facts.published import published_units
from app.queries.conflict_facts.storage import Storage, storage
from app.queries.contribution import statement
from app.queries.inbound import overdue_units
from app.queries.names import Names
from app.queries.overrides import overrides
from app.queries.planning import plans_by_sku
from app.queries.positions import Position
from app.queries.price_rules import RulesOfDay, rules_of_day
from models.domain.allocation.facts import ChannelFacts, Override, SkuFacts
from models.domain.allocation.outcome import Outcome
from models.domain.allocation.planning import Planned, Promises
from models.domain.allocation.plenty import Plenty
from models.domain.conflicts.setting import DAYS_AHEAD
from models.domain.contribution.statement import By
from models.domain.demand import WEEKS
from models.domain.period import last_weeks
from models.domain.rules import Rules
from models.domain.stock import SkuPlanning
from models.tables import ConflictTerms

SHARED = "all shared places"


@dataclass(frozen=True)
class Terms:
    """What the checks assume until somebody types otherwise; parts are in basis points.

    Stock is too much from `most_cover` days on. After a breach of MAP, `claim` of open wholesale orders may be
    claimed; `featured` of sales are lost with the featured offer, `shift` of units move to a cheaper channel. Prices
    of channels may differ by `tolerance`, retailers need `margin`, and dispute an order with a chance of `dispute`.
    """

    most_cover: int = 180
    claim: int = 1000
    featured: int = 8000
    shift: int = 1000
    tolerance: int = 100
    margin: int = 4000
    dispute: int = 1500


@dataclass(frozen=True)
class Known:
    """A ledger on a day; `only` holds the SKUs that are looked at, None being all of them.

    `weekly` is what channels contribute in a week (CM3, in minor units); `remarks` say what could not be read, and why;
    `overdue` are units on their way whose day has passed.
    """

    day: date
    days: int
    currency: str
    names: Names
    facts: Facts
    rules: AllocationRules
    fixed: tuple[Override, ...]
    orders: tuple[CommitmentRow, ...]
    lying: tuple[Position, ...]
    plans: Mapping[str, SkuPlanning]
    published: Mapping[str, Mapping[str, int]]
    storage: Storage
    terms: Terms
    prices: PricesRead
    price_rules: RulesOfDay
    weekly: Mapping[str, int] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    overdue: Mapping[str, int] = field(default_factory=dict)
    only: frozenset[str] | None = None

    def part(self, skus: Iterable[str]) -> Known:
        """Look at some SKUs alone."""
        return replace(self, only=frozenset(skus))

    def looks_at(self, sku: str) -> bool:
        """Say whether a SKU is looked at."""
        return self.only is None or sku in self.only

    @cached_property
    def order_lines(self) -> tuple[CommitmentRow, ...]:
        """The open lines of the SKUs that are looked at, or of bundles that hold any of them."""
        if self.only is None:
            return self.orders
        wanted = self.only.union([pack for pack, held in self.names.holds.items() if not self.only.isdisjoint(held)])
        return tuple([row for row in self.orders if row.sku in wanted])

    @cached_property
    def lines_of(self) -> Mapping[tuple[str, str], list[CommitmentRow]]:
        """The open lines by channel and order; of some SKUs alone, the orders that hold any of them with all lines."""
        wanted = {(row.channel, row.reference) for row in self.order_lines}
        found: dict[tuple[str, str], list[CommitmentRow]] = {}
        for row in self.orders:
            order = (row.channel, row.reference)
            if order in wanted:
                found.setdefault(order, []).append(row)
        return found

    @cached_property
    def skus(self) -> tuple[SkuFacts, ...]:
        """The SKUs that are looked at."""
        if self.only is None:
            return self.facts.skus
        return tuple([one for code in sorted(self.only) if (one := self.by_sku.get(code)) is not None])

    @property
    def by_sku(self) -> Mapping[str, SkuFacts]:
        """All SKUs, whether they are looked at or not."""
        return self.facts.by_sku

    def contribution(self, sku: str, channel: str) -> int | None:
        """Give what a unit of a SKU contributes on a channel (CM2 of 52 weeks), None where it is not known."""
        facts = self.by_sku.get(sku)
        channels: tuple[ChannelFacts, ...] = () if facts is None else facts.channels
        return next((one.leaves for one in channels if one.name == channel), None)

    def units_ahead(self, sku: str, channel: str) -> Fraction:
        """Give the units that a listing sells in the days ahead."""
        return self.prices.rate(sku, channel) * self.days

    def into_base(self, minor: int, currency: str) -> int | None:
        """Translate minor units into the ledger's currency on the day; None where there is no rate."""
        return self.storage.rates.base_minor(minor, currency, self.day.isoformat())

    def planned(self, skus: Iterable[SkuFacts]) -> Iterator[tuple[Planned, Outcome | None]]:
        """Plan what was promised of some SKUs by the published rules, and share out those that may not have enough.

        Where places are short of room all SKUs share it, so that each of them is shared out.
        """
        wanted = tuple(skus)
        if self.facts.rooms:
            codes = {one.sku for one in wanted}
            others = tuple([one for one in self.facts.skus if one.sku not in codes])
            for _, outcome in outcomes(replace(self.facts, skus=wanted, others=others), self.rules, self.fixed):
                yield outcome.planned, outcome
            return
        promises = Promises(Rules(self.rules.rules, self.day), self.rules.ladder)
        plenty, scarce = Plenty(self.rules.ladder), []
        for sku in wanted:
            plan = promises.of(sku, self.fixed_of.get(sku.sku, ()))
            if plenty.of(plan):
                yield plan, None
            else:
                scarce.append(sku)
        for _, outcome in outcomes(replace(self.facts, skus=tuple(scarce)), self.rules, self.fixed):
            yield outcome.planned, outcome

    @cached_property
    def fixed_of(self) -> Mapping[str, list[Override]]:
        """The numbers that people fixed, by SKU."""
        found: dict[str, list[Override]] = {}
        for one in self.fixed:
            found.setdefault(one.sku, []).append(one)
        return found


def known(session: Session, day: date, *, days: int = DAYS_AHEAD) -> Known:
    """Read what all checks need of a ledger."""
    read, rules = reading(session, day), book(session)
    facts, keeping = load_facts(session, day, read=read), storage(session, day, days)
    return Known(
        day,
        days,
        base_currency(session),
        read.names,
        facts,
        rules,
        tuple(overrides(session, day=day)),
        read.orders,
        read.lying,
        plans_by_sku(session),
        published_units(session, day, rules, read.names),
        keeping,
        terms(session),
        PricesRead(day, facts, read, keeping.costs),
        rules_of_day(session, day=day),
        *_weekly(session, day),
        overdue=overdue_units(session, today=day),
    )


def _weekly(session: Session, day: date) -> tuple[Mapping[str, int], tuple[str, ...]]:
    """Give the average weekly CM3 of every channel over the last 13 whole weeks; none where a rate is missing."""
    try:
        told = statement(session, last_weeks(day, WEEKS), By.CHANNEL)
    except MissingRates as error:
        return {}, (f"The size of conflicts could not be set against what channels contribute. {error}",)
    return {row.label: row.figures.amount("cm3") // WEEKS for row in told.rows}, ()


def terms(session: Session) -> Terms:
    """Give what the checks assume."""
    row = session.scalars(select(ConflictTerms)).first()
    if row is None:
        return Terms()
    return Terms(row.most_cover, row.claim, row.featured, row.shift, row.tolerance, row.margin, row.dispute)


def worth(channels: Iterable[ChannelFacts]) -> Fraction | None:
    """Give what a unit contributes over channels, each by what it sells; without sales what it brings at most.

    In minor units of the ledger's currency; None where no channel tells it.
    """
    told = [(one.rate, one.contribution) for one in channels if one.costed and one.contribution is not None]
    if not told:
        return None
    shared = lcm(*[each.denominator for each, _ in told])
    parts = [(each.numerator * (shared // each.denominator), minor) for each, minor in told]
    rate = sum([part for part, _ in parts])
    if rate:
        return Fraction(sum([part * minor for part, minor in parts]), rate)
    return Fraction(max(minor for _, minor in told))


def measured(channel: ChannelFacts) -> bool:
    """Say whether any week tells what a channel sells of a SKU."""
    return channel.rate_from is not None and bool(getattr(channel.rate_from, "units", ()))
