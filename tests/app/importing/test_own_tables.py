"""Channelbook's own table of costs: of two rows that contradict each other the first stands, and the other is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.importing.preview import Choices, preview
from app.importing.verdicts import Verdict
from app.jobs import Progress
from tests.make import import_text, new_ledger, text_file, today

HEAD = "sku,valid_from,cost,currency,known_since,note"
FIRST = "TEE,2026-01-01,4.00,EUR,,"


@pytest.mark.parametrize(
    "second, said",
    [
        ("TEE,2026-01-01,5.00,EUR,,", "TEE from 2026-01-01 stands in the file already, at row 2, with another cost"),
        (
            "TEE,2026-01-01,4.00,USD,2026-01-01,",
            "TEE from 2026-01-01 stands in the file already, at row 2, with another cost",
        ),
        (FIRST, ""),
        ("TEE,2026-01-01,4.00,EUR,,Another bill", ""),
        ("TEE,2026-01-02,5.00,EUR,,", ""),
        ("TEE,2026-01-01,5.00,EUR,2026-03-01,", ""),
        ("CUP,2026-01-01,5.00,EUR,,", ""),
    ],
)
def test_that_a_second_cost_of_one_day_is_told_where_it_differs(second: str, said: str, tmp_path: Path) -> None:
    imported = import_text(new_ledger(tmp_path, currency="EUR"), "costs.csv", f"{HEAD}\n{FIRST}\n{second}\n{FIRST}")
    told = [(verdict.row, verdict.reason) for verdict in imported.preview.verdicts if verdict.verdict is Verdict.UNREAD]
    assert told == ([(3, said)] if said else [])
    assert imported.needs_a_look == bool(said)


def test_that_a_cost_learned_later_is_named_with_the_day_it_was_learned(tmp_path: Path) -> None:
    lines = [HEAD, "TEE,2026-01-01,4.00,EUR,2026-03-01,", "TEE,2026-01-01,5.00,EUR,2026-03-01,"]
    (_, second) = import_text(new_ledger(tmp_path), "costs.csv", "\n".join(lines)).preview.verdicts
    assert second.reason == (
        "TEE from 2026-01-01, known since 2026-03-01, stands in the file already, at row 2, with another cost"
    )


def test_that_a_cost_that_no_ledger_can_keep_is_refused(tmp_path: Path) -> None:
    (seen,) = import_text(
        new_ledger(tmp_path), "costs.csv", f"{HEAD}\nTEE,2026-01-01,900000000.01,USD,,\n{FIRST}\n"
    ).preview.verdicts[:1]
    assert (seen.column, seen.reason) == (
        "cost",
        "The cost is too large: what one unit costs is kept up to 900000000.00",
    )


def test_that_a_rate_into_another_currency_than_the_ledgers_is_left_out(tmp_path: Path) -> None:
    text = "day,currency,rate,into\n2026-01-01,USD,0.80,GBP\n2026-01-01,USD,0.90,EUR\n"
    imported = import_text(new_ledger(tmp_path, currency="EUR"), "rates.csv", text)
    assert imported.preview.verdicts == (
        (2, Verdict.LEFT_OUT, "a rate into GBP, and the ledger is in EUR", ""),
        (3, Verdict.NEW, "", ""),
    )
    assert not imported.needs_a_look


@pytest.mark.parametrize("amount, driver, said", [("5.00", "orders", "driver"), ("5.00", "", ""), ("0.00", "", "")])
def test_that_a_driver_of_a_cost_of_a_channel_is_refused(amount: str, driver: str, said: str, tmp_path: Path) -> None:
    text = f"channel,first_day,last_day,amount,category,driver\nFair,2026-01-01,,{amount},operating,{driver}\n"
    with new_ledger(tmp_path).read() as session:
        file = text_file("expenses.csv", text)
        (verdict,) = preview(session, file, Choices(), Progress(), today=today()).verdicts
    assert verdict.column == said
