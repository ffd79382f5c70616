"""Conflicts: what no single channel sees, with the money at stake, who cares for it, and the way to mend it."""

from __future__ import annotations

from typing import ClassVar

from views.common.desk import Desk
from views.common.sectioned_page import SectionedPage, Tab
from views.conflicts.open import OpenSection
from views.conflicts.over_time import OverTimeSection
from views.conflicts.terms import TermsSection

_LOOKED_AT = frozenset(
    {"stock", "imports", "catalog", "contribution", "allocation", "rules", "uploads", "pricing", "promotions", "terms"}
)


class ConflictsPage(SectionedPage):
    """The list, the charts, and what the checks assume."""

    NAME: ClassVar[str] = "conflicts"
    TITLE: ClassVar[str] = "Conflicts"
    ICON: ClassVar[str] = "triangle-alert"
    HELP: ClassVar[str] = "conflicts"
    TOPICS: ClassVar[frozenset[str]] = _LOOKED_AT | {"conflicts"}

    open = Tab(OpenSection)
    time = Tab(OverTimeSection)
    terms = Tab(TermsSection)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._decided = False
        self.left(self.open.order)
        self.segments.before(self.open.order)
        self.segments.chosen.connect(lambda key: self.open.order.setVisible(key == self.open.KEY))

    def refresh(self) -> None:
        """Read the section in view; after a decision alone, only where conflicts stand."""
        decided, self._decided = self._decided, False
        if decided and self.section is self.open and self.open.found is not None:
            self.open.restate()
        else:
            super().refresh()

    def show_this(self, what: object) -> None:
        """Show a section ("time"), a conflict by its fingerprint, or those that hold a word, such as a channel."""
        if isinstance(what, str) and what not in self.tabs:
            what = ("open", what)
        super().show_this(what)

    def _ledger_changed(self, topics: frozenset[str]) -> None:
        self._decided = not topics & _LOOKED_AT if not self.stale else False
        super()._ledger_changed(topics)
