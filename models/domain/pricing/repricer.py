"""The answer to competitors' prices: a proposal that is safe whatever they do, or a hold, each with its reasons.

A pure function. Invariants, against any opponents in any order: max(floor_safe, MAP) ≤ proposal ≤ ceiling; one step is
at most a limit; at most one change a cool-down; with constant offers the price becomes constant; no proposal lies in a
dead zone, where a unit earns less than at the edge below. Only a price that is outside those bounds is repaired without
step and cool-down. Source: B1, B4 and B7 of the specification.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, StrEnum

from models.domain.pricing.endings import Ending, ending_down, ending_up
from models.domain.pricing.floor import Range, range_of
from models.domain.pricing.offers import Dropped, Offer, sift
from models.domain.pricing.policy import BelowFloor, Policy, Strategy


@dataclass(frozen=True)
class Change:
    """A change of the price so many hours ago, and whether it went down."""

    age: int
    down: bool


@dataclass(frozen=True)
class Situation:
    """One listing among its competitors, in minor units; `floor_safe` None is a listing without a safe floor.

    `dead_zones` are prices at which a unit earns less than at the price just below the zone.
    """

    price: int
    list_price: int
    floor_safe: int | None
    ceiling: int
    offers: tuple[Offer, ...] = ()
    minimum_advertised: int | None = None
    shipping: int = 0
    endings: tuple[Ending, ...] = ()
    changes: tuple[Change, ...] = ()
    policy: Policy = field(default_factory=Policy)
    dead_zones: tuple[Range, ...] = ()


class Action(StrEnum):
    """What the answer is."""

    PROPOSE = "propose"
    HOLD = "hold"


class Why(Enum):
    """What led to an answer; `Reason.figures` are, in order, the words in braces of its sentence."""

    NO_FLOOR = "no_floor"
    FLOOR_ABOVE_CEILING = "floor_above_ceiling"
    OUTSIDE = "outside"
    DROPPED = "dropped"
    NO_OFFERS = "no_offers"
    LOWEST = "lowest"
    COMPETITOR_BELOW_FLOOR = "COMPETITOR_BELOW_FLOOR"
    LEFT_FIGHT = "left_fight"
    RAISED_TO_MINIMUM = "raised_to_minimum"
    CUT_TO_CEILING = "cut_to_ceiling"
    NO_ENDING = "no_ending"
    ENDING_LEFT_OUT = "ending_left_out"
    DEAD_BAND = "dead_band"
    EDGE = "edge"
    DEAD_ZONE = "dead_zone"
    COOL_DOWN = "cool_down"
    ESCALATE = "escalate"
    STEP_LIMIT = "step_limit"


@dataclass(frozen=True)
class Reason:
    """One step on the way to an answer, with its figures: prices in minor units, counts, hours."""

    why: Why
    figures: tuple[int, ...] = ()
    dropped: Dropped | None = None


@dataclass(frozen=True)
class Response:
    """The answer: a price to propose, or to hold at, and every reason in order."""

    action: Action
    price: int
    reasons: tuple[Reason, ...]

    def has(self, why: Why) -> bool:
        """Tell whether a reason is among those given."""
        return any(reason.why is why for reason in self.reasons)


def respond(situation: Situation) -> Response:
    """Answer one situation."""
    one, reasons = situation, list[Reason]()
    if one.floor_safe is None:
        return _hold(one, reasons, Why.NO_FLOOR)
    low = max(one.floor_safe, one.minimum_advertised or 0)
    if low > one.ceiling:
        return _hold(one, reasons, Why.FLOOR_ABOVE_CEILING, low, one.ceiling)
    if not low <= one.price <= one.ceiling:
        return _repaired(one, low)
    want = _wanted(one, one.floor_safe, reasons)
    if want is None:
        return Response(Action.HOLD, one.price, tuple(reasons))
    if want < low:
        reasons.append(Reason(Why.RAISED_TO_MINIMUM, (want, low)))
    elif want > one.ceiling:
        reasons.append(Reason(Why.CUT_TO_CEILING, (want, one.ceiling)))
    want = ending_up(min(max(want, low), one.ceiling), one.endings)
    if want > one.ceiling:
        return _hold(one, reasons, Why.NO_ENDING, one.ceiling)
    clear = _clear(one, want, low, reasons)
    return _moved(one, clear, reasons) if clear is not None else _stopped(one, want, reasons)


def _hold(situation: Situation, reasons: list[Reason], why: Why, *figures: int) -> Response:
    return Response(Action.HOLD, situation.price, (*reasons, Reason(why, figures)))


def _repaired(situation: Situation, low: int) -> Response:
    """Bring a price that is outside its bounds to the nearer one at once, with an ending where one fits."""
    above = situation.price > situation.ceiling
    bound = situation.ceiling if above else low
    ended = ending_down(bound, situation.endings) if above else ending_up(bound, situation.endings)
    reasons = [Reason(Why.OUTSIDE, (situation.price, low, situation.ceiling))]
    if not low <= ended <= situation.ceiling:
        reasons.append(Reason(Why.ENDING_LEFT_OUT, (bound,)))
        ended = bound
    clear = _clear(situation, ended, low, reasons)
    if clear is None:
        clear = _above(situation, ended)
        if clear > situation.ceiling:
            return _stopped(situation, ended, reasons)
    return Response(Action.PROPOSE, clear, tuple(reasons))


def _wanted(situation: Situation, floor_safe: int, reasons: list[Reason]) -> int | None:
    """Give the price that the offers ask for, before any bound; None to keep the price as it is."""
    policy = situation.policy
    lowest, dropped = sift(situation.offers, policy, floor_safe=floor_safe, shipping=situation.shipping)
    reasons.extend([Reason(Why.DROPPED, (count,), why) for why, count in dropped.items()])
    if lowest is None:
        reasons.append(Reason(Why.NO_OFFERS, (situation.list_price,)))
        return situation.list_price
    if lowest < floor_safe:
        reasons.append(Reason(Why.COMPETITOR_BELOW_FLOOR, (lowest, floor_safe)))
        if policy.below_floor is BelowFloor.HOLD:
            return None
        reasons.append(Reason(Why.LEFT_FIGHT, (situation.list_price,)))
        return situation.list_price
    sides = {Strategy.MATCH: 0, Strategy.BEAT: -policy.gap, Strategy.STAY_ABOVE: policy.gap}
    want = lowest + sides[policy.strategy]
    reasons.append(Reason(Why.LOWEST, (lowest, want)))
    return want


def _moved(situation: Situation, want: int, reasons: list[Reason]) -> Response:
    """Go towards a wanted price as far as dead band, cool-down and step allow."""
    policy, price = situation.policy, situation.price
    band = policy.dead_band
    if abs(want - price) * band.denominator <= price * band.numerator:
        return _hold(situation, reasons, Why.DEAD_BAND, want)
    if any(change.age < policy.cool_down for change in situation.changes):
        return _hold(situation, reasons, Why.COOL_DOWN, policy.cool_down)
    down = want < price
    if down and _recent_downs(situation) >= policy.most_down:
        return _hold(situation, reasons, Why.ESCALATE, policy.most_down, policy.down_window // 24)
    rate = policy.step_down if down else policy.step_up
    step = max(1, price * rate.numerator // rate.denominator)
    if abs(want - price) > step:
        reasons.append(Reason(Why.STEP_LIMIT, (step, want)))
        stepped = _stepped(situation, -step if down else step, reasons)
        clear = _clear(situation, stepped, price - step if down else price + 1, reasons)
        if clear is None:
            return _stopped(situation, stepped, reasons)
        want = clear
    return Response(Action.PROPOSE, want, tuple(reasons))


def _recent_downs(situation: Situation) -> int:
    return sum(change.down and change.age < situation.policy.down_window for change in situation.changes)


def _stepped(situation: Situation, step: int, reasons: list[Reason]) -> int:
    """Give the allowed ending nearest to a full step and within it; the full step where there is none."""
    full = situation.price + step
    ended = ending_up(full, situation.endings) if step < 0 else ending_down(full, situation.endings)
    if abs(ended - full) < abs(step):
        return ended
    reasons.append(Reason(Why.ENDING_LEFT_OUT, (full,)))
    return full


def _clear(situation: Situation, price: int, least: int, reasons: list[Reason]) -> int | None:
    """Give a price that is in no dead zone: itself, else one below the zone and not below `least`, or None.

    It has an allowed ending where one fits.
    """
    zone = range_of(price, situation.dead_zones)
    if zone is None:
        return price
    ended, edge = _below(situation, price, situation.endings), _below(situation, price, ())
    if edge < least:
        return None
    if ended < least:
        reasons.append(Reason(Why.ENDING_LEFT_OUT, (edge,)))
        ended = edge
    reasons.append(Reason(Why.EDGE, (price, *zone, ended)))
    return ended


def _below(situation: Situation, price: int, endings: tuple[Ending, ...]) -> int:
    """Give the highest price below with an ending that is in no dead zone; it may be below 1."""
    while (zone := range_of(price, situation.dead_zones)) is not None:
        price = ending_down(zone.first - 1, endings)
    return price


def _above(situation: Situation, price: int) -> int:
    """Give the lowest price above with an allowed ending that is in no dead zone."""
    while (zone := range_of(price, situation.dead_zones)) is not None:
        price = ending_up(zone.last + 1, situation.endings)
    return price


def _stopped(situation: Situation, price: int, reasons: list[Reason]) -> Response:
    """Hold, since the price to go to is in a dead zone and none below the zone may be asked."""
    return _hold(situation, reasons, Why.DEAD_ZONE, price, *(range_of(price, situation.dead_zones) or ()))
