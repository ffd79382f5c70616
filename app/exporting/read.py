"""The one-page read as text for the terminal: every channel on one page, at most 110 characters wide."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from textwrap import wrap

from models.domain.contribution.sentence import sentence
from models.domain.contribution.statement import Statement, StatementRow, total_of, with_shares
from models.domain.money import Money
from models.domain.period import Period

WIDEST = 110
_LARGEST = Decimal(9_999)
_MOST_CHANNELS = 30
_LONGEST_NAME = 16
_ZERO, _MINUS, _CUT = "\N{EN DASH}", "\N{MINUS SIGN}", "\N{HORIZONTAL ELLIPSIS}"
# Amounts are written in the first of these units, with columns that far apart, in which the page is narrow enough.
_UNITS = ((0, "", "  "), (0, "", " "), (3, "thousands of ", "  "), (6, "millions of ", " "), (9, "billions of ", " "))
_HEADS = (
    ("", "Channel"),
    ("Net", "sales"),
    ("", "±"),
    ("", "CM1"),
    ("", "CM2"),
    ("", "CM3"),
    ("", "CM4"),
    ("", "±"),
    ("% of", "revenue"),
    ("% of", "op. cost"),
    ("Cost to", "revenue"),
    ("", "Units"),
    ("", "Orders"),
)
_CHANGES = (2, 7)


def one_page_read(
    statement: Statement,
    period: Period,
    *,
    before: Statement | None = None,
    title: str = "",
    notes: Sequence[str] = (),
) -> str:
    """Write the read of a period: its sentence, a line for each channel, the total, and notes below.

    With `before`, the statement of the period compared with, the change of net sales and of CM4 stands beside them.
    """
    unit, table = _narrow_enough(statement, before)
    head = f"{title}: {period.label()}" if title else period.label()
    unclassified = statement.total.figures.amount("unclassified")
    told = list(notes)
    if unclassified:
        amount = Money(unclassified, statement.currency)
        told.insert(0, f"Unclassified, and part of no level: {_signed(amount.major())} {amount.currency}.")
    said = wrap(f"{sentence(statement)}.", WIDEST)
    below = [line for note in told for line in wrap(note, WIDEST)]
    return "\n".join([f"{head}, in {unit}{statement.currency}", *said, "", *table, *([""] if below else []), *below])


def _narrow_enough(statement: Statement, before: Statement | None) -> tuple[str, list[str]]:
    """Give the first unit in which the table fits on the page, and the table in it; else the largest unit."""
    rows = (*_most_important(statement), statement.total)
    tables: list[tuple[str, list[str]]] = []
    for power, unit, gap in _UNITS:
        cells = [_cells(row, before, statement.currency, power) for row in rows]
        tables.append((unit, _table(cells, gap, changes=before is not None)))
        if max(map(len, tables[-1][1])) <= WIDEST:
            break
    return tables[-1]


def _most_important(statement: Statement) -> Sequence[StatementRow]:
    """Give the channels, the smallest of them summed into one line where a page would not hold them all."""
    if len(statement.rows) <= _MOST_CHANNELS:
        return statement.rows
    by_sales = sorted(statement.rows, key=lambda row: -abs(row.figures.net_sales))
    small = by_sales[_MOST_CHANNELS - 1 :]
    others = StatementRow("others", f"{len(small)} others", total_of(row.figures for row in small))
    return [*by_sales[: _MOST_CHANNELS - 1], *with_shares([others], statement.total.figures)]


def _cells(row: StatementRow, before: Statement | None, currency: str, power: int) -> list[str]:
    figures = row.figures
    label = " ".join(row.label.split())
    name = label if len(label) <= _LONGEST_NAME else label[: _LONGEST_NAME - 1] + _CUT
    earlier = _earlier(row, before)

    def amount(level: str) -> str:
        return _number(Money(figures.amount(level), currency).decimal().scaleb(-power), decimals=1 if power else 0)

    def change(level: str) -> str:
        return "" if earlier is None else _change(figures.amount(level), earlier.figures.amount(level))

    return [
        name,
        amount("net_sales"),
        change("net_sales"),
        *(amount(level) for level in ("cm1", "cm2", "cm3", "cm4")),
        change("cm4"),
        _percent(row.share_of_revenue),
        _percent(row.share_of_operating_cost),
        "?" if row.ratio is None else f"{_proportion(row.ratio)}×",
        _number(Decimal(figures.units)),
        _number(Decimal(figures.orders)),
    ]


def _earlier(row: StatementRow, before: Statement | None) -> StatementRow | None:
    if before is None:
        return None
    return before.total if row.key == before.total.key else before.row(row.key)


def _table(rows: Sequence[Sequence[str]], gap: str, *, changes: bool) -> list[str]:
    """Align the columns, with a rule below the head and one above the total."""
    shown = [index for index in range(len(_HEADS)) if changes or index not in _CHANGES]
    lines = [[head[level] for head in _HEADS] for level in (0, 1)] + [list(row) for row in rows]
    widths = {index: max(len(line[index]) for line in lines) for index in shown}
    texts = [
        gap.join(line[i].ljust(widths[i]) if i == 0 else line[i].rjust(widths[i]) for i in shown).rstrip()
        for line in lines
    ]
    rule = "-" * (sum(widths.values()) + len(gap) * (len(shown) - 1))
    return [*texts[:2], rule, *texts[2:-1], rule, texts[-1]]


def _number(value: Decimal, *, decimals: int = 0) -> str:
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return _signed(f"{rounded:,f}") if rounded else _ZERO


def _proportion(value: Decimal) -> str:
    """Write a proportion to one decimal; where it is measured against next to nothing, only how far it is beyond."""
    if abs(value) <= _LARGEST:
        return _number(value, decimals=1)
    return f">{_number(_LARGEST)}" if value > 0 else f"<{_number(-_LARGEST)}"


def _percent(fraction: Decimal | None) -> str:
    return "?" if fraction is None else _proportion(fraction * 100)


def _change(now: int, earlier: int) -> str:
    """Write the change in percent of what it was; a dash where there is nothing to compare with."""
    if earlier == 0:
        return _ZERO
    percent = _proportion(Decimal(now - earlier) / abs(earlier) * 100)
    if percent == _ZERO:
        return _ZERO
    return f"{percent} %" if percent.startswith((_MINUS, "<", ">")) else f"+{percent} %"


def _signed(text: str) -> str:
    return text.replace("-", _MINUS)
