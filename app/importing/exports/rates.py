"""Channelbook's own table of exchange rates, each from a day on."""

from __future__ import annotations

from app.importing.cells import currency, day, rate
from app.importing.export import Col, Export
from app.importing.own_tables import post_rates

EXPORT = Export(
    code="rates",
    title="Exchange rates (Channelbook table)",
    platform="",
    signature=("day", "currency", "rate", "into"),
    columns=(
        Col("day", "day", day, hint="First day of the rate, as 2026-03-01", example="2026-03-01"),
        Col("foreign", "currency", currency, hint="The foreign currency, such as CAD", example="CAD"),
        Col("rate", "rate", rate, hint="Units of the other currency for one unit of this one", example="0.7312"),
        Col("into", "into", currency, hint="The ledger's currency, such as USD", example="USD"),
        Col("source", "source", required=False, hint="Where the rate comes from", example="Example: delete this row"),
    ),
    post=post_rates,
    stamp=(),
    shared=True,
    version=2,
)
