"""Promotions are rules: drafted, moved, published once their collisions are accepted; files tell of others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from app.actions.imports import undo_import
from app.actions.promotions import accept_collision, move_promotion, take_over
from app.actions.rules import add_rule, publish, restore_version
from app.errors import UserError
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.queries.collisions import Collision, collisions
from app.queries.promotion_board import promotion_board
from app.queries.promotions import planned, promotions
from app.queries.rules import PROMOTIONS, draft_of, published, versions
from models.domain.money import Money
from models.domain.period import Period
from models.domain.promotions.kinds import KINDS, OPEN_END, AmountPromotion, PercentPromotion, Promoted
from models.domain.promotions.offer import AmountOff, PercentOff
from models.domain.promotions.promotion import Promotion
from models.domain.rules import Scope, form_of, params_of, read_rule
from tests.app.price_book import book_ledger
from tests.make import NOW, import_text

TODAY = date(2026, 11, 23)
SHOP = Scope(("TEA",), channels=("Shop",))
WINTER = PercentPromotion(code="WINTER20", percent=Fraction(20), uplift=Fraction(5, 2), budget=Money(100_000, "USD"))
TEA3 = AmountPromotion(code="TEA3", amount=Money(300, "USD"), lane="code", funded=Fraction(25, 2))
TABLE = "code,offer,percent,channel,skus,first_day,last_day,lane\n"
DISCOUNTS = "Name,Value,Value Type,Times Used In Total,Status,Start,End\n"


def december(first: int, last: int) -> Period:
    return Period(date(2026, 12, first), date(2026, 12, last))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = book_ledger(tmp_path)
    yield made
    made.close()


def add(ledger: Ledger, what: Promoted, days: Period, scope: Scope = SHOP) -> None:
    add_rule(ledger, what=what, scope=scope, first=days.first, last=days.last, family=PROMOTIONS, begin=True)


def found(ledger: Ledger, *, draft: bool = False) -> dict[str, Promotion]:
    with ledger.read() as session:
        return {one.code: one for one in promotions(session, draft=draft)}


def colliding(ledger: Ledger) -> list[Collision]:
    with ledger.read() as session:
        return collisions(session, draft_of(session, PROMOTIONS), TODAY)


def ready(ledger: Ledger) -> None:
    publish(ledger, name=f"Plan {len(found(ledger, draft=True))}", reason="season", family=PROMOTIONS)


@pytest.mark.parametrize("kind", KINDS)
def test_that_each_kind_is_stored_and_read_as_it_was(kind: type[Promoted]) -> None:
    figures = {one.name for one in form_of(kind)}
    given: dict[str, Any] = {"percent": Fraction(1, 3), "amount": Money(5, "USD"), "price": Money(7, "USD"), "buy": 2}
    what = kind(code="X", **{name: value for name, value in given.items() if name in figures})
    assert read_rule(kind.KIND, params_of(what), KINDS) == what
    assert next(iter(form_of(kind))).name == "code"


def test_that_a_draft_becomes_promotions_once_it_is_published(ledger: Ledger) -> None:
    add(ledger, WINTER, december(1, 14))
    add(ledger, TEA3, december(20, 26))
    assert found(ledger) == {}
    ready(ledger)
    assert found(ledger)["WINTER20"] == Promotion(
        "WINTER20",
        PercentOff(Fraction(20)),
        december(1, 14),
        frozenset({"TEA"}),
        frozenset({"Shop"}),
        budget=100_000,
        uplift=Fraction(5, 2),
    )
    assert (found(ledger)["TEA3"].offer, found(ledger)["TEA3"].funded) == (AmountOff(300), 1250)


@pytest.mark.parametrize(
    "what, days, said",
    [
        (
            PercentPromotion(code=" ", percent=Fraction(5)),
            (date(2026, 12, 1), date(2026, 12, 2)),
            "Code or name: is missing",
        ),
        (WINTER, (date(2026, 12, 1), None), "needs a last day"),
        (WINTER, (date(2026, 12, 5), date(2026, 12, 1)), "is before 2026-12-05"),
        (
            AmountPromotion(code="X", amount=Money(300, "USD"), budget=Money(1, "EUR")),
            (date(2026, 12, 1), date(2026, 12, 2)),
            "amounts are in EUR and USD",
        ),
    ],
)
def test_that_a_promotion_that_cannot_stand_is_refused(
    ledger: Ledger, what: Promoted, days: tuple[date, date | None], said: str
) -> None:
    with pytest.raises(UserError, match=said):
        add_rule(ledger, what=what, scope=SHOP, first=days[0], last=days[1], family=PROMOTIONS, begin=True)
    with ledger.read() as session:
        assert draft_of(session, PROMOTIONS) is None


def test_that_a_scope_of_a_category_without_skus_promotes_nothing(ledger: Ledger) -> None:
    add(ledger, WINTER, december(1, 14), Scope(category="Hats"))
    assert found(ledger, draft=True) == {}
    with ledger.read() as session:
        assert [one.code for one in planned(session, draft=True)] == ["WINTER20"]


def test_that_a_collision_stops_publishing_until_it_is_accepted_with_a_reason(ledger: Ledger) -> None:
    add(ledger, WINTER, december(1, 14))
    add(ledger, PercentPromotion(code="OTHER", percent=Fraction(10)), december(10, 20))
    with pytest.raises(UserError, match="OTHER and WINTER20 both run on Shop, 2026-12-10 to 2026-12-14"):
        ready(ledger)
    (one,) = colliding(ledger)
    with pytest.raises(UserError, match="needs a reason"):
        accept_collision(ledger, name=one.fingerprint, reason=" ")
    accept_collision(ledger, name=one.fingerprint, reason="the code is for staff")
    assert ledger.undo_label() == "Accept that OTHER and WINTER20 collide"
    (accepted,) = colliding(ledger)
    assert accepted.accepted is not None
    assert (accepted.accepted.reason, accepted.accepted.by) == ("the code is for staff", ledger.who)
    ready(ledger)
    assert set(found(ledger)) == {"WINTER20", "OTHER"}


def test_that_an_acceptance_is_undone_and_ends_when_either_promotion_changes(ledger: Ledger) -> None:
    add(ledger, WINTER, december(1, 14))
    add(ledger, PercentPromotion(code="OTHER", percent=Fraction(10)), december(10, 20))
    (one,) = colliding(ledger)
    accept_collision(ledger, name=one.fingerprint, reason="staff")
    ledger.undo()
    assert colliding(ledger)[0].accepted is None
    ledger.redo()
    ready(ledger)
    with ledger.read() as session:
        held = published(session, PROMOTIONS)
    assert held is not None
    (number,) = [rule.number for rule in held.rules if rule.what == WINTER]
    move_promotion(ledger, rule_id=number, first=date(2026, 12, 2), last=date(2026, 12, 14))
    assert colliding(ledger)[0].accepted is None


def test_that_different_lanes_add_up_and_two_of_one_code_stop_publishing(ledger: Ledger) -> None:
    add(ledger, WINTER, december(1, 14))
    add(ledger, TEA3, december(1, 14))
    assert colliding(ledger) == []
    add(ledger, PercentPromotion(code="winter20", percent=Fraction(10)), december(20, 22))
    with pytest.raises(UserError, match="Two promotions are called “winter20”"):
        ready(ledger)


def test_that_moving_a_published_promotion_begins_a_draft_in_one_step(ledger: Ledger) -> None:
    add(ledger, WINTER, december(1, 14))
    ready(ledger)
    with ledger.read() as session:
        held = published(session, PROMOTIONS)
    assert held is not None
    move_promotion(ledger, rule_id=held.rules[0].number, first=date(2026, 12, 3), last=date(2026, 12, 16))
    assert ledger.undo_label() == "Move WINTER20: 20 % off to 2026-12-03 – 2026-12-16"
    assert found(ledger)["WINTER20"].days == december(1, 14)
    assert found(ledger, draft=True)["WINTER20"].days == december(3, 16)
    ledger.undo()
    with ledger.read() as session:
        assert draft_of(session, PROMOTIONS) is None


def test_that_a_version_is_restored_with_what_was_accepted(ledger: Ledger) -> None:
    add(ledger, WINTER, december(1, 14))
    add(ledger, PercentPromotion(code="OTHER", percent=Fraction(10)), december(10, 20))
    accept_collision(ledger, name=colliding(ledger)[0].fingerprint, reason="staff")
    ready(ledger)
    restore_version(ledger, version="1", family=PROMOTIONS)
    assert colliding(ledger)[0].accepted is not None
    with ledger.read() as session:
        assert len(versions(session, PROMOTIONS)) == 2


def test_that_files_tell_of_promotions_but_not_of_those_typed_already(ledger: Ledger) -> None:
    rows = "WINTER20,percent,20,Shop,TEA,2026-12-01,2026-12-14,\nBAZ,percent,5,Bazaar,,2026-12-01,,\n"
    import_text(ledger, "promotions.csv", TABLE + rows)
    assert {code: one.days.last for code, one in found(ledger).items()} == {
        "WINTER20": date(2026, 12, 14),
        "BAZ": OPEN_END,
    }
    add(ledger, WINTER, december(2, 9))
    assert [one.days for one in found(ledger, draft=True).values() if one.code == "WINTER20"] == [december(2, 9)]
    with ledger.read() as session:
        assert [one.source for one in planned(session, draft=True)] == ["promotions.csv", ""]


def test_that_a_later_file_replaces_an_earlier_one_whatever_comes_first_and_undo_brings_it_back(ledger: Ledger) -> None:
    row = "HELLO,-10.0,percentage,3,Active,2026-12-01 00:00:00 -0500,2026-12-{} 23:59:59 -0500\n"
    newer = import_text(ledger, "discounts_2.csv", DISCOUNTS + row.format("05"), channel="Shop", time=NOW)
    import_text(ledger, "discounts_1.csv", DISCOUNTS + row.format("03"), channel="Shop", time=NOW - timedelta(days=7))
    assert found(ledger)["HELLO"].days == december(1, 5)
    assert found(ledger)["HELLO"].channels == {"Shop"}
    assert newer.batch_id is not None
    undo_import(ledger, Progress(), batch_id=newer.batch_id)
    assert found(ledger)["HELLO"].days == december(1, 3)


def test_that_an_imported_promotion_is_taken_over_into_the_draft_and_then_moved(ledger: Ledger) -> None:
    import_text(ledger, "promotions.csv", TABLE + "BAZ,percent,5,Bazaar,,2026-12-01,2026-12-03,\n")
    with ledger.read() as session:
        (told,) = planned(session)
    with pytest.raises(UserError, match="told by a file"):
        move_promotion(ledger, rule_id=told.rule.number, first=date(2026, 12, 2), last=date(2026, 12, 4))
    take_over(ledger, number=told.rule.number)
    with ledger.read() as session:
        (typed,) = planned(session, draft=True)
    assert typed.typed
    move_promotion(ledger, rule_id=typed.rule.number, first=date(2026, 12, 2), last=date(2026, 12, 4))
    assert found(ledger, draft=True)["BAZ"].days == december(2, 4)


def test_that_two_imported_promotions_collide_on_the_timeline_and_stop_no_draft(ledger: Ledger) -> None:
    rows = "OLD,percent,10,Shop,TEA,2026-12-01,2026-12-09,\nNEW,percent,20,Shop,TEA,2026-12-05,2026-12-12,\n"
    import_text(ledger, "promotions.csv", TABLE + rows)
    with ledger.read() as session:
        board = promotion_board(session, day=TODAY)
        marked = {bar.planned.code: bar.collisions for lane in board.channels for bar in lane.bars}
    (one,) = board.collisions
    assert (one.imported, one.stops) == (True, False)
    assert (one.overlap.days.first, one.overlap.days.last) == (date(2026, 12, 5), date(2026, 12, 9))
    assert marked == {"OLD": (one,), "NEW": (one,)}
    add(ledger, WINTER, december(20, 21))
    assert colliding(ledger) == []
    ready(ledger)


def test_that_a_typed_promotion_collides_with_an_imported_one(ledger: Ledger) -> None:
    import_text(ledger, "promotions.csv", TABLE + "SITEWIDE,percent,5,Shop,,2026-12-01,2026-12-03,\n")
    add(ledger, WINTER, december(1, 14))
    assert [one.codes for one in colliding(ledger)] == [("SITEWIDE", "WINTER20")]
