"""What a cost restates, month by month, shown before it is saved."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.actions.costs_preview import Effect, MonthMove
from models.domain.money import Money
from views.common.fonts import TABLE, medium, semibold, ui_font
from views.common.labels import label
from views.common.parts import Card
from views.common.text import Text
from views.common.theme import Look

_MOST = 14  # months listed one by one; the sentence holds the rest


class EffectPanel(Card):
    """The sentence and the months below it."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__("What it changes", "")
        self._text = text
        self.sentence = label("Type an amount to see which past months move.", font=medium(TABLE), wrap=True)
        self.body.addWidget(self.sentence)
        self._months: QWidget | None = None

    def wait(self) -> None:
        """Keep what stands there until the new effect is known."""
        self.set_heading("What it changes", "Working it out …")

    def show_effect(self, effect: Effect) -> None:
        """Show which months move by how much."""
        self.set_heading("What it changes", "")
        self.sentence.setText(effect_words(effect, self._text))
        if self._months is not None:
            self.body.removeWidget(self._months)
            self._months.deleteLater()
            self._months = None
        if effect.months:
            self._months = self._grid(effect)
            self.body.addWidget(self._months)

    def _grid(self, effect: Effect) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        for column, title in enumerate(("Month", "CM1 now", "After", "Moves by")):
            grid.addWidget(_cell(title, right=column > 0, quiet=True), 0, column)
        for place, month in enumerate(effect.months[-_MOST:], start=1):
            for column, words in enumerate(self._line(month)):
                made = _cell(words, right=column > 0)
                if column == 3:
                    made.setFont(semibold(TABLE))
                grid.addWidget(made, place, column)
        if len(effect.months) > _MOST:
            left = len(effect.months) - _MOST
            grid.addWidget(_cell(f"and {left} earlier months", right=False, quiet=True), _MOST + 1, 0, 1, 4)
        grid.setColumnStretch(0, 1)
        return holder

    def _line(self, month: MonthMove) -> tuple[str, str, str, str]:
        return (
            f"{date.fromisoformat(f'{month.month}-01'):%b %Y}",
            self._text.money(month.before),
            self._text.money(month.after),
            signed(month.moved, self._text),
        )


def effect_words(effect: Effect, text: Text) -> str:
    """Say the effect in a line, in the person's way of writing numbers."""
    if effect.unknown:
        return effect.unknown
    if not effect.months:
        return "No past month moves."
    return f"{effect.span}: CM1 {signed(effect.moved, text)} {effect.currency}"


def signed(money: Money, text: Text) -> str:
    """Write an amount with its sign."""
    written = text.money(money)
    return f"+{written}" if money.minor > 0 else written


def _cell(words: str, *, right: bool, quiet: bool = False) -> QLabel:
    made = label(words, font=ui_font(TABLE), role="quiet" if quiet else "")
    if right:
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made
