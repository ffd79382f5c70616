"""The pages of the window, each loaded ahead while nothing else is done, or when it is first gone to."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import QObject

from views.common.loading import load
from views.common.navigation import Place
from views.common.page import Page

PLACES = (
    Place("overview", "Overview", "layout-dashboard", "Ctrl+1"),
    Place("imports", "Imports", "inbox", "Ctrl+2"),
    Place("contribution", "Contribution", "chart-column", "Ctrl+3"),
    Place("stock", "Stock", "boxes", "Ctrl+4"),
    Place("allocation", "Allocation", "columns-3", "Ctrl+5"),
    Place("pricing", "Prices", "tag", "Ctrl+6"),
    Place("promotions", "Promotions", "calendar", "Ctrl+7"),
    Place("conflicts", "Conflicts", "triangle-alert", "Ctrl+8"),
    Place("catalog", "Catalogue", "book-open", "Ctrl+9"),
    Place("history", "History", "history", "Ctrl+0"),
    Place("preferences", "Preferences", "settings", "Ctrl+,", below=True),
)
FIRST = PLACES[0].name
NAMES = tuple(place.name for place in PLACES)


def load_ahead(owner: QObject, names: Sequence[str] = NAMES) -> None:
    """Load pages one by one on a thread, so that going to one for the first time only makes it."""
    missing = [name for name in names if f"views.{name}.page" not in sys.modules]
    if missing:
        load(f"views.{missing[0]}.page", owner, partial(load_ahead, owner, missing[1:]))


def loaded_tabs() -> Iterator[tuple[Place, str, str]]:
    """Give each tab of the pages that are loaded by now: its page, its key and its words."""
    from views.common.sectioned_page import SectionedPage

    for place in PLACES:
        if f"views.{place.name}.page" in sys.modules:
            kind = page_class(place.name)
            if issubclass(kind, SectionedPage):
                yield from ((place, key, tab.kind.WORDS) for key, tab in kind.tabs.items())


def page_class(name: str) -> type[Page]:
    """Load the class of a page."""
    match name:
        case "overview":
            from views.overview.page import OverviewPage

            return OverviewPage
        case "imports":
            from views.imports.page import ImportsPage

            return ImportsPage
        case "contribution":
            from views.contribution.page import ContributionPage

            return ContributionPage
        case "stock":
            from views.stock.page import StockPage

            return StockPage
        case "allocation":
            from views.allocation.page import AllocationPage

            return AllocationPage
        case "pricing":
            from views.pricing.page import PricingPage

            return PricingPage
        case "promotions":
            from views.promotions.page import PromotionsPage

            return PromotionsPage
        case "conflicts":
            from views.conflicts.page import ConflictsPage

            return ConflictsPage
        case _:
            return _page_of_records(name)


def _page_of_records(name: str) -> type[Page]:
    """Load the class of a page that stands below the engines."""
    match name:
        case "catalog":
            from views.catalog.page import CatalogPage

            return CatalogPage
        case "history":
            from views.history.page import HistoryPage

            return HistoryPage
        case "preferences":
            from views.preferences.page import PreferencesPage

            return PreferencesPage
        case _:
            raise LookupError(f"there is no page {name!r}")
