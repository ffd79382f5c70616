"""Typed lines of purchase orders and promised orders: edited in place, over those of files, one step to undo each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from app.actions.stock import (
    add_commitment,
    add_inbound,
    cancel_commitment,
    cancel_inbound,
    edit_commitment,
    edit_inbound,
    receive_inbound,
    remove_commitment,
    remove_inbound,
    ship_commitment,
)
from app.errors import UserError
from app.ledger.ledger import Done, Ledger
from app.queries.commitments import CommitmentRow, CommitmentState, commitments
from app.queries.inbound import InboundRow, InboundState, inbound
from app.queries.places import places
from models.domain.stock import Commitment, Inbound
from tests.make import import_text, made_once, new_ledger

TODAY = date(2026, 3, 20)
INBOUND = """reference,sku,quantity,expected,location,received,received_on,ordered,supplier
PO-1,TEA,480,2026-03-14,Barn,0,,2026-01-30,Tea House
PO-2,TIN,100,2026-04-02,,40,2026-03-18,,
"""
COMMITMENTS = """channel,reference,line,sku,quantity,ship_by,ship_from,shipped,fill
Wholesale,SO-1,1,TEA,96,2026-03-25,2026-03-10,0,full
Wholesale,SO-2,1,TIN,40,2026-03-15,,10,
Wholesale,SO-2,2,TIN,20,2026-03-15,,0,
"""
TEA = Inbound(0, "PO-9", "TEA", 60, "2026-04-10", "Barn")
ORDER = Commitment(0, "SO-9", "TEA", 12, "2026-04-10")


@made_once
def prepared(folder: Path) -> Ledger:
    made = new_ledger(folder)
    import_text(made, "inbound.csv", INBOUND)
    import_text(made, "commitments.csv", COMMITMENTS)
    return made


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger that imported two purchase orders and two promised orders."""
    made = prepared(tmp_path)
    yield made
    made.close()


def lines(ledger: Ledger, reference: str) -> list[InboundRow]:
    """Read the lines of a purchase order."""
    with ledger.read() as session:
        return [row for row in inbound(session, today=TODAY) if row.reference == reference]


def promises(ledger: Ledger, reference: str) -> list[CommitmentRow]:
    """Read the lines of a promised order."""
    with ledger.read() as session:
        return [row for row in commitments(session, today=TODAY) if row.reference == reference]


def test_that_a_typed_line_is_added_edited_received_and_removed_each_as_one_step(ledger: Ledger) -> None:
    add_inbound(ledger, line=TEA)
    (row,) = lines(ledger, "PO-9")
    assert (row.coming, row.state, row.source) == (60, InboundState.ON_ITS_WAY, "typed")
    assert ledger.undo_label() == "Add PO-9: 60 × TEA"
    edit_inbound(ledger, inbound_id=row.id, line=TEA._replace(quantity=72, supplier=" Tea House "))
    assert ledger.undo_label() == "Edit PO-9 of TEA"
    receive_inbound(ledger, inbound_id=row.id, units=30, day=TODAY)
    receive_inbound(ledger, inbound_id=row.id, units=42, day=TODAY)
    assert ledger.undo_label() == "Receive 42 × TEA of PO-9"
    (row,) = lines(ledger, "PO-9")
    assert (row.received, row.coming, row.state, row.received_on) == (72, 0, InboundState.RECEIVED, TODAY)
    assert row.supplier == "Tea House"
    remove_inbound(ledger, inbound_id=row.id)
    assert ledger.undo_label() == "Remove PO-9 of TEA"
    assert not lines(ledger, "PO-9")
    for _ in range(3):
        ledger.undo()
    (row,) = lines(ledger, "PO-9")
    assert (row.quantity, row.received) == (72, 0)


def test_that_editing_a_line_of_a_file_types_one_that_overrules_it(ledger: Ledger) -> None:
    (imported,) = lines(ledger, "PO-1")
    edit_inbound(ledger, inbound_id=imported.id, line=TEA._replace(expected="2026-04-01"))
    typed, over = lines(ledger, "PO-1")
    assert (typed.sku, typed.location, typed.expected, typed.coming) == ("TEA", "Barn", date(2026, 4, 1), 60)
    assert typed.source == "typed, overrules inbound.csv, row 2"
    assert (over.state, over.coming, over.quantity) == (InboundState.OVERRULED, 0, 480)
    remove_inbound(ledger, inbound_id=typed.id)
    assert [row.coming for row in lines(ledger, "PO-1")] == [480]


def test_that_an_edit_that_changes_nothing_is_no_change(ledger: Ledger) -> None:
    (imported,) = lines(ledger, "PO-1")
    same = Inbound(0, "x", "y", 480, "2026-03-14", "z", 0, "", "2026-01-30", "Tea House")
    edit_inbound(ledger, inbound_id=imported.id, line=same)
    assert (ledger.undo_label() or "").startswith("Import")
    assert len(lines(ledger, "PO-1")) == 1


def test_that_units_of_an_imported_line_arrive_and_the_rest_is_cancelled(ledger: Ledger) -> None:
    (imported,) = lines(ledger, "PO-2")
    receive_inbound(ledger, inbound_id=imported.id, units=25, day=date(2026, 3, 19))
    typed = next(row for row in lines(ledger, "PO-2") if row.typed)
    assert (typed.quantity, typed.received, typed.coming) == (100, 65, 35)
    cancel_inbound(ledger, inbound_id=typed.id)
    assert ledger.undo_label() == "Cancel PO-2 of TIN"
    typed = next(row for row in lines(ledger, "PO-2") if row.typed)
    assert (typed.quantity, typed.coming, typed.state) == (65, 0, InboundState.RECEIVED)
    ledger.undo()
    ledger.undo()
    assert [(row.received, row.coming) for row in lines(ledger, "PO-2")] == [(40, 60)]


def test_that_a_line_cancelled_before_anything_came_says_so(ledger: Ledger) -> None:
    (imported,) = lines(ledger, "PO-1")
    cancel_inbound(ledger, inbound_id=imported.id)
    assert {row.state for row in lines(ledger, "PO-1")} == {InboundState.CANCELLED, InboundState.OVERRULED}


def test_that_a_new_place_is_made_with_its_line_and_goes_with_it(ledger: Ledger) -> None:
    add_inbound(ledger, line=TEA._replace(location="Hudson 3PL"))
    with ledger.read() as session:
        assert [(place.name, place.kind) for place in places(session)] == [
            ("Barn", "own warehouse"),
            ("Hudson 3PL", "3PL"),
        ]
    ledger.undo()
    with ledger.read() as session:
        assert [place.name for place in places(session)] == ["Barn"]
    add_inbound(ledger, line=TEA._replace(location="BARN"))
    assert lines(ledger, "PO-9")[0].location == "Barn"


def test_that_a_promise_is_added_edited_shipped_and_removed(ledger: Ledger) -> None:
    channel = promises(ledger, "SO-1")[0].channel_id
    add_commitment(ledger, channel_id=channel, line=ORDER)
    assert ledger.undo_label() == "Add SO-9: 12 × TEA"
    (row,) = promises(ledger, "SO-9")
    edit_commitment(ledger, commitment_id=row.id, channel_id=channel, line=ORDER._replace(quantity=20))
    assert ledger.undo_label() == "Edit SO-9 of TEA"
    ship_commitment(ledger, commitment_id=row.id, units=5)
    assert ledger.undo_label() == "Ship 5 × TEA of SO-9"
    (row,) = promises(ledger, "SO-9")
    assert (row.open, row.shipped, row.state) == (15, 5, CommitmentState.OPEN)
    cancel_commitment(ledger, commitment_id=row.id)
    assert [(one.quantity, one.state) for one in promises(ledger, "SO-9")] == [(5, CommitmentState.SHIPPED)]
    remove_commitment(ledger, commitment_id=row.id)
    assert not promises(ledger, "SO-9")
    for _ in range(5):
        ledger.undo()
    assert not promises(ledger, "SO-9")


def test_that_one_typed_promise_stands_for_all_lines_of_its_order_and_sku(ledger: Ledger) -> None:
    first = promises(ledger, "SO-2")[0]
    ship_commitment(ledger, commitment_id=first.id, units=50)
    typed = next(row for row in promises(ledger, "SO-2") if row.typed)
    assert (typed.quantity, typed.shipped, typed.open) == (60, 60, 0)
    assert typed.overrules == "commitments.csv, row 3 and commitments.csv, row 4"
    assert [row.state for row in promises(ledger, "SO-2")].count(CommitmentState.OVERRULED) == 2


def test_that_a_line_that_ships_whole_does_not_ship_in_part(ledger: Ledger) -> None:
    (row,) = promises(ledger, "SO-1")
    with pytest.raises(UserError, match="whole or not at all: 96 units"):
        ship_commitment(ledger, commitment_id=row.id, units=95)
    ship_commitment(ledger, commitment_id=row.id, units=96)
    assert next(one for one in promises(ledger, "SO-1") if one.typed).state is CommitmentState.SHIPPED


REFUSED: list[tuple[Callable[[Ledger], Done], str]] = [
    (partial(add_inbound, line=TEA._replace(reference=" ")), "needs the number.*Nothing was added"),
    (partial(add_inbound, line=TEA._replace(sku="nothing")), "no SKU “nothing”"),
    (partial(add_inbound, line=TEA._replace(quantity=0)), "needs units"),
    (partial(add_inbound, line=TEA._replace(quantity=-1)), "cannot be under 0"),
    (partial(add_inbound, line=TEA._replace(quantity=10**12)), "cannot be over"),
    (partial(add_inbound, line=TEA._replace(received=-1)), "received cannot be under 0"),
    (partial(add_inbound, line=TEA._replace(expected="")), "needs the day"),
    (partial(add_inbound, line=TEA._replace(expected="soon")), "“soon” is not a day"),
    (partial(add_inbound, line=TEA._replace(ordered="2026-04-11")), "before it was ordered"),
    (partial(add_inbound, line=TEA._replace(received_on="2026-04-11")), "needs units that were received"),
    (partial(edit_inbound, inbound_id=1, line=TEA._replace(quantity=-5)), "Nothing was changed"),
    (partial(receive_inbound, inbound_id=1, units=0, day=TODAY), "cannot be under 1"),
    (partial(receive_inbound, inbound_id=1, units=5, day=date(2027, 1, 1)), "has not come yet"),
    (partial(receive_inbound, inbound_id=1, units=5, day=date(2026, 1, 1)), "before it was ordered"),
    (partial(remove_inbound, inbound_id=1), "came from a file"),
    (partial(add_commitment, channel_id=99, line=ORDER), "no such channel"),
    (partial(add_commitment, channel_id=1, line=ORDER._replace(reference="")), "needs the number"),
    (partial(add_commitment, channel_id=1, line=ORDER._replace(quantity=0)), "needs units"),
    (partial(add_commitment, channel_id=1, line=ORDER._replace(sku="")), "no SKU"),
    (partial(add_commitment, channel_id=1, line=ORDER._replace(shipped=13)), "13 units cannot have left of 12"),
    (partial(add_commitment, channel_id=1, line=ORDER._replace(ship_from="2026-04-11")), "before it begins"),
    (partial(add_commitment, channel_id=1, line=ORDER._replace(fill="some")), "says nothing of filling"),
    (partial(ship_commitment, commitment_id=1, units=97), "96 units of SO-1 are still to ship, not 97"),
    (partial(ship_commitment, commitment_id=1, units=0), "cannot be under 1"),
    (partial(remove_commitment, commitment_id=1), "came from a file"),
]


@pytest.mark.parametrize("action, words", REFUSED)
def test_that_a_refused_edit_says_why_and_leaves_no_trace(
    ledger: Ledger, action: Callable[[Ledger], Done], words: str
) -> None:
    before = ledger.undo_label()
    with pytest.raises(UserError, match=words):
        action(ledger)
    assert ledger.undo_label() == before


def test_that_two_typed_lines_do_not_tell_of_the_same_units(ledger: Ledger) -> None:
    add_inbound(ledger, line=TEA)
    with pytest.raises(UserError, match="already"):
        add_inbound(ledger, line=TEA._replace(reference="po-9", location="barn", quantity=1))
    add_inbound(ledger, line=TEA._replace(location="Cellar"))
    second = next(row for row in lines(ledger, "PO-9") if row.location == "Cellar")
    with pytest.raises(UserError, match="already"):
        edit_inbound(ledger, inbound_id=second.id, line=TEA)
    add_commitment(ledger, channel_id=1, line=ORDER)
    with pytest.raises(UserError, match="already"):
        add_commitment(ledger, channel_id=1, line=ORDER._replace(quantity=1))


def test_that_nothing_is_cancelled_twice(ledger: Ledger) -> None:
    (row,) = lines(ledger, "PO-1")
    cancel_inbound(ledger, inbound_id=row.id)
    typed = next(one for one in lines(ledger, "PO-1") if one.typed)
    with pytest.raises(UserError, match="still to come"):
        cancel_inbound(ledger, inbound_id=typed.id)
    (promise,) = promises(ledger, "SO-1")
    cancel_commitment(ledger, commitment_id=promise.id)
    typed_promise = next(one for one in promises(ledger, "SO-1") if one.typed)
    with pytest.raises(UserError, match="still to ship"):
        cancel_commitment(ledger, commitment_id=typed_promise.id)
