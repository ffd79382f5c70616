"""Promises: SKU by SKU the same is promised as the whole plan says, though channels alike are made once."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.allocation.claimant import Claimant, OrderLine
from models.domain.allocation.facts import ChannelFacts, Override, SkuFacts
from models.domain.allocation.ladder import STANDARD
from models.domain.allocation.planning import Promises, planned
from models.domain.allocation.promise import Receipt
from models.domain.allocation.rules import (
    Cap,
    CasePack,
    CommitmentHold,
    ContractHold,
    DaysOfCover,
    GuaranteedMinimum,
    Moq,
    PoolBuffer,
    Priority,
    Share,
)
from models.domain.rules import Kind, Rule, Rules, Scope

DAY = date(2026, 11, 26)
CHANNELS, SKUS = ("DTC", "AMZ", "Trade"), ("MUG", "TEA", "JAR")
_SMALL = st.integers(0, 12)
_UNITS = st.integers(1, 12)


@st.composite
def channels(draw: st.DrawFn, name: str, sku: str) -> ChannelFacts:
    """Draw a channel with few different cases and orders, so that many are alike."""
    lines = tuple(
        OrderLine(f"{sku}-{name}-{number}", draw(_UNITS), DAY + timedelta(days=draw(st.integers(0, 40))))
        for number in range(draw(st.sampled_from((0, 0, 1, 2))))
    )
    return ChannelFacts(
        name,
        Fraction(draw(_SMALL), 7),
        positioned=draw(_SMALL),
        lines=lines,
        lot=draw(st.sampled_from((1, 6))),
        moq=draw(st.sampled_from((0, 12))),
        priority=draw(st.sampled_from((1, 2))),
        contribution=draw(_SMALL),
        active=draw(st.sampled_from((True, True, False))),
    )


@st.composite
def skus(draw: st.DrawFn) -> SkuFacts:
    """Draw a SKU on some channels."""
    sku = draw(st.sampled_from(SKUS))
    here = tuple(draw(channels(name, sku)) for name in CHANNELS if draw(st.booleans()))
    coming = tuple(Receipt(DAY + timedelta(days=draw(_SMALL)), draw(_UNITS)) for _ in range(draw(st.integers(0, 1))))
    return SkuFacts(sku, "Kitchen", sku, draw(_SMALL) * 9, draw(_SMALL), here, coming)


@st.composite
def rules(draw: st.DrawFn) -> Rules:
    """Draw rules of every kind that promises or guarantees something, for all SKUs or one."""
    kinds: list[Kind] = [
        *(GuaranteedMinimum(draw(_UNITS)), Cap(draw(_UNITS)), CasePack(draw(_UNITS)), Moq(draw(_UNITS))),
        *(DaysOfCover(least=draw(_UNITS), most=draw(st.sampled_from((0, 30)))), CommitmentHold(draw(_UNITS))),
        *(Priority(draw(st.integers(1, 3))), Share(Fraction(draw(_UNITS))), PoolBuffer(draw(_UNITS))),
    ]
    made = [
        Rule(number, what, Scope(draw(st.sampled_from(((), ("MUG",)))), channels=draw(_named(what))), place=number)
        for number, what in enumerate(kinds, start=1)
        if draw(st.booleans())
    ]
    if draw(st.booleans()):
        made.append(Rule(99, ContractHold(draw(_UNITS)), Scope(("TEA",), channels=("Trade",)), place=99))
    return Rules(made, DAY)


def _named(what: Kind) -> st.SearchStrategy[tuple[str, ...]]:
    return st.just(()) if isinstance(what, PoolBuffer) else st.sampled_from(((), ("DTC",), ("AMZ", "Trade")))


def _told(one: Claimant) -> Claimant:
    """Leave out what promises do not tell: weights, sales and what lies in place."""
    return one._replace(weight=Fraction(0), rate=Fraction(0), pos=0, target=0, contribution=0, demand=None)


@settings(max_examples=300, deadline=None)
@given(st.lists(skus(), min_size=1, max_size=6), rules())
def test_that_the_same_is_promised_as_the_whole_plan_says(drawn: list[SkuFacts], said: Rules) -> None:
    promises = Promises(said, STANDARD)
    fixed = (Override(1, "TEA", "DTC", 3, "fair", DAY, DAY),)
    for sku in drawn:
        found, whole = promises.of(sku, fixed), planned(sku, said, STANDARD, fixed)
        assert (found.supply, found.wanted) == (whole.supply, whole.wanted)
        kept = {one.code: _told(one) for one in found.claimants}
        every = {one.code: _told(one) for one in whole.claimants}
        assert kept == {code: every[code] for code in kept}
        assert not [code for code, one in every.items() if code not in kept and (one.lines or one.floor)]
