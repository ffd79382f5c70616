"""The big figures, notices and titles of the Overview, in words and in the person's locale."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.queries.charts import waterfall
from app.queries.compared import tells
from app.queries.overview import ChannelRead, Overview
from models.domain.charts import ChartData
from models.domain.contribution.statement import Figures
from models.domain.money import Money
from views.common.sentences import count
from views.common.text import ZERO, Text
from views.common.theme import Tone
from views.common.tiles import Figure


def tiles(read: Overview, text: Text, today: date) -> list[Figure]:
    """Make the five figures at the top."""
    now = read.total.row.figures
    before = read.before.total.figures if read.before is not None else None
    net, cm4 = read.total.money("net_sales"), read.total.money("cm4")
    share = f"{text.percent(Decimal(cm4.minor) / net.minor)} of net sales" if net.minor > 0 else ""
    return [
        Figure(
            "Net sales",
            text.money(net, cents=False),
            _on(read, _change(text, now, before, "net_sales")),
            _exact(text, net),
            key="net_sales",
        ),
        Figure(
            "Contribution (CM4)",
            text.money(cm4, cents=False),
            _listed(_change(text, now, before, "cm4"), share),
            _exact(text, cm4),
            tone=Tone.CRITICAL if cm4.minor < 0 else None,
            key="cm4",
        ),
        Figure(
            "Units",
            text.units(now.units),
            _listed(
                text.change(now.units, before.units) if before is not None and before.units else "",
                f"{text.units(now.orders)} orders",
            ),
            key="units",
        ),
        _needs_a_look(read, text),
        _oldest(read, text, today),
    ]


def _needs_a_look(read: Overview, text: Text) -> Figure:
    """Count what is open; the amount is of what is named first, as sales and fees are no sum."""
    missing, open_fees = read.missing_cost, read.unclassified
    fees = Money(abs(open_fees.amount.minor), read.current.currency)
    without = count(missing.units, "unit", written=text.units(missing.units, zero="0"))
    note = _listed(
        f"{without} without cost" if missing.units else "",
        f"{text.units(open_fees.postings)} unclassified" if open_fees.postings else "",
        count(read.looks, "row", written=text.units(read.looks)) if read.looks else "",
    )
    stake = missing.sales if missing.units else fees
    return Figure(
        "Needs a look",
        text.money(stake, cents=False, code=True) if stake.minor else text.units(read.looks, zero="0"),
        note or "All read, costed, classified",
        f"{without} without cost, {_exact(text, missing.sales)} of sales; "
        f"{count(open_fees.postings, 'unclassified posting')}, {_exact(text, fees)} of fees; "
        f"{count(read.looks, 'row')} of imports that need a look",
        tone=Tone.ATTENTION if note else None,
        key="look",
    )


def _oldest(read: Overview, text: Text, today: date) -> Figure:
    if read.oldest_source is None:
        return Figure("Oldest source", ZERO, "No import tells of sales", key="source")
    channel, day = read.oldest_source
    days = max(0, (today - day).days)
    return Figure("Oldest source", f"{days} d" if days else "today", f"{channel}: to {text.day(day)}", key="source")


def _change(text: Text, now: Figures, before: Figures | None, name: str) -> str:
    if before is None or not before.amount(name):
        return ""
    return text.change(now.amount(name), before.amount(name))


def _on(read: Overview, change: str) -> str:
    if change:
        return f"{change} on the {'year' if _a_year_back(read) else 'period'} before"
    return "" if read.before is None else "nothing before to compare with"


def _a_year_back(read: Overview) -> bool:
    return read.against == read.period.year_before()


def _listed(*words: str) -> str:
    return ", ".join(word for word in words if word)


def _exact(text: Text, money: Money) -> str:
    return text.money(money, zero=None, code=True)


def headline(read: Overview) -> str:
    """Say the sentence, with what stands out in it to be read first."""
    first, _, rest = read.sentence.partition("; ")
    return f"{first}; **{rest}**." if rest else f"**{first}**."


def unclassified(read: Overview, text: Text) -> str:
    """Say which fees nobody has classified; empty when there are none."""
    found = read.unclassified
    if not found.postings:
        return ""
    verb = "posting is" if found.postings == 1 else "postings are"
    amount = text.money(found.amount, zero=None, code=True)
    return (
        f"**{text.units(found.postings)} {verb} unclassified**: {amount} stands beside the levels and is part of none."
    )


def fall(read: ChannelRead, text: Text) -> ChartData:
    """Draw a channel from net sales to its result, and say in the title what it keeps."""
    data = waterfall(read.row, read.currency)
    if not tells(read.row.figures):
        return replace(data, title=f"{read.row.label} sold and cost nothing in this period")
    cm3, cm4 = read.money("cm3"), read.money("cm4")
    verb = "keeps" if cm4.minor >= 0 else "loses"
    link = "and" if (cm3.minor >= 0) is (cm4.minor >= 0) else "but"
    first = f"{read.row.label} {'keeps' if cm3.minor >= 0 else 'loses'} {_size(cm3, text)} before its operating cost"
    return replace(data, title=f"{first} {link} {verb} {_size(cm4, text)} after it")


def _size(money: Money, text: Text) -> str:
    return text.money(Money(abs(money.minor), money.currency), cents=False, zero="nothing")
