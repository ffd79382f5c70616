"""Channelbook's own table of planning facts: how each SKU is bought and packed."""

from __future__ import annotations

from app.importing.cells import identifier, thousandths, units
from app.importing.export import Col, Export
from app.importing.own_stock import post_planning

EXPORT = Export(
    code="planning",
    title="Planning facts (Channelbook table)",
    platform="",
    signature=("sku", "supplier", "lead days", "case pack"),
    columns=(
        Col("sku", "sku", identifier, hint="Your SKU", example="SKU-1"),
        Col("supplier", "supplier", hint="Who delivers; blank is not known", example="Example supplier"),
        Col("lead_days", "lead_days", units, hint="Days from order to arrival; blank is not known", example="45"),
        Col("lead_spread", "lead_spread", units, required=False, hint="Days of one standard deviation", example="6"),
        Col("moq", "moq", units, required=False, hint="Fewest units of an order; blank is none", example="96"),
        Col("case_pack", "case_pack", units, hint="Units in a case; blank is 1", example="12"),
        Col("volume", "volume", thousandths, required=False, hint="Cubic feet of a unit, as 0.085", example="0.085"),
        Col(
            "category", "category", required=False, hint="Taken where the SKU has none yet", example="Example category"
        ),
    ),
    post=post_planning,
    stamp=(),
    decimal=None,
    shared=True,
)
