"""The Notes sheet: period, currency, rates, method and levels, and which state of the book the figures are of."""

from __future__ import annotations

from collections.abc import Sequence

from app import VERSION
from app.exporting.looks import LABEL, NOTE, PLAIN, SECTION, TEXT, TITLE
from app.exporting.pnl.facts import NOTES, Facts
from app.exporting.workbook import Book, Shown
from app.queries.lines import Detail
from app.queries.reconciliation import RateUsed
from models.domain.accounts import ACCOUNTS, Line, accounts_of
from models.domain.contribution.statement import TITLES

_WIDTHS = (28, 110)
_LONG = PLAIN._replace(wrap=True)
_LEVELS = (
    ("Net sales", "Gross sales, less discounts and refunds, with shipping income; taxes collected are never revenue."),
    ("CM1", "Net sales less cost of goods: the landed cost of the units sold, as it was on the day of the sale."),
    ("CM2", "CM1 less channel costs: commission, payment, fulfilment, shipping, storage, returns, chargebacks."),
    ("CM3", "CM2 less marketing: advertising, affiliates, coupon fees, co-op."),
    ("CM4", "CM3 less channel operating cost: what would stop if the channel stopped. The number to decide by."),
    ("Result", "CM4 less shared operating cost, which would not go away if the channel did."),
    ("Unclassified", "Amounts of kinds that nobody has mapped; shown beside the levels and part of none."),
    ("Cost to revenue", "Share of operating cost over share of revenue: 10 is 5 % of revenue at 50 % of the cost."),
)
_METHOD = (
    ("Days", "Amounts count on their own day: sales on the day placed or posted, refunds on the day of the refund."),
    ("Undated refunds", "One that the order alone tells of, such as by PayPal, counts on the day of the order."),
    ("Signs", "Income is positive, cost is negative, so that every level is a plain sum."),
    ("Rounding", "Amounts are whole minor units. A currency is translated posting by posting, half away from zero."),
    ("Shared cost", "Split by its driver and largest remainder, so that the parts add up; see below the P&L."),
    ("Formulas", "Lines are sums over the sheet Lines by channel number and line. Change a line and all follows."),
)


def write_notes(book: Book, facts: Facts, rates: Sequence[RateUsed]) -> None:
    """Write the notes."""
    sheet = book.sheet(NOTES, widths=_WIDTHS, frozen="A2")
    sheet.row(Shown("Notes", TITLE))
    about = [
        ("Ledger", facts.title),
        ("Period", f"{facts.period.first.isoformat()} to {facts.period.last.isoformat()}, both included"),
        ("Currency", facts.currency),
        ("As of", facts.as_of.isoformat(sep=" ", timespec="seconds") if facts.as_of else "a ledger without a change"),
        ("Head of the chain", facts.chain_head),
        ("Made by", f"Channelbook {VERSION}"),
        ("Lines", _detail(facts.detail)),
    ]
    for title, pairs in (("", about), ("Levels", _LEVELS), ("Method", _METHOD), ("Accounts by line", _accounts())):
        if title:
            sheet.rows([], [Shown(title, SECTION)])
        for name, text in pairs:
            sheet.row(Shown(name, LABEL), Shown(text, _LONG))
    sheet.rows([], [Shown("Rates used", SECTION)])
    if not rates:
        sheet.row(Shown(f"Every amount of the period is in {facts.currency}.", NOTE))
    for rate in rates:
        said = f"1 {rate.currency} is {rate.rate} {facts.currency} from {rate.day.isoformat()} on"
        sheet.row(Shown(rate.currency, TEXT), Shown(said, TEXT))


def _detail(detail: Detail) -> str:
    if detail is Detail.POSTING:
        return "One line for each posting in force, with the file and the row it was read from."
    return (
        f"There are too many postings for one sheet, so they are summed: {detail.value}. "
        "File and row of each posting are in Channelbook (Contribution, open a figure)."
    )


def _accounts() -> list[tuple[str, str]]:
    off = [code for code, account in ACCOUNTS.items() if account.line is None]
    return [*((TITLES[line], _titles(accounts_of(line))) for line in Line), ("Not on the P&L", _titles(off))]


def _titles(codes: Sequence[str]) -> str:
    return "; ".join(f"{ACCOUNTS[code].title} ({code})" for code in codes)
