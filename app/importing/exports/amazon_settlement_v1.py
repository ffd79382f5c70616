"""Amazon: Payments → All statements → Flat File (the first generation, 36 or 37 columns)."""

from __future__ import annotations

from app.importing.cells import identifier, money, text, units, when
from app.importing.export import Col, Export
from app.importing.settlements import MOMENTS, control, post_first_generation

EXPORT = Export(
    code="amazon_settlement_v1",
    title="Amazon settlement (flat file V1)",
    where="Seller Central → Payments → All statements → Download Flat File",
    platform="amazon",
    signature=("settlement-id", "item-related-fee-type"),
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
        Col("shipment_fee", "shipment-fee-type"),
        Col("shipment_fee_amount", "shipment-fee-amount", money),
        Col("order_fee", "order-fee-type"),
        Col("order_fee_amount", "order-fee-amount", money),
        Col("posted", "posted-date", when(*MOMENTS)),
        Col("moment", "posted-date-time", when(*MOMENTS), required=False),
        Col("item", "order-item-code", identifier),
        Col("sku", "sku", identifier),
        Col("quantity", "quantity-purchased", units),
        Col("price", "price-type"),
        Col("price_amount", "price-amount", money),
        Col("item_fee", "item-related-fee-type"),
        Col("item_fee_amount", "item-related-fee-amount", money),
        Col("misc_fee_amount", "misc-fee-amount", money),
        Col("other_fee_amount", "other-fee-amount", money),
        Col("other_fee", "other-fee-reason-description"),
        Col("promotion_id", "promotion-id", text, required=False),
        Col("promotion", "promotion-type"),
        Col("promotion_amount", "promotion-amount", money),
        Col("direct_payment", "direct-payment-type"),
        Col("direct_payment_amount", "direct-payment-amount", money),
        Col("other_amount", "other-amount", money),
    ),
    post=post_first_generation,
    stamp=("start", "end", "posted", "moment"),
    decimal=None,
    quoting=False,
    control=control,
    same_as=("amazon_settlement_v2",),
)
