"""What a command refuses: exit 2, a sentence of what, where and what next, and not a byte written anywhere."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from app.importing.demo import EXPORTS
from app.importing.templates import own_tables
from app.ledger.seal import seal_path
from main import main
from tests.end_to_end.conftest import Run

IMPORTED = EXPORTS / "settlement_2026-05-02.txt"
READS = ("contribution", "postings", "export-journal", "replenish", "route", "drift", "conflicts")
SENDS = ("upload-stock", "upload-prices")


@pytest.fixture
def ledger(demo_file: Path, tmp_path: Path) -> Path:
    """Copy the demo brand's ledger to a folder of its own, with a backup."""
    folder = tmp_path / "books"
    copied = folder / "Shop.channelbook"
    backup = folder / "Shop backups" / "Shop 2026-11-17 by hand.channelbook"
    backup.parent.mkdir(parents=True)
    shutil.copy(demo_file, copied)
    shutil.copy(seal_path(demo_file), seal_path(copied))
    shutil.copy(demo_file, backup)
    return copied


def files(folder: Path) -> dict[Path, bytes]:
    """Read all that lies in a folder."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def options(command: str) -> tuple[str, ...]:
    """Give what a command needs beside the ledger."""
    if command in SENDS:
        return ("--channel", "Shopify")
    return ("--format", "hledger") if command == "export-journal" else ()


@pytest.mark.parametrize(
    "typed, sentence",
    [
        (("postings", "--sku", "NOPE"), "There is no SKU “NOPE” in this ledger. Nothing was written. See in the"),
        (("postings", "--sku", "JR-010", "--format", "json"), "Nothing was written. Near to it are: JR-0101"),
        (("postings", "--account", "NOPE"), "There is no account “NOPE”. Nothing was written. There are: REV,"),
        (("postings", "--channel", "NOPE"), "“NOPE”. Nothing was written. There are: Shopify, Amazon, Etsy, Wholesale"),
        (("postings", "--channel", "NOPE"), "Harbor Retail, Shared."),
        (("contribution", "--to", "1999-05-01"), "Nothing was written. Change --from or --to."),
        (("route", "--sku", "NOPE"), "There is no SKU “NOPE”"),
        (("allocate", "--replay", "--sku", "NOPE"), "There is no SKU “NOPE”"),
        (("price", "NOPE", "--channel", "Etsy"), "There is no SKU “NOPE”"),
        (("price", "JR-0101", "--channel", "NOPE"), "There is no channel “NOPE”. Nothing was written. There are: Shop"),
        (("prices", "--channel", "NOPE"), "There is no channel “NOPE”"),
        (("drift", "--channel", "NOPE"), "There is no channel “NOPE”"),
        (("upload-prices", "--channel", "NOPE"), "There is no channel “NOPE”"),
        (("undo-import", "999"), "There is no import 999"),
    ],
)
def test_that_what_the_ledger_does_not_know_is_refused(
    run: Run, ledger: Path, typed: tuple[str, ...], sentence: str
) -> None:
    before = files(ledger.parent)
    code, out, err = run(typed[0], ledger, *typed[1:])
    assert (code, out) == (2, "")
    assert sentence in err
    assert files(ledger.parent) == before


@pytest.mark.parametrize(
    "typed, sentence",
    [
        (("contribution", "--from", "2026-13-01"), "“2026-13-01” is not a day; write 2026-03-14"),
        (("contribution", "--from", "0001-01-01", "--by", "month"), "lies outside the years 1990 to 2200"),
        (("prices", "--on", "9999-12-31"), "lies outside the years 1990 to 2200"),
        (("undo-import", "abc"), "“abc” is not a whole number"),
        (("undo-import", "99999999999999999999"), "is too large"),
        (("replenish", "--service", "nan"), "“nan” is not a number"),
        (("replenish", "--review", "soon"), "“soon” is not a whole number"),
    ],
)
def test_that_what_is_no_day_or_number_is_refused(
    run: Run, ledger: Path, capsys: pytest.CaptureFixture[str], typed: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(typed[0], ledger, *typed[1:])
    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("command", [*READS, *SENDS])
def test_that_no_command_writes_over_a_ledger_a_backup_or_an_imported_file(
    run: Run, ledger: Path, tmp_path: Path, command: str
) -> None:
    plain, mine = tmp_path / "book.csv", tmp_path / "mine.csv"
    shutil.copy(ledger, plain)  # a ledger by another name
    shutil.copy(IMPORTED, mine)
    (backup,) = (ledger.parent / "Shop backups").iterdir()
    before = files(tmp_path)
    for target in (ledger, seal_path(ledger), backup, plain, mine, ledger.parent):
        code, out, err = run(command, ledger, *options(command), "--out", target)
        assert (code, out) == (2, ""), target
        assert "It was left alone, and nothing was written." in err
        assert str(target) in err
    assert {path: read for path, read in files(tmp_path).items() if "data" not in path.parts} == before


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
def test_that_a_link_to_the_ledger_is_not_written_over_either(run: Run, ledger: Path) -> None:
    link, second = ledger.with_name("link.csv"), ledger.with_name("second.csv")
    link.symlink_to(ledger)
    second.hardlink_to(ledger)
    before = ledger.read_bytes()
    for target in (link, second):
        assert run("contribution", ledger, "--out", target)[0] == 2
        assert run("contribution", ledger, "--format", "xlsx", "--out", target)[0] == 2
    assert ledger.read_bytes() == before
    assert link.is_symlink()


@pytest.mark.parametrize("command", [one for one in (*READS, "upload-prices") if one != "route"])
def test_that_a_folder_that_is_not_there_is_refused_and_not_made(run: Run, ledger: Path, command: str) -> None:
    folder = ledger.with_name("none")
    code, out, err = run(command, ledger, *options(command), "--out", folder / "x.csv")
    assert (code, out) == (2, "")
    assert f"x.csv cannot be written in {folder}" in err
    assert "Choose a folder" in err
    assert not folder.exists()


@pytest.mark.parametrize("command", [*READS, *SENDS, "batches", "doctor", "backup", "allocate", "prices"])
def test_that_a_folder_in_place_of_a_ledger_is_said_to_be_one(run: Run, ledger: Path, command: str) -> None:
    code, out, err = run(command, ledger.parent, *options(command))
    assert (code, out) == (2, "")
    assert f"{ledger.parent} is a folder, and not a ledger." in err
    missing = ledger.with_name("None.channelbook")
    code, out, err = run(command, missing, *options(command))
    assert (code, out) == (2, "")
    assert f"There is no ledger at {missing}" in err


def test_that_a_ledger_is_found_beside_a_folder_of_its_name(run: Run, ledger: Path) -> None:
    ledger.with_name("Shop").mkdir()
    assert run("batches", ledger.with_name("Shop"))[0] == 0


def test_that_nothing_is_made_or_restored_over_a_file_or_without_a_backup(run: Run, ledger: Path) -> None:
    (backup,) = (ledger.parent / "Shop backups").iterdir()
    other = ledger.with_name("New.channelbook")
    before = files(ledger.parent)
    for typed, sentence in (
        (("new", ledger), "exists already and was left alone. Choose another name"),
        (("new", ""), "names no file. No ledger was made."),
        (("restore", backup, ledger), "is never overwritten. Nothing was written. Choose a new name."),
        (("restore", ledger.with_name("None.channelbook"), other), "There is no backup at"),
        (("restore", ledger.parent, other), "There is no backup at"),
        (("restore", IMPORTED, other), "is not a Channelbook ledger"),
    ):
        code, out, err = run(*typed)
        assert (code, out) == (2, ""), typed
        assert sentence in err
    assert files(ledger.parent) == before


def test_that_a_template_is_never_written_over_a_file_that_may_be_filled_in(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "costs.csv"
    path.write_text("sku,cost\nTEA,4.20\n", encoding="utf-8")
    code, out, err = run("template", "costs", path)
    assert (code, out) == (2, "")
    assert f"{path} exists already and was left alone. Nothing was written. Choose another name." in err
    assert "TEA" in path.read_text(encoding="utf-8")


def test_that_the_help_of_template_names_every_table(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["template", "--help"])
    said = capsys.readouterr().out
    assert [code for code in own_tables() if code not in said] == []


@pytest.mark.parametrize("inside", ["", "sub"])
def test_that_a_demo_is_not_made_in_a_file(run: Run, tmp_path: Path, inside: str) -> None:
    path = tmp_path / "file.txt"
    path.write_text("mine", encoding="utf-8")
    code, out, err = run("demo", "--no-window", "--folder", path / inside if inside else path)
    assert (code, out) == (2, "")
    assert str(path) in err
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("typed", [("floor",), ("respond",), ("allocate",)])
def test_that_a_case_that_is_none_is_named(run: Run, tmp_path: Path, typed: tuple[str, ...]) -> None:
    path = tmp_path / "case.json"
    code, _, err = run(*typed, "--case", path)
    assert code == 2
    assert f"{path} cannot be read" in err
    assert err.strip().endswith("Check the name.")
    path.write_text("{", encoding="utf-8")
    code, _, err = run(*typed, "--case", path)
    assert code == 2
    assert err.startswith("case.json: This is no JSON")
