"""The sentences of a replay."""

from __future__ import annotations

from app.queries.allocation_replay import Replayed, Side, Who
from app.queries.replay_rows import by_side
from models.domain.money import Money
from models.domain.replay.tally import Tally
from views.common.sentences import count
from views.common.text import Text


def replay_sentence(found: Replayed, text: Text, *, stale: bool = False) -> str:
    """Say what the rules in question do to stock-outs and contribution, against each other side."""
    shown = found.shown
    begin = f"{count(len(found.mondays), 'week')} to {text.day(found.last)}: {_subject(shown)}"
    outs = shown.sums.total.stockouts
    others = reversed(found.sides[:-1])
    against = [f"{text.units(side.sums.total.stockouts, zero='0')} {by_side(side.who, found)}" for side in others]
    verb = "have" if shown.who is Who.PUBLISHED else "has"
    said = f"{begin} {verb} **{count(outs, 'stock-out', written=text.units(outs, zero='0'))}**, {' and '.join(against)}"
    other = found.sides[-2]
    change = Money(shown.sums.total.contribution - other.sums.total.contribution, found.currency)
    money = f"{'+' if change.minor > 0 else ''}{text.money(change, cents=False, code=True, zero='0')}"
    moved = shown.moved[other.who]
    units = f"{text.units(moved, zero='0')} {'unit' if moved == 1 else 'units'} sold by another channel"
    end = "; **the ledger has changed since**, replay again" if stale else ""
    return f"{said}; contribution **{money}** against {_against(other)}, {units}{end}."


def side_title(side: Side) -> str:
    """Name a side at the beginning of a line."""
    match side.who:
        case Who.HAPPENED:
            return side.title
        case Who.PUBLISHED:
            return f"In force: {side.title}"
        case _:
            return f"The {side.title}" if side.title == "draft" else side.title


def side_pairs(tally: Tally, currency: str, text: Text) -> list[tuple[str, str]]:
    """Give the figures of one side."""
    return [
        ("Units wanted", text.units(tally.wanted)),
        ("Units sold", text.units(tally.sold)),
        ("Units lost", text.units(tally.lost)),
        ("Stock-outs", text.units(tally.stockouts)),
        ("Contribution", text.money(Money(tally.contribution, currency), code=True)),
        ("Contribution lost", text.money(Money(tally.lost_contribution, currency), code=True)),
    ]


def _subject(side: Side) -> str:
    if side.who is Who.PUBLISHED:
        return "the rules in force"
    return f"the {side.title}" if side.title == "draft" else side.title


def _against(side: Side) -> str:
    return "what happened" if side.who is Who.HAPPENED else "the rules in force"
