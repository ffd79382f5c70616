"""The shape of the ledger file, one module an area."""

from __future__ import annotations

from models.tables.allocation import AllocationCase, AllocationRun, AwardRow
from models.tables.base import Base
from models.tables.catalog import Channel, Component, Cost, Listing, Rate, Sku
from models.tables.changes import BackupRecord, Change, ChangedRow, Fixed, Link
from models.tables.conflicts import ConflictDecision, ConflictFound, ConflictName, ConflictRun, ConflictTerms
from models.tables.places import (
    LocationFee,
    LocationLimit,
    LocationPlan,
    RoutingOverride,
    RoutingTerms,
    SkuBarred,
    SkuServing,
)
from models.tables.postings import BundlePart, ListedPrice, Posting, StockLevel
from models.tables.price_book import BasePrice
from models.tables.prices import CompetitorPrice, LivePrice, PriceAnswer
from models.tables.pricing import ChannelFees, WholesaleAgreement
from models.tables.promotions import PromotionRow
from models.tables.rules import Override, Rule, RuleSet
from models.tables.sources import Batch, Document, Remark, SourceFile
from models.tables.stock import Commitment, Inbound, ListingPlan, Location, PlanningFact, SkuPlan
from models.tables.uploads import Upload, UploadLine, UploadPrice

__all__ = [
    "AllocationCase",
    "AllocationRun",
    "AwardRow",
    "BackupRecord",
    "Base",
    "BasePrice",
    "Batch",
    "BundlePart",
    "Change",
    "ChangedRow",
    "Channel",
    "ChannelFees",
    "Commitment",
    "CompetitorPrice",
    "Component",
    "ConflictDecision",
    "ConflictFound",
    "ConflictName",
    "ConflictRun",
    "ConflictTerms",
    "Cost",
    "Document",
    "Fixed",
    "Inbound",
    "Link",
    "ListedPrice",
    "Listing",
    "ListingPlan",
    "LivePrice",
    "Location",
    "LocationFee",
    "LocationLimit",
    "LocationPlan",
    "Override",
    "PlanningFact",
    "Posting",
    "PriceAnswer",
    "PromotionRow",
    "Rate",
    "Remark",
    "RoutingOverride",
    "RoutingTerms",
    "Rule",
    "RuleSet",
    "Sku",
    "SkuBarred",
    "SkuPlan",
    "SkuServing",
    "SourceFile",
    "StockLevel",
    "Upload",
    "UploadLine",
    "UploadPrice",
    "WholesaleAgreement",
]
