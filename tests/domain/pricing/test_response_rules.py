"""The policy that rules of answers make together: what they say, and the standard for the rest."""

from __future__ import annotations

from fractions import Fraction

import pytest

from models.domain.money import Money
from models.domain.pricing.policy import BelowFloor, Policy, Strategy
from models.domain.pricing.response_rules import (
    KINDS,
    Answer,
    IgnoredSellers,
    OffersCounted,
    OwnSellers,
    Pace,
    policy_of,
    seller_key,
    sellers_of,
)
from models.domain.rules import Rule, problems_of


def test_that_an_answer_alone_is_the_standard_policy() -> None:
    assert policy_of(Answer()) == Policy()


def test_that_every_figure_of_a_rule_is_in_the_policy() -> None:
    found = policy_of(
        Answer(Strategy.BEAT, Money(25, "USD"), BelowFloor.LEAVE),
        pace=Pace(Fraction(2), Fraction(4), Fraction(6), 12, 5, 3),
        counted=OffersCounted(72, Fraction(50), " Used "),
        own=[Rule(1, OwnSellers("Us, Us  EU")), Rule(2, OwnSellers("OURS"))],
        ignored=[Rule(3, IgnoredSellers("Outlet"))],
    )
    assert found == Policy(
        Strategy.BEAT,
        25,
        BelowFloor.LEAVE,
        frozenset({"us", "us eu", "ours"}),
        frozenset({"outlet"}),
        "used",
        72,
        Fraction(1, 2),
        Fraction(2, 100),
        Fraction(4, 100),
        Fraction(6, 100),
        12,
        5,
        72,
    )


@pytest.mark.parametrize("typed", ["Valley Apiary", "  valley   apiary ", "VALLEY APIARY"])
def test_that_the_spelling_of_a_seller_does_not_matter(typed: str) -> None:
    assert seller_key(typed) == "valley apiary"
    assert sellers_of(f"Other,{typed},,") == {"other", "valley apiary"}


@pytest.mark.parametrize("kind", [OwnSellers, IgnoredSellers])
def test_that_a_rule_without_a_seller_cannot_stand(kind: type[OwnSellers | IgnoredSellers]) -> None:
    assert problems_of(Rule(1, kind(" , "))) == ("sellers: must name at least one",)


def test_that_every_kind_has_its_own_name_and_a_sentence_of_its_figures() -> None:
    assert len({kind.KIND for kind in KINDS}) == len(KINDS)
    assert "at most 3 % down or 5 % up every 24 hours" in Rule(1, Pace()).sentence()
    assert "for 48 hours, in condition new, from 60 % of our floor" in Rule(1, OffersCounted()).sentence()
    assert "for 365 days, in" in Rule(1, OffersCounted(max_age=8760)).sentence()
    assert "stay above the lowest offer" in Rule(1, Answer(strategy=Strategy.STAY_ABOVE)).sentence()
