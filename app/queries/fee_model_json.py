"""A fee model and a target as JSON: the fields of B1 by name, money in major units, rates as shares of 1."""

from __future__ import annotations

from collections.abc import Iterable

from app.queries.json_fields import Fields
from models.domain.pricing.fee_model import (
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
)

FEE_MODEL = "vat fee_base shipping referral payment fulfilment cogs ads returns other".split()


def read_fee_model(fields: Fields, currency: str) -> FeeModel:
    """Read a fee model; what is wrong is noted with the fields, and stands as nothing in what is returned."""
    return FeeModel(
        fields.needed_money("cogs", currency),
        fields.share("vat"),
        fields.choice("fee_base", FeeBase) or FeeBase.GROSS,
        fields.money("shipping", currency),
        _referral(fields.object("referral"), currency) if "referral" in fields else Schedule(),
        _payment(fields.object("payment"), currency) if "payment" in fields else Payment(),
        _fulfilment(fields, currency),
        _ads(fields.object("ads"), currency) if "ads" in fields else Ads(),
        _returns(fields.object("returns"), currency) if "returns" in fields else Returns(),
        fields.money("other", currency),
    )


def read_target(fields: Fields, currency: str) -> Target:
    """Read the field "target"; none is to lose nothing."""
    if "target" not in fields:
        return Target()
    target = fields.object("target")
    target.only(["absolute", "margin"])
    return Target(target.money("absolute", currency), target.share("margin"))


def _referral(fields: Fields, currency: str) -> Schedule:
    fields.only(["kind", "rate", "bands", "minimum"])
    kind = fields.choice("kind", ScheduleKind) or (ScheduleKind.FLAT if "bands" not in fields else None)
    minimum = fields.money("minimum", currency)
    if kind is None:
        if "kind" not in fields:
            fields.wrong("kind", "is missing: bands are bracket (one rate for all) or marginal (each its portion)")
        return Schedule()
    if kind is ScheduleKind.FLAT:
        if "bands" in fields:
            fields.wrong("bands", "belong to bracket and marginal; flat has a rate")
        if "rate" not in fields:
            fields.wrong("rate", "is missing")
        return Schedule(kind, (Band(None, fields.share("rate")),), minimum)
    if "rate" in fields:
        fields.wrong("rate", f"belongs to flat; {kind.value} has bands")
    parts = fields.objects("bands")
    for part in parts:
        part.only(["to", "rate"])
        if "rate" not in part:
            part.wrong("rate", "is missing")
    bands = [Band(edge, part.share("rate")) for edge, part in zip(_edges(parts, currency), parts, strict=True)]
    if not bands:
        fields.wrong("bands", 'are missing: [{"to": "10.00", "rate": "0.08"}, {"rate": "0.15"}]')
    return Schedule(kind, tuple(bands), minimum) if _rise(band.to for band in bands) else Schedule()


def _payment(fields: Fields, currency: str) -> Payment:
    fields.only(["rate", "fixed", "refunded"])
    refunded = fields.switch("refunded", default=False)
    return Payment(fields.share("rate"), fields.money("fixed", currency), refunded)


def _fulfilment(fields: Fields, currency: str) -> tuple[Tier, ...]:
    """Read one fee, or a list of fees by list price."""
    if not fields.is_list("fulfilment"):
        return (Tier(None, fields.money("fulfilment", currency)),)
    parts = fields.objects("fulfilment")
    for part in parts:
        part.only(["to", "fee"])
    fees = [part.needed_money("fee", currency) for part in parts]
    tiers = [Tier(edge, fee) for edge, fee in zip(_edges(parts, currency), fees, strict=True)]
    if not tiers:
        fields.wrong("fulfilment", "has no tier")
    return tuple(tiers) if _rise(tier.to for tier in tiers) else (Tier(None, 0),)


def _edges(parts: list[Fields], currency: str) -> list[int | None]:
    """Read the field "to" of bands or tiers: rising, and missing in the last alone."""
    edges = [part.money("to", currency) if "to" in part else None for part in parts]
    for number, (edge, part) in enumerate(zip(edges, parts, strict=True)):
        before = edges[number - 1] if number else None
        if part is parts[-1]:
            if edge is not None:
                part.wrong("to", "must be left out in the last one, which is open")
        elif edge is None:
            part.wrong("to", "is missing; only the last one is open")
        elif before is not None and edge <= before:
            part.wrong("to", "must be above the one before it")
    return edges


def _rise(edges: Iterable[int | None]) -> bool:
    """Tell whether edges make a schedule."""
    held = list(edges)
    closed = [edge for edge in held if edge is not None]
    return bool(held) and held[-1] is None and len(closed) == len(held) - 1 and closed == sorted(set(closed))


def _ads(fields: Fields, currency: str) -> Ads:
    fields.only(["absolute", "rate"])
    if "absolute" in fields and "rate" in fields:
        fields.wrong("rate", "stands beside absolute; ads are an amount or a share of net, one of the two")
    return Ads(fields.money("absolute", currency), fields.share("rate"))


def _returns(fields: Fields, currency: str) -> Returns:
    fields.only(["rate", "handling", "resale", "admin"])
    kept = Administration()
    if "admin" in fields:
        admin = fields.object("admin")
        admin.only(["rate", "cap"])
        cap = admin.money("cap", currency) if "cap" in admin else None
        kept = Administration(admin.share("rate"), cap)
    handling = fields.money("handling", currency)
    return Returns(fields.share("rate"), handling, fields.share("resale"), kept)
