"""What the sections of the Prices page say in a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from app.queries.floors import DEAD, EARNS, LACKING, LOSS, LOW, FloorRow
from views.common.sentences import count

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
