"""A case of an allocation as JSON: every golden example through it, and bad input told by its field."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from app.queries.allocation_answer import answer_case
from app.queries.allocation_case import parse_case
from app.queries.json_fields import decoded

Json = dict[str, Any]


def answer(case: Json, *, explained: bool = False) -> Json:
    """Send a case through JSON and back, as the command line does."""
    found = answer_case(parse_case(decoded(json.dumps(case))), explained=explained)
    written: Json = json.loads(json.dumps(found))
    return written


def channel(code: str, **fields: Any) -> Json:  # noqa: ANN401 -- whatever JSON holds
    """Write a claimant with every field of the case format."""
    empty = {"priority": 1, "lot": 1, "moq": 0, "commit": 0, "floor": 0, "target": 0, "cap": None, "weight": "0"}
    rest = {"rate": "0", "pos": 0, "ship_by": None, "demand": None, "contribution": None}
    return {"code": code, **empty, **rest, **fields}


def rung(goal: str, share_by: str, **fields: int | str) -> Json:
    return {"goal": goal, "share_by": share_by, **fields}


def case(supply: int, claimants: list[Json], *ladder: Json) -> Json:
    return {"supply": supply, "claimants": claimants, "ladder": list(ladder)}


def totals(case: Json) -> list[int]:
    units = answer(case)["units"]
    return [units[code]["firm"] + units[code]["loan"] for code in sorted(units)]


def weighed(*weights: int) -> list[Json]:
    return [channel(f"{number}", weight=str(weight)) for number, weight in enumerate(weights)]


def claiming(*claims: int) -> list[Json]:
    return [channel(f"{number}", target=claim, cap=claim) for number, claim in enumerate(claims)]


MUG = [
    channel("AMZ", priority=2, lot=12, floor=60, cap=480, weight="50", rate="10", pos=120),
    channel("DTC", floor=50, cap=400, weight="30", rate="6"),
    channel("WHS", lot=24, moq=48, commit=96, cap=240, weight="15", rate="3"),
    channel("EBY", priority=3, floor=10, cap=60, weight="5", rate="2"),
]
LADDER = [
    rung("commit", "priority"),
    rung("floor", "priority"),
    rung("cover", "cover", days=14),
    rung("cover", "cover", days=42),
    rung("rest", "share"),
]
# Supply; AMZ, DTC, WHS, EBY as [firm, loan]; unassigned; blocked; tier.
GA1 = [
    (1300, [[480, 0], [400, 0], [240, 0], [60, 0]], 120, None, "green"),
    (1180, [[480, 0], [400, 0], [240, 0], [60, 0]], 0, None, "green"),
    (1000, [[480, 0], [312, 4], [144, 0], [60, 0]], 0, (5, "rest", "WHS", 24, 4), "green"),
    (800, [[360, 0], [252, 8], [120, 0], [60, 0]], 0, (5, "rest", "AMZ", 12, 8), "green"),
    (600, [[216, 0], [202, 2], [120, 0], [60, 0]], 0, (4, "cover42", "AMZ", 12, 2), "amber"),
    (400, [[120, 0], [138, 0], [96, 0], [46, 0]], 0, None, "amber"),
    (300, [[60, 0], [108, 0], [96, 0], [36, 0]], 0, None, "amber"),
    (216, [[60, 0], [50, 0], [96, 0], [10, 0]], 0, None, "red"),
    (200, [[48, 0], [50, 0], [96, 0], [0, 6]], 0, (2, "floor", "AMZ", 12, 6), "red"),
    (150, [[0, 0], [50, 0], [96, 0], [0, 4]], 0, (2, "floor", "AMZ", 12, 4), "red"),
    (100, [[0, 0], [4, 0], [96, 0], [0, 0]], 0, None, "red"),
    (90, [[0, 0], [0, 18], [72, 0], [0, 0]], 0, (1, "commit", "WHS", 24, 18), "black"),
    (60, [[0, 0], [0, 12], [48, 0], [0, 0]], 0, (1, "commit", "WHS", 24, 12), "black"),
    (0, [[0, 0], [0, 0], [0, 0], [0, 0]], 0, None, "black"),
]


@pytest.mark.parametrize("supply, units, unassigned, blocked, tier", GA1, ids=[str(row[0]) for row in GA1])
def test_that_a_case_answers_ga1(
    supply: int, units: list[list[int]], unassigned: int, blocked: tuple[int, str, str, int, int] | None, tier: str
) -> None:
    found = answer(case(supply, MUG, *LADDER))
    assert [[found["units"][code][kind] for kind in ("firm", "loan")] for code in ("AMZ", "DTC", "WHS", "EBY")] == units
    assert (found["unassigned"], found["tier"]) == (unassigned, tier)
    names = ("rung", "name", "claimant", "lot", "left", "missing")
    expected = blocked and dict(zip(names, (*blocked, blocked[3] - blocked[4]), strict=True))
    assert found["blocked"] == expected
    assert found["levels"] == {
        "AMZ": [0, 60, 60, 300, 480],
        "DTC": [0, 50, 84, 252, 400],
        "WHS": [96, 96, 96, 120, 240],
        "EBY": [0, 10, 28, 60, 60],
    }
    assert sum(award["units"] for award in found["awards"]) + unassigned == supply


def test_that_awards_give_rung_rule_kind_and_key() -> None:
    awards = answer(case(600, MUG, *LADDER))["awards"]
    assert {
        "claimant": "WHS",
        "rung": 1,
        "name": "commit",
        "rule": "priority",
        "units": 96,
        "kind": "firm",
        "key": "1",
    } in awards
    assert {
        "claimant": "DTC",
        "rung": 4,
        "name": "cover42",
        "rule": "cover",
        "units": 2,
        "kind": "loan",
        "key": "203/6",
    } in awards
    assert [award["units"] for award in awards if award["claimant"] == "AMZ"] == [60, 156]


@pytest.mark.parametrize("supply, units", [(95, [95, 0]), (96, [0, 96]), (120, [24, 96]), (50, [50, 0])])
def test_that_a_case_answers_ga2(supply: int, units: list[int]) -> None:
    claimants = [channel("WHS", lot=24, moq=96, target=96), channel("DTC", priority=2, target=200)]
    assert totals(case(supply, claimants, rung("target", "priority"))) == units


@pytest.mark.parametrize(
    "weights, supply, units",
    [
        ((6, 6, 2), 10, [5, 4, 1]),
        ((6, 6, 2), 11, [5, 5, 1]),
        ((6, 6, 2), 13, [6, 5, 2]),
        ((70, 30), 3, [2, 1]),
        ((70, 30), 1, [1, 0]),
        ((5117, 4400, 162, 161, 160), 100, [51, 43, 2, 2, 2]),
        ((9061, 7179, 5259, 3319, 1182), 26, [9, 8, 5, 3, 1]),
    ],
)
def test_that_a_case_answers_ga3_ga4_and_ga8(weights: tuple[int, ...], supply: int, units: list[int]) -> None:
    assert totals(case(supply, weighed(*weights), rung("rest", "share"))) == units


@pytest.mark.parametrize(
    "estate, claims, units",
    [
        (600, (600, 1200, 1800), [200, 200, 200]),
        (1200, (600, 1200, 1800), [300, 450, 450]),
        (1800, (600, 1200, 1800), [300, 600, 900]),
        (2400, (600, 1200, 1800), [300, 750, 1350]),
        (3000, (600, 1200, 1800), [400, 1000, 1600]),
        (1440, (360, 480, 720, 1440), [180, 240, 360, 660]),
    ],
)
def test_that_a_case_answers_ga5_and_ga6(estate: int, claims: tuple[int, ...], units: list[int]) -> None:
    heirs = [channel(str(number), floor=claim // 2, target=claim) for number, claim in enumerate(claims)]
    assert totals(case(estate, heirs, rung("floor", "equal"), rung("target", "equal_loss"))) == units


@pytest.mark.parametrize(
    "rule, units",
    [("prorata", [75, 60, 15]), ("equal_loss", [84, 63, 3]), ("equal", [65, 65, 20]), ("priority", [100, 50, 0])],
)
def test_that_a_case_answers_ga7(rule: str, units: list[int]) -> None:
    assert totals(case(150, claiming(100, 80, 20), rung("target", rule))) == units
    assert totals(case(150, claiming(100, 80, 20), rung("rest", rule))) == units


def test_that_a_case_answers_ga9_and_ga10() -> None:
    capped = [channel("A", weight="50", cap=20), channel("B", weight=30), channel("C", weight="20")]
    assert totals(case(100, capped, rung("rest", "share"))) == [20, 48, 32]
    cased = [channel("A", weight="50", lot=12), channel("B", weight=30), channel("C", weight="20", lot=24)]
    found = answer(case(110, cased, rung("rest", "share")))
    assert found["units"] == {
        "A": {"firm": 48, "loan": 0},
        "B": {"firm": 32, "loan": 6},
        "C": {"firm": 24, "loan": 0},
    }
    assert found["blocked"]["claimant"] == "A"
    assert found["levels"] == {"A": [None], "B": [None], "C": [None]}


@pytest.mark.parametrize("supply, units", [(100, [11, 66, 23]), (250, [100, 110, 40])])
def test_that_a_case_answers_ga11(supply: int, units: list[int]) -> None:
    claimants = [channel("AMZ", rate="10", pos=120), channel("DTC", rate="5"), channel("EBY", rate="2", pos=4)]
    assert totals(case(supply, claimants, rung("rest", "cover"))) == units


@pytest.mark.parametrize(
    "supply, units, total",
    [
        (20, [0, 20, 0], "448.89"),
        (40, [9, 31, 0], "717.13"),
        (80, [48, 32, 0], "1075.18"),
        (120, [57, 33, 30], "1328.69"),
        (160, [76, 44, 40], "1453.99"),
    ],
)
def test_that_a_case_answers_ga12(supply: int, units: list[int], total: str) -> None:
    claimants = [
        channel("DTC", demand={"poisson": "30"}, contribution="22.50"),
        channel("AMZ", demand={"poisson": 60}, contribution=9),
        channel("WHS", demand={"certain": 40}, contribution=6.00, cap=40),
    ]
    asked = case(supply, claimants, rung("rest", "contribution"))
    assert totals(asked) == units
    assert answer(asked)["contribution"]["total"] == total


def mug_with_worth() -> list[Json]:
    """Give the mug with the demand and the contribution of GA13."""
    worth = {
        "AMZ": ({"poisson": "280"}, "10.89"),
        "DTC": ({"poisson": "168"}, "12.42"),
        "WHS": ({"certain": 96, "poisson": "84"}, "4.80"),
        "EBY": ({"poisson": "56"}, "9.20"),
    }
    return [one | {"demand": worth[one["code"]][0], "contribution": worth[one["code"]][1]} for one in MUG]


def test_that_a_case_answers_the_ladder_of_ga13() -> None:
    assert answer(case(400, mug_with_worth(), *LADDER))["contribution"]["total"] == "3901.37"


def test_that_an_explained_case_answers_the_policy_cost_of_ga13() -> None:
    asked = parse_case(decoded(json.dumps(case(400, mug_with_worth(), *LADDER))))
    found = answer_case(asked, explained=True, time_limit=10_000)["policy"]
    assert (found["value"], found["best"], found["cost"]) == ("3901.37", "3974.18", "72.81")
    assert (found["percent"], found["all_promises"], found["promises"]) == ("1.8", "279.01", {"WHS": "279.01"})
    assert Decimal(found["gap"]) == Decimal(0)
    assert found["time_limit_ms"] == 10_000


def test_that_a_case_answers_ga14_in_hundredths_of_a_cubic_foot() -> None:
    claimants = [
        channel("A", lot=144, target=3600),
        channel("B", lot=180, target=6000),
        channel("C", lot=50, target=6000),
    ]
    found = answer(case(6000, claimants, rung("target", "prorata")))
    assert {code: units["firm"] + units["loan"] for code, units in found["units"].items()} == {
        "A": 1296,
        "B": 2340,
        "C": 2350,
    }
    assert found["unassigned"] == 14
    assert (found["blocked"]["claimant"], found["blocked"]["lot"]) == ("A", 144)


def test_that_a_case_answers_ga15() -> None:
    periods = {"supply": [6, 4, 2, 4, 8, 4, 4, 4], "demand": [6, 2, 3, 6, 6, 1, 2, 2]}
    assert answer({"periods": periods})["promise"] == {
        "period": [0, 2, -1, -2, 2, 3, 2, 2],
        "backward": [0, 0, 0, -1, 2, 3, 2, 2],
        "look_ahead": [0, 0, 0, 0, 1, 4, 6, 8],
    }


@pytest.mark.parametrize(
    "listing, supply, listed",
    [
        ({"end_when": 5}, 40, 40),
        ({"end_when": 5}, 4, 0),
        ({"buffer": 5}, 100, 95),
        ({"buffer": 5}, 3, 0),
        ({"percent": "90"}, 50, 45),
        ({"percent": 90}, 10, 9),
        ({"end_when": 8, "buffer": 5}, 20, 15),
        ({"end_when": 8, "buffer": 5}, 7, 0),
        ({"max_listed": 7}, 40, 7),
    ],
)
def test_that_a_case_answers_ga16(listing: Json, supply: int, listed: int) -> None:
    asked = case(supply, [channel("SHOP", listing=listing)], rung("rest", "equal"))
    assert answer(asked)["published"] == {"SHOP": listed}


def test_that_order_lines_are_awarded_by_line_and_what_is_off_is_said() -> None:
    lines = [
        {"id": 7, "units": 10, "ship_by": "2026-11-03", "fill": "partial"},
        {"id": "8", "units": 10, "ship_by": "2026-11-02", "fill": "full"},
        {"id": 9, "units": 50, "ship_by": None},
    ]
    found = answer(
        case(15, [channel("WHS", cap=40, lines=lines), channel("TINY", moq=5, cap=3)], rung("commit", "edd"))
    )
    assert [(award["line"], award["units"], award["key"]) for award in found["awards"]] == [
        ("8", 10, "2026-11-02"),
        ("7", 5, "2026-11-03"),
    ]
    assert [(one["claimant"], one["about"]) for one in found["exceptions"]] == [
        ("TINY", "cap below MOQ"),
        ("WHS", "line over cap"),
    ]
    assert [one["field"] for one in found["warnings"]] == ["claimants[0].lines[2].ship_by", "claimants[0].cap"]
    assert {"claimant": "WHS", "cause": "cap", "units": 50} in found["unmet"]


def test_that_an_explained_case_says_why_and_what_would_be_without() -> None:
    explanation = answer(case(600, MUG, *LADDER), explained=True)["explanation"]
    assert set(explanation) == {"AMZ", "DTC", "WHS", "EBY"}
    assert sum(step["effect"] for step in explanation["AMZ"]["steps"]) == 216
    assert {"what": "its floor of 60", "units": 216, "effect": 0} in explanation["AMZ"]["without"]


@pytest.mark.parametrize("name", ["Standard", "wholesale first", "Contribution first"])
def test_that_a_ladder_can_be_a_preset(name: str) -> None:
    claimants = [channel("A", weight="1", cap=5, demand={"certain": 5}, contribution=1)]
    assert totals({"supply": 4, "claimants": claimants, "ladder": name}) == [4]


def test_that_rounding_and_a_switch_can_be_given() -> None:
    claimants = [channel("A", lot=12, target=11), channel("B", target=50, enabled=False)]
    assert totals(case(99, claimants, rung("target", "equal", round="up"))) == [12, 0]


def test_that_money_follows_the_currency_of_the_case() -> None:
    claimants = [channel("A", demand={"certain": 5}, contribution=100, cap=9)]
    yen = answer(case(3, claimants, rung("rest", "contribution")) | {"currency": "JPY"})
    assert yen["contribution"] == {"claimants": {"A": "300"}, "total": "300"}
