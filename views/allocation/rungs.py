"""A rung being typed: its goal, its cover, how it rounds, and the rule it is shared by, one sentence to each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from models.domain.allocation.ladder import REWARDS, SHARED, Goal, Rounding, Rung, ShareBy
from views.allocation.words import GOALS
from views.common.fonts import TABLE, medium, ui_font
from views.common.form import Form
from views.common.form_field import Field, FieldKind, Value
from views.common.labels import label
from views.common.text import Text
from views.common.theme import Look

_ROUNDINGS = (("", "As the goal does"), (Rounding.UP.value, "Up"), (Rounding.DOWN.value, "Down"))
_LONGEST = 3650


class ShareChoice(QWidget):
    """The eight sharing rules as radio buttons, each with what it rewards; the arrow keys move between them."""

    chosen = Signal(str)

    def __init__(self, rule: ShareBy) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label("A shortage is shared by", font=medium()))
        self.buttons: dict[ShareBy, QRadioButton] = {}
        group = QButtonGroup(self)
        for one in ShareBy:
            button = QRadioButton(SHARED[one])
            button.setAccessibleDescription(REWARDS[one])
            button.setChecked(one is rule)
            button.installEventFilter(self)
            group.addButton(button)
            said = label(REWARDS[one], font=ui_font(TABLE), role="quiet", wrap=True)
            said.setContentsMargins(24, 0, 0, 6)
            column.addWidget(button)
            column.addWidget(said)
            self.buttons[one] = button

    def current(self) -> ShareBy:
        """Give the rule that is chosen."""
        return next(rule for rule, button in self.buttons.items() if button.isChecked())

    def go(self) -> None:
        """Go to the rule that is chosen."""
        self.buttons[self.current()].setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter on a rule choose it."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.chosen.emit(self.current().value)
            return True
        return super().eventFilter(watched, event)


class RungEditor(QWidget):
    """`saved` carries the rung as it was typed, `left` that nothing is to be saved."""

    saved = Signal(object)
    left = Signal()

    def __init__(self, look: Look, text: Text, rung: Rung, *, words: str, today: Callable[[], date]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.share = ShareChoice(rung.share_by)
        column.addWidget(self.share)
        goals = tuple((goal.value, GOALS[goal]) for goal in Goal)
        rounding = rung.rounding.value if rung.rounding is not None else ""
        fields = [
            Field("goal", "Goal", FieldKind.CHOICE, choices=goals, start=rung.goal.value),
            Field(
                "days",
                "Days of cover",
                FieldKind.UNITS,
                hint="Where the goal is a cover.",
                unit="days",
                minimum=0,
                maximum=_LONGEST,
                start=rung.days or None,
            ),
            Field("round", "Cases are rounded", FieldKind.CHOICE, choices=_ROUNDINGS, start=rounding),
        ]
        self.form = Form(look, text, fields, today=today, save=words)
        self.form.saved.connect(self._save)
        self.form.left.connect(self.left)
        self.share.chosen.connect(lambda _rule: self.form.save())
        column.addWidget(self.form)

    def _save(self, values: dict[str, Value]) -> None:
        goal = Goal(str(values["goal"]))
        days = values["days"] if goal is Goal.COVER and isinstance(values["days"], int) else 0
        rounding = Rounding(str(values["round"])) if values["round"] else None
        self.saved.emit(Rung(goal, self.share.current(), days, rounding))
