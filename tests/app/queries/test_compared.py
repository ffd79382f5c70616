"""Two statements side by side."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.ledger.ledger import Ledger
from app.queries.compared import NAME_OF, compared, level_columns, stack_columns
from app.queries.contribution import NO_SKU, columns, statement
from app.queries.freshness import covered_days
from app.queries.scope import scope
from app.queries.uncosted import beside, sold_uncosted
from models.domain.contribution.statement import By
from models.domain.period import Period
from tests.make import draft, new_ledger, write

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
APRIL = Period(date(2026, 4, 1), date(2026, 4, 30))


def test_that_both_periods_are_those_of_the_one_statement(demo_ledger: Ledger) -> None:
    with demo_ledger.read() as session:
        found = compared(session, APRIL, MARCH, By.CHANNEL)
        now = beside(statement(session, APRIL, By.CHANNEL), sold_uncosted(session, APRIL))
        before = statement(session, MARCH, By.CHANNEL)
    assert [row.row for row in found.rows] == list(now.rows)
    assert [row.before for row in found.rows] == [row.figures for row in before.rows]
    assert found.total.row == now.total
    assert found.total.before == before.total.figures


def test_that_a_sku_sold_only_before_is_listed_too(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    write(ledger, [draft("1", sku="TEA", day="2026-03-05"), draft("2", sku="BOWL", day="2026-04-05")])
    with ledger.read() as session:
        found = compared(session, APRIL, MARCH, By.SKU)
    ledger.close()
    assert {row.row.key: (row.row.figures.net_sales, row.before and row.before.net_sales) for row in found.rows} == {
        "BOWL": (1000, 0),
        "TEA": (0, 1000),
    }


def test_that_weeks_meet_in_order(demo_ledger: Ledger) -> None:
    now, before = Period(date(2026, 4, 6), date(2026, 5, 3)), Period(date(2026, 3, 9), date(2026, 4, 5))
    with demo_ledger.read() as session:
        found = compared(session, now, before, By.WEEK)
        earlier = statement(session, before, By.WEEK)
    assert [row.before_key for row in found.rows] == ["2026-W11", "2026-W12", "2026-W13", "2026-W14"]
    assert [row.before for row in found.rows] == [row.figures for row in earlier.rows]


def test_that_without_comparison_nothing_stands_beside(demo_ledger: Ledger) -> None:
    with demo_ledger.read() as session:
        found = compared(session, APRIL, None, By.MONTH)
    assert not found.has_before
    assert all(row.before is None and row.money_before("cm1") is None for row in found.rows)


def test_that_every_column_but_the_name_opens_to_a_figure() -> None:
    for shown in (stack_columns(By.SKU), level_columns(By.SKU, against=True)):
        assert [column.title for column in shown[:2]] == ["SKU", "Name"]
        assert all(column.title in NAME_OF for column in shown[2:])
    assert not any("before" in column.title for column in level_columns(By.WEEK, against=False))


def test_that_a_sku_and_its_name_stand_apart(demo_ledger: Ledger) -> None:
    with demo_ledger.read() as session:
        found = compared(session, APRIL, None, By.SKU)
        told = statement(session, APRIL, By.SKU)
    code, name = stack_columns(By.SKU)[:2]
    named = {code.value(row): name.value(row) for row in found.rows}
    assert named["JR-0101"] == "Juniper & Rye Smoked tea 100 g"
    assert named[NO_SKU] == ""
    assert (code.value(found.total), name.value(found.total)) == ("Total", "")
    assert {one.value(told.rows[0]) for one in columns(told.currency, By.SKU)[:2]} == {
        code.value(found.rows[0]),
        name.value(found.rows[0]),
    }


def test_that_the_days_on_offer_are_those_of_sales_and_not_of_snapshots(demo_ledger: Ledger) -> None:
    with demo_ledger.read() as session:
        offered = scope(session, demo_ledger.today())
    assert offered.days == Period(date(2026, 2, 1), date(2026, 10, 31))
    assert [name for _, name, _ in offered.choices()] == ["Shopify", "Amazon", "Etsy", "Wholesale", "Harbor Retail"]


def test_that_an_empty_ledger_offers_no_days(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    with ledger.read() as session:
        assert covered_days(session, ledger.today()) is None
    ledger.close()
