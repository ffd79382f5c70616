"""The landed cost of a unit on a day, from dated costs and, for bundles, from their components."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from models.domain.catalog import Component, UnitCost


@dataclass(frozen=True)
class CostOfUnit:
    """What one unit costs in minor units by currency (a bundle may mix currencies), and the costs used."""

    amounts: tuple[tuple[str, int], ...]
    used: tuple[UnitCost, ...]


class CostBook:
    """All dated costs and bundles, asked for the cost of a unit of a SKU on a day.

    The cost that counts is the one valid from the latest day on or before the day asked for; among several from that
    same day, the one known last. A bundle without a cost of its own costs what its components cost.
    """

    def __init__(self, costs: Iterable[UnitCost], components: Iterable[Component]) -> None:
        self._costs: dict[str, list[UnitCost]] = {}
        for cost in sorted(costs, key=lambda cost: (cost.sku, cost.valid_from, cost.known_since)):
            self._costs.setdefault(cost.sku, []).append(cost)
        self._components: dict[str, list[Component]] = {}
        for component in components:
            self._components.setdefault(component.bundle, []).append(component)

    @property
    def is_empty(self) -> bool:
        """Whether no cost is known at all."""
        return not self._costs

    def unit_cost(self, sku: str, day: str) -> CostOfUnit | None:
        """Give what one unit costs on an ISO day, or None when a needed cost is missing."""
        return self._cost(sku, day, frozenset())

    def _cost(self, sku: str, day: str, above: frozenset[str]) -> CostOfUnit | None:
        valid = [cost for cost in self._costs.get(sku, ()) if cost.valid_from.isoformat() <= day]
        if valid:
            cost = valid[-1]
            return CostOfUnit(((cost.currency, cost.amount),), (cost,))
        parts = self._components.get(sku, ())
        if not parts or sku in above:
            return None
        amounts: dict[str, int] = {}
        used: list[UnitCost] = []
        for part in parts:
            one = self._cost(part.sku, day, above | {sku})
            if one is None:
                return None
            for currency, amount in one.amounts:
                amounts[currency] = amounts.get(currency, 0) + amount * part.quantity
            used.extend(one.used)
        return CostOfUnit(tuple(sorted(amounts.items())), tuple(used))
