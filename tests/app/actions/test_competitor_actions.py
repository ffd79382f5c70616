"""Offers typed by hand: dated, newest first, changed and removed with undo, and never over what a file says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.actions.competitors import TypedOffer, add_offer, edit_offer, remove_offer
from app.actions.imports import undo_import
from app.errors import UserError
from app.jobs import Progress
from app.ledger.doctor import examine
from app.ledger.ledger import Ledger
from app.queries.competitors import SeenOffer, newest_offers, on_channel, seen_offers
from app.queries.history import changes, fields
from models.domain.money import Money
from tests.make import import_text, made_once, new_ledger, type_cost

TABLE = "sku,seller,price,shipping,currency,in_stock,condition,seen_at,channel,note\n"
SEEN = datetime(2026, 10, 31, 8, 0, tzinfo=UTC)
OFFER = TypedOffer("TEA", "Rival", Money(950, "USD"), seen=SEEN)


@made_once
def prepared(folder: Path) -> Ledger:
    made = new_ledger(folder)
    type_cost(made, "TEA", 400)
    import_text(
        made, "sales.csv", "channel,date,document,sku,quantity,unit_price,kind\nShop,2026-10-01,A,TEA,1,9.00,sale\n"
    )
    return made


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = prepared(tmp_path)
    yield made
    made.close()


def offers(ledger: Ledger) -> list[SeenOffer]:
    """Give every offer."""
    with ledger.read() as session:
        return seen_offers(session)


def test_that_an_offer_is_typed_changed_removed_and_undone(ledger: Ledger) -> None:
    add_offer(ledger, offer=OFFER)
    (one,) = offers(ledger)
    assert (one.seller, one.price, one.landed, one.condition, one.typed) == ("Rival", 950, 950, "new", True)
    edit_offer(ledger, offer_id=one.id, offer=replace(OFFER, shipping=Money(200, "USD"), condition=" Used "))
    (changed,) = offers(ledger)
    assert (changed.landed, changed.condition) == (1150, "used")
    with ledger.read() as session:
        told = {row.field: (row.before, row.after) for row in fields(session, changes(session)[0].id)}
    assert told["shipping"] == ("0.00 USD", "2.00 USD")
    remove_offer(ledger, offer_id=one.id)
    assert offers(ledger) == []
    ledger.undo()
    assert [row.landed for row in offers(ledger)] == [1150]
    ledger.undo()
    ledger.undo()
    assert offers(ledger) == []
    assert [finding for finding in examine(ledger, Progress()).findings if not finding.ok] == []


def test_that_an_offer_without_a_moment_was_seen_now(ledger: Ledger) -> None:
    add_offer(ledger, offer=replace(OFFER, seen=None))
    assert offers(ledger)[0].age(ledger.clock()) == 0


def test_that_an_offer_of_a_file_stays_as_it_was_seen(ledger: Ledger) -> None:
    batch = import_text(ledger, "competitor_prices.csv", f"{TABLE}TEA,Rival,9.00,,,,,2026-10-30 07:00,Shop,\n").batch_id
    assert batch is not None
    (one,) = offers(ledger)
    assert (one.file, one.row, one.channel) == ("competitor_prices.csv", 2, "Shop")
    with pytest.raises(UserError, match=r"came from a file\. Nothing was changed\. Type a newer one"):
        edit_offer(ledger, offer_id=one.id, offer=OFFER)
    with pytest.raises(UserError, match=r"came from a file\. Nothing was changed\."):
        remove_offer(ledger, offer_id=one.id)
    undo_import(ledger, Progress(), batch_id=batch)
    assert offers(ledger) == []


def test_that_the_newest_offer_of_a_seller_counts_for_each_channel_and_condition(ledger: Ledger) -> None:
    rows = (
        "TEA,Rival,9.00,,,,,2026-10-29,,",
        "TEA,RIVAL ,8.50,,,,,2026-10-30,,",
        "TEA,Rival,7.00,,,,used,2026-10-28,,",
        "TEA,Rival,8.00,,,,,2026-10-27,Shop,",
        "TEA,Other,8.80,,,,,2026-10-31,Bazaar,",
    )
    import_text(ledger, "competitor_prices.csv", TABLE + "\n".join(rows) + "\n")
    newest = newest_offers(offers(ledger))
    assert [(one.seller, one.price, one.condition, one.channel) for one in newest] == [
        ("Other", 880, "new", "Bazaar"),
        ("RIVAL", 850, "new", ""),
        ("Rival", 700, "used", ""),
        ("Rival", 800, "new", "Shop"),
    ]
    # What was seen of all channels on the 30th is newer than what was seen in the shop on the 27th.
    assert [one.price for one in on_channel(newest, "Shop")] == [850, 700]
    assert [one.price for one in on_channel(newest, "Bazaar")] == [880, 850, 700]


@pytest.mark.parametrize(
    "offer, sentence",
    [
        (replace(OFFER, sku="TEE"), "There is no SKU “TEE”"),
        (replace(OFFER, seller="  "), "An offer needs its seller"),
        (replace(OFFER, price=Money(0, "USD")), "A price is above zero"),
        (replace(OFFER, shipping=Money(100, "EUR")), "Shipping is in USD as the price is"),
        (replace(OFFER, shipping=Money(-1, "USD")), "Shipping cannot be under zero"),
        (replace(OFFER, channel_id=99), "There is no such channel"),
        (replace(OFFER, seen=datetime.now(UTC) + timedelta(days=40000)), "has not come yet"),
    ],
)
def test_that_an_offer_that_cannot_be_is_refused(ledger: Ledger, offer: TypedOffer, sentence: str) -> None:
    with pytest.raises(UserError, match=rf"{sentence}.* Nothing was added\."):
        add_offer(ledger, offer=offer)
    assert offers(ledger) == []
