"""Which pricing rules are meant for a listing, found once for all listings that no rule names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from models.domain.money import Money, exponent
from models.domain.pricing.advertised import NO_MAP, MinimumAdvertised
from models.domain.pricing.endings import Ending
from models.domain.pricing.rules import (
    SETTERS,
    Ceiling,
    FloorKept,
    LeastPrice,
    MapPrice,
    PriceEnding,
    PriceOverride,
    TierDiscount,
)
from models.domain.rules import Asked, Kind, Rule, Rules, Winner

Value = TypeVar("Value", bound=Kind)


@dataclass(frozen=True)
class Meant:
    """The winners of each kind; `setter` is the one channel rule, `tiers` come by their units, ascending.

    `left_out` are rules whose amounts are in another currency than the price.
    """

    setter: Winner[Kind] | None = None
    tiers: tuple[Winner[TierDiscount], ...] = ()
    ending: Winner[PriceEnding] | None = None
    endings: tuple[Ending, ...] = ()
    safe: Winner[FloorKept] | None = None
    least: Winner[LeastPrice] | None = None
    ceiling: Winner[Ceiling] | None = None
    map_rule: Winner[MapPrice] | None = None
    minimum: MinimumAdvertised = NO_MAP
    override: Winner[PriceOverride] | None = None
    left_out: tuple[Rule[Kind], ...] = ()

    @cached_property
    def special(self) -> bool:
        """Whether more than a channel rule, an ending or discounts for several units is meant."""
        limits = (self.safe, self.least, self.ceiling, self.map_rule, self.override)
        without_ending = self.ending is not None and not self.endings
        return any(limits) or without_ending or any(tier.rule.what.units <= 1 for tier in self.tiers)

    @cached_property
    def made(self) -> bool:
        """Whether a channel rule or a discount for everybody makes the price."""
        return self.setter is not None or any(tier.rule.what.units <= 1 for tier in self.tiers)

    @cached_property
    def falls(self) -> bool:
        """Whether a discount falls with the number of units, or is none but more."""
        shares = [tier.rule.what.percent for tier in sorted(self.tiers, key=lambda tier: tier.rule.what.units)]
        return shares != sorted(shares) or shares[0] < 0


class Finder:
    """Finds the rules that are meant for prices in one currency; made once, so that what it finds is kept."""

    def __init__(self, currency: str) -> None:
        self._currency = currency

    def __call__(self, rules: Rules, asked: Asked) -> Meant:
        """Give the winners for a SKU of a category and brand on a channel."""
        one = _Search(rules, asked, self._currency)
        setters = sorted(
            [rule for kind in SETTERS for rule in one.every(kind)], key=lambda rule: rule.precedence, reverse=True
        )
        ending, map_rule = one.winner(PriceEnding), one.winner(MapPrice)
        return Meant(
            setter=_winner(setters),
            tiers=_tiers(one.every(TierDiscount)),
            ending=ending,
            endings=ending.rule.what.of(exponent(self._currency)) if ending else (),
            safe=one.winner(FloorKept),
            least=one.winner(LeastPrice),
            ceiling=one.winner(Ceiling),
            map_rule=map_rule,
            minimum=map_rule.rule.what.minimum() if map_rule else NO_MAP,
            override=one.winner(PriceOverride),
            left_out=tuple(one.left_out),
        )


class _Search:
    """The rules of one scope, without those whose amount is in another currency."""

    def __init__(self, rules: Rules, asked: Asked, currency: str) -> None:
        self._rules, self._asked, self._currency = rules, asked, currency
        self.left_out: list[Rule[Any]] = []

    def every(self, kind: type[Value]) -> list[Rule[Value]]:
        """Give the rules of a kind, the strongest first."""
        found = []
        for rule in self._rules.every(kind, **self._asked._asdict()):
            amount = getattr(rule.what, "amount", None)
            if isinstance(amount, Money) and amount.currency != self._currency:
                self.left_out.append(rule)
            else:
                found.append(rule)
        return found

    def winner(self, kind: type[Value]) -> Winner[Value] | None:
        """Give the strongest rule of a kind."""
        return _winner(self.every(kind))


def _winner(rules: list[Rule[Value]]) -> Winner[Value] | None:
    return Winner(rules[0], tuple(rules[1:])) if rules else None


def _tiers(rules: list[Rule[TierDiscount]]) -> tuple[Winner[TierDiscount], ...]:
    """Give the strongest discount for each number of units."""
    by_units: dict[int, list[Rule[TierDiscount]]] = {}
    for rule in rules:
        by_units.setdefault(rule.what.units, []).append(rule)
    return tuple([Winner(found[0], tuple(found[1:])) for _, found in sorted(by_units.items())])
