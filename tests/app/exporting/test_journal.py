"""The journal is accepted by tools that others wrote, and their totals are the ledger's."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from beancount import loader
from beancount.core import data
from sqlalchemy import func, select

from app.errors import Cancelled
from app.exporting.account_names import AccountNames
from app.exporting.journal import JournalForm, write_journal
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.queries import legs
from app.queries.contribution import statement
from models.domain.contribution.statement import By
from models.domain.money import Money
from models.tables import Channel, Document, Posting
from tests.app.exporting.brand import HOSTILE_FILE, MARCH, brand
from tests.make import draft, new_ledger, write

Totals = dict[tuple[str, str], Decimal]
HLEDGER = shutil.which("hledger")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    made = brand(tmp_path_factory.mktemp("brand"))
    yield made
    made.close()


def journal(ledger: Ledger, form: str) -> str:
    stream = io.StringIO(newline="")
    with ledger.read() as session:
        write_journal(session, stream, form)
    return stream.getvalue()


def expected(ledger: Ledger) -> Totals:
    """Add up both legs of what is in force, straight from the tables."""
    totals: Totals = {}
    with ledger.read() as session:
        channels = session.execute(select(Channel.id, Channel.name).order_by(Channel.id)).all()
        names = AccountNames((identity, name) for identity, name in channels)
        rows = session.execute(
            select(Posting.account, Posting.channel_id, Document.billed, Posting.amount, Posting.currency)
            .join(Document, Document.id == Posting.document_id)
            .where(Posting.in_force == 1)
        )
        for account, channel_id, billed, minor, currency in rows:
            amount = Money(minor, currency).decimal()
            own, against = names.legs(account, channel_id, billed=bool(billed))
            for name, signed in ((own, -amount), (against, amount)):
                totals[name, currency] = totals.get((name, currency), Decimal(0)) + signed
    return {key: total for key, total in totals.items() if total}


@pytest.mark.skipif(HLEDGER is None, reason="skipped: no hledger")
def test_that_hledger_accepts_the_journal_at_its_strictest_with_equal_totals(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "book.journal"
    path.write_text(journal(ledger, "hledger"), encoding="utf-8")
    command = [str(HLEDGER), "-f", str(path)]
    environment = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    subprocess.run([*command, "check", "--strict", "payees"], check=True, capture_output=True, env=environment)
    balance = [*command, "balance", "--flat", "--no-total", "--layout=bare", "--output-format=csv"]
    said = subprocess.run(balance, check=True, capture_output=True, text=True, encoding="utf-8", env=environment).stdout
    rows = csv.DictReader(io.StringIO(said))
    totals = {(row["account"], row["commodity"]): Decimal(row["balance"]) for row in rows}
    assert {key: total for key, total in totals.items() if total} == expected(ledger)


@pytest.mark.skipif(HLEDGER is None, reason="skipped: no hledger")
def test_that_hledger_values_the_journal_at_the_rates_of_the_ledger(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "book.journal"
    path.write_text(journal(ledger, "hledger"), encoding="utf-8")
    environment = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    command = [str(HLEDGER), "-f", str(path), "balance", "--flat", "--no-total", "--value=then,USD", "--layout=bare"]
    said = subprocess.run(
        [*command, "--output-format=csv", "type:RX"],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
    ).stdout
    rows = list(csv.DictReader(io.StringIO(said)))
    assert {row["commodity"] for row in rows} == {"USD"}
    with ledger.read() as session:
        whole = statement(session, MARCH, By.CHANNEL).total.figures
        foreign = session.scalar(select(func.count()).where(Posting.in_force == 1, Posting.currency != "USD")) or 0
    told = -sum(Decimal(row["balance"]) for row in rows)
    expected_result = Money(whole.result + whole.amount("unclassified"), "USD").decimal()
    # Each foreign posting is rounded to the cent in the ledger and not in hledger, which then rounds each account.
    assert abs(told - expected_result) <= Decimal("0.005") * (foreign + len(rows))


def test_that_beancount_accepts_the_journal_with_equal_totals(ledger: Ledger) -> None:
    entries, errors, options = loader.load_string(journal(ledger, "beancount"))
    assert errors == []
    assert options["operating_currency"] == ["USD"]
    prices = {(entry.currency, str(entry.amount)) for entry in entries if isinstance(entry, data.Price)}
    assert prices == {("CAD", "0.7 USD"), ("JPY", "0.0067 USD")}
    totals: Totals = {}
    for entry in (entry for entry in entries if isinstance(entry, data.Transaction)):
        for posting in entry.postings:
            assert posting.units is not None
            assert isinstance(posting.units.number, Decimal)
            key = (posting.account, posting.units.currency)
            totals[key] = totals.get(key, Decimal(0)) + posting.units.number
    assert {key: total for key, total in totals.items() if total} == expected(ledger)


def test_that_beancount_reads_orders_and_files_as_they_were(ledger: Ledger) -> None:
    entries, _, _ = loader.load_string(journal(ledger, "beancount"))
    transactions = [entry for entry in entries if isinstance(entry, data.Transaction)]
    assert HOSTILE_FILE in {entry.meta["file"] for entry in transactions}
    with ledger.read() as session:
        orders = set(session.scalars(select(Posting.order_ref).where(Posting.in_force == 1)))
    assert {entry.narration for entry in transactions} == orders


def test_that_the_csv_holds_both_legs_of_each_posting_and_no_formula(ledger: Ledger) -> None:
    rows = list(csv.DictReader(io.StringIO(journal(ledger, "csv"), newline="")))
    totals: Totals = {}
    for own, against in zip(rows[::2], rows[1::2], strict=True):
        assert own["posting"] == against["posting"]
        assert Decimal(own["amount"]) == -Decimal(against["amount"])
        assert not any(field.startswith(tuple("=+@")) for field in own.values())
    result = sum(Decimal(row["base_amount"]) for row in rows if row["account"].startswith(("Income:", "Expenses:")))
    with ledger.read() as session:
        whole = statement(session, MARCH, By.CHANNEL).total.figures
    assert -result == Money(whole.result + whole.amount("unclassified"), "USD").decimal()
    assert {row["base_currency"] for row in rows} == {"USD"}
    for row in rows:
        key = (row["account"], row["currency"])
        totals[key] = totals.get(key, Decimal(0)) + Decimal(row["amount"])
    assert {key: total for key, total in totals.items() if total} == expected(ledger)


@pytest.mark.parametrize("form", list(JournalForm))
def test_that_the_journal_is_the_same_whatever_the_order_of_import(tmp_path: Path, form: JournalForm) -> None:
    days = {"A": "2026-03-02", "B": "2026-03-01", "C": "2026-03-02"}
    drafts = [draft(key, day=day, order_ref=key) for key, day in days.items()]
    said = []
    for folder, order in (("one", drafts), ("two", drafts[::-1])):
        (tmp_path / folder).mkdir()
        made = new_ledger(tmp_path / folder)
        for one in order:
            write(made, [one])
        said.append(journal(made, form))
        made.close()
    assert said[0] == said[1]


@pytest.mark.parametrize("form", list(JournalForm))
def test_that_an_empty_ledger_gives_a_journal_without_postings(tmp_path: Path, form: JournalForm) -> None:
    empty = new_ledger(tmp_path)
    with empty.read() as session:
        assert write_journal(session, tmp_path / "journal", form) == 0
    empty.close()
    assert (tmp_path / "journal").read_text(encoding="utf-8").count("\n") < 5


def test_that_an_amount_without_a_rate_has_none_in_the_ledgers_currency(tmp_path: Path) -> None:
    made = new_ledger(tmp_path)
    write(made, [draft("A", currency="EUR")])
    (row, _) = csv.DictReader(io.StringIO(journal(made, "csv"), newline=""))
    assert (row["amount"], row["currency"], row["base_amount"], row["base_currency"]) == ("-10.00", "EUR", "", "")
    assert "\nP " not in journal(made, "hledger")
    made.close()


def test_that_the_journal_names_the_skus_of_the_statement(demo_ledger: Ledger) -> None:
    rows = list(csv.DictReader(io.StringIO(journal(demo_ledger, "csv"), newline="")))
    listed = {row["sku"] for row in rows if row["listing"] == "name: Press filter, pack of two"}
    assert listed == {"JR-0161"}
    assert "    ; sku: JR-0161\n    ; listing: name: Press filter, pack of two\n" in journal(demo_ledger, "hledger")
    assert '  sku: "JR-0161"\n  listing: "name: Press filter, pack of two"\n' in journal(demo_ledger, "beancount")


def test_that_what_is_out_of_force_is_left_out(tmp_path: Path) -> None:
    made = new_ledger(tmp_path)
    write(made, [draft("A", amount=500)])
    before = journal(made, "hledger")
    write(made, [draft("B", amount=700)])
    assert journal(made, "hledger") != before
    made.undo()
    assert journal(made, "hledger") == before
    made.close()


def test_that_a_cancelled_journal_leaves_no_file(ledger: Ledger, tmp_path: Path) -> None:
    stopped = Progress()
    stopped.cancel()
    with ledger.read() as session, pytest.raises(Cancelled):
        write_journal(session, tmp_path / "journal", "csv", progress=stopped)
    assert list(tmp_path.iterdir()) == []


def test_that_the_entries_are_told_of_beforehand(ledger: Ledger) -> None:
    with ledger.read() as session:
        spoken = legs.spoken_of(session)
        entries = list(legs.entries(session))
    assert spoken.postings == len(entries)
    assert spoken.currencies == ("CAD", "JPY", "USD")
    assert spoken.first_day == entries[0].day
    assert {(entry.channel_id, entry.account, bool(entry.billed)) for entry in entries} == set(spoken.accounts)
