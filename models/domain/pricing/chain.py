"""The price chain: base → channel rule → rounding → ceiling and floor → MAP → override, every step on record.

A pure function of a listing and the rules of a day. A price is below the floor only where an override says so, which
marks it, and never below an active MAP. Where nothing may be asked there is no price, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache, partial
from typing import NamedTuple

from models.domain.money import half_up
from models.domain.pricing.book import BasePrice
from models.domain.pricing.bounds import Bounds
from models.domain.pricing.curve import Curve
from models.domain.pricing.discounts import discounted
from models.domain.pricing.fee_model import FeeModel, Target
from models.domain.pricing.floor import LOWEST, Floor, solve
from models.domain.pricing.meant import Finder, Meant
from models.domain.pricing.priced import Once, Priced, Trace
from models.domain.pricing.rules import AmountDifference, Difference, MarginTarget, MarkUp, TierDiscount
from models.domain.pricing.schedule import PriceTier
from models.domain.pricing.steps import Blocked, Limit, Stage, Step, TierPrice, Why
from models.domain.pricing.usual import Usual, raised
from models.domain.rules import Kind, Rules, Winner
from models.domain.words import figure

_HUNDRED = 100


class Listing(NamedTuple):
    """A listing whose price is asked: its base price if there is one, and what its costs say, in one currency.

    `public` is a price that is advertised to consumers, which a price of the trade is not: MAP is for those alone.
    `curve` and `solved`, which gives its floor, are None where `missing` names what is not known; `price_max` is the
    highest price looked at. `agreed` are the discounts of wholesale terms, which hold where no rule gives a discount.
    """

    sku: str
    category: str
    channel: str
    currency: str
    base: BasePrice | None
    public: bool = True
    curve: Curve | None = None
    solved: Callable[[], Floor] | None = None
    price_max: int = 0
    missing: tuple[str, ...] = ()
    agreed: tuple[PriceTier, ...] = ()
    brand: str = ""

    @property
    def vat(self) -> Fraction:
        """The rate of the tax inside the price, 0 where there is none or it is not known."""
        return self.curve.model.vat if self.curve is not None else Fraction(0)


class PriceChain:
    """The chain of one set of rules on one day, ready to be asked for one listing after another."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._named = rules.skus
        self._finders: dict[str, Finder] = {}
        self._usual: dict[tuple[str | int, ...], Usual] = {}

    def price(self, one: Listing) -> Priced:
        """Give the price of a listing with every step on the way."""
        usual = self._usual_of(one)
        return usual.priced(one.base, one.curve, Once(partial(self.trace, one))) or self._walk(one, usual).priced()

    def trace(self, one: Listing) -> Trace:
        """Give how the price of a listing came about."""
        return self._walk(one, self._usual_of(one)).walked()[0]

    def usual(
        self, sku: str, category: str, brand: str, *, channel: str, currency: str, agreed: tuple[PriceTier, ...]
    ) -> Usual:
        """Give what rules and agreed discounts come to for a listing, the same for all that they do not tell apart."""
        # It holds the discounts that it was made of, so that what they are known by stays theirs.
        key = (sku if sku in self._named else "", category, brand, channel, currency, id(agreed))
        found = self._usual.get(key)
        if found is None:
            finder = self._finders.setdefault(currency, Finder(currency))
            meant: Meant = self._rules.once(finder, sku=sku, category=category, brand=brand, channel=channel)
            found = self._usual[key] = Usual(meant, agreed)
        return found

    def _usual_of(self, one: Listing) -> Usual:
        of_sku = (one.sku, one.category, one.brand)
        return self.usual(*of_sku, channel=one.channel, currency=one.currency, agreed=one.agreed)

    def _walk(self, one: Listing, usual: Usual) -> _Walk:
        minimum = usual.meant.minimum.on(self._rules.day) if one.public else None
        return _Walk(one, usual, Bounds(usual.meant, one.curve, one.solved, minimum=minimum))


class _Walk:
    """One listing on its way through the chain."""

    def __init__(self, one: Listing, usual: Usual, bounds: Bounds) -> None:
        self._one, self._usual, self._meant, self._bounds = one, usual, usual.meant, bounds
        self._culprit: Kind | None = None

    def priced(self) -> Priced:
        """Give the price with all that is known of it."""
        one, usual = self._one, self._usual
        trace, fixed = self.walked()
        return Priced(
            trace.steps[-1].after,
            tax_inside=bool(one.vat) or (one.base is not None and one.base.tax_inside),
            trace=lambda: trace,
            minimum=self._bounds.minimum,
            below_floor=fixed is not None and fixed.why is Why.FIXED_BELOW_FLOOR,
            overridden=fixed is not None and fixed.why is not Why.FIXED_BELOW_MAP,
            ruled=usual.ruled,
            may_rise=usual.may_rise,
        )

    def walked(self) -> tuple[Trace, Step | None]:
        """Walk from the base price to the end; with the step that fixes the price, if one does."""
        one, bounds, meant = self._one, self._bounds, self._meant
        steps = self._begun()
        full = steps[-1].after
        if full is not None:
            if meant.tiers or one.agreed:
                steps += self._discounted(full)
            steps += self._checked(steps[-1].after or 0)
        fixed = self._fixed(steps[-1].after)
        steps += [fixed] if fixed is not None else []
        trace = Trace(tuple(steps), bounds, meant.minimum, meant.left_out)
        if full is not None and (meant.tiers or one.agreed):
            trace = trace._replace(ladder=Once(lambda: tuple(self._ladder(full))))
        return trace, fixed

    def _begun(self) -> list[Step]:
        """Take the base price, put the tax inside where the channel shows it so, and apply the channel rule."""
        base, vat, rule = self._one.base, self._one.vat, self._meant.setter
        price = base.amount if base is not None else None
        why, figures = (Why.NO_BASE, ()) if price is None else (Why.BASE, (price,))
        steps = [Step(Stage.BASE, None, price, why, figures)]
        if base is not None and vat and not base.tax_inside:
            price = half_up(base.amount * (1 + vat))
            steps.append(Step(Stage.BASE, base.amount, price, Why.TAX_ADDED, (base.amount, price)))
        elif base is not None and base.tax_inside and self._one.curve is not None and not vat:
            steps.append(Step(Stage.BASE, price, price, Why.TAX_UNKNOWN))
        if rule is None:
            return steps
        found = self._set(rule.rule.what, price)
        if found is None:
            lacks = self._one.missing or (("base price",) if price is None else ("a price that leaves the margin",))
            steps.append(Step(Stage.CHANNEL, price, price, Why.RULE_LACKS, winner=rule, words=lacks))
        else:
            self._culprit = rule.rule.what
            steps.append(Step(Stage.CHANNEL, price, found, Why.RULE, (found,), rule))
        return steps

    def _set(self, what: Kind, price: int | None) -> int | None:
        """Give the price that a channel rule states; None where it lacks something."""
        curve = self._one.curve
        match what:
            case MarkUp(percent) if curve is not None:
                return half_up(curve.model.cogs * (1 + percent / _HUNDRED) * (1 + curve.model.vat))
            case MarginTarget(percent) if curve is not None:
                return _lowest(curve.model, percent / _HUNDRED, self._one.price_max)
            case Difference(percent) if price is not None:
                return raised(price, percent)
            case AmountDifference(amount) if price is not None:
                return price + amount.minor
            case _:
                return None

    def _discounted(self, full: int) -> Iterator[Step]:
        """Take off what everybody gets who buys one unit."""
        for units, take in self._discounts():
            if units == 1:
                step = take(full)
                self._culprit = step.winner.rule.what if step.winner is not None else None
                yield step

    def _discounts(self) -> Iterator[tuple[int, Callable[[int], Step]]]:
        """Give each discount by its number of units: those of rules, or where there is none those agreed on."""
        for tier in self._meant.tiers:
            yield tier.rule.what.units, partial(_by_rule, tier)
        for agreed in () if self._meant.tiers else self._one.agreed:
            yield max(agreed.units, 1), partial(_as_agreed, agreed)

    def _checked(self, price: int) -> list[Step]:
        """Hold a price against its limits, and say which of them are not known or rest."""
        bounds = self._bounds
        if price < LOWEST and not bounds.known and bounds.typed == LOWEST:
            return [Step(Stage.FLOOR, price, None, Why.NO_PRICE, (price,))]
        steps = bounds.kept(price, self._culprit)
        after = steps[-1].after if steps else price
        if after is None:
            return steps
        if not bounds.known:
            steps.append(Step(Stage.FLOOR, after, after, Why.FLOOR_UNKNOWN, words=self._one.missing))
        if self._meant.map_rule is not None and bounds.minimum is None:
            steps.append(Step(Stage.MAP, after, after, self._why_no_map(), winner=self._meant.map_rule))
        return steps

    def _why_no_map(self) -> Why:
        minimum = self._meant.minimum
        if not self._one.public:
            return Why.MAP_NOT_ADVERTISED
        if minimum.amount is None:
            return Why.MAP_BLANK
        return Why.MAP_RESTS if minimum.active else Why.MAP_OFF

    def _fixed(self, price: int | None) -> Step | None:
        """Fix the price; it may be below the floor, and is then marked, but not below an active MAP."""
        rule, bounds = self._meant.override, self._bounds
        if rule is None:
            return None
        fixed = rule.rule.what.amount.minor
        if bounds.minimum is not None and fixed < bounds.minimum:
            blocked = (Blocked(rule.rule.what, fixed, Limit.MAP, bounds.minimum),)
            return Step(Stage.OVERRIDE, price, price, Why.FIXED_BELOW_MAP, (fixed, bounds.minimum), rule, blocked)
        why = Why.FIXED if bounds.admits(fixed) else Why.FIXED_BELOW_FLOOR
        return Step(Stage.OVERRIDE, price, fixed, why, (fixed,), rule)

    def _ladder(self, full: int) -> Iterator[TierPrice]:
        """Give the price from each number of units on, held against the same limits; an override is for one unit."""
        for units, take in self._discounts():
            if units > 1:
                taken = take(full)
                what = taken.winner.rule.what if taken.winner is not None else None
                steps = [taken, *self._bounds.kept(taken.after or 0, what)]
                yield TierPrice(units, steps[-1].after, tuple(steps))


def _by_rule(tier: Winner[TierDiscount], full: int) -> Step:
    price = discounted(full, tier.rule.what.percent / _HUNDRED)
    return Step(Stage.CHANNEL, full, price, Why.RULE, (price,), tier)


def _as_agreed(agreed: PriceTier, full: int) -> Step:
    price = discounted(full, agreed.discount)
    said = f"{figure(agreed.discount * _HUNDRED, 2)} % off from {agreed.units} units on"
    return Step(Stage.CHANNEL, full, price, Why.AGREED, (price,), words=(said,))


@lru_cache(maxsize=100_000)
def _lowest(model: FeeModel, margin: Fraction, price_max: int) -> int | None:
    """Give the lowest price up to a highest one that leaves a margin of net."""
    return solve(Curve(model, Target(margin=margin)), price_max).lowest
