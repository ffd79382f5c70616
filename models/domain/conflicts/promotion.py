"""Conflicts of promotions with one another: overlaps, what they make together, and prices between channels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import combinations
from types import MappingProxyType

from models.domain.conflicts.agreement import claimed, claimed_at
from models.domain.conflicts.conflict import Conflict, Family, Kind, Severity, Stake, channel, promotion, sku
from models.domain.conflicts.policy import NO_MAP, MinimumAdvertised, below_map, part_below, undercut
from models.domain.conflicts.setting import NONE_SOLD, WHOLE, Setting, product
from models.domain.period import Period
from models.domain.promotions.offer import Quote
from models.domain.promotions.overlap import Overlap, extra_discount, overlaps
from models.domain.promotions.promotion import Promotion
from models.domain.promotions.stacking import Stacked
from models.domain.words import amount, figure, listed, percent

NEAR_DAYS = 7

OVERLAP = Kind(
    "PROMO_OVERLAP",
    Family.PROMOTION,
    Severity.MEDIUM,
    "Promotions overlap",
    "Move one of them, or give them lanes in which they add up",
)
STACK_BREACH = Kind(
    "PROMO_STACK_BREACH",
    Family.PROMOTION,
    Severity.HIGH,
    "Promotions go too low together",
    "Put them in one lane, make one exclusive, or offer less",
    "A promotion goes too low",
)
_ALONE = "Offer less, or leave out the SKUs on which it goes too low"
CROSS_CHANNEL = Kind(
    "PROMO_CROSS_CHANNEL",
    Family.PROMOTION,
    Severity.MEDIUM,
    "Promoted cheaper on another channel",
    "Bring the promotion prices together, or move one by more than a week",
)


@dataclass(frozen=True)
class PromotedListing:
    """A SKU on a channel with its promotions and its usual demand; money in minor units of `currency`."""

    sku: str
    channel: str
    currency: str
    quote: Quote
    promotions: tuple[Promotion, ...]
    baseline: Fraction | int


@dataclass(frozen=True)
class StackedPrice:
    """The lowest price that promotions legally make on a listing from a day on, and what a unit contributes there.

    `expected` and `target` are E and what it must reach at that price, None where they are not known; `units` are those
    expected in the days ahead. The price is held against a MAP too, with the open wholesale orders of the SKU in the
    ledger's currency and the part of them, in basis points, that may be claimed.
    """

    sku: str
    channel: str
    first: date
    currency: str
    stacked: Stacked
    expected: Fraction | int | None
    target: Fraction | int
    units: Fraction | int
    minimum: MinimumAdvertised = NO_MAP
    orders: int = 0
    claim: int = 1000


@dataclass(frozen=True)
class PromotedPrice:
    """The price that a promotion makes of a SKU on a channel, and the units expected there while it runs."""

    promotion: str
    channel: str
    days: Period
    price: int
    units: Fraction | int


@dataclass(frozen=True)
class PromotedSku:
    """The promotion prices of a SKU on all channels, all in `currency`.

    Of the units of the dearer channel, `shift` basis points may move to the cheaper one.
    """

    sku: str
    currency: str
    prices: tuple[PromotedPrice, ...]
    tolerance: int = 100
    shift: int = 1000


def promo_overlap(fact: PromotedListing, setting: Setting) -> Iterator[Conflict]:
    """Find two promotions of a listing that share days, have not ended, and are not marked as adding up."""
    meant = [one for one in fact.promotions if one.covers(fact.sku, fact.channel)]
    for found in overlaps(meant):
        if found.days.last >= setting.today:
            yield _overlap(fact, found, setting)


def _overlap(fact: PromotedListing, found: Overlap, setting: Setting) -> Conflict:
    extra = extra_discount(fact.quote, found.first, found.second)
    uplift = max(found.first.uplift, found.second.uplift)
    ahead = Period(max(found.days.first, setting.today), found.days.last)
    units = fact.baseline * uplift * ahead.days
    return setting.conflict(
        OVERLAP,
        (sku(fact.sku), channel(fact.channel), promotion(found.first.code), promotion(found.second.code)),
        sentence=f"{found.first.code} and {found.second.code} both run on {fact.sku} on {fact.channel}, "
        f"{found.days.label()}",
        stake=setting.selling(units, extra, fact.currency),
        channels=(fact.channel,),
        window=found.days.first,
    )


def promo_stack_breaches(
    facts: Sequence[StackedPrice], setting: Setting, today: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Conflict]:
    """Find what promotions bring too low; what is on order of a SKU may be claimed once, whatever breaks its MAP.

    `today` names the channels whose prices of today break the MAP of a SKU already, so that they may be claimed there.
    """
    ahead = claimed_at((fact.sku, _where(fact), _breach(fact, setting)) for fact in facts if fact.stacked.steps)
    counted = {**ahead, **{code: f"the price of today on {name}" for code, name in today.items()}}
    for fact in facts:
        yield from promo_stack_breach(fact, setting, counted.get(fact.sku, _where(fact)))


def promo_stack_breach(fact: StackedPrice, setting: Setting, counted: str = "") -> Iterator[Conflict]:
    """Find a best legal combination whose price is not admissible, or is below a MAP that holds on its first day.

    `counted` names the breach with which the open orders of the SKU count, where that is another.
    """
    if not fact.stacked.steps:
        return
    found = [*_below_target(fact, setting), *_below_map(fact, setting, "" if counted == _where(fact) else counted)]
    if not found:
        return
    codes = fact.stacked.codes
    yield setting.conflict(
        STACK_BREACH,
        (sku(fact.sku), channel(fact.channel), *(promotion(code) for code in sorted(codes))),
        sentence=f"{', then '.join(codes)} {'brings' if len(codes) == 1 else 'bring'} {fact.sku} on {fact.channel} to "
        f"{amount(fact.stacked.quote.price, fact.currency)}: {', '.join(words for words, _ in found)}",
        stake=_together([stake for _, stake in found], setting),
        channels=(fact.channel,),
        window=fact.first,
        advice=_ALONE if len(codes) == 1 else "",
    )


def _together(stakes: Sequence[Stake], setting: Setting) -> Stake:
    """Add up stakes; beside money a part without any is told only where another conflict counts it."""
    minor = sum(one.minor for one in stakes)
    money = " + ".join(one.formula for one in stakes if one.minor)
    rest = [one.formula for one in stakes if not one.minor]
    elsewhere = [words for words in rest if "×" not in words and words != NONE_SOLD]
    return Stake(minor, setting.currency, "; ".join([money, *elsewhere] if minor else rest))


def _where(fact: StackedPrice) -> str:
    """Name what is promoted, so that another breach of the same SKU can say where its orders count."""
    return f"{listed(sorted(fact.stacked.codes))} on {fact.channel}"


def _breach(fact: StackedPrice, setting: Setting) -> tuple[int, int] | None:
    return below_map(fact.minimum, fact.stacked.quote.price, day=max(setting.today, fact.first))


def _below_target(fact: StackedPrice, setting: Setting) -> Iterator[tuple[str, Stake]]:
    """Find a price that is not admissible: as for the floor, all that is missing to the target is at stake (B3)."""
    if fact.expected is None or fact.expected >= fact.target:
        return
    short = fact.target - fact.expected
    words = f"a unit earns {amount(fact.expected, fact.currency)}, {amount(fact.target, fact.currency)} are the target"
    yield words, setting.selling(fact.units, short, fact.currency)


def _below_map(fact: StackedPrice, setting: Setting, counted: str) -> Iterator[tuple[str, Stake]]:
    found = _breach(fact, setting)
    if found is not None:
        yield f"MAP is {amount(found[1], fact.currency)}", claimed(fact.orders, fact.claim, setting, counted)


def promo_cross_channel(fact: PromotedSku, setting: Setting) -> Iterator[Conflict]:
    """Find two channels that promote a SKU within a week of each other at prices further apart than the tolerance."""
    prices = sorted(fact.prices, key=lambda one: (one.price, one.channel, one.promotion))
    for cheap, dear in combinations(prices, 2):
        if (
            cheap.channel != dear.channel
            and max(cheap.days.last, dear.days.last) >= setting.today
            and days_apart(cheap.days, dear.days) <= NEAR_DAYS
            and undercut(dear.price, cheap.price, fact.tolerance)
        ):
            yield _cross_channel(fact, cheap, dear, setting)


def days_apart(one: Period, other: Period) -> int:
    """Give the days from the end of the earlier period to the start of the later, 0 or less where they share days."""
    return max((other.first - one.last).days, (one.first - other.last).days)


def _cross_channel(fact: PromotedSku, cheap: PromotedPrice, dear: PromotedPrice, setting: Setting) -> Conflict:
    gap = dear.price - cheap.price
    units = Fraction(dear.units) * fact.shift / WHOLE
    formula = f"{product(dear.units, gap, fact.currency)} × {percent(fact.shift)} that move"
    return setting.conflict(
        CROSS_CHANNEL,
        (
            sku(fact.sku),
            channel(dear.channel),
            promotion(dear.promotion),
            channel(cheap.channel),
            promotion(cheap.promotion),
        ),
        sentence=f"{fact.sku} is {amount(cheap.price, fact.currency)} in {cheap.promotion} on {cheap.channel} and "
        f"{amount(dear.price, fact.currency)} in {dear.promotion} on {dear.channel}, "
        f"{figure(part_below(dear.price, cheap.price) * 100)} % apart",
        stake=setting.selling(units, gap, fact.currency, formula),
        channels=(dear.channel,),
        window=min(cheap.days.first, dear.days.first),
        between=True,
    )
