"""The list of conflicts: by family, worst first, with what can be decided about one or several of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QComboBox

from app.actions.base_prices import NewPrice, ask_price
from app.actions.conflicts import accept, acknowledge, assign, check_conflicts, snooze
from app.queries.conflict_rows import COLUMNS, ConflictRow, Conflicts, conflict_rows
from app.queries.price_fixes import PriceFix
from models.domain.conflicts.lifecycle import State
from views.common.form_field import Field, FieldKind, Value, day_of
from views.common.page import Page
from views.common.paint import Paint
from views.common.section import Section
from views.common.severities import SEVERITIES
from views.common.states import EmptyState
from views.common.theme import Tone
from views.conflicts.panel import show_conflict
from views.conflicts.words import STATES, named, sentence

_CHIPS = (
    ("all", "All", Tone.NEUTRAL),
    ("stock", "Stock", Tone.NEUTRAL),
    ("price", "Price", Tone.NEUTRAL),
    ("promotion", "Promotion", Tone.NEUTRAL),
    ("data", "Data", Tone.NEUTRAL),
    ("between", "Between channels", Tone.ATTENTION),
    ("aside", "Put aside", Tone.NEUTRAL),
    ("resolved", "Resolved", Tone.POSITIVE),
)
_GROUPS = (
    ("", "Worst first"),
    ("Family", "By family"),
    ("Channels", "By channel"),
    ("Owner", "By owner"),
    ("State", "By state"),
    ("Age", "Oldest first"),
    ("At stake", "Most money first"),
)
_A_WEEK = timedelta(days=7)


class OpenSection(Section):
    """What does not fit together now; `found` is what was looked at last."""

    KEY: ClassVar[str] = "open"
    WORDS: ClassVar[str] = "Conflicts"
    HINT: ClassVar[str] = "Filter conflicts"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.found: Conflicts | None = None
        self.make_table(
            COLUMNS,
            {
                # Words go on in a second line and give way as far as that tells what and where; figures stay whole.
                "Conflict": Paint(bold=True, wrap=True, width=200, least=132),
                "Severity": Paint(tone=lambda row: SEVERITIES[row.severity]),
                "What": Paint(quiet=True, wrap=True, width=440, least=180),
                "Channels": Paint(wrap=True, width=130, least=78),
                "Between": Paint(tone=lambda _row: Tone.ATTENTION),
                "State": Paint(tone=lambda row: STATES[row.state]),
                "Owner": Paint(least=60),
                "Family": Paint(quiet=True, hidden=True),
                "SKU": Paint(width=92, hidden=True),
                "Code": Paint(quiet=True, hidden=True),
            },
            lambda row: row.fingerprint,
        )
        self._imported = True
        self.table.set_empty(self._nothing())
        self.order = QComboBox()
        self.order.setAccessibleName("Order of the list")
        for key, words in _GROUPS:
            self.order.addItem(words, key)
        self.order.currentIndexChanged.connect(lambda _place: self._order())
        self.filter_chips(_fits)
        self._checked = False
        self._decisions = self._offer_decisions()
        self._check_button = self.button("Check again", "list-checks", self.check, primary=True)

    def _nothing(self) -> EmptyState:
        """Say why no conflict is listed: nothing is imported that could be one, or all fits together."""
        if not self._imported:
            return EmptyState(
                self.look,
                title="Nothing to check yet",
                why="Stock that is promised twice, prices below their floor, promotions that collide and files that "
                "are too old will stand here with the money at stake. Import the exports of your channels first.",
                button="Import files",
                icon="inbox",
                run=partial(self.page.go.emit, "import", None),
            )
        return EmptyState(
            self.look,
            title="Everything fits together",
            why="Stock that is promised twice, prices below their floor, promotions that collide and files that "
            "are too old stand here with the money at stake, as soon as the ledger knows of any.",
            button="Check again",
            icon="circle-check",
            run=self.check,
        )

    def _offer_decisions(self) -> list[tuple[str, str, Callable[[], object]]]:
        """Put what can be decided into the menu of the table, each with its key."""
        decisions: list[tuple[str, str, Callable[[], object]]] = [
            ("Acknowledge", "A", self.acknowledge),
            ("Snooze…", "S", self.snooze),
            ("Accept…", "X", self.accept),
            ("Assign…", "O", self.assign),
        ]
        for words, shortcut, run in decisions:
            action = QAction(words, self.table)
            action.setShortcut(QKeySequence(shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _checked=False, run=run: run())
            self.table.addAction(action)
        return decisions

    # Reading

    def refresh(self) -> None:
        """Look for conflicts anew; the first time a job keeps what changed, later the window's watch does."""
        self.table.loading()
        self.page.ask(partial(conflict_rows, day=self.page.today()), self.show_found, about=self.KEY)
        if not self._checked:
            self._checked = True
            self.check()

    def restate(self) -> None:
        """Read decisions anew; what was looked at stays as it is."""
        looked = self.found.looked if self.found is not None else None
        self.page.ask(partial(conflict_rows, day=self.page.today(), looked=looked), self.show_found, about=self.KEY)

    def check(self) -> None:
        """Let a job look and keep what changed."""
        self.page.runner.job(check_conflicts, "Looking for conflicts")

    def show_found(self, found: Conflicts) -> None:
        """Show what was found."""
        self.found = found
        if found.imported is not self._imported:
            self._imported = found.imported
            self.table.set_empty(self._nothing())
        self.offer(self._check_button, offered=found.imported)
        self.show_chips(found.rows, _CHIPS)
        self.show_rows(found.rows)
        currency = found.rows[0].conflict.stake.currency if found.rows else ""
        self.said.emit(sentence(found, currency, self.text))
        self.page.notice.stand(next(iter(found.looked.remarks), ""))
        row = self.table.current()
        if row is not None and self.page.follows and self.table.grid.hasFocus():
            self.explain(row)

    def explain(self, row: ConflictRow) -> None:
        """Open the panel of a conflict."""
        had_focus = self.table.grid.hasFocus()
        show_conflict(self.page, row, self._decisions, self.ask_price)
        if had_focus:
            self.table.setFocus()

    def _order(self) -> None:
        """Bring rows that are alike together, the most money first among them."""
        column = str(self.order.currentData())
        places = {one.title: place for place, one in enumerate(self.table.model.columns)}
        money = (places["At stake"], True)
        first = [(places[column], column == "Age")] if column and column != "At stake" else []
        self.table.model.order_by([*first, money] if column else [])

    # Deciding

    def chosen(self) -> list[ConflictRow]:
        """Give the conflicts that are selected and still there."""
        rows: list[ConflictRow] = self.table.selected_rows() or [row for row in [self.table.current()] if row]
        return [row for row in rows if row.state is not State.RESOLVED]

    def acknowledge(self) -> None:
        """Say that somebody cares for the selected conflicts."""
        names = _names(self.chosen())
        if names:
            self.page.do(partial(acknowledge, fingerprints=names))

    def snooze(self) -> None:
        """Ask until when the selected conflicts are put away."""
        rows = self.chosen()
        start = self.page.today() + _A_WEEK
        until = Field(
            *("until", "Until", FieldKind.DAY),
            required=True,
            start=start,
            hint="New again that day.",
            check=self._later,
        )
        self._ask(rows, "Snooze", [until], lambda values: partial(snooze, until=day_of(values["until"])))

    def _later(self, until: object) -> str:
        """Say what is wrong with the day until which a conflict is snoozed."""
        if isinstance(until, date) and until <= self.page.today():
            return f"Snooze until a day after today, {self.text.day(self.page.today())}."
        return ""

    def accept(self) -> None:
        """Ask why the selected conflicts are taken as they are."""
        fields = [
            Field("reason", "Reason", required=True, hint="Why it is right as it is."),
            Field("person", "Who answers for it", hint="You, if left out."),
        ]
        self._ask(
            self.chosen(),
            "Accept",
            fields,
            lambda values: partial(accept, reason=str(values["reason"]), person=str(values["person"] or "")),
        )

    def assign(self) -> None:
        """Ask whose the selected conflicts are."""
        rows = self.chosen()
        start = rows[0].owner if rows else ""
        owner = Field("owner", "Owner", start=start, hint="Nobody, if left out.")
        self._ask(rows, "Assign", [owner], lambda values: partial(assign, owner=str(values["owner"] or "")))

    def ask_price(self, fix: PriceFix) -> None:
        """Ask from when and why another price is asked of a listing, and let it be asked."""
        amount = fix.amount
        if amount is None:
            return
        words = self.text.money(amount, code=True)
        self.page.inspector.explain(f"{fix.sku} on {fix.channel} at {words}", "A base price of the channel")
        fields = [
            Field("first", "From", FieldKind.DAY, required=True, start=self.page.today()),
            Field("last", "Until", FieldKind.DAY, hint="For good, if left out."),
            Field("note", "Why", required=True, start="It earns enough"),
        ]

        def save(values: dict[str, Value]) -> None:
            last = values["last"] if isinstance(values["last"], date) else None
            days = (day_of(values["first"]), last)
            price = NewPrice(fix.sku, fix.channel, amount, *days, fix.tax_inside, str(values["note"]))
            self.finish(partial(ask_price, price=price))

        self.form(fields, save, f"Ask {words}", focus="note")

    def _ask(
        self,
        rows: list[ConflictRow],
        verb: str,
        fields: list[Field],
        action: Callable[[dict[str, Value]], Callable[..., object]],
    ) -> None:
        if not rows:
            return
        self.page.inspector.explain(f"{verb}: {named(rows)}", rows[0].conflict.sentence if len(rows) == 1 else "")
        names = _names(rows)

        def save(values: dict[str, Value]) -> None:
            self.finish(partial(action(values), fingerprints=names))

        self.form(fields, save, verb, focus=fields[0].name)


def _names(rows: list[ConflictRow]) -> list[str]:
    return [row.fingerprint for row in rows]


def _fits(row: ConflictRow, chip: str) -> bool:
    match chip:
        case "resolved":
            return row.state is State.RESOLVED
        case "aside":
            return not row.active and row.state is not State.RESOLVED
        case "all":
            return row.active
        case "between":
            return row.active and row.conflict.between
        case _:
            return row.active and row.family.value == chip
