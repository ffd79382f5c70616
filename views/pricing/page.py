"""Prices: the price book with its rules and versions, floors, what channels charge, and terms of wholesale."""

from __future__ import annotations

from typing import ClassVar

from views.common.sectioned_page import SectionedPage, Tab
from views.pricing.competitors import CompetitorsSection
from views.pricing.drift import DriftSection
from views.pricing.effect import EffectSection
from views.pricing.fees import FeesSection
from views.pricing.floors import FloorsSection
from views.pricing.price_files import PriceFilesSection
from views.pricing.prices import PricesSection
from views.pricing.rules import PricingRules, PricingVersions
from views.pricing.terms import TermsSection


class PricingPage(SectionedPage):
    """Sections, one at a time; each edit is one step to undo."""

    NAME: ClassVar[str] = "pricing"
    TITLE: ClassVar[str] = "Prices"
    ICON: ClassVar[str] = "tag"
    HELP: ClassVar[str] = "pricing"
    TOPICS: ClassVar[frozenset[str]] = frozenset(
        {"pricing", "rules", "catalog", "stock", "imports", "contribution", "uploads"}
    )

    OWN_ROW: ClassVar[bool] = True

    prices = Tab(PricesSection)
    rules = Tab(PricingRules)
    effect = Tab(EffectSection)
    versions = Tab(PricingVersions)
    floors = Tab(FloorsSection)
    fees = Tab(FeesSection)
    terms = Tab(TermsSection)
    competitors = Tab(CompetitorsSection)
    drift = Tab(DriftSection)
    files = Tab(PriceFilesSection)
