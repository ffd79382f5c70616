"""What checks of promotions assume until somebody types otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Assumptions(Protocol):
    """What a check assumes, in basis points, as `conflict_facts.known.Terms` has it."""

    @property
    def claim(self) -> int:
        """Of open wholesale orders, what may be claimed after a breach of MAP."""

    @property
    def featured(self) -> int:
        """Of sales, what is lost with the featured offer."""

    @property
    def shift(self) -> int:
        """Of units, what moves to a cheaper channel."""

    @property
    def tolerance(self) -> int:
        """How far prices of channels may differ."""

    @property
    def margin(self) -> int:
        """What retailers need."""

    @property
    def dispute(self) -> int:
        """The chance that a retailer disputes an order."""


@dataclass(frozen=True)
class Usual:
    """What is assumed until somebody types otherwise, in basis points."""

    claim: int = 1000
    featured: int = 8000
    shift: int = 1000
    tolerance: int = 100
    margin: int = 4000
    dispute: int = 1500
