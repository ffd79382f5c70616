"""The kinds of rule that say how listings answer competitors, and the policy that they make together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar

from models.domain.money import Money
from models.domain.pricing.policy import BelowFloor, Policy, Strategy
from models.domain.rules import Kind, Rule, told

_HUNDRED = 100
_DAY = 24
_FEW_DAYS = 2
_MOST_HOURS = 24 * 365
_MOST_TIMES = 1000
_STANDARD = Policy()


@dataclass(frozen=True)
class Answer(Kind):
    """Answer competitors' offers: stand beside the lowest one that counts. Without such a rule nothing is proposed."""

    KIND: ClassVar[str] = "answer_offers"
    TITLE: ClassVar[str] = "Answer to competitors"
    SUMMARY: ClassVar[str] = "Answer competitors: {strategy} the lowest offer"

    strategy: Strategy = field(default=Strategy.MATCH, metadata=told("Where to stand", "Beside the lowest offer"))
    amount: Money | None = field(
        default=None, metadata=told("By", "For beat and stay above; the smallest coin if left out", minimum=0)
    )
    below_floor: BelowFloor = field(
        default=BelowFloor.HOLD,
        metadata=told("Where the lowest offer is below our floor", "Hold the price, or leave for the list price"),
    )


@dataclass(frozen=True)
class Pace(Kind):
    """Say how fast a price may follow: how little is not worth a change, how far one change goes, and how often."""

    KIND: ClassVar[str] = "answer_pace"
    TITLE: ClassVar[str] = "Pace of answers"
    SUMMARY: ClassVar[str] = "Answers: at most {step_down} % down or {step_up} % up every {cool_down} hours"

    dead_band: Fraction = field(
        default=_STANDARD.dead_band * _HUNDRED,
        metadata=told("Dead band", "A smaller difference is no reason for a change", unit="%", minimum=0, maximum=100),
    )
    step_down: Fraction = field(
        default=_STANDARD.step_down * _HUNDRED, metadata=told("Step down", unit="%", minimum=0, maximum=100)
    )
    step_up: Fraction = field(
        default=_STANDARD.step_up * _HUNDRED, metadata=told("Step up", unit="%", minimum=0, maximum=100)
    )
    cool_down: int = field(
        default=_STANDARD.cool_down,
        metadata=told("Cool-down", "Between two changes", unit="hours", minimum=0, maximum=_MOST_HOURS),
    )
    most_down: int = field(
        default=_STANDARD.most_down,
        metadata=told("Changes down", "Then a person has to look", unit="times", minimum=0, maximum=_MOST_TIMES),
    )
    down_days: int = field(
        default=_STANDARD.down_window // _DAY, metadata=told("Within", unit="days", minimum=1, maximum=365)
    )


@dataclass(frozen=True)
class OffersCounted(Kind):
    """Say which offers count: not too old, in the same condition, and not so cheap that something must be wrong."""

    KIND: ClassVar[str] = "answer_offers_counted"
    TITLE: ClassVar[str] = "Offers that count"
    SUMMARY: ClassVar[str] = "Offers count for {max_age}, in condition {condition}, from {suspect} % of our floor"

    max_age: int = field(
        default=_STANDARD.max_age,
        metadata=told("Count for", "After they were seen", unit="hours", minimum=0, maximum=_MOST_HOURS),
    )
    suspect: Fraction = field(
        default=_STANDARD.suspect * _HUNDRED,
        metadata=told("Suspect below", "Of our safe floor", unit="%", minimum=0, maximum=100),
    )
    condition: str = field(default=_STANDARD.condition, metadata=told("Condition", "Such as new"))

    def said(self) -> Mapping[str, str]:
        """Say days where the hours are many whole ones."""
        days, rest = divmod(self.max_age, _DAY)
        return {"max_age": f"{days} days" if days > _FEW_DAYS and not rest else f"{self.max_age} hours"}


@dataclass(frozen=True)
class OwnSellers(Kind):
    """Name the sellers that are ourselves; they are never answered."""

    KIND: ClassVar[str] = "own_sellers"
    TITLE: ClassVar[str] = "Own sellers"
    SUMMARY: ClassVar[str] = "Sold by ourselves: {sellers}"
    ADDS: ClassVar[bool] = True

    sellers: str = field(metadata=told("Sellers", "Several with commas"))

    def problems(self) -> Iterable[str]:
        """Tell where no seller is named."""
        return () if sellers_of(self.sellers) else ("sellers: must name at least one",)


@dataclass(frozen=True)
class IgnoredSellers(Kind):
    """Name sellers whose offers are not answered."""

    KIND: ClassVar[str] = "ignored_sellers"
    TITLE: ClassVar[str] = "Ignored sellers"
    SUMMARY: ClassVar[str] = "Not answered: {sellers}"
    ADDS: ClassVar[bool] = True

    sellers: str = field(metadata=told("Sellers", "Several with commas"))

    def problems(self) -> Iterable[str]:
        """Tell where no seller is named."""
        return () if sellers_of(self.sellers) else ("sellers: must name at least one",)


KINDS: tuple[type[Kind], ...] = (Answer, Pace, OffersCounted, OwnSellers, IgnoredSellers)


def sellers_of(text: str) -> frozenset[str]:
    """Read names of sellers with commas between them, as `seller_key` has them."""
    return frozenset(filter(None, map(seller_key, text.split(","))))


def seller_key(name: str) -> str:
    """Give a seller's name as it is compared: spaces and large or small letters do not matter."""
    return " ".join(name.split()).casefold()


def policy_of(
    answer: Answer,
    *,
    pace: Pace | None = None,
    counted: OffersCounted | None = None,
    own: Collection[Rule[OwnSellers]] = (),
    ignored: Collection[Rule[IgnoredSellers]] = (),
) -> Policy:
    """Make the policy of a listing of the rules that are meant; what no rule says is as the standard has it.

    Sellers are named by their keys.
    """
    pace, counted = pace or Pace(), counted or OffersCounted()
    return Policy(
        strategy=answer.strategy,
        gap=answer.amount.minor if answer.amount is not None else _STANDARD.gap,
        below_floor=answer.below_floor,
        own_sellers=frozenset[str]().union(*(sellers_of(rule.what.sellers) for rule in own)),
        ignored_sellers=frozenset[str]().union(*(sellers_of(rule.what.sellers) for rule in ignored)),
        condition=counted.condition.strip().casefold(),
        max_age=counted.max_age,
        suspect=counted.suspect / _HUNDRED,
        dead_band=pace.dead_band / _HUNDRED,
        step_down=pace.step_down / _HUNDRED,
        step_up=pace.step_up / _HUNDRED,
        cool_down=pace.cool_down,
        most_down=pace.most_down,
        down_window=pace.down_days * _DAY,
    )
