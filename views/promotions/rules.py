"""The promotions as rules, and their versions: what is particular to this family."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from app.queries.promotion_board import PromotionBoard, promotion_board
from app.queries.rules import PROMOTIONS, Version
from models.domain.promotions.kinds import KINDS
from models.domain.rules import Kind
from views.common.page import Page, small
from views.common.rules_section import RulesSection
from views.common.sentences import count
from views.common.versions_section import VersionsSection


class PromotionRules(RulesSection):
    """The promotions that are typed, with what still stops the draft from being published."""

    WORDS: ClassVar[str] = "Promotions"
    HINT: ClassVar[str] = "Filter promotions"
    FAMILY: ClassVar[str] = PROMOTIONS
    KINDS: ClassVar[tuple[type[Kind], ...]] = KINDS

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.effect = small("")
        self.column.addWidget(self.effect)
        self.effect.hide()

    def tell_effect(self) -> None:
        """Say which collisions nobody has accepted."""
        self.page.ask(partial(promotion_board, day=self.page.today()), self._show, about="collisions")

    def _show(self, board: PromotionBoard) -> None:
        found = [one for one in board.collisions if one.stops]
        self.effect.setVisible(bool(found))
        told = "; ".join(one.sentence() for one in found[:3])
        self.effect.setText(self.text.days_in(f"{count(len(found), 'collision')} to answer on the timeline: {told}"))


class PromotionVersions(VersionsSection):
    """The versions of the promotions."""

    FAMILY: ClassVar[str] = PROMOTIONS

    def settings_words(self, version: Version) -> str:
        """Say how many collisions were accepted."""
        accepted = version.settings.get("accepted", {})
        return f"{count(len(accepted), 'collision')} accepted" if accepted else ""
