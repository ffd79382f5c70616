"""Cost to serve and break-even days: the worked figures of domain/allocation.md, A7, and what they must never do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.routing.break_even import BreakEven, break_even
from models.domain.routing.cost import Cost, Item, cost_to_serve
from models.domain.routing.fees import Fee, Field, PlaceKind, Season, Tariff
from models.domain.words import figure

START = date(2026, 1, 1)
SPRING, AUTUMN = date(2026, 3, 1), date(2026, 10, 1)
MUG = Item("MUG", Fraction("1.2"), 800)


def fees(**amounts: int) -> tuple[Fee, ...]:
    return tuple(Fee(Field[name.upper()], amount, START) for name, amount in amounts.items())


# domain/allocation.md, A7: 9.61 + 1.10 + 0.58 + 8 % of 4.00 at FBA, 3.10 + 0.40 + 8.75 + 8 % of 4.50 at 3PL.
FBA = Tariff(
    "FBA",
    PlaceKind.FBA,
    "USD",
    (
        *fees(fulfilment=961, freight=110, placement=58, storage=78),
        Fee(Field.RETURNS, 400, START),
        Fee(Field.STORAGE, 240, START, season=Season(10, 12)),
    ),
)
THIRD_PARTY = Tariff(
    "3PL",
    PlaceKind.THIRD_PARTY,
    "USD",
    (*fees(pick=310, material=40, label=875, storage=55), Fee(Field.RETURNS, 450, START)),
)


def test_that_the_fixed_costs_are_the_worked_ones() -> None:
    assert cost_to_serve(FBA, MUG, SPRING, 0).fixed == 1161
    assert cost_to_serve(THIRD_PARTY, MUG, SPRING, 0).fixed == 1261


@pytest.mark.parametrize(
    "days, at_fba, at_third_party", [(30, 1255, 1327), (60, 1348, 1393), (90, 1442, 1459), (120, 1535, 1525)]
)
def test_that_the_costs_by_days_of_storage_are_the_worked_ones(days: int, at_fba: int, at_third_party: int) -> None:
    assert cost_to_serve(FBA, MUG, SPRING, days).total == at_fba
    assert cost_to_serve(THIRD_PARTY, MUG, SPRING, days).total == at_third_party


@pytest.mark.parametrize("day, days", [(SPRING, "108.7"), (AUTUMN, "13.5")])
def test_that_fba_is_cheaper_up_to_the_worked_days(day: date, days: str) -> None:
    found = break_even(cost_to_serve(FBA, MUG, day, 0), cost_to_serve(THIRD_PARTY, MUG, day, 0))
    assert (found.first, found.then) == ("FBA", "3PL")
    assert found.days is not None
    assert figure(found.days) == days
    assert found.sentence() == f"FBA is cheaper up to {days} days of storage, 3PL from then on"


def test_that_storage_into_the_season_is_reckoned_day_by_day() -> None:
    # Ten days of September at 0.78 and twenty of October at 2.40, for 1.2 cubic feet.
    cost = cost_to_serve(FBA, MUG, date(2026, 9, 21), 30)
    assert cost.exact - cost.fixed == Fraction("1.2") * (10 * 78 + 20 * 240) / 30


def test_that_fees_on_arrival_are_those_of_the_first_day_and_the_others_those_of_the_last() -> None:
    later = date(2026, 6, 1)
    dearer = replace(FBA, fees=(*FBA.fees, Fee(Field.FULFILMENT, 1000, later), Fee(Field.FREIGHT, 500, later)))
    amounts = {part.field: part.amount for part in cost_to_serve(dearer, MUG, date(2026, 5, 20), 20).parts}
    assert (amounts[Field.FULFILMENT], amounts[Field.FREIGHT]) == (Fraction(1000), Fraction(110))


def test_that_a_needed_fee_that_is_missing_leaves_the_cost_unknown_and_another_is_named() -> None:
    cost = cost_to_serve(replace(FBA, fees=FBA.fees[1:]), MUG, SPRING, 30)
    assert cost.unknown == (Field.FULFILMENT,)
    assert cost.blank == (Field.AGED, Field.LOW_INVENTORY)
    assert cost_to_serve(FBA, MUG, date(2025, 12, 20), 30).unknown == (Field.STORAGE,)


def test_that_a_fee_by_order_is_spread_over_the_units_of_an_order() -> None:
    by_order = Fee(Field.PICK, 200, START, by_order=True)
    held = replace(THIRD_PARTY, fees=(*THIRD_PARTY.fees, by_order))
    assert cost_to_serve(held, replace(MUG, by_order=Fraction(8)), SPRING, 0).fixed == 1261 + 25
    alone = replace(held, fees=tuple(fee for fee in held.fees if fee.field is not Field.PICK or fee.by_order))
    assert cost_to_serve(alone, MUG, SPRING, 0).fixed == 1261 - 310 + 200
    with pytest.raises(ValueError, match="more than no unit"):
        replace(MUG, by_order=Fraction(0))


def cost(location: str, fixed: int, daily: Fraction | int, currency: str = "USD") -> Cost:
    return replace(
        cost_to_serve(Tariff(location, PlaceKind.OWN, currency, fees(label=fixed)), MUG, SPRING, 0),
        daily=Fraction(daily),
    )


@pytest.mark.parametrize(
    "one, other, expected",
    [
        ((100, 2), (100, 2), BreakEven("")),
        ((100, 2), (200, 2), BreakEven("A")),
        ((100, 2), (100, 1), BreakEven("B")),
        ((100, 1), (200, 2), BreakEven("A")),
        ((200, 3), (100, 2), BreakEven("B")),
        ((200, 1), (100, 3), BreakEven("B", "A", Fraction(50))),
        ((100, 3), (200, 1), BreakEven("A", "B", Fraction(50))),
    ],
)
def test_that_days_mean_something_only_where_one_is_dearer_to_start_and_cheaper_to_keep(
    one: tuple[int, int], other: tuple[int, int], expected: BreakEven
) -> None:
    assert break_even(cost("A", *one), cost("B", *other)) == expected


def test_that_the_always_cheaper_location_is_named() -> None:
    assert BreakEven("3PL").sentence() == "3PL is always cheaper"
    assert BreakEven("").sentence() == "Both cost the same"


def test_that_costs_in_two_currencies_are_not_compared() -> None:
    with pytest.raises(ValueError, match="A costs USD and B EUR"):
        break_even(cost("A", 1, 1), cost("B", 1, 1, "EUR"))


FIGURES = st.tuples(st.integers(0, 5000), st.fractions(0, 50, max_denominator=30))


@given(FIGURES, FIGURES, st.integers(0, 2000))
def test_that_the_cheaper_one_is_the_one_that_the_break_even_names(
    one: tuple[int, Fraction], other: tuple[int, Fraction], days: int
) -> None:
    found = break_even(cost("A", *one), cost("B", *other))
    at = {"A": one[0] + one[1] * days, "B": other[0] + other[1] * days}
    named = found.first if found.days is None or days <= found.days else found.then
    assert at[named or "A"] == min(at.values())


@given(st.integers(0, 400), st.integers(0, 400), st.fractions(0, 20, max_denominator=1000))
def test_that_longer_storage_never_costs_less(first: int, second: int, volume: Fraction) -> None:
    short, long = sorted([first, second])
    item = replace(MUG, volume=volume)
    assert cost_to_serve(FBA, item, SPRING, short).exact <= cost_to_serve(FBA, item, SPRING, long).exact
