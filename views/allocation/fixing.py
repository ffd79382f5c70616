"""The form that fixes one number for a while, with its effect on the other channels below it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.queries.allocation_plan import PlanRow
from app.queries.fixing import refusal
from models.domain.allocation.facts import Override
from models.domain.allocation.outcome import Outcome
from models.domain.money import Money
from views.common.days import not_over
from views.common.desk import Desk
from views.common.form import Form
from views.common.form_field import Field, FieldKind, Value
from views.common.page import small

Preview = Callable[[int, Callable[[Outcome], None]], object]


class FixForm(QWidget):
    """Units, reason and end date of a number that a person fixes; all three are needed.

    `preview` shares the SKU out with a number fixed, and hands over what that gives.
    """

    def __init__(
        self,
        desk: Desk,
        row: PlanRow,
        channel: str,
        fixed: Override | None,
        *,
        preview: Preview,
        save: Callable[[dict[str, Value]], object],
        leave: Callable[[], object],
    ) -> None:
        super().__init__()
        self._row, self._channel, self._today = row, channel, desk.runner.today
        self._text, self._preview = desk.text, preview
        self._asked: int | None = None
        self.form = Form(desk.look, desk.text, self._fields(), today=self._today, save="Fix number")
        self.effect = small("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.form)
        column.addWidget(self.effect)
        values: dict[str, Value] = {"units": row.has(channel)}
        if fixed is not None:
            values = {"units": fixed.units, "reason": fixed.reason, "until": fixed.until}
        self.form.fill(values)
        self.form.saved.connect(save)
        self.form.left.connect(leave)
        line = self.form.editor("units")
        if isinstance(line, QLineEdit):
            line.textChanged.connect(self._ask_effect)
        self._ask_effect(str(values["units"]))

    def type_units(self, typed: str) -> None:
        """Take what was typed into the grid, and go to the first field that lacks something."""
        line = self.form.editor("units")
        if isinstance(line, QLineEdit) and typed:
            line.setText(typed)
            line.textEdited.emit(typed)
        wrong = not typed or bool(self.form.error("units"))
        self.form.editor("units" if wrong else "reason").setFocus(Qt.FocusReason.OtherFocusReason)

    def _fields(self) -> list[Field]:
        most = self._row.outcome.supply
        return [
            Field(
                "units",
                f"Units for {self._channel}",
                FieldKind.UNITS,
                hint=f"There are {most} to share.",
                required=True,
                minimum=0,
                check=self._breaks_sum,
            ),
            Field("reason", "Reason", hint="Why the rules do not get it right.", required=True),
            Field(
                "until",
                "Until",
                FieldKind.DAY,
                hint="The last day it holds; then the rules decide again.",
                required=True,
                check=not_over(self._today),
            ),
        ]

    def _breaks_sum(self, value: Value) -> str:
        return refusal(self._row.outcome, self._channel, value) if isinstance(value, int) else ""

    def _ask_effect(self, typed: str) -> None:
        """Ask who would have what; nothing while the units cannot be."""
        units = int(typed) if typed.strip().isdecimal() else None
        self._asked = None if units is None or self._breaks_sum(units) else units
        self.effect.setText("")
        if self._asked is None:
            return
        asked = self._asked

        def show(then: Outcome) -> None:
            if isValid(self) and asked == self._asked:
                self.effect.setText(self._effect(then))

        self._preview(asked, show)

    def _effect(self, then: Outcome) -> str:
        """Say who would have what, and how tight the SKU would then be."""
        row, changes = self._row, []
        for name, now in row.units.items():
            after = then.units(name).all
            if after != now.all:
                changes.append(f"{name} {now.all} → {after}")
        if then.unassigned != row.unassigned:
            changes.append(f"unassigned {row.unassigned} → {then.unassigned}")
        said = ", ".join(changes) or "no number changes today"
        return f"With it: {said}. The sum stays {row.pool}. {self._tight(then)}"

    def _tight(self, then: Outcome) -> str:
        """Say how tight the SKU would be, and what would be unmet, beside what is now."""
        row, worth = self._row, Money(then.at_stake, self._row.at_stake.currency)
        units = sum(then.unmet(name) for name in row.units)
        if (then.tier, units, worth) == (row.found, row.unmet, row.at_stake):
            return f"Tier and unmet units stay as they are: {self._unmet(units, worth)}, {then.tier}."
        now = f"now {row.found}, {self._unmet(row.unmet, row.at_stake)}"
        return f"The SKU would be {then.tier}, {self._unmet(units, worth)} ({now})."

    def _unmet(self, units: int, worth: Money) -> str:
        return f"{self._text.units(units)} unmet, {self._text.at_stake(worth)}" if units else "nothing unmet"
