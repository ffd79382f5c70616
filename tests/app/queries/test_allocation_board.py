"""What the Allocation page is handed: rows whose sums are the pool, whether the run holds, and the supply curve."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from app.actions.allocation import run_allocation, set_override
from app.actions.rules import add_rule, publish, start_draft
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.queries.allocation_board import Board, board, grid_columns
from app.queries.fixing import refusal, room
from app.queries.supply_chart import supply_chart
from models.domain.allocation.claimant import Claimant
from models.domain.allocation.facts import Supply
from models.domain.allocation.ladder import STANDARD
from models.domain.allocation.outcome import Outcome, share_out
from models.domain.allocation.planning import Planned
from models.domain.allocation.rules import Cap
from models.domain.charts import ChartKind
from models.domain.rules import Scope
from tests.make import import_text, made_once, new_ledger

DAY = date(2026, 11, 23)  # what the clock of a test ledger says
SALES = """channel,date,document,sku,quantity,unit_price,kind
Shop,2026-08-24,D1,TEA,91,20.00,sale
Bazaar,2026-08-24,D2,TEA,182,10.00,sale
Shop,2026-11-22,D3,CUP,7,5.00,sale
"""
STOCK = """location,sku,date,on_hand,available,committed
Main,TEA,2026-11-20,100,90,10
Main,CUP,2026-11-20,40,40,0
"""


@made_once
def prepared(folder: Path) -> Ledger:
    made = new_ledger(folder)
    import_text(made, "sales.csv", SALES)
    import_text(made, "stock.csv", STOCK)
    return made


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger that is short of tea."""
    made = prepared(tmp_path)
    yield made
    made.close()


def read(ledger: Ledger) -> Board:
    """Read the board."""
    with ledger.read() as session:
        return board(session, day=DAY)


def outcome(**fixed: int) -> Outcome:
    """Share 30 units between two channels: A has a minimum of 10, both want 14 and 42 days at 1 a day."""
    rate = Fraction(1)
    claimants = (
        Claimant("A", priority=1, floor=10, rate=rate, weight=rate, cap=60),
        Claimant("B", priority=2, rate=rate, weight=rate, cap=60),
    )
    return share_out(Planned("TEA", Supply(35, 0, 5), claimants, STANDARD, fixed))


def test_that_most_money_at_stake_comes_first_and_every_row_adds_up(ledger: Ledger) -> None:
    found = read(ledger)
    assert [row.sku for row in found.plan.rows] == ["TEA", "CUP"]
    columns = {column.title: column.value for column in grid_columns(found.plan.channels)}
    parts = [columns[name] for name in (*found.plan.channels, "Unassigned", "Buffer")]
    for row in found.plan.rows:
        assert sum(value for part in parts if isinstance(value := part(row), int)) == columns["Pool"](row)
    assert columns["Bazaar"](found.plan.rows[1]) is None
    assert {column.absent for column in grid_columns(found.plan.channels) if column.title == "Bazaar"} == {""}


def test_that_the_newest_run_holds_until_rules_or_facts_change(ledger: Ledger) -> None:
    assert read(ledger).last is None
    run_allocation(ledger, Progress(), day=DAY)
    found = read(ledger)
    assert found.last is not None
    assert found.last.holds
    set_override(ledger, sku="TEA", channel_id=found.ids["Shop"], units=5, reason="a launch", until=DAY)
    found = read(ledger)
    assert found.last is not None
    assert (found.last.rules_changed, found.last.facts_changed) == (False, True)
    assert [(key, one.units) for key, one in found.fixed.items()] == [(("TEA", "Shop"), 5)]
    start_draft(ledger)
    add_rule(ledger, what=Cap(3), scope=Scope(channels=("Shop",)))
    assert not (last := read(ledger).last) or not last.rules_changed
    publish(ledger, name="Autumn", reason="a test")
    found = read(ledger)
    assert found.last is not None
    assert found.last.rules_changed


@pytest.mark.parametrize("fixed, most", [({}, 30), ({"B": 12}, 18), ({"A": 7}, 30), ({"A": 1, "B": 40}, 0)])
def test_that_a_number_is_refused_beyond_what_the_other_fixed_numbers_leave(fixed: dict[str, int], most: int) -> None:
    found = outcome(**fixed)
    assert room(found, "A") == most
    assert refusal(found, "A", most) == ""
    assert f"A can have {most} at most" in refusal(found, "A", most + 1)
    then = outcome(**fixed | {"A": most})
    assert then.units("A").all + then.units("B").all + then.unassigned == 30


def test_that_the_supply_curve_is_drawn_with_tiers_and_todays_supply() -> None:
    chart = supply_chart(outcome(), {"A": "#0072B2"})
    assert chart.kind is ChartKind.CURVES
    assert chart.title == "Promises and cover are met from 84 on, 54 more"
    assert chart.subtitle == "Units by channel against supply; shaded: red, amber"
    (here,) = chart.marks
    assert (here.label, here.x) == ("today 30", Decimal(30))
    assert [(zone.label, int(zone.start), int(zone.end)) for zone in chart.zones] == [("red", 0, 28), ("amber", 28, 84)]
    assert [(one.name, one.colour) for one in chart.series] == [("A", "#0072B2"), ("B", "neutral")]
    at = {int(point.x or 0): number for number, point in enumerate(chart.series[0].points)}
    figures = [
        (supply, *[int(one.points[at[supply]].y) for one in chart.series]) for supply in (0, 10, 20, 30, 84, 120)
    ]
    assert figures == [(0, 0, 0), (10, 10, 0), (20, 10, 10), (30, 15, 15), (84, 42, 42), (120, 60, 60)]


def test_that_a_fixed_number_comes_first_at_every_supply() -> None:
    chart = supply_chart(outcome(B=14), {})
    at = {int(point.x or 0): number for number, point in enumerate(chart.series[0].points)}
    figures = [(supply, *[int(one.points[at[supply]].y) for one in chart.series]) for supply in (5, 14, 24, 30)]
    assert figures == [(5, 0, 5), (14, 0, 14), (24, 10, 14), (30, 16, 14)]
    assert [(zone.label, int(zone.start)) for zone in chart.zones] == [("red", 0), ("amber", 28)]
    # B would want 42 by the last rung of cover.
    assert chart.title == "Promises and cover are not all met at any supply"
