"""The one sentence over a statement: how many channels contribute, and which one costs more than it brings in."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from models.domain.accounts import Line
from models.domain.contribution.statement import Statement, StatementRow

# From this cost intensity on a channel that contributes is named too: its share of cost is half again its revenue's.
_OUT_OF_PROPORTION = Decimal("1.5")
_NOTHING = "Nothing was sold or spent in this period"
_NAMED_AT_MOST = 2
_WHOLE_FROM = Decimal("0.95")
_BOTH = 2


def sentence(statement: Statement) -> str:
    """Say in one sentence how many channels contribute and what stands out, without a full stop."""
    active = [row for row in statement.rows if _moved(row)]
    if not active:
        shared = statement.total.figures.line(Line.SHARED_OPERATING_COST)
        return "Nothing was sold in this period; only shared cost was spent" if shared else _NOTHING
    losing = sorted((row for row in active if row.figures.cm4 < 0), key=lambda row: row.figures.cm4)
    if len(active) == 1 and losing:
        return _losing(losing[0])
    parts = [_how_many(len(active) - len(losing), active)]
    if losing:
        parts += [_losing(row) for row in losing[:_NAMED_AT_MOST]]
        more = len(losing) - _NAMED_AT_MOST
        if more > 0:
            parts.append(f"{more} more {'loses' if more == 1 else 'lose'} money too")
    else:
        parts += [_uneven(row) for row in _most_uneven(active)]
    return "; ".join(parts)


def _moved(row: StatementRow) -> bool:
    """Tell a channel that sold or spent anything from one that lies still; shared cost alone is not its doing."""
    own = [line for line in Line if line is not Line.SHARED_OPERATING_COST]
    return bool(row.figures.units or row.figures.orders or any(row.figures.line(line) for line in own))


def _how_many(contributing: int, active: Sequence[StatementRow]) -> str:
    if len(active) == 1:
        return f"{active[0].label} contributes"
    if contributing == len(active):
        return "Both channels contribute" if contributing == _BOTH else f"All {contributing} channels contribute"
    return f"{contributing or 'None'} of {len(active)} channels contribute{'s' if contributing == 1 else ''}"


def _losing(row: StatementRow) -> str:
    if row.figures.net_sales < 0:
        return f"{row.label} gave back more than it sold"
    if row.figures.net_sales == 0:
        return f"{row.label} cost money and sold nothing in this period"
    if row.figures.cm3 < 0:
        return f"{row.label} loses money before its operating cost"
    said = f"{row.label} costs more to run than it brings in"
    if row.ratio is None or row.ratio < _OUT_OF_PROPORTION:
        return said
    return f"{said}: {_shares(row)}"


def _most_uneven(active: Sequence[StatementRow]) -> list[StatementRow]:
    uneven = [row for row in active if row.ratio is not None and row.ratio >= _OUT_OF_PROPORTION]
    return sorted(uneven, key=lambda row: row.ratio or Decimal(0), reverse=True)[:1]


def _uneven(row: StatementRow) -> str:
    return f"{row.label} brings {_shares(row)}"


def _shares(row: StatementRow) -> str:
    revenue = _percent(row.share_of_revenue or Decimal(0))
    return f"{revenue} of revenue at {_percent(row.share_of_operating_cost or Decimal(0))} of operating cost"


def _percent(fraction: Decimal) -> str:
    """Write whole percent, with one decimal below one percent."""
    percent = fraction * 100
    step = Decimal(1) if abs(percent) >= _WHOLE_FROM else Decimal("0.1")
    return f"{percent.quantize(step, rounding=ROUND_HALF_UP):f} %".replace("-", "\N{MINUS SIGN}")
