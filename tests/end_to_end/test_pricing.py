"""`floor --case` and `respond --case` from start to end: golden examples, tables, and how wrong cases are told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from main import main

Run = Callable[..., tuple[int, str, str]]
CASES = Path(__file__).parent / "pricing_cases"
GOLDENS = sorted(CASES.glob("*/*.json"))
AMAZON: dict[str, Any] = {
    "cogs": "6.20",
    "referral": {"kind": "flat", "rate": "0.15", "minimum": "0.30"},
    "fulfilment": "4.15",
    "target": {"absolute": "1.50"},
}
SITUATION: dict[str, Any] = {"price": "20.00", "list_price": "24.99", "floor_safe": "15.00", "ceiling": "29.99"}


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Give a function that runs a command on a case and returns exit code, output and errors."""

    def run_one(command: str, case: object, *arguments: str) -> tuple[int, str, str]:
        path = tmp_path / "case.json"
        path.write_text(case if isinstance(case, str) else json.dumps(case), "utf-8")
        capsys.readouterr()
        code = main(["--data", str(tmp_path / "data"), command, "--case", str(path), *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run_one


def told(expected: object, found: object) -> object:
    """Cut an answer down to what is expected of it: of objects the named fields, of lists each element."""
    match expected, found:
        case dict(), dict():
            return {name: told(value, found[name]) for name, value in expected.items()}
        case list(), list() if len(expected) == len(found):
            return [told(one, other) for one, other in zip(expected, found, strict=True)]
        case _:
            return found


def test_that_every_golden_example_of_the_floor_is_among_the_cases() -> None:
    names = {path.stem for path in GOLDENS}
    assert {f"GB{number}" for number in range(1, 11)} | {"GB9b"} <= names


@pytest.mark.parametrize("path", GOLDENS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_that_a_golden_case_is_answered_to_the_cent(run: Run, path: Path) -> None:
    golden = json.loads(path.read_text("utf-8"))
    code, out, err = run(path.parent.name, golden["case"], "--format", "json")
    assert (code, err) == (0, "")
    assert told(golden["answer"], json.loads(out)) == golden["answer"]


def test_that_the_table_of_a_floor_says_what_may_be_asked_and_what_it_earns(run: Run) -> None:
    golden = json.loads((CASES / "floor" / "GB6.json").read_text("utf-8"))
    case = golden["case"] | {"discount": {"list": "12.50", "rates": ["0.20"]}, "endings": [".99"], "round": ["10.00"]}
    code, out, _ = run("floor", case)
    assert code == 0
    assert "Lowest price that earns the target: 9.30 USD." in out
    assert "From 10.98 USD on every price up to 200.00 does." in out
    assert "Forbidden: 10.01 to 10.97 does not earn it." in out
    assert "Dead zone: 10.01 to 11.72 earns less than the price just below it." in out
    assert "10.00 is rounded to 10.99." in out
    assert "20 % off is 10.00: E 3.14 earns the target." in out
    assert out.splitlines()[-3].split() == [
        "10.01",
        "10.01",
        "-1.50",
        "-3.83",
        "-3.00",
        "1.68",
        "0.167832",
        "2.50",
        "no",
        "yes",
    ]


def test_that_the_table_of_an_answer_says_why(run: Run) -> None:
    case = SITUATION | {"offers": [{"seller": "X", "landed": "18.00"}, {"seller": "Y", "landed": "7.00"}]}
    code, out, _ = run("respond", case)
    assert code == 0
    assert out.splitlines() == [
        "Propose 19.40 USD.",
        "1 offer left out: suspiciously cheap.",
        "The lowest offer compares as 18.00 USD: towards 18.00 USD.",
        "One change moves the price by 0.60 USD at most, so 18.00 USD takes several.",
    ]


@pytest.mark.parametrize(
    "case, problem",
    [
        ("{", "This is no JSON"),
        ('{"cogs": "6", "cogs": "7"}', '"cogs" stands twice in the same object'),
        ('{"sku": "\\u001b[31m"}', "sku holds a control character"),
        ("[]", "the case: must be an object, not a list"),
        ({}, "cogs: is missing"),
        (AMAZON | {"cogs": "6.205"}, "cogs: has more decimals than USD"),
        (AMAZON | {"cogs": "-1"}, "cogs: must not be negative"),
        (AMAZON | {"cogs": "cheap"}, "cogs: must be a number"),
        (AMAZON | {"colour": "red"}, "colour: is not known"),
        (AMAZON | {"currency": "usd"}, "currency: must be three capital letters"),
        (AMAZON | {"vat": "20"}, "vat: must be from 0 to 1; 15 percent is 0.15"),
        (AMAZON | {"fee_base": "landed"}, "fee_base: must be one of gross, net"),
        (AMAZON | {"referral": {"kind": "steps"}}, "referral.kind: must be one of flat, bracket, marginal"),
        (AMAZON | {"referral": {"kind": "flat"}}, "referral.rate: is missing"),
        (AMAZON | {"referral": {"bands": [{"rate": "0.1"}]}}, "referral.kind: is missing"),
        (AMAZON | {"referral": {"kind": "flat", "rate": "0.1", "bands": []}}, "referral.bands: belong to bracket"),
        (AMAZON | {"referral": {"kind": "bracket", "rate": "0.1"}}, "referral.rate: belongs to flat"),
        (AMAZON | {"referral": {"kind": "bracket"}}, "referral.bands: are missing"),
        (
            AMAZON | {"referral": {"kind": "marginal", "bands": [{"to": "10", "rate": "0.1"}]}},
            "referral.bands[0].to: must be left out in the last one",
        ),
        (
            AMAZON | {"referral": {"kind": "bracket", "bands": [{"rate": "0.1"}, {"rate": "0.2"}]}},
            "referral.bands[0].to: is missing",
        ),
        (
            AMAZON | {"fulfilment": [{"to": "9", "fee": "1"}, {"to": "9", "fee": "2"}, {"fee": "3"}]},
            "fulfilment[1].to: must be above the one before it",
        ),
        (AMAZON | {"fulfilment": [{"to": "9"}, {"fee": "3"}]}, "fulfilment[0].fee: is missing"),
        (AMAZON | {"fulfilment": []}, "fulfilment: has no tier"),
        (AMAZON | {"ads": {"absolute": "1", "rate": "0.1"}}, "ads.rate: stands beside absolute"),
        (AMAZON | {"returns": {"rate": "1.5"}}, "returns.rate: must be from 0 to 1"),
        (AMAZON | {"returns": {"rate": "0.1", "admin": {"cap": "x"}}}, "returns.admin.cap: must be a number"),
        (AMAZON | {"target": {"margin": "10"}}, "target.margin: must be from 0 to 1"),
        (AMAZON | {"price_max": "0"}, "price_max: must be above 0 and at most 20000"),
        (AMAZON | {"price_max": "20000.01"}, "price_max: must be above 0 and at most 20000"),
        (AMAZON | {"at": "13.94"}, "at: must be a list"),
        (AMAZON | {"at": ["13.94", "0"]}, "at[1]: must be above 0"),
        (AMAZON | {"endings": ["99"]}, 'endings[0]: must be the last digits of a price in USD, such as ".99"'),
        (
            AMAZON | {"currency": "JPY", "cogs": "620", "endings": [".99"]},
            "endings[0]: must be the last digits of a price in JPY",
        ),
        (AMAZON | {"discount": {"rates": ["0.1"]}}, "discount.list: is missing"),
    ],
)
def test_that_a_wrong_floor_case_is_refused_by_the_name_of_its_field(run: Run, case: object, problem: str) -> None:
    code, out, err = run("floor", case)
    assert (code, out) == (2, "")
    assert problem in err


@pytest.mark.parametrize(
    "case, problem",
    [
        ({}, "price: is missing"),
        (SITUATION | {"price": "0"}, "price: must be above 0"),
        (SITUATION | {"listing": AMAZON}, "floor_safe: or a listing to work it out of is needed, one of the two"),
        (SITUATION | {"floor_safe": None}, "floor_safe: or a listing"),
        (SITUATION | {"floor_safe": None, "listing": AMAZON, "shipping": "1"}, "shipping: belongs into the listing"),
        (
            SITUATION | {"floor_safe": None, "listing": AMAZON | {"price_max": "20"}},
            "ceiling: is above listing.price_max",
        ),
        (SITUATION | {"floor_safe": None, "listing": AMAZON | {"at": []}}, "listing.at: is not known"),
        (SITUATION | {"offers": [{"landed": "9"}]}, "offers[0].seller: is missing"),
        (SITUATION | {"offers": [{"seller": "X"}]}, "offers[0].landed: is missing"),
        (SITUATION | {"offers": [{"seller": "X", "landed": "9", "age": -1}]}, "offers[0].age: must not be negative"),
        (SITUATION | {"changes": [{"age": 3}]}, "changes[0].down: is missing"),
        (SITUATION | {"policy": {"strategy": "win"}}, "policy.strategy: must be one of match, beat, stay_above"),
        (SITUATION | {"policy": {"step_down": "3"}}, "policy.step_down: must be from 0 to 1"),
        (SITUATION | {"policy": {"cool_down": "long"}}, "policy.cool_down: must be a whole number"),
        (SITUATION | {"policy": {"speed": 1}}, "policy.speed: is not known"),
    ],
)
def test_that_a_wrong_situation_is_refused_by_the_name_of_its_field(run: Run, case: object, problem: str) -> None:
    code, out, err = run("respond", case)
    assert (code, out) == (2, "")
    assert problem in err


def test_that_all_problems_of_a_case_are_told_at_once(run: Run) -> None:
    _, _, err = run("floor", AMAZON | {"cogs": None, "vat": "2", "at": ["x"]})
    assert sorted(line.partition(":")[0] for line in err.splitlines()) == ["at[0]", "cogs", "vat"]


@pytest.mark.parametrize("command, page", [("floor", "floor-case.md"), ("respond", "response-case.md")])
def test_that_the_example_of_the_page_for_users_is_answered(run: Run, command: str, page: str) -> None:
    text = (Path(__file__).parents[2] / "docs" / page).read_text("utf-8")
    example = text.partition("```json\n")[2].partition("```")[0]
    code, out, err = run(command, example)
    assert (code, err) == (0, "")
    assert "15.63 USD" in out or "Propose 19.49 USD" in out


@pytest.mark.parametrize("command", ["floor", "respond"])
def test_that_a_missing_case_file_is_refused(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path), command, "--case", str(tmp_path / "nowhere.json")]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_that_the_largest_discount_does_not_go_below_the_map(run: Run) -> None:
    # The floor of GB1 is 13.94; of 25.00 that is 44.2 % off, the MAP of 16.00 is 36 %.
    asked = {"discount": {"list": "25.00", "rates": ["0.40"]}}
    code, out, _ = run("floor", AMAZON | asked | {"map": "16.00"})
    assert code == 0
    assert "Largest discount from 25.00: 36 %, to 16.00, not below the MAP of 16.00." in out
    assert "40 % off is 15.00: E 2.40 earns the target, and the price is below the MAP of 16.00." in out
    assert "Largest discount from 25.00: 44.2 %, to 13.95." in run("floor", AMAZON | asked)[1]
    _, out, _ = run("floor", AMAZON | asked | {"map": "26.00"})
    assert "No price from the MAP of 26.00 up to the list price 25.00 earns the target." in out


def test_that_a_map_above_the_ceiling_is_refused(run: Run) -> None:
    code, out, err = run("floor", AMAZON | {"map": "70.00", "ceiling": "60.00"})
    assert (code, out) == (2, "")
    assert "map: is above the ceiling, so that no price may be asked" in err


def test_that_sellers_and_conditions_compare_as_everywhere(run: Run) -> None:
    offers = [{"seller": " US ", "landed": "18.00"}, {"seller": "New  Rival", "landed": "19.00", "condition": "New"}]
    policy = {"own": ["us"], "ignored": ["new rival "], "condition": " NEW"}
    _, out, _ = run("respond", SITUATION | {"offers": offers, "policy": policy})
    assert out.splitlines()[1:3] == ["1 offer left out: of our own.", "1 offer left out: of an ignored seller."]
    _, out, _ = run("respond", SITUATION | {"offers": offers[1:], "policy": {"condition": " NEW"}})
    assert "The lowest offer compares as 19.00 USD" in out
