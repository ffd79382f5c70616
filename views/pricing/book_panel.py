"""The panel of the price book: why a price, its curve, its history with the lowest of 30 days, any day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial

from shiboken6 import isValid

from app.moments import here
from app.queries.floors import FloorRow, floors
from app.queries.price_board import Past, past
from app.queries.prices import GovernedPrice
from app.queries.prior_prices import price_on
from models.domain.money import Money
from models.domain.pricing.step_words import blocked_sentence, did_sentence, rule_sentence
from models.domain.pricing.steps import Why
from models.domain.rules import summary
from views.common.fonts import medium
from views.common.form_field import Field, FieldKind, FieldRow, day_of
from views.common.labels import label
from views.common.parts import Button
from views.common.section import Section
from views.common.segments import Segments
from views.pricing.explaining import curve_of
from views.pricing.notes import Notes

_TITLES = {Why.TAX_ADDED: "tax", Why.TAX_UNKNOWN: "tax", Why.AGREED: "agreed discount"}
Way = tuple[str, str, Callable[[GovernedPrice], None]]  # the words and the icon of a button, and what it does
TABS = (("why", "Why"), ("curve", "Curve"), ("history", "History"), ("day", "Any day"))


class BookPanel:
    """Fills the inspector about one row of the price list, in the tab that is chosen.

    `ways` gives what can be done about a row.
    """

    def __init__(self, section: Section, ways: Callable[[GovernedPrice], Iterable[Way]]) -> None:
        self._section, self._ways = section, ways
        self.tab = "why"
        self.segments: Segments | None = None
        self._row: GovernedPrice | None = None

    def show_row(self, row: GovernedPrice) -> None:
        """Answer about a listing."""
        self._row = row
        inspector = self._section.page.inspector
        inspector.explain(f"{row.sku} on {row.channel}: {self._money(row.amount)}", row.title)
        self.segments = Segments(self._section.look, TABS)
        self.segments.choose(self.tab)
        self.segments.chosen.connect(self._choose)
        inspector.add(self.segments)
        tabs: dict[str, Callable[[GovernedPrice], None]] = {
            "why": self._why,
            "curve": self._curve,
            "history": self._history,
            "day": self._any_day,
        }
        tabs[self.tab](row)

    def _choose(self, tab: str) -> None:
        self.tab = tab
        if self._row is not None:
            self.show_row(self._row)
            if self.segments is not None:
                self.segments.focus_chosen()

    # The tabs

    def _why(self, row: GovernedPrice) -> None:
        inspector, text = self._section.page.inspector, self._section.text
        notes = Notes(f"By {row.version}.")
        self._steps(notes, row)
        inspector.add(notes)
        if row.priced.tiers:
            inspector.add(label("From so many units on", font=medium()))
            inspector.pairs([(f"{tier.units} units", self._money(tier.amount)) for tier in row.priced.tiers])
        facts = [("Lowest allowed", self._money(row.floor)), ("MAP", self._money(row.minimum_advertised, "none"))]
        facts += [("Ceiling", self._money(row.ceiling, "none"))]
        facts += [("Earns", text.money(row.earned, code=True))] if row.earned is not None else []
        facts += [("Margin", text.percent(row.margin))] if row.margin is not None else []
        facts += [("Missing", ", ".join(row.economics.missing))] if row.economics.missing else []
        inspector.pairs(facts, mark=["Earns"])
        for words, icon, run in self._ways(row):
            inspector.add(Button(self._section.look, words, icon=icon, run=partial(run, row)))

    def _curve(self, row: GovernedPrice) -> None:
        """Draw what a unit earns over the price; found in the background, as a floor takes long to find."""
        notes = Notes("Working it out…")
        self._section.page.inspector.add(notes)

        def show(found: list[FloorRow]) -> None:
            if not isValid(notes):
                return
            notes.start_anew()
            known = next((one for one in found if one.floor is not None), None)
            if known is None:
                notes.heading("Its floor is not known.")
                notes.line("".join(f"{one.why}." for one in found) or "It has no listing on this channel yet.")
                return
            self._section.page.inspector.add(curve_of(self._section, known))

        query = partial(floors, day=self._section.page.today(), skus=(row.sku,), channels=(row.channel,))
        self._section.page.ask(query, show, about="curve")

    def _history(self, row: GovernedPrice) -> None:
        notes = Notes("Reading the history…")
        self._section.page.inspector.add(notes)

        def show(found: Past) -> None:
            if isValid(notes):
                self._show_past(notes, found)

        query = partial(past, sku=row.sku, channel=row.channel, currency=row.currency, day=self._section.page.today())
        self._section.page.ask(query, show, about="past")

    def _show_past(self, notes: Notes, found: Past) -> None:
        text = self._section.text
        notes.start_anew()
        notes.heading(f"Lowest of the 30 days before today: {self._money(found.prior.lowest, 'none')}")
        for day, amount in found.prior.prices.items():
            notes.line(f"From {text.day(day)}: {self._money(amount, 'no price')}")
        notes.heading("Base prices")
        for one in found.took:
            until = f" until {text.day(one.last)}" if one.last else ""
            notes.line(f"{text.money(one.price, code=True)} on {one.where} from {text.day(one.first)}{until}")
            why = f". {one.note}" if one.note else ""
            notes.line(f"{one.did.capitalize()} on {text.time(here(one.at))} by {one.by}{why}", quiet=True)
        if not found.took:
            notes.line("Nobody has typed or imported one.", quiet=True)

    def _any_day(self, row: GovernedPrice) -> None:
        inspector, today = self._section.page.inspector, self._section.page.today
        field = Field("day", "The price on", FieldKind.DAY, required=True, start=today())
        asked = FieldRow(field, self._section.look, self._section.text, today=today)
        inspector.add(asked)
        notes = Notes()
        inspector.add(notes)
        asked.changed.connect(lambda: self._ask_day(notes, row, day_of(asked.value())) if asked.judge() else None)
        self._ask_day(notes, row, today())

    def _ask_day(self, notes: Notes, row: GovernedPrice, day: date) -> None:
        said = self._section.text.day(day)

        def show(found: GovernedPrice | None) -> None:
            if not isValid(notes):
                return
            notes.start_anew()
            if found is None:
                notes.heading(f"{said}: no price in {row.currency}")
                return
            notes.heading(f"{said}: {self._money(found.amount, 'no price')}")
            notes.line(f"By {found.version}.", quiet=True)
            self._steps(notes, found)

        query = partial(price_on, sku=row.sku, channel=row.channel, currency=row.currency, day=day)
        self._section.page.ask(query, show, about="day")

    # Inside

    def _steps(self, notes: Notes, row: GovernedPrice) -> None:
        for step in row.steps:
            title = summary(step.winner.rule.what) if step.winner is not None else _TITLES.get(step.why, step.stage)
            figure = self._money(step.after, "no price") if step.after != step.before else ""
            details = [did_sentence(step, row.currency), *filter(None, [rule_sentence(step)])]
            details += [f"Blocked: {blocked_sentence(one, row.currency)}." for one in step.blocked]
            notes.step(title[:1].upper() + title[1:], details, figure)
        for rule in row.priced.left_out:
            notes.step(summary(rule.what), ["Left out: it is in another currency."], "")

    def _money(self, minor: int | None, absent: str = "?") -> str:
        if minor is None or self._row is None:
            return absent
        return self._section.text.money(Money(minor, self._row.currency), code=True)
