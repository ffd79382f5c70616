"""What the brand calls each listing, and what its bundles hold: read once where several questions need it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from app.queries.bundles import contents
from app.queries.own_skus import own_codes


@dataclass(frozen=True)
class Names:
    """The brand's own SKU of every linked listing (channel, its code), and the SKUs in every bundle.

    `holds` is what a bundle is made of; `drawn` what its sale takes from stock, in which those kept ready-made are not.
    """

    own: Mapping[tuple[int | None, str], str]
    holds: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    drawn: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def inside(self, sku: str) -> Mapping[str, int]:
        """Give what a sale of a SKU takes from stock: of a bundle its components with their quantities, else itself."""
        return self.drawn.get(sku) or {sku: 1}


def names_in(session: Session) -> Names:
    """Read the names of a ledger."""
    inside = contents(session)
    return Names(own_codes(session), inside.held, inside.drawn)
