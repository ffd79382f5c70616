"""The sentences of routing, transfers, tightening and fees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from app.queries.fees import FeeRow
from app.queries.routing import RouteRow
from app.queries.tightening import TightRow
from app.queries.transfers import Placed
from models.domain.allocation.tiers import Tier
from models.domain.money import Money
from models.domain.routing.fees import Field, Tariff
from models.domain.transfers.depot import Room
from models.domain.words import counted, figure
from views.common.sentences import count
from views.common.text import Text

_TIGHT = (Tier.BLACK, Tier.RED, Tier.AMBER)


def fees_sentence(rows: Sequence[FeeRow], lacking: Sequence[tuple[Tariff, tuple[Field, ...]]]) -> str:
    """Say how many fees there are, and at which place one is missing without which its cost is unknown."""
    if not rows:
        return ""
    held = f"{count(len(rows), 'fee')} of {count(len({row.location_id for row in rows}), 'place')}"
    short = [(tariff.location, fields) for tariff, fields in lacking if fields]
    if not short:
        return f"{held}; every place has the fees that its cost needs."
    name, fields = short[0]
    more = f", and {count(len(short) - 1, 'more place')}" if short[1:] else ""
    return f"{held}; **{name} has none for {', '.join(field.value for field in fields)}**{more}: its cost is not known."


def routing_sentence(rows: Sequence[RouteRow], days: int) -> str:
    """Say from where how many of the pairs are served, and which lack a fact."""
    if not rows:
        return ""
    served = Counter(row.serves for row in rows if row.serves)
    said = ", ".join(f"{number} from {place}" for place, number in served.most_common())
    none = len(rows) - sum(served.values())
    lacking = f"; **{none} cannot be compared**" if none else ""
    chosen = sum(row.overridden for row in rows)
    people = f"; {count(chosen, 'place')} chosen by a person" if chosen else ""
    pairs = f"{count(len({row.sku for row in rows}), 'SKU')} on {count(len({row.channel for row in rows}), 'channel')}"
    return f"{pairs}, kept {counted(days, 'day')}: {said or 'none can be served'}{lacking}{people}."


def transfers_sentence(found: Placed, text: Text) -> str:
    """Say how much is to be moved, what waits for it, and what no place can bring."""
    rows = found.transfers
    if not rows:
        return ""
    moved = [row for row in rows if row.moved]
    requests = {(row.sku, row.destination): row for row in rows}
    stake = Money(sum(row.moves.request.at_stake for row in requests.values()), rows[0].currency)
    missing = sum(row.moves.missing for row in requests.values())
    units = sum(row.units for row in moved)
    held = f"{count(len(moved), 'transfer')} of {count(units, 'unit', written=text.units(units))}"
    short = f"; **{count(missing, 'unit', written=text.units(missing))} no place can bring**" if missing else ""
    return f"{held}; {text.money(stake, code=True, cents=False)} of contribution waits for them{short}."


def room_words(room: Room) -> str:
    """Say what a place still has room for."""
    said = []
    if room.volume is not None:
        over = f"{figure(-room.volume)} ft³ over its limit"
        said.append(f"{figure(room.volume)} ft³" if room.volume >= 0 else over)
    if room.cartons is not None:
        said.append(counted(room.cartons, "carton"))
    return ", ".join(said)


def tightening_sentence(rows: Sequence[TightRow]) -> str:
    """Say how many SKUs are tight, and which has been the longest."""
    if not rows:
        return ""
    tight = [row for row in rows if row.tier is not Tier.GREEN]
    if not tight:
        return f"All of {count(len(rows), 'SKU')} are green."
    counted_by = Counter(row.tier for row in tight)
    said = ", ".join(f"{counted_by[tier]} {tier}" for tier in _TIGHT if counted_by[tier])
    first = tight[0]
    return f"{count(len(rows), 'SKU')}: {said}. **{first.sku} has been {first.tier} for {count(first.days, 'day')}**."
