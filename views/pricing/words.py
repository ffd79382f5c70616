"""What the sections of the Prices page say in a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from app.queries.fee_schedules import HOLDS
from app.queries.fees_board import FeesBoard, rounded
from app.queries.floors import DEAD, EARNS, LACKING, LOSS, LOW, FloorRow
from app.queries.tiers import TermsBoard
from models.domain.money import Money, half_up
from models.domain.pricing.measured import Charge, Compared
from views.common.sentences import count
from views.common.text import Text

_SHOWN = 2


def floors_sentence(rows: Sequence[FloorRow]) -> str:
    """Say how the prices stand against their floors."""
    if not rows:
        return "The lowest price at which each listing earns what it has to."
    states = Counter(row.state for row in rows)
    known = len(rows) - states[LACKING]
    if not known:
        return f"{count(len(rows), 'listing')}, and no floor is known yet: {_lacking(rows)}."
    parts = [f"{states[EARNS]} of {count(known, 'listing')} with a floor earn enough"]
    if states[LOSS]:
        parts.append(f"**{states[LOSS]} {'loses' if states[LOSS] == 1 else 'lose'} money on every unit**")
    if states[LOW]:
        parts.append(f"**{states[LOW]} {'is' if states[LOW] == 1 else 'are'} priced too low**")
    if states[DEAD]:
        parts.append(f"{states[DEAD]} would earn more at a lower price")
    said = "; ".join(parts)
    return f"{said}. {states[LACKING]} lack a fact: {_lacking(rows)}." if states[LACKING] else f"{said}."


def _lacking(rows: Sequence[FloorRow]) -> str:
    """Name what is missing most often."""
    missing = Counter(what for row in rows for what in row.listing.missing)
    return " and ".join(what for what, _ in missing.most_common(_SHOWN))


def fees_sentence(found: FeesBoard) -> str:
    """Say for how many channels fees are typed, and where the ledger differs most."""
    if not found.rows:
        return "What each channel charges, from a day on, and what a unit has to earn there."
    typed = {one.row.channel_id for one in found.rows if one.row.state == HOLDS}
    said = f"{len(typed)} of {count(len(found.channels), 'channel')} have fees that hold today"
    differing = [
        (abs(difference), one, difference)
        for one in found.rows
        if (difference := one.difference(Charge.REFERRAL, Charge.PAYMENT)) is not None and one.sold
    ]
    if not differing:
        return f"{said}."
    away, one, difference = max(differing, key=lambda each: each[0])
    if rounded(away) == 0:
        return f"{said}, and the ledger was charged as they say."
    where = f"{one.row.channel}{f', {one.row.schedule.category}' if one.row.schedule.category else ''}"
    more = "more" if difference > 0 else "less"
    return f"{said}. **{where} charged {rounded(away) * 100:.1f} points of sales {more}** than is typed."


def points(difference: Fraction) -> str:
    """Write a difference of two rates in points: "+0.7"."""
    shown = rounded(difference) * 100
    return f"{shown:+.1f}".replace("-", "−") if shown else "="


def compared_words(one: Compared, currency: str, text: Text) -> str:
    """Say one charge as typed and as charged."""
    typed = f"{rounded(one.typed_rate or Fraction(0)) * 100:.1f} % typed"
    if one.charged is None or one.rate is None:
        return f"{typed}; some was charged without a SKU, so not known"
    more = half_up(one.charged - one.typed)
    amount = text.money(Money(abs(more), currency), code=True, zero=None)
    said = f"{amount} {'more' if more > 0 else 'less'}" if more else "the same"
    return f"{typed}, {rounded(one.rate) * 100:.1f} % charged: {said}"


def terms_sentence(found: TermsBoard) -> str:
    """Say how many channels have terms, and which tiers sell too low."""
    if not found.rows:
        return "What was agreed with wholesale buyers: tiers, commission, payment and the days they ship."
    held = {row.channel for row in found.rows if row.state == HOLDS}
    low = [(name, one) for name, sums in found.sums.items() for one in sums if one.low]
    said = f"{count(len(held), 'wholesale channel')} with terms that hold today"
    if not low:
        known = any(one.skus for sums in found.sums.values() for one in sums)
        return f"{said}; every tier earns enough." if known else f"{said}."
    name, worst = max(low, key=lambda pair: pair[1].low)
    return (
        f"{said}. **{name} sells {worst.low} of {count(worst.skus, 'SKU')} too low** from {worst.tier.units} units on."
    )
