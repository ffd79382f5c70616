"""The steps of a price in plain sentences, with amounts in major units."""

from __future__ import annotations

from models.domain.pricing.priced import Priced
from models.domain.pricing.steps import Blocked, Limit, Step, Why
from models.domain.rules import summary
from models.domain.words import amount

_SENTENCES = {
    Why.BASE: "The base price is {0}",
    Why.NO_BASE: "No base price holds on this day",
    Why.TAX_ADDED: "{0} and the tax is {1}, since this channel shows prices with the tax inside",
    Why.TAX_UNKNOWN: "The price holds the tax, but the fees of the channel name no rate: the floor leaves it out",
    Why.RULE: "It becomes {0}",
    Why.AGREED: "{words}, as agreed with wholesale buyers: it becomes {0}",
    Why.RULE_LACKS: "Not applied, for want of {words}",
    Why.ENDED: "{0} is raised to {1}",
    Why.ENDS_SO: "{0} ends so",
    Why.NO_SUCH_ENDING: "Not applied: this currency has another number of decimals",
    Why.CUT: "{0} is above the ceiling of {1}: cut to {2}",
    Why.NOT_CUT: "{0} is not above the ceiling of {1}",
    Why.NO_PRICE: "No price: {0} is none that can be asked",
    Why.KEPT: "{0} is not below the floor",
    Why.RAISED: "{0} may not be asked; from {1} on, the next that may is {2}",
    Why.LOWERED: "{0} lies in a forbidden band above the floor of {1}; below it, {2} may be asked",
    Why.FLOOR_UNKNOWN: "The floor is not known, for want of {words}",
    Why.NO_FLOOR: "No price: none earns the target",
    Why.NO_SAFE_FLOOR: "No price: there is none from which on every higher one earns the target",
    Why.FLOOR_ABOVE_CEILING: "No price: the floor of {0} is above the ceiling of {1}",
    Why.NOTHING_ADMISSIBLE: "No price: from {0} on, none earns the target, ends as allowed and is within the ceiling",
    Why.MAP_BLANK: "No MAP",
    Why.MAP_OFF: "MAP is off: switched off, or for another place than the US without being switched on there",
    Why.MAP_RESTS: "MAP rests on this day",
    Why.MAP_NOT_ADVERTISED: "MAP is for advertised prices, which a price of the trade is not",
    Why.MAP_KEPT: "{0} is not below the MAP of {1}",
    Why.MAP_RAISED: "{0} is below the MAP of {1}: raised to {2}",
    Why.MAP_ABOVE_CEILING: "No price: the MAP of {0} is above the ceiling of {1}",
    Why.FIXED: "A person fixed it at {0}",
    Why.FIXED_BELOW_FLOOR: "A person fixed it at {0}, below the floor",
    Why.FIXED_BELOW_MAP: "It does not count: {0} is below the MAP of {1}",
}


def step_sentence(step: Step, currency: str) -> str:
    """Say one step: the rule behind it, what it did, and why it won."""
    did = did_sentence(step, currency)
    if step.winner is None:
        return did
    named = did.startswith("MAP")
    return f"{summary(step.winner.rule.what)}: {did if named else f'{did[:1].lower()}{did[1:]}'} {rule_sentence(step)}"


def did_sentence(step: Step, currency: str) -> str:
    """Say what a step did, without the rule behind it."""
    words = " and ".join(step.words) or "its costs"
    said = _SENTENCES[step.why].format(*(amount(one, currency) for one in step.figures), words=words)
    return f"{said}."


def rule_sentence(step: Step) -> str:
    """Say which rule is behind a step, which it beats, and its note; nothing where none is."""
    if step.winner is None:
        return ""
    note = f" Note: {step.winner.rule.note}." if step.winner.rule.note else ""
    return f"Rule: {step.winner.reason()}.{note}"


def blocked_sentence(blocked: Blocked, currency: str) -> str:
    """Say what would have been asked, and which limit it ran into: "20 % off would be 10.00, below the floor"."""
    what = summary(blocked.what) if blocked.what is not None else "The base price"
    price = amount(blocked.price, currency)
    if blocked.at is None:
        return f"{what} would be {price}, and no price earns the target"
    limit = amount(blocked.at, currency)
    if blocked.limit is Limit.CEILING:
        return f"{what} would be {price}, above the ceiling of {limit}"
    if blocked.price >= blocked.at:
        return f"{what} would be {price}, in a forbidden band above the floor of {limit}"
    return f"{what} would be {price}, below the {blocked.limit.value} of {limit}"


def lack_of(priced: Priced, currency: str) -> str:
    """Say why there is no price; nothing where there is one."""
    step = priced.lack
    return "" if step is None else step_sentence(step, currency)


def chain_sentences(priced: Priced, currency: str) -> list[str]:
    """Say every step, each followed by what it blocked, and which rules are in another currency."""
    lines = []
    for step in priced.steps:
        lines.append(step_sentence(step, currency))
        lines += [f"Blocked: {blocked_sentence(one, currency)}." for one in step.blocked]
    lines += [f"Left out: {summary(rule.what)}, since it is in another currency." for rule in priced.left_out]
    return lines
