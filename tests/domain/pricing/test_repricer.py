"""The repricer in known situations: the naive war, the spiral of 2011 (GB13), and offers that stay as they are."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.pricing.endings import Ending
from models.domain.pricing.floor import Range
from models.domain.pricing.offers import Offer
from models.domain.pricing.policy import Policy, Strategy
from models.domain.pricing.reasons import response_sentences
from models.domain.pricing.repricer import Action, Response, Situation, Why, respond

EAGER = Policy(Strategy.BEAT, dead_band=Fraction(0), cool_down=0, most_down=10**6)
# One bot asks 0.9983 of the other's price, who asks 1.270589 of his; the real case of 2011.
SHAVER, MULTIPLIER = Fraction(9983, 10_000), Fraction(1_270_589, 1_000_000)


def war(policy: Policy) -> tuple[int, int, int]:
    """Let two sellers beat each other from 30.00, floors 22.10 and 19.90; give the rounds and where each ends."""
    one = Situation(3000, 3000, 2210, 3000, policy=policy)
    other = replace(one, floor_safe=1990)
    for number in range(1, 10_000):
        before = one.price, other.price
        one = replace(one, price=respond(replace(one, offers=(Offer("other", other.price),))).price)
        other = replace(other, price=respond(replace(other, offers=(Offer("one", one.price),))).price)
        if (one.price, other.price) == before:
            return number, one.price, other.price
    raise AssertionError("the war never ends")


def test_that_the_naive_war_ends_after_397_rounds_at_the_higher_floor() -> None:
    assert war(EAGER) == (397, 2210, 2209)


def test_that_with_the_dead_band_the_war_never_starts() -> None:
    assert war(replace(EAGER, dead_band=Fraction(1, 100))) == (1, 3000, 3000)


def test_that_the_spiral_of_gb13_grows_as_it_did() -> None:
    factor = SHAVER * MULTIPLIER
    assert round(factor * 10**6) == 1_268_429
    days = log(2_369_865_593 / 3554) / log(factor)
    assert round(days, 1) == 56.4


def test_that_the_repricer_does_not_join_the_spiral() -> None:
    ours = Situation(3554, 3999, 3000, 4500, policy=Policy(Strategy.STAY_ABOVE))
    bot = Fraction(3554)
    for _ in range(57):
        bot = bot * SHAVER * MULTIPLIER
        ours = replace(ours, price=respond(replace(ours, offers=(Offer("bot", int(bot)),))).price)
    assert bot > 2_369_865_593
    assert ours.price <= 4500


@given(
    st.integers(1, 6000),
    st.integers(0, 6000),
    st.integers(0, 6000),
    st.lists(st.integers(1, 15_000), max_size=3),
    st.sampled_from(list(Strategy)),
    st.sampled_from([(), (Ending(99),), (Ending(49), Ending(95), Ending(99))]),
    st.lists(st.tuples(st.integers(1, 12_000), st.integers(0, 900)), max_size=2),
)
def test_that_with_constant_offers_the_price_becomes_constant(
    floor: int,
    above: int,
    start: int,
    offers: list[int],
    strategy: Strategy,
    endings: tuple[Ending, ...],
    zones: list[tuple[int, int]],
) -> None:
    ceiling = floor + above
    landed = tuple([Offer(f"S{number}", price) for number, price in enumerate(offers)])
    policy = Policy(strategy)
    dead = tuple([Range(first, first + wide) for first, wide in zones if first > floor])
    one = Situation(floor + start % (above + 1), ceiling, floor, ceiling, landed, endings=endings, policy=policy)
    one = replace(one, dead_zones=dead)
    steps = 0
    while (answer := respond(one)).action is Action.PROPOSE:
        one, steps = replace(one, price=answer.price), steps + 1
        assert floor <= one.price <= ceiling
        assert not any(one.price in zone for zone in dead)
        assert steps <= above
    assert respond(one).price == one.price
    # A cent at a time below 1 / 0.03, and by 3 % of what is left above it; endings make single steps shorter.
    assert endings or dead or steps <= 34 + log(max(1, ceiling / floor)) / 0.029


def test_that_an_own_seller_is_never_answered() -> None:
    one = Situation(2000, 2500, 1500, 3000, (Offer("me", 1600),), policy=Policy(own_sellers=frozenset({"me"})))
    answer = respond(one)
    assert answer.has(Why.DROPPED)
    assert answer.has(Why.NO_OFFERS)
    assert answer.price == 2100


# GB8: a floor of 13.89, and dead zones above the edges of 15.00 and 20.00.
GB8 = Situation(1500, 2400, 1389, 2400, dead_zones=(Range(1501, 1582), Range(2001, 2168)))


def among(price: int, lowest: int, **more: object) -> Response:
    """Answer one offer at a price of ours, with the dead zones of GB8."""
    given_more = {"price": price, "offers": (Offer("Rival", lowest),), **more}
    return respond(replace(GB8, **given_more))  # type: ignore[arg-type] # fields by name


@pytest.mark.parametrize(
    "price, lowest, more, proposed",
    [
        # 15.50 earns less than 15.00 does, which is within the 45 cents of a step from 15.40.
        (1540, 1550, {"policy": Policy(dead_band=Fraction(0))}, 1500),
        (1460, 1550, {}, 1500),
        (1460, 1550, {"endings": (Ending(99),)}, 1499),
        (1500, 1550, {}, None),
        # A step up from 15.00 ends at 15.75, one down from 16.10 at 15.62: both would earn less than now.
        (1500, 1700, {}, None),
        (1610, 1450, {}, None),
        (1900, 2100, {}, 1995),
        (1980, 2300, {}, 2000),
        # MAP lies in the zone, so that nothing below the zone may be asked: a price below is lifted above it.
        (1600, 1550, {"minimum_advertised": 1550}, None),
        (1450, 1450, {"minimum_advertised": 1550}, 1583),
        (1450, 1450, {"minimum_advertised": 1550, "endings": (Ending(49),)}, 1649),
        (1450, 1450, {"minimum_advertised": 1550, "ceiling": 1580}, None),
        (1700, 1700, {"ceiling": 1550}, 1500),
        (1700, 1700, {"ceiling": 1550, "endings": (Ending(99),)}, 1499),
    ],
)
def test_that_a_proposal_is_never_in_a_dead_zone(
    price: int, lowest: int, more: dict[str, object], proposed: int | None
) -> None:
    answer = among(price, lowest, **more)
    assert (answer.price if answer.action is Action.PROPOSE else None) == proposed
    if proposed is None and price != 1500:
        assert answer.has(Why.DEAD_ZONE)


def test_that_the_reason_names_the_dead_zone_and_the_price_below_it() -> None:
    assert response_sentences(among(1460, 1550), "USD") == [
        "The lowest offer compares as 15.50 USD: towards 15.50 USD",
        (
            "15.50 USD lies in the dead zone 15.01 USD to 15.82 USD, where charging more earns less: "
            "15.00 USD below it instead"
        ),
    ]
    assert response_sentences(among(1500, 1700), "USD")[-1] == (
        "15.75 USD lies in the dead zone 15.01 USD to 15.82 USD, where charging more earns less, and none below is "
        "in reach"
    )
