"""What to order of each SKU and by when: stock, what is on its way, demand and terms, with the reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.ledger.rates import base_currency
from app.queries.commitments import promised
from app.queries.demand import DemandRow, demands
from app.queries.inbound import on_their_way
from app.queries.names import Names, names_in
from app.queries.planning import SkuPlanRow, sku_plans
from app.queries.positions import Position, positions
from app.queries.unit_worth import over_channels, unit_worth
from models.domain.cover import Arrival, Cover, cover
from models.domain.demand import Demand, together
from models.domain.money import Money
from models.domain.replenishment.need import Need, ServiceLevel, Terms
from models.domain.replenishment.proposal import Proposal, propose

EVERYWHERE = "All locations"
# 95 of 100 order cycles without a shortage, looked at once a week.
TARGET = ServiceLevel(9_500, 7)
_TENTH = Decimal("0.1")
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class ReplenishmentRow:
    """One SKU over all locations or at one place; without a proposal where `lacking` names what is not known yet.

    At one place `moved` are the units of the proposal that other places can bring.
    """

    sku: str
    title: str
    supplier: str
    on_hand: int
    demand: Demand
    currency: str
    covered: Cover | None
    proposal: Proposal | None
    lacking: str = ""
    place: str = EVERYWHERE
    moved: int | None = None

    @property
    def rate(self) -> Decimal:
        """Units a day over all channels, to the hundredth."""
        return _decimal(self.demand.rate, _HUNDREDTH)

    @property
    def cover(self) -> Decimal | None:
        """Days of cover with what arrives in time; None without demand."""
        days = self.covered.days if self.covered else None
        return None if days is None else _decimal(days, _TENTH)

    @property
    def stockout(self) -> date | None:
        """The first day on which demand cannot be met in full."""
        return self.covered.stockout if self.covered else None

    @property
    def reorder_point(self) -> int | None:
        """The units at hand and coming at which it is refilled."""
        return self.proposal.levels.reorder_point if self.proposal else None

    @property
    def up_to(self) -> int | None:
        """The units that it is refilled to."""
        return self.proposal.levels.up_to if self.proposal else None

    @property
    def order_by(self) -> date | None:
        """The last day on which an order still comes before the stock-out day, where there is something to order."""
        return self.proposal.order_by if self.proposal and self.proposal.units else None

    @property
    def loss(self) -> Money | None:
        """The contribution lost if what is needed is not ordered."""
        return Money(self.proposal.avoidable_loss, self.currency) if self.proposal else None


def _decimal(exact: Fraction, step: Decimal) -> Decimal:
    return (Decimal(exact.numerator) / exact.denominator).quantize(step)


def replenishment(session: Session, *, today: date, target: ServiceLevel) -> list[ReplenishmentRow]:
    """Work out the need of every SKU that has stock, demand or planning facts; the most urgent first."""
    currency = base_currency(session)
    names = names_in(session)
    there = positions(session, names)
    stock = _on_hand(there)
    owed = _owed(session, today, names)
    by_sku = _by_sku(demands(session, today=today, names=names))
    coming = _arrivals(session, today, there)
    worth = {sku: one.each for sku, one in over_channels(unit_worth(session, today=today, names=names)).items()}
    rows = []
    for plan in sku_plans(session):
        if plan.sku not in stock and plan.sku not in by_sku:
            continue
        promised_units = owed.get(plan.sku, 0)
        free = stock.get(plan.sku, 0) - promised_units
        found = together(row.demand for row in by_sku.get(plan.sku, ()))
        rows.append(
            _row(
                plan,
                _Known(
                    today,
                    free,
                    promised_units,
                    found,
                    coming.get(plan.sku, ()),
                    worth.get(plan.sku, Fraction(0)),
                    currency,
                ),
                target,
            )
        )
    return sorted(rows, key=_urgency)


@dataclass(frozen=True)
class _Known:
    """What the ledger knows of one SKU."""

    today: date
    on_hand: int
    promised: int
    demand: Demand
    arrivals: tuple[Arrival, ...]
    contribution: Fraction
    currency: str


def _row(plan: SkuPlanRow, known: _Known, target: ServiceLevel) -> ReplenishmentRow:
    facts = plan.plan
    lacking = "" if facts.lead_days is not None else "the lead time is not known"
    if not known.demand.weeks:
        lacking = "no week with sales and stock tells its demand"
    covered = cover(known.today, known.on_hand, known.demand.rate, known.arrivals) if known.demand.weeks else None
    proposal = None
    if not lacking and facts.lead_days is not None:
        terms = Terms(
            facts.supplier,
            Fraction(facts.lead_days),
            Fraction(facts.lead_spread or 0),
            case=facts.case_pack,
            moq=facts.moq,
        )
        proposal = propose(
            Need(
                plan.sku,
                EVERYWHERE,
                known.today,
                known.on_hand,
                known.demand.rate,
                known.demand.variance,
                terms,
                target,
                arrivals=known.arrivals,
                contribution=known.contribution,
                currency=known.currency,
                weeks=known.demand.weeks,
                promised=known.promised,
            )
        )
    return ReplenishmentRow(
        plan.sku, plan.title, facts.supplier, known.on_hand, known.demand, known.currency, covered, proposal, lacking
    )


def _on_hand(there: Iterable[Position]) -> dict[str, int]:
    units: dict[str, int] = {}
    for position in there:
        units[position.sku] = units.get(position.sku, 0) + (position.units or 0)
    return units


def _owed(session: Session, today: date, names: Names) -> dict[str, int]:
    """Add up what is still to ship; a bundle is asked for as what it holds."""
    units: dict[str, int] = {}
    for line in promised(session, today=today, names=names):
        for sku, quantity in names.inside(line.sku).items():
            units[sku] = units.get(sku, 0) + line.open * quantity
    return units


def _by_sku(rows: Iterable[DemandRow]) -> Mapping[str, list[DemandRow]]:
    found: dict[str, list[DemandRow]] = {}
    for row in rows:
        found.setdefault(row.sku, []).append(row)
    return found


def _arrivals(session: Session, today: date, there: Iterable[Position]) -> Mapping[str, tuple[Arrival, ...]]:
    """Give what is on its way; what a channel's own place says is coming to it counts as lying there already."""
    told = {(one.sku, one.place.name.casefold()) for one in there if one.incoming}
    found: dict[str, list[Arrival]] = {}
    for line in on_their_way(session, today=today):
        if line.expected is not None and (line.sku, line.location.casefold()) not in told:
            found.setdefault(line.sku, []).append(Arrival(line.expected, line.coming, line.reference))
    return {sku: tuple(arrivals) for sku, arrivals in found.items()}


def _urgency(row: ReplenishmentRow) -> tuple[bool, bool, date, str]:
    """Put what is to be ordered first, the earliest day first; what lacks a fact stands last."""
    proposal = row.proposal
    if proposal is None:
        return True, True, row.stockout or date.max, row.sku
    return False, not proposal.units, proposal.order_by or date.max, row.sku


COLUMNS: tuple[Column[ReplenishmentRow], ...] = (
    Column("SKU", lambda row: row.sku, Kind.CODE),
    Column("Name", lambda row: row.title),
    Column("Supplier", lambda row: row.supplier),
    Column("Free", lambda row: row.on_hand, Kind.UNITS, hint="On hand at all locations, less what was promised"),
    Column("Units a day", lambda row: row.rate, Kind.UNITS, hint="Over all channels, from weeks with stock"),
    Column("Cover days", lambda row: row.cover, Kind.UNITS, hint="With what arrives in time"),
    Column("Out of stock", lambda row: row.stockout or "", Kind.DAY),
    Column("Order", lambda row: row.proposal.units if row.proposal else None, Kind.UNITS, total=True),
    Column("Cases", lambda row: row.proposal.cases if row.proposal else None, Kind.COUNT),
    Column("Order by", lambda row: row.order_by or "", Kind.DAY),
    Column("Lost if not", lambda row: row.loss, Kind.MONEY, hint="Contribution lost if the order is not placed"),
    Column("Lacking", lambda row: row.lacking, hint="What has to be known before an order can be proposed"),
)

# At one place: what it wants and what other places can bring of it come in place of an order.
PLACED_COLUMNS: tuple[Column[ReplenishmentRow], ...] = (
    Column("SKU", lambda row: row.sku, Kind.CODE),
    Column("Name", lambda row: row.title),
    Column("Place", lambda row: row.place),
    Column("Free", lambda row: row.on_hand, Kind.UNITS, hint="On hand there, less what was promised from there"),
    Column("Units a day", lambda row: row.rate, Kind.UNITS, hint="Of the channels that are served from there"),
    Column(
        "Cover days", lambda row: "" if row.cover is None else row.cover, Kind.UNITS, hint="With what comes in time"
    ),
    Column("Out of stock", lambda row: row.stockout or "", Kind.DAY),
    Column("Reorder at", lambda row: row.reorder_point, Kind.UNITS, hint="At hand and coming, at which it is refilled"),
    Column("Up to", lambda row: row.up_to, Kind.UNITS, hint="The level that it is refilled to"),
    Column("Wanted", lambda row: row.proposal.units if row.proposal else None, Kind.UNITS, total=True),
    Column("From others", lambda row: row.moved or 0, Kind.UNITS, hint="What other places can bring of it", total=True),
    Column("Lost if not", lambda row: row.loss, Kind.MONEY, hint="Expected contribution lost if nothing comes"),
    Column("Lacking", lambda row: row.lacking, hint="What has to be known before a level can be given"),
)
