"""What the inspector says of a number: the steps to it, what else was thought of, and where a SKU's units go."""

from __future__ import annotations

from app.queries.allocation_plan import PlanRow
from app.queries.allocation_reasons import why
from models.domain.allocation.explanation import blocked_sentence
from models.domain.allocation.facts import Override
from views.allocation.words import step_words, tier_words, unweighed_words
from views.common.fonts import medium
from views.common.inspector import Inspector
from views.common.labels import label
from views.common.text import Text


def about(row: PlanRow, text: Text) -> str:
    """Say in one line which SKU it is and how tight it is."""
    name = f"{row.sku} {row.title}".strip()
    return f"{name} · pool {text.units(row.pool, zero='0')} · {tier_words(row, text)}"


def explain_channel(inspector: Inspector, row: PlanRow, channel: str, fixed: Override | None, text: Text) -> None:
    """Answer why a channel has its number of a SKU."""
    found = why(row.outcome, channel)
    if found.units.loan:
        loan = f"{text.units(found.units.loan)} of them {'is' if found.units.loan == 1 else 'are'} on loan"
        inspector.line(f"{loan}, until a whole case fits elsewhere.")
    if fixed is not None:
        inspector.line(f"Fixed by a person at {fixed.units} until {text.day(fixed.until)}: {fixed.reason}")
    if channel in row.outcome.unweighed:
        inspector.line(f"{unweighed_words(row, text)}.")
    for step in found.steps:
        name, said = step_words(step, row.outcome.planned.ladder)
        effect = f"+{text.units(step.effect)}" if step.effect else ""
        inspector.step(str(step.rung or ""), name, said, effect)
    moved = [one for one in found.without if one.effect]
    for one in moved:
        units = text.units(one.units, zero="0")
        inspector.step("", f"Would be {units} without", one.what, f"{-one.effect:+d}".replace("-", "−"))
    same = len(found.without) - len(moved)
    if found.without:
        others = f"any of the other {same} reasons" if moved else "any one of its reasons"
        unmoved = f"Without {others} the number would be the same."
        inspector.line(unmoved if same else "Every one of its reasons counts.", quiet=True)
    if found.numbers:
        inspector.add(label("Went in with", font=medium()))
        for sentence in found.numbers:
            inspector.line(f"{sentence[:1].upper()}{sentence[1:]}.", quiet=True)


def explain_sku(inspector: Inspector, row: PlanRow, text: Text) -> None:
    """Say where the units of a SKU go."""
    pairs = [(name, text.units(units.all, zero="0")) for name, units in row.units.items()]
    pairs += [("Unassigned", text.units(row.unassigned, zero="0")), ("Buffer", text.units(row.buffer, zero="0"))]
    pairs += [("Pool", text.units(row.pool, zero="0")), ("Unmet", text.units(row.unmet, zero="0"))]
    pairs += [("At stake", text.money(row.at_stake, code=True, zero="0"))]
    inspector.pairs(pairs, mark=["Pool"])
    if unweighed := unweighed_words(row, text):
        inspector.line(f"{unweighed}.")
    blocked = row.outcome.found.blocked
    if blocked is not None:
        inspector.line(blocked_sentence(blocked))
    if not row.units:
        inspector.line("It is on no channel that could have units: link a listing to it in the Catalogue.")
    for sentence in row.outcome.planned.reasons_of(""):
        inspector.line(f"{sentence[:1].upper()}{sentence[1:]}.", quiet=True)
