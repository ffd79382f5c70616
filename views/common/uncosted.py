"""What was sold without a landed cost, said the same way on every page that shows figures without it."""

from __future__ import annotations

from app.queries.uncosted import MissingCost
from models.domain.catalog import NAMED
from views.common.sentences import count
from views.common.text import Text

_NAMED_AT_MOST = 3


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
