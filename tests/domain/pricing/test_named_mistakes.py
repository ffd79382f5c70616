"""The mistakes that the goldens alone do not catch (end of B7), each by its name and worked by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from models.domain.pricing.curve import Curve
from models.domain.pricing.economics import economics
from models.domain.pricing.fee_model import (
    NOTHING,
    Administration,
    Ads,
    Band,
    FeeBase,
    FeeModel,
    Payment,
    Returns,
    Schedule,
    ScheduleKind,
    Target,
    Tier,
    flat,
)
from models.domain.pricing.floor import Lack, Range, solve

BEAUTY = Schedule(ScheduleKind.BRACKET, (Band(1000, Fraction(8, 100)), Band(None, Fraction(15, 100))))
CLIFF = FeeModel(300, referral=BEAUTY, fulfilment=(Tier(1000, 306), Tier(None, 383)))


def test_that_an_edge_counts_in_the_lower_bracket() -> None:
    curve = Curve(CLIFF)
    at, above = curve.lines(1000), curve.lines(1001)
    assert (at.referral, at.fulfilment) == (80, 306)
    assert (above.referral, above.fulfilment) == (150, 383)


def test_that_an_edge_of_a_marginal_schedule_counts_below_it() -> None:
    schedule = Schedule(ScheduleKind.MARGINAL, (Band(10_000, Fraction(15, 100)), Band(None, Fraction(8, 100))))
    curve = Curve(FeeModel(0, referral=schedule))
    assert [curve.lines(price).referral for price in (10_000, 10_006, 10_007)] == [1500, 1500, 1501]


def test_that_a_tier_of_fulfilment_is_measured_on_the_list_price_and_a_referral_edge_on_its_base() -> None:
    model = FeeModel(300, shipping=200, referral=BEAUTY, fulfilment=(Tier(1000, 306), Tier(None, 383)))
    lines = Curve(model).lines(1000)
    assert (lines.gross, lines.fulfilment, lines.referral) == (1200, 306, 180)
    assert Curve(model).lines(800).referral == 80
    assert Curve(model).lines(801).referral == 150


def test_that_a_referral_edge_on_net_is_measured_on_the_rounded_net() -> None:
    curve = Curve(FeeModel(300, vat=Fraction(1, 5), fee_base=FeeBase.NET, referral=BEAUTY))
    # 12.00 / 1.2 = 10.00; 12.01 / 1.2 = 10.008, which is 10.01.
    assert [(curve.lines(price).net, curve.lines(price).referral) for price in (1200, 1201)] == [
        (1000, 80),
        (1001, 150),
    ]


def test_that_no_floor_is_safe_where_the_highest_price_is_not_admissible() -> None:
    floor = solve(Curve(CLIFF, Target(250)), 1050)
    assert (floor.lowest, floor.safe, floor.lack) == (930, None, Lack.NOT_AT_THE_END)
    assert floor.admissible == (Range(930, 1000),)
    assert floor.forbidden == ()


def test_that_no_price_at_all_is_told_apart() -> None:
    floor = solve(Curve(CLIFF, Target(250)), 900)
    assert (floor.lowest, floor.safe, floor.lack) == (None, None, Lack.NO_PRICE)


def test_that_there_can_be_several_forbidden_bands() -> None:
    # COGS 6.00 and T = 2.00: 8.00 of 95 % are 8.42; at 10.00 a unit gets 2.00 dearer to ship, at 15.00 once more.
    model = FeeModel(600, referral=flat(Fraction(5, 100)), fulfilment=(Tier(1000, 0), Tier(1500, 400), Tier(None, 800)))
    floor = solve(Curve(model, Target(200)), 20_000)
    # 0.95 P − 10.00 ≥ 2.00 from 12.63 on (fee 0.63), 0.95 P − 14.00 ≥ 2.00 from 16.84 on (fee 0.84).
    assert floor.admissible == (Range(842, 1000), Range(1263, 1500), Range(1684, 20_000))
    assert floor.forbidden == (Range(1001, 1262), Range(1501, 1683))
    assert (floor.lowest, floor.safe) == (842, 1684)


def test_that_a_gap_of_rounding_is_no_forbidden_band_and_lies_below_the_safe_floor() -> None:
    # At 1.17 both 9 % shares round up: 0.11 + 0.11 for 1.17, where 1.16 pays 0.10 + 0.10.
    model = FeeModel(0, referral=flat(Fraction(9, 100)), ads=Ads(0, Fraction(9, 100)))
    curve = Curve(model, Target(96))
    assert [curve.earned(price) for price in (116, 117, 118)] == [96, 95, 96]
    floor = solve(curve, 20_000)
    assert floor.admissible == (Range(116, 116), Range(118, 20_000))
    assert floor.forbidden == ()
    assert (floor.lowest, floor.safe) == (116, 118)


def test_that_the_minimum_fee_stands_against_the_fee_on_a_price_with_tax() -> None:
    # 20 % inside: at 2.00 gross, 15 % of gross is 0.30 and of net (1.67) 0.25; the least is 0.28.
    for base, fee in ((FeeBase.GROSS, 30), (FeeBase.NET, 28)):
        model = FeeModel(0, vat=Fraction(1, 5), fee_base=base, referral=flat(Fraction(15, 100), minimum=28))
        assert Curve(model).lines(200).referral == fee


def test_that_a_refund_keeps_a_share_of_the_fee_up_to_its_cap() -> None:
    returns = Returns(Fraction(1, 10), 200, Fraction(1, 2), Administration(Fraction(1, 5), 500))
    curve = Curve(FeeModel(1000, referral=flat(Fraction(15, 100)), returns=returns))
    assert curve.lines(16_000).administration == 480  # 20 % of 24.00
    assert curve.lines(20_000).administration == 500  # 20 % of 30.00 would be 6.00
    # 0.9 · (200.00 − 30.00) − 0.1 · (5.00 + 2.00) − 10.00 · 0.95 = 142.80
    found = economics(curve, 20_000)
    assert found.contribution == 14_280
    assert found.parts["referral_returned"] == Fraction(2500, 10)


def test_that_the_payment_fee_is_not_refunded_unless_told() -> None:
    back = Returns(Fraction(1, 2))
    kept = economics(Curve(FeeModel(0, payment=Payment(Fraction(3, 100), 30), returns=back)), 1000)
    given_back = economics(Curve(FeeModel(0, payment=Payment(Fraction(3, 100), 30, refunded=True), returns=back)), 1000)
    assert kept.contribution == 440  # 5.00 − 0.60
    assert given_back.contribution == 470  # 5.00 − 0.30


@pytest.mark.parametrize(
    "build",
    [
        lambda: Schedule(ScheduleKind.BRACKET, (Band(9, NOTHING), Band(9, NOTHING), Band(None, NOTHING))),
        lambda: Schedule(ScheduleKind.BRACKET, (Band(1000, Fraction(1, 10)),)),
        lambda: Schedule(ScheduleKind.FLAT, (Band(1000, Fraction(1, 10)), Band(None, Fraction(1, 5)))),
        lambda: FeeModel(-1),
        lambda: FeeModel(1, fulfilment=()),
        lambda: Returns(Fraction(2)),
        lambda: Target(-1),
    ],
)
def test_that_a_model_that_cannot_be_is_not_made(build: object) -> None:
    assert callable(build)
    with pytest.raises(ValueError, match=r"edges rise|is open|one band|negative|at most 1"):
        build()
