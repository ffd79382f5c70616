"""Bad input of an allocation case: which field, and what is wrong with it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.errors import UserError
from app.queries.allocation_case import parse_case
from app.queries.json_fields import CaseRefused, decoded

Json = dict[str, Any]


def refused(case: object) -> list[str]:
    with pytest.raises(CaseRefused) as caught:
        parse_case(decoded(json.dumps(case)))
    return list(caught.value.problems)


def channel(code: str, **fields: Any) -> Json:  # noqa: ANN401 -- whatever JSON holds
    return {"code": code, **fields}


def rung(goal: str, share_by: str, **fields: int | str) -> Json:
    return {"goal": goal, "share_by": share_by, **fields}


def case(supply: int, claimants: list[Json], *ladder: Json) -> Json:
    return {"supply": supply, "claimants": claimants, "ladder": list(ladder)}


GOOD = case(1, [channel("A", target=1)], rung("target", "equal"))


@pytest.mark.parametrize(
    "changed, problem",
    [
        ({"supply": None}, "supply: is missing"),
        ({"supply": "600"}, 'supply: must be a whole number, not "600"'),
        ({"supply": 1.5}, "supply: must be a whole number, not 1.5"),
        ({"supply": True}, "supply: must be a whole number, not true"),
        ({"supply": -1}, "supply: must be at least 0, not -1"),
        ({"ladder": None}, "ladder: is missing"),
        ({"ladder": []}, "ladder: needs at least one rung"),
        ({"ladder": "best"}, "ladder: must be a list of rungs or one of Standard, Wholesale first, "),
        ({"ladder": [{"goal": "rest"}]}, "ladder[0].share_by: is missing"),
        ({"ladder": [rung("rest", "luck")]}, "ladder[0].share_by: must be one of priority, edd, equal, "),
        ({"ladder": [rung("cover", "cover")]}, "ladder[0].days: must be at least 1, not 0"),
        ({"ladder": [rung("rest", "equal", days=3)]}, "ladder[0].days: belongs to cover rungs only"),
        ({"ladder": [rung("rest", "equal", day=3)]}, "ladder[0].day: is not known; known are days, goal"),
        ({"ladder": ["rest"]}, 'ladder[0]: must be an object, not "rest"'),
        ({"claimants": {}}, "claimants: must be a list, not an object"),
        ({"claimants": [7]}, "claimants[0]: must be an object, not 7"),
        ({"claimants": [channel("A", lot=0)]}, "claimants[0].lot: must be at least 1, not 0"),
        ({"claimants": [channel("A"), channel("B"), channel("A")]}, "claimants[2].code: A is already the code"),
        ({"claimants": [channel("A", weight="many")]}, 'claimants[0].weight: must be a number such as 2, "0.5" or '),
        ({"claimants": [channel("A", rate="1/0")]}, 'claimants[0].rate: must be a number such as 2, "0.5" or '),
        ({"claimants": [channel("A", rate="1e999999999")]}, "claimants[0].rate: must be a number such as 2"),
        ({"claimants": [channel("A", ship_by="soon")]}, 'claimants[0].ship_by: must be a day such as "2026-11-23", '),
        ({"claimants": [channel("A", enabled="no")]}, 'claimants[0].enabled: must be true or false, not "no"'),
        ({"claimants": [channel("A", demand={"normal": 3})]}, "claimants[0].demand.normal: is not known"),
        ({"claimants": [channel("A", demand=30)]}, "claimants[0].demand: must be an object, not 30"),
        ({"claimants": [channel("A", contribution="1.005")]}, "claimants[0].contribution: has more decimals than USD"),
        ({"claimants": [channel("A", lines=[{"id": 1}])]}, "claimants[0].lines[0].units: is missing"),
        ({"claimants": [channel("A", listing={"percent": 101})]}, "claimants[0].listing.percent: must be from 0"),
        ({"periods": {"supply": [1], "demand": []}}, "periods.demand: has 0 periods, and supply 1"),
        ({"periods": {"supply": ["1"], "demand": []}}, "periods.supply: must be a list of whole numbers"),
    ],
)
def test_that_bad_input_is_told_by_its_field(changed: Json, problem: str) -> None:
    assert any(told.startswith(problem) for told in refused(GOOD | changed))


@pytest.mark.parametrize("rule", ["prorata", "equal_loss"])
def test_that_a_rest_without_a_cap_cannot_be_shared_by_claims(rule: str) -> None:
    (problem,) = refused(case(9, [channel("A")], rung("rest", rule)))
    assert problem.startswith("claimants[0].cap: is missing")


def test_that_a_contribution_rung_names_what_it_lacks() -> None:
    problems = refused(case(9, [channel("A")], rung("rest", "contribution")))
    assert [problem.split(":")[0] for problem in problems] == ["claimants[0].demand", "claimants[0].contribution"]


def test_that_everything_that_is_wrong_is_told_at_once() -> None:
    assert len(refused({"supply": "x", "claimants": [{"lot": "y"}], "ladder": [{}]})) == 4


@pytest.mark.parametrize("value", [[], 7, None, "case"])
def test_that_a_case_is_an_object(value: object) -> None:
    assert refused(value)[0].startswith("the case: must be an object")


@pytest.mark.parametrize("text", ["{", '{"supply": NaN}', "[" * 100_000])
def test_that_what_is_no_json_is_said_so(text: str) -> None:
    with pytest.raises(UserError, match="This is no JSON"):
        decoded(text)
