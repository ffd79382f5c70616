"""Where a conflict is mended, and where its evidence stands: each one action away."""

from __future__ import annotations

from dataclasses import dataclass

from models.domain.conflicts import agreement, data, price, promise, stock, work
from models.domain.conflicts.conflict import Conflict, Thing


@dataclass(frozen=True)
class Way:
    """A page to go to, and what it is to show there; the words say what is done or seen."""

    words: str
    icon: str
    page: str
    what: object = None


_RULES = Way("Go to the rules", "columns-3", "allocation", "rules")
_MISSING = Way("Import the missing file", "inbox", "import")
_PRICE_RULES = Way("Open the rules of prices", "tag", "pricing", "rules")
_FEES = Way("Go to the fee schedule", "tag", "pricing", "fees")
_PRICED = frozenset(
    {
        agreement.PARITY_GAP,
        agreement.WHOLESALE_UNDERCUT,
        agreement.TIER_INVERSION,
    }
)
# Kinds that are mended in one place, whatever they are about.
_FIXES = {
    promise.FLOOR_SHORT: _RULES,
    work.CAPACITY_OVER: Way("Go to the limits of the place", "boxes", "stock", "places"),
    data.STALE: Way("Import the newest file", "inbox", "import"),
    data.UNEXPLAINED: _MISSING,
    data.AGED: _MISSING,
}


def fix_of(conflict: Conflict) -> Way | None:
    """Give the way to where a conflict is mended; what mends a price that earns too little, `price_fix` finds."""
    (sku, *_), (order, *_) = conflict.named(Thing.SKU) or ("",), conflict.named(Thing.ORDER) or ("",)
    match conflict.kind:
        case promise.COMMIT_SHORT:
            contract = order.startswith("contract ")
            return _RULES if contract else Way("Go to the order", "boxes", "stock", ("commitments", order))
        case promise.OVERSOLD if conflict.advice == promise.SOLD:
            return Way("Go to the open orders", "boxes", "stock", ("commitments", sku))
        case promise.OVERSOLD:
            return Way("Make the files anew", "file-plus", "stock", "uploads")
        case stock.OUT_RISK:
            return Way("Go to the order proposal", "boxes", "stock", ("replenishment", sku))
        case stock.EXCESS:
            return Way("See what can be moved", "boxes", "stock", ("transfers", sku))
        case price.MISMATCH | agreement.MAP_BREACH:
            return Way("Send the price file", "file-plus", "pricing", "files")
        case price.MISSING_COST:
            return _missing(conflict, sku)
        case kind if kind in _PRICED and not conflict.named(Thing.PROMOTION):
            return Way("Go to the price", "tag", "pricing", ("prices", sku))
        case data.UNMAPPED:
            what, code = conflict.named(Thing.CODE)
            return Way("Link the listing", "book-open", "catalog", ("listings", code)) if what == data.LISTING else None
        case _:
            (code, *_) = conflict.named(Thing.PROMOTION) or ("",)
            timeline = Way(f"Go to {code} on the timeline", "calendar", "promotions", ("timeline", code))
            return timeline if code else _FIXES.get(conflict.kind)


def _missing(conflict: Conflict, sku: str) -> Way:
    """Give the way to what is missing for a price: the cost of a SKU, or what its channel charges."""
    return Way("Type the cost", "book-open", "catalog", ("costs", sku)) if "landed cost" in conflict.sentence else _FEES


def _price(sku: str) -> Way:
    return Way(f"Open the price of {sku}", "tag", "pricing", ("prices", sku))


def evidence_of(conflict: Conflict) -> tuple[Way, ...]:
    """Give the ways to what a conflict rests on, beside its postings."""
    found = [Way(f"Open {sku} in the allocation", "columns-3", "allocation", sku) for sku in conflict.named(Thing.SKU)]
    match conflict.kind:
        case promise.OVERSOLD | promise.FLOOR_SHORT:
            found.append(Way("Open the rules", "columns-3", "allocation", "rules"))
        case stock.OUT_RISK | stock.EXCESS:
            sku = conflict.named(Thing.SKU)[0]
            found.append(Way(f"Open the stock of {sku}", "boxes", "stock", ("levels", sku)))
        case price.BELOW_FLOOR | price.LOSS | price.DEAD_ZONE:
            found = [_price(sku) for sku in conflict.named(Thing.SKU)]
            found += [Way("Open its floor", "tag", "pricing", ("floors", sku)) for sku in conflict.named(Thing.SKU)]
            found.append(_PRICE_RULES)
        case price.MISMATCH | agreement.MAP_BREACH:
            found = [Way("Open what is live", "tag", "pricing", ("drift", sku)) for sku in conflict.named(Thing.SKU)]
            found += [_price(sku) for sku in conflict.named(Thing.SKU)]
        case kind if kind in _PRICED or kind is price.MISSING_COST:
            found = [_price(sku) for sku in conflict.named(Thing.SKU)]
        case data.STALE:
            found.append(Way("Open the imports", "inbox", "imports"))
        case _:
            pass
    return tuple(found)
