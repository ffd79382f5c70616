"""Prices: the price book of today, why each price is what it is, and the base prices that people type."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit

from app.actions.base_prices import NewPrice, add_base_price, edit_base_price, remove_base_price, take_over_live
from app.actions.rules import add_rule
from app.queries.price_board import PriceBoard, price_board
from app.queries.prices import COLUMNS, GovernedPrice, State
from app.queries.rules import PRICING
from app.queries.rules_board import RulesBoard, rules_board
from models.domain.money import Money
from models.domain.pricing.rules import PriceOverride
from models.domain.pricing.step_words import lack_of
from models.domain.rules import Scope
from views.common.form import Form
from views.common.form_field import Value, day_of
from views.common.page import Page
from views.common.paint import Paint
from views.common.section import Section
from views.common.states import EmptyState
from views.common.theme import Tone
from views.pricing.book_forms import base_fields, override_fields, take_over_fields
from views.pricing.book_panel import BookPanel, Way
from views.pricing.book_words import board_sentence

_TONES = {
    State.RULE: Tone.ACCENT,
    State.FLOOR: Tone.ATTENTION,
    State.CEILING: Tone.ATTENTION,
    State.MAP: Tone.ATTENTION,
    State.OVERRIDE: Tone.ATTENTION,
    State.BELOW_FLOOR: Tone.CRITICAL,
    State.NO_PRICE: Tone.CRITICAL,
}
_HELD, _LOST, _OVER = "held", "lost", "over"
_CHIPS = (
    ("", "All", Tone.NEUTRAL),
    (_HELD, "Held by a limit", Tone.ATTENTION),
    (_OVER, "Overrides", Tone.ATTENTION),
    (_LOST, "Without a price", Tone.CRITICAL),
)
_OF_CHIP = {
    _HELD: {State.FLOOR, State.CEILING, State.MAP},
    _OVER: {State.OVERRIDE, State.BELOW_FLOOR},
    _LOST: {State.NO_PRICE, State.NO_BASE},
}


class PricesSection(Section):
    """A row for each SKU on each channel; typing a price makes a base price from today on."""

    KEY: ClassVar[str] = "prices"
    WORDS: ClassVar[str] = "Prices"
    HINT: ClassVar[str] = "Filter SKUs and channels"
    HELP: ClassVar[str] = "prices"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.board: PriceBoard | None = None
        self.panel = BookPanel(self, self._ways)
        lacking = Paint(why=lambda row: f"Missing: {', '.join(row.economics.missing)}")
        self.make_table(
            COLUMNS,
            {
                "SKU": Paint(bold=True),
                "Name": Paint(quiet=True),
                "Channel": Paint(swatch=lambda row: row.told.colour),
                "Price": Paint(bold=True, edit=self._type, why=lambda row: lack_of(row.priced, row.currency)),
                "Currency": Paint(quiet=True, hidden=True),
                "Decided by": Paint(tone=lambda row: _TONES.get(row.state, Tone.NEUTRAL)),
                "Base": Paint(quiet=True),
                "Lowest allowed": lacking,
                "Earns": Paint(why=lacking.why, tone=_tone_of_earned),
                "Margin": lacking,
                "Tax": Paint(quiet=True, hidden=True),
                "From units": Paint(quiet=True),
            },
            lambda row: (row.sku, row.channel, row.currency),
        )
        self.filter_chips(lambda row, key: not key or row.state in _OF_CHIP[key])
        self.table.set_empty(
            EmptyState(
                self.look,
                title="No listing yet",
                why="The price of each SKU on each channel will stand here, with the reason. Listings come with the "
                "exports of your channels; then type base prices, take live ones over, or import a price list.",
                button="Import products",
                icon="tag",
                run=partial(page.go.emit, "import", None),
            )
        )
        self.take_button = self.button("Take over live prices", "download", self.ask_take_over)
        self.button("New base price", "plus", self.add, primary=True)

    # What a page does

    def refresh(self) -> None:
        """Work out the price list of today."""
        self.table.loading()
        self.page.ask(partial(price_board, day=self.page.today()), self.show_board, about=self.KEY)

    def show_board(self, found: PriceBoard) -> None:
        """Show the price list."""
        self.board, self.titles = found, found.titles
        self.show_chips(found.rows, _CHIPS)
        self.show_rows(found.rows)
        self.offer(self.take_button, offered=bool(found.offers))
        self.said.emit(board_sentence(found))

    def explain(self, row: GovernedPrice) -> None:
        """Say why the price is what it is."""
        had_focus = self.table.grid.hasFocus()
        self.panel.show_row(row)
        if had_focus:
            self.table.setFocus()

    # What a person does

    def add(self, row: GovernedPrice | None = None, typed: str = "") -> None:
        """Open the form of a new base price, for the row under the cursor if there is one."""
        if self.board is None:
            return
        row = row or self.table.current()
        self.page.inspector.explain(
            f"Base price of {row.sku}" if row else "New base price",
            "It holds from its day until the next one for the same begins. The rules are applied to it.",
        )
        form = self.form(base_fields(self.board, row, self.known_sku), self._add, "Save base price")
        self.complete_skus(form, "sku")
        values: dict[str, Value] = {"first": self.page.today()}
        if row is not None:
            values |= {"sku": row.sku, "channel": row.channel, "tax_inside": row.tax_inside}
        form.fill(values)
        # The editor of the cell gives the focus back to the table first.
        QTimer.singleShot(0, form, partial(_go, form, "amount" if row is not None else "sku", typed))

    def change(self, row: GovernedPrice) -> None:
        """Open the form of the base price that stands behind a row."""
        if self.board is None or row.base is None:
            return
        base = row.base
        self.page.inspector.explain(f"Base price of {row.sku}", "What was imported stays as it is and is overruled.")
        form = self.form(base_fields(self.board, row, self.known_sku), partial(self._edit, base.number), "Save")
        form.fill(
            {
                "sku": row.sku,
                "channel": base.channel,
                "amount": Money(base.amount, base.currency),
                "first": base.first,
                "last": base.last,
                "tax_inside": base.tax_inside,
                "note": base.note,
            }
        )
        _go(form, "amount", "")

    def remove(self, row: GovernedPrice) -> None:
        """Take the base price behind a row away."""
        if row.base is not None:
            self.finish(partial(remove_base_price, price_id=row.base.number))

    def ask_override(self, row: GovernedPrice) -> None:
        """Open the form that fixes a price until a day; it goes into the draft of the rules."""
        self.page.inspector.explain(
            f"Override {row.sku} on {row.channel}",
            f"It may be below the floor, and is then marked, but not below {_map_words(row)}. It holds once the rules "
            "are published.",
        )
        form = self.form(override_fields(row, self.page.today), partial(self._override, row), "Add to the draft")
        form.fill({"amount": row.money(row.amount)})
        _go(form, "amount", "")

    def ask_take_over(self) -> None:
        """Ask whose live prices become base prices."""
        if self.board is None or not self.board.offers:
            return
        self.page.inspector.explain(
            "Take over live prices",
            "The newest live price of every SKU without a base price becomes its base price on that channel.",
        )
        form = self.form(take_over_fields(self.board), self._take_over, "Take over")
        form.fill({"first": self.page.today()})

    def _ways(self, row: GovernedPrice) -> list[Way]:
        ways: list[Way] = [("New base price", "plus", self.add), ("Override the price", "pencil", self.ask_override)]
        if row.base is not None:
            ways += [("Change this base price", "pencil", self.change)]
            ways += [("Remove this base price", "trash-2", self.remove)]
        return ways

    # What is saved

    def _add(self, values: dict[str, Value]) -> None:
        self.finish(partial(add_base_price, price=_price(values)))

    def _edit(self, number: int, values: dict[str, Value]) -> None:
        action = partial(edit_base_price, price_id=number, price=_price(values))
        self.finish(action)

    def _override(self, row: GovernedPrice, values: dict[str, Value]) -> None:
        amount, until = values["amount"], values["until"]
        if not isinstance(amount, Money) or not isinstance(until, date):
            return
        action = partial(
            add_rule,
            what=PriceOverride(amount),
            scope=Scope((row.sku,), channels=(row.channel,)),
            first=self.page.today(),
            last=until,
            note=str(values["reason"]),
            family=PRICING,
            begin=True,
        )
        self.page.do(action, then=lambda _done: self._ask_draft())

    def _ask_draft(self) -> None:
        self.leave()
        self.page.ask(partial(rules_board, family=PRICING, day=self.page.today()), self._tell_draft, about="override")

    def _tell_draft(self, found: RulesBoard) -> None:
        """Say where the override is, and what of it will not hold; it is the last rule of the draft."""
        notes = found.rules[-1].notes if found.rules else ()
        holds = f"{'. '.join(notes)}." if notes else "It holds once the rules are published."
        words = f"The override is in the **draft** of the rules. {holds}"
        self.page.notice.tell(words, Tone.ATTENTION, button="Rules", run=partial(self.page.show_this, "rules"))

    def _take_over(self, values: dict[str, Value]) -> None:
        action = partial(
            take_over_live,
            channel=str(values["channel"]),
            first=day_of(values["first"]),
            tax_inside=bool(values["tax_inside"]),
        )
        self.finish(action)

    def _type(self, row: GovernedPrice, typed: str) -> None:
        self.add(row, typed)


def _price(values: dict[str, Value]) -> NewPrice:
    amount, first, last = values["amount"], values["first"], values["last"]
    return NewPrice(
        str(values["sku"] or "").strip(),
        str(values["channel"] or ""),
        amount if isinstance(amount, Money) else Money(0, ""),
        day_of(first),
        last if isinstance(last, date) else None,
        bool(values["tax_inside"]),
        str(values["note"] or ""),
    )


def _go(form: Form, name: str, typed: str) -> None:
    """Go to a field with what was typed into a cell."""
    line = form.editor(name)
    line.setFocus()
    if isinstance(line, QLineEdit):
        if typed:
            line.setText(typed)
            line.textEdited.emit(typed)
        else:
            line.selectAll()


def _tone_of_earned(row: GovernedPrice) -> Tone | None:
    return Tone.CRITICAL if row.earned is not None and row.earned.minor < 0 else None


def _map_words(row: GovernedPrice) -> str:
    """Name the MAP that an override of a price may not be below."""
    minimum = row.money(row.minimum_advertised)
    return "an active MAP" if minimum is None else f"the MAP of {minimum.major()} {minimum.currency}"
