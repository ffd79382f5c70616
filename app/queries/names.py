"""What the brand calls each listing, and what its bundles hold: read once where several questions need it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.queries.bundles import contents
from app.queries.contribution import own_codes


@dataclass(frozen=True)
class Names:
    """The brand's own SKU of every linked listing (channel, its code), and the SKUs in every bundle."""

    own: Mapping[tuple[int | None, str], str]
    holds: Mapping[str, Mapping[str, int]]

    def inside(self, sku: str) -> Mapping[str, int]:
        """Give what a SKU holds: a bundle its components with their quantities, any other itself once."""
        return self.holds.get(sku) or {sku: 1}


def names_in(session: Session) -> Names:
    """Read the names of a ledger."""
    return Names(own_codes(session), contents(session))
