"""Plenty: where it says so, sharing out holds every line and floor firm."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.allocation.awards import Hold
from models.domain.allocation.claimant import Claimant, OrderLine
from models.domain.allocation.facts import Supply
from models.domain.allocation.ladder import STANDARD
from models.domain.allocation.outcome import problems_in, share_out
from models.domain.allocation.planning import Planned
from models.domain.allocation.plenty import Plenty

_SMALL = st.integers(0, 12)


@st.composite
def claimants(draw: st.DrawFn) -> tuple[Claimant, ...]:
    """Draw some channels with lines, floors, cases, caps and minimum orders."""
    made = []
    for number in range(draw(st.integers(1, 4))):
        lines = tuple(
            OrderLine(f"{number}-{place}", draw(st.integers(1, 9)), date(2026, 12, 1 + place))
            for place in range(draw(st.integers(0, 2)))
        )
        made.append(
            Claimant(
                f"C{number}",
                draw(st.integers(1, 3)),
                draw(st.sampled_from((1, 1, 4, 6))),
                draw(st.sampled_from((0, 0, 5))),
                floor=draw(_SMALL),
                target=draw(_SMALL),
                cap=draw(st.sampled_from((None, None, 6, 20))),
                weight=Fraction(1),
                rate=Fraction(draw(_SMALL), 7),
                lines=lines,
                contribution=draw(st.integers(-100, 900)),
                enabled=draw(st.sampled_from((True, True, True, False))),
            )
        )
    return tuple(made)


@settings(max_examples=400, deadline=None)
@given(claimants(), st.integers(0, 90))
def test_that_plenty_keeps_every_promise_and_floor(drawn: tuple[Claimant, ...], supply: int) -> None:
    planned = Planned("TEA", Supply(supply, 0), drawn, STANDARD)
    if problems_in(planned) or not Plenty(STANDARD).of(planned):
        return
    outcome = share_out(planned)
    for one in drawn:
        assert outcome.units(one.code).firm >= (one.floor if one.enabled else 0)
        for line in one.lines:
            awards = [each for each in outcome.found.awards if (each.claimant, each.line) == (one.code, line.id)]
            assert sum(each.units for each in awards if each.kind is Hold.FIRM) >= line.units


def test_that_plenty_is_told_where_it_is_and_not_where_it_is_not() -> None:
    one = Claimant("Shop", floor=5, lines=(OrderLine("A", 3),))
    assert Plenty(STANDARD).of(Planned("TEA", Supply(5, 0), (one,), STANDARD))
    assert not Plenty(STANDARD).of(Planned("TEA", Supply(4, 0), (one,), STANDARD))
    assert not Plenty(STANDARD).of(Planned("TEA", Supply(50, 0), (one,), STANDARD, {"Shop": 2}))
