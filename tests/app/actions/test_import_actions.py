"""Undo of an import: what moves is said before, and is what then moves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.actions.imports import consequences, undo_import
from app.errors import UserError
from app.importing.batch import import_file
from app.importing.demo import EXPORTS
from app.importing.finding import find_files
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.queries.batches import BatchRow, batches, remarks
from app.queries.contribution import known_period, statement
from models.domain.contribution.statement import STACK, TITLES, By


def batch_of(ledger: Ledger, start: str) -> BatchRow:
    """Find the import of a file by the beginning of its name."""
    with ledger.read() as session:
        return next(row for row in batches(session) if row.file.startswith(start) and row.active)


def amounts(ledger: Ledger) -> dict[tuple[str, str], int]:
    """Read every cell of the statement by channel."""
    with ledger.read() as session:
        period = known_period(session)
        assert period is not None
        found = statement(session, period, By.CHANNEL)
    return {(row.label, TITLES[name]): row.figures.amount(name) for row in found.rows for name in STACK}


def totals(ledger: Ledger) -> dict[str, int]:
    """Read the total of every line."""
    with ledger.read() as session:
        period = known_period(session)
        assert period is not None
        total = statement(session, period, By.CHANNEL).total.figures
    return {TITLES[name]: total.amount(name) for name in STACK}


@pytest.mark.parametrize("start", ["settlement_2026-05-02", "orders_export_5", "costs", "expenses", "payment"])
def test_that_the_consequences_said_before_are_what_the_undo_moves(demo_ledger: Ledger, start: str) -> None:
    batch = batch_of(demo_ledger, start)
    before = amounts(demo_ledger)
    said = consequences(demo_ledger, Progress(), batch_id=batch.id).lines
    assert amounts(demo_ledger) == before
    undo_import(demo_ledger, Progress(), batch_id=batch.id)
    after = amounts(demo_ledger)
    moved = {cell: after[cell] - before[cell] for cell in before if after[cell] != before[cell]}
    assert {(move.channel, move.line): move.moved.minor for move in said} == moved
    assert moved


def test_that_the_lines_of_several_channels_have_the_total_of_the_statement(demo_ledger: Ledger) -> None:
    said = consequences(demo_ledger, Progress(), batch_id=batch_of(demo_ledger, "orders_export_5").id)
    before = totals(demo_ledger)
    undo_import(demo_ledger, Progress(), batch_id=batch_of(demo_ledger, "orders_export_5").id)
    after = totals(demo_ledger)
    moved = {line: (before[line], after[line]) for line in before if before[line] != after[line]}
    assert {move.line: (move.before.minor, move.after.minor) for move in said.total} == moved
    assert {move.channel for move in said.total} == {"All channels"}
    for total in said.total:
        assert total.moved.minor == sum(move.moved.minor for move in said.lines if move.line == total.line)
    assert said.rows == (*said.lines, *said.total)
    assert said.lines[0].channel == "Shopify", "what moves most stands first"


def test_that_what_moves_says_its_days_and_currency(demo_ledger: Ledger) -> None:
    sales = consequences(demo_ledger, Progress(), batch_id=batch_of(demo_ledger, "orders_export_5").id)
    assert sales.sentence() == (
        "19 lines of the P&L move over all days that the ledger holds (2026-02-01 to 2026-10-31), in USD."
    )
    rates = consequences(demo_ledger, Progress(), batch_id=batch_of(demo_ledger, "rates").id)
    assert rates.sentence() == (
        "1 line of the P&L moves over all days that the ledger holds (2026-02-01 to 2026-10-31), in CAD."
    )
    assert rates.total == ()
    both = replace(rates, lines=(*rates.lines, *sales.lines))
    assert both.sentence().endswith(", each in its own currency.")
    assert consequences(demo_ledger, Progress(), batch_id=batch_of(demo_ledger, "stock").id).sentence() == (
        "No line of the P&L moves."
    )


def test_that_importing_again_after_an_undo_gives_the_same_figures_and_digest(demo_ledger: Ledger) -> None:
    batch = batch_of(demo_ledger, "settlement_2026-05-02")
    before = amounts(demo_ledger)
    undo_import(demo_ledger, Progress(), batch_id=batch.id)
    file = next(file for file in find_files([EXPORTS]) if file.name == batch.file)
    import_file(demo_ledger, Progress(), file=file)
    assert amounts(demo_ledger) == before
    assert batch_of(demo_ledger, "settlement_2026-05-02").digest == batch.digest


def test_that_a_backup_is_made_before_an_undo(demo_ledger: Ledger) -> None:
    undo_import(demo_ledger, Progress(), batch_id=batch_of(demo_ledger, "meta").id)
    folder = demo_ledger.path.with_name(f"{demo_ledger.path.stem} backups")
    assert any("before undo" in path.name for path in folder.iterdir())


def test_that_what_is_undone_or_no_import_cannot_be_undone(demo_ledger: Ledger) -> None:
    batch = batch_of(demo_ledger, "meta")
    undo_import(demo_ledger, Progress(), batch_id=batch.id)
    with pytest.raises(UserError, match="undone already"):
        undo_import(demo_ledger, Progress(), batch_id=batch.id)
    with pytest.raises(UserError, match="no import"):
        consequences(demo_ledger, Progress(), batch_id=99_999)


def test_that_a_batch_lists_its_rows_by_verdict_and_its_remarks(demo_ledger: Ledger) -> None:
    batch = batch_of(demo_ledger, "orders_export_7")
    assert batch.new + batch.changed + batch.known + batch.left_out + batch.unread == batch.rows
    assert batch.state == "needs a look"
    with demo_ledger.read() as session:
        said = remarks(session, batch.id, today=demo_ledger.today())
    assert {remark.verdict for remark in said} == {"left out on purpose", "needs a look"}
    assert [remark.amount.minor for remark in said if remark.amount] == [-3]


def test_that_the_channel_of_an_undone_first_import_leaves_the_reports(tmp_path: Path, demo_ledger: Ledger) -> None:
    del tmp_path
    with demo_ledger.read() as session:
        etsy = [row.id for row in batches(session) if row.channel == "Etsy"]
    assert etsy
    for batch_id in etsy:
        undo_import(demo_ledger, Progress(), batch_id=batch_id)
    with demo_ledger.read() as session:
        period = known_period(session)
        assert period is not None
        labels = {row.label for row in statement(session, period, By.CHANNEL).rows}
    assert "Etsy" in labels, "its expenses still stand"


def test_that_where_a_rate_goes_the_consequences_name_what_would_lack_it(demo_ledger: Ledger) -> None:
    rates = batch_of(demo_ledger, "rates")
    said = consequences(demo_ledger, Progress(), batch_id=rates.id).lines
    assert {(move.line, move.before.minor, move.after.currency) for move in said} == {("Without a rate", 0, "CAD")}
    assert {move.channel for move in said} == {"Wholesale"}
    undo_import(demo_ledger, Progress(), batch_id=rates.id)
    sales = batch_of(demo_ledger, "settlement_2026-05-02")
    moved = {move.line: move for move in consequences(demo_ledger, Progress(), batch_id=sales.id).lines}
    assert moved["Gross sales"].moved.minor < 0
    assert moved["Gross sales"].moved.currency == "USD"
