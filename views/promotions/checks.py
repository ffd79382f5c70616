"""Checks: what stands against every promotion that has not ended, with the money at stake and how it was worked out."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from app.queries.promotion_checks import COLUMNS, Check, Checked, promotion_checks
from views.common.page import Page, small
from views.common.paint import Paint
from views.common.parts import Button
from views.common.section import Section
from views.common.sentences import count
from views.common.severities import SEVERITIES
from views.common.states import EmptyState


class ChecksSection(Section):
    """A row for each thing that stands against a promotion of the draft, or of what is published."""

    KEY: ClassVar[str] = "checks"
    WORDS: ClassVar[str] = "Checks"
    HINT: ClassVar[str] = "Filter checks"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.make_table(
            COLUMNS,
            {
                "Promotion": Paint(bold=True, least=90),
                "What stands against it": Paint(wrap=True, width=440, least=180),
                "Kind": Paint(quiet=True, wrap=True, least=80),
                "Severity": Paint(tone=lambda row: SEVERITIES[row.conflict.severity]),
                "Channels": Paint(quiet=True, hidden=True),
                "SKU": Paint(quiet=True, hidden=True),
            },
            lambda row: row.conflict.fingerprint,
        )
        self.table.set_empty(
            EmptyState(
                self.look,
                title="Nothing stands against a promotion",
                why="Every promotion that has not ended is held against overlaps, floor, MAP, channels, wholesale, "
                "reference prices, stock, budget and ship windows. What does not fit stands here with its money.",
                button="Show the timeline",
                icon="circle-check",
                run=partial(page.show_this, "timeline"),
            )
        )
        self.missing = small("")
        self.missing.hide()
        self.column.addWidget(self.missing)

    def refresh(self) -> None:
        """Check everything as of today."""
        self.table.loading()
        self.page.ask(partial(promotion_checks, day=self.page.today()), self._show, about=self.KEY)

    def explain(self, row: Check) -> None:
        """Say what does not fit, how its money was worked out, and what to do."""
        had_focus = self.table.grid.hasFocus()
        inspector, conflict = self.page.inspector, row.conflict
        inspector.explain(conflict.title, f"{conflict.severity.word.capitalize()}, {self.text.at_stake(row.stake)}")
        inspector.line(f"{conflict.sentence}.")
        inspector.line(f"At stake: {conflict.stake.formula}", quiet=True)
        inspector.line(f"What helps: {conflict.fix}.")
        if conflict.between:
            inspector.line("No single channel can see this: it stands between channels.", quiet=True)
        for code in row.codes:
            run = partial(self.page.show_this, ("timeline", code))
            inspector.add(Button(self.look, f"Show {code} on the timeline", icon="calendar", quiet=True, run=run))
        if had_focus:
            self.table.setFocus()

    def _show(self, found: Checked) -> None:
        self.show_rows(found.checks)
        self.missing.setText(". ".join(found.missing))
        self.missing.setVisible(bool(found.missing))
        if not found.promotions:
            self.said.emit("No promotion is ahead, so nothing can stand against one.")
            return
        number = len(found.checks)
        said = f"**{count(number, 'thing')} {'stands' if number == 1 else 'stand'} against**"
        said = said if number else "Nothing stands against"
        whose = ", those of the draft; Conflicts lists what is published" if found.drafted else ", as in Conflicts"
        self.said.emit(f"{said} {count(found.promotions, 'promotion')} ahead{whose if number else ''}")
