"""Supply tightening: hysteresis, days in the tier, and what a tier proposes."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.allocation.tiers import Tier
from models.domain.tightening import (
    ACTIONS,
    Action,
    Circumstances,
    Listing,
    Proposed,
    Run,
    Tightening,
    proposals,
    tightening,
)

FIRST = date(2026, 5, 4)


def runs(*tiers: str) -> list[Run]:
    return [Run(FIRST + timedelta(days=number), Tier(tier)) for number, tier in enumerate(tiers)]


def shown(*tiers: str) -> Tightening:
    found = tightening(runs(*tiers))
    assert found is not None
    return found


@pytest.mark.parametrize(
    "tiers, tier, since",
    [
        ("green", "green", 0),
        ("green black", "black", 1),
        ("red green", "red", 0),
        ("red green green", "green", 2),
        ("red amber green", "amber", 2),
        ("red amber green green", "green", 3),
        ("amber green amber green", "amber", 0),
        ("green amber red red", "red", 2),
    ],
)
def test_that_a_worse_tier_shows_at_once_and_a_better_one_after_two_runs(tiers: str, tier: str, since: int) -> None:
    found = shown(*tiers.split())
    assert (found.tier, found.since) == (tier, FIRST + timedelta(days=since))
    assert found.found == tiers.rsplit(maxsplit=1)[-1]


def test_that_days_in_a_tier_count_from_its_first_day() -> None:
    found = shown("green", "red", "red")
    assert [found.days(FIRST + timedelta(days=days)) for days in (1, 2, 9)] == [1, 2, 9]


def test_that_without_a_run_no_tier_is_shown() -> None:
    assert tightening([]) is None


@given(st.lists(st.sampled_from(Tier), min_size=2, max_size=12))
def test_that_the_shown_tier_is_the_worse_of_the_last_two_runs(tiers: list[Tier]) -> None:
    found = shown(*tiers)
    assert found.tier is max(tiers[-1], tiers[-2], key=list(Tier).index)
    assert shown(*tiers, tiers[-1]).tier is tiers[-1]


@given(st.lists(st.sampled_from(Tier), min_size=1, max_size=12))
def test_that_the_tier_has_been_shown_ever_since(tiers: list[Tier]) -> None:
    found = shown(*tiers)
    number = (found.since - FIRST).days
    assert all(shown(*tiers[: length + 1]).tier is found.tier for length in range(number, len(tiers)))
    assert number == 0 or shown(*tiers[:number]).tier is not found.tier


TIGHT = Circumstances(
    ("Spring sale",), ("Mugs",), (Listing("Amazon", 1), Listing("eBay", 3), Listing("Etsy", 4)), 3, "Clay"
)


def test_that_each_tier_proposes_more_than_the_one_before() -> None:
    assert proposals(Tier.GREEN, TIGHT) == ()
    assert proposals(Tier.AMBER, TIGHT) == (
        Proposed(Action.PAUSE_PROMOTION, "Spring sale", "Pause the promotion Spring sale: supply is amber"),
    )
    assert [(one.action, one.subject) for one in proposals(Tier.BLACK, TIGHT)] == [
        (Action.PAUSE_PROMOTION, "Spring sale"),
        (Action.PAUSE_ADS, "Mugs"),
        (Action.HIDE_LISTING, "Etsy"),
        (Action.HIDE_LISTING, "eBay"),
        (Action.CALL_SUPPLIER, "Clay"),
    ]
    assert proposals(Tier.BLACK, TIGHT)[-1].sentence == "Call Clay: supply is black"
    assert all(set(ACTIONS[low]) <= set(ACTIONS[high]) for low, high in pairwise(Tier))


def test_that_the_user_chooses_what_a_tier_proposes() -> None:
    own = {Tier.AMBER: (Action.CALL_SUPPLIER,)}
    assert [one.subject for one in proposals(Tier.AMBER, TIGHT, own)] == ["Clay"]
    assert proposals(Tier.RED, TIGHT, own) == ()


def test_that_where_nothing_can_be_done_nothing_is_proposed() -> None:
    assert proposals(Tier.BLACK, Circumstances()) == ()
