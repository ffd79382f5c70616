"""What a draft of the pricing rules would change: every price before and after, and what a unit earns."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from app.queries.price_difference import COLUMNS, Effect, PriceMoved, effect
from models.domain.pricing.step_words import chain_sentences
from views.common.fonts import medium
from views.common.labels import label
from views.common.page import Page
from views.common.paint import Paint
from views.common.section import Section
from views.common.sentences import count
from views.common.states import EmptyState
from views.common.theme import Tone


class EffectSection(Section):
    """The prices that the draft moves, today and on the days on which its rules begin."""

    KEY: ClassVar[str] = "effect"
    WORDS: ClassVar[str] = "Effect"
    HINT: ClassVar[str] = "Filter SKUs and channels"
    HELP: ClassVar[str] = "prices"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.make_table(
            COLUMNS,
            {
                "SKU": Paint(bold=True),
                "Name": Paint(quiet=True),
                "Channel": Paint(swatch=lambda row: row.after.told.colour),
                "By the draft": Paint(bold=True),
                "Change": Paint(tone=_tone),
                "Relative change": Paint(quiet=True),
                "Earns more": Paint(tone=_tone_of_earned),
                "Decided by": Paint(tone=lambda _row: Tone.NEUTRAL),
                "Why": Paint(quiet=True),
            },
            lambda row: (*row.key, row.after.day),
        )
        self.filter_chips(lambda row, key: row.after.day.isoformat() == key)
        self.table.set_empty(
            EmptyState(
                self.look,
                title="No price changes",
                why="Here every price stands that a draft of the rules would change, before it is published. There is "
                "no draft, or it gives every listing the price it has.",
                button="Go to the rules",
                icon="tag",
                run=partial(page.show_this, "rules"),
            )
        )

    def refresh(self) -> None:
        """Work out the difference."""
        self.table.loading()
        self.page.ask(partial(effect, today=self.page.today()), self.show_effect, about="difference")

    def show_effect(self, found: Effect) -> None:
        """Show what moves on the day that is chosen."""
        words = ["Today", *(f"On {self.text.day(day)}" for day in found.days[1:])]
        days = [(day.isoformat(), said, Tone.NEUTRAL) for day, said in zip(found.days, words, strict=True)]
        self.show_chips(found.moved, days)
        self.show_rows(found.moved)
        self.said.emit(moved_sentence([one for one in found.moved if one.after.day == found.days[0]], found.notes))

    def explain(self, row: PriceMoved) -> None:
        """Say how the price comes about by the draft, and how it does now."""
        inspector = self.page.inspector
        had_focus = self.table.grid.hasFocus()
        inspector.explain(f"{row.after.sku} on {row.after.channel}", row.after.title)
        for title, one in (("By the draft", row.after), (f"Now, by {row.before.version}", row.before)):
            inspector.add(label(title, font=medium(), wrap=True))
            for sentence in chain_sentences(one.priced, one.currency):
                inspector.line(sentence)
        if had_focus:
            self.table.setFocus()


def moved_sentence(moved: Sequence[PriceMoved], notes: Sequence[str] = ()) -> str:
    """Say how many prices the draft moves, up and down, how many it leaves without one, and what it does not do."""
    return ". ".join([_moved_words(moved), *notes])


def _moved_words(moved: Sequence[PriceMoved]) -> str:
    if not moved:
        return "The draft changes no price, or there is none"
    changes = [one.change.minor for one in moved if one.change is not None]
    up, down = sum(change > 0 for change in changes), sum(change < 0 for change in changes)
    lost = sum(one.after.amount is None for one in moved)
    parts = [f"{number} {word}" for number, word in ((up, "up"), (down, "down")) if number]
    parts += [f"**{lost} without a price**"] if lost else []
    said = f": {', '.join(parts)}" if parts else ""
    return f"The draft changes {count(len(moved), 'price')}{said}"


def _tone(row: PriceMoved) -> Tone | None:
    if row.change is None or not row.change.minor:
        return None
    return Tone.POSITIVE if row.change.minor > 0 else Tone.CRITICAL


def _tone_of_earned(row: PriceMoved) -> Tone | None:
    if row.earns_more is None or not row.earns_more.minor:
        return None
    return Tone.POSITIVE if row.earns_more.minor > 0 else Tone.CRITICAL
