"""The form of a fee schedule: its fields, what they are filled with, and the schedule that was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial

from models.domain.catalog import ChannelKind
from models.domain.money import Money
from models.domain.pricing.fee_model import (
    Administration,
    Ads,
    FeeBase,
    FeeModel,
    Payment,
    Returns,
    Schedule,
    ScheduleKind,
    Target,
    Tier,
)
from models.domain.pricing.notation import checked, read_bands, read_tiers, write_bands, write_tiers
from models.domain.pricing.schedule import FeeSchedule
from views.common.form_field import Field, FieldKind, Value, day_of

_KINDS = (
    (ScheduleKind.BRACKET.value, "one rate holds for the whole price"),
    (ScheduleKind.MARGINAL.value, "each rate holds for its portion"),
)
_BASES = ((FeeBase.GROSS.value, "price with shipping"), (FeeBase.NET.value, "that without the tax inside"))


def fields_of(kind: ChannelKind, currency: str, *, currencies: Sequence[str], places: Sequence[str]) -> list[Field]:
    """List the fields for a kind of channel; a wholesale channel has commission and payment in its terms."""
    named = (("", "typed here"), *((name, name) for name in places))

    money = partial(_money, currency)
    return [
        Field("category", "Category", hint="Left out: all categories that have no fees of their own."),
        Field("valid_from", "From day", FieldKind.DAY, required=True),
        Field("currency", "Currency", FieldKind.CHOICE, choices=tuple((code, code) for code in currencies)),
        *(_charged_fields(currency) if kind is not ChannelKind.WHOLESALE else []),
        _percent("vat", "Tax inside the price", "0 where tax comes on top."),
        money("shipping", "Shipping charged", "What a customer pays for shipping a unit."),
        Field("place", "Fulfilment", FieldKind.CHOICE, choices=named, hint="A place charges what Stock → Fees says."),
        Field(
            "fulfilment",
            "Fulfilment by list price",
            hint="“3.06 up to 10.00; 3.83”, or one amount. With a place it comes on top of that.",
            check=_optional(lambda text: read_tiers(text, currency)),
        ),
        money("ads_absolute", "Advertising by unit"),
        _percent("ads_rate", "Advertising, share of net"),
        _percent("return_rate", "Units that come back", "Left out: as typed with the SKU in Stock → Routing."),
        money("return_handling", "Handling of a return", "With a place it comes on top of that."),
        _percent("resale", "Of those, sold again"),
        _percent("refund_rate", "Kept of a referral on a refund"),
        money("refund_cap", "Kept at most", "Left out: no cap."),
        money("other", "Any other cost of a unit"),
        money("target_absolute", "A unit has to earn"),
        _percent("target_margin", "And as a share of net", "The larger of both counts."),
        money("price_max", "Highest price looked at", "Left out: 200, and at least ten times the landed cost."),
        Field("source", "Source", hint="Where the figures are from: a rate card, an invoice, a contract."),
    ]


def _charged_fields(currency: str) -> list[Field]:
    """List what a channel takes of a price."""
    return [
        Field(
            "referral",
            "Referral fee",
            hint="“15 %”, or rates up to an edge: “8 % up to 10.00; 15 %”. Left out: none.",
            check=_optional(lambda text: read_bands(text, currency)),
        ),
        Field("referral_kind", "With several rates", FieldKind.CHOICE, choices=_KINDS),
        _money(currency, "referral_minimum", "Referral at least"),
        Field("fee_base", "Referral is a share of", FieldKind.CHOICE, choices=_BASES),
        _percent("payment_rate", "Payment fee", "Of the price with shipping."),
        _money(currency, "payment_fixed", "Payment fee, fixed"),
        Field("payment_refunded", "Payment fee comes back on returns", FieldKind.SWITCH),
    ]


def _money(currency: str, name: str, label: str, hint: str = "") -> Field:
    return Field(name, label, FieldKind.MONEY, hint, currency=currency, minimum=0)


def _percent(name: str, label: str, hint: str = "") -> Field:
    return Field(name, label, FieldKind.PERCENT, hint, minimum=0, maximum=100)


def values_of(schedule: FeeSchedule) -> dict[str, Value]:
    """Give what the form of a schedule is filled with."""
    fees, currency = schedule.fees, schedule.currency

    def money(minor: int | None) -> Money | None:
        return Money(minor, currency) if minor else None

    referral, returns = fees.referral, fees.returns
    typed = any(tier.fee for tier in fees.fulfilment)
    cap = returns.administration.cap
    several = referral.kind if referral.kind is not ScheduleKind.FLAT else ScheduleKind.BRACKET
    return {
        "category": schedule.category,
        "valid_from": schedule.valid_from,
        "currency": currency,
        "referral": write_bands(referral.bands, currency) if referral != Schedule() else "",
        "referral_kind": several.value,
        "referral_minimum": money(referral.minimum),
        "fee_base": fees.fee_base.value,
        "payment_rate": _decimal(fees.payment.rate),
        "payment_fixed": money(fees.payment.fixed),
        "payment_refunded": fees.payment.refunded,
        "vat": _decimal(fees.vat),
        "shipping": money(fees.shipping),
        "place": schedule.place,
        "fulfilment": write_tiers(fees.fulfilment, currency) if typed else "",
        "ads_absolute": money(fees.ads.absolute),
        "ads_rate": _decimal(fees.ads.rate),
        "return_rate": None if schedule.returns_of_sku else _decimal(returns.rate) or Decimal(0),
        "return_handling": money(returns.handling),
        "resale": _decimal(returns.resale),
        "refund_rate": _decimal(returns.administration.rate),
        "refund_cap": None if cap is None else Money(cap, currency),
        "other": money(fees.other),
        "target_absolute": money(schedule.target.absolute),
        "target_margin": _decimal(schedule.target.margin),
        "price_max": money(schedule.price_max),
        "source": schedule.source,
    }


def typed_schedule(values: Mapping[str, Value]) -> FeeSchedule:
    """Read a filled form in which nothing is wrong."""
    return FeeSchedule(
        str(values["currency"]),
        day_of(values["valid_from"]),
        _words(values, "category"),
        _fees(values, str(values["currency"])),
        Target(_minor(values, "target_absolute"), _rate(values, "target_margin")),
        _minor(values, "price_max") or None,
        _words(values, "place"),
        values["return_rate"] is None,
        _words(values, "source"),
    )


def _fees(values: Mapping[str, Value], currency: str) -> FeeModel:
    minor, rate, words = partial(_minor, values), partial(_rate, values), partial(_words, values)
    cap = minor("refund_cap") if isinstance(values.get("refund_cap"), Money) else None
    kept = Administration(rate("refund_rate"), cap)
    return FeeModel(
        0,
        rate("vat"),
        FeeBase(words("fee_base") or FeeBase.GROSS),
        minor("shipping"),
        _referral(words("referral"), words("referral_kind"), minor("referral_minimum"), currency),
        Payment(rate("payment_rate"), minor("payment_fixed"), bool(values.get("payment_refunded"))),
        read_tiers(words("fulfilment"), currency) if words("fulfilment") else (Tier(None, 0),),
        Ads(minor("ads_absolute"), rate("ads_rate")),
        Returns(rate("return_rate"), minor("return_handling"), rate("resale"), kept),
        minor("other"),
    )


def _minor(values: Mapping[str, Value], name: str) -> int:
    value = values.get(name)
    return value.minor if isinstance(value, Money) else 0


def _rate(values: Mapping[str, Value], name: str) -> Fraction:
    value = values.get(name)
    return Fraction(value) if isinstance(value, Decimal) else Fraction(0)


def _words(values: Mapping[str, Value], name: str) -> str:
    return str(values.get(name) or "").strip()


def _referral(text: str, kind: str, minimum: int, currency: str) -> Schedule:
    if not text:
        return Schedule(minimum=minimum)
    bands = read_bands(text, currency)
    return Schedule(ScheduleKind.FLAT if len(bands) == 1 else ScheduleKind(kind), bands, minimum)


def _decimal(rate: Fraction) -> Decimal | None:
    return Decimal(rate.numerator) / rate.denominator if rate else None


def _optional(read: Callable[[str], object]) -> Callable[[Value], str]:
    """Make a check that says what is wrong with a text; none is as good as a right one."""
    check = checked(read)
    return lambda value: check(value) if value else ""
