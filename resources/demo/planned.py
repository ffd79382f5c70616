"""What the demo brand would type beside its files: what its places charge and can take, and how its SKUs are served.

How they are bought is in its planning table. `resources.demo.typed` types it with the rest.
"""

from __future__ import annotations

from datetime import date

from app.actions.catalog import keep_ready_made
from app.actions.fees import add_fee
from app.actions.places import set_limit, set_place_plan, set_serving, set_terms
from app.actions.planning import set_sku_plan
from app.ledger.ledger import Ledger
from app.queries.catalog import skus
from app.queries.places import places
from app.queries.planning import sku_plans
from models.domain.routing.fees import Fee, Field, Season
from models.domain.stock import Limit, LimitKind, PlacePlanning, Serving

_BOX = 210  # thousandths of a cubic foot
_FBA, _THIRD, _OWN = "Amazon FBA", "Hudson 3PL", "Troy warehouse"
_FIRST = date(2026, 1, 1)
_GIFT_SEASON = Season(10, 12)
_BY_ORDER = True

# Cents, as the brand's contracts and rate cards have them.
FEES: dict[str, tuple[Fee, ...]] = {
    _FBA: (
        Fee(Field.FULFILMENT, 386, _FIRST, size_tier="small"),
        Fee(Field.FULFILMENT, 561, _FIRST, size_tier="large"),
        Fee(Field.FREIGHT, 38, _FIRST),
        Fee(Field.PLACEMENT, 27, _FIRST),
        Fee(Field.STORAGE, 78, _FIRST),
        Fee(Field.STORAGE, 240, _FIRST, season=_GIFT_SEASON),
        Fee(Field.AGED, 0, _FIRST),
        Fee(Field.AGED, 31, _FIRST, from_days=181),
        Fee(Field.RETURNS, 212, _FIRST),
    ),
    _THIRD: (
        Fee(Field.PICK, 235, _FIRST, by_order=_BY_ORDER),
        Fee(Field.PICK, 35, _FIRST),
        Fee(Field.MATERIAL, 45, _FIRST, by_order=_BY_ORDER),
        Fee(Field.LABEL, 595, _FIRST, by_order=_BY_ORDER),
        Fee(Field.LABEL, 640, date(2026, 10, 5), by_order=_BY_ORDER),
        Fee(Field.RETURNS, 250, _FIRST),
        Fee(Field.STORAGE, 55, _FIRST),
    ),
    _OWN: (
        Fee(Field.PACK, 110, _FIRST, by_order=_BY_ORDER),
        Fee(Field.MATERIAL, 50, _FIRST, by_order=_BY_ORDER),
        Fee(Field.LABEL, 840, _FIRST, by_order=_BY_ORDER),
        Fee(Field.RETURNS, 150, _FIRST),
        Fee(Field.STORAGE, 30, _FIRST),
    ),
}
_PLANS = {_FBA: PlacePlanning(14, 45, 1_200), _THIRD: PlacePlanning(4), _OWN: PlacePlanning(2)}
_LIMITS = {
    _FBA: (
        Limit(LimitKind.VOLUME, 2_600_000, "2026-10-01", "standard"),
        Limit(LimitKind.VOLUME, 2_400_000, "2026-11-01", "standard"),
        Limit(LimitKind.CARTONS, 60, "2026-11-01"),
    ),
    _OWN: (Limit(LimitKind.PACKED, 120, "2026-01-01"),),
}
_LARGE = 30  # thousandths of a cubic foot


def type_plans(ledger: Ledger) -> None:
    """Type all of it into a ledger that the demo was imported into."""
    _pack_beforehand(ledger)
    with ledger.read() as session:
        ids = {place.name: place.id for place in places(session)}
        volumes = {row.sku: row.plan.volume or 0 for row in sku_plans(session)}
    for name, fees in FEES.items():
        for fee in fees:
            add_fee(ledger, location_id=ids[name], fee=fee)
        set_place_plan(ledger, location_id=ids[name], plan=_PLANS[name])
        for limit in _LIMITS.get(name, ()):
            set_limit(ledger, location_id=ids[name], limit=limit)
    for number, (sku, volume) in enumerate(volumes.items()):
        size = "small" if volume < _LARGE else "large"
        set_serving(ledger, sku=sku, serving=Serving(size, "standard", 200 + 35 * number % 500))
    set_terms(ledger, days=45, holding=1_800)


def _pack_beforehand(ledger: Ledger) -> None:
    """Say that gift boxes and samplers lie packed, how large they are, and how soon more of them can be there."""
    with ledger.read() as session:
        bundles = [sku for sku in skus(session) if sku.components]
    for sku in bundles:
        keep_ready_made(ledger, sku_id=sku.id, ready_made=True)
        set_sku_plan(ledger, sku=sku.code, plan=sku.plan._replace(volume=_BOX, supplier="Own packing", lead_days=3))
