"""What a unit of a listing earns over its price, as a chart: the floor, the price now, and prices not to ask."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from app.queries.floors import FloorRow
from models.domain.charts import ChartData, ChartKind, Here, Point, Series, Zone
from models.domain.money import Money, half_up_of, major
from models.domain.pricing.curve import Curve
from models.domain.pricing.floor import LOWEST, Floor, Range

_POINTS = 120
_FORBIDDEN, _DEAD = "critical_soft", "attention_soft"


def price_curve(row: FloorRow, *, minimum: int | None = None) -> ChartData:
    """Draw E and what it has to be around the floor and the price; `minimum` is a minimum advertised price.

    Only a listing of which nothing is missing has a curve.
    """
    curve, floor, currency = row.listing.curve, row.floor, row.currency
    if curve is None or floor is None:
        raise ValueError(f"{row.sku} on {row.channel} has no curve")
    asked = row.asked.price.minor if row.asked is not None else None
    first, last = _extent(floor, asked, minimum)
    prices = _prices(curve, first, last)
    marks = [("floor", floor.lowest), ("MAP", minimum), ("now", asked)]
    return ChartData(
        ChartKind.CURVES,
        _title(row, floor, asked),
        _subtitle(floor),
        currency,
        (
            Series("earns", tuple(_point(price, _earned(curve, price), currency) for price in prices), "accent"),
            Series("target", tuple(_point(price, _target(curve, price), currency) for price in prices), "neutral"),
        ),
        x_title="Price",
        y_title="Earned by a unit",
        zones=(
            *_zones(floor.dead_zones, "dead zone", _DEAD, row),
            *_zones(floor.forbidden, "forbidden", _FORBIDDEN, row),
        ),
        marks=tuple(
            Here(f"{name} {major(price, currency)}", Money(price, currency).decimal())
            for name, price in marks
            if price is not None
        ),
    )


def _title(row: FloorRow, floor: Floor, asked: int | None) -> str:
    """Answer from which price on a unit earns enough."""
    if floor.lowest is None:
        return "No price earns the target"
    start = major(floor.lowest if floor.safe is None else floor.safe, row.currency)
    room = (
        "" if asked is None or floor.safe is None or asked < floor.safe else f", {_below(asked, floor.safe)} below now"
    )
    return (
        f"Every price from {start} on earns enough{room}"
        if floor.safe is not None
        else f"Prices from {start} on may do"
    )


def _below(asked: int, safe: int) -> str:
    return f"{half_up_of(100 * (asked - safe), asked)} %"


def _subtitle(floor: Floor) -> str:
    shaded = [words for words, ranges in (("dead zone", floor.dead_zones), ("forbidden", floor.forbidden)) if ranges]
    return f"Earned by a unit over its price{'; shaded: ' + ', '.join(shaded) if shaded else ''}"


def _extent(floor: Floor, asked: int | None, minimum: int | None) -> tuple[int, int]:
    """Choose the prices to show: around the floor, the price, and what is shaded."""
    ends = [end for one in (*floor.forbidden, *floor.dead_zones) for end in one if end < floor.price_max]
    places = [place for place in (floor.lowest, floor.safe, asked, minimum, *ends) if place is not None]
    low, high = min(places, default=LOWEST), max(places, default=floor.price_max)
    return max(LOWEST, low * 7 // 10), min(floor.price_max, max(high * 5 // 4, low + _POINTS))


def _prices(curve: Curve, first: int, last: int) -> list[int]:
    """Give evenly spread prices, and both sides of every edge between them."""
    step = max(1, (last - first) // _POINTS)
    breaks = [price for price in curve.breaks(last) if first <= price < last]
    return sorted({*range(first, last + 1, step), last, *breaks, *(price + 1 for price in breaks)})


def _earned(curve: Curve, price: int) -> int:
    return half_up_of(curve.earned(price), curve.scale)


def _target(curve: Curve, price: int) -> int:
    margin = curve.target.margin * curve.lines(price).net
    return max(curve.target.absolute, half_up_of(margin.numerator, margin.denominator))


def _point(price: int, minor: int, currency: str) -> Point:
    return Point(f"at {major(price, currency)}", Money(minor, currency).decimal(), x=Money(price, currency).decimal())


def _zones(ranges: Iterable[Range], label: str, colour: str, row: FloorRow) -> list[Zone]:
    def place(price: int) -> Decimal:
        return Money(price, row.currency).decimal()

    return [Zone(label, place(one.first), place(one.last), colour) for one in ranges]
