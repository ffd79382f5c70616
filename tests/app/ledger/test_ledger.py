"""A ledger that is open: changes are whole or nothing, undo and redo, backups."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from app.actions.imports import undo_import
from app.errors import Cancelled, RevertConflict, UserError
from app.importing.batch import import_file
from app.jobs import Progress
from app.ledger.backup import Reason, list_backups
from app.ledger.ledger import Ledger
from app.ledger.opening import open_ledger, restore
from models.tables import BackupRecord, Batch, Change, ChangedRow, Channel, Document, Listing, Sku
from tests.make import (
    Amount,
    Order,
    draft,
    import_text,
    new_ledger,
    orders_csv,
    reopened,
    settlement,
    sums,
    text_file,
    write,
)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return new_ledger(tmp_path)


def add_sku(ledger: Ledger, code: str) -> int:
    with ledger.change(f"Add {code}") as (session, _):
        sku = Sku(code=code)
        session.add(sku)
        session.flush()
        return sku.id


def rename(ledger: Ledger, sku_id: int, title: str) -> int:
    with ledger.change(f"Name it {title}") as (session, done):
        session.get_one(Sku, sku_id).title = title
    assert done.change_id is not None
    return done.change_id


def title(ledger: Ledger, sku_id: int) -> str | None:
    with ledger.read() as session:
        sku = session.get(Sku, sku_id)
        return sku.title if sku else None


def count(ledger: Ledger, table: type[Change | ChangedRow | Batch | Document | Sku]) -> int:
    with ledger.read() as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


def test_that_an_edit_is_one_change_with_the_row_before_and_after(ledger: Ledger) -> None:
    sku = add_sku(ledger, "TEA")
    rename(ledger, sku, "Smoked tea")
    with ledger.read() as session:
        images = session.execute(select(ChangedRow.before, ChangedRow.after).order_by(ChangedRow.id)).all()
    assert images[0].before is None
    assert '"title": ""' in (images[1].before or "")
    assert '"title": "Smoked tea"' in (images[1].after or "")


def test_that_an_edit_that_changes_nothing_is_not_recorded(ledger: Ledger) -> None:
    sku = add_sku(ledger, "TEA")
    before = count(ledger, Change)
    with ledger.change("Nothing") as (session, _):
        session.get_one(Sku, sku).title = ""
    assert count(ledger, Change) == before


@pytest.mark.parametrize("failure", [ValueError, Cancelled, KeyboardInterrupt])
def test_that_a_change_that_fails_leaves_nothing(ledger: Ledger, failure: type[BaseException]) -> None:
    def half() -> None:
        with ledger.change("Half") as (session, _):
            session.add(Sku(code="TEA"))
            session.flush()
            raise failure

    with pytest.raises(failure):
        half()
    assert count(ledger, Sku) == 0
    assert count(ledger, Change) == 0


def test_that_a_cancelled_import_leaves_the_ledger_as_it_was(ledger: Ledger) -> None:
    progress = Progress(lambda _done, _total, note: progress.cancel() if note == "Writing" else None)
    file = text_file("orders.csv", orders_csv([Order(number) for number in range(5)]))
    with pytest.raises(Cancelled):
        import_file(ledger, progress, file=file)
    assert ledger.undo_label() is None
    assert [count(ledger, table) for table in (Change, Batch, Document, Sku)] == [0, 0, 0, 0]


def test_that_rows_people_edit_are_never_changed_in_bulk(ledger: Ledger) -> None:
    add_sku(ledger, "TEA")
    with pytest.raises(TypeError, match="one at a time"), ledger.change("All") as (session, _):
        session.execute(update(Sku).values(title="x"))


def test_that_undo_and_redo_name_and_move_the_latest_change(ledger: Ledger) -> None:
    sku = add_sku(ledger, "TEA")
    rename(ledger, sku, "one")
    rename(ledger, sku, "two")
    assert ledger.undo_label() == "Name it two"
    ledger.undo()
    ledger.undo()
    assert title(ledger, sku) == ""
    assert ledger.redo_label() == "Name it one"
    ledger.redo()
    ledger.redo()
    assert title(ledger, sku) == "two"
    assert ledger.redo_label() is None


def test_that_a_new_change_ends_redo(ledger: Ledger) -> None:
    sku = add_sku(ledger, "TEA")
    rename(ledger, sku, "one")
    ledger.undo()
    rename(ledger, sku, "other")
    assert ledger.redo_label() is None
    with pytest.raises(UserError, match="nothing to redo"):
        ledger.redo()


def test_that_undo_stops_at_what_was_done_since_opening_and_history_has_no_limit(ledger: Ledger) -> None:
    sku = add_sku(ledger, "TEA")
    older = rename(ledger, sku, "one")
    again = reopened(ledger)
    with pytest.raises(UserError, match="nothing to undo since"):
        again.undo()
    assert again.stacks(whole=True).undo[0][1] == "Name it one"
    again.revert(older)
    assert title(again, sku) == ""
    assert again.undo_label() == "Undo: Name it one"
    again.undo()
    assert title(again, sku) == "one"
    again.close()


def test_that_an_older_change_can_be_reverted_while_nothing_later_stands_on_it(ledger: Ledger) -> None:
    tea, bowl = add_sku(ledger, "TEA"), add_sku(ledger, "BOWL")
    first = rename(ledger, tea, "one")
    rename(ledger, bowl, "bowl")
    ledger.revert(first)
    assert (title(ledger, tea), title(ledger, bowl)) == ("", "bowl")


def test_that_a_conflict_names_the_later_change_and_changes_nothing(ledger: Ledger) -> None:
    sku = add_sku(ledger, "TEA")
    first = rename(ledger, sku, "one")
    rename(ledger, sku, "two")
    before = count(ledger, Change)
    with pytest.raises(RevertConflict, match=r"“Name it two”.*Nothing was changed"):
        ledger.revert(first)
    assert title(ledger, sku) == "two"
    assert count(ledger, Change) == before


def test_that_what_later_rows_refer_to_is_not_taken_away(ledger: Ledger) -> None:
    with ledger.change("Add channel Shop") as (session, done):
        session.add(Channel(name="Shop", kind="DTC", colour=""))
    added = done.change_id
    write(ledger, [draft()], channel="Shop")
    assert added is not None
    with pytest.raises(RevertConflict, match=r"build on it\. Nothing was changed"):
        ledger.revert(added)
    assert sums(ledger)["REV"] == 1000


def test_that_rows_that_refer_to_one_another_go_and_come_back_together(ledger: Ledger) -> None:
    write(ledger, [draft(sku="TEA")])
    with ledger.change("Remove TEA") as (session, _):
        listing = session.scalars(select(Listing)).one()
        sku = session.get_one(Sku, listing.sku_id)
        session.delete(sku)
        session.delete(listing)
    assert count(ledger, Sku) == 0
    ledger.undo()
    assert count(ledger, Sku) == 1
    ledger.redo()
    assert count(ledger, Sku) == 0


def test_that_a_deleted_row_comes_back_under_its_own_id(ledger: Ledger) -> None:
    first = add_sku(ledger, "TEA")
    with ledger.change("Remove") as (session, _):
        session.delete(session.get_one(Sku, first))
    second = add_sku(ledger, "BOWL")
    assert second != first
    ledger.undo()
    ledger.undo()
    assert title(ledger, first) == ""


def test_that_an_import_is_undone_and_redone_with_its_channel(ledger: Ledger) -> None:
    import_text(ledger, "orders.csv", orders_csv([Order(1), Order(2)]))
    assert sums(ledger)["REV"] == 2000
    ledger.undo()
    assert sums(ledger) == {}
    with ledger.read() as session:
        assert session.scalars(select(Channel.active)).one() == 0
    ledger.redo()
    assert sums(ledger)["REV"] == 2000
    with ledger.read() as session:
        assert session.scalars(select(Channel.active)).one() == 1


def test_that_an_import_is_not_undone_twice(ledger: Ledger) -> None:
    done = write(ledger, [draft()])
    assert done.change_id is not None
    ledger.revert(done.change_id)
    with pytest.raises(RevertConflict, match="undone already"):
        ledger.revert(done.change_id)
    assert sums(ledger) == {}


def test_that_importing_again_after_an_undo_gives_the_same_digest(ledger: Ledger) -> None:
    text = settlement(1, [Amount("Principal", 1000), Amount("Principal", 1000), Amount("Commission", -150)])
    import_text(ledger, "a.txt", text)
    ledger.undo()
    import_text(ledger, "copy of a.txt", text)
    with ledger.read() as session:
        digests = set(session.scalars(select(Batch.digest).where(Batch.kind == "import")))
    assert len(digests) == 1
    assert sums(ledger) == {"REV": 2000, "FEE_REF": -150}


def test_that_a_read_only_ledger_says_so_and_changes_nothing(ledger: Ledger) -> None:
    add_sku(ledger, "TEA")
    ledger.close()
    read = open_ledger(ledger.path, read_only=True)
    with pytest.raises(UserError, match="open for reading only, so nothing was changed"), read.change("x"):
        pass
    assert read.read_only
    assert count(read, Sku) == 1
    read.close()


def test_that_a_backup_is_verified_noted_and_restores_to_equal_figures(ledger: Ledger, tmp_path: Path) -> None:
    import_text(ledger, "orders.csv", orders_csv([Order(1), Order(2, units=3)]))
    made = ledger.backup(Reason.BY_HAND)
    with ledger.read() as session:
        noted = session.scalars(select(BackupRecord)).one()
    assert (noted.path, noted.sha256, noted.chain_head) == (str(made.path), made.sha256, made.chain_head)
    write(ledger, [draft("later")])
    restore(made.path, tmp_path / "restored.channelbook")
    restored = open_ledger(tmp_path / "restored.channelbook")
    assert sums(restored) == {"REV": 4000}
    restored.close()


def test_that_a_backup_is_made_before_a_large_import_and_not_before_a_small_one(ledger: Ledger) -> None:
    import_text(ledger, "small.csv", orders_csv([Order(1)]))
    assert list_backups(ledger.path) == ()
    import_text(ledger, "large.csv", orders_csv([Order(number) for number in range(1001)]))
    assert [backup.reason for backup in list_backups(ledger.path)] == [Reason.BEFORE_IMPORT]


def test_that_a_backup_is_made_before_the_undo_of_an_import(ledger: Ledger) -> None:
    batch = import_text(ledger, "orders.csv", orders_csv([Order(1)])).batch_id
    assert batch is not None
    undo_import(ledger, Progress(), batch_id=batch)
    assert [backup.reason for backup in list_backups(ledger.path)] == [Reason.BEFORE_UNDO]
    assert sums(ledger) == {}
