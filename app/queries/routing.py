"""Which place should serve each SKU on each channel: cost to serve by place, recommendation, and what people chose."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy.orm import Session

from app.columns import Cell, Column, Kind
from app.queries.demand import DemandRow
from app.queries.place_facts import Terms
from app.queries.places import PlaceRow
from app.queries.routing_facts import Chosen, RoutingFacts, routing_facts
from models.domain.money import Money, half_up
from models.domain.routing.fees import NEEDED, Field, Tariff
from models.domain.routing.reasons import overriding, reasons
from models.domain.routing.recommendation import Choice, Place, Recommendation, Sales, recommend

_TENTH = Decimal("0.1")
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class RouteRow:
    """One SKU on one channel: what each place would cost, what is recommended, and what a person chose."""

    sku: str
    title: str
    channel_id: int
    channel: str
    colour: str
    today: date
    worth_known: bool
    recommendation: Recommendation
    chosen: Chosen | None = None

    @property
    def currency(self) -> str:
        """The currency of every amount."""
        return self.recommendation.sales.currency

    @property
    def rate(self) -> Decimal:
        """Units a day, to the hundredth."""
        return decimal(self.recommendation.sales.rate, _HUNDREDTH)

    @property
    def serves(self) -> str:
        """The place that counts today: the one a person chose, else the recommended one."""
        return self.recommendation.chosen(self.today)

    @property
    def overridden(self) -> bool:
        """Whether a person's choice counts today."""
        return self.chosen is not None and self.today <= self.chosen.until

    def choice(self, place: str) -> Choice | None:
        """Give what is known of one place; None where it does not serve the channel."""
        return next((one for one in self.recommendation.choices if one.place.location == place), None)

    def cost(self, place: str) -> Cell:
        """Give the cost of a unit from a place; None where a fee is lacking, blank where it does not serve."""
        found = self.choice(place)
        if found is None:
            return ""
        return Money(found.cost.total, self.currency) if _known(found) else None

    @property
    def lead(self) -> Money | None:
        """What the recommended place earns a day more than the next one; None without a next one."""
        able = [one for one in self.recommendation.choices if not one.barred]
        if len(able) < 2:  # noqa: PLR2004 - two to compare
            return None
        return Money(half_up(able[0].daily - able[1].daily), self.currency)

    @property
    def break_even(self) -> Decimal | None:
        """The days of storage from which on the next best place is cheaper; None where there are none."""
        storage = self.recommendation.storage
        return None if storage is None or storage.days is None else decimal(storage.days, _TENTH)

    @property
    def state(self) -> str:
        """How it stands, in a word or two."""
        if self.overridden:
            return "chosen"
        if not self.recommendation.location:
            return "fact missing" if any(one.cost.unknown for one in self.recommendation.choices) else "no place"
        return "recommended"

    @property
    def why(self) -> tuple[str, ...]:
        """The reasons in plain sentences, what a person chose first."""
        said = overriding(self.recommendation, self.today)
        sentences = (*((said,) if said else ()), *reasons(self.recommendation))
        lacking = "" if self.worth_known else "No sale of the last 52 weeks tells what a unit leaves: compared by cost"
        return (*sentences, lacking) if lacking else sentences


def decimal(exact: Fraction, step: Decimal) -> Decimal:
    """Write an exact figure as a decimal."""
    return (Decimal(exact.numerator) / exact.denominator).quantize(step)


def _known(choice: Choice) -> bool:
    return not choice.cost.unknown and not choice.place.barred.startswith(_NO_VOLUME)


_NO_VOLUME = "the volume of a unit is not typed"


def routes(session: Session, *, today: date, days: int | None = None) -> list[RouteRow]:
    """Compare the places for every SKU and channel that sells, what earns most first; nothing until a fee is typed.

    Units packed a day are shared: the pairs that earn most take them first.
    """
    facts = routing_facts(session, today)
    if facts is None:
        return []
    terms = facts.terms if days is None else Terms(days, facts.terms.holding)
    left = {place: Fraction(units) for place, units in facts.packed.items()}
    sold = sorted((row for row in facts.demand if row.demand.rate > 0), key=lambda row: _stake(facts, row))
    return [_route(facts, row, terms, left) for row in sold]


def _stake(facts: RoutingFacts, row: DemandRow) -> tuple[Fraction, str, int]:
    worth = facts.worth.get((row.channel_id, row.sku))
    return -row.demand.rate * (worth.unserved if worth else 0), row.sku, row.channel_id


def _route(facts: RoutingFacts, row: DemandRow, terms: Terms, left: dict[int, Fraction]) -> RouteRow:
    pair = (row.channel_id, row.sku)
    worth, chosen = facts.worth.get(pair), facts.chosen.get(pair)
    sales = Sales(
        facts.item(row.sku, row.channel_id),
        facts.today,
        terms.days,
        row.demand.rate,
        worth.unserved if worth else Fraction(0),
        facts.currency,
        facts.safety.get(row.sku, Fraction(0)),
        facts.holding.get(row.sku, 0),
    )
    serving = [place for place in facts.places if place.allocatable or place.channel_id == row.channel_id]
    found = recommend(
        sales,
        [_place(facts, row.sku, place, left.get(place.id)) for place in serving],
        facts.named(chosen) if chosen else None,
    )
    made = RouteRow(
        row.sku, row.title, row.channel_id, row.channel, row.colour, facts.today, worth is not None, found, chosen
    )
    _take(made, serving, left)
    return made


def _place(facts: RoutingFacts, sku: str, place: PlaceRow, left: Fraction | None) -> Place:
    plan, tariff = facts.plans.get(place.id), facts.tariffs[place.id]
    why = facts.barred.get((sku, place.id), "")
    if not why and not facts.volume_known(sku) and _stores(tariff):
        why = f"{_NO_VOLUME}: type it with the SKU in the catalogue"
    return Place(
        tariff,
        (plan.lead_days or 0) if plan else 0,
        plan.uplift if plan else 0,
        len(facts.lies_at.get(sku, frozenset()) | {place.id}),
        left,
        why,
    )


def _stores(tariff: Tariff) -> bool:
    """Say whether the cost of a place grows with the volume of a unit."""
    return Field.STORAGE in NEEDED[tariff.kind] or any(fee.field is Field.STORAGE for fee in tariff.fees)


def _take(row: RouteRow, places: Sequence[PlaceRow], left: dict[int, Fraction]) -> None:
    """Take what is packed for a pair from what its place can pack, and what does not fit from the next place."""
    ids = {place.name: place.id for place in places}
    names = [row.serves, row.recommendation.overflow if row.serves == row.recommendation.location else ""]
    rest = row.recommendation.sales.rate
    for name in filter(None, names):
        if ids.get(name) in left:
            taken = min(rest, left[ids[name]])
            left[ids[name]] -= taken
            rest -= taken


def columns(places: Sequence[str]) -> tuple[Column[RouteRow], ...]:
    """Make the columns, one for the cost of a unit from each place."""
    return (
        Column("SKU", lambda row: row.sku, Kind.CODE),
        Column("Name", lambda row: row.title),
        Column("Channel", lambda row: row.channel),
        Column("Units a day", lambda row: row.rate, Kind.UNITS),
        Column("Serve from", lambda row: row.serves),
        *(
            Column(
                place, _cost(place), Kind.MONEY, hint=f"Cost to serve a unit from {place}, storage and returns in it"
            )
            for place in places
        ),
        Column(
            "Break-even days",
            lambda row: "" if row.break_even is None else row.break_even,
            Kind.UNITS,
            hint="In storage, from which on the other of the two best places is cheaper to serve from",
        ),
        Column("Earns more a day", lambda row: row.lead, Kind.MONEY, hint="Than the next best place"),
        Column("State", lambda row: row.state, Kind.CHIP),
        Column("Recommended", lambda row: row.recommendation.location),
    )


def _cost(place: str) -> Callable[[RouteRow], Cell]:
    return lambda row: row.cost(place)


def places_of(rows: Sequence[RouteRow]) -> list[str]:
    """Name the places that serve any of the rows."""
    return sorted({one.place.location for row in rows for one in row.recommendation.choices}, key=str.casefold)


def parts_of(choice: Choice) -> Iterator[tuple[str, Fraction]]:
    """Give the fees that make up the cost of a place, in minor units of a unit; those of 0 are left out."""
    yield from ((part.field.value, part.amount) for part in choice.cost.parts if part.amount)
