"""What was sold without a landed cost, said the same way on every page that shows figures without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.queries.uncosted import MissingCost
from models.domain.accounts import Line
from models.domain.catalog import NAMED
from models.domain.contribution.statement import Figures
from models.domain.money import Money
from views.common.paint import Paint
from views.common.sentences import count
from views.common.text import Text

_NAMED_AT_MOST = 3
_TOO_HIGH = frozenset({Line.COGS, "cm1", "cm2", "cm3", "cm4", "result"})  # where a landed cost is missing


def missing_cost(missing: MissingCost, text: Text) -> str:
    """Say what was sold without a landed cost; empty when nothing was."""
    if not missing.units:
        return ""
    named = ", ".join(code.removeprefix(NAMED) for code in missing.skus[:_NAMED_AT_MOST])
    more = f" and {len(missing.skus) - _NAMED_AT_MOST} more" if len(missing.skus) > _NAMED_AT_MOST else ""
    sales = text.money(missing.sales, cents=False, code=True)
    units = count(missing.units, "unit", written=text.units(missing.units))
    units = f"**{units} {'was' if missing.units == 1 else 'were'} sold without a landed cost**"
    return f"{units} ({named}{more}): {sales} of sales carry none."


def left_out(figures: Figures, currency: str, text: Text) -> str:
    """Say which cost a figure leaves out; empty where it leaves out none."""
    if not figures.uncosted_units:
        return ""
    sales = text.money(Money(figures.uncosted_sales, currency), code=True)
    sold = count(figures.uncosted_units, "unit", written=text.units(figures.uncosted_units))
    return f"Without the cost of {sold} ({sales} of sales), of which no landed cost is known"


def marked(paint: Paint, name: str, told: Callable[[Any], tuple[Figures, str]], text: Text) -> Paint:
    """Let the column of a line or level mark figures that leave out a cost of goods, and say which cost.

    `told` gives the figures of a row and their currency; a line that has no part of it stays as it is.
    """
    if name not in _TOO_HIGH:
        return paint

    def tip(row: Any) -> str:  # noqa: ANN401 -- a row of any query
        return left_out(*told(row), text)

    return replace(paint, partly=lambda row: bool(told(row)[0].uncosted_units), tip=tip, why=tip)
