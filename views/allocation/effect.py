"""What a draft would change: who gains and loses units and contribution, today and when supply is short."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from app.queries.allocation_difference import COLUMNS, SUPPLIES, ChannelMoved, Moved, by_channel, difference
from app.queries.supply_chart import draft_supply_chart
from models.domain.charts import ChartData
from models.domain.money import Money
from views.common.chart import Chart
from views.common.page import Page, small
from views.common.paint import Paint
from views.common.saving import offer_pictures
from views.common.section import Section
from views.common.states import EmptyState
from views.common.text import Text
from views.common.theme import Tone

_CURVE_HIGH = 300


class EffectSection(Section):
    """The numbers that the draft moves, SKU by SKU, at today's supply, at a half and at a quarter of it."""

    KEY: ClassVar[str] = "effect"
    WORDS: ClassVar[str] = "Effect"
    HINT: ClassVar[str] = "Filter SKUs"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.curve: Chart | None = None
        self.make_table(
            COLUMNS,
            {
                "SKU": Paint(bold=True),
                "Supply %": Paint(quiet=True, hidden=True),
                "Change": Paint(bold=True, tone=_tone),
            },
            lambda row: (row.sku, row.channel, row.percent),
        )
        self.table.set_empty(
            EmptyState(
                self.look,
                title="Nothing changes",
                why="Here stands what a draft of the rules would change, before it is published. There is no draft, or "
                "it gives every channel what it has now.",
                button="Go to the rules",
                icon="columns-3",
                run=partial(page.show_this, "rules"),
            )
        )
        self.filter_chips(lambda row, key: row.percent == int(key))

    def refresh(self) -> None:
        """Work out the difference."""
        self.table.loading()
        self.page.ask(partial(difference, day=self.page.today()), self.show_moved, about="difference")

    def show_moved(self, found: list[Moved]) -> None:
        """Show what moves at the supply that is chosen."""
        self.show_chips(
            found,
            [(str(percent), f"At {percent} % of today's supply", Tone.NEUTRAL) for percent in SUPPLIES],
        )
        self.show_rows(found)
        said = effect_words(by_channel(found), self.text)
        self.said.emit(said[0] if said else "The draft changes no number, or there is none")

    def explain(self, row: Moved) -> None:
        """Draw what every channel would get by the draft at every supply."""
        inspector = self.page.inspector
        had_focus = self.table.grid.hasFocus()
        inspector.explain(f"{row.sku} by the draft", f"{row.channel}: {row.before} now, {row.after} by the draft")
        worth = self.text.money(row.contribution, code=True, zero="0")
        inspector.pairs(
            [
                ("Supply", f"{row.percent} % of today's"),
                ("Units", f"{row.gain:+d}".replace("-", "−")),
                ("Expected contribution", worth),
            ]
        )
        inspector.add(small("The supply curve by the draft:"))
        self.curve = curve = Chart(self.look, self.text)
        curve.setProperty("card", False)
        curve.body.setContentsMargins(0, 6, 0, 0)
        curve.setFixedHeight(_CURVE_HIGH)
        offer_pictures(self.page, curve)
        inspector.add(curve)

        def show(data: ChartData) -> None:
            if curve is self.curve:
                curve.show_data(data)

        self.page.ask(partial(draft_supply_chart, day=self.page.today(), sku=row.sku), show, about="curve")
        if had_focus:
            self.table.setFocus()


def effect_words(moved: Sequence[ChannelMoved], text: Text) -> list[str]:
    """Say by supply what each channel gains and loses, and what that does to contribution; nothing if nothing moves."""
    lines = []
    for percent in SUPPLIES if moved else ():
        own = [one for one in moved if one.percent == percent]
        said = ", ".join(_moved(one, text) for one in own)
        currency = moved[0].contribution.currency
        worth = Money(sum(one.contribution.minor for one in own), currency)
        money = f"; expected contribution {'+' if worth.minor > 0 else ''}{text.money(worth, cents=False, code=True)}"
        told = f"{said}{money if worth.minor else ''}" if own else "no number changes"
        lines.append(f"At {percent} % of today's supply: {told}")
    return lines


def _moved(one: ChannelMoved, text: Text) -> str:
    gains = [f"+{text.units(one.gained)}"] if one.gained else []
    losses = [f"−{text.units(one.lost)}"] if one.lost else []
    return f"{one.channel} {' '.join([*gains, *losses])}"


def _tone(row: Moved) -> Tone:
    return Tone.POSITIVE if row.gain > 0 else Tone.CRITICAL
