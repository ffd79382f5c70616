"""The rules of the allocation and their versions: what is particular to this family."""

from __future__ import annotations

from typing import ClassVar

from app.queries.allocation import ladder_of
from app.queries.allocation_difference import ChannelMoved, by_channel, difference
from app.queries.rules import ALLOCATION, Version
from models.domain.allocation.ladder import SHARED
from models.domain.allocation.rules import KINDS
from models.domain.rules import Kind
from views.allocation.effect import effect_words
from views.allocation.words import rung_words
from views.common.page import Page, small
from views.common.rules_section import RulesSection
from views.common.versions_section import VersionsSection


class AllocationRules(RulesSection):
    """The rules, with who gains and who loses by the draft below them while it is edited."""

    FAMILY: ClassVar[str] = ALLOCATION
    KINDS: ClassVar[tuple[type[Kind], ...]] = KINDS

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.effect = small("")
        self.column.addWidget(self.effect)
        self.effect.hide()

    def tell_effect(self) -> None:
        """Say who gains and who loses by the draft, once that is worked out."""
        drafting = self.board is not None and self.board.draft is not None
        self.effect.setVisible(drafting)
        if not drafting:
            return
        self.effect.setText("Comparing the draft with what holds…")
        day = self.page.today()
        self.page.ask(lambda session: by_channel(difference(session, day=day)), self._show, about="difference")

    def _show(self, moved: list[ChannelMoved]) -> None:
        lines = effect_words(moved, self.text) or ["The draft gives every channel what it has now."]
        self.effect.setText("\n".join(lines))


class AllocationVersions(VersionsSection):
    """The versions, each with its ladder."""

    FAMILY: ClassVar[str] = ALLOCATION

    def settings_words(self, version: Version) -> str:
        """Name the ladder."""
        ladder = ladder_of(version.settings)
        rungs = [f"{rung_words(rung).lower()} by {SHARED[rung.share_by].lower()}" for rung in ladder.rungs]
        return f"Ladder {f'{ladder.name}: ' if ladder.name else ''}{', then '.join(rungs)}"
