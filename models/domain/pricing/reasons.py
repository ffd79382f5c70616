"""Why a floor is missing, and why the repricer proposes or holds, in plain sentences."""

from __future__ import annotations

from models.domain.pricing.floor import Floor, Lack
from models.domain.pricing.repricer import Reason, Response, Why
from models.domain.words import amount, counted

_SENTENCES = {
    Why.NO_FLOOR: "No proposal: there is no price from which on every price earns the target",
    Why.FLOOR_ABOVE_CEILING: "No proposal: the lowest price that may be asked, {0}, is above the ceiling {1}",
    Why.OUTSIDE: "{0} is outside of {1} to {2} and is repaired at once, without cool-down or step limit",
    Why.NO_OFFERS: "No offer is left to compare with: towards the list price {0}",
    Why.LOWEST: "The lowest offer compares as {0}: towards {1}",
    Why.COMPETITOR_BELOW_FLOOR: "The lowest offer compares as {0}, below our floor of {1}, and is not followed",
    Why.LEFT_FIGHT: "The fight is left: towards the list price {0}",
    Why.RAISED_TO_MINIMUM: "{0} is raised to {1}, the lowest price that may be asked",
    Why.CUT_TO_CEILING: "{0} is cut to the ceiling {1}",
    Why.NO_ENDING: "No proposal: the wanted price has no allowed ending up to the ceiling {0}; end the ceiling so",
    Why.ENDING_LEFT_OUT: "No allowed ending lies within reach, so {0} goes without one",
    Why.DEAD_BAND: "{0} is too near to the price to change it",
    Why.EDGE: "{0} lies in the dead zone {1} to {2}, where charging more earns less: {3} below it instead",
    Why.DEAD_ZONE: "{0} lies in the dead zone {1} to {2}, where charging more earns less, and none below is in reach",
    Why.STEP_LIMIT: "One change moves the price by {0} at most, so {1} takes several",
}


def reason_sentence(reason: Reason, currency: str) -> str:
    """Say one reason, with prices in major units."""
    figures = reason.figures
    match reason.why:
        case Why.DROPPED:
            why = reason.dropped.value if reason.dropped is not None else "dropped"
            return f"{counted(figures[0], 'offer')} left out: {why}"
        case Why.COOL_DOWN:
            return f"The price changed less than {counted(figures[0], 'hour')} ago"
        case Why.ESCALATE:
            return f"It went down {counted(figures[0], 'time')} in {counted(figures[1], 'day')}: a person has to look"
        case _:
            return _SENTENCES[reason.why].format(*(amount(figure, currency) for figure in figures))


def response_sentences(response: Response, currency: str) -> list[str]:
    """Say every reason of an answer, in order."""
    return [reason_sentence(reason, currency) for reason in response.reasons]


def lack_sentence(floor: Floor, currency: str) -> str:
    """Say why there is no floor, or none that is safe; nothing where there is."""
    highest = amount(floor.price_max, currency)
    match floor.lack:
        case None:
            return ""
        case Lack.NO_PRICE:
            return f"No price up to {highest} earns the target"
        case Lack.NOT_AT_THE_END:
            last = amount(floor.admissible[-1].last, currency)
            return f"No floor is safe: {last} is the last price that earns the target, and {highest} does not"
