"""How the table of the Overview is painted, and what its inspector says of a channel."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal

from PySide6.QtGui import QFontMetrics

from app.queries.export_titles import export_title
from app.queries.freshness import Source
from app.queries.overview import LEVEL_OF, ChannelRead, Overview
from models.domain.money import Money
from views.common.fonts import TABLE, semibold, ui_font
from views.common.inspector import Inspector
from views.common.paint import Paint
from views.common.sentences import count
from views.common.stack import stack_list
from views.common.text import Text
from views.common.theme import Tone
from views.common.uncosted import left_out, marked

# From these intensities on a channel's share of cost is out of proportion to its share of revenue.
_UNEVEN, _FAR_OUT = Decimal("1.5"), Decimal(3)
_BEHIND = timedelta(days=7)
_LEAST_MONEY, _LETTER = 64, 7  # pixels
_LEAST_NAME, _WIDEST_NAME = 108, 220
# Beside conflicts there is no room for it at 1440, and the figures above say how sales moved; the menu of the titles
# shows it.
AT_FIRST = {"Net sales before": Paint(hidden=True)}
_LEAST_BAR = 16  # a bar and its distance from the figure


def money_width(read: Overview, text: Text) -> int:
    """Measure the room that the longest amount needs."""
    amounts = [text.money(read.total.money(name), cents=False) for name in ("net_sales", "cm4")]
    return max(_LEAST_MONEY, max(len(amount) for amount in amounts) * _LETTER + 20)


def name_width(read: Overview) -> int:
    """Measure the room of the longest name of a channel, up to a limit."""
    longest = max((len(channel.row.label) for channel in read.channels), default=0)
    return min(_WIDEST_NAME, max(_LEAST_NAME, longest * 6 + 38))


def percent_width(shares: Iterable[Decimal | None], text: Text) -> int:
    """Measure the room that the longest of some percentages needs."""
    metrics = QFontMetrics(ui_font(TABLE))
    return max((metrics.horizontalAdvance(text.percent(share)) for share in shares), default=0) + 20


def day_width(read: Overview, text: Text) -> int:
    """Measure the room that the longest day needs, as bold as it stands in the totals row."""
    metrics = QFontMetrics(semibold(TABLE))
    days = [one.last_day for one in (*read.channels, read.total)]
    return max(metrics.horizontalAdvance(text.day(day)) for day in days) + 20


def paints(newest: Callable[[], date | None], read: Overview, text: Text) -> dict[str, Paint]:
    """Paint the columns of a read; `newest` gives the last day that any channel has data for."""
    money, name = money_width(read, text), name_width(read)
    revenue = percent_width((one.row.share_of_revenue for one in read.channels), text)
    cost = percent_width((one.row.share_of_operating_cost for one in read.channels), text)
    returned = percent_width((one.return_rate for one in (*read.channels, read.total)), text)

    def age(read: ChannelRead) -> Tone | None:
        last = newest()
        behind = last is not None and read.last_day is not None and last - read.last_day >= _BEHIND
        return Tone.ATTENTION if behind else Tone.NEUTRAL

    found = {
        "Channel": Paint(swatch=lambda read: read.row.colour or "neutral", width=name),
        "Net sales": Paint(cents=False, width=money),
        "Net sales before": Paint(cents=False, quiet=True, width=money, hidden=True),
        "CM1": Paint(cents=False, tone=_below_zero("cm1"), width=money),
        "CM2": Paint(cents=False, tone=_below_zero("cm2"), width=money),
        "CM3": Paint(cents=False, tone=_below_zero("cm3"), width=money),
        "CM4": Paint(cents=False, bold=True, tone=_below_zero("cm4"), width=money + 4),
        "CM4 before": Paint(cents=False, quiet=True, width=money),
        "Share of revenue": Paint(bar=lambda read: read.row.colour or "bar", width=max(77, revenue + _LEAST_BAR)),
        "Share of operating cost": Paint(bar=lambda _read: "bar", width=cost + _LEAST_BAR),
        "Cost to revenue": Paint(tone=_intensity, width=_LEAST_MONEY),
        "Units": Paint(width=57),
        "Orders": Paint(width=57),
        "Return rate": Paint(width=returned),
        "Conflicts": Paint(width=57),
        "At stake": Paint(cents=False, width=_LEAST_MONEY),
        "Data to": Paint(tip=lambda one: _reach_said(one, read, text), tone=age, width=day_width(read, text)),
    }
    for title in ("CM1", "CM2", "CM3", "CM4"):
        found[title] = marked(found[title], LEVEL_OF[title][0], lambda one: (one.row.figures, one.currency), text)
    return found


def level_of(title: str) -> tuple[str, bool]:
    """Give the line or level behind a column, and whether it is of the period compared with."""
    return LEVEL_OF.get(title, ("result", False))


def _below_zero(name: str) -> Callable[[ChannelRead], Tone | None]:
    return lambda read: Tone.CRITICAL if read.row.figures.amount(name) < 0 else None


def _intensity(read: ChannelRead) -> Tone | None:
    ratio = read.row.ratio
    if ratio is None or ratio < _UNEVEN:
        return None
    return Tone.CRITICAL if ratio >= _FAR_OUT else Tone.ATTENTION


def explain(inspector: Inspector, read: ChannelRead, whole: Overview, text: Text) -> None:
    """Open the inspector with the stack of a channel, the other period beside it, and its sources."""
    against = "" if whole.against is None else f" · before: {_days(text, whole.against.first, whole.against.last)}"
    days = _days(text, whole.period.first, whole.period.last)
    inspector.explain(f"{read.row.label}: from gross sales to the result", f"{days}{against}")
    before = read.before.figures if read.before is not None else None
    inspector.add(stack_list(text, read.row.figures, before, currency=read.currency))
    if lacking := left_out(read.row.figures, read.currency, text):
        inspector.line(f"{lacking}.")
    if read.at_stake is not None and read.at_stake.count:
        number, money = read.at_stake.count, text.at_stake(Money(read.at_stake.minor, read.currency))
        inspector.line(
            f"{count(number, 'conflict')}, {money} in the next 14 days. A conflict between channels counts "
            "for each of them and in the total once, so the channels may add up to more.",
            quiet=True,
        )
    inspector.line("How far its sources reach", quiet=True)
    inspector.pairs([(name, text.day(day)) for name, day in reach(read, whole)])


def reach(read: ChannelRead, whole: Overview) -> list[tuple[str, date]]:
    """Give how far each source of a channel reaches: what tells of its sales first, then the oldest first."""
    known = [source for source in whole.sources if source.channel_id == read.row.channel_id]
    sales = [(f"{_name(one)}, which tells of sales", one.last_day) for one in known if one.sells]
    others = [(_name(one), one.last_day) for one in known if not one.sells]
    counted = [(f"stock at {one.name}", one.day) for one in whole.reports if one.channel_id == read.row.channel_id]
    return [*sales, *sorted([*others, *((name, day) for name, day in counted if day)], key=lambda one: one[1])]


def _name(source: Source) -> str:
    return export_title(source.export)


def _reach_said(read: ChannelRead, whole: Overview, text: Text) -> str:
    return "\n".join(f"{name}: to {text.day(day)}" for name, day in reach(read, whole))


def _days(text: Text, first: date, last: date) -> str:
    return f"{text.day(first)} to {text.day(last)}"
