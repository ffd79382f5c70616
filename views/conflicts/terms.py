"""What the checks assume: typed once, for all conflicts."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from app.actions.conflicts import set_terms
from app.queries.conflict_facts.known import Terms, terms
from views.common.form import WIDEST, Form
from views.common.form_field import Field, FieldKind, Value
from views.common.page import Page
from views.common.parts import Card, scrolled
from views.common.section import Section

_WHOLE = 10_000
_PARTS = (
    ("claim", "Claimed after a breach of MAP", "Of the open wholesale orders of the SKU."),
    ("featured", "Lost with the featured offer", "Of what a channel sells where its price is undercut elsewhere."),
    ("shift", "Moves to the cheaper channel", "Of the units of the dearer one, between two promotions."),
    ("tolerance", "Prices may differ by", "Between channels, before it counts as a gap."),
    ("margin", "Margin that retailers need", "Of the public price."),
    ("dispute", "Chance of a dispute", "That a retailer disputes an order promoted against in its ship window."),
)


class TermsSection(Section):
    """One form, one step to undo."""

    KEY: ClassVar[str] = "terms"
    WORDS: ClassVar[str] = "Assumptions"
    HINT: ClassVar[str] = ""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        cover = Field(
            "most_cover",
            "Most days of cover",
            FieldKind.UNITS,
            unit="days",
            required=True,
            minimum=1,
            hint="Stock that lasts longer is too much; a days-of-cover rule of a channel says it for its own place.",
        )
        parts = [Field(name, words, FieldKind.PERCENT, hint=hint, required=True) for name, words, hint in _PARTS]
        self.typed = Form(self.look, self.text, [cover, *parts], today=page.today, save="Save assumptions", leave="")
        self.typed.saved.connect(self._save)
        card = Card()
        card.setMaximumWidth(WIDEST)
        card.body.setContentsMargins(20, 16, 20, 20)
        card.body.addWidget(self.typed)
        self.column.addWidget(scrolled(card), 1)

    @property
    def front(self) -> QWidget:
        """What has the focus when the section comes into view."""
        return self.typed.editor("most_cover")

    def filter(self, words: str) -> None:
        """Filter nothing."""

    def refresh(self) -> None:
        """Read what is assumed."""
        self.page.ask(terms, self._show, about=self.KEY)

    def _show(self, found: Terms) -> None:
        parts = {name: Decimal(getattr(found, name)) / _WHOLE for name, _, _ in _PARTS}
        self.typed.fill({"most_cover": found.most_cover, **parts})
        self.said.emit("What the money at stake is worked out with, until you type otherwise.")

    def _save(self, values: dict[str, Value]) -> None:
        parts = {name: int(Decimal(str(values[name])) * _WHOLE) for name, _, _ in _PARTS}
        cover = int(str(values["most_cover"]))
        self.page.do(lambda ledger: set_terms(ledger, most_cover=cover, **parts))
