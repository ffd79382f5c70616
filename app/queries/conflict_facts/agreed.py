"""Facts of agreements that prices are held against: MAP, parity, what retailers pay, and what more of a SKU costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from app.queries.conflict_facts.asked import Asked, Prices
from app.queries.conflict_facts.known import Known
from models.domain.catalog import ChannelKind
from models.domain.conflicts.agreement import Advertised, Ladder, LandedPrices, RetailedPrice
from models.domain.conflicts.policy import Tier, inversions, pack, undercut
from models.domain.conflicts.setting import WHOLE

_MARKETPLACE = ChannelKind.MARKETPLACE.value


def advertised(known: Known, prices: Prices) -> Iterator[Advertised]:
    """Give the public prices below a MAP that holds today, with what retailers have on order of the SKU."""
    for one in prices.asked.values():
        least = one.price.priced.minimum
        if least is None or one.amount >= least or one.live is None or not known.looks_at(one.price.sku):
            continue
        orders = _on_order(known, prices, one.price.sku)
        yield Advertised(
            *(one.price.sku, one.price.channel, one.live.since, one.price.currency, one.amount),
            one.price.priced.advertised,
            orders,
            known.terms.claim,
        )


def _on_order(known: Known, prices: Prices, sku: str) -> int:
    """Add up the open wholesale orders of a SKU at what the book says for so many units, in the ledger's currency.

    An order of a channel without a price, or in a currency without a rate, counts as nothing.
    """
    total = 0
    for row in known.orders:
        asked = prices.asked.get((sku, row.channel)) if row.sku == sku else None
        if asked is not None and not asked.public:
            value = row.open * (asked.price.for_units(row.quantity) or asked.amount)
            total += known.into_base(value, asked.price.currency) or 0
    return total


def landed(known: Known, prices: Prices) -> Iterator[LandedPrices]:
    """Set what a customer pays on a marketplace against the other public channels, where any of them is cheaper.

    Prices in another currency, and those that hold the tax against those that do not, are not compared.
    """
    for sku, of_sku in prices.by_sku.items():
        if len(of_sku.public) <= 1 or not known.looks_at(sku):
            continue
        public = [(one.landed, one) for one in of_sku.public]
        lowest = min([price for price, _ in public])
        for asked, here in public:
            # What the cheapest of all does not undercut, none does.
            if here.price.told.kind != _MARKETPLACE or not undercut(asked, lowest, known.terms.tolerance):
                continue
            elsewhere = tuple(
                [(one.price.channel, price) for price, one in public if one is not here and _alike(one, here)]
            )
            if not elsewhere or not undercut(asked, min([price for _, price in elsewhere]), known.terms.tolerance):
                continue
            yield LandedPrices(
                *(sku, here.price.channel, here.price.currency, asked, elsewhere),
                _each(known, here),
                known.prices.rate(*here.key),
                known.terms.tolerance,
                known.terms.featured,
            )


def _alike(one: Asked, other: Asked) -> bool:
    return (one.price.currency, one.price.tax_inside) == (other.price.currency, other.price.tax_inside)


def _each(known: Known, one: Asked) -> Fraction | None:
    """Give what a unit contributes: by the price and its fees, else what the ledger measured; None if not known."""
    if one.curve is not None:
        return Fraction(one.curve.earned(one.amount), one.curve.scale)
    measured = known.contribution(one.price.sku, one.price.channel)
    return None if measured is None or one.price.currency != known.currency else Fraction(measured)


def retailed(known: Known, prices: Prices) -> Iterator[RetailedPrice]:
    """Set the lowest public price of a SKU, without the tax inside, against what each wholesale channel pays for it.

    Only where it leaves retailers too little. The lowest alone is told of: what is at stake is lost once. A price that
    holds a tax of which the rate is not known is left out, and so is a list price for every channel on a wholesale
    channel: nobody has agreed it with retailers.
    """
    part = WHOLE - known.terms.margin
    for sku, of_sku in prices.by_sku.items():
        if not of_sku.trade or not known.looks_at(sku):
            continue
        trade = [one for one in of_sku.trade if one.price.agreed]
        public = [
            (price, one) for one in of_sku.public if trade and (price := one.price.without_tax(one.amount)) is not None
        ]
        for paid in trade:
            alike = [(price, one.price.channel) for price, one in public if one.price.currency == paid.price.currency]
            price, channel = min(alike, default=(None, ""))
            if price is not None and price * part < paid.amount * WHOLE:
                yield RetailedPrice(
                    *(sku, channel, paid.price.channel, paid.price.currency, price, paid.amount),
                    *_ahead(known, paid),
                    known.terms.margin,
                )


def _ahead(known: Known, paid: Asked) -> tuple[Fraction, Fraction | int | None, str]:
    """Give the units that a wholesale channel sells of a SKU in the days ahead, and what each contributes, if known."""
    units, each = known.units_ahead(*paid.key), known.contribution(*paid.key)
    if each is not None:
        return units, each, known.currency
    return units, _each(known, paid), paid.price.currency


def ladders(known: Known, prices: Prices) -> Iterator[Ladder]:
    """Give the steps of a SKU on a channel, those of its wholesale ladder and its packs, where more costs more.

    A pack is a bundle of one SKU. Nobody knows which step orders will take: the units expected count where each costs
    most over the smaller step; those of a pack are known.
    """
    packs = _packs(known)
    for (sku, channel), one in prices.asked.items():
        rises = one.price.priced.may_rise
        if not (rises or sku in packs) or not known.looks_at(sku):
            continue
        held = [
            (quantity, asked)
            for bundle, quantity in packs.get(sku, ())
            if (asked := prices.asked.get((bundle, channel))) is not None and asked.price.currency == one.price.currency
        ]
        if not held and not rises:
            continue
        tiers = _steps(known, one, held)
        if inversions(tiers):
            yield Ladder(sku, channel, one.price.currency, tiers)


def _packs(known: Known) -> dict[str, list[tuple[str, int]]]:
    """Give the packs of each SKU with how many they hold."""
    found: dict[str, list[tuple[str, int]]] = {}
    for bundle, held in known.names.holds.items():
        if len(held) == 1:
            ((sku, quantity),) = held.items()
            if quantity > 1:
                found.setdefault(sku, []).append((bundle, quantity))
    return found


def _steps(known: Known, one: Asked, held: Sequence[tuple[int, Asked]]) -> tuple[Tier, ...]:
    single = [Tier(1, Fraction(one.amount))]
    ladder = [Tier(tier.units, Fraction(tier.amount)) for tier in one.price.priced.tiers if tier.amount is not None]
    dearest = max(inversions([*single, *ladder]), key=lambda found: found.difference, default=None)
    if dearest is not None:
        ladder = [
            Tier(tier.quantity, tier.unit_price, known.units_ahead(*one.key)) if tier == dearest.tier else tier
            for tier in ladder
        ]
    packed = [pack(quantity, asked.amount, known.units_ahead(*asked.key) * quantity) for quantity, asked in held]
    return (*single, *ladder, *packed)
