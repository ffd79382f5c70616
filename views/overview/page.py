"""Overview: every channel in one read, on screen, on paper and in Excel."""

from __future__ import annotations

from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from app.errors import UserError
from app.queries.behind import StatementCell
from app.queries.overview import ChannelRead, Overview, overview
from app.queries.scope import Scope, scope
from models.domain.contribution.statement import By
from models.domain.period import Period
from views.common.channel_picker import ChannelPicker
from views.common.desk import Desk
from views.common.dialogs import choose_save
from views.common.page import ROOMY, Page
from views.common.parts import Button
from views.common.period_picker import ComparisonPicker, PeriodPicker
from views.common.reach import days_shown, ends_early
from views.common.refused import Refused
from views.common.saving import ask_channel_pnl, offer_pictures
from views.common.states import EmptyState
from views.common.theme import Tone
from views.overview import figures, looks
from views.overview.content import Content

if TYPE_CHECKING:
    from views.overview.sheet import Sheet

_OLD = 14  # days after which a mark says that the figures end a while ago


class OverviewPage(Page):
    """The one-page read of all channels."""

    NAME: ClassVar[str] = "overview"
    TITLE: ClassVar[str] = "Overview"
    ICON: ClassVar[str] = "layout-dashboard"
    HELP: ClassVar[str] = "first-read"
    TOPICS: ClassVar[frozenset[str]] = frozenset({"contribution", "catalog", "imports", "conflicts"})
    BESIDE: ClassVar[int] = ROOMY  # two charts stand beside one another

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.period = PeriodPicker(self.look, self.text, desk.memory, today=self.today)
        self.comparison = ComparisonPicker(self.look)
        self.picker = ChannelPicker(self.look)
        self.refused = Refused(self, self._take_away)
        self._fill_bar()
        self.period.changed.connect(lambda _period: self._ask_figures())
        self.comparison.changed.connect(lambda _key: self._ask_figures())
        self.picker.changed.connect(lambda _channels: self._ask_figures())

    @cached_property
    def board(self) -> Content:
        """What stands under the bar; made by `prepare`, or for who needs it before."""
        board = Content(self, today=self.today)
        self.body.addWidget(board, 1)
        self.body.addWidget(self.refused, 1)
        board.opened.connect(self.open_postings)
        board.inspected.connect(self.explain)
        board.table.current_changed.connect(self._follow)
        board.costs_asked.connect(partial(self.go.emit, "catalog", "costs"))
        board.tiles.pressed.connect(self._tile_pressed)
        offer_pictures(self, board.fall)
        offer_pictures(self, board.shares)
        return board

    @property
    def front(self) -> QWidget | None:
        """The table of the channels, once it is made, or what stands in its place."""
        return self.refused.state or (self.board.table if "board" in vars(self) else None)

    def prepare(self) -> None:
        """Make what stands under the bar."""
        _made = self.board

    def refresh(self) -> None:
        """Read what there is to choose from, then the figures."""
        self.ask(partial(scope, today=self.today()), self._offer, about="scope")

    def show_this(self, what: object) -> None:
        """Show a period that another page asks for."""
        if isinstance(what, Period):
            self.period.choose_own(what)

    def show_read(self, read: Overview) -> None:
        """Show the figures of all channels."""
        self.refused.settle()
        known = {one.row.label: one.last_day for one in read.channels if one.last_day is not None}
        early = ends_early(read.period, known, self.text)
        self.say(" ".join(filter(None, (figures.headline(read), early))))
        self.set_days(days_shown(read.period, read.against, self.text))
        days = (self.today() - read.oldest_source[1]).days if read.oldest_source else 0
        self.set_mark(f"Figures end {days} d ago" if days > _OLD else "")
        self.board.show_read(read)
        self._follow(self.board.table.current())

    def explain(self, read: ChannelRead) -> None:
        """Answer why a channel stands where it stands."""
        if self.board.read is None:
            return
        looks.explain(self.inspector, read, self.board.read, self.text)
        run = partial(self.open_postings, read, "cm4")
        self.inspector.add(Button(self.look, "Open the postings behind CM4", icon="list-checks", run=run))

    def open_postings(self, read: ChannelRead, name: str, before: bool = False) -> None:  # noqa: FBT001, FBT002 -- a signal's bool
        """Open what stands behind a figure on the Contribution page."""
        whole = self.board.read
        if name == "conflicts":
            self.go.emit("conflicts", ("open", read.row.label if read.row.channel_id is not None else ""))
        if whole is None or name == "conflicts":
            return
        period = whole.against if before and whole.against is not None else whole.period
        cell = StatementCell(By.CHANNEL, name, period, read.row.key, read.row.label, self.picker.chosen())
        self.go.emit("contribution", cell)

    def _take_away(self) -> None:
        """Leave nothing in view that is of other days, or was so before the ledger changed."""
        self.board.forget()
        self.inspector.hide()
        self.say("")
        self.set_mark("")
        self.set_days("")
        self.refused.show()

    def sheet(self) -> Sheet | None:
        """Give the page as it would be printed, once there are figures."""
        from views.overview.sheet import Sheet

        read, channel = self.board.read, self.board.channel()
        if read is None or channel is None:
            return None
        return Sheet(self.runner.name, read, channel, self.text, self.today())

    def save_pdf(self, path: Path) -> None:
        """Save the read as a PDF of one page."""
        from views.overview import printing

        sheet = self.sheet()
        if sheet is None:
            return
        try:
            printing.write_pdf(sheet, path)
        except UserError as error:
            self.fail(error)
        else:
            self.notice.say(f"The read is in **{path}**.", Tone.POSITIVE)

    def _offer(self, found: Scope) -> None:
        if found.days is None:
            self._show_nothing()
            return
        self.show_empty(None)
        self.picker.offer(found.choices())
        self.period.offer(found.days, until=found.until)
        self._ask_figures()

    def _show_nothing(self) -> None:
        self.say("")
        self.set_mark("")
        self.set_days("")
        self.show_empty(
            EmptyState(
                self.look,
                title="No figures yet",
                why="Here every channel will stand with what it sells, what it contributes and what it costs to run. "
                "Import the exports that your channels already give: orders, settlements, advertising, costs.",
                button="Import files",
                run=partial(self.go.emit, "import", None),
            )
        )

    def _ask_figures(self) -> None:
        period = self.period.period()
        against = self.comparison.against(period)
        self.board.table.loading()
        asked = partial(overview, period=period, against=against, today=self.today(), channels=self.picker.chosen())
        self.ask(asked, self.show_read, lost=self.refused.say)

    def _follow(self, read: ChannelRead | None) -> None:
        if read is not None and self.inspector.isVisible():
            self.explain(read)

    def _tile_pressed(self, key: str) -> None:
        if key in {"look", "source"}:
            self.go.emit("imports", None)
        elif self.board.read is not None:
            self.open_postings(self.board.read.total, key)

    def _fill_bar(self) -> None:
        look = self.look
        self.left(self.period, self.comparison, self.picker)
        paper = Button(look, "Print", icon="printer", run=self.refused.refuse(self._print))
        paper.setShortcut(QKeySequence.StandardKey.Print)
        pdf = Button(look, "PDF", icon="file-text", run=self.refused.refuse(self._ask_pdf))
        excel = Button(look, "Excel", icon="file-spreadsheet", run=lambda: ask_channel_pnl(self, self.period.period()))
        words = ("Print this read on one page (Ctrl+P)", "Save this read as PDF", "Save the channel P&L as a workbook")
        for button, said in zip((paper, pdf, excel), words, strict=True):
            button.setToolTip(said)
            button.setAccessibleName(said)
        run = partial(self.go.emit, "import", None)
        self.right(paper, pdf, excel, Button(look, "Import files", icon="inbox", primary=True, run=run))

    def _print(self) -> None:
        from views.overview import printing

        sheet = self.sheet()
        if sheet is not None:
            printing.preview(self, sheet)

    def _ask_pdf(self) -> None:
        name = f"Channel read {self.period.period().label()}.pdf"
        kinds = ["PDF document (*.pdf)"]
        choose_save(self, self.desk.memory, title="Save the read as PDF", name=name, kinds=kinds, then=self.save_pdf)
