"""Amazon: Payments → All statements → Flat File V2."""

from __future__ import annotations

from app.importing.cells import identifier, money, text, units, when
from app.importing.export import Col, Export
from app.importing.settlements import MOMENTS, control, post_settlement

EXPORT = Export(
    code="amazon_settlement_v2",
    title="Amazon settlement (flat file V2)",
    where="Seller Central → Payments → All statements → Download Flat File V2",
    platform="amazon",
    signature=("settlement-id", "amount-description"),
    columns=(
        Col("settlement", "settlement-id", identifier),
        Col("start", "settlement-start-date", when(*MOMENTS)),
        Col("end", "settlement-end-date", when(*MOMENTS)),
        Col("deposit", "deposit-date", when(*MOMENTS)),
        Col("total", "total-amount", money),
        Col("currency", "currency"),
        Col("transaction", "transaction-type"),
        Col("order", "order-id", identifier),
        Col("adjustment", "adjustment-id", required=False),
        Col("shipment", "shipment-id", required=False),
        Col("marketplace", "marketplace-name", required=False),
        Col("kind", "amount-type"),
        Col("description", "amount-description"),
        Col("amount", "amount", money),
        Col("posted", "posted-date", when(*MOMENTS)),
        Col("moment", "posted-date-time", when(*MOMENTS), required=False),
        Col("item", "order-item-code", identifier),
        Col("sku", "sku", identifier),
        Col("quantity", "quantity-purchased", units),
        Col("promotion", "promotion-id", text, required=False),
    ),
    post=post_settlement,
    stamp=("start", "end", "posted", "moment"),
    decimal=None,
    quoting=False,
    control=control,
    same_as=("amazon_settlement_v1",),
)
