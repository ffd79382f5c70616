"""What a cost would restate is tried, said, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.actions.catalog import edit_cost, edit_rate, set_cost, set_rate
from app.actions.costs_preview import Effect, effect_of_cost, effect_of_removal
from app.errors import UserError
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.queries.catalog import costs, rates
from app.queries.contribution import known_period, statement
from models.domain.contribution.statement import By
from models.domain.money import Money
from tests.make import import_text, made_once, new_ledger
from tests.views.brand import BUNDLES, COSTS, RATES, SALES

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


@made_once
def prepared(folder: Path) -> Ledger:
    made = new_ledger(folder)
    for name, text in (("sales.csv", SALES), ("costs.csv", COSTS), ("bundles.csv", BUNDLES), ("rates.csv", RATES)):
        import_text(made, name, text)
    return made


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger with sales in March and April."""
    made = prepared(tmp_path)
    yield made
    made.close()


def cm1_by_month(ledger: Ledger) -> dict[str, int]:
    """Give the CM1 of each month."""
    with ledger.read() as session:
        period = known_period(session)
        assert period is not None
        return {row.key: row.figures.cm1 for row in statement(session, period, By.MONTH).rows}


def tried(ledger: Ledger, sku: str, day: date, minor: int) -> Effect:
    """Try a cost."""
    return effect_of_cost(ledger, Progress(), sku=sku, valid_from=day, amount=Money(minor, "USD"))


def test_that_the_effect_is_what_saving_does_and_nothing_is_left_of_the_trial(ledger: Ledger) -> None:
    before = cm1_by_month(ledger)
    found = tried(ledger, "TEA", MARCH, 350)
    assert cm1_by_month(ledger) == before
    assert found.span == "March to April 2026"
    set_cost(ledger, sku="TEA", valid_from=MARCH, amount=Money(350, "USD"))
    after = cm1_by_month(ledger)
    assert {move.month: (move.before.minor, move.after.minor) for move in found.months} == {
        month: (before[month], after[month]) for month in before if before[month] != after[month]
    }
    assert found.moved.minor == sum(after.values()) - sum(before.values())


def test_that_a_later_first_day_moves_later_months_alone(ledger: Ledger) -> None:
    found = tried(ledger, "TEA", APRIL, 350)
    assert [move.month for move in found.months] == ["2026-04"]
    assert found.span == "April 2026"


def test_that_a_cost_from_after_the_last_sale_moves_nothing(ledger: Ledger) -> None:
    assert tried(ledger, "TEA", date(2026, 5, 1), 350).months == ()


def test_that_the_cost_of_a_component_moves_the_bundle(ledger: Ledger) -> None:
    assert tried(ledger, "HONEY", APRIL, 250).moved == Money(-100, "USD")


def test_that_a_sum_without_rates_says_that_it_cannot_be_told(ledger: Ledger) -> None:
    import_text(ledger, "foreign.csv", SALES.replace(",USD", ",EUR").replace("A", "C").replace("B", "D"))
    assert tried(ledger, "TEA", MARCH, 350).unknown == "What it moves cannot be told: a currency lacks a rate."


def test_that_a_typed_cost_overrules_a_file_that_claims_to_know_later(ledger: Ledger) -> None:
    later = COSTS.replace("TEA,2026-03-01,3.00,USD,2026-03-01", "TEA,2026-03-01,3.20,USD,2027-01-31")
    import_text(ledger, "costs_next_year.csv", later)
    with ledger.read() as session:
        newest = costs(session, sku="TEA")[0]
    edit_cost(ledger, cost_id=newest.id, amount=Money(100, "USD"))
    with ledger.read() as session:
        found = costs(session, sku="TEA")
    assert (found[0].cost.minor, found[0].state) == (100, "newest")
    assert {row.state for row in found[1:]} == {"overruled"}


def test_that_the_removal_of_a_typed_cost_is_tried_too(ledger: Ledger) -> None:
    set_cost(ledger, sku="TEA", valid_from=MARCH, amount=Money(350, "USD"))
    before = cm1_by_month(ledger)
    with ledger.read() as session:
        typed = next(row for row in costs(session) if row.typed)
    assert effect_of_removal(ledger, Progress(), cost_id=typed.id).moved == Money(350, "USD")
    assert cm1_by_month(ledger) == before


def test_that_a_typed_rate_is_changed_in_place_and_an_imported_one_overruled(ledger: Ledger) -> None:
    with ledger.read() as session:
        imported = rates(session)[0]
    edit_rate(ledger, rate_id=imported.id, rate="0.75")
    with ledger.read() as session:
        newest, older = rates(session)
    assert (newest.rate, newest.file, older.rate, older.file) == ("0.75", "", "0.72", "rates.csv")
    edit_rate(ledger, rate_id=newest.id, rate="0,76")
    with ledger.read() as session:
        assert [row.rate for row in rates(session)] == ["0.76", "0.72"]
    ledger.undo()
    with ledger.read() as session:
        assert [row.rate for row in rates(session)] == ["0.75", "0.72"]


@pytest.mark.parametrize("typed", ["0", "-1", "NaN", "Infinity", "much"])
def test_that_a_rate_is_a_number_above_nothing(ledger: Ledger, typed: str) -> None:
    set_rate(ledger, day=MARCH, currency="GBP", rate="1.3")
    with ledger.read() as session:
        pound = next(row for row in rates(session) if row.currency == "GBP")
    with pytest.raises(UserError, match=r"is not a rate\. Nothing was changed"):
        edit_rate(ledger, rate_id=pound.id, rate=typed)
