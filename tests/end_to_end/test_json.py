"""What every command gives as JSON: it alone on the standard output, and money as text with its currency beside it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.importing.demo import EXPORTS
from app.ledger.seal import seal_path
from tests.end_to_end.conftest import Run

DOCS = Path(__file__).resolve().parents[2] / "docs"
FORM = ("--format", "json")
COMMANDS = (
    *(("contribution", "--by", by, *FORM) for by in ("channel", "sku", "month", "week")),
    ("postings", *FORM),
    ("batches", "--json"),
    ("import", EXPORTS / "settlement_2026-05-02.txt", "--dry-run", "--json"),
    ("doctor", "--json"),
    ("allocate", *FORM),
    ("allocate", "--sku", "JR-0101", "--supply", 12, "--explain", *FORM),
    ("allocate", "--replay", *FORM),
    ("replenish", *FORM),
    ("replenish", "--by", "place", *FORM),
    ("drift", "--all", *FORM),
    ("price", "JR-0101", "--channel", "Shopify", "--explain", *FORM),
    ("prices", *FORM),
    ("conflicts", *FORM),
)
# The keys under which money stands.
MONEY = frozenset(
    "gross_sales discounts refunds shipping_income net_sales cogs cm1 channel_costs cm2 marketing cm3 "
    "channel_operating_cost cm4 shared_operating_cost result unclassified uncosted_sales amount base_amount "
    "control_total sum at_stake contribution lost_contribution lost_if_not lost_anyway live governed off_by price base "
    "floor map ceiling earns stake value best cost all_promises floor_min floor_safe target E earns_a_day".split()
)
MAJOR = re.compile(r"-?\d+(\.\d+)?")


@pytest.fixture
def ledger(demo_file: Path, tmp_path: Path) -> Path:
    """Copy the demo brand's ledger."""
    copied = tmp_path / "Shop.channelbook"
    shutil.copy(demo_file, copied)
    shutil.copy(seal_path(demo_file), seal_path(copied))
    return copied


def money(told: Any, currencies: tuple[str, ...] = ()) -> Iterator[tuple[str, Any, tuple[str, ...]]]:  # noqa: ANN401 - JSON
    """Give all money of an answer: its key, what it is, and the currencies told beside it or around it."""
    if isinstance(told, list):
        for one in told:
            yield from money(one, currencies)
    elif isinstance(told, dict):
        own = tuple(str(told[name]) for name in ("currency", "base_currency") if told.get(name))
        for key, value in told.items():
            if key in MONEY and not isinstance(value, dict):
                yield key, value, own or currencies
            yield from money(value, own or currencies)


def plain(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Read JSON as RFC 8259 has it: without NaN and infinities."""

    def refuse(name: str) -> None:
        raise ValueError(name)

    return json.loads(text, parse_constant=refuse)


@pytest.mark.parametrize("typed", COMMANDS, ids=lambda typed: " ".join(map(str, typed[:3])))
def test_that_a_command_gives_json_alone_with_the_currency_beside_its_money(
    run: Run, ledger: Path, typed: tuple[object, ...]
) -> None:
    code, out, _ = run(typed[0], ledger, *typed[1:])
    assert code in {0, 1}
    found = list(money(plain(out)))
    for key, value, currencies in found:
        assert value is None or (isinstance(value, str) and MAJOR.fullmatch(value)), (key, value)
        assert currencies or value is None, key
    assert found or typed[0] == "doctor"


@pytest.mark.parametrize(
    "command, page", [("allocate", "allocation-case"), ("floor", "floor-case"), ("respond", "response-case")]
)
def test_that_a_case_is_answered_in_json_alone(run: Run, tmp_path: Path, command: str, page: str) -> None:
    found = re.search(r"```json\n(.*?)```", (DOCS / f"{page}.md").read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    case = tmp_path / "case.json"
    case.write_text(found[1], encoding="utf-8")
    code, out, err = run(command, "--case", case, *FORM)
    assert (code, err) == (0, "")
    for key, value, _ in money(plain(out)):
        assert value is None or MAJOR.fullmatch(value), key


def test_that_json_in_a_file_is_the_same_and_leaves_the_output_empty(run: Run, ledger: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    for command in ("contribution", "postings", "replenish", "drift", "conflicts"):
        told = run(command, ledger, *FORM)[1]
        assert run(command, ledger, *FORM, "--out", out)[1] == ""
        assert plain(out.read_text(encoding="utf-8")) == plain(told)
