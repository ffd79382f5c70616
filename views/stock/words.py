"""The sentences of the Stock page: what is on its way, what was promised, and where stock lies."""

from __future__ import annotations

from collections.abc import Sequence

from app.queries.commitments import CommitmentRow, CommitmentState
from app.queries.inbound import InboundRow, InboundState
from app.queries.places import PlaceRow
from views.common.sentences import count
from views.common.text import Text


def inbound_sentence(rows: Sequence[InboundRow], text: Text) -> str:
    """Say how many purchase orders are on their way, and which is late the longest."""
    coming = [row for row in rows if row.coming]
    if not rows:
        return ""
    if not coming:
        return "No purchase order is on its way."
    orders = {row.reference for row in coming}
    late = sorted((row for row in coming if row.state is InboundState.LATE), key=lambda row: -row.days_late)
    held = f"{count(len(orders), 'purchase order')} on {'its' if len(orders) == 1 else 'their'} way"
    if not late:
        return f"{held}, {'in time' if len(orders) == 1 else 'all in time'}: {_units(coming, text)} to come."
    number, first = len({row.reference for row in late}), late[0]
    units = _units([row for row in late if row.reference == first.reference], text)
    expected = text.day(first.expected)
    others = f", and {count(number - 1, 'more')} since" if number > 1 else ""
    more = others.replace("mores", "more")
    return f"{held}, **{number} late: {first.reference} of {units} was expected on {expected}**{more}."


def commitments_sentence(rows: Sequence[CommitmentRow], text: Text) -> str:
    """Say how much is promised, and which order is overdue the longest."""
    left = [row for row in rows if row.open]
    if not rows:
        return ""
    if not left:
        return "Nothing is promised that has not shipped."
    orders = {(row.channel_id, row.reference) for row in left}
    total = sum(row.open for row in left)
    held = f"{count(total, 'unit', written=text.units(total))} promised in {count(len(orders), 'order')}"
    over = sorted((row for row in left if row.state is CommitmentState.OVERDUE), key=lambda row: -row.days_over)
    if not over:
        dated = [row for row in left if row.ship_by is not None]
        if not dated:
            return f"{held}; none has a last day to ship."
        return f"{held}; the next, {dated[0].reference}, ships by {text.day(dated[0].ship_by)}."
    first, number = over[0], len({(row.channel_id, row.reference) for row in over})
    units = sum(row.open for row in over if (row.channel_id, row.reference) == (first.channel_id, first.reference))
    said = f"{first.reference} of {count(units, 'unit', written=text.units(units))}"
    return f"{held}, **{number} overdue: {said} was to ship by {text.day(first.ship_by)}**."


def places_sentence(rows: Sequence[PlaceRow]) -> str:
    """Say from how many places every channel is served, and which hold positioned stock."""
    if not rows:
        return ""
    pool = sum(row.allocatable for row in rows)
    positioned = [f"{row.name} holds {row.holds}" for row in rows if not row.allocatable]
    held = f"{count(len(rows), 'place')}; every channel draws on {'all of them' if pool == len(rows) else pool}"
    return f"{held}{'; ' if positioned else ''}{', '.join(positioned[:3])}."


def _units(rows: Sequence[InboundRow], text: Text) -> str:
    total = sum(row.coming for row in rows)
    return count(total, "unit", written=text.units(total))
