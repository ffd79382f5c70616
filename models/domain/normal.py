"""The normal distribution and square roots with the same digits on every machine.

Figures are fractions of 18 decimals, worked out in integers and decimals of a fixed precision, never in floats.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction
from functools import cache
from math import isqrt

DECIMALS = 18
_SCALE = 10**DECIMALS
_STEP = Decimal(1).scaleb(-DECIMALS)
_WORKING = Context(prec=50, rounding=ROUND_HALF_EVEN)
_DENSITY_AT_ZERO = Decimal("0.39894228040143267793994605993438186847585863116493")
_CLOSE = Decimal("1e-24")
_HALF = Decimal("0.5")
_WHOLE = 10_000
# Beyond this many deviations nothing is left in 18 decimals.
_FARTHEST = 10


def root(value: Fraction) -> Fraction:
    """Give the square root: exact where it is a fraction, else cut after 18 decimals."""
    if value < 0:
        raise ValueError("a negative figure has no square root")
    above, below = isqrt(value.numerator), isqrt(value.denominator)
    if above**2 == value.numerator and below**2 == value.denominator:
        return Fraction(above, below)
    return Fraction(isqrt(value.numerator * _SCALE**2 // value.denominator), _SCALE)


def density(z: Fraction) -> Fraction:
    """Give the density of the standard normal distribution."""
    if abs(z) > _FARTHEST:
        return Fraction(0)
    with localcontext(_WORKING):
        return _rounded(_density(_decimal(z)))


def cumulative(z: Fraction) -> Fraction:
    """Give the chance that a standard normal figure is at most `z`."""
    if abs(z) > _FARTHEST:
        return Fraction(int(z > 0))
    with localcontext(_WORKING):
        return _rounded(_cumulative(_decimal(z)))


def loss(z: Fraction) -> Fraction:
    """Give the expected excess of a standard normal figure over `z`."""
    return density(z) - z * (1 - cumulative(z))


@cache
def quantile(basis_points: int) -> Fraction:
    """Give the z below which a standard normal figure stays in so many of ten thousand cases."""
    if not 0 < basis_points < _WHOLE:
        raise ValueError("a service level lies between 1 and 9999 basis points")
    if 2 * basis_points < _WHOLE:
        return -quantile(_WHOLE - basis_points)
    with localcontext(_WORKING):
        wanted = Decimal(basis_points) / _WHOLE
        z, step = Decimal(0), Decimal(1)
        # The distribution is concave above 0, so that each step stays below the quantile and comes nearer.
        while step > _CLOSE:
            step = (wanted - _cumulative(z)) / _density(z)
            z += step
        return _rounded(z)


def _density(z: Decimal) -> Decimal:
    return _DENSITY_AT_ZERO * (-z * z / 2).exp()


def _cumulative(z: Decimal) -> Decimal:
    """Sum z + z³/3 + z⁵/(3·5) + …, whose terms all have the sign of z."""
    term = total = z
    odd = 1
    while abs(term) > _CLOSE * _CLOSE:
        odd += 2
        term = term * z * z / odd
        total += term
    return _HALF + _density(z) * total


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / value.denominator


def _rounded(value: Decimal) -> Fraction:
    return Fraction(value.quantize(_STEP))
