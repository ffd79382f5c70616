"""What was charged beside what the schedule would have charged, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from models.domain.pricing.fee_model import Administration, Ads, FeeModel, Payment, Returns, Tier, flat
from models.domain.pricing.measured import Charge, Compared, Loose, Sold, compare

MODEL = FeeModel(
    500,
    referral=flat(Fraction(15, 100)),
    payment=Payment(Fraction(29, 1000), 30),
    fulfilment=(Tier(None, 400),),
    ads=Ads(100, Fraction(0)),
    returns=Returns(Fraction(10, 100), administration=Administration(Fraction(20, 100), 500)),
)
# Ten units at 20.00 each: 3.00 referral, 0.60 kept on a refund, 0.88 payment, 4.00 fulfilment, 1.00 ads.
SOLD = Sold(10, 20_000, 0, {Charge.REFERRAL: 2900, Charge.FULFILMENT: 4100, Charge.RETURNS: 1000})


def found(compared: tuple[Compared, ...], charge: Charge) -> Compared:
    """Give one charge."""
    return next(one for one in compared if one.charge is charge)


def test_that_each_charge_is_compared_with_the_same_sales() -> None:
    compared = compare([(SOLD, MODEL)], Loose(), whole=True)
    typed = {one.charge: one.typed for one in compared}
    assert typed == {
        Charge.REFERRAL: Fraction(9 * 300 + 60),
        Charge.PAYMENT: Fraction(880),
        Charge.FULFILMENT: Fraction(4000),
        Charge.ADS: Fraction(1000),
        Charge.RETURNS: Fraction(2000),
    }
    referral = found(compared, Charge.REFERRAL)
    assert (referral.charged, referral.sales) == (2900, 20_000)
    assert referral.difference == Fraction(2900 - 2760, 20_000)
    assert found(compared, Charge.RETURNS).difference == Fraction(-5, 100)


def test_that_what_bears_no_sku_counts_for_the_whole_channel_alone() -> None:
    loose = Loose({Charge.PAYMENT: 700}, shipping=1000)
    whole = found(compare([(SOLD, MODEL)], loose, whole=True), Charge.PAYMENT)
    part = found(compare([(SOLD, MODEL)], loose, whole=False), Charge.PAYMENT)
    assert (whole.charged, whole.sales) == (700, 21_000)
    assert (part.charged, part.sales, part.rate, part.difference) == (None, 20_000, None, None)


def test_that_shipping_that_was_measured_stands_in_place_of_the_typed_one() -> None:
    model = replace(MODEL, shipping=500)
    measured = Sold(10, 20_000, 2000, {})
    typed, told = (found(compare([(one, model)], Loose(), whole=True), Charge.REFERRAL) for one in (SOLD, measured))
    # 15 % of 25.00 is 3.75, of 22.00 it is 3.30; a tenth comes back and leaves a fifth of it.
    assert typed.typed == 9 * 375 + 75
    assert told.typed == 9 * 330 + 66


def test_that_without_sales_there_is_no_rate() -> None:
    (first, *_) = compare([], Loose(), whole=True)
    assert (first.typed_rate, first.rate, first.difference) == (None, None, None)
    (back, *_) = compare([(Sold(0, 0, 0, {}), MODEL)], Loose(), whole=True)
    assert back.typed == 0
