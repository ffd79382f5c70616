"""The seal tells a ledger that is as it was closed from one that crashed and from one that something else changed."""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path

import pytest

from app.errors import UserError
from app.ledger.seal import SealState, Verdict, check, file_digest, mark_open, read, seal_path, write_closed

HEAD = "c0ffee" * 10 + "beef"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "Shop.channelbook"
    path.write_bytes(random.Random(1).randbytes(70_000))
    return path


def seal_it(ledger: Path) -> None:
    write_closed(ledger, chain_head=HEAD, app_version="0.1.0")


def test_that_a_ledger_that_was_never_closed_has_no_seal(ledger: Path) -> None:
    assert check(ledger) is Verdict.NONE
    assert read(ledger) is None


def test_that_a_closed_ledger_is_sealed_with_what_it_was(ledger: Path) -> None:
    seal_it(ledger)
    assert check(ledger) is Verdict.SEALED
    seal = read(ledger)
    assert seal is not None
    assert (seal.state, seal.size, seal.chain_head, seal.app_version) == (SealState.CLOSED, 70_000, HEAD, "0.1.0")
    assert seal.sha256 == hashlib.sha256(ledger.read_bytes()).hexdigest() == file_digest(ledger)
    assert seal_path(ledger).name == "Shop.channelbook.seal"


def test_that_a_ledger_whose_process_ended_while_it_was_open_is_unclean(ledger: Path) -> None:
    mark_open(ledger)
    assert check(ledger) is Verdict.UNCLEAN
    seal_it(ledger)
    mark_open(ledger)
    assert check(ledger) is Verdict.UNCLEAN
    seal = read(ledger)
    assert seal is not None
    assert (seal.state, seal.chain_head) == (SealState.OPEN, HEAD)
    seal_it(ledger)
    assert check(ledger) is Verdict.SEALED


def test_that_every_flipped_bit_is_noticed(ledger: Path) -> None:
    seal_it(ledger)
    whole = ledger.read_bytes()
    chance = random.Random(2)
    for _ in range(200):
        flipped = bytearray(whole)
        flipped[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        ledger.write_bytes(flipped)
        assert check(ledger) is Verdict.MISMATCH
    ledger.write_bytes(whole)
    assert check(ledger) is Verdict.SEALED


def test_that_an_older_copy_put_back_is_noticed(ledger: Path) -> None:
    seal_it(ledger)
    older = ledger.read_bytes()
    mark_open(ledger)
    ledger.write_bytes(older + b"an import")
    seal_it(ledger)
    ledger.write_bytes(older)
    assert check(ledger) is Verdict.MISMATCH


@pytest.mark.parametrize("ending", ["-journal", "-wal"])
def test_that_a_journal_put_beside_a_closed_ledger_is_noticed(ledger: Path, ending: str) -> None:
    seal_it(ledger)
    journal = ledger.with_name(ledger.name + ending)
    journal.touch()
    assert check(ledger) is Verdict.SEALED
    journal.write_bytes(b"pages of another file")
    assert check(ledger) is Verdict.MISMATCH


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"state": "closed"}', '{"state": "ajar", "size": 1}'])
def test_that_a_seal_that_cannot_be_read_asks_for_a_full_check(ledger: Path, text: str) -> None:
    seal_it(ledger)
    seal_path(ledger).write_text(text)
    assert check(ledger) is Verdict.UNCLEAN
    mark_open(ledger)
    seal_it(ledger)
    assert check(ledger) is Verdict.SEALED


def test_that_the_seal_is_the_same_through_a_link(ledger: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.channelbook"
    try:
        link.symlink_to(ledger)
    except OSError:
        pytest.skip("this system makes no links for us")
    seal_it(link)
    assert seal_path(link) == seal_path(ledger)
    assert check(ledger) is Verdict.SEALED


def test_that_a_seal_names_no_path_of_this_computer(ledger: Path) -> None:
    seal_it(ledger)
    assert set(json.loads(seal_path(ledger).read_text())) == {"state", "size", "sha256", "chain_head", "app_version"}


def test_that_a_seal_that_cannot_be_written_is_refused_in_words(ledger: Path) -> None:
    seal_path(ledger).mkdir()
    with pytest.raises(UserError, match="cannot be replaced"):
        mark_open(ledger)
