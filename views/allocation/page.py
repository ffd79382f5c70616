"""Allocation: who gets which units of every SKU, and the rules that say so."""

from __future__ import annotations

from typing import ClassVar

from views.allocation.costing import CostSection
from views.allocation.effect import EffectSection
from views.allocation.ladder import LadderSection
from views.allocation.plan import PlanSection
from views.allocation.replay import ReplaySection
from views.allocation.rules import AllocationRules, AllocationVersions
from views.common.sectioned_page import SectionedPage, Tab


class AllocationPage(SectionedPage):
    """The plan; rules and ladder in drafts; what a draft changes and would have changed; what rules cost; versions."""

    NAME: ClassVar[str] = "allocation"
    TITLE: ClassVar[str] = "Allocation"
    ICON: ClassVar[str] = "columns-3"
    HELP: ClassVar[str] = "allocation"
    TOPICS: ClassVar[frozenset[str]] = frozenset({"allocation", "rules", "stock", "imports", "catalog", "contribution"})

    plan = Tab(PlanSection)
    rules = Tab(AllocationRules)
    ladder = Tab(LadderSection)
    effect = Tab(EffectSection)
    replay = Tab(ReplaySection)
    cost = Tab(CostSection)
    versions = Tab(AllocationVersions)

    def show_this(self, what: object) -> None:
        """Show a section ("rules"), or a SKU of the plan that another page asks for."""
        if isinstance(what, str) and what not in self.tabs:
            what = ("plan", what)
        super().show_this(what)
