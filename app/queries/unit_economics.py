"""What a unit of each SKU earns on each channel at a price, and the lowest price that is enough, on one day.

The landed cost is the ledger's of that day; the fees are the channel's schedule of that day; what serving a unit costs
is typed there or with the place that the schedule names, never twice.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ledger.costing import cost_book
from app.ledger.rates import Rates
from app.ledger.rows import rows_of
from app.queries.fee_schedules import ScheduleRow, Schedules, fee_schedules
from app.queries.place_facts import servings
from app.queries.served import Lacking, ServedUnits
from app.queries.wholesale_terms import terms_that_hold, wholesale_terms
from models.domain.catalog import ChannelKind
from models.domain.contribution.costing import CostBook
from models.domain.making import made
from models.domain.money import translate
from models.domain.pricing.curve import Curve
from models.domain.pricing.fee_model import FeeModel
from models.domain.pricing.floor import Floor, solve
from models.domain.pricing.schedule import FeeSchedule, Served, WholesaleTerms, model_of
from models.domain.stock import Serving
from models.tables import Channel, Listing, Sku

# Of 5,000 SKUs each may have a cost of its own on each of 6 channels; what is kept is shared by runs of the process.
_KEPT, _SCHEDULES, _FLOORS = 10_000, 64, 40_000
_WHOLE = 10_000
LANDED_COST, FEE_SCHEDULE, RETURN_RATE, TERMS = "landed cost", "fee schedule", "return rate", "wholesale terms"
_NOTHING_SERVED = Served()
Key = tuple[str, str]  # a SKU and the name of a channel


class ListingEconomics(NamedTuple):
    """E(P) of a SKU on a channel against its target, or what is missing for it; amounts in `currency`.

    `floor` is worked out when it is first asked for, and kept; E at a price needs the curve alone.
    """

    sku: str
    channel: str
    currency: str
    curve: Curve | None
    missing: tuple[str, ...] = ()
    price_max: int = 0
    cogs: int | None = None
    schedule: ScheduleRow | None = None

    @property
    def floor(self) -> Floor | None:
        """Which prices earn the target; None where something is missing."""
        return None if self.curve is None else self.solved()

    def fees_in(self, currency: str) -> FeeModel | None:
        """Give what the channel charges by its schedule, where that is in a currency; known also without a cost."""
        return self.schedule.schedule.fees if self.schedule is not None and self.currency == currency else None

    def solved(self) -> Floor:
        """Give the floor of a listing whose curve is known."""
        if self.curve is None:
            raise ValueError(f"{self.sku} on {self.channel} lacks {', '.join(self.missing)}, so it has no floor")
        return _solved(self.curve, self.price_max)


class _Charged(NamedTuple):
    """What a channel charges for all SKUs of a category, ready to be asked; `lacking` is what is missing for each.

    `alike` says that it charges all of them the same: neither by place nor by how often a SKU is returned. `landed` are
    the landed costs in its currency that are worked out already.
    """

    row: ScheduleRow | None
    currency: str
    curves: _Curves | None
    lacking: tuple[str, ...] = ()
    alike: bool = False
    landed: Mapping[str, int | None] = MappingProxyType({})


def unit_economics(
    session: Session,
    *,
    day: date,
    skus: Collection[str] | None = None,
    channels: Collection[str] | None = None,
    costs: CostBook | None = None,
) -> dict[Key, ListingEconomics]:
    """Give the economics of every SKU that has a listing on a channel, or of some SKUs and channels by name.

    Costs that were read before are not read again.
    """
    book = _Book(session, day, costs or cost_book(session))
    listed: dict[int, list[tuple[str, str]]] = {}
    for sku, category, channel_id in rows_of(session, _LISTED):
        if skus is None or sku in skus:
            listed.setdefault(channel_id, []).append((sku, category))
    return {
        (sku, channel): book.of(sku, category, channel_id, channel, kind)
        for channel_id, channel, kind in session.execute(_CHANNELS)
        if channels is None or channel in channels
        for sku, category in listed.get(channel_id, ())
    }


_CHANNELS = select(Channel.id, Channel.name, Channel.kind).where(Channel.active == 1).order_by(Channel.id)
_LISTED = (
    select(Sku.code, Sku.category, Listing.channel_id)
    .join(Listing, Listing.sku_id == Sku.id)
    .where(Sku.active == 1)
    .order_by(Sku.code)
)


class _Book:
    """Everything that economics stand on, read once."""

    def __init__(self, session: Session, day: date, costs: CostBook) -> None:
        self._rates = Rates(session)
        self._day = day.isoformat()
        self._schedules = Schedules(fee_schedules(session, today=day))
        self._terms: Mapping[int, WholesaleTerms] = terms_that_hold(wholesale_terms(session, today=day))
        self._costs = costs
        self._servings: Mapping[str, Serving] = servings(session)
        self._served = ServedUnits(session, day, self._servings)
        self._landed: dict[str, dict[str, int | None]] = {}
        self._charged: dict[tuple[int, str], _Charged] = {}

    def of(self, sku: str, category: str, channel_id: int, channel: str, kind: str) -> ListingEconomics:
        """Work out one listing."""
        charged = self._charged.get((channel_id, category)) or self._charges(channel_id, category, kind)
        row, currency, curves, known, alike, landed = charged
        cogs = landed[sku] if sku in landed else self._cost(sku, currency)
        if alike and row is not None and curves is not None and cogs is not None:
            curve, highest = curves.alike(cogs)
            return made(ListingEconomics, (sku, channel, currency, curve, (), highest, cogs, row))
        lacking = [] if cogs is not None else [self._why_no_cost(sku, currency)]
        if row is None or curves is None:
            return ListingEconomics(sku, channel, currency, None, (*lacking, *known), cogs=cogs)
        rate = self._return_rate(sku) if row.schedule.returns_of_sku else None
        if row.schedule.returns_of_sku and rate is None:
            lacking.append(RETURN_RATE)
        lacking += known
        served = self._place_charges(row, sku, channel_id)
        if isinstance(served, Lacking):
            lacking.append(served)
        elif cogs is not None and not lacking:
            curve, highest = curves.of(cogs, served, rate), row.schedule.highest(cogs)
            return ListingEconomics(sku, channel, currency, curve, (), highest, cogs, row)
        return ListingEconomics(sku, channel, currency, None, tuple(dict.fromkeys(lacking)), cogs=cogs, schedule=row)

    def _charges(self, channel_id: int, category: str, kind: str) -> _Charged:
        """Find what a channel charges for a category, once for all its SKUs."""
        row = self._schedules.of(channel_id, category)
        terms = self._terms.get(channel_id)
        if row is None:
            base = self._rates.base
            found = _Charged(None, base, None, (FEE_SCHEDULE,), landed=self._landed_in(base))
        else:
            lacking = (TERMS,) if terms is None and kind == ChannelKind.WHOLESALE else ()
            alike = not lacking and row.location_id is None and not row.schedule.returns_of_sku
            curves, landed = _curves(row.schedule, terms), self._landed_in(row.currency)
            found = _Charged(row, row.currency, curves, lacking, alike, landed)
        self._charged[channel_id, category] = found
        return found

    def _place_charges(self, row: ScheduleRow, sku: str, channel_id: int) -> Served | Lacking:
        """Give what the place of a schedule charges, in the currency of the schedule."""
        served = self._served.of(row.location_id, sku, channel_id)
        if row.currency == self._rates.base or isinstance(served, Lacking) or served == Served():
            return served
        return self._moved(served, row.currency)

    def _cost(self, sku: str, currency: str) -> int | None:
        """Give the landed cost of a unit on the day in a currency, None where a cost or a rate is missing."""
        cost = self._costs.unit_cost(sku, self._day)
        parts = [self._into(amount, own, currency) for own, amount in cost.amounts] if cost else [None]
        known = [part for part in parts if part is not None]
        found = self._landed_in(currency)[sku] = sum(known) if len(known) == len(parts) else None
        return found

    def _landed_in(self, currency: str) -> dict[str, int | None]:
        return self._landed.setdefault(currency, {})

    def _why_no_cost(self, sku: str, currency: str) -> str:
        """Name what is missing for a landed cost: the cost, or the rate that would translate it."""
        cost = self._costs.unit_cost(sku, self._day)
        codes = [*(own for own, _ in cost.amounts), currency] if cost else []
        without = [code for code in codes if code != self._rates.base and self._rates.on(code, self._day) is None]
        return f"rate of {without[0]}" if without else LANDED_COST

    def _into(self, minor: int, own: str, currency: str) -> int | None:
        """Translate an amount between two currencies exactly, rounded once; None where a rate is missing."""
        if own == currency:
            return minor
        there, here = self._rate(own), self._rate(currency)
        return translate(minor, own, there / here, into=currency) if there and here else None

    def _rate(self, currency: str) -> Fraction | None:
        """Give the rate of a currency into the ledger's."""
        return Fraction(1) if currency == self._rates.base else self._rates.on(currency, self._day)

    def _moved(self, served: Served, currency: str) -> Served | Lacking:
        """Translate what a place charges into the currency of a schedule."""
        moved = [self._into(minor, self._rates.base, currency) for minor in (served.unit, served.returned)]
        known = [minor for minor in moved if minor is not None]
        return Served(*known) if len(known) == len(moved) else Lacking(f"rate of {currency}")

    def _return_rate(self, sku: str) -> int | None:
        serving = self._servings.get(sku)
        return None if serving is None else serving.return_rate


class _Curves:
    """The curves of one schedule; the same facts in, the same curve out, so that floors are found once."""

    def __init__(self, schedule: FeeSchedule, terms: WholesaleTerms | None) -> None:
        self._schedule, self._terms = schedule, terms
        self._of_fees: dict[tuple[Served, int | None], Curve] = {}
        self._known: dict[tuple[int, Served, int | None], Curve] = {}
        self._alike: dict[int, tuple[Curve, int]] = {}

    def alike(self, cogs: int) -> tuple[Curve, int]:
        """Give the curve of a landed cost and the highest price looked at, where all else is the same for all SKUs."""
        found = self._alike.get(cogs)
        if found is None:
            if len(self._alike) >= _KEPT:
                self._alike.clear()
            found = self._alike[cogs] = self.of(cogs, _NOTHING_SERVED, None), self._schedule.highest(cogs)
        return found

    def of(self, cogs: int, served: Served, return_rate: int | None) -> Curve:
        """Give the curve of a landed cost, what a place charges, and a return rate in basis points."""
        key = (cogs, served, return_rate)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            found = self._known[key] = self._fees(served, return_rate).at_cost(cogs)
        return found

    def _fees(self, served: Served, return_rate: int | None) -> Curve:
        key = (served, return_rate)
        if key not in self._of_fees:
            rate = None if return_rate is None else Fraction(return_rate, _WHOLE)
            model = model_of(self._schedule, 0, served=served, return_rate=rate, terms=self._terms)
            self._of_fees[key] = Curve(model, self._schedule.target)
        return self._of_fees[key]


@lru_cache(maxsize=_SCHEDULES)
def _curves(schedule: FeeSchedule, terms: WholesaleTerms | None) -> _Curves:
    """Keep the curves of a schedule between runs of the process."""
    return _Curves(schedule, terms)


@lru_cache(maxsize=_FLOORS)
def _solved(curve: Curve, price_max: int) -> Floor:
    return solve(curve, price_max)
