"""Promotions: a timeline over all channels, the promotions as rules, their checks, what they brought, and versions."""

from __future__ import annotations

from typing import ClassVar

from views.common.sectioned_page import SectionedPage, Tab
from views.promotions.checks import ChecksSection
from views.promotions.readout import ReadoutSection
from views.promotions.rules import PromotionRules, PromotionVersions
from views.promotions.timeline import TimelineSection


class PromotionsPage(SectionedPage):
    """Sections, one at a time; each edit is one step to undo."""

    NAME: ClassVar[str] = "promotions"
    TITLE: ClassVar[str] = "Promotions"
    ICON: ClassVar[str] = "calendar"
    HELP: ClassVar[str] = "promotions"
    TOPICS: ClassVar[frozenset[str]] = frozenset(
        {"promotions", "rules", "catalog", "pricing", "stock", "imports", "allocation"}
    )

    timeline = Tab(TimelineSection)
    rules = Tab(PromotionRules)
    checks = Tab(ChecksSection)
    readout = Tab(ReadoutSection)
    versions = Tab(PromotionVersions)

    def show_this(self, what: object) -> None:
        """Show a promotion on the timeline among the others ("timeline", "WINTER20"), or a section."""
        match what:
            case ("timeline", str() as code):
                self.segments.choose("timeline")
                self.timeline.point_at(code)
            case _:
                super().show_this(what)
