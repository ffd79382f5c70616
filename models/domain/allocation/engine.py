"""The engine: serves the ladder from its first rung until a lot does not fit, and lends what is then left.

Every rung but one is served whole or not at all. Only in that one channels have to be merged by key, and there the
cut is found by bisection; so a SKU costs O(rungs × channels + channels × log of the range of keys).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from models.domain.allocation.awards import Allocation, Award, Blocked, Hold, Units
from models.domain.allocation.claimant import Claimant
from models.domain.allocation.cut import walk
from models.domain.allocation.ladder import Goal, Ladder
from models.domain.allocation.lending import lend
from models.domain.allocation.lots import Lots
from models.domain.allocation.prepared import Prepared
from models.domain.allocation.remarks import remarks_of
from models.domain.allocation.tiers import tier_of
from models.domain.allocation.unmet import unmet_of
from models.domain.making import made


def allocate(supply: int, claimants: Sequence[Claimant], ladder: Ladder) -> Allocation:
    """Share out the units of one SKU. What `check` calls an error must not be in what it is given."""
    return allocation(Prepared(claimants, ladder), supply)


class Shares(NamedTuple):
    """An allocation as the engine finds it: units by the place of a channel, and the rungs they came from.

    `rung` is the first one that is not filled, `granted` is what was granted in it and `lent` what was lent after
    that, with its rung.
    """

    firm: list[int]
    loan: list[int]
    rung: int | None
    granted: list[Lots]
    lent: list[tuple[int, Lots]]
    blocked: Blocked | None
    unassigned: int


def share(prepared: Prepared, supply: int) -> Shares:
    """Find who gets how much, without writing the awards."""
    filled = bisect_right(prepared.filled_at, supply)
    left = supply - (prepared.filled_at[filled - 1] if filled else 0)
    firm, loan = prepared.before(filled), [0] * len(prepared.ranked)
    if filled == len(prepared.filled_at):
        return Shares(firm, loan, None, [], [], None, left)
    served = walk(prepared.queue(filled), left)
    for row in served.lots:
        firm[row.who] = row.end
    stopped = served.blocked
    if stopped is None or not served.left:
        return Shares(firm, loan, filled, served.lots, [], None, served.left)
    lent = lend(prepared, served.left, held=firm, rung=filled, blocked=stopped.who)
    for _, row in lent:
        loan[row.who] += row.units
    blocked = Blocked(filled + 1, prepared.ranked[stopped.who].code, stopped.size, served.left)
    return Shares(firm, loan, filled, served.lots, lent, blocked, served.left - sum(loan))


def allocation(prepared: Prepared, supply: int) -> Allocation:
    """Share out a supply and write the awards with their reasons."""
    shares = share(prepared, supply)
    filled = len(prepared.ladder.rungs) if shares.rung is None else shares.rung
    ranked, codes = prepared.ranked, [claimant.code for claimant in prepared.ranked]
    units = [made(Units, both) for both in zip(shares.firm, shares.loan, strict=True)]
    awards = [award for rung in range(filled) for award in _whole(prepared, rung)]
    awards += _awards(prepared, [(filled, row) for row in shares.granted], Hold.FIRM)
    if shares.lent:
        awards += _awards(prepared, shares.lent, Hold.LOAN)
    return Allocation(
        supply=supply,
        ladder=prepared.ladder,
        awards=tuple(awards),
        units=dict(zip(codes, units, strict=True)),
        unassigned=shares.unassigned,
        blocked=shares.blocked,
        levels=dict(zip(codes, prepared.levels, strict=True)),
        unmet=tuple(
            [
                unmet
                for claimant, levels, one in zip(ranked, prepared.levels, units, strict=True)
                if levels.goal > one.firm + one.loan
                for unmet in unmet_of(claimant, levels, units=one.all, short_rung=shares.rung)
            ]
        ),
        tier=tier_of(prepared.ladder, shares.rung),
        short_rung=shares.rung,
        exceptions=remarks_of(prepared.ladder, ranked, prepared.levels),
    )


def _whole(prepared: Prepared, number: int) -> list[Award]:
    """Make the awards of a rung that is filled, which need no lots to be put in order."""
    rung = prepared.ladder.rungs[number]
    commits, rule, firm, place = rung.goal is Goal.COMMIT, rung.share_by, Hold.FIRM, number + 1
    awards = []
    for who, (start, end) in enumerate(prepared.ends(number)):
        if start == end:
            continue
        if commits and prepared.levels[who].lines:
            awards += _awards(prepared, [(number, row) for row in prepared.lots(number, who)], firm)
            continue
        claimant = prepared.ranked[who]
        lot = claimant.lot
        if not start and claimant.moq and end <= claimant.first_lot:
            lot = claimant.first_lot  # Up to its MOQ a channel that had nothing takes one lot.
        awards.append(made(Award, (claimant.code, place, rule, end - start, firm, "", end, lot)))
    return awards


def _awards(prepared: Prepared, rows: Iterable[tuple[int, Lots]], kind: Hold) -> list[Award]:
    """Make one award of all lots that a rung gives a channel, or one of its lines."""
    together: dict[tuple[int, int, str], tuple[int, Lots]] = {}
    for rung, row in rows:
        key = (rung, row.who, row.line)
        before = together.get(key)
        together[key] = (row.units + before[0] if before else row.units, row)
    return [
        Award(
            prepared.ranked[who].code,
            rung + 1,
            prepared.ladder.rungs[rung].share_by,
            units,
            kind,
            line,
            last.end,
            last.size,
        )
        for (rung, who, line), (units, last) in together.items()
    ]
