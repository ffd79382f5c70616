"""The limits of a price: allowed endings, ceiling, floor and MAP, applied to one wished price after another."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from models.domain.pricing.curve import Curve
from models.domain.pricing.endings import ending_down, ending_up, round_down, round_price
from models.domain.pricing.floor import LOWEST, Floor
from models.domain.pricing.meant import Meant
from models.domain.pricing.rules import Keep
from models.domain.pricing.steps import Blocked, Limit, Stage, Step, Why
from models.domain.rules import Kind


class Bounds:
    """The limits of one listing; `curve` and `solved` are None where its costs are not known.

    `solved` gives the floor of the curve. It is asked for only where a price does not earn the target or the safe floor
    is kept, since most prices do, and to find a floor takes a hundred times as long. `minimum` is the MAP of the day.
    """

    def __init__(
        self, meant: Meant, curve: Curve | None, solved: Callable[[], Floor] | None, *, minimum: int | None
    ) -> None:
        self.meant = meant
        self.minimum = minimum
        self.safe = meant.safe is not None and meant.safe.rule.what.keep is Keep.SAFE
        self.typed = meant.least.rule.what.amount.minor if meant.least else LOWEST
        self.ceiling = meant.ceiling.rule.what.amount.minor if meant.ceiling else None
        self.known = curve is not None
        self._curve, self._solved = curve, solved
        links = (
            (meant.ending is not None, self._rounded),
            (self.ceiling is not None, self._cut),
            (self.known or meant.least is not None, self._lifted),
            (minimum is not None, self._advertised),
        )
        self._links = [link for needed, link in links if needed]

    @cached_property
    def floor(self) -> Floor | None:
        """The prices that the costs let pass, None where they are not known."""
        if self._solved is None:
            return None
        return _from_safe_on(self._solved()) if self.safe else self._solved()

    @cached_property
    def least(self) -> int | None:
        """The lowest price that the floor and a typed floor let pass; None where there is none."""
        lowest = self.floor.lowest if self.floor is not None else LOWEST
        return max(self.typed, lowest) if lowest is not None else None

    def admits(self, price: int) -> bool:
        """Tell whether floor and typed floor let a price pass."""
        if price < self.typed:
            return False
        if self._curve is not None and not self._curve.admissible(price):
            return False
        return not self.safe or (self.least is not None and price >= self.least)

    def kept(self, wished: int, culprit: Kind | None) -> list[Step]:
        """Give the steps from a wished price to one that may be asked; the last has None after it where none is.

        Rounding goes up to an allowed ending, the ceiling cuts, the floor lifts again, and MAP lifts last.
        """
        price, steps = wished, list[Step]()
        for link in self._links:
            step = link(price, culprit)
            if step is not None:
                steps.append(step)
                if step.after is None:
                    break
                price = step.after
        return steps

    def _rounded(self, price: int, _culprit: Kind | None) -> Step | None:
        rule = self.meant.ending
        if rule is None:
            return None
        if not self.meant.endings:
            return Step(Stage.ROUNDING, price, price, Why.NO_SUCH_ENDING, winner=rule)
        ended = ending_up(price, self.meant.endings)
        why = Why.ENDS_SO if ended == price else Why.ENDED
        return Step(Stage.ROUNDING, price, ended, why, (price, ended), rule)

    def _cut(self, price: int, culprit: Kind | None) -> Step | None:
        ceiling, rule = self.ceiling, self.meant.ceiling
        if ceiling is None:
            return None
        if price <= ceiling:
            return Step(Stage.CEILING, price, price, Why.NOT_CUT, (price, ceiling), rule)
        blocked = (Blocked(culprit, price, Limit.CEILING, ceiling),)
        cut = ending_down(ceiling, self.meant.endings)
        if cut < LOWEST:
            return Step(Stage.CEILING, price, None, Why.NO_PRICE, (ceiling,), rule, blocked)
        return Step(Stage.CEILING, price, cut, Why.CUT, (price, ceiling, cut), rule, blocked)

    def _lifted(self, price: int, culprit: Kind | None) -> Step | None:
        rule = self.meant.least or self.meant.safe
        if self.admits(price):
            return Step(Stage.FLOOR, price, price, Why.KEPT, (price,), rule)
        if self.least is None:
            why = Why.NO_SAFE_FLOOR if self.safe else Why.NO_FLOOR
            return Step(Stage.FLOOR, price, None, why, (), rule, (Blocked(culprit, price, Limit.FLOOR, None),))
        blocked = (Blocked(culprit, price, Limit.FLOOR, self.least),)
        found = self._up(price, self.typed)
        if found is None and price > self.least:
            found = self._down(price)
        if found is None:
            return Step(Stage.FLOOR, price, None, *self._nothing(self.least), rule, blocked)
        why = Why.RAISED if found > price else Why.LOWERED
        return Step(Stage.FLOOR, price, found, why, (price, self.least, found), rule, blocked)

    def _nothing(self, least: int) -> tuple[Why, tuple[int, ...]]:
        """Say why nothing from a least price on may be asked."""
        if self.ceiling is not None and least > self.ceiling:
            return Why.FLOOR_ABOVE_CEILING, (least, self.ceiling)
        return Why.NOTHING_ADMISSIBLE, (least,)

    def _advertised(self, price: int, culprit: Kind | None) -> Step | None:
        minimum, rule = self.minimum, self.meant.map_rule
        if minimum is None:
            return None
        if price >= minimum:
            return Step(Stage.MAP, price, price, Why.MAP_KEPT, (price, minimum), rule)
        blocked = (Blocked(culprit, price, Limit.MAP, minimum),)
        found = self._up(price, max(minimum, self.typed))
        if found is not None:
            return Step(Stage.MAP, price, found, Why.MAP_RAISED, (price, minimum, found), rule, blocked)
        if self.ceiling is not None and minimum > self.ceiling:
            return Step(Stage.MAP, price, None, Why.MAP_ABOVE_CEILING, (minimum, self.ceiling), rule, blocked)
        return Step(Stage.MAP, price, None, Why.NOTHING_ADMISSIBLE, (minimum,), rule, blocked)

    def _up(self, price: int, minimum: int) -> int | None:
        """Give the smallest price at or above both that may be asked."""
        if self.floor is not None:
            return round_price(price, self.floor, self.meant.endings, minimum=minimum, ceiling=self.ceiling)
        found = ending_up(max(price, minimum), self.meant.endings)
        return found if self.ceiling is None or found <= self.ceiling else None

    def _down(self, price: int) -> int | None:
        """Give the largest price below that may be asked, where the ceiling bars the way up."""
        if self.floor is None:
            found = ending_down(price, self.meant.endings)
            return found if found >= self.typed else None
        return round_down(price, self.floor, self.meant.endings, minimum=self.typed)


def _from_safe_on(floor: Floor) -> Floor:
    """Give a floor that admits only its last range, if that reaches to the end."""
    admissible = floor.admissible[-1:] if floor.safe is not None else ()
    return Floor(floor.price_max, admissible, floor.forbidden, floor.dead_zones)
