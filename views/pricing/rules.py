"""The pricing rules and their versions: what is particular to this family."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from app.queries.price_difference import PriceMoved, difference
from app.queries.rules import FAMILIES, PRICING
from models.domain.rules import Kind
from views.common.page import Page, small
from views.common.rules_section import RulesSection
from views.common.versions_section import VersionsSection
from views.pricing.effect import moved_sentence


class PricingRules(RulesSection):
    """The rules, with how many prices the draft would move below them while it is edited."""

    HELP: ClassVar[str] = "prices"
    FAMILY: ClassVar[str] = PRICING
    KINDS: ClassVar[tuple[type[Kind], ...]] = FAMILIES[PRICING]

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.effect = small("")
        self.column.addWidget(self.effect)
        self.effect.hide()

    def tell_effect(self) -> None:
        """Say what the draft would move, once that is worked out."""
        drafting = self.board is not None and self.board.draft is not None
        self.effect.setVisible(drafting)
        if drafting:
            self.effect.setText("Comparing the draft with what holds…")
            self.page.ask(partial(difference, day=self.page.today()), self._show, about="difference")

    def _show(self, moved: list[PriceMoved]) -> None:
        rules = self.board.rules if self.board is not None else ()
        notes = [words for row in rules for words in row.notes]
        self.effect.setText(moved_sentence(moved, notes).replace("**", ""))


class PricingVersions(VersionsSection):
    """The versions of the pricing rules."""

    HELP: ClassVar[str] = "prices"
    FAMILY: ClassVar[str] = PRICING
