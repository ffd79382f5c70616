"""The sentences of demand and replenishment: what sells fastest, what to order and by when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.queries.demand import DemandRow
from app.queries.replenishment import ReplenishmentRow
from models.domain.money import Money
from views.common.sentences import count
from views.common.text import Text


def demand_sentence(rows: Sequence[DemandRow]) -> str:
    """Say how much is known of how many pairs of SKU and channel."""
    if not rows:
        return ""
    known = [row for row in rows if row.demand.weeks]
    short = sum(1 for row in known if row.demand.left_out)
    said = f"{count(len({row.sku for row in rows}), 'SKU')} on {count(len({row.channel for row in rows}), 'channel')}"
    if not known:
        return f"{said}: **no whole week of the last 13 has both sales and stock**. Import newer files."
    weeks = f"; **{count(short, 'rate')}** come from fewer than 13 weeks" if short else ""
    return f"{said}, measured over the last 13 whole weeks{weeks}."


def replenishment_sentence(rows: Sequence[ReplenishmentRow], text: Text, today: date) -> str:
    """Say what is to be ordered, the earliest day, and what it costs to leave it."""
    if not rows:
        return ""
    ordered = [row for row in rows if row.order_by is not None or (row.proposal and row.proposal.units)]
    lacking = sum(1 for row in rows if row.proposal is None)
    rest = f" {count(lacking, 'SKU')} {'lacks' if lacking == 1 else 'lack'} a fact." if lacking else ""
    if not ordered:
        proposed = len(rows) - lacking
        nothing = (
            f"Nothing has to be ordered of {count(proposed, 'SKU')}." if proposed else "Nothing can be proposed yet."
        )
        return f"{nothing}{rest}"
    lost = Money(sum(row.proposal.avoidable_loss for row in ordered if row.proposal), ordered[0].currency)
    missed = sum(1 for row in ordered if row.order_by is not None and row.order_by < today)
    late = f", **{missed} past the day it was due**" if missed else ""
    money = f"{text.money(lost, code=True, cents=False)} of" if lost.minor else "no"
    return f"{count(len(ordered), 'SKU')} to order{late}; {money} contribution is lost if nothing is done.{rest}"


def placed_sentence(rows: Sequence[ReplenishmentRow], text: Text) -> str:
    """Say how many places are below their level, and how much of that other places can bring."""
    if not rows:
        return ""
    short = [row for row in rows if row.proposal and row.proposal.units]
    lacking = len({row.place for row in rows if row.proposal is None})
    rest = f" {count(lacking, 'place')} {'lacks' if lacking == 1 else 'lack'} a fact." if lacking else ""
    if not short:
        return f"No place is below its level.{rest}"
    wanted = sum(row.proposal.units for row in short if row.proposal)
    moved = sum(row.moved or 0 for row in short)
    skus = count(len({row.sku for row in short}), "SKU")
    bring = f"other places can bring {text.units(moved)} of {count(wanted, 'unit', written=text.units(wanted))}"
    return f"{skus} below the level of {count(len({row.place for row in short}), 'place')}; **{bring}**.{rest}"
