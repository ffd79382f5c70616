"""A ledger with thousands of SKUs on six channels: prices, what the channels charge, and what they were seen to ask.

One price in fifty was changed on its channel by hand, and one SKU in a hundred has a pack of three.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random

from sqlalchemy import select

from app.actions.catalog import edit_channel
from app.actions.fee_schedules import add_schedule
from app.actions.rules import add_rule, publish
from app.actions.wholesale_terms import add_terms
from app.ledger.ledger import Ledger
from app.queries.rules import PRICING
from benchmarks.stocked_brand import CHANNELS as EVERY_CHANNEL
from benchmarks.stocked_brand import CURRENCY, TODAY, import_rows, stocked_ledger
from models.domain.catalog import ChannelKind
from models.domain.money import Money
from models.domain.pricing.fee_model import (
    Ads,
    Band,
    FeeModel,
    Payment,
    Returns,
    Schedule,
    ScheduleKind,
    Target,
    Tier,
    flat,
)
from models.domain.pricing.rules import AmountDifference, Difference, MapPrice, PriceEnding, TierDiscount
from models.domain.pricing.schedule import FeeSchedule, PriceTier, WholesaleTerms
from models.domain.rules import Kind, Scope
from models.tables import Channel

CHANNELS = EVERY_CHANNEL[:6]
_WHOLESALE = CHANNELS[4:6]
_PUBLIC = CHANNELS[:4]
_KINDS = dict(
    zip(CHANNELS, ("DTC", "marketplace", "marketplace", "marketplace", "wholesale", "wholesale"), strict=True)
)
_FIRST, _SEEN = date(2026, 1, 1), date(2026, 11, 20)
_CHANGED, _PACKED = 50, 100
_RETURNS = Returns(Fraction(3, 100), 200, Fraction(80, 100))
_BRACKETS = Schedule(ScheduleKind.BRACKET, (Band(1500, Fraction(8, 100)), Band(None, Fraction(15, 100))), minimum=30)
_SHOP = FeeModel(0, shipping=290, payment=Payment(Fraction(29, 1000), 30), fulfilment=(Tier(None, 535),))
_FEES = {
    "Shop": FeeSchedule(CURRENCY, _FIRST, fees=_SHOP, target=Target(150)),
    "Amazon": FeeSchedule(
        CURRENCY,
        _FIRST,
        fees=FeeModel(
            0, referral=_BRACKETS, fulfilment=(Tier(1000, 306), Tier(None, 415)), ads=Ads(rate=Fraction(8, 100))
        ),
        target=Target(150, Fraction(5, 100)),
    ),
    "Etsy": FeeSchedule(CURRENCY, _FIRST, fees=FeeModel(0, referral=flat(Fraction(65, 1000)), returns=_RETURNS)),
    "Faire": FeeSchedule(CURRENCY, _FIRST, fees=FeeModel(0, referral=flat(Fraction(15, 100)), other=45)),
    **{name: FeeSchedule(CURRENCY, _FIRST, fees=FeeModel(0, other=45)) for name in _WHOLESALE},
}
_TERMS = WholesaleTerms(
    _FIRST,
    (PriceTier(24, Fraction(5, 100)), PriceTier(96, Fraction(12, 100))),
    rep=Fraction(10, 100),
    payment=Fraction(2, 100),
    moq=24,
    payment_days=30,
)


def priced_ledger(folder: Path, *, skus: int, seed: int = 12) -> Ledger:
    """Make the stocked brand, and type or import all that belongs to its prices."""
    ledger = stocked_ledger(folder, skus=skus, channels=CHANNELS)
    random = Random(seed)
    asked = {f"SKU-{number:05d}": random.randint(2_000, 6_000) for number in range(skus)}
    _type_terms(ledger)
    packs = {f"PACK-{code}": code for code in list(asked)[::_PACKED]}
    sold = ((name, TODAY, f"{name}-packs", pack, 1, "50.00", "0.50", "sale") for name in _PUBLIC for pack in packs)
    head = ("channel", "date", "document", "sku", "quantity", "unit_price", "fee", "kind")
    import_rows(ledger, folder / "packs sold.csv", head, sold)
    import_rows(ledger, folder / "packs.csv", ("sku", "component", "quantity"), _parts(packs))
    asked |= {pack: asked[code] * 3 for pack, code in packs.items()}
    prices = ((code, _major(minor), _FIRST, CURRENCY, "no") for code, minor in asked.items())
    import_rows(ledger, folder / "base.csv", ("sku", "price", "valid_from", "currency", "tax_inside"), prices)
    _type_rules(ledger, list(asked))
    import_rows(ledger, folder / "prices.csv", ("channel", "sku", "price", "day"), _seen(asked, random))
    return ledger


def _parts(packs: dict[str, str]) -> Iterator[tuple[object, ...]]:
    for pack, code in packs.items():
        yield pack, code, 3


def _seen(asked: dict[str, int], random: Random) -> Iterator[tuple[object, ...]]:
    """Tell what each channel was seen to ask: what the rules say, but for what was changed by hand."""
    for name in _PUBLIC:
        for code, minor in asked.items():
            right = minor - 1 if name == "Amazon" else minor
            changed = random.choice((-900, -100, 100)) if random.random() < 1 / _CHANGED else 0
            yield name, code, _major(right + changed), _SEEN


def _type_terms(ledger: Ledger) -> None:
    with ledger.read() as session:
        ids: dict[str, int] = {name: number for number, name in session.execute(select(Channel.id, Channel.name))}
    for name, kind in _KINDS.items():
        edit_channel(ledger, channel_id=ids[name], name=name, kind=ChannelKind(kind), owner="", active=True)
        add_schedule(ledger, channel_id=ids[name], schedule=_FEES[name])
    for name in _WHOLESALE:
        add_terms(ledger, channel_id=ids[name], terms=_TERMS)


def _type_rules(ledger: Ledger, codes: Sequence[str]) -> None:
    rules: list[tuple[Kind, Scope]] = [
        (AmountDifference(Money(-1, CURRENCY)), Scope(channels=("Amazon",))),
        *((Difference(Fraction(-50)), Scope(channels=(name,))) for name in _WHOLESALE),
        (PriceEnding(".00 .50"), Scope(channels=(_WHOLESALE[0],))),
        (TierDiscount(Fraction(20), 240), Scope(channels=(_WHOLESALE[1],))),
        (MapPrice(Money(1999, CURRENCY)), Scope(tuple(codes[:40]))),
    ]
    for what, scope in rules:
        add_rule(ledger, what=what, scope=scope, family=PRICING, begin=True)
    publish(ledger, name="Benchmark", reason="One rule of most kinds", family=PRICING)


def _major(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"
