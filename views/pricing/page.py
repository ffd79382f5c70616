"""Prices: the price book with its rules and versions, floors, what channels charge, and terms of wholesale."""

from __future__ import annotations

from typing import ClassVar

from views.common.desk import Desk
from views.common.sectioned_page import SectionedPage
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

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.prices = PricesSection(self)
        self.rules = PricingRules(self)
        self.effect = EffectSection(self)
        self.versions = PricingVersions(self)
        costs = [FloorsSection(self), FeesSection(self), TermsSection(self)]
        outside = [CompetitorsSection(self), DriftSection(self), PriceFilesSection(self)]
        self.put([self.prices, self.rules, self.effect, self.versions, *costs, *outside], own_row=True)
