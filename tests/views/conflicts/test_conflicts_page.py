"""The page of conflicts: what it lists, why, where it leads, and what is decided by keyboard and in the panel."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.actions.base_prices import NewPrice, add_base_price
from app.actions.fee_schedules import add_schedule
from app.actions.planning import set_sku_plan
from app.actions.promotions import accept_collision
from app.actions.rules import add_rule, publish
from app.errors import UserError
from app.ledger.ledger import Ledger
from app.queries.behind import StatementCell, behind
from app.queries.collisions import collisions
from app.queries.conflict_facts.known import Terms
from app.queries.conflict_facts.known import terms as terms_of
from app.queries.conflict_rows import COLUMNS, ConflictRow
from app.queries.conflict_states import standings
from app.queries.rules import PROMOTIONS, draft_of
from models.domain.conflicts.lifecycle import Standing, State
from models.domain.money import Money
from models.domain.pricing.fee_model import Band, FeeModel, Schedule, ScheduleKind
from models.domain.pricing.schedule import FeeSchedule
from models.domain.promotions.kinds import PercentPromotion
from models.domain.rules import Scope
from models.domain.stock import SkuPlanning
from models.tables import Channel
from tests.make import Amount, import_text, made_once, new_ledger, settlement, today, type_cost
from tests.views.brand import Brand
from tests.views.brand import brand as brand_of
from tests.views.desktop import PATIENCE
from views.common.cells import PADDING, CellPainter
from views.common.fonts import TABLE, ui_font
from views.common.form import Form
from views.conflicts.page import ConflictsPage

WEEKS = 13
# What a window leaves to the table: one of 1440 with the panel beside it, and one of 1180 whose panel lies over it.
WIDE_WITH_PANEL, NARROW = 805, 930
RISK = "STOCK_OUT_RISK/sku=TEA/place=all%20places/-"
SALES = "channel,date,document,sku,title,quantity,unit_price,kind\n"


@made_once
def conflicting_ledger(folder: Path) -> Ledger:
    """Make the ledger of tea that runs out, beside honey that is no SKU."""
    ledger = new_ledger(folder)
    monday = today() - timedelta(days=today().weekday())
    days = [monday - timedelta(days=number) for number in range(1, 7 * WEEKS + 1)]
    lines = [f"Shop,{day},D{day},TEA,Tea,2,10.00,sale" for day in days]
    lines.append(f"Shop,{days[0]},H1,,Honey in a jar,3,9.00,sale")
    import_text(ledger, "s.csv", SALES + "\n".join(lines) + "\n")
    import_text(ledger, "k.csv", f"location,sku,date,on_hand\nBarn,TEA,{monday},20\nBarn,TIN,{monday},5\n")
    set_sku_plan(ledger, sku="TEA", plan=SkuPlanning(12, None, "Mill", 14, 0, 0))
    # It costs nothing: without a cost nobody could tell the money.
    type_cost(ledger, "TEA", 0, valid_from="2025-01-01", known="2025-01-01")
    return ledger


@pytest.fixture
def brand(tmp_path: Path, qapp: QApplication) -> Iterator[Brand]:
    """Give a brand whose tea sells two a day and runs out, and which sold honey that is no SKU."""
    with brand_of(tmp_path, qapp, make=conflicting_ledger) as made:
        yield made


def opened(qtbot: QtBot, brand: Brand) -> ConflictsPage:
    """Open the page, and wait until a run has kept what it shows."""
    page = ConflictsPage(brand.desk)
    qtbot.addWidget(page)
    page.resize(1300, 800)
    page.show()
    qtbot.waitUntil(lambda: bool(page.open.table.shown_rows() and kept(brand)), timeout=PATIENCE)
    qtbot.waitUntil(lambda: all(row.since for row in page.open.table.shown_rows()), timeout=PATIENCE)
    return page


@pytest.mark.parametrize("width", [WIDE_WITH_PANEL, NARROW])
def test_that_money_severity_and_age_are_whole_where_there_is_little_room(
    qtbot: QtBot, brand: Brand, width: int
) -> None:
    page = opened(qtbot, brand)
    table = page.open.table
    table.grid.setFixedWidth(width)
    qtbot.wait(50)
    least, grid = table.column_choice.widths.least(), table.grid
    widths = {column.title: (grid.columnWidth(place), least[place]) for place, column in enumerate(COLUMNS)}
    assert all(widths[title][0] >= widths[title][1] for title in ("At stake", "Severity", "Age", "State", "Between"))
    assert widths["What"][0] < widths["What"][1]
    # The sentence still tells its SKU, and a column without any word keeps the room of its title and no more.
    assert widths["What"][0] >= 120
    assert widths["Owner"][0] == widths["Owner"][1]
    assert grid.horizontalScrollBar().maximum() == 0


def test_that_a_sentence_is_whole_in_two_lines_in_a_window_of_1180(qtbot: QtBot, brand: Brand) -> None:
    page = opened(qtbot, brand)
    table = page.open.table
    table.grid.setFixedWidth(NARROW)
    qtbot.wait(50)
    (row,) = (row for row in page.open.table.shown_rows() if row.fingerprint == RISK)
    what = [column.title for column in COLUMNS].index("What")
    room = table.grid.columnWidth(what) - 2 * PADDING
    needed = QFontMetrics(ui_font(TABLE)).horizontalAdvance(row.conflict.sentence)
    at = table.model.index(table.shown_rows().index(row), what)
    assert room < needed < 2 * room
    assert not CellPainter(page.look, table.model).cuts(what, row, table.grid.visualRect(at).size())


def kept(brand: Brand) -> dict[str, Standing]:
    """Give where conflicts stand."""
    with brand.ledger.read() as session:
        return standings(session, today())


def shown(page: ConflictsPage) -> list[ConflictRow]:
    """Give the rows in view."""
    rows: list[ConflictRow] = page.open.table.shown_rows()
    return rows


def words(page: ConflictsPage) -> str:
    """Give what the inspector says."""
    return "\n".join(label.text() for label in page.inspector.findChildren(QLabel))


def go(page: ConflictsPage, fingerprint: str = RISK) -> None:
    """Put the cursor on a conflict."""
    assert page.open.table.go_to_key(fingerprint)
    page.open.table.setFocus()


def form(page: ConflictsPage) -> Form:
    """Give the form in the inspector."""
    return page.inspector.findChildren(Form)[-1]


def state(brand: Brand) -> State:
    """Give the state of what runs out."""
    return kept(brand)[RISK].state


def test_that_the_list_says_what_is_at_stake_worst_first(qtbot: QtBot, brand: Brand) -> None:
    page = opened(qtbot, brand)
    assert [row.conflict.kind.code for row in shown(page)] == ["STOCK_OUT_RISK", "DATA_UNMAPPED"]
    # Four of 14 days are without tea: 4 × 2 × 10.00; three jars at 9.00.
    assert [row.stake.minor for row in shown(page)] == [8_000, 2_700]
    assert page.sentence.sentence().startswith("**2 conflicts** with 107 USD at stake")
    page.open.chips.choose("data")
    assert [row.family.value for row in shown(page)] == ["data"]
    page.open.chips.choose("between")
    assert shown(page) == []


def test_that_the_panel_tells_formula_evidence_and_the_fix(qtbot: QtBot, brand: Brand) -> None:
    page = opened(qtbot, brand)
    go(page)
    QTest.keyClick(page.open.table.grid, Qt.Key.Key_Space)
    assert "4 days × 2 a day × 10.00 USD" in words(page)
    assert "Order what Replenishment proposes, or speed up what is on its way." in words(page)
    went: list[tuple[str, object]] = []
    page.go.connect(lambda name, what: went.append((name, what)))
    for button in page.inspector.findChildren(QPushButton):
        if button.text() in {"Go to the order proposal", "Open TEA in the allocation", "Open the stock of TEA"}:
            button.click()
    assert went == [("stock", ("replenishment", "TEA")), ("allocation", "TEA"), ("stock", ("levels", "TEA"))]


def test_that_a_price_that_earns_too_little_is_mended_from_the_panel(qtbot: QtBot, brand: Brand) -> None:
    type_cost(brand.ledger, "TEA", 300, valid_from="2026-01-01")
    with brand.ledger.read() as session:
        shop = session.scalars(select(Channel.id).where(Channel.name == "Shop")).one()
    # Two rates, so that 10.00 earns more than 11.00.
    rates = Schedule(ScheduleKind.BRACKET, (Band(1000, Fraction(8, 100)), Band(None, Fraction(25, 100))))
    add_schedule(
        brand.ledger, channel_id=shop, schedule=FeeSchedule("USD", date(2026, 1, 1), fees=FeeModel(0, referral=rates))
    )
    add_base_price(brand.ledger, price=NewPrice("TEA", "Shop", Money(1100, "USD"), date(2026, 1, 1)))
    page = opened(qtbot, brand)
    row = next(row for row in shown(page) if row.conflict.kind.code == "PRICE_DEAD_ZONE")
    go(page, row.fingerprint)
    QTest.keyClick(page.open.table.grid, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(buttons(page, "Ask 10.00 USD…")), timeout=PATIENCE)
    buttons(page, "Ask 10.00 USD…")[0].click()
    (form,) = page.inspector.findChildren(Form)
    QTest.keyClick(form.editor("note"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: all(one.fingerprint != row.fingerprint for one in shown(page)), timeout=PATIENCE)
    assert brand.ledger.undo_label() == f"Ask TEA on Shop: 10.00 USD from {today()}"
    page.do(lambda ledger: ledger.undo())
    qtbot.waitUntil(lambda: any(one.fingerprint == row.fingerprint for one in shown(page)), timeout=PATIENCE)


def test_that_the_panel_says_when_what_is_ahead_begins(qtbot: QtBot, brand: Brand) -> None:
    first = today() + timedelta(days=5)
    add_base_price(brand.ledger, price=NewPrice("TEA", "Shop", Money(1100, "USD"), date(2026, 1, 1)))
    for code in ("A", "B"):
        what = PercentPromotion(code=code, percent=Fraction(5))
        scope = Scope(("TEA",), channels=("Shop",))
        add_rule(brand.ledger, what=what, scope=scope, first=first, last=first, family=PROMOTIONS, begin=True)
    with brand.ledger.read() as session:
        (met,) = collisions(session, draft_of(session, PROMOTIONS), today())
    accept_collision(brand.ledger, name=met.fingerprint, reason="a test")
    publish(brand.ledger, name="Ahead", reason="a test", family=PROMOTIONS)
    page = opened(qtbot, brand)
    row = next(row for row in shown(page) if row.conflict.kind.code == "PROMO_OVERLAP")
    go(page, row.fingerprint)
    QTest.keyClick(page.open.table.grid, Qt.Key.Key_Space)
    assert f"Begins\n{page.text.day(first)}" in words(page)


def buttons(page: ConflictsPage, words: str) -> list[QPushButton]:
    """Give the buttons of the panel with these words."""
    return [button for button in page.inspector.findChildren(QPushButton) if button.text() == words]


def test_that_the_postings_behind_a_conflict_of_data_are_listed(qtbot: QtBot, brand: Brand) -> None:
    page = opened(qtbot, brand)
    row = next(row for row in shown(page) if row.family.value == "data")
    go(page, row.fingerprint)
    QTest.keyClick(page.open.table.grid, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "s.csv, row 93" in words(page), timeout=PATIENCE)
    went: list[tuple[str, object]] = []
    page.go.connect(lambda name, what: went.append((name, what)))
    for button in page.inspector.findChildren(QPushButton):
        if button.text() in {"Link the listing", "Open the import"}:
            button.click()
    assert went == [("catalog", ("listings", "Honey in a jar")), ("imports", 1)]


def test_that_amounts_that_are_not_known_open_where_they_count(qtbot: QtBot, brand: Brand) -> None:
    text = settlement(1, [Amount("Vine Enrollment Fee", -750)], day=str(today()))
    import_text(brand.ledger, "settled.txt", text, channel="Amazon")
    page = opened(qtbot, brand)
    row = next(row for row in shown(page) if "Vine Enrollment Fee" in row.conflict.sentence)
    go(page, row.fingerprint)
    QTest.keyClick(page.open.table.grid, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(buttons(page, "Open them in Contribution")), timeout=PATIENCE)
    went: list[tuple[str, object]] = []
    page.go.connect(lambda name, what: went.append((name, what)))
    buttons(page, "Open them in Contribution")[0].click()
    ((where, cell),) = went
    assert isinstance(cell, StatementCell)
    assert (where, cell.name, cell.label) == ("contribution", "unclassified", "Amazon")
    with brand.ledger.read() as session:
        assert [(row.amount.minor, row.account) for row in behind(session, cell).rows] == [(-750, "UNCLASSIFIED")]


def test_that_conflicts_are_acknowledged_by_keyboard_and_undone(qtbot: QtBot, brand: Brand) -> None:
    page = opened(qtbot, brand)
    page.open.table.setFocus()
    page.open.table.grid.selectAll()
    page.open.acknowledge()
    qtbot.waitUntil(lambda: {one.state for one in kept(brand).values()} == {State.ACKNOWLEDGED}, timeout=PATIENCE)
    qtbot.waitUntil(lambda: {row.state for row in shown(page)} == {State.ACKNOWLEDGED}, timeout=PATIENCE)
    assert brand.ledger.undo_label() == "Acknowledge: 2 conflicts"
    page.do(lambda ledger: ledger.undo())
    qtbot.waitUntil(lambda: {row.state for row in shown(page)} == {State.NEW}, timeout=PATIENCE)


def test_that_every_decision_has_its_key_and_stands_in_the_menu(qtbot: QtBot, brand: Brand) -> None:
    page = opened(qtbot, brand)
    keys = {action.text(): action.shortcut().toString() for action in page.open.table.actions()}
    assert {"Acknowledge": "A", "Snooze…": "S", "Accept…": "X", "Assign…": "O"}.items() <= keys.items()
    assert len(set(keys.values()) - {""}) == len([key for key in keys.values() if key])


def test_that_a_snoozed_conflict_is_put_aside_until_its_day(qtbot: QtBot, brand: Brand) -> None:
    page = opened(qtbot, brand)
    go(page)
    page.open.snooze()
    until = today() + timedelta(days=9)
    form(page).fill({"until": until})
    form(page).save()
    qtbot.waitUntil(lambda: state(brand) is State.SNOOZED, timeout=PATIENCE)
    assert kept(brand)[RISK].until == until
    qtbot.waitUntil(lambda: RISK not in {row.fingerprint for row in shown(page)}, timeout=PATIENCE)
    page.open.chips.choose("aside")
    assert [row.fingerprint for row in shown(page)] == [RISK]


def test_that_the_day_of_a_snooze_is_typed_as_text_and_a_wrong_one_is_told_at_its_field(
    qtbot: QtBot, brand: Brand
) -> None:
    page = opened(qtbot, brand)
    go(page)
    page.open.snooze()
    line = form(page).editor("until")
    assert isinstance(line, QLineEdit)
    for typed, wrong in ((today(), "Snooze until a day after today"), (today() + timedelta(days=9), "")):
        QTest.keyClicks(line, page.text.day(typed))
        form(page).save()
        assert form(page).error("until").startswith(wrong)
        assert bool(wrong) is bool(form(page).error("until"))
        line.selectAll()
    qtbot.waitUntil(lambda: state(brand) is State.SNOOZED, timeout=PATIENCE)
    assert kept(brand)[RISK].until == today() + timedelta(days=9)


def test_that_a_refusal_goes_with_the_form_in_which_it_was_made(qtbot: QtBot, brand: Brand) -> None:
    page = opened(qtbot, brand)
    go(page)
    page.open.assign()
    page.fail(UserError("No."))
    form(page).left.emit()
    assert not page.notice.isVisible()


def test_that_a_conflict_is_accepted_with_a_reason_only_and_assigned(qtbot: QtBot, brand: Brand) -> None:
    page = opened(qtbot, brand)
    go(page)
    page.open.accept()
    form(page).save()
    assert form(page).error("reason")
    form(page).fill({"reason": "it is discontinued", "person": "Bo"})
    form(page).save()
    qtbot.waitUntil(lambda: state(brand) is State.ACCEPTED, timeout=PATIENCE)
    assert (kept(brand)[RISK].person, kept(brand)[RISK].reason) == ("Bo", "it is discontinued")
    page.open.chips.choose("aside")
    qtbot.waitUntil(lambda: [row.fingerprint for row in shown(page)] == [RISK], timeout=PATIENCE)
    go(page)
    page.open.assign()
    form(page).fill({"owner": "Ada"})
    form(page).save()
    qtbot.waitUntil(lambda: [row.owner for row in shown(page)] == ["Ada"], timeout=PATIENCE)


def test_that_what_is_mended_resolves_and_is_listed_apart(qtbot: QtBot, brand: Brand) -> None:
    page = opened(qtbot, brand)
    plan = SkuPlanning(12, None, "Mill", 3, 0, 0)
    page.do(lambda ledger: set_sku_plan(ledger, sku="TEA", plan=plan))
    qtbot.waitUntil(lambda: RISK not in {row.fingerprint for row in shown(page)}, timeout=PATIENCE)
    page.open.check()
    qtbot.waitUntil(lambda: state(brand) is State.RESOLVED, timeout=PATIENCE)
    page.open.chips.choose("resolved")
    qtbot.waitUntil(lambda: [row.fingerprint for row in shown(page)] == [RISK], timeout=PATIENCE)


def test_that_the_list_is_brought_into_another_order(qtbot: QtBot, brand: Brand) -> None:
    page = opened(qtbot, brand)
    page.open.order.setCurrentIndex(page.open.order.findData("Family"))
    assert [row.family.value for row in shown(page)] == ["data", "stock"]
    page.open.order.setCurrentIndex(page.open.order.findData("At stake"))
    assert [row.stake.minor for row in shown(page)] == [8_000, 2_700]


def test_that_charts_show_age_and_weeks(qtbot: QtBot, brand: Brand) -> None:
    page = opened(qtbot, brand)
    page.show_this("time")
    qtbot.waitUntil(lambda: page.time.weeks.data is not None, timeout=PATIENCE)
    ages, weeks = page.time.ages.data, page.time.weeks.data
    assert ages is not None
    assert weeks is not None
    assert sum(point.y for series in ages.series for point in series.points) == 107
    assert sum(series.points[-1].y for series in weeks.series) == 107


def test_that_assumptions_are_typed_in_percent(qtbot: QtBot, brand: Brand) -> None:
    page = opened(qtbot, brand)
    page.show_this("terms")
    qtbot.waitUntil(lambda: (page.terms.typed.values() or {}).get("most_cover") == 180, timeout=PATIENCE)
    page.terms.typed.fill({"most_cover": 90})
    page.terms.typed.save()

    def stored() -> Terms:
        with brand.ledger.read() as session:
            return terms_of(session)

    qtbot.waitUntil(lambda: stored() == Terms(most_cover=90), timeout=PATIENCE)


def test_that_a_brand_without_anything_says_so(qtbot: QtBot, bare: Brand) -> None:
    page = ConflictsPage(bare.desk)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: "Nothing is imported yet" in page.sentence.sentence(), timeout=PATIENCE)
    titles = [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
    assert "Nothing to check yet" in titles
    assert not [one for one in page.findChildren(QPushButton) if one.isVisible() and one.text() == "Check again"]
    asked: list[object] = []
    page.go.connect(lambda name, _what: asked.append(name))
    (button,) = [one for one in page.findChildren(QPushButton) if one.isVisible() and one.text() == "Import files"]
    button.click()
    assert asked == ["import"]
