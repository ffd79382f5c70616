"""Catalogue: what is sold where, under which code, at which cost, and what is missing for whole figures."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget

from app.queries.gaps import Gaps, gaps
from models.domain.catalog import NAMED
from views.catalog.bundles import BundlesSection
from views.catalog.channels import ChannelsSection
from views.catalog.costs import CostsSection
from views.catalog.listings import ListingsSection
from views.catalog.rates import RatesSection
from views.catalog.skus import SkusSection
from views.common.desk import Desk
from views.common.page import Page
from views.common.parts import SearchField
from views.common.section import Section
from views.common.segments import Segments
from views.common.sentences import count
from views.common.theme import Tone


class CatalogPage(Page):
    """Six kinds of records, one at a time; each edit is one step to undo."""

    NAME: ClassVar[str] = "catalog"
    TITLE: ClassVar[str] = "Catalogue"
    ICON: ClassVar[str] = "book-open"
    HELP: ClassVar[str] = "costs-and-rates"
    TOPICS: ClassVar[frozenset[str]] = frozenset({"catalog", "contribution"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.costs = CostsSection(self)
        self.skus = SkusSection(self, self.propose_cost)
        sections: list[Section] = [ChannelsSection(self), self.skus, ListingsSection(self), BundlesSection(self)]
        sections += [self.costs, RatesSection(self)]
        self.sections = {section.KEY: section for section in sections}
        self.segments = Segments(desk.look, [(section.KEY, section.WORDS) for section in sections])
        self.segments.chosen.connect(self._switch)
        self.left(self.segments)
        self.field = SearchField(desk.look)
        self.field.searched.connect(self._filter)
        self.right(self.field)
        self._stack = QStackedWidget()
        for section in sections:
            self._stack.addWidget(section)
            self.right(*section.actions_at_right)
        self.body.addWidget(self._stack, 1)
        self._switch(self.segments.current())

    @property
    def section(self) -> Section:
        """The section in view."""
        return self.sections[self.segments.current()]

    def refresh(self) -> None:
        """Read what is missing, and the section in view."""
        self.ask(gaps, self._say_gaps, about="gaps")
        self.section.refresh()

    def show_this(self, what: object) -> None:
        """Show a section ("costs"), or a record of it ("skus", "JR-0101")."""
        match what:
            case str() as key if key in self.sections:
                self.segments.choose(key)
            case (str() as key, str() as words) if key in self.sections:
                self.segments.choose(key)
                self.field.setText(words)
            case _:
                pass

    def focus_search(self) -> None:
        """Go to the filter field (Ctrl+F)."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def propose_cost(self, sku: str, amount: str) -> None:
        """Go to the costs with the form of a new one open."""
        self.segments.choose("costs")
        self.costs.propose(sku, amount)

    def _switch(self, key: str) -> None:
        section = self.sections[key]
        self._stack.setCurrentWidget(section)
        self.setFocusProxy(section.table)
        for other in self.sections.values():
            for button in other.actions_at_right:
                button.setVisible(other is section)
        self.inspector.hide()
        self.notice.hide()
        self.field.setText("")
        self.field.setPlaceholderText(section.HINT)
        self.field.setAccessibleName(section.HINT)
        if self.isVisible():
            section.refresh()

    def _filter(self, words: str) -> None:
        self.section.table.filter(words)

    def _say_gaps(self, found: Gaps) -> None:
        for section in self.sections.values():
            section.gaps, section.titles = found, dict(found.titles)
        self.say(_sentence(found, self.text.money(found.missing_cost.sales, code=True, cents=False)))
        if found.missing_rates:
            self.notice.say(
                found.missing_rates, Tone.ATTENTION, button="Show rates", run=lambda: self.segments.choose("rates")
            )


def _sentence(found: Gaps, sales: str) -> str:
    if not found.channels and not found.skus:
        return "The catalogue fills itself with what is imported; everything in it can be edited."
    held = f"{count(found.channels, 'channel')} and {count(found.skus, 'SKU')}."
    lacks = []
    if found.missing_cost.units:
        names = [code.removeprefix(NAMED) for code in found.missing_cost.skus]
        more = f" and {len(names) - 2} more" if len(names) > 2 else ""
        lacks.append(f"**{sales} were sold without a landed cost** ({', '.join(names[:2])}{more})")
    if found.unlinked:
        lacks.append(f"**{count(found.unlinked, 'listing')}** {'has' if found.unlinked == 1 else 'have'} no SKU")
    if not lacks:
        return f"{held} Every listing has its SKU, and everything sold has a landed cost." if found.skus else held
    return f"{held} {'; '.join(lacks)}."
