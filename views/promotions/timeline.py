"""Timeline: every promotion by channel and day, moved and stretched in place, and what each collides with."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.actions.promotions import accept_collision, move_promotion, take_over
from app.actions.rules import publish
from app.moments import day_here
from app.queries.collisions import Collision
from app.queries.promotion_board import Bar, PromotionBoard, promotion_board
from app.queries.rules import PROMOTIONS
from models.domain.period import Period
from views.common.fonts import TABLE, medium, ui_font
from views.common.form_field import Field, Value
from views.common.labels import ElidedLabel, label
from views.common.page import Page, small
from views.common.parts import Button
from views.common.section import Section
from views.common.segments import Segments
from views.common.sentences import count
from views.common.states import EmptyState
from views.common.theme import Tone
from views.promotions.bars_view import BarsView
from views.promotions.lanes import rows_of
from views.promotions.words import beside_words, pairs, sentence

_HELP = (
    "Drag a bar to move it, an end to stretch it. Arrows move by a day, with Shift the end, with Ctrl+Shift the start; "
    "+ and − zoom, Enter opens. Dashed bars were imported."
)
_Moved = tuple[str, str, Period | None, str]
_NOTHING_SAID: _Moved = ("", "", None, "")


class TimelineSection(Section):
    """The timeline with its zoom; what is moved goes into the draft, which begins with the first move."""

    KEY: ClassVar[str] = "timeline"
    WORDS: ClassVar[str] = "Timeline"
    HINT: ClassVar[str] = "Filter by SKU, code or channel"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.board: PromotionBoard | None = None
        self._needle = ""
        self._opened: tuple[str, str] | None = None
        self._sought = ""
        self._said = _NOTHING_SAID  # of which bar it was said that it moved, where to, and how
        self.bars = BarsView(self.look, self.text, self.page.today())
        self.bars.moved.connect(self.save_days)
        self.bars.stopped.connect(lambda words: self.page.notice.say(words, Tone.ATTENTION))
        self.bars.opened.connect(self.explain)
        self.bars.current_changed.connect(self._current)
        self.zoom = Segments(
            self.look, [("day", "Days"), ("week", "Weeks"), ("month", "Months"), ("quarter", "Quarters")]
        )
        self.zoom.choose("week")
        self.zoom.chosen.connect(self.bars.zoom_to)
        self.beside = ElidedLabel("", font=ui_font(TABLE), role="quiet")
        self.go_beside = Button(self.look, "Go there", quiet=True, run=self._go_beside)
        self.bars.viewed.connect(self._say_beside)
        head = QHBoxLayout()
        head.addWidget(self.zoom)
        head.addWidget(self.beside, 1)
        head.addWidget(self.go_beside)
        self.today_button = Button(self.look, "Today", icon="calendar", quiet=True, run=self.bars.go_to_today)
        head.addWidget(self.today_button)
        self.column.addLayout(head)
        self.column.addWidget(self.bars, 1)
        self.hint = small(_HELP)
        self.column.addWidget(self.hint)
        self.nothing = EmptyState(
            self.look,
            title="No promotion is planned or imported yet",
            why="Each promotion will stand here as a bar on its channel, with what collides. Write the first one as a "
            "rule of a draft, or import promotions from a table or an export.",
            button="Plan a promotion",
            icon="calendar",
            run=partial(self.page.show_this, "rules"),
        )
        self.nothing.hide()
        self.column.addWidget(self.nothing, 1)
        self.publish_button = self.button("Publish promotions", "check", self.ask_publish, primary=True)
        self.offer(self.publish_button, offered=False)

    @property
    def front(self) -> QWidget:
        """The bars have the focus, or the button that stands for them."""
        return self.nothing.button if self.nothing.isVisibleTo(self) else self.bars

    def leave(self) -> None:
        """Close the inspector and go back to the bars; what was refused in it is over."""
        self.page.make_up()
        self._opened = None
        self.page.inspector.hide()
        self.bars.setFocus(Qt.FocusReason.OtherFocusReason)

    # What a page does

    def refresh(self) -> None:
        """Read every promotion."""
        self.bars.today = self.page.today()
        self.page.ask(partial(promotion_board, day=self.page.today()), self.show_board, about=self.KEY)

    def show_board(self, found: PromotionBoard) -> None:
        """Show the promotions of the draft, or those that hold."""
        self.board, self.titles = found, found.skus
        self._show_nothing(nothing=not found.count)
        self._show()
        self._take_back()
        self.offer(self.publish_button, offered=found.draft is not None)
        self.said.emit(sentence(found))
        self._go_to_sought()
        if self._opened is not None and self.page.follows:
            bar = self.bars.bar_of(*self._opened)
            if bar is not None:
                self.explain(bar)

    def _show_nothing(self, *, nothing: bool) -> None:
        """Show what would be here in place of bars, zoom and hint, where there is no promotion."""
        self.nothing.setVisible(nothing)
        for part in (self.bars, self.hint, self.zoom, self.today_button):
            part.setVisible(not nothing)

    def filter(self, words: str) -> None:
        """Show only the promotions of a SKU, or those whose code or channel holds the words."""
        self._needle = words.casefold().strip()
        self._show()

    def point_at(self, code: str) -> None:
        """Put the cursor on a promotion, at once or as soon as it is read."""
        self._sought = code
        self._go_to_sought()

    # What a person does

    def save_days(self, bar: Bar, days: Period) -> None:
        """Give a promotion other days; says so where that begins a draft."""
        first = self.board is not None and self.board.draft is None
        action = partial(move_promotion, rule_id=bar.planned.rule.number, first=days.first, last=days.last)
        self.page.do(action, then=partial(self._moved, bar, days, begun=first)).refused.connect(
            lambda _error: self._show()
        )

    def explain(self, bar: Bar) -> None:
        """Say what a promotion is, and what it collides with."""
        self._opened = (bar.planned.code, bar.channel)
        had_focus = self.bars.hasFocus()
        inspector, promotion = self.page.inspector, bar.planned.promotion
        inspector.explain(bar.words, self._days_words(bar))
        inspector.pairs(pairs(bar))
        if len(on := channels_of(self.board, bar)) > 1:
            inspector.line(f"It runs on {', '.join(on)} by the same days: moved on one, it moves on all.", quiet=True)
        if bar.planned.rule.note:
            inspector.line(bar.planned.rule.note, quiet=True)
        for one in bar.collisions:
            self._collision(one)
        self._offer_change(bar)
        if not bar.planned.reaches:
            inspector.line("There is no SKU that it is for, so it promotes nothing.")
        if not promotion.skus and not bar.planned.typed:
            inspector.line("The file does not say for which SKUs, so it counts for all.", quiet=True)
        if had_focus:
            self.bars.setFocus()

    def ask_publish(self) -> None:
        """Ask for the name and the reason of the version."""
        self._opened = None
        self.page.inspector.explain("Publish promotions", "They count from now on. An old version can be restored.")
        for one in self.board.collisions if self.board is not None else ():
            if one.stops:
                self.page.inspector.line(f"Stops it: {one.sentence()}.")
        fields = [Field("name", "Name", required=True), Field("reason", "Reason", required=True)]
        self.form(fields, self._publish, "Publish promotions", focus="name")

    # Inside

    def _say_beside(self) -> None:
        """Say which promotion is nearest where none is in view."""
        bar = self.bars.beside_view()
        self.beside.say(beside_words(bar, self.bars.today, self.text) if bar is not None else "")
        self.go_beside.setVisible(bar is not None)

    def _go_beside(self) -> None:
        bar = self.bars.beside_view()
        if bar is not None:
            self.bars.go_to(bar)
            self.bars.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_to_sought(self) -> None:
        bar = self.bars.bar_of(self._sought) if self._sought else None
        if bar is not None:
            self._sought = ""
            self.bars.go_to(bar)
            self.explain(bar)

    def _show(self) -> None:
        if self.board is not None:
            skus = {code for code, title in self.board.skus.items() if self._needle in f"{code} {title}".casefold()}
            self.bars.show_rows(rows_of(self.board.channels, partial(_fits, needle=self._needle, skus=skus)))

    def _moved(self, bar: Bar, days: Period, _done: object, *, begun: bool) -> None:
        code, on = bar.planned.code, channels_of(self.board, bar)
        where = f" on {', '.join(on)}" if len(on) > 1 else ""
        if begun:
            words = (
                f"A draft was begun, in which {code} has moved{where}. Nothing changes until it is published; "
                "Ctrl+Z takes it back."
            )
            self._say_moved(bar, days, words)
        elif where:
            self._say_moved(bar, days, f"{code} has moved{where}: its days are the same on each.")

    def _say_moved(self, bar: Bar, days: Period, words: str) -> None:
        self.page.notice.say(words, Tone.ACCENT)
        self._said = (bar.planned.code, bar.channel, days, self.page.notice.sentence())

    def _take_back(self) -> None:
        """Take back the word that a bar has moved once it does not stand there any more, as after Undo."""
        code, channel, days, words = self._said
        bar = self.bars.bar_of(code, channel) if words else None
        if words and (bar is None or bar.days != days):
            if self.page.notice.sentence() == words:
                self.page.notice.hide()
            self._said = _NOTHING_SAID

    def _current(self, bar: Bar) -> None:
        if self.page.follows and self._opened is not None:
            self.explain(bar)

    def _days_words(self, bar: Bar) -> str:
        if bar.planned.is_open:
            return f"From {self.text.day(bar.days.first)} until it is stopped"
        return f"{self.text.day(bar.days.first)} to {self.text.day(bar.days.last)}, {count(bar.days.days, 'day')}"

    def _collision(self, one: Collision) -> None:
        inspector = self.page.inspector
        inspector.add(label("Collision" if one.accepted is None else "Accepted collision", font=medium()))
        inspector.line(f"{one.sentence()}.")
        if one.accepted is not None:
            inspector.line(
                f"Accepted by {one.accepted.by} on {self.text.day(day_here(one.accepted.at))}: {one.accepted.reason}",
                quiet=True,
            )
        elif one.imported:
            inspector.line("Both were imported: mend it on the channel, or take one over to plan it anew.", quiet=True)
        elif self.board is not None and self.board.draft is not None:
            field = Field("reason", "Why it is all right", required=True)
            self.form([field], partial(self._accept, one), "Accept the collision")
        else:
            inspector.line("Move one of them, or start a draft to accept it with a reason.", quiet=True)

    def _accept(self, one: Collision, values: dict[str, Value]) -> None:
        action = partial(accept_collision, name=one.fingerprint, reason=str(values["reason"] or ""))
        self.page.do(action, then=lambda _done: self.bars.setFocus())

    def _offer_change(self, bar: Bar) -> None:
        inspector = self.page.inspector
        if bar.planned.typed:
            run = partial(self.page.show_this, ("rules", bar.planned.code))
            inspector.add(Button(self.look, "Show in the list", icon="list-checks", quiet=True, run=run))
        else:
            inspector.line(f"Imported from {bar.planned.source}; it stays as it is there.", quiet=True)
            action = partial(take_over, number=bar.planned.rule.number)
            button = Button(self.look, "Take over into the draft", icon="pencil", run=lambda: self.page.do(action))
            inspector.add(button)

    def _publish(self, values: dict[str, Value]) -> None:
        action = partial(publish, name=str(values["name"]), reason=str(values["reason"]), family=PROMOTIONS)
        self.page.do(action, then=self._published)

    def _published(self, _done: object) -> None:
        self.page.notice.hide()
        self.leave()


def channels_of(board: PromotionBoard | None, bar: Bar) -> list[str]:
    """Name the channels on which the promotion of a bar is shown."""
    lanes = board.channels if board is not None else ()
    key = (bar.planned.code, bar.planned.source)
    return [one.channel for one in lanes if any((each.planned.code, each.planned.source) == key for each in one.bars)]


def _fits(bar: Bar, *, needle: str, skus: set[str]) -> bool:
    """Say whether a bar is for one of some SKUs, or its code or channel holds the words."""
    promoted = bar.planned.promotion.skus
    named = needle in bar.planned.code.casefold() or needle in bar.channel.casefold()
    return not needle or named or (bool(skus) if not promoted else bool(promoted & skus))
