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
from views.common.sentences import count
from views.common.text import Text

DRIVERS = {Driver.NET_SALES: "net sales", Driver.ORDERS: "orders", Driver.EQUAL: "equal parts"}
_NAMES = {By.SKU: ("SKU", "SKUs"), By.MONTH: ("month", "months"), By.WEEK: ("week", "weeks")}


def headline(found: Compared, by: By, text: Text) -> str:
    """Say what the statement says."""
    if by is By.CHANNEL:
        first, _, rest = sentence(found.current).partition("; ")
        return f"{first}; **{rest}**." if rest else f"**{first}**."
    rows = [row.row for row in found.rows if row.row.key != NO_SKU and tells(row.row.figures)]
    if not rows and any(tells(row.row.figures) for row in found.rows):
        return f"**No SKU was sold in this period**; what was spent bears none and stands under {NO_SKU}."
    if not rows:
        return "**Nothing was sold or spent in this period.**"
    known, of_whom = rows, ""
    if by is By.SKU and any(row.figures.uncosted_units for row in rows):
        known, of_whom = [row for row in rows if not row.figures.uncosted_units], " with a landed cost"
        if not known:
            return "**No SKU that was sold has a landed cost**, so what each contributes is not known."
    level = "cm3" if by is By.SKU else "cm4"
    good = sum(row.figures.amount(level) > 0 for row in known)
    best = max(known, key=lambda row: row.figures.amount(level))
    worst = min(known, key=lambda row: row.figures.amount(level))
    one, several = _NAMES[by]
    if good == len(known):
        many = f"The one {one}{of_whom}" if good == 1 else f"All {good} {several}{of_whom}"
    else:
        many = f"{good} of {len(known)} {several}{of_whom}"
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
    verb, unknown = "keeps" if result >= 0 else "loses", row.row.figures.uncosted_units
    sold = count(unknown, "unit", written=text.units(unknown))
    but = f"; the landed cost of {sold} is not known" if unknown else ""
    if net > 0:
        link, of = ("of" if result >= 0 else "on"), text.money(row.money("net_sales"), cents=False)
        return f"{row.row.label} {verb} {size} {link} {of} net sales{but}"
    why = "without net sales" if net == 0 else "and gave back more than it sold"
    return f"{row.row.label} {verb} {size} {why}{but}"


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
    return f"{crumb(cell)} of {cell.label}, {days(cell.days, text)}: **{figure}**, {made} {postings}."


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
