"""Stock: what lies where, is coming, promised, sells; what to order, send, move and serve from where."""

from __future__ import annotations

from typing import ClassVar

from views.common.sectioned_page import SectionedPage, Tab
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

    OWN_ROW: ClassVar[bool] = True

    levels = Tab(LevelsSection)
    inbound = Tab(InboundSection)
    commitments = Tab(CommitmentsSection)
    demand = Tab(DemandSection)
    replenishment = Tab(ReplenishmentSection)
    transfers = Tab(TransfersSection)
    uploads = Tab(UploadsSection)
    routing = Tab(RoutingSection)
    tightening = Tab(TighteningSection)
    fees = Tab(FeesSection)
    places = Tab(PlacesSection)

    def show_this(self, what: object) -> None:
        """Show a tab ("inbound"), a record of it ("inbound", "PO-11"), or the levels of a SKU."""
        if isinstance(what, str) and what not in self.tabs:
            what = ("levels", what)
        super().show_this(what)
