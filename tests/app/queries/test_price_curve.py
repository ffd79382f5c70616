"""The curve of a listing as a chart: golden figures of GB6, with its forbidden band and its dead zone."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from app.queries.floors import DEAD, EARNS, LACKING, LOSS, LOW, NO_PRICE, FloorRow
from app.queries.live_prices import LiveListing
from app.queries.price_curve import price_curve
from app.queries.unit_economics import ListingEconomics
from models.domain.charts import ChartKind, Zone
from models.domain.money import Money
from models.domain.pricing.curve import Curve
from models.domain.pricing.fee_model import Band, FeeModel, Schedule, ScheduleKind, Target, Tier
from tests.app.pricing_brand import DAY

# pricing-and-promotion.md, GB6: 8 % up to 10.00 else 15 %, fulfilment 3.06 up to 10.00 else 3.83, COGS 3.00, T 2.50.
GB6 = FeeModel(
    300,
    referral=Schedule(ScheduleKind.BRACKET, (Band(1000, Fraction(8, 100)), Band(None, Fraction(15, 100)))),
    fulfilment=(Tier(1000, 306), Tier(None, 383)),
)


def row(
    price: int | None, *, model: FeeModel | None = GB6, minimum: int | None = None, live: int | None = None
) -> FloorRow:
    """Give the row of a listing of GB6 at a price of the book, and at a live one."""
    curve = Curve(model, Target(250)) if model is not None else None
    missing = () if model is not None else ("landed cost",)
    listing = ListingEconomics("TEA", "Bazaar", "USD", curve, missing, 20_000, 300)
    governed = None if price is None else Money(price, "USD")
    seen = None if live is None else seen_at(live)
    return FloorRow("Tea", "#0072B2", listing, listing.floor, governed, seen, minimum)


def seen_at(price: int) -> LiveListing:
    """Give the listing as it was seen at a price."""
    return LiveListing(
        1, "Bazaar", "T1", "Tea", "TEA", price, "USD", None, None, DAY, DAY, "prices", "prices.csv", 1, 2, ()
    )


def test_that_the_curve_of_gb6_shows_its_floor_forbidden_band_and_dead_zone() -> None:
    chart = price_curve(row(1300, minimum=1200, live=1049))
    assert (chart.kind, chart.unit) == (ChartKind.CURVES, "USD")
    assert chart.title == "Every price from 10.98 on earns enough"
    assert chart.zones == (
        Zone("dead zone", Decimal("10.01"), Decimal("11.72"), "attention_soft"),
        Zone("forbidden", Decimal("10.01"), Decimal("10.97"), "critical_soft"),
    )
    assert [(mark.label, mark.x) for mark in chart.marks] == [
        ("floor 9.30", Decimal("9.30")),
        ("MAP 12.00", Decimal("12.00")),
        ("book 13.00", Decimal("13.00")),
        ("live 10.49", Decimal("10.49")),
    ]
    earns, target = chart.series
    figures = {point.x: point.y for point in earns.points}
    assert (figures[Decimal("10.00")], figures[Decimal("10.01")]) == (Decimal("3.14"), Decimal("1.68"))
    assert (earns.points[0].x, earns.points[-1].x) == (Decimal("6.51"), Decimal("16.25"))
    assert {point.y for point in target.points} == {Decimal("2.50")}
    across = [point.x for point in earns.points if point.x is not None]
    assert across == sorted(set(across))


def test_that_the_title_tells_how_far_the_price_is_above_the_floor() -> None:
    assert price_curve(row(1220)).title == "Every price from 10.98 on earns enough, 10 % below the book"
    assert price_curve(row(1220, live=1220)).title == "Every price from 10.98 on earns enough, 10 % below now"
    assert price_curve(row(None)).title == "Every price from 10.98 on earns enough"
    hopeless = FeeModel(300, referral=Schedule(bands=(Band(None, Fraction(1)),)))
    assert price_curve(row(1220, model=hopeless)).title == "No price earns the target"


def test_that_prices_that_are_the_same_share_a_mark() -> None:
    marks = price_curve(row(1200, minimum=1200, live=1200)).marks
    assert [mark.label for mark in marks] == ["floor 9.30", "MAP, book, live 12.00"]


def test_that_the_live_price_is_judged_before_that_of_the_book() -> None:
    both = row(1200, live=600)
    assert (both.state, both.price, both.list_price) == (LOSS, Money(600, "USD"), Money(1200, "USD"))
    assert row(None, live=1200).list_price == Money(1200, "USD")


@pytest.mark.parametrize(
    "price, state",
    [(None, NO_PRICE), (600, LOSS), (900, LOW), (1000, EARNS), (1050, LOW), (1100, DEAD), (1173, EARNS)],
)
def test_that_a_price_stands_as_its_floor_says(price: int | None, state: str) -> None:
    assert row(price).state == state


def test_that_a_listing_that_lacks_a_fact_has_no_curve() -> None:
    lacking = row(1000, model=None)
    assert (lacking.state, lacking.why) == (LACKING, "Missing: landed cost")
    with pytest.raises(ValueError, match="no curve"):
        price_curve(lacking)
