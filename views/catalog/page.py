"""Catalogue: what is sold where, under which code, at which cost, and what is missing for whole figures."""

from __future__ import annotations

from typing import ClassVar

from app.queries.gaps import Gaps, gaps
from app.queries.uncosted import MissingCost
from models.domain.catalog import NAMED
from views.catalog.bundles import BundlesSection
from views.catalog.channels import ChannelsSection
from views.catalog.costs import CostsSection
from views.catalog.listings import ListingsSection
from views.catalog.rates import RatesSection
from views.catalog.skus import SkusSection
from views.common.desk import Desk
from views.common.section import Section
from views.common.sectioned_page import SectionedPage, Tab
from views.common.sentences import count
from views.common.states import Notice
from views.common.text import Text
from views.common.theme import Tone


class CatalogPage(SectionedPage):
    """Six kinds of records, one at a time; each edit is one step to undo."""

    NAME: ClassVar[str] = "catalog"
    TITLE: ClassVar[str] = "Catalogue"
    ICON: ClassVar[str] = "book-open"
    HELP: ClassVar[str] = "costs-and-rates"
    TOPICS: ClassVar[frozenset[str]] = frozenset({"catalog", "contribution"})

    channels = Tab(ChannelsSection)
    skus = Tab(SkusSection)
    listings = Tab(ListingsSection)
    bundles = Tab(BundlesSection)
    costs = Tab(CostsSection)
    rates = Tab(RatesSection)

    _gaps: Gaps | None = None

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.lacking = Notice(self.look, self.text, closable=False)
        self.body.insertWidget(0, self.lacking)

    def ready(self, section: Section) -> None:
        """Tell a new section what is missing, and let a SKU ask for its cost."""
        if isinstance(section, SkusSection):
            section.cost_wanted.connect(self.propose_cost)
        if self._gaps is not None:
            section.gaps, section.titles = self._gaps, dict(self._gaps.titles)

    def refresh(self) -> None:
        """Read what is missing, and the section in view."""
        self.ask(gaps, self._say_gaps, about="gaps")
        super().refresh()

    def propose_cost(self, sku: str, amount: str) -> None:
        """Go to the costs with the form of a new one open."""
        self.segments.choose("costs")
        self.costs.propose(sku, amount)

    def _say_gaps(self, found: Gaps) -> None:
        self._gaps = found
        for section in self.sections.values():
            section.gaps, section.titles = found, dict(found.titles)
        self.say(_sentence(found, self.text))
        self.lacking.setVisible(bool(found.missing_rates))
        if found.missing_rates:
            self.lacking.say(found.missing_rates, Tone.ATTENTION, button="Add rate", run=self._add_rate)

    def _add_rate(self) -> None:
        self.segments.choose("rates")
        self.rates.add()


def _sentence(found: Gaps, text: Text) -> str:
    if not found.channels and not found.skus:
        return "The catalogue fills itself with what is imported; everything in it can be edited."
    held = f"{count(found.channels, 'channel')} and {count(found.skus, 'SKU')}."
    lacks = []
    if found.missing_cost.units:
        lacks.append(_uncosted(found.missing_cost, text))
    if found.unlinked:
        lacks.append(f"**{count(found.unlinked, 'listing')}** {'has' if found.unlinked == 1 else 'have'} no SKU")
    if found.ready_made:
        units = sum(units for _, units in found.ready_made)
        lying = count(units, "unit", written=text.units(units))
        bundles = _first([code for code, _ in found.ready_made])
        lacks.append(f"**{lying} of bundles lie ready-made and are not counted** until their SKU says so ({bundles})")
    if not lacks:
        return f"{held} Every listing has its SKU, and everything sold has a landed cost." if found.skus else held
    return f"{held} {'; '.join(lacks)}."


def _uncosted(missing: MissingCost, text: Text) -> str:
    """Say what was sold without a landed cost: for how much, where all of it can be added up."""
    names = _first([code.removeprefix(NAMED) for code in missing.skus])
    if missing.is_whole:
        sales = text.money(missing.sales, code=True, cents=False)
        return f"**{sales} were sold without a landed cost** ({names})"
    units = count(missing.units, "unit", written=text.units(missing.units))
    verb = "was" if missing.units == 1 else "were"
    return f"**{units} {verb} sold without a landed cost** ({names}), for how much is known once the rates are there"


def _first(codes: list[str]) -> str:
    """Name the first two, and count the others."""
    return ", ".join(codes[:2]) + (f" and {len(codes) - 2} more" if len(codes) > 2 else "")
