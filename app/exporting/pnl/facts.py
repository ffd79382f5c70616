"""What the sheets of the channel P&L are made from, and where each figure stands in the workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from openpyxl.utils import get_column_letter

from app.exporting.looks import HEADER_RIGHT
from app.exporting.workbook import Shown
from app.queries.lines import Detail
from models.domain.accounts import Driver
from models.domain.catalog import NO_CHANNEL
from models.domain.contribution.statement import STACK, Figures, Statement, StatementRow, allocate_shared
from models.domain.money import Money, exponent
from models.domain.period import Period

SUMMARY, PNL, LINES, RECONCILIATION, NOTES = "Summary", "P&L by channel", "Lines", "Reconciliation", "Notes"
HEAD_ROW, NUMBER_ROW = 4, 5
COUNTS = ("units", "orders")
ROWS = {name: NUMBER_ROW + index for index, name in enumerate((*STACK, *COUNTS), 1)}
# The first row of the assumptions below the P&L, and how many rows each driver takes there.
ASSUMPTIONS_ROW = max(ROWS.values()) + 2
ROWS_OF_A_DRIVER = 5


@dataclass(frozen=True)
class Facts:
    """The statement and all that the sheets say about it."""

    title: str
    period: Period
    statement: Statement
    pools: Mapping[Driver, int]
    detail: Detail
    as_of: datetime | None
    chain_head: str

    @property
    def currency(self) -> str:
        """The currency of every figure of the P&L."""
        return self.statement.currency

    @property
    def channels(self) -> tuple[StatementRow, ...]:
        """The columns of the P&L."""
        return self.statement.rows

    @property
    def total_column(self) -> str:
        """The letter of the column that adds up all channels."""
        return get_column_letter(len(self.channels) + 2)

    def money(self, minor: int) -> Money:
        """Give an amount in the currency of the P&L."""
        return Money(minor, self.currency)

    def parts(self, driver: Driver) -> list[int]:
        """Give what each channel bears of the cost split by a driver, as the ledger splits it."""
        if [row.channel_id for row in self.channels] == [None]:
            return [self.pools[driver]]
        return allocate_shared([row.figures for row in self.channels], {driver: self.pools[driver]})


def column_of(index: int) -> str:
    """Give the letter of the column of a channel, counted from 0."""
    return get_column_letter(index + 2)


def number_of(row: StatementRow) -> int:
    """Give the number by which the lines name a channel; names may repeat, hold wildcards or look like numbers."""
    return row.channel_id or NO_CHANNEL


def split_row(position: int) -> int:
    """Give the row that holds the split of the driver at this position among the assumptions."""
    return ASSUMPTIONS_ROW + 1 + ROWS_OF_A_DRIVER * position + 3


def amount_of(figures: Figures, name: str) -> int:
    """Give a line, a level or a count of a channel by its name."""
    return int(getattr(figures, name)) if name in COUNTS else figures.amount(name)


def names(facts: Facts) -> list[Shown]:
    """Give the heads of the columns of the P&L sheet."""
    return [Shown(text, HEADER_RIGHT) for text in (*(row.label for row in facts.channels), "All channels")]


def across(facts: Facts, row: int) -> str:
    """Add up a row of the P&L sheet over all channels."""
    if not facts.channels:
        return "0"
    return f"SUM(B{row}:{column_of(len(facts.channels) - 1)}{row})"


def rounded(facts: Facts, formula: str) -> str:
    """Round a sum of exact amounts to the minor unit: Excel adds in binary, which leaves dust behind."""
    return f"ROUND({formula},{exponent(facts.currency)})"


def on_pnl(name: str, column: str) -> str:
    """Name a cell of the P&L sheet from another sheet."""
    return f"'{PNL}'!{column}{ROWS[name]}"
