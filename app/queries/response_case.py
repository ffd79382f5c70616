"""One competitor situation as JSON, apart from any ledger: read into a situation, and answered."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.queries.fee_model_json import FEE_MODEL
from app.queries.floor_case import DEFAULT_CURRENCY, read_endings, read_listing
from app.queries.json_fields import CaseRefused, Fields
from models.domain.money import major
from models.domain.pricing.curve import Curve
from models.domain.pricing.floor import Range, solve
from models.domain.pricing.offers import Offer
from models.domain.pricing.policy import BelowFloor, Policy, Strategy
from models.domain.pricing.reasons import reason_sentence
from models.domain.pricing.repricer import Change, Situation, respond
from models.domain.pricing.response_rules import seller_key

_FIELDS = "currency price list_price floor_safe listing ceiling map shipping endings offers changes policy".split()
_POLICY = (
    "strategy gap below_floor own ignored condition max_age suspect dead_band step_down step_up cool_down most_down"
    " down_days"
).split()
_DAY = 24
_STANDARD = Policy()


@dataclass(frozen=True)
class ResponseCase:
    """What a case file asks: one situation, in minor units of a currency."""

    currency: str
    situation: Situation


def parse_response_case(value: object) -> ResponseCase:
    """Read a decoded case, or raise `CaseRefused` with everything that is wrong in it."""
    problems: list[str] = []
    fields = Fields(value, "", problems)
    fields.only(_FIELDS)
    currency = fields.currency(DEFAULT_CURRENCY)
    ceiling = fields.price("ceiling", currency)
    floor_safe, shipping, dead_zones = _floor(fields, currency, ceiling, problems)
    situation = Situation(
        fields.price("price", currency),
        fields.price("list_price", currency),
        floor_safe,
        ceiling,
        tuple([_offer(part, currency) for part in fields.objects("offers")]),
        fields.price("map", currency) if "map" in fields else None,
        shipping,
        read_endings(fields, currency),
        tuple([_change(part) for part in fields.objects("changes")]),
        _policy(fields.object("policy"), currency) if "policy" in fields else _STANDARD,
        dead_zones,
    )
    if problems:
        raise CaseRefused(problems)
    return ResponseCase(currency, situation)


def answer_response(case: ResponseCase) -> dict[str, Any]:
    """Answer a case: action, price, and every reason in order with its code."""
    found = respond(case.situation)
    floor = case.situation.floor_safe
    return {
        "currency": case.currency,
        "action": found.action.value,
        "price": major(found.price, case.currency),
        "floor_safe": None if floor is None else major(floor, case.currency),
        "reasons": [
            {"code": reason.why.value, "sentence": reason_sentence(reason, case.currency)} for reason in found.reasons
        ],
    }


def _floor(
    fields: Fields, currency: str, ceiling: int, problems: list[str]
) -> tuple[int | None, int, tuple[Range, ...]]:
    """Read the safe floor as typed, or work it out of a listing up to the ceiling; our own shipping; and dead zones.

    Of a floor that is typed no dead zone is known.
    """
    if ("floor_safe" in fields) == ("listing" in fields):
        fields.wrong("floor_safe", "or a listing to work it out of is needed, one of the two")
    if "listing" not in fields:
        floor_safe = fields.price("floor_safe", currency) if "floor_safe" in fields else None
        return floor_safe, fields.money("shipping", currency), ()
    if "shipping" in fields:
        fields.wrong("shipping", "belongs into the listing")
    part = fields.object("listing")
    part.only([*FEE_MODEL, "target", "price_max"])
    listing = read_listing(part, currency, price_max=max(ceiling, 1))
    if listing.price_max < ceiling:
        fields.wrong("ceiling", "is above listing.price_max, so that nothing is known of prices up to it")
    if problems:
        return None, 0, ()
    floor = solve(Curve(listing.model, listing.target), listing.price_max)
    return floor.safe, listing.model.shipping, floor.dead_zones


def _offer(fields: Fields, currency: str) -> Offer:
    fields.only(["seller", "landed", "in_stock", "age", "condition"])
    seller = seller_key(fields.text("seller"))
    if not seller:
        fields.wrong("seller", "is missing")
    return Offer(
        seller,
        fields.price("landed", currency),
        fields.switch("in_stock", default=True),
        _count(fields, "age", 0),
        _condition(fields),
    )


def _change(fields: Fields) -> Change:
    fields.only(["age", "down"])
    for name in ("age", "down"):
        if name not in fields:
            fields.wrong(name, "is missing")
    return Change(_count(fields, "age", 0), fields.switch("down", default=False))


def _policy(fields: Fields, currency: str) -> Policy:
    fields.only(_POLICY)
    days = _count(fields, "down_days", _STANDARD.down_window // _DAY)
    return Policy(
        fields.choice("strategy", Strategy) or _STANDARD.strategy,
        fields.money("gap", currency, default=_STANDARD.gap),
        fields.choice("below_floor", BelowFloor) or _STANDARD.below_floor,
        _sellers(fields, "own"),
        _sellers(fields, "ignored"),
        _condition(fields),
        _count(fields, "max_age", _STANDARD.max_age),
        _share(fields, "suspect", _STANDARD.suspect),
        _share(fields, "dead_band", _STANDARD.dead_band),
        _share(fields, "step_down", _STANDARD.step_down),
        _share(fields, "step_up", _STANDARD.step_up),
        _count(fields, "cool_down", _STANDARD.cool_down),
        _count(fields, "most_down", _STANDARD.most_down),
        days * _DAY,
    )


def _share(fields: Fields, name: str, default: Fraction) -> Fraction:
    return fields.share(name) if name in fields else default


def _count(fields: Fields, name: str, default: int) -> int:
    """Read whole hours, days or times."""
    count = fields.units(name, default)
    if count < 0:
        fields.wrong(name, "must not be negative")
    return count


def _condition(fields: Fields) -> str:
    """Read a condition as it is compared: spaces around it and large or small letters do not matter."""
    return fields.text("condition").strip().casefold() or _STANDARD.condition


def _sellers(fields: Fields, name: str) -> frozenset[str]:
    return frozenset(seller_key(part.text("")) for part in fields.values(name))
