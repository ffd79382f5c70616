"""Readout: what ended promotions brought, naive and honest side by side, line by line."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from app.queries.promotion_readouts import COLUMNS, ReadoutRow, readouts
from models.domain.money import half_up
from models.domain.promotions.readout import Verdict
from models.domain.words import figure
from views.common.fonts import medium
from views.common.labels import label
from views.common.page import Page
from views.common.paint import Paint
from views.common.section import Section
from views.common.sentences import count
from views.common.states import EmptyState
from views.common.theme import Tone

_TONES = {Verdict.PAID.value: Tone.POSITIVE, Verdict.COST.value: Tone.CRITICAL}


class ReadoutSection(Section):
    """A row for each promotion that has ended, on each channel."""

    KEY: ClassVar[str] = "readout"
    WORDS: ClassVar[str] = "Readout"
    HINT: ClassVar[str] = "Filter promotions and channels"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        why = Paint(why=lambda row: row.lack)
        self.make_table(
            COLUMNS,
            {
                "Promotion": Paint(bold=True),
                "Naive": Paint(quiet=True, why=why.why),
                "Honest": Paint(bold=True, why=why.why),
                "Verdict": Paint(tone=lambda row: _TONES.get(row.verdict, Tone.NEUTRAL)),
                "Uplift": why,
                "Break-even": why,
            },
            lambda row: (row.promotion.code, row.channel),
        )
        self.table.set_empty(
            EmptyState(
                self.look,
                title="No promotion has ended yet",
                why="Once one has, it is read out here: what it sold beyond what would have been sold anyway, less the "
                "dip afterwards and what it took from other channels.",
                button="Show the timeline",
                icon="chart-column",
                run=partial(page.show_this, "timeline"),
            )
        )

    def refresh(self) -> None:
        """Read every ended promotion out."""
        self.table.loading()
        self.page.ask(partial(readouts, day=self.page.today()), self._show, about=self.KEY)

    def _show(self, rows: list[ReadoutRow]) -> None:
        self.show_rows(rows)
        told = [one for one in rows if one.readout is not None and one.readout.verdict is not Verdict.CANNOT_TELL]
        paid = sum(one.verdict == Verdict.PAID.value for one in told)
        lost = len(told) - paid
        words = f"**{paid} paid for themselves**" if paid > 1 else f"**{paid or 'none'} paid for itself**"
        words += f", {lost} cost more than {'it' if lost == 1 else 'they'} brought"
        unsure = len(rows) - len(told)
        self.said.emit(
            f"{count(len(rows), 'readout')} of ended promotions: {words}"
            f"{f'; of {unsure} nobody can tell' if unsure else ''}"
            if rows
            else "What ended promotions brought, naive and honest."
        )

    def explain(self, row: ReadoutRow) -> None:
        """Say what each figure is made of."""
        had_focus = self.table.grid.hasFocus()
        inspector, known = self.page.inspector, row.baseline
        days = row.promotion.days
        inspector.explain(
            f"{row.promotion.code} on {row.channel}", f"{self.text.day(days.first)} to {self.text.day(days.last)}"
        )
        sold = f"{count(row.actual, 'unit')} sold; {figure(known.units)} would have been without it"
        inspector.line(f"{sold}.")
        if known.low is not None and known.high is not None:
            inspector.line(f"In nine of ten cases between {figure(known.low)} and {figure(known.high)}.", quiet=True)
        if known.controls:
            inspector.line(
                f"By the {count(known.weeks, 'week')} before, and by what the SKUs of this channel did meanwhile that "
                "were not promoted.",
                quiet=True,
            )
        else:
            inspector.line(
                f"By the {count(known.weeks, 'week')} before alone: everything else here was promoted too, or did not "
                "sell, so nobody can tell.",
                quiet=True,
            )
        if row.readout is None:
            inspector.line(f"Its money cannot be told: {row.lack}.")
        else:
            self._reckoning(row)
        if had_focus:
            self.table.setFocus()

    def _reckoning(self, row: ReadoutRow) -> None:
        readout, inspector = row.readout, self.page.inspector
        if readout is None:
            return

        def money(minor: int) -> str:
            return self.text.money(row.money(minor), code=True)

        inspector.add(label("Naive", font=medium()))
        inspector.pairs([("Units beyond the baseline, at what they earned", money(readout.naive))])
        inspector.add(label("Honest", font=medium()))
        inspector.pairs([(line.label, money(half_up(line.amount))) for line in readout.lines if line.amount])
        inspector.pairs([("What it brought", money(readout.honest))], mark=["What it brought"])
        if readout.worst is not None and readout.best is not None:
            inspector.line(f"Between {money(readout.worst)} and {money(readout.best)}: {readout.verdict.value}.")
        else:
            inspector.line("The baseline is too unsure for a verdict.", quiet=True)
        inspector.line("Other things sold with it are not measured and count as nothing.", quiet=True)
