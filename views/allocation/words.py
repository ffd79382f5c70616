"""The sentences of the Allocation page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from app.moments import here
from app.queries.allocation_board import Board, LastRun
from app.queries.allocation_plan import PlanRow
from app.queries.overrides import OverridesOf
from models.domain.allocation.explanation import Step
from models.domain.allocation.ladder import Goal, Ladder, Rung
from models.domain.allocation.tiers import Tier
from models.domain.money import Money
from views.common.sentences import count
from views.common.text import Text
from views.common.theme import Tone

TONES = {
    Tier.GREEN: Tone.POSITIVE,
    Tier.AMBER: Tone.ATTENTION,
    Tier.RED: Tone.CRITICAL,
    Tier.BLACK: Tone.CRITICAL,
}
WORST_FIRST = (Tier.BLACK, Tier.RED, Tier.AMBER, Tier.GREEN)
# What green asks about: every rung but the last one, which shares out the rest.
MET = "promises and cover are met"
GOALS = {
    Goal.COVER: "Days of cover",
    Goal.COMMIT: "Promised orders",
    Goal.FLOOR: "Guaranteed minimum",
    Goal.TARGET: "Target",
    Goal.REST: "The rest",
}


def headline(board: Board, text: Text) -> str:
    """Say how tight supply is, how many units channels could use and do not get, and the money in them."""
    rows = board.plan.rows
    held = board.last is not None and board.last.holds
    begin = f"{count(len(rows), 'SKU', written=text.units(len(rows)))} {'allocated' if held else 'to allocate'}"
    counted = Counter(row.tier for row in rows)
    short = [f"{text.units(counted[tier])} {tier}" for tier in (Tier.RED, Tier.BLACK, Tier.AMBER) if counted[tier]]
    if not any(has_stock(row) for row in rows):
        asked = f"**{', '.join(short)}**, since there is" if short else "there is"
        return f"{begin}, but {asked} **no stock** to share out. Import stock reports: they say what lies where."
    tight = f"**{', '.join(short)}**" if short else f"all green, {MET}"
    return f"{begin}: {tight}; {_unmet(rows, text)}."


def has_stock(row: PlanRow) -> bool:
    """Say whether any unit of a SKU is known of, in the pool or at a channel's own place."""
    return bool(row.pool or any(one.pos for one in row.outcome.planned.claimants))


def _unmet(rows: Sequence[PlanRow], text: Text) -> str:
    units, money = sum(row.unmet for row in rows), at_stake(rows)
    if not units:
        return "no unit is unmet"
    said = f"**{count(units, 'unit', written=text.units(units))}** more could be used"
    return f"{said}, **{text.money(money, cents=False, code=True)}** of contribution" if money and money.minor else said


def at_stake(rows: Sequence[PlanRow]) -> Money | None:
    """Add up the money at stake; it is all in the ledger's currency."""
    return Money(sum(row.at_stake.minor for row in rows), rows[0].at_stake.currency) if rows else None


def run_words(last: LastRun | None, text: Text) -> str:
    """Say when the numbers were stored, and what has changed since."""
    if last is None:
        return "No run is stored yet"
    made = text.time(here(last.run.made_at))
    if last.rules_changed:
        return f"The rules have changed since the run of {made}"
    if last.facts_changed:
        return f"Stock, sales or fixed numbers have changed since the run of {made}"
    return f"Stored {made}"


def rung_words(rung: Rung) -> str:
    """Name a rung of the ladder."""
    return f"{rung.days} days of cover" if rung.goal is Goal.COVER else GOALS[rung.goal]


def step_words(step: Step, ladder: Ladder) -> tuple[str, str]:
    """Give what a step is called, and what it says."""
    if not step.rung or step.rule is None:
        return step.sentence, ""
    rung = ladder.rungs[step.rung - 1]
    said = step.sentence.removeprefix(f"Rung {step.rung}, {rung.name}, ")
    name = f"{rung_words(rung)}, on loan" if " on loan, " in said else rung_words(rung)
    if not step.effect and " is due nothing more than " in said:
        return name, "Nothing more is due."
    return name, said[:1].upper() + said[1:]


def tier_words(row: PlanRow, text: Text) -> str:
    """Name the tier and since when, and what green does not ask about: units that channels could use and do not get."""
    better = f", {row.found} by this plan" if row.found is not row.tier else ""
    unmet = f", {text.units(row.unmet)} unmet" if row.unmet else ""
    if not has_stock(row):
        unmet += ", no stock"
    met = f" ({MET})" if row.tier is Tier.GREEN and unmet else ""
    return f"{row.tier}{met} for {count(row.days_in_tier, 'day')}{better}{unmet}"


def unweighed_words(row: PlanRow, text: Text) -> str:
    """Say which unmet units count nothing at stake since nobody knows what they are worth; nothing where all do."""
    said = [f"{text.units(units)} unmet on {name}" for name, units in row.outcome.unweighed.items()]
    return (
        f"{', '.join(said)}: at stake with nothing, since no sale tells what a unit contributes there" if said else ""
    )


def fixed_words(counted: Sequence[OverridesOf]) -> str:
    """Count by channel the numbers that people fixed: where the rules are not believed."""
    said = [f"{one.channel} {one.standing}, {one.ever} ever" for one in counted]
    return f"Fixed by a person: {'; '.join(said)}" if said else ""
