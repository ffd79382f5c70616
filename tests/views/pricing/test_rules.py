"""The rules of the Prices page: every kind of the family can be typed there, the answers to competitors too."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from app.actions.rules import start_draft
from app.queries.rules import FAMILIES, PRICING, draft_of
from models.domain.pricing.policy import Strategy
from models.domain.pricing.response_rules import Answer, IgnoredSellers, OffersCounted, OwnSellers, Pace
from models.domain.rules import Kind
from tests.views.brand import Brand
from tests.views.pricing.opened import opened
from tests.views.pricing.test_book import fill, form_in, press
from views.allocation.rules import AllocationRules
from views.common.rules_section import RulesSection
from views.pricing.page import PricingPage
from views.pricing.rules import PricingRules
from views.promotions.rules import PromotionRules


def chosen(page: PricingPage, kind: type[Kind]) -> None:
    """Open the form of a new rule of a kind."""
    press(page, "Add a rule")
    QApplication.processEvents()
    boxes = [one for one in page.inspector.findChildren(QComboBox) if one.accessibleName() == "Kind of rule"]
    box = next(one for one in boxes if one.isVisible())
    box.setCurrentText(kind.TITLE)


def shown(qtbot: QtBot, page: PricingPage, rules: int) -> None:
    """Wait until so many rules stand in the table."""
    qtbot.waitUntil(lambda: len(page.section.table.shown_rows()) == rules)


@pytest.mark.parametrize("section", [AllocationRules, PricingRules, PromotionRules])
def test_that_every_kind_of_a_family_can_be_typed(section: type[RulesSection]) -> None:
    assert FAMILIES[section.FAMILY] == section.KINDS


def test_that_rules_of_answers_to_competitors_are_typed_in_the_window(qtbot: QtBot, priced: Brand) -> None:
    start_draft(priced.ledger, PRICING)
    page = opened(qtbot, priced, "rules", rows=False)
    typed: list[tuple[type[Kind], dict[str, str]]] = [
        (Answer, {}),
        (Pace, {"cool_down": "12"}),
        (OffersCounted, {"max_age": "96"}),
        (OwnSellers, {"sellers": "Us"}),
        (IgnoredSellers, {"sellers": "Outlet"}),
    ]
    for number, (kind, values) in enumerate(typed, start=1):
        chosen(page, kind)
        form = form_in(page)
        line = fill(form, **values) if values else fill(form, note="Follow")
        QTest.keyClick(line, Qt.Key.Key_Return)
        shown(qtbot, page, number)
    with priced.ledger.read() as session:
        draft = draft_of(session, PRICING)
    assert draft is not None
    assert [rule.what for rule in draft.rules] == [
        Answer(Strategy.MATCH),
        Pace(cool_down=12),
        OffersCounted(max_age=96),
        OwnSellers("Us"),
        IgnoredSellers("Outlet"),
    ]
