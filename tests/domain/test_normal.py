"""The normal distribution in exact figures, held against the one of the standard library."""

from __future__ import annotations

from fractions import Fraction
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.normal import DECIMALS, cumulative, density, loss, quantile, root

NORMAL = NormalDist()
Z = st.fractions(-9, 9, max_denominator=10**6)


@pytest.mark.parametrize("service", [1, 10, 500, 2500, 4999, 5000, 5001, 8000, 9000, 9500, 9750, 9900, 9990, 9999])
def test_that_a_quantile_is_the_one_of_the_standard_library(service: int) -> None:
    assert float(quantile(service)) == pytest.approx(NORMAL.inv_cdf(service / 10_000), abs=1e-12)


@pytest.mark.parametrize(
    "service, digits",
    [(5000, "0"), (9000, "1.281551565544600467"), (9500, "1.644853626951472715"), (9750, "1.959963984540054236")],
)
def test_that_known_quantiles_have_all_their_digits(service: int, digits: str) -> None:
    assert quantile(service) == Fraction(digits)


@given(st.integers(1, 9_999))
def test_that_a_quantile_undoes_the_distribution_and_is_odd(service: int) -> None:
    assert abs(cumulative(quantile(service)) - Fraction(service, 10_000)) <= Fraction(2, 10**DECIMALS)
    assert quantile(10_000 - service) == -quantile(service)


@given(Z)
def test_that_distribution_and_density_are_those_of_the_standard_library(z: Fraction) -> None:
    assert float(cumulative(z)) == pytest.approx(NORMAL.cdf(float(z)), abs=1e-12)
    assert float(density(z)) == pytest.approx(NORMAL.pdf(float(z)), abs=1e-12)


@given(Z, Z)
def test_that_the_loss_falls_with_z_and_is_never_under_its_least(first: Fraction, second: Fraction) -> None:
    low, high = sorted([first, second])
    tiny = Fraction(20, 10**DECIMALS)
    assert loss(high) <= loss(low) + tiny
    assert loss(low) >= max(Fraction(0), -low) - tiny


def test_that_far_out_nothing_is_left() -> None:
    assert [cumulative(Fraction(11)), cumulative(Fraction(-11)), density(Fraction(11))] == [1, 0, 0]


@given(st.fractions(0, 10**9))
def test_that_a_root_squared_is_the_figure_within_its_last_digit(value: Fraction) -> None:
    found, last = root(value), Fraction(1, 10**DECIMALS)
    assert found**2 <= value < (found + last) ** 2


@given(st.fractions(0, 10**6))
def test_that_the_root_of_a_square_is_exact(value: Fraction) -> None:
    assert root(value**2) == value


def test_that_what_has_no_answer_is_refused() -> None:
    with pytest.raises(ValueError, match="no square root"):
        root(Fraction(-1))
    for service in (0, 10_000):
        with pytest.raises(ValueError, match="service level"):
            quantile(service)
