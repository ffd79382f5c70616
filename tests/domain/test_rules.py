"""Rules in general: forms out of fields, figures to and from JSON, and the most specific that wins with its reason."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import product
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.allocation.rules import (
    KINDS,
    Cap,
    ContractHold,
    DaysOfCover,
    GuaranteedMinimum,
    NeverBelow,
    PoolBuffer,
    Share,
)
from models.domain.money import Money
from models.domain.rules import (
    InvalidRule,
    Kind,
    Rule,
    Rules,
    Scope,
    form_of,
    most_specific,
    params_of,
    problems_of,
    read_rule,
    summary,
    told,
)

DAY = date(2026, 11, 26)
TEA: dict[str, Any] = {"sku": "X", "category": "Tea", "brand": "Rye", "channel": "Amazon", "day": DAY}
FITTING = [
    Scope(skus, *named, channels)
    for skus, named, channels in product(
        ((), ("X",), ("W", "X")), (("", ""), ("Tea", ""), ("", "Rye")), ((), ("Amazon",), ("Etsy", "Amazon"))
    )
    if not skus or not any(named)
]
EXAMPLES: list[Kind] = [
    kind(**{one.name: one.default if one.default is not None else 5 for one in form_of(kind)}) for kind in KINDS
]


def floor(number: int, scope: Scope, *, units: int = 0, **more: Any) -> Rule[GuaranteedMinimum]:  # noqa: ANN401 - days
    """Make a guaranteed minimum that is known by its number."""
    return Rule(number, GuaranteedMinimum(units or number), scope, place=number, **more)


def test_that_a_sku_beats_a_category_and_a_category_beats_all() -> None:
    rules = [
        floor(1, Scope(channels=("Amazon",))),
        floor(2, Scope(category="Tea", channels=("Amazon",))),
        floor(3, Scope(("X",), channels=("Amazon",))),
        floor(4, Scope(("Y",), channels=("Amazon",))),
    ]
    found = most_specific(rules, GuaranteedMinimum, **TEA)
    assert found is not None
    assert [found.rule.number, *(one.number for one in found.beaten)] == [3, 2, 1]


def test_that_a_sku_on_all_channels_beats_a_category_on_one() -> None:
    found = most_specific(
        [floor(1, Scope(category="Tea", channels=("Amazon",))), floor(2, Scope(("X",)))], GuaranteedMinimum, **TEA
    )
    assert found is not None
    assert found.rule.number == 2


def test_that_the_reason_names_what_was_beaten_and_why() -> None:
    rules = [
        floor(1, Scope(("X",), channels=("Amazon",))),
        floor(2, Scope(category="Tea")),
        floor(3, Scope(("X",), channels=("Amazon",)), first=date(2026, 1, 1)),
        floor(4, Scope(("X",), channels=("Amazon",)), first=date(2026, 1, 1)),
    ]
    found = most_specific(rules, GuaranteedMinimum, **TEA)
    assert found is not None
    assert found.reason() == (
        "guaranteed minimum for SKU X on Amazon, beats the one for SKU X on Amazon (higher up in the list), "
        "beats the one for SKU X on Amazon (began later), beats the one for category Tea on all channels "
        "(more specific)"
    )


def test_that_a_brand_stands_between_a_category_and_all() -> None:
    rules = [
        floor(1, Scope(channels=("Amazon",))),
        floor(2, Scope(brand="Rye")),
        floor(3, Scope(category="Tea")),
        floor(4, Scope(("X", "Z"))),
        floor(5, Scope(brand="Oak", channels=("Amazon",))),
    ]
    found = most_specific(rules, GuaranteedMinimum, **TEA)
    assert found is not None
    assert [found.rule.number, *(one.number for one in found.beaten)] == [4, 3, 2, 1]


def test_that_a_rule_for_several_is_as_specific_as_one_for_one() -> None:
    rules = [floor(1, Scope(("X", "Y"), channels=("Etsy", "Amazon"))), floor(2, Scope(("X",), channels=("Amazon",)))]
    found = most_specific(rules, GuaranteedMinimum, **TEA)
    assert found is not None
    assert found.rule.number == 1
    other = most_specific(rules, GuaranteedMinimum, **{**TEA, "channel": "Shopify"})
    assert other is None


@pytest.mark.parametrize(
    "scope, words",
    [
        (Scope(), "all SKUs on all channels"),
        (Scope(("A",), channels=("Shopify",)), "SKU A on Shopify"),
        (Scope(("A", "B", "A"), channels=("Shopify", "Etsy")), "SKUs A, B on Shopify and Etsy"),
        (Scope(brand="Rye", channels=("A", "B", "C")), "brand Rye on A, B and C"),
        (Scope(tuple("ABCDE")), "SKUs A, B, C, D, E on all channels"),
        (Scope(tuple("ABCDEFG")), "SKUs A, B, C, D and 3 more on all channels"),
    ],
)
def test_that_a_scope_names_itself(scope: Scope, words: str) -> None:
    assert scope.words() == words


@given(
    st.lists(st.sampled_from(FITTING), max_size=8),
    st.sampled_from(["W", "X", "Z"]),
    st.sampled_from(["", "Tea", "Cup"]),
    st.sampled_from(["", "Rye", "Oak"]),
    st.sampled_from(["", "Amazon", "Etsy", "Shop"]),
)
def test_that_rules_are_looked_up_as_if_each_were_asked(
    scopes: list[Scope], sku: str, category: str, brand: str, channel: str
) -> None:
    asked = {"sku": sku, "category": category, "brand": brand, "channel": channel}
    rules = [floor(number, scope) for number, scope in enumerate(scopes, 1)]
    held = Rules(rules, DAY)
    meant = sorted((one for one in rules if one.scope.covers(**asked)), key=lambda rule: rule.precedence, reverse=True)
    assert held.every(GuaranteedMinimum, **asked) == tuple(meant)
    told = held.once(lambda rules, of: rules.every(GuaranteedMinimum, **of._asdict()), **asked)
    assert told == tuple(meant)


@given(st.lists(st.tuples(st.sampled_from(FITTING), st.integers(1, 3)), min_size=1, max_size=12), st.randoms())
def test_that_who_wins_does_not_depend_on_the_order_of_the_rules(parts: list[tuple[Scope, int]], random: Any) -> None:  # noqa: ANN401 - Hypothesis does not name its type
    rules = [floor(number, scope, first=date(2026, month, 1)) for number, (scope, month) in enumerate(parts, 1)]
    before = most_specific(rules, GuaranteedMinimum, **TEA)
    random.shuffle(rules)
    assert most_specific(rules, GuaranteedMinimum, **TEA) == before
    assert before is not None
    assert len(before.beaten) == len(rules) - 1


def test_that_a_rule_holds_on_its_first_and_last_day_only_between_them() -> None:
    rule = floor(1, Scope(), first=date(2026, 11, 1), last=date(2026, 11, 26))
    days = [date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 26), date(2026, 11, 27)]
    assert [rule.holds_on(day) for day in days] == [False, True, True, False]
    assert most_specific([rule], GuaranteedMinimum, **{**TEA, "day": date(2026, 11, 27)}) is None


def test_that_kinds_do_not_meet() -> None:
    assert most_specific([floor(1, Scope())], Cap, **TEA) is None


@pytest.mark.parametrize("what", EXAMPLES, ids=lambda what: what.KIND)
def test_that_every_kind_makes_a_form_and_survives_json(what: Kind) -> None:
    assert all(one.label for one in form_of(type(what)))
    assert "{" not in summary(what)
    assert read_rule(what.KIND, json.loads(json.dumps(params_of(what))), KINDS) == what


def test_that_every_kind_has_a_name_of_its_own() -> None:
    assert len({kind.KIND for kind in KINDS}) == len(KINDS)
    assert all(kind.TITLE and kind.SUMMARY for kind in KINDS)


def test_that_an_exact_share_is_read_and_written_as_text() -> None:
    assert read_rule("share", {"weight": "7/3"}, KINDS) == Share(Fraction(7, 3))
    assert params_of(Share(Fraction(7, 3))) == {"weight": "7/3"}
    assert summary(Share(Fraction(7, 3))) == "Weight 2.33 in what is shared"


@pytest.mark.parametrize(
    "kind, params, problem",
    [
        ("flor", {}, "kind: flor is not known"),
        ("floor", {}, "units: is missing"),
        ("floor", {"units": "five"}, "units: must be a whole number, not 'five'"),
        ("floor", {"units": True}, "units: must be a whole number, not True"),
        ("floor", {"units": 5, "days": 3}, "days: is not known; known are units"),
        ("share", {"weight": "1e9"}, "weight: must be a number"),
        ("share", {"weight": "1/0"}, "weight: must be a number"),
    ],
)
def test_that_a_rule_that_cannot_be_read_says_which_field(kind: str, params: dict[str, object], problem: str) -> None:
    with pytest.raises(InvalidRule, match=problem.split(";", maxsplit=1)[0]):
        read_rule(kind, params, KINDS)


@pytest.mark.parametrize(
    "rule, problems",
    [
        (floor(1, Scope(), units=60), ()),
        (floor(1, Scope(), units=-1), ("units: must be at least 0, not -1",)),
        (
            Rule(1, PoolBuffer(5), Scope(channels=("Shop",))),
            ("channels: must be left open, since this rule is for every",),
        ),
        (Rule(1, NeverBelow(5)), ("channels: is missing",)),
        (Rule(1, ContractHold(5)), ("skus: is missing", "channels: is missing")),
        (floor(1, Scope(("X",), category="Tea")), ("category: must be left open where a SKU is named",)),
        (floor(1, Scope(("X",), brand="Rye")), ("brand: must be left open where a SKU is named",)),
        (floor(1, Scope(category="Tea", brand="Rye")), ("brand: must be left open where a category is named",)),
        (floor(1, Scope(), first=DAY, last=date(2026, 1, 1)), ("valid_to: 2026-01-01 is before 2026-11-26",)),
        (Rule(1, DaysOfCover()), ("least: one of the two limits must be given",)),
        (Rule(1, DaysOfCover(30, 10)), ("most: is 10 days, fewer than the 30",)),
    ],
)
def test_that_what_is_wrong_with_a_rule_is_told_by_field(rule: Rule[Any], problems: tuple[str, ...]) -> None:
    found = problems_of(rule)
    assert len(found) == len(problems)
    assert all(one.startswith(begin) for one, begin in zip(found, problems, strict=True))


class Way(StrEnum):
    """A way that is chosen."""

    GENTLE = "gentle"
    HARD = "hard"


@dataclass(frozen=True)
class Rise(Kind):
    """Raise a price."""

    KIND: ClassVar[str] = "rise"
    TITLE: ClassVar[str] = "Rise"
    SUMMARY: ClassVar[str] = "{amount} more, {way}, in {season}, at most {most}"

    amount: Money = field(metadata=told("Amount", minimum=1, maximum=500))
    way: Way = field(default=Way.GENTLE, metadata=told("Way"))
    season: str = field(default="spring", metadata=told("Season", choices=("spring", "autumn")))
    most: Money | None = field(default=None, metadata=told("At most", minimum=0))
    times: int | None = field(default=None, metadata=told("Times", minimum=1))


def test_that_a_kind_has_amounts_choices_and_what_may_be_left_out() -> None:
    form = {one.name: one for one in form_of(Rise)}
    assert {name: (one.type, one.required) for name, one in form.items()} == {
        "amount": (Money, True),
        "way": (Way, False),
        "season": (str, False),
        "most": (Money, False),
        "times": (int, False),
    }
    assert (form["way"].choices, form["season"].choices) == (("gentle", "hard"), ("spring", "autumn"))


@given(
    st.builds(
        Rise,
        st.builds(Money, st.integers(100, 50_000), st.sampled_from(["USD", "EUR"])),
        st.sampled_from(Way),
        st.sampled_from(["spring", "autumn"]),
        st.none() | st.builds(Money, st.integers(0, 10**9), st.just("JPY")),
        st.none() | st.integers(1, 5),
    )
)
def test_that_amounts_and_choices_survive_json(what: Rise) -> None:
    assert read_rule("rise", json.loads(json.dumps(params_of(what))), (Rise,)) == what
    assert problems_of(Rule(1, what)) == ()


def test_that_an_amount_is_kept_in_minor_units_and_told_in_major_ones() -> None:
    what = Rise(Money(1495, "EUR"), Way.HARD, most=Money(20, "USD"))
    assert params_of(what) == {
        "amount": {"minor": 1495, "currency": "EUR"},
        "way": "hard",
        "season": "spring",
        "most": {"minor": 20, "currency": "USD"},
    }
    assert summary(what) == "14.95 EUR more, hard, in spring, at most 0.20 USD"
    assert summary(Rise(Money(100, "USD"))).endswith("at most none")


@pytest.mark.parametrize(
    "params, problem",
    [
        ({}, "amount: is missing"),
        ({"amount": 5}, "amount: must be an amount such as"),
        ({"amount": {"minor": 1.5, "currency": "USD"}}, "amount: must be an amount such as"),
        ({"amount": {"minor": True, "currency": "USD"}}, "amount: must be an amount such as"),
        ({"amount": {"minor": 5, "currency": "dollars"}}, "amount: must be an amount such as"),
        ({"amount": {"minor": 5, "currency": "USD"}, "way": "soft"}, "way: must be one of gentle, hard, not 'soft'"),
        ({"amount": {"minor": 5, "currency": "USD"}, "season": "May"}, "season: must be one of spring, autumn"),
    ],
)
def test_that_amounts_and_choices_that_cannot_be_read_are_told(params: dict[str, object], problem: str) -> None:
    with pytest.raises(InvalidRule, match=problem):
        read_rule("rise", params, (Rise,))


def test_that_bounds_of_an_amount_are_in_major_units() -> None:
    assert problems_of(Rule(1, Rise(Money(99, "USD")))) == ("amount: must be at least 1, not 0.99 USD",)
    assert problems_of(Rule(1, Rise(Money(501, "JPY")))) == ("amount: must be at most 500, not 501 JPY",)
