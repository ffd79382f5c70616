"""The shape of the ledger file, one module an area."""

from __future__ import annotations

from models.tables.base import Base
from models.tables.catalog import Channel, Component, Cost, Listing, Rate, Sku
from models.tables.changes import BackupRecord, Change, ChangedRow, Fixed, Link
from models.tables.postings import BundlePart, ListedPrice, Posting, StockLevel
from models.tables.sources import Batch, Document, Remark, SourceFile

__all__ = [
    "BackupRecord",
    "Base",
    "Batch",
    "BundlePart",
    "Change",
    "ChangedRow",
    "Channel",
    "Component",
    "Cost",
    "Document",
    "Fixed",
    "Link",
    "ListedPrice",
    "Listing",
    "Posting",
    "Rate",
    "Remark",
    "Sku",
    "SourceFile",
    "StockLevel",
]
