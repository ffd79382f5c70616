"""The Allocation page on a real ledger: sums, reasons, numbers that people fix, and stored runs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.actions.rules import add_rule, publish, start_draft
from app.queries.allocation_plan import PlanRow
from app.queries.allocation_runs import runs, stored_awards
from app.queries.overrides import overrides
from models.domain.allocation.facts import Override
from models.domain.allocation.rules import Cap, GuaranteedMinimum, PoolBuffer
from models.domain.allocation.tiers import Tier
from models.domain.rules import Scope
from tests.make import import_text, today
from tests.views.brand import Brand
from views.allocation.page import AllocationPage
from views.common.form import Form


def opened(qtbot: QtBot, brand: Brand) -> AllocationPage:
    """Open the page and wait for its rows."""
    page = AllocationPage(brand.desk)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    settled(qtbot, page)
    return page


def settled(qtbot: QtBot, page: AllocationPage) -> None:
    """Wait until nothing is asked any more."""
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not page._questions)  # noqa: SLF001 - nothing is asked any more
    QApplication.processEvents()


def changed(qtbot: QtBot, brand: Brand, page: AllocationPage, label: str) -> None:
    """Wait until the newest change of the ledger has this name, and the page has read it."""
    qtbot.waitUntil(lambda: brand.ledger.undo_label() == label)
    qtbot.wait(20)
    settled(qtbot, page)


def row(page: AllocationPage, sku: str = "TEA") -> PlanRow:
    """Give a row of the grid."""
    found: PlanRow = next(one for one in page.plan.grid.table.shown_rows() if one.sku == sku)
    return found


def units(page: AllocationPage, sku: str = "TEA") -> dict[str, int]:
    """Give the units of a SKU by channel, as the cells hold them; every sum of the grid is checked on the way."""
    model = page.plan.grid.table.model
    titles = [column.title for column in model.columns]
    parts = [titles.index(name) for name in (*page.plan.grid._channels, "Unassigned", "Buffer")]  # noqa: SLF001 - as they stand now
    for place, one in enumerate(page.plan.grid.table.shown_rows()):
        values = [model.value(place, part) for part in parts]
        assert sum(value for value in values if isinstance(value, int)) == one.pool
    totals = [model.total(part) for part in parts]
    assert sum(total for total in totals if isinstance(total, int)) == model.total(titles.index("Pool"))
    return {name: found.all for name, found in row(page, sku).units.items()}


def go(page: AllocationPage, sku: str, channel: str = "") -> None:
    """Put the cursor on a cell."""
    page.plan.grid.table.grid.setFocus()
    assert page.plan.grid.place(sku, channel)


def inspect(page: AllocationPage, sku: str, channel: str = "") -> list[str]:
    """Open the inspector on a cell by the keyboard, and give what it says."""
    go(page, sku, channel)
    QTest.keyClick(page.plan.grid.table.grid, Qt.Key.Key_Space)
    return said(page.inspector)


def said(inside: QWidget) -> list[str]:
    """Give what is written on screen."""
    QApplication.processEvents()
    return [label.text() for label in inside.findChildren(QLabel) if label.isVisible() and label.text()]


def press(inside: QWidget, words: str) -> None:
    """Press the button with these words."""
    QApplication.processEvents()
    next(one for one in inside.findChildren(QPushButton) if one.text() == words and one.isVisible()).click()


def type_into_cell(page: AllocationPage, sku: str, channel: str, words: str) -> Form:
    """Type a number into a cell as a person does, and give the form that opens."""
    go(page, sku, channel)
    QTest.keyClick(page.plan.grid.table.grid, Qt.Key.Key_F2)
    editor = page.plan.grid.table.grid.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, words)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    for _turn in range(3):  # the editor closes, the form opens, the form takes what was typed
        QApplication.processEvents()
    assert page.plan.fixing is not None
    return page.plan.fixing.form


def fill(form: Form, name: str, words: str) -> QLineEdit:
    """Type into a field."""
    line = form.editor(name)
    assert isinstance(line, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, words)
    return line


def in_two_weeks() -> str:
    """Write a day as it is typed."""
    return (today() + timedelta(days=14)).isoformat()


def standing(brand: Brand) -> list[Override]:
    """Read the numbers that are fixed."""
    with brand.ledger.read() as session:
        return overrides(session, day=today())


def fix(qtbot: QtBot, brand: Brand, page: AllocationPage, number: int = 50) -> None:
    """Fix the tea of the shop by the keyboard alone."""
    form = type_into_cell(page, "TEA", "Shop", str(number))
    assert form.editor("reason").hasFocus() or not page.isActiveWindow()
    fill(form, "reason", "a launch")
    QTest.keyClick(fill(form, "until", in_two_weeks()), Qt.Key.Key_Return)
    changed(qtbot, brand, page, f"Fix TEA on Shop at {number} until {in_two_weeks()}")


def test_that_the_page_reads_in_one_sentence_and_counts_the_tiers(qtbot: QtBot, short: Brand) -> None:
    page = opened(qtbot, short)
    assert page.sentence.sentence().startswith("2 SKUs to allocate: **1 amber**; **")
    unmet = sum(one.unmet for one in page.plan.grid.table.shown_rows())
    assert f"**{unmet} units** more could be used, **" in page.sentence.sentence()
    assert page.sentence.sentence().endswith(" USD** of contribution.")
    assert [one.sku for one in page.plan.grid.table.shown_rows()] == ["TEA", "CUP"]
    page.plan.chips.choose("amber")
    assert [one.sku for one in page.plan.grid.table.shown_rows()] == ["TEA"]
    page.plan.chips.choose("black")
    assert page.plan.grid.table.shown_rows() == []
    page.plan.chips.choose("all")
    page.field.setText("cup")
    qtbot.waitUntil(lambda: [one.sku for one in page.plan.grid.table.shown_rows()] == ["CUP"])


def test_that_green_says_what_is_met_and_how_many_units_are_not(qtbot: QtBot, short: Brand) -> None:
    start_draft(short.ledger)
    add_rule(short.ledger, what=Cap(10), scope=Scope(skus=("TEA",), channels=("Shop",)))
    add_rule(short.ledger, what=Cap(10), scope=Scope(skus=("TEA",), channels=("Fair",)))
    publish(short.ledger, name="Caps", reason="a test")
    page = opened(qtbot, short)
    tea = row(page)
    assert (tea.tier, tea.unassigned, tea.unmet > 0) == (Tier.GREEN, 70, True)
    assert page.sentence.sentence().startswith(
        f"2 SKUs to allocate: all green, promises and cover are met; **{tea.unmet} units** more could be used, **"
    )
    about = inspect(page, "TEA", "Shop")
    assert any(one.endswith(f"green (promises and cover are met) for 1 day, {tea.unmet} unmet") for one in about)
    titles = [column.title for column in page.plan.grid.table.model.columns]
    assert not page.plan.grid.table.grid.isColumnHidden(titles.index("Unmet"))


def test_that_a_ledger_without_stock_is_not_called_green(qtbot: QtBot, bare: Brand) -> None:
    lines = [f"Shop,{today() - timedelta(days=3)},A1,TEA,Tea,2,10.00,sale"]
    import_text(
        bare.ledger, "s.csv", "channel,date,document,sku,title,quantity,unit_price,kind\n" + "\n".join(lines) + "\n"
    )
    page = opened(qtbot, bare)
    assert page.sentence.sentence().endswith(
        "**no stock** to share out. Import stock reports: they say what lies where."
    )
    assert "green" not in page.sentence.sentence()


def test_that_every_row_and_the_totals_add_up_to_the_pool_in_every_state(qtbot: QtBot, short: Brand) -> None:
    page = opened(qtbot, short)
    assert sum(units(page).values()) == 90
    start_draft(short.ledger)
    for what, scope in (
        (PoolBuffer(20), Scope(skus=("TEA",))),
        (Cap(10), Scope(skus=("TEA",), channels=("Shop",))),
        (Cap(30), Scope(skus=("TEA",), channels=("Fair",))),
    ):
        add_rule(short.ledger, what=what, scope=scope)
    publish(short.ledger, name="Autumn", reason="a test")
    page.refresh()
    settled(qtbot, page)
    assert (units(page), row(page).unassigned, row(page).buffer) == ({"Shop": 10, "Fair": 30}, 30, 20)
    fix(qtbot, short, page, 60)
    assert (units(page), row(page).unassigned, row(page).buffer) == ({"Shop": 60, "Fair": 10}, 0, 20)
    import_text(
        short.ledger, "stock2.csv", f"location,sku,date,on_hand,available,committed\nBarn,TEA,{today()},9,9,0\n"
    )
    page.refresh()
    settled(qtbot, page)
    assert sum(units(page).values()) + row(page).buffer == 9


def test_that_a_number_is_explained_step_by_step(qtbot: QtBot, short: Brand) -> None:
    start_draft(short.ledger)
    add_rule(short.ledger, what=GuaranteedMinimum(10), scope=Scope(channels=("Shop",)))
    add_rule(short.ledger, what=GuaranteedMinimum(40), scope=Scope(skus=("TEA",), channels=("Shop",)))
    publish(short.ledger, name="Autumn", reason="a test")
    page = opened(qtbot, short)
    lines = inspect(page, "TEA", "Shop")
    assert lines[0] == f"Why Shop gets {units(page)['Shop']}"
    assert [
        one for one in lines if one in {"Promised orders", "Guaranteed minimum", "14 days of cover", "The rest"}
    ] == [
        "Promised orders",
        "Guaranteed minimum",
        "14 days of cover",
        "The rest",
    ]
    assert "+40" in lines
    assert any(one.startswith("Would be ") for one in lines)
    assert "its floor of 40" in lines
    won = next(one for one in lines if one.startswith("Floor 40 of Shop"))
    assert "beats the one for all SKUs on Shop" in won
    QTest.keyClick(page.plan.grid.table.grid, Qt.Key.Key_Home)
    assert said(page.inspector)[0] == "Where the 90 of TEA go"


def test_that_the_supply_curve_is_drawn_and_saved(qtbot: QtBot, short: Brand, tmp_path: Path) -> None:
    page = opened(qtbot, short)
    inspect(page, "TEA", "Shop")
    press(page.inspector, "Supply")
    settled(qtbot, page)
    assert page.plan.panel.curve is not None
    curve = page.plan.panel.curve
    assert curve.data is not None
    (here,) = curve.data.marks
    assert here.label == "today 90"
    labels = {item.text() for item in curve.canvas.labels()}
    assert {"Shop", "Fair", "today 90"} <= labels
    curve.save_png(tmp_path / "curve.png")
    curve.save_svg(tmp_path / "curve.svg")
    assert (tmp_path / "curve.png").stat().st_size > 1000
    assert "today 90" in (tmp_path / "curve.svg").read_text(encoding="utf-8")
    curve.toggle_table()
    assert curve.table is not None
    assert [column.title for column in curve.table.model.columns] == ["Series", "Label", "Supply", "Units"]
    curve.toggle_table()


def test_that_a_number_is_fixed_by_keyboard_told_and_undone_in_one_step(qtbot: QtBot, short: Brand) -> None:
    page = opened(qtbot, short)
    before = units(page)
    fix(qtbot, short, page)
    assert not page.inspector.isVisible()
    assert units(page) == {"Shop": 50, "Fair": 40}
    assert [(one.units, one.reason) for one in standing(short)] == [(50, "a launch")]
    paint = page.plan.grid.table.model.paints[[one.title for one in page.plan.grid.table.model.columns].index("Shop")]
    assert paint.note is not None
    assert (paint.note(row(page)), paint.note(row(page, "CUP"))) == ("fixed", "")
    assert any("a launch" in words for words in inspect(page, "TEA", "Shop"))
    short.ledger.undo()
    page.refresh()
    settled(qtbot, page)
    assert units(page) == before
    assert standing(short) == []


def test_that_a_fixed_number_can_be_lifted(qtbot: QtBot, short: Brand) -> None:
    page = opened(qtbot, short)
    before = units(page)
    fix(qtbot, short, page)
    inspect(page, "TEA", "Shop")
    press(page.inspector, "Lift the fixed number")
    changed(qtbot, short, page, "Lift the fixed number of TEA")
    assert units(page) == before
    assert standing(short) == []


def test_that_a_wrong_number_is_refused_before_it_is_saved(qtbot: QtBot, short: Brand) -> None:
    page = opened(qtbot, short)
    form = type_into_cell(page, "TEA", "Shop", "91")
    assert form.error("units") == "TEA has 90 to share: Shop can have 90 at most."
    QTest.keyClick(form.editor("units"), Qt.Key.Key_Return)
    assert form.error("reason") == "Reason is needed."
    assert form.error("until") == "Until is needed."
    fill(form, "reason", "a launch")
    QTest.keyClick(fill(form, "until", (today() - timedelta(days=1)).isoformat()), Qt.Key.Key_Return)
    assert form.error("until") == "The last day is today or later."
    fill(form, "until", in_two_weeks())
    fill(form, "units", "many")
    QTest.keyClick(form.editor("units"), Qt.Key.Key_Return)
    assert form.error("units") == "“many” is not a whole number."
    assert standing(short) == []
    QTest.keyClick(form.editor("units"), Qt.Key.Key_Escape)
    assert not page.inspector.isVisible()
    fix(qtbot, short, page)
    form = type_into_cell(page, "TEA", "Fair", "41")
    assert form.error("units") == "TEA has 90 to share, 50 of them fixed on other channels: Fair can have 40 at most."


def test_that_the_form_says_who_would_have_what(qtbot: QtBot, short: Brand) -> None:
    page = opened(qtbot, short)
    was = units(page)
    type_into_cell(page, "TEA", "Shop", "50")
    settled(qtbot, page)
    assert page.plan.fixing is not None
    expected = [f"{name} {was[name]} → {then}" for name, then in (("Shop", 50), ("Fair", 40))]
    said = page.plan.fixing.effect.text()
    assert said.startswith(f"With it: {', '.join(expected)}. The sum stays 90. ")
    assert said.endswith(
        "The SKU would be amber, 44 unmet, 440.00 USD at stake (now amber, 36 unmet, 480.00 USD at stake)."
    )
    type_into_cell(page, "TEA", "Shop", "0")
    settled(qtbot, page)
    assert page.plan.fixing.effect.text().endswith(
        "The SKU would be red, 42 unmet, 840.00 USD at stake (now amber, 36 unmet, 480.00 USD at stake)."
    )


def test_that_a_sku_is_not_fixed_on_a_channel_it_is_not_on(qtbot: QtBot, short: Brand) -> None:
    page = opened(qtbot, short)
    page.plan.edit(row(page, "CUP"), "Fair", "3")
    assert page.plan.fixing is None
    assert "CUP is not on Fair" in page.notice.sentence()


def test_that_allocate_stores_a_run_and_the_page_says_whether_it_holds(qtbot: QtBot, short: Brand) -> None:
    page = opened(qtbot, short)
    assert page.mark.accessibleName() == "No run is stored yet"
    page.plan.run_button.click()
    qtbot.waitUntil(lambda: page.mark.accessibleName().startswith("Stored "))
    assert page.sentence.sentence().startswith("2 SKUs allocated: ")
    with short.ledger.read() as session:
        (run,) = runs(session)
        stored: dict[str, int] = {}
        for award in stored_awards(session, run.id, sku="TEA"):
            stored[award.channel] = stored.get(award.channel, 0) + award.units
    assert stored == units(page)
    fix(qtbot, short, page)
    assert page.mark.accessibleName().startswith("Stock, sales or fixed numbers have changed since the run of ")
    start_draft(short.ledger)
    add_rule(short.ledger, what=Cap(10), scope=Scope(channels=("Shop",)))
    publish(short.ledger, name="Autumn", reason="a test")
    page.refresh()
    settled(qtbot, page)
    assert page.mark.accessibleName().startswith("The rules have changed since the run of ")


def test_that_an_empty_ledger_says_what_to_import(qtbot: QtBot, bare: Brand) -> None:
    page = opened(qtbot, bare)
    asked: list[str] = []
    page.go.connect(lambda name, _what: asked.append(name))
    assert "Nothing to allocate yet" in said(page)
    press(page, "Import stock and sales")
    assert asked == ["import"]
