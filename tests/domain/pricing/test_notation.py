"""Schedules as one line of text: what is read is what was written, and a wrong part is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.pricing.fee_model import Band, Tier
from models.domain.pricing.notation import (
    BadNotation,
    checked,
    read_bands,
    read_discounts,
    read_tiers,
    read_windows,
    write_bands,
    write_discounts,
    write_tiers,
    write_windows,
)
from models.domain.pricing.schedule import PriceTier, ShipWindow

RATES = st.integers(0, 100_000).map(lambda thousandths: Fraction(thousandths, 100_000))
EDGES = st.lists(st.integers(1, 10**6), max_size=4, unique=True).map(sorted)


def test_that_rates_up_to_edges_are_read_with_point_or_comma() -> None:
    expected = (Band(1000, Fraction(8, 100)), Band(None, Fraction(155, 1000)))
    assert read_bands("8 % up to 10.00; 15.5 %", "USD") == expected
    assert read_bands("8% up to 10,00;15,5%", "USD") == expected
    assert write_bands(expected, "USD") == "8 % up to 10.00; 15.5 %"
    assert read_bands("8 % up to 1000; 15 %", "JPY")[0].to == 1000


@given(EDGES, st.data())
def test_that_what_is_written_is_read_as_the_same(edges: list[int], data: st.DataObject) -> None:
    bands = tuple(Band(edge, data.draw(RATES)) for edge in [*edges, None])
    tiers = tuple(Tier(edge, data.draw(st.integers(0, 10**6))) for edge in [*edges, None])
    shares = sorted(data.draw(RATES) for _ in edges)
    steps = tuple(PriceTier(units, share) for units, share in zip(edges, shares, strict=True))
    assert read_bands(write_bands(bands, "USD"), "USD") == bands
    assert read_tiers(write_tiers(tiers, "USD"), "USD") == tiers
    assert read_discounts(write_discounts(steps)) == steps


def test_that_ship_windows_are_read_and_written() -> None:
    windows = (ShipWindow(date(2026, 8, 15), date(2026, 9, 15)), ShipWindow(date(2026, 11, 1), date(2026, 11, 1)))
    assert read_windows(write_windows(windows)) == windows
    assert read_windows(" ") == ()


@pytest.mark.parametrize(
    "read, text, sentence",
    [
        (lambda text: read_bands(text, "USD"), "", "Write it like"),
        (lambda text: read_bands(text, "USD"), "15", "no percentage"),
        (lambda text: read_bands(text, "USD"), "120 %", "no percentage"),
        (lambda text: read_bands(text, "USD"), "x %", "is no number"),
        (lambda text: read_bands(text, "USD"), "8 % up to 10", "has no edge"),
        (lambda text: read_bands(text, "USD"), "8 %; 15 %", "has no “up to”"),
        (lambda text: read_bands(text, "USD"), "8 % up to 10; 9 % up to 10; 15 %", "not above the one before"),
        (lambda text: read_bands(text, "USD"), "8 % up to 10.005; 15 %", "more decimals"),
        (lambda text: read_tiers(text, "JPY"), "3.5", "more decimals than JPY"),
        (read_discounts, "10 %", "is no tier"),
        (read_discounts, "10 % from 24; 15 % from 24", "Tiers rise"),
        (read_discounts, "20 % from 24; 15 % from 96", "never cost more"),
        (read_windows, "2026-08-15", "no ship window"),
        (read_windows, "2026-08-15 to 2026-08-14", "ends before"),
    ],
)
def test_that_a_wrong_part_is_named(read: Callable[[str], object], text: str, sentence: str) -> None:
    with pytest.raises(BadNotation, match=sentence):
        read(text)
    assert sentence in checked(read)(text)
