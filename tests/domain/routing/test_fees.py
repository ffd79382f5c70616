"""Typed fees: the one that applies on a day, by season, size tier and age of the stock."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.routing.fees import FIELDS, NEEDED, Fee, Field, PlaceKind, Season, Tariff

START = date(2026, 1, 1)


def tariff(*fees: Fee) -> Tariff:
    return Tariff("FBA", PlaceKind.FBA, "USD", fees)


def storage(amount: int, valid_from: date = START, season: Season | None = None) -> Fee:
    return Fee(Field.STORAGE, amount, valid_from, season=season)


STORAGE = tariff(storage(78), storage(240, season=Season(10, 12)), storage(81, date(2027, 2, 1)))


@pytest.mark.parametrize(
    "day, amount",
    [
        ("2026-09-30", 78),
        ("2026-10-01", 240),
        ("2026-12-31", 240),
        ("2027-01-01", 78),
        ("2027-02-01", 81),
        ("2027-11-05", 240),
        ("2025-12-31", None),
    ],
)
def test_that_the_rate_of_the_day_and_of_the_season_applies(day: str, amount: int | None) -> None:
    fee = STORAGE.fee(Field.STORAGE, date.fromisoformat(day))
    assert (fee.amount if fee else None) == amount


def test_that_a_season_can_go_over_the_turn_of_the_year() -> None:
    winter = Season(11, 1)
    assert [month for month in range(1, 13) if date(2026, month, 15) in winter] == [1, 11, 12]


def test_that_a_size_tier_has_its_own_fee_and_others_the_common_one() -> None:
    fees = tariff(Fee(Field.FULFILMENT, 400, START), Fee(Field.FULFILMENT, 961, START, size_tier="large"))
    found = [fees.fee(Field.FULFILMENT, START, size_tier=tier) for tier in ("large", "small", "")]
    assert [fee.amount for fee in found if fee] == [961, 400, 400]


def test_that_a_sku_has_its_own_fee_before_that_of_its_size() -> None:
    held = tariff(
        Fee(Field.FULFILMENT, 400, START),
        Fee(Field.FULFILMENT, 300, START, size_tier="small"),
        Fee(Field.FULFILMENT, 250, START, sku="MUG"),
    )
    found = [
        held.fee(Field.FULFILMENT, START, sku=sku, size_tier=size) for sku, size in (("MUG", "small"), ("POT", "small"))
    ]
    assert [fee.amount for fee in found if fee] == [250, 300]


def test_that_a_fee_by_order_stands_beside_that_by_unit() -> None:
    held = tariff(Fee(Field.PICK, 200, START, by_order=True), Fee(Field.PICK, 30, START))
    found = [held.fee(Field.PICK, START, by_order=by_order) for by_order in (False, True)]
    assert [fee.amount for fee in found if fee] == [30, 200]


def test_that_a_surcharge_on_old_stock_begins_at_its_age_and_the_older_tier_wins() -> None:
    fees = tariff(
        Fee(Field.AGED, 0, START), Fee(Field.AGED, 50, START, from_days=181), Fee(Field.AGED, 70, START, from_days=211)
    )
    found = [fees.fee(Field.AGED, START, days=days) for days in (180, 181, 210, 211)]
    assert [fee.amount for fee in found if fee] == [0, 50, 50, 70]


def test_that_a_fee_nobody_typed_is_missing_and_not_nought() -> None:
    assert STORAGE.fee(Field.FULFILMENT, START) is None


def test_that_every_needed_fee_is_one_of_its_kind() -> None:
    assert all(set(NEEDED[kind]) <= set(FIELDS[kind]) for kind in PlaceKind)


@given(st.dates(date(2025, 1, 1), date(2028, 1, 1)), st.integers(0, 400))
def test_that_stretches_cover_every_day_once_and_the_rate_is_one_in_each(first: date, days: int) -> None:
    stretches = list(STORAGE.stretches(first, days))
    assert sum(length for _, length in stretches) == days
    by_day = []
    for start, length in stretches:
        rates = {STORAGE.fee(Field.STORAGE, date.fromordinal(start.toordinal() + day)) for day in range(length)}
        assert len(rates) <= 1
        by_day += [start.toordinal() + day for day in range(length)]
    assert by_day == [first.toordinal() + day for day in range(days)]
