"""Ended promotions are read out of the ledger, naive and honest side by side, and it is said where nobody can tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from app.actions.base_prices import NewPrice, add_base_price
from app.actions.catalog import edit_channel
from app.actions.fee_schedules import add_schedule
from app.actions.rules import add_rule, publish
from app.ledger.ledger import Ledger
from app.queries.promotion_readouts import ReadoutRow, readouts
from app.queries.rules import PROMOTIONS
from models.domain.catalog import ChannelKind
from models.domain.money import Money
from models.domain.promotions.kinds import PricePromotion
from models.domain.promotions.readout import Verdict
from models.domain.rules import Scope
from tests.app.pricing_brand import GB1, channel
from tests.app.promotions.dtc import DTC
from tests.make import import_text, made_once, new_ledger, type_cost

FIRST = date(2026, 9, 7)
LAST = date(2026, 9, 20)
TODAY = date(2026, 11, 2)
START = date(2026, 1, 1)
# pricing-and-promotion.md, B5: 310 units in 14 days where 180 are usual, and a dip of 40 in the 14 days after.
WEEKS = {0: 155, 1: 155, 2: 70, 3: 70}


def sales(weeks: dict[int, int], *, other: bool = True, amazon: dict[int, int] | None = None) -> str:
    """Write the sales of weeks from the promotion's first on; 90 mugs a week else, and 200 cups that stand still."""
    rows = ["channel,date,document,sku,quantity,unit_price,kind"]
    for week in range(-13, 5):
        day = FIRST + timedelta(days=7 * week)
        rows.append(f"Shop,{day},M{week},MUG,{weeks.get(week, 90)},24.99,sale")
        if other:
            rows.append(f"Shop,{day},C{week},CUP,200,9.99,sale")
        if amazon is not None:
            rows.append(f"Amazon,{day},A{week},MUG,{amazon.get(week, 20)},24.99,sale")
            rows.append(f"Amazon,{day},B{week},CUP,50,9.99,sale")
    return "\n".join(rows) + "\n"


@made_once
def prepared(folder: Path) -> Ledger:
    made = new_ledger(folder)
    type_cost(made, "MUG", 620)
    return made


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a mug at 24.99 that costs 6.20, promoted at 19.99 in a shop for two weeks at a fixed cost of 150.00."""
    made = prepared(tmp_path)
    yield made
    made.close()


def ready(ledger: Ledger, text: str) -> None:
    import_text(ledger, "sales.csv", text)
    add_base_price(ledger, price=NewPrice("MUG", "", Money(2499, "USD"), START))
    for name, kind, schedule in (("Shop", ChannelKind.DTC, DTC), ("Amazon", ChannelKind.MARKETPLACE, GB1)):
        if f"\n{name}," in text:
            number = channel(ledger, name)
            edit_channel(ledger, channel_id=number, name=name, kind=kind, owner="", active=True)
            add_schedule(ledger, channel_id=number, schedule=schedule)
    what = PricePromotion(code="DEAL", price=Money(1999, "USD"), fixed=Money(15_000, "USD"))
    scope = Scope(("MUG",), channels=("Shop",))
    add_rule(ledger, what=what, scope=scope, first=FIRST, last=LAST, family=PROMOTIONS, begin=True)
    publish(ledger, name="Autumn", reason="plan", family=PROMOTIONS)


def row(ledger: Ledger) -> ReadoutRow:
    with ledger.read() as session:
        (found,) = readouts(session, day=TODAY)
    return found


def test_b5_that_the_golden_comes_out_of_the_ledger_to_the_cent(ledger: Ledger) -> None:
    ready(ledger, sales(WEEKS, amazon={0: 14, 1: 14}))
    found = row(ledger)
    assert found.outcome is not None
    assert [found.actual, found.baseline.units, found.outcome.dip] == [Fraction(310), Fraction(180), Fraction(40)]
    assert found.readout is not None
    # E is 12.42 at 24.99 and 7.56 at 19.99, 10.89 on Amazon, where 12 units were lost.
    assert (found.readout.naive, found.readout.honest) == (98_280, -66_948)
    assert found.readout.break_even is not None
    assert found.readout.achieved is not None
    assert round(float(found.readout.break_even) * 1000) == 643
    assert found.readout.achieved == Fraction(130, 180)
    assert found.readout.verdict is Verdict.COST


def test_that_bundles_that_hold_the_promoted_sku_are_no_sales_of_it(ledger: Ledger) -> None:
    import_text(ledger, "bundles.csv", "sku,component,quantity\nPAIR,MUG,2\n")
    pairs = [f"Shop,{FIRST + timedelta(days=7 * week)},P{week},PAIR,20,39.99,sale" for week in range(-13, 5)]
    ready(ledger, sales(WEEKS, amazon={0: 14, 1: 14}) + "\n".join(pairs) + "\n")
    found = row(ledger)
    assert found.readout is not None
    assert found.actual == Fraction(310)
    assert (found.readout.naive, found.readout.honest) == (98_280, -66_948)


def test_that_a_market_that_rises_is_no_merit_of_the_promotion(ledger: Ledger) -> None:
    text = sales({0: 180, 1: 180}).replace("CUP,200", "CUP,400")
    lines = text.splitlines()
    for place, line in enumerate(lines):
        if ",CUP," in line and line.split(",")[1] not in {str(FIRST), str(FIRST + timedelta(days=7))}:
            lines[place] = line.replace("CUP,400", "CUP,200")
    ready(ledger, "\n".join(lines) + "\n")
    found = row(ledger)
    assert {Fraction(found.actual), found.baseline.units} == {Fraction(360)}
    assert found.readout is not None
    assert found.readout.naive == 0


def test_that_without_anything_to_compare_with_nobody_can_tell(ledger: Ledger) -> None:
    ready(ledger, sales(WEEKS, other=False))
    found = row(ledger)
    assert found.baseline.units == Fraction(180)
    assert found.baseline.low is None
    assert found.verdict == Verdict.CANNOT_TELL.value


def test_that_what_a_unit_earns_has_to_be_known(ledger: Ledger) -> None:
    import_text(ledger, "sales.csv", sales(WEEKS))
    add_base_price(ledger, price=NewPrice("MUG", "", Money(2499, "USD"), START))
    what = PricePromotion(code="DEAL", price=Money(1999, "USD"))
    add_rule(ledger, what=what, scope=Scope(("MUG",)), first=FIRST, last=LAST, family=PROMOTIONS, begin=True)
    publish(ledger, name="Autumn", reason="plan", family=PROMOTIONS)
    found = row(ledger)
    assert (found.readout, found.lack) == (None, "what a unit of MUG earns is not known")


def test_that_only_what_has_ended_within_a_year_is_read_out(ledger: Ledger) -> None:
    ready(ledger, sales(WEEKS))
    with ledger.read() as session:
        assert readouts(session, day=LAST) == []
        assert readouts(session, day=LAST + timedelta(days=366)) == []
