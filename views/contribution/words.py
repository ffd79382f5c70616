"""The sentences of the Contribution page, in the person's locale."""

from __future__ import annotations

from app.queries.behind import Behind, StatementCell
from app.queries.compared import Compared, ComparedRow, tells
from app.queries.contribution import NO_SKU
from models.domain.accounts import Driver
from models.domain.contribution.sentence import sentence
from models.domain.contribution.statement import TITLES, By, StatementRow
from models.domain.money import Money
from models.domain.period import Period
from views.common.text import Text

DRIVERS = {Driver.NET_SALES: "net sales", Driver.ORDERS: "orders", Driver.EQUAL: "equal parts"}
_NAMES = {By.SKU: ("SKU", "SKUs"), By.MONTH: ("month", "months"), By.WEEK: ("week", "weeks")}


def headline(found: Compared, by: By, text: Text) -> str:
    """Say what the statement says."""
    if by is By.CHANNEL:
        first, _, rest = sentence(found.current).partition("; ")
        return f"{first}; **{rest}**." if rest else f"**{first}**."
    rows = [row.row for row in found.rows if row.row.key != NO_SKU and tells(row.row.figures)]
    if not rows:
        return "**Nothing was sold or spent in this period.**"
    level = "cm3" if by is By.SKU else "cm4"
    good = sum(row.figures.amount(level) > 0 for row in rows)
    best = max(rows, key=lambda row: row.figures.amount(level))
    worst = min(rows, key=lambda row: row.figures.amount(level))
    one, several = _NAMES[by]
    if good == len(rows):
        many = f"The one {one}" if good == 1 else f"All {good} {several}"
    else:
        many = f"{good} of {len(rows)} {several}"
    verb = "contributes" if good == 1 else "contribute"
    said = f"**{many} {verb}** ({TITLES[level]}); most: {_of(best, level, found, text)}"
    return f"{said}, least: {_of(worst, level, found, text)}." if worst is not best else f"{said}."


def _of(row: StatementRow, level: str, found: Compared, text: Text) -> str:
    amount = Money(row.figures.amount(level), found.current.currency)
    return f"{row.key} with {text.money(amount, cents=False, zero='0', code=True)}"


def kept(row: ComparedRow, text: Text) -> str:
    """Say what a row keeps of its net sales, or what it loses with them."""
    if not tells(row.row.figures):
        return f"{row.row.label} sold and cost nothing in this period"
    net, result = row.row.figures.net_sales, row.row.figures.result
    size = text.money(Money(abs(result), row.currency), cents=False, zero="nothing")
    verb = "keeps" if result >= 0 else "loses"
    if net > 0:
        link, of = ("of" if result >= 0 else "on"), text.money(row.money("net_sales"), cents=False)
        return f"{row.row.label} {verb} {size} {link} {of} net sales"
    return f"{row.row.label} {verb} {size} {'without net sales' if net == 0 else 'and gave back more than it sold'}"


def without_shared(by: By, channels: frozenset[int] | None) -> str:
    """Say that shared cost is left out where it cannot be split; empty where it is not."""
    if channels is None or by is By.CHANNEL:
        return ""
    return "Shared operating cost is split over channels only, so it is left out while some channels are chosen."


def drilled(found: Behind, text: Text) -> str:
    """Say what a figure is and how many postings make it."""
    cell = found.cell
    if isinstance(found.figure, Money):
        figure, made = text.money(found.figure, zero="0", code=True), "the sum of"
    else:
        figure, made = text.units(found.figure, zero="0"), "the sum of" if cell.name == "units" else "counted by"
    listed = len(found.rows)
    postings = f"{text.units(listed, zero='0')} {'posting' if listed == 1 else 'postings'}"
    return f"{crumb(cell)} of {cell.label}, {days(cell.period, text)}: **{figure}**, {made} {postings}."


def crumb(cell: StatementCell) -> str:
    """Name the line or level of a cell."""
    return TITLES.get(cell.name, cell.name.capitalize())


def shared(found: Behind, text: Text) -> str:
    """Say how much of shared cost a figure holds; empty where it holds none."""
    parts = [
        f"{text.money(part.part, code=True)} of {text.money(part.pool, code=True)} by {DRIVERS[part.driver]}"
        for part in found.shared
    ]
    return f"Shared cost is listed with the part that is carried here: {'; '.join(parts)}." if parts else ""


def days(period: Period, text: Text) -> str:
    """Write a period."""
    return f"{text.day(period.first)} to {text.day(period.last)}"
