"""What is listed behind a figure of the statement adds up to it, to the cent (I8)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.actions.catalog import link_listing
from app.ledger.ledger import Ledger
from app.queries.behind import Behind, StatementCell, behind, days_of, lines_of, portions
from app.queries.catalog import listings
from app.queries.charts import weeks
from app.queries.contribution import NO_SKU, statement
from app.queries.postings import Wanted, postings
from models.domain.accounts import Line
from models.domain.contribution.statement import LEVELS, STACK, By, StatementRow
from models.domain.money import Money
from models.domain.period import Period
from tests.make import draft, new_ledger, write

NINE_MONTHS = Period(date(2026, 2, 1), date(2026, 10, 31))
PART = Period(date(2026, 5, 12), date(2026, 8, 19))


def _figure(row: StatementRow, name: str) -> int:
    match name:
        case "units":
            return row.figures.units
        case "orders":
            return row.figures.orders
        case _:
            return row.figures.amount(name)


def _listed(found: Behind) -> int:
    match found.cell.name:
        case "units":
            return sum(row.units for row in found.rows)
        case "orders" if found.cell.by is By.SKU and found.cell.key:
            return len(found.rows)
        case "orders":
            return sum(row.orders for row in found.rows)
        case _:
            return sum(row.base.minor for row in found.rows if row.base is not None)


@pytest.mark.parametrize("by", list(By))
def test_that_the_postings_behind_every_line_of_the_demo_add_up_to_it(demo_ledger: Ledger, by: By) -> None:
    period = PART if by is By.WEEK else NINE_MONTHS
    with demo_ledger.read() as session:
        found = statement(session, period, by)
        for row in (*found.rows, found.total):
            for name in (*Line, "units", "orders"):
                opened = behind(session, StatementCell(by, str(name), period, row.key, row.label))
                assert _listed(opened) == _figure(row, str(name)), (row.label, name)
                said = opened.figure.minor if isinstance(opened.figure, Money) else opened.figure
                assert said == _listed(opened)


@pytest.mark.parametrize("by", list(By))
def test_that_the_postings_behind_every_level_of_chosen_channels_add_up_to_it(demo_ledger: Ledger, by: By) -> None:
    chosen = frozenset({1, 3})
    with demo_ledger.read() as session:
        found = statement(session, PART, by, channels=chosen)
        for row in (*found.rows[:3], found.total):
            for name in LEVELS:
                opened = behind(session, StatementCell(by, name, PART, row.key, row.label, chosen))
                assert _listed(opened) == _figure(row, name), (row.label, name)


def test_that_the_postings_behind_every_point_of_the_weekly_chart_add_up_to_it(demo_ledger: Ledger) -> None:
    with demo_ledger.read() as session:
        chart = weeks(session, PART)
        points = [point for series in chart.series for point in series.points]
        assert points
        for point in points:
            match point.key:
                case (int() as channel_id, str() as week):
                    cell = StatementCell(By.WEEK, "cm4", PART, week, channels=frozenset({channel_id}))
                    figure = behind(session, cell).figure
                    assert isinstance(figure, Money)
                    assert figure.decimal() == point.y
                case other:
                    pytest.fail(f"a point opens nothing: {other}")


def test_that_shared_cost_is_listed_with_the_part_a_channel_carries(demo_ledger: Ledger) -> None:
    with demo_ledger.read() as session:
        row = statement(session, NINE_MONTHS, By.CHANNEL).rows[0]
        opened = behind(session, StatementCell(By.CHANNEL, "shared_operating_cost", NINE_MONTHS, row.key, row.label))
    assert {part.driver.value for part in opened.shared} == {"net_sales", "orders", "equal"}
    assert sum(part.part.minor for part in opened.shared) == row.figures.amount("shared_operating_cost")
    assert all(posting.base != posting.amount for posting in opened.rows if posting.amount.minor < -100)


def test_that_a_code_that_is_another_skus_listing_elsewhere_is_not_mixed_in(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    write(ledger, [draft("1", sku="TEA", amount=500)], channel="Shop")
    write(ledger, [draft("2", sku="TEA", amount=700)], channel="Fair")
    write(ledger, [draft("3", sku="BOWL", amount=900)], channel="Shop")
    with ledger.read() as session:
        at_fair = next(one for one in listings(session) if one.channel == "Fair")
    link_listing(ledger, listing_id=at_fair.id, sku="BOWL")
    period = Period(date(2026, 3, 1), date(2026, 3, 31))
    with ledger.read() as session:
        rows = {row.key: row for row in statement(session, period, By.SKU).rows}
        for key in ("TEA", "BOWL"):
            opened = behind(session, StatementCell(By.SKU, "net_sales", period, key))
            assert _listed(opened) == rows[key].figures.net_sales
    assert rows["BOWL"].figures.net_sales == 1600
    ledger.close()


def test_that_an_order_with_two_listings_of_one_sku_counts_once(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    sold = [("1", "TEA"), ("1", "TEA-BAG"), ("2", "TEA-BAG"), ("3", "TEA"), ("3", "BOWL")]
    for channel in ("Shop", "Fair"):
        lines = [draft(f"{order} {sku}", sku=sku, order_ref=order) for order, sku in sold]
        write(ledger, lines, channel=channel)
    with ledger.read() as session:
        bags = [one.id for one in listings(session) if one.code == "TEA-BAG"]
    for listing in bags:
        link_listing(ledger, listing_id=listing, sku="TEA")
    period = Period(date(2026, 3, 1), date(2026, 3, 31))
    with ledger.read() as session:
        rows = {row.key: row for row in statement(session, period, By.SKU).rows}
        listed = {key: _listed(behind(session, StatementCell(By.SKU, "orders", period, key))) for key in rows}
    assert {key: row.figures.orders for key, row in rows.items()} == listed == {"TEA": 6, "BOWL": 2}
    ledger.close()


def test_that_postings_added_up_by_sku_are_the_statement_by_sku(demo_ledger: Ledger) -> None:
    with demo_ledger.read() as session:
        rows = {row.key: row.figures for row in statement(session, NINE_MONTHS, By.SKU).rows}
        told = postings(session, Wanted(NINE_MONTHS))
    sums: dict[str, int] = dict.fromkeys(rows, 0)
    for one in told:
        if one.line and one.line != Line.UNCLASSIFIED and one.base is not None:
            sums[one.sku or NO_SKU] += one.base.minor
    assert sums == {key: figures.result for key, figures in rows.items()}
    renamed = {one.listing for one in told if one.listing != one.sku}
    assert "name: Press filter, pack of two" in renamed
    assert not renamed & set(rows)


def test_that_a_level_is_made_of_every_line_above_it() -> None:
    assert lines_of("cm1") == (Line.GROSS_SALES, Line.DISCOUNTS, Line.REFUNDS, Line.SHIPPING_INCOME, Line.COGS)
    assert set(lines_of("result")) == set(Line) - {Line.UNCLASSIFIED}
    assert all(lines_of(name) == (Line(name),) for name in STACK if name not in LEVELS)


def test_that_a_week_at_the_edge_of_a_period_is_cut_there() -> None:
    within = Period(date(2026, 3, 4), date(2026, 3, 31))
    assert days_of("2026-W10", within) == Period(date(2026, 3, 4), date(2026, 3, 8))
    assert days_of("2026-03", within) == within
    assert days_of("2026-W01", Period(date(2025, 12, 1), date(2026, 3, 1))).first == date(2025, 12, 29)


@given(st.lists(st.integers(-10_000, -1), min_size=1, max_size=30), st.integers(0, 100))
def test_that_portions_lose_nothing_and_are_never_off_by_a_cent(amounts: list[int], percent: int) -> None:
    part = sum(amounts) * percent // 100
    cut = portions(amounts, part)
    assert sum(cut) == part
    for amount, one in zip(amounts, cut, strict=True):
        assert abs(one - amount * part / sum(amounts)) < 1
