"""Prices: what each listing has to cost at least, what channels charge, and what wholesale buyers were promised."""

from __future__ import annotations

from typing import ClassVar

from views.common.desk import Desk
from views.common.sectioned_page import SectionedPage
from views.pricing.fees import FeesSection
from views.pricing.floors import FloorsSection
from views.pricing.terms import TermsSection


class PricingPage(SectionedPage):
    """Sections, one at a time; each edit is one step to undo."""

    NAME: ClassVar[str] = "pricing"
    TITLE: ClassVar[str] = "Prices"
    ICON: ClassVar[str] = "tag"
    HELP: ClassVar[str] = "pricing"
    TOPICS: ClassVar[frozenset[str]] = frozenset({"pricing", "catalog", "stock", "imports", "contribution"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.put([FloorsSection(self), FeesSection(self), TermsSection(self)])
