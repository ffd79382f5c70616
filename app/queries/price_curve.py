"""What a unit of a listing earns over its price, as a chart: its floor, MAP, the book, live, and prices not to ask."""

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


def price_curve(row: FloorRow) -> ChartData:
    """Draw E and what it has to be around the floor, the MAP, and the price as the book has it and as it is live.

    Only a listing of which nothing is missing has a curve.
    """
    curve, floor, currency = row.listing.curve, row.floor, row.currency
    if curve is None or floor is None:
        raise ValueError(f"{row.sku} on {row.channel} has no curve")
    named = _named(row, floor)
    first, last = _extent(floor, [price for _, price in named])
    prices = _prices(curve, first, last)
    return ChartData(
        ChartKind.CURVES,
        _title(row, floor),
        _subtitle(floor, currency),
        currency,
        (
            Series("earns", tuple(_point(price, _earned(curve, price), currency) for price in prices), "accent"),
            Series("target", tuple(_point(price, _target(curve, price), currency) for price in prices), "bar"),
        ),
        x_title="Price",
        y_title="Earned by a unit",
        zones=(
            *_zones(floor.dead_zones, "dead zone", _DEAD, row),
            *_zones(floor.forbidden, "forbidden", _FORBIDDEN, row),
        ),
        marks=tuple(
            Here(f"{name} {major(price, currency)}", Money(price, currency).decimal()) for name, price in named
        ),
    )


def _named(row: FloorRow, floor: Floor) -> list[tuple[str, int]]:
    """Name the prices that are known; those that are the same share one mark."""
    live = row.live.price if row.live is not None else None
    governed = row.governed.minor if row.governed is not None else None
    names: dict[int, list[str]] = {}
    for name, price in (("floor", floor.lowest), ("MAP", row.minimum), ("book", governed), ("live", live)):
        if price is not None:
            names.setdefault(price, []).append(name)
    return [(", ".join(same), price) for price, same in names.items()]


def _title(row: FloorRow, floor: Floor) -> str:
    """Answer from which price on a unit earns enough."""
    if floor.lowest is None:
        return "No price earns the target"
    if floor.safe is None:
        return f"Prices from {major(floor.lowest, row.currency)} on may do"
    said = f"Every price from {major(floor.safe, row.currency)} on earns enough"
    if row.price is None or row.price.minor < floor.safe:
        return said
    return f"{said}, {_below(row.price.minor, floor.safe)} below {'the book' if row.live is None else 'now'}"


def _below(asked: int, safe: int) -> str:
    return f"{half_up_of(100 * (asked - safe), asked)} %"


def _subtitle(floor: Floor, currency: str) -> str:
    shaded = [words for words, ranges in (("dead zone", floor.dead_zones), ("forbidden", floor.forbidden)) if ranges]
    return f"{currency} earned by a unit over its price{'; shaded: ' + ', '.join(shaded) if shaded else ''}"


def _extent(floor: Floor, marked: Iterable[int]) -> tuple[int, int]:
    """Choose the prices to show: around what is marked, the safe floor, and what is shaded."""
    ends = [end for one in (*floor.forbidden, *floor.dead_zones) for end in one if end < floor.price_max]
    places = [*marked, *([floor.safe] if floor.safe is not None else []), *ends]
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
