"""A ledger for tests of upload files: a shop with its inventory export, a bazaar, Amazon and a wholesale programme."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from app.actions.allocation import run_allocation
from app.actions.rules import add_rule, publish, start_draft
from app.actions.uploads import send_stock
from app.exporting.stock_upload import stock_file
from app.importing.source_table import source_table
from app.jobs import Progress
from app.ledger.catalog import channel_named
from app.ledger.ledger import Ledger
from app.queries.uploads import UploadPlan, upload_plan
from models.domain.rules import Kind, Scope
from tests.make import import_text, made_once, new_ledger

SALES = """channel,date,document,sku,quantity,unit_price,kind
Shopify,2026-08-24,D1,TEA,91,20.00,sale
Shopify,2026-08-24,D1,CUP,91,20.00,sale
Bazaar,2026-08-24,D2,TEA,182,10.00,sale
Bazaar,2026-11-22,D4,CUP,7,5.00,sale
Fair,2026-11-22,D5,TEA,7,5.00,sale
"""
PROMISED = "channel,reference,sku,quantity,ship_by,fill\nFair,SO-1,TEA,10,2026-11-30,partial\n"
HEADERS = (
    "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Option3 Name,Option3 Value,SKU,HS Code,COO,"
    "Location,Bin name,Incoming (not editable),Unavailable (not editable),Committed (not editable),"
    "Available (not editable),On hand (current),On hand (new)"
).split(",")
OLD_HEADERS = (
    "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Option3 Name,Option3 Value,SKU,HS Code,COO,"
    "Location,Incoming,Unavailable,Committed,Available,On hand"
).split(",")
Row = tuple[str, str, int, int, int]  # SKU, location, unavailable, committed, available
ROWS: tuple[Row, ...] = (("TEA", "Main", 1, 4, 90), ("TEA", "Loft", 0, 0, 30), ("CUP", "Main", 0, 2, 40))


def inventory(rows: Sequence[Row] = ROWS, *, old: bool = False, title: str = "", bin_name: str = "") -> str:
    """Write an inventory export of Shopify, in the layout with 19 columns or the older one with 17."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(OLD_HEADERS if old else HEADERS)
    for sku, location, unavailable, committed, available in rows:
        name = (sku.lower(), title or sku.title(), "Title", "Default Title", "", "", "", "", sku, "", "US", location)
        figures = (0, unavailable, committed, available, unavailable + committed + available)
        writer.writerow((*name, *figures) if old else (*name, bin_name, *figures, ""))
    return out.getvalue()


@made_once
def shop_ledger(folder: Path, text: str = "") -> Ledger:
    """Make the ledger, allocated once."""
    made = new_ledger(folder)
    import_text(made, "sales.csv", SALES)
    import_text(made, "commitments.csv", PROMISED)
    import_text(made, "inventory_2026-11-20.csv", text or inventory(), channel="Shopify")
    run_allocation(made, Progress())
    return made


def with_rules(ledger: Ledger, *rules: tuple[Kind, Scope]) -> None:
    """Publish rules and allocate by them."""
    start_draft(ledger)
    for what, scope in rules:
        add_rule(ledger, what=what, scope=scope)
    publish(ledger, name="Listings", reason="test")
    run_allocation(ledger, Progress())


def planned(ledger: Ledger, channel: str) -> UploadPlan:
    """Plan the file of a channel."""
    with ledger.read() as session:
        return upload_plan(session, channel_named(session, channel).id, day=ledger.today())


def write(session: Session, plan: UploadPlan) -> bytes:
    """Make the file as the program does."""
    return stock_file(plan, partial(source_table, session))


def send(ledger: Ledger, channel: str, path: Path) -> UploadPlan:
    """Write the file of a channel and record it."""
    with ledger.read() as session:
        channel_id = channel_named(session, channel).id
    return send_stock(ledger, channel_id=channel_id, path=path, write=write)[1]
