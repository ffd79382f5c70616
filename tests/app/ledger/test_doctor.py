"""The doctor finds nothing in a sound ledger and names what is wrong in one that was tampered with."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from app.errors import ImportRefused
from app.importing.batch import import_file
from app.importing.finding import FileToImport
from app.importing.preview import Choices
from app.importing.rebuild import rebuild
from app.jobs import Progress
from app.ledger.connect import plain_connection
from app.ledger.doctor import CHECKS, Finding, Report, examine, report_json, report_text
from app.ledger.ledger import Ledger
from app.ledger.opening import open_ledger
from models.tables import Channel, Sku
from tests.make import (
    Amount,
    Clock,
    Order,
    import_text,
    new_ledger,
    orders_csv,
    settlement,
    text_file,
    type_cost,
    type_rate,
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a ledger in which everything has happened once, closed, with its backup."""
    ledger = new_ledger(tmp_path_factory.mktemp("kept"))
    import_text(ledger, "a.csv", orders_csv([Order(1), Order(2, sku="BOWL"), Order(3)]))
    with ledger.change("Name the channel") as (session, _):
        session.get_one(Channel, 1).name = "Web shop"
    import_text(ledger, "b.csv", orders_csv([Order(3, cancelled=Order(8).day), Order(4)]))
    import_text(ledger, "1.txt", settlement(1, [Amount("Principal", 1000), Amount("Commission", -150)]))
    type_cost(ledger, "TEA", 400)
    type_cost(ledger, "BOWL", 900, valid_from="2026-03-01")
    ledger.undo()
    ledger.redo()
    type_rate(ledger, "EUR", "1.1")
    import_text(ledger, "2.txt", settlement(2, [Amount("Principal", 500)]))
    ledger.undo()
    ledger.backup("by hand")
    ledger.close()
    return ledger.path.parent


@pytest.fixture
def ledger(kept: Path, tmp_path: Path) -> Iterator[Ledger]:
    """Open a copy of it."""
    shutil.copytree(kept, tmp_path, dirs_exist_ok=True)
    ledger = open_ledger(tmp_path / "brand.channelbook", clock=Clock())
    yield ledger
    ledger.close()


def tampered(ledger: Ledger, *statements: str) -> Report:
    """Change a ledger from outside, behind its triggers, and examine it."""
    with closing(plain_connection(ledger.path)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, words in triggers:
            connection.execute(words)
    return examine(ledger, Progress())


def wrong(report: Report) -> dict[str, Finding]:
    """Give what a report finds wrong, by name."""
    return {finding.name: finding for finding in report.findings if not finding.ok}


def test_that_nothing_is_found_in_a_sound_ledger(ledger: Ledger) -> None:
    report = examine(ledger, Progress(), rebuild=rebuild)
    assert wrong(report) == {}
    assert report.ok
    assert report.findings[-1].name == "I9 Rebuild"
    assert "Reading the 4 stored files again gives the same digests" in report.findings[-1].sentence


def test_that_an_empty_ledger_is_sound_and_says_where_it_has_no_facts(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    report = examine(ledger, Progress(), rebuild=rebuild)
    assert report.ok
    without = {finding.name for finding in report.findings if finding.sentence.startswith("No facts yet")}
    assert {"Stored files", "I4 Control totals", "I5 Clearing", "I14 As of a day", "I9 Rebuild"} <= without


def test_that_what_there_is_once_is_told_as_one(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    first = {finding.name: finding.sentence for finding in examine(ledger, Progress()).findings}
    assert first["Chain of batches and changes"].startswith("The first link, made with the ledger, is in place;")
    import_text(ledger, "1.txt", settlement(1, [Amount("Principal", 1000)]))
    ledger.backup("by hand")
    report = examine(ledger, Progress(), rebuild=rebuild)
    told = {finding.name: finding.sentence for finding in report.findings}
    assert told["Stored files"] == "The one imported file is stored byte for byte as it came."
    assert told["Backups"].startswith("The one backup opens, adds up and belongs to this ledger; it is of 2026-11-23 ")
    assert told["I9 Rebuild"].startswith("Reading the one stored file again gives the same digests")
    assert told["I1 Two legs"].startswith("The one posting has an account")
    assert told["I2 Trial balance"].startswith("Zero on the one day, by currency")
    assert told["I3 Every row"].startswith("Each of 2 rows of the imported files is posted")
    assert told["I4 Control totals"] == "The postings of the one file that states a total add up to it."
    assert told["I7 Channels and company"].endswith("in the one cell by month and account.")
    assert told["I11 Counted once"] == "The one document in force counts once."
    assert [sentence for sentence in told.values() if re.search(r"\b1 [a-z]+s\b", sentence)] == []


def test_that_one_check_that_found_something_needs_a_look(ledger: Ledger) -> None:
    report = tampered(ledger, "UPDATE posting SET account = 'NONE' WHERE id = 1")
    alone = replace(report, findings=tuple(one for one in report.findings if one.ok or one.name == "I1 Two legs"))
    assert f"\n1 of {len(alone.findings)} checks needs a look.\n" in report_text(alone)


def test_that_the_report_reads_as_text_and_as_json(ledger: Ledger) -> None:
    report = examine(ledger, Progress())
    text = report_text(report)
    assert text.startswith("brand.channelbook, examined 2026-11-23 ")
    assert "Nothing was found." in text
    assert text.count("\nok  ") == len(CHECKS)
    stored = json.loads(json.dumps(report_json(report)))
    assert stored["ok"] is True
    assert [finding["name"] for finding in stored["findings"]] == [finding.name for finding in report.findings]


@pytest.mark.parametrize(
    "statement, name, said",
    [
        ("UPDATE posting SET amount = 7 WHERE id = 1", "Chain of batches and changes", "batch 1 (import of a.csv"),
        ("UPDATE posting SET in_force = 1 - in_force WHERE id = 1", "In-force flags", "rows of posting"),
        ("UPDATE document SET standing = 'replaced' WHERE id = 1", "In-force flags", "should be “in force”"),
        ("UPDATE posting SET base_minor = 7 WHERE id = 1", "Amounts in USD", "posting 1: 7 instead of 1000"),
        ("UPDATE batch SET active = 0 WHERE id = 1", "Active imports", "batch 1 (import) is not active"),
        ("UPDATE cost SET amount = 401 WHERE sku = 'TEA'", "Edited rows", "its last change left"),
        ("UPDATE channel SET name = 'x' WHERE id = 1", "Edited rows", "Web shop"),
        ("DELETE FROM cost", "Edited rows", "cost 1 is not there"),
        ("INSERT INTO rate (day, currency, into_currency, rate, in_force) VALUES ('2026-01-01', 'GBP', 'USD', '2', 1)",
         "Edited rows", "rate 2 was added from outside"),
        ("UPDATE source_file SET content = zeroblob(9) WHERE id = 2", "Stored files", "(b.csv) cannot be unpacked"),
        ("DELETE FROM channel WHERE id = 2", "References", "of channel that is not there"),
        ("UPDATE posting SET account = 'NONE' WHERE id = 1", "I1 Two legs", "1 posting on “NONE”"),
        ("DELETE FROM remark", "I3 Every row", "(b.csv)"),
        ("UPDATE source_file SET control_total = 999 WHERE id = 3", "I4 Control totals", "missing to the stated 9.99"),
        ("DROP INDEX ix_remark_batch_id", "Tables and triggers", "ix_remark_batch_id is missing"),
        ("CREATE TABLE mine (x)", "Tables and triggers", "table mine is not ours"),
        ("UPDATE document SET standing = 'in force'", "I11 Counted once", "counts 2 times"),
        ("UPDATE document SET stamp = 'x'", "I10 Order of import", "two files of the same time"),
    ],
)  # fmt: skip
def test_that_every_kind_of_tampering_is_named(ledger: Ledger, statement: str, name: str, said: str) -> None:
    found = wrong(tampered(ledger, statement))
    assert said in " ".join(found[name].details), found


@pytest.mark.parametrize("statement", ["UPDATE sku SET title = 'x'", "UPDATE listing SET sku_id = NULL WHERE id = 1"])
def test_that_the_rebuild_names_a_catalogue_that_no_edit_explains(ledger: Ledger, statement: str) -> None:
    tampered(ledger, statement)
    assert "comes out otherwise" in rebuild(ledger, Progress()).details[0]


def test_that_the_rebuild_asks_nothing_that_nobody_was_asked_at_the_import(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    import_text(ledger, "first.csv", orders_csv([Order(1)]))
    other = text_file("other.csv", orders_csv([Order(1, price=1200)]))
    import_file(ledger, Progress(), file=other, choices=Choices(options={"newest": "no"}))
    tampered(ledger, "UPDATE source_file SET options = '{}'")
    assert rebuild(ledger, Progress()).ok


def test_that_the_first_of_several_is_named_in_the_sentence(ledger: Ledger) -> None:
    report = tampered(ledger, "UPDATE posting SET amount = amount + 1 WHERE id IN (2, 5)")
    assert "The first: the facts of batch 1 (import of a.csv" in wrong(report)["Chain of batches and changes"].sentence


def test_that_a_file_swapped_with_its_digests_is_found_by_the_rebuild(ledger: Ledger) -> None:
    tampered(ledger, "UPDATE source_file SET content = (SELECT content FROM source_file WHERE id = 2) WHERE id = 1")
    finding = rebuild(ledger, Progress())
    assert not finding.ok
    assert finding.details[0] == "batch 1 (a.csv): its postings come out otherwise"


def test_that_the_rebuild_follows_renamed_channels_and_choices_as_they_were(ledger: Ledger) -> None:
    with ledger.change("Count when paid") as (session, _):
        session.get_one(Channel, 1).recognition = "paid"
    pending = orders_csv([Order(6), Order(7)]).replace("paid", "pending", 1)
    import_text(ledger, "c.csv", pending)
    with ledger.change("Count when placed, and rename") as (session, _):
        session.get_one(Channel, 1).recognition = "placed"
        session.get_one(Channel, 1).name = "Shop of old"
    assert rebuild(ledger, Progress()) == rebuild(ledger, Progress())
    assert rebuild(ledger, Progress()).ok


def test_that_the_rebuild_reads_a_workbook_of_several_sheets_as_it_was_read_when_they_were_not_refused(
    tmp_path: Path,
) -> None:
    book = Workbook()
    for name, amount in (("jan", 4), ("feb", 5)):
        sheet = book.create_sheet(name)
        for row in (["sku", "valid_from", "cost"], ["TEE", "2026-01-01", amount]):
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    file = FileToImport("costs.xlsx", Path("costs.xlsx"), content=out.getvalue())
    ledger = new_ledger(tmp_path)
    with pytest.raises(ImportRefused, match=r"Several sheets hold rows"):
        import_file(ledger, Progress(), file=file)
    import_file(ledger, Progress(), file=file, choices=Choices(again=True))
    assert rebuild(ledger, Progress()).ok


def test_that_the_rebuild_leaves_the_ledger_and_the_disk_alone(ledger: Ledger, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    with ledger.read() as session:
        skus = session.query(Sku).count()
    rebuild(ledger, Progress())
    with ledger.read() as session:
        assert session.query(Sku).count() == skus
    assert sorted(tmp_path.rglob("*")) == before


def test_that_changed_and_foreign_backups_are_named(ledger: Ledger, tmp_path: Path) -> None:
    folder = tmp_path / "brand backups"
    (made,) = folder.iterdir()
    whole = made.read_bytes()
    made.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    other = new_ledger(tmp_path, name="other")
    foreign = other.backup("by hand").path
    other.close()
    foreign.rename(folder / foreign.name.replace("other", "brand"))
    details = " ".join(wrong(examine(ledger, Progress()))["Backups"].details)
    assert "changed since it was made" in details
    assert "of another ledger" in details


def test_that_progress_is_told_and_the_doctor_can_be_stopped(ledger: Ledger) -> None:
    notes: list[str] = []
    listener: Callable[[int, int, str], None] = lambda _done, _total, note: notes.append(note)  # noqa: E731 - typed
    examine(ledger, Progress(listener), rebuild=rebuild)
    assert notes[0] == "Let SQLite check every page, row and index"
    assert "Again: Import a.csv" in notes


def test_that_a_damaged_ledger_is_examined_reading_only(kept: Path, tmp_path: Path) -> None:
    shutil.copytree(kept, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "brand.channelbook"
    with closing(plain_connection(path)) as connection:
        page = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'posting'").fetchone()[0]
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = bytes(4096)
    path.write_bytes(content)
    damaged = open_ledger(path, read_only=True)
    report = examine(damaged, Progress())
    damaged.close()
    found = wrong(report)
    assert {"SQLite’s own check", "Seal"} <= set(found)
    assert "checks need a look" in report_text(report)
