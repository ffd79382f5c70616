"""Conflicts of what lies in stock: running out before more can come, and too much of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from models.domain.conflicts.conflict import Conflict, Entity, Family, Kind, Severity, Thing, sku
from models.domain.conflicts.factors import a_day, money, number, times
from models.domain.conflicts.setting import Setting, units_of
from models.domain.words import amount, counted, figure

OUT_RISK = Kind(
    "STOCK_OUT_RISK",
    Family.STOCK,
    Severity.HIGH,
    "Runs out before more can come",
    "Order what Replenishment proposes, or speed up what is on its way",
)
EXCESS = Kind("STOCK_EXCESS", Family.STOCK, Severity.LOW, "More stock than is sold", "Promote, move or remove it")


@dataclass(frozen=True)
class Coverage:
    """Units of a SKU at a place, units a day from there, days until an order arrives, and what a unit contributes.

    `expected` is None where that is not known. Not in `on_hand` are the units that come once it is gone, `late`, and
    those that nobody knows the day of any more, `overdue`.
    """

    sku: str
    place: str
    channels: tuple[str, ...]
    currency: str
    on_hand: int
    rate: Fraction
    lead_days: Fraction | int
    expected: Fraction | int | None
    late: int = 0
    overdue: int = 0


@dataclass(frozen=True)
class KeptStock:
    """Units of a SKU at a place against the most days of cover and the most days of age; None is no limit or age.

    `holding` and `aged_fee` are what they cost in the days ahead, in minor units of `currency`; `uncosted` says that
    what it costs to hold them is not in it, since their landed cost is not known.
    """

    sku: str
    place: str
    channels: tuple[str, ...]
    currency: str
    on_hand: int
    rate: Fraction
    most_cover: int | None
    holding: int
    age: int | None = None
    most_age: int | None = None
    aged_fee: int = 0
    uncosted: bool = False


def stock_out_risk(fact: Coverage, setting: Setting) -> Iterator[Conflict]:
    """Find a SKU whose days of cover are fewer than the days until an order arrives."""
    numerator, denominator = fact.rate.numerator, fact.rate.denominator
    if numerator <= 0 or fact.on_hand * denominator >= numerator * fact.lead_days:
        return
    days = fact.lead_days - max(fact.on_hand, 0) / fact.rate
    each = money(max(fact.expected or 0, 0), fact.currency)
    formula = times(fact.currency, number(days, "day", 1), a_day(fact.rate), each)
    yield setting.conflict(
        OUT_RISK,
        (sku(fact.sku), Entity(Thing.PLACE, fact.place)),
        sentence=f"{fact.sku} at {fact.place} lasts {figure(max(fact.on_hand, 0) / fact.rate)} days, "
        f"an order takes {figure(fact.lead_days)}{_not_counted(fact)}",
        stake=setting.earning(days * fact.rate, fact.expected, fact.currency, fact.sku, formula),
        channels=fact.channels,
    )


def _not_counted(fact: Coverage) -> str:
    """Say what is on its way and does not count, since Replenishment does not order it again."""
    parts = [f"{fact.overdue} overdue"] if fact.overdue else []
    parts += [f"{fact.late} that come too late"] if fact.late else []
    return f"; {' and '.join(parts)} are not counted" if parts else ""


def stock_excess(fact: KeptStock, setting: Setting) -> Iterator[Conflict]:
    """Find stock that lasts longer than the most days of cover, or is older than its limit."""
    reasons = _excess(fact)
    if fact.on_hand <= 0 or not reasons:
        return
    formula = f"{amount(fact.holding, fact.currency)} holding + {amount(fact.aged_fee, fact.currency)} aged fee"
    if fact.uncosted:
        formula += "; what it costs to hold is not told for want of a landed cost"
    yield setting.conflict(
        EXCESS,
        (sku(fact.sku), Entity(Thing.PLACE, fact.place)),
        sentence=f"{units_of(fact.on_hand)} of {fact.sku} at {fact.place} {' and '.join(reasons)}",
        stake=setting.stake(fact.holding + fact.aged_fee, fact.currency, formula),
        channels=fact.channels,
    )


def lasts_beyond(units: int, rate: Fraction, most_cover: int) -> bool:
    """Say whether units last longer at a rate than the most days of cover; at a rate of 0 any do."""
    return units * rate.denominator > rate.numerator * most_cover


def _excess(fact: KeptStock) -> list[str]:
    reasons = []
    if fact.most_cover is not None and lasts_beyond(fact.on_hand, fact.rate, fact.most_cover):
        lasts = f"last {figure(fact.on_hand / fact.rate)} days" if fact.rate > 0 else "are not sold at all"
        reasons.append(f"{lasts}, {fact.most_cover} are the most")
    if fact.age is not None and fact.most_age is not None and fact.age > fact.most_age:
        reasons.append(f"are {counted(fact.age, 'day')} old, {fact.most_age} are the most")
    return reasons
