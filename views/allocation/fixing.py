"""The form that fixes one number for a while, with its effect on the other channels below it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.queries.allocation_board import with_fixed
from app.queries.allocation_plan import PlanRow
from app.queries.fixing import refusal
from models.domain.allocation.facts import Override
from views.common.day_edit import not_over
from views.common.desk import Desk
from views.common.form import Form
from views.common.form_field import Field, FieldKind, Value
from views.common.page import small


class FixForm(QWidget):
    """Units, reason and end date of a number that a person fixes; all three are needed."""

    def __init__(
        self,
        desk: Desk,
        row: PlanRow,
        channel: str,
        fixed: Override | None,
        *,
        save: Callable[[dict[str, Value]], object],
        leave: Callable[[], object],
    ) -> None:
        super().__init__()
        self._row, self._channel, self._today = row, channel, desk.runner.today
        self.form = Form(desk.look, desk.text, self._fields(), save="Fix number")
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
            line.textChanged.connect(self._show_effect)
        self._show_effect(str(values["units"]))

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
                FieldKind.MAYBE_DAY,
                hint="The last day it holds; then the rules decide again.",
                required=True,
                check=not_over(self._today),
            ),
        ]

    def _breaks_sum(self, value: Value) -> str:
        return refusal(self._row.outcome, self._channel, value) if isinstance(value, int) else ""

    def _show_effect(self, typed: str) -> None:
        """Say who would have what; nothing while the units cannot be."""
        units = int(typed) if typed.strip().isdecimal() else None
        if units is None or self._breaks_sum(units):
            self.effect.setText("")
            return
        then, row = with_fixed(self._row.outcome, self._channel, units), self._row
        changes = []
        for name, now in row.units.items():
            after = then.units(name).all
            if after != now.all:
                changes.append(f"{name} {now.all} → {after}")
        if then.unassigned != row.unassigned:
            changes.append(f"unassigned {row.unassigned} → {then.unassigned}")
        said = ", ".join(changes) or "no number changes today"
        self.effect.setText(f"With it: {said}. The sum stays {row.pool}.")
