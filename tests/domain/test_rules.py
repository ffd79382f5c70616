"""Rules in general: forms out of fields, figures to and from JSON, and the most specific that wins with its reason."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

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
from models.domain.rules import (
    InvalidRule,
    Kind,
    Rule,
    Scope,
    form_of,
    most_specific,
    params_of,
    problems_of,
    read_rule,
    summary,
)

DAY = date(2026, 11, 26)
TEA: dict[str, Any] = {"sku": "X", "category": "Tea", "channel": "Amazon", "day": DAY}
FITTING = [
    Scope(*parts) for parts in product(("", "X"), ("", "Tea"), ("", "Amazon")) if parts[0] != "X" or not parts[1]
]
EXAMPLES: list[Kind] = [
    kind(**{one.name: one.default if one.default is not None else 5 for one in form_of(kind)}) for kind in KINDS
]


def floor(number: int, scope: Scope, *, units: int = 0, **more: Any) -> Rule[GuaranteedMinimum]:  # noqa: ANN401 - days
    """Make a guaranteed minimum that is known by its number."""
    return Rule(number, GuaranteedMinimum(units or number), scope, place=number, **more)


def test_that_a_sku_beats_a_category_and_a_category_beats_all() -> None:
    rules = [
        floor(1, Scope(channel="Amazon")),
        floor(2, Scope(category="Tea", channel="Amazon")),
        floor(3, Scope("X", channel="Amazon")),
        floor(4, Scope("Y", channel="Amazon")),
    ]
    found = most_specific(rules, GuaranteedMinimum, **TEA)
    assert found is not None
    assert [found.rule.number, *(one.number for one in found.beaten)] == [3, 2, 1]


def test_that_a_sku_on_all_channels_beats_a_category_on_one() -> None:
    found = most_specific([floor(1, Scope("", "Tea", "Amazon")), floor(2, Scope("X"))], GuaranteedMinimum, **TEA)
    assert found is not None
    assert found.rule.number == 2


def test_that_the_reason_names_what_was_beaten_and_why() -> None:
    rules = [
        floor(1, Scope("X", channel="Amazon")),
        floor(2, Scope(category="Tea")),
        floor(3, Scope("X", channel="Amazon"), first=date(2026, 1, 1)),
        floor(4, Scope("X", channel="Amazon"), first=date(2026, 1, 1)),
    ]
    found = most_specific(rules, GuaranteedMinimum, **TEA)
    assert found is not None
    assert found.reason() == (
        "guaranteed minimum for SKU X on Amazon, beats the one for SKU X on Amazon (higher up in the list), "
        "beats the one for SKU X on Amazon (began later), beats the one for category Tea on all channels "
        "(more specific)"
    )


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
        (Rule(1, PoolBuffer(5), Scope(channel="Shop")), ("channel: must be left open, since this rule is for every",)),
        (Rule(1, NeverBelow(5)), ("channel: is missing",)),
        (Rule(1, ContractHold(5)), ("sku: is missing", "channel: is missing")),
        (floor(1, Scope("X", "Tea")), ("category: must be left open where a SKU is named",)),
        (floor(1, Scope(), first=DAY, last=date(2026, 1, 1)), ("valid_to: 2026-01-01 is before 2026-11-26",)),
        (Rule(1, DaysOfCover()), ("least: one of the two limits must be given",)),
        (Rule(1, DaysOfCover(30, 10)), ("most: is 10 days, fewer than the 30",)),
    ],
)
def test_that_what_is_wrong_with_a_rule_is_told_by_field(rule: Rule[Any], problems: tuple[str, ...]) -> None:
    found = problems_of(rule)
    assert len(found) == len(problems)
    assert all(one.startswith(begin) for one, begin in zip(found, problems, strict=True))
