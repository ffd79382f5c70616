"""Must-show 5: a promotion that collides is found before it starts, moved by mouse and by keyboard, and it goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.actions.promotions import accept_collision
from app.actions.rules import publish
from app.queries.collisions import collisions
from app.queries.promotion_board import Bar
from app.queries.promotions import promotions
from app.queries.rules import PROMOTIONS, draft_of
from models.domain.period import Period
from models.domain.rules import Scope
from tests.conftest import Move
from tests.make import Clock, import_text, today
from tests.views.brand import Brand
from tests.views.promotions.conftest import opened, promote
from views.common.form import Form
from views.common.parts import Button
from views.promotions.bars_view import BarsView
from views.promotions.page import PromotionsPage
from views.promotions.timeline import TimelineSection

LEFT = Qt.MouseButton.LeftButton


def view(page: PromotionsPage) -> BarsView:
    section = page.section
    assert isinstance(section, TimelineSection)
    return section.bars


def days(made: Brand, code: str) -> Period:
    with made.ledger.read() as session:
        return next(one.days for one in promotions(session, draft=True) if one.code == code)


def ahead(first: int, last: int) -> Period:
    return Period(today() + timedelta(days=first), today() + timedelta(days=last))


def shown(bars: BarsView, code: str) -> Bar:
    bar = bars.bar_of(code)
    assert bar is not None
    return bar


def middle(bars: BarsView, code: str) -> QPoint:
    bar = bars.bar_of(code)
    assert bar is not None
    return bars.rect_of(bar).center().toPoint()


def drag(bars: BarsView, at: QPoint, by: int) -> None:
    """Drag from a pixel by so many days, in steps as a hand does."""
    port = bars.viewport()
    QTest.mousePress(port, LEFT, pos=at)
    for step in (by / 3, by / 2, by):
        QTest.mouseMove(port, at + QPoint(round(step * bars.scale.per_day), 2))
        QApplication.processEvents()
    QTest.mouseRelease(port, LEFT, pos=at + QPoint(round(by * bars.scale.per_day), 2))


def words(page: PromotionsPage) -> str:
    return "\n".join(one.text() for one in page.inspector.findChildren(QLabel))


def test_that_a_collision_is_found_before_it_starts_and_goes_when_the_bar_is_dragged_away(
    qtbot: QtBot, colliding: Brand
) -> None:
    page = opened(qtbot, colliding)
    bars = view(page)
    assert page.sentence.sentence() == ("**Draft**: 2 promotions, **1 collision ahead**, beside no published rules.")
    bar = bars.bar_of("CODE")
    assert bar is not None
    assert "collides with WINTER" in bars.sentence(bar)
    drag(bars, middle(bars, "CODE"), 3)
    qtbot.waitUntil(lambda: "nothing ahead collides" in page.sentence.sentence())
    assert page.sentence.sentence() == ("**Draft**: 2 promotions, nothing ahead collides, beside no published rules.")
    assert days(colliding, "CODE") == ahead(8, 12)
    assert shown(bars, "CODE").collisions == ()
    assert (colliding.ledger.undo_label() or "").startswith("Move CODE")
    page.do(lambda ledger: ledger.undo())
    qtbot.waitUntil(lambda: "1 collision ahead" in page.sentence.sentence())
    assert days(colliding, "CODE") == ahead(5, 9)


def test_that_the_arrows_move_a_bar_by_day_as_one_step_and_the_collision_goes(qtbot: QtBot, colliding: Brand) -> None:
    page = opened(qtbot, colliding)
    bars = view(page)
    bars.setFocus()
    qtbot.waitUntil(lambda: bars.current is not None)
    while bars.current is not None and bars.current.planned.code != "CODE":
        QTest.keyClick(bars, Qt.Key.Key_Tab)
    for _ in range(3):
        QTest.keyClick(bars, Qt.Key.Key_Right)
    assert "nothing" not in page.sentence.sentence()
    qtbot.waitUntil(lambda: "nothing ahead collides" in page.sentence.sentence())
    assert page.sentence.sentence() == ("**Draft**: 2 promotions, nothing ahead collides, beside no published rules.")
    assert days(colliding, "CODE") == ahead(8, 12)
    assert bars.accessibleDescription().startswith("CODE: 10 % off on Shop, ")
    page.do(lambda ledger: ledger.undo())
    qtbot.waitUntil(lambda: "1 collision ahead" in page.sentence.sentence())


def test_that_an_end_is_stretched_by_mouse_and_by_shift(qtbot: QtBot, colliding: Brand) -> None:
    page = opened(qtbot, colliding)
    bars = view(page)
    bar = bars.bar_of("CODE")
    assert bar is not None
    rect = bars.rect_of(bar)
    drag(bars, QPointF(rect.right() - 2, rect.center().y()).toPoint(), 4)
    qtbot.waitUntil(lambda: days(colliding, "CODE") == ahead(5, 13))
    qtbot.waitUntil(lambda: shown(bars, "CODE").days == ahead(5, 13))
    bars.setFocus()
    QTest.keyClick(bars, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(bars, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(bars, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: days(colliding, "CODE") == ahead(6, 12))


def test_that_escape_takes_a_move_back_before_it_is_saved(qtbot: QtBot, colliding: Brand) -> None:
    page = opened(qtbot, colliding)
    bars = view(page)
    bars.setFocus()
    qtbot.waitUntil(lambda: bars.current is not None)
    QTest.keyClick(bars, Qt.Key.Key_Right)
    at = middle(bars, "WINTER")
    QTest.keyClick(bars, Qt.Key.Key_Escape)
    assert middle(bars, "WINTER") == at - QPoint(round(bars.scale.per_day), 0)
    bars.commit()
    assert days(colliding, "WINTER") == ahead(1, 7)


def test_that_a_collision_is_accepted_in_the_panel_and_then_published(qtbot: QtBot, colliding: Brand) -> None:
    page = opened(qtbot, colliding)
    bars = view(page)
    bars.setFocus()
    qtbot.waitUntil(lambda: bars.current is not None)
    QTest.keyClick(bars, Qt.Key.Key_Return)
    assert "CODE and WINTER both run on Shop" in words(page)
    QApplication.processEvents()
    form = next(one for one in page.inspector.findChildren(Form) if one.isVisible())
    line = form.editor("reason")
    assert isinstance(line, QLineEdit)
    line.setFocus()
    QTest.keyClicks(line, "the code is for staff")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "nothing ahead collides, 1 accepted" in page.sentence.sentence())
    assert "the code is for staff" in words(page)
    publish(colliding.ledger, name="Season", reason="plan", family=PROMOTIONS)


def test_that_an_acceptance_is_of_the_day_of_the_person(qtbot: QtBot, colliding: Brand, move: Move) -> None:
    ledger = colliding.ledger
    with ledger.read() as session:
        (one,) = collisions(session, draft_of(session, PROMOTIONS), today())
    usual, ledger.clock = ledger.clock, Clock(datetime(2026, 11, 24, 4, 25, tzinfo=UTC))
    accept_collision(ledger, name=one.fingerprint, reason="a test")
    ledger.clock = usual
    move("PST8")
    page = opened(qtbot, colliding)
    bars = view(page)
    bars.setFocus()
    qtbot.waitUntil(lambda: bars.current is not None)
    QTest.keyClick(bars, Qt.Key.Key_Return)
    assert f"on {page.text.day(date(2026, 11, 23))}: a test" in words(page)


def test_that_moving_what_is_published_begins_a_draft_and_says_so(qtbot: QtBot, bare: Brand) -> None:
    promote(bare.ledger, "WINTER", 1, 7)
    publish(bare.ledger, name="Season", reason="plan", family=PROMOTIONS)
    page = opened(qtbot, bare)
    bars = view(page)
    drag(bars, middle(bars, "WINTER"), 2)
    qtbot.waitUntil(lambda: page.sentence.sentence().startswith("**Draft**"))
    assert "A draft was begun, in which WINTER has moved" in page.notice.sentence()
    with bare.ledger.read() as session:
        assert draft_of(session, PROMOTIONS) is not None
    assert days(bare, "WINTER") == ahead(3, 9)
    page.do(lambda ledger: ledger.undo())
    qtbot.waitUntil(lambda: shown(bars, "WINTER").days == ahead(1, 7))
    assert not page.notice.isVisible()


def test_that_the_weeks_of_the_head_are_written_as_days_are(qtbot: QtBot, bare: Brand) -> None:
    promote(bare.ledger, "WINTER", 1, 7)
    scale = view(opened(qtbot, bare)).scale
    assert scale.month_first is bare.desk.text.month_first
    week = Period(date(2026, 10, 26), date(2026, 10, 30))
    for first, said in ((True, "Oct 26"), (False, "26 Oct")):
        assert [mark.words for mark in replace(scale, per_day=16.0, month_first=first).lower(week)] == [said]


def test_that_a_bar_stops_at_today_and_says_why(qtbot: QtBot, bare: Brand) -> None:
    promote(bare.ledger, "SOON", 2, 4)
    page = opened(qtbot, bare)
    bars = view(page)
    drag(bars, middle(bars, "SOON"), -9)
    qtbot.waitUntil(lambda: days(bare, "SOON") == ahead(0, 2))
    said = "SOON begins today at the earliest: days that are over cannot be planned."
    assert page.notice.sentence() == said
    page.notice.hide()
    qtbot.waitUntil(lambda: shown(bars, "SOON").days == ahead(0, 2))
    bars.setFocus()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left):
        QTest.keyClick(bars, key)
    assert page.notice.sentence() == said
    for _ in range(3):
        QTest.keyClick(bars, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert page.notice.sentence() == "SOON ends today at the earliest: days that are over cannot be taken back."
    qtbot.waitUntil(lambda: days(bare, "SOON") == ahead(0, 0))


def test_that_a_key_on_what_has_ended_or_begun_says_why_nothing_moves(qtbot: QtBot, bare: Brand) -> None:
    promote(bare.ledger, "OVER", -9, -2)
    promote(bare.ledger, "RUNS", -1, 3)
    page = opened(qtbot, bare)
    bars = view(page)
    for code, said in (("OVER", "OVER ended on "), ("RUNS", "RUNS has begun already, so it cannot begin earlier")):
        bars.go_to(shown(bars, code))
        bars.setFocus()
        QTest.keyClick(bars, Qt.Key.Key_Left)
        assert page.notice.sentence().startswith(said)
        bars.commit()
    assert (days(bare, "OVER"), days(bare, "RUNS")) == (ahead(-9, -2), ahead(-1, 3))
    page.notice.hide()
    drag(bars, middle(bars, "OVER"), 5)
    assert page.notice.sentence().startswith("OVER ended on ")
    assert days(bare, "OVER") == ahead(-9, -2)


def test_that_a_promotion_of_several_channels_moves_on_all_and_says_so(qtbot: QtBot, bare: Brand) -> None:
    promote(bare.ledger, "BOTH", 1, 3, Scope(("TEA",), channels=("Shop", "Fair")))
    page = opened(qtbot, bare)
    bars = view(page)
    on_shop, on_fair = bars.bar_of("BOTH", "Shop"), bars.bar_of("BOTH", "Fair")
    assert on_shop is not None
    assert on_fair is not None
    bars.go_to(on_shop)
    bars.setFocus()
    at = bars.rect_of(on_fair).left()
    QTest.keyClick(bars, Qt.Key.Key_Right)
    assert bars.rect_of(on_fair).left() > at
    QTest.keyClick(bars, Qt.Key.Key_Return)
    assert "It runs on Shop, Fair by the same days: moved on one, it moves on all." in words(page)
    qtbot.waitUntil(lambda: days(bare, "BOTH") == ahead(2, 4))
    qtbot.waitUntil(lambda: page.notice.sentence() == "BOTH has moved on Shop, Fair: its days are the same on each.")


def test_that_an_imported_promotion_stays_and_is_taken_over(qtbot: QtBot, bare: Brand) -> None:
    rows = f"FILE,percent,5,Shop,TEA,{today()},{today() + timedelta(days=6)},\n"
    import_text(bare.ledger, "promotions.csv", "code,offer,percent,channel,skus,first_day,last_day,lane\n" + rows)
    page = opened(qtbot, bare)
    assert page.sentence.sentence().endswith("nothing ahead collides.")
    bars = view(page)
    drag(bars, middle(bars, "FILE"), 2)
    assert "Imported from promotions.csv" in words(page)
    button = next(one for one in page.inspector.findChildren(Button) if one.text() == "Take over into the draft")
    QTest.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: page.sentence.sentence().startswith("**Draft**"))
    drag(bars, middle(bars, "FILE"), 2)
    qtbot.waitUntil(lambda: days(bare, "FILE") == ahead(2, 8))


def test_that_a_sku_filters_and_the_zoom_keeps_the_day_under_the_pointer(qtbot: QtBot, bare: Brand) -> None:
    promote(bare.ledger, "TEAS", 1, 7)
    promote(bare.ledger, "TINS", 10, 12, Scope(("TIN",)))
    page = opened(qtbot, bare)
    bars = view(page)
    page.field.setText("tin")
    qtbot.waitUntil(lambda: bars.bar_of("TEAS") is None)
    assert [bar.channel for row in bars.rows for bar in row.bars] == ["Shop", "Fair"]
    page.field.setText("")
    at = QPointF(500, 200)
    day = bars.scale.day(bars.horizontalScrollBar().value() + at.x() - 148)
    wheel = QWheelEvent(
        at, at, QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    before = bars.scale.per_day
    QApplication.sendEvent(bars.viewport(), wheel)
    assert bars.scale.per_day > before
    assert bars.scale.day(bars.horizontalScrollBar().value() + at.x() - 148) == day
    QTest.keyClick(bars, Qt.Key.Key_Minus)
    QTest.keyClick(bars, Qt.Key.Key_Minus)
    assert abs(bars.scale.per_day - before) < 0.1


def test_that_the_list_shows_what_the_timeline_shows(qtbot: QtBot, colliding: Brand) -> None:
    page = opened(qtbot, colliding, "rules")
    qtbot.waitUntil(lambda: len(page.section.table.shown_rows()) == 2)
    qtbot.waitUntil(page.rules.effect.isVisible)
    assert page.rules.effect.text().startswith("1 collision to answer on the timeline: CODE and WINTER both run")


def test_that_days_without_a_promotion_name_the_nearest_and_lead_to_it(qtbot: QtBot, bare: Brand) -> None:
    promote(bare.ledger, "SPRING", 200, 206)
    promote(bare.ledger, "SUMMER", 230, 240)
    page = opened(qtbot, bare)
    section, bars = page.section, view(page)
    assert isinstance(section, TimelineSection)
    begins = page.text.day(ahead(200, 206).first)
    assert section.beside.text() == f"No promotion in these days. SPRING on Shop begins {begins}."
    QTest.mouseClick(section.go_beside, LEFT)
    assert section.beside.text() == ""
    assert not section.go_beside.isVisible()
    assert bars.hasFocus()
    assert bars.viewport().rect().contains(bars.rect_of(shown(bars, "SPRING")).toRect())
    bars.go_to_today()
    assert section.beside.text().startswith("No promotion in these days. SPRING on Shop begins")


def test_that_a_promotion_that_is_over_is_said_to_have_ended(qtbot: QtBot, bare: Brand) -> None:
    past = ahead(-170, -150)
    rows = f"OLD,percent,5,Shop,TEA,{past.first},{past.last},\n"
    import_text(bare.ledger, "promotions.csv", "code,offer,percent,channel,skus,first_day,last_day,lane\n" + rows)
    page = opened(qtbot, bare)
    section = page.section
    assert isinstance(section, TimelineSection)
    ended = page.text.day(past.last)
    assert section.beside.text() == f"No promotion in these days. OLD on Shop ended {ended}."


def test_that_nothing_is_said_of_days_where_there_is_no_promotion_at_all(qtbot: QtBot, bare: Brand) -> None:
    section = opened(qtbot, bare).section
    assert isinstance(section, TimelineSection)
    assert section.beside.text() == ""
    assert not section.go_beside.isVisible()


@pytest.mark.parametrize("near", [False, True])
def test_that_the_days_in_view_stay_when_the_page_is_come_back_to(qtbot: QtBot, bare: Brand, near: bool) -> None:
    past = ahead(-170, -150)
    rows = f"OLD,percent,5,Shop,TEA,{past.first},{past.last},\n"
    import_text(bare.ledger, "promotions.csv", "code,offer,percent,channel,skus,first_day,last_day,lane\n" + rows)
    promote(bare.ledger, "LATER", 150, 157)
    if near:
        promote(bare.ledger, "WINTER", 1, 7)
    page = opened(qtbot, bare)
    bars = view(page)
    qtbot.waitUntil(lambda: bool(bars.rows))
    left = bars.horizontalScrollBar().value()
    page.to_front()
    qtbot.waitUntil(lambda: bars.current is not None)
    assert bars.hasFocus()
    assert bars.horizontalScrollBar().value() == left
    assert bars.current is not None
    assert bars.current.planned.code == ("WINTER" if near else "LATER")
