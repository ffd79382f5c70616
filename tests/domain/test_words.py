"""Figures in sentences."""

from __future__ import annotations

from fractions import Fraction

import pytest

from models.domain.words import amount, counted, figure, percent


@pytest.mark.parametrize(
    "value, places, text",
    [
        (6, 1, "6"),
        (Fraction(21, 2), 1, "10.5"),
        (Fraction(1, 3), 2, "0.33"),
        (Fraction(10869, 100), 1, "108.7"),
        (Fraction(-1, 4), 2, "−0.25"),
        (100, 0, "100"),
        (Fraction(1, 100), 1, "0"),
    ],
)
def test_that_a_figure_has_no_zeros_at_its_end(value: Fraction, places: int, text: str) -> None:
    assert figure(value, places) == text


def test_that_percent_and_counts_read_as_words() -> None:
    assert (percent(9500), percent(9999), percent(25)) == ("95 %", "99.99 %", "0.25 %")
    assert (counted(1, "case"), counted(0, "case"), counted(33, "case")) == ("1 case", "0 cases", "33 cases")


def test_that_an_amount_has_its_currency_and_is_rounded() -> None:
    assert (amount(1255, "USD"), amount(Fraction(-5, 2), "EUR")) == ("12.55 USD", "−0.03 EUR")


@pytest.mark.parametrize(
    "minor, currency, text",
    [
        (1_122_240, "USD", "11,222.40 USD"),
        (-123_456_789, "USD", "−1,234,567.89 USD"),
        (99_999, "USD", "999.99 USD"),
        (1_000, "JPY", "1,000 JPY"),
    ],
)
def test_that_thousands_of_an_amount_are_separated(minor: int, currency: str, text: str) -> None:
    assert amount(minor, currency) == text
