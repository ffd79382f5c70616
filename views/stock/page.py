"""Stock: what lies where, is coming, promised, sells; what to order, send, move and serve from where."""

from __future__ import annotations

from typing import ClassVar

from views.common.desk import Desk
from views.common.section import Section
from views.common.sectioned_page import SectionedPage
from views.stock.commitments import CommitmentsSection
from views.stock.demand import DemandSection
from views.stock.fees import FeesSection
from views.stock.inbound import InboundSection
from views.stock.levels import LevelsSection
from views.stock.places import PlacesSection
from views.stock.replenishment import ReplenishmentSection
from views.stock.routing import RoutingSection
from views.stock.tightening import TighteningSection
from views.stock.transfers import TransfersSection
from views.stock.uploads import UploadsSection


class StockPage(SectionedPage):
    """Eleven tabs, one at a time; each edit is one step to undo."""

    NAME: ClassVar[str] = "stock"
    TITLE: ClassVar[str] = "Stock"
    ICON: ClassVar[str] = "boxes"
    HELP: ClassVar[str] = "stock-planning"
    TOPICS: ClassVar[frozenset[str]] = frozenset(
        {"stock", "imports", "catalog", "contribution", "allocation", "uploads"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.levels = LevelsSection(self)
        first: list[Section] = [self.levels, InboundSection(self), CommitmentsSection(self)]
        needs: list[Section] = [DemandSection(self), ReplenishmentSection(self), TransfersSection(self)]
        sent: list[Section] = [UploadsSection(self)]
        costs: list[Section] = [RoutingSection(self), TighteningSection(self), FeesSection(self), PlacesSection(self)]
        self.put([*first, *needs, *sent, *costs], own_row=True)

    def show_this(self, what: object) -> None:
        """Show a tab ("inbound"), a record of it ("inbound", "PO-11"), or the levels of a SKU."""
        if isinstance(what, str) and what not in self.sections:
            what = ("levels", what)
        super().show_this(what)
