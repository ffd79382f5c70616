"""A section of files for channels: a channel at a time, what its file would say, what it was sent, and saving it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Protocol

from app.columns import Column
from app.paths import safe_name
from app.queries.catalog import ChannelRow
from views.common.dialogs import choose_save
from views.common.page import Page
from views.common.paint import Paint
from views.common.parts import Button
from views.common.section import Section
from views.common.segments import Segments
from views.common.sentences import in_window
from views.common.states import EmptyState, Notice
from views.common.theme import Tone

Told = tuple[str, str, Sequence[str], Sequence[tuple[str, str]]]
Tab = tuple[str, str, Tone]
# Title, why, the words of a button, and the page that it leads to.
Empty = tuple[str, str, str, str]


class FilesBoard(Protocol):
    """What a query gives of a channel: the channels to choose from, and the plan of a file or why there is none."""

    @property
    def channels(self) -> tuple[ChannelRow, ...]:
        """The channels to choose from."""

    @property
    def chosen(self) -> ChannelRow | None:
        """The channel in view."""

    @property
    def plan(self) -> Any:  # noqa: ANN401 -- the plan of a file of any kind
        """The plan of its file."""

    @property
    def refused(self) -> str:
        """Why there is none."""


class FilesSection(Section):
    """The base of such a section; a subclass says what is asked, what its tabs hold, and how a file is saved."""

    TABS: ClassVar[Sequence[Tab]] = ()
    PAINTS: ClassVar[Mapping[str, Paint]] = {}
    WHAT: ClassVar[str] = "stock"
    WAY: ClassVar[tuple[str, str, str]] = ("", "", "")

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._board = self.nothing()
        self.channels = Segments(self.look, [])
        self.column.insertWidget(0, self.channels)
        self.looks = Notice(self.look, self.text, closable=False)
        self.column.addWidget(self.looks)
        self.chips.chosen.connect(lambda _key: self._show_tab())
        self.save_button = self.button("Save file", "download", self.save, primary=True)
        self._made_for: object = None
        first = self.TABS[0][0]
        self.empty = self._empty(first)
        self._make_table(self.columns_of(self._board, first), first)

    # What a subclass says

    @abstractmethod
    def nothing(self) -> FilesBoard:
        """Give a board without channels."""

    @abstractmethod
    def asked(self, channel_id: int | None) -> Callable[[Any], Any]:
        """Give the query of a channel."""

    @abstractmethod
    def rows_of(self, board: Any, key: str) -> Sequence[Any]:  # noqa: ANN401 -- the board of the subclass
        """Give the rows of a tab."""

    @abstractmethod
    def columns_of(self, board: Any, key: str) -> Sequence[Column[Any]]:  # noqa: ANN401 -- the same
        """Give the columns of a tab."""

    @abstractmethod
    def why_empty(self, board: Any, key: str) -> Empty:  # noqa: ANN401 -- the same
        """Say why a tab is empty that is particular to the subclass, and which button leads to which page."""

    def way_to_plan(self, board: Any) -> tuple[str, str]:  # noqa: ANN401 -- the same
        """Give the button, and its page, that leads to a first file."""
        return "Import a file", "imports"

    @abstractmethod
    def sentence(self, board: Any) -> str:  # noqa: ANN401 -- the same
        """Say the read of the section."""

    @abstractmethod
    def told(self, row: Any) -> Told:  # noqa: ANN401 -- a row of one of the tabs
        """Give heading, subheading, steps and pairs of a row."""

    @abstractmethod
    def key_of(self, row: Any) -> object:  # noqa: ANN401 -- the same
        """Give what a row is known by."""

    @abstractmethod
    def kind_of(self, plan: Any) -> str:  # noqa: ANN401 -- the plan of the subclass
        """Name the kind of file, with its suffix, for the file dialog."""

    @abstractmethod
    def saving(self, plan: Any, path: Path) -> Callable[..., Any]:  # noqa: ANN401 -- the same
        """Give the action that writes the file and records it."""

    # What all of them do

    @property
    def offered(self) -> Sequence[ChannelRow]:
        """The channels to choose from."""
        return self._board.channels

    def refresh(self) -> None:
        """Ask the ledger for the files of the channel in view."""
        self.table.loading()
        chosen = self._board.chosen
        self.page.ask(self.asked(chosen.id if chosen else None), self._show, about=self.KEY)

    def show_channel(self, channel_id: int) -> None:
        """Show another channel; what was said of the one before goes with it."""
        self.page.inspector.hide()
        self.page.notice.hide()
        self.table.loading()
        self.page.ask(self.asked(channel_id), self._show, about=self.KEY)

    def _show(self, found: FilesBoard) -> None:
        others = [row.id for row in found.channels] != [row.id for row in self._board.channels]
        self._board = found
        if others:
            self._offer(found)
        self._show_looks()
        self.save_button.setAccessibleName(f"Save the file for {found.chosen.name}" if found.chosen else "Save file")
        self.save_button.setEnabled(bool(found.plan and found.plan.lines))
        rows = {key: self.rows_of(found, key) for key, _, _ in self.TABS}
        self.chips.set_tabs(
            [
                # A tab without rows has no colour.
                (key, words, self.text.units(len(rows[key]), zero=None), tone if rows[key] else Tone.NEUTRAL)
                for key, words, tone in self.TABS
            ]
        )
        self.chips.setVisible(bool(found.channels))
        self._show_tab()
        self.said.emit(self.sentence(found))

    def _offer(self, found: FilesBoard) -> None:
        """Make the choice of channels anew."""
        self.column.removeWidget(self.channels)
        self.channels.hide()
        self.channels.deleteLater()
        self.channels = Segments(self.look, [(str(row.id), row.name) for row in found.channels])
        if found.chosen is not None:
            self.channels.choose(str(found.chosen.id))
        self.channels.chosen.connect(lambda key: self.show_channel(int(key)))
        self.column.insertWidget(0, self.channels)
        self.channels.before(self.chips)

    def _show_looks(self) -> None:
        """Show the first thing that needs a look, and the way to the others."""
        looks = self._board.plan.looks if self._board.plan else ()
        if not looks:
            self.looks.hide()
            return
        button = f"Show all {len(looks)}" if len(looks) > 1 else "Show"
        self.looks.say(looks[0], Tone.ATTENTION, button=button, run=self.explain_looks)

    def explain_looks(self) -> None:
        """Show everything that needs a look in the inspector."""
        plan = self._board.plan
        if plan is None:
            return
        self.page.inspector.explain("Worth a look", f"before the file for {plan.channel} is made")
        for number, look in enumerate(plan.looks, start=1):
            self.page.inspector.step(str(number), look)
        words, icon, page = self.WAY
        if page:
            run = partial(self.page.go.emit, page, None)
            self.page.inspector.add(Button(self.look, words, icon=icon, run=run))

    def _show_tab(self) -> None:
        """Show the rows of the chosen tab; the table is made anew where its columns change."""
        key = self.chips.current() or self.TABS[0][0]
        made = self.columns_of(self._board, key)
        wanted = (key, [column.title for column in made])
        if wanted != self._made_for:
            old = self.table
            self.take_away(old)
            self._make_table(made, key)
            self.table.filter(old.model.needle)
            self._made_for = wanted
        self.empty = self._empty(key)
        self.table.set_empty(self.empty)
        self.table.show_rows(self.rows_of(self._board, key))

    def _make_table(self, made: Sequence[Column[Any]], key: str) -> None:
        titles = {column.title for column in made}
        paints = {title: paint for title, paint in self.PAINTS.items() if title in titles}
        self.make_table(made, paints, self.key_of, name=f"{self.KEY}.{key}.{len(made)}")

    def _empty(self, key: str) -> EmptyState:
        title, why, button, page = self._why_empty(key)
        run = partial(self.page.go.emit, page, None) if page else None
        return EmptyState(self.look, title=title, why=why, button=button, icon="file-spreadsheet", run=run)

    def _why_empty(self, key: str) -> Empty:
        """Say why a tab is empty, as far as it is the same for all files."""
        board = self._board
        if not board.channels:
            why = "What each channel is to be sent will stand here. Channels come with their first import."
            return "No channel yet", why, "Import files", "imports"
        name = board.chosen.name if board.chosen else ""
        if board.plan is None and key not in {"files", "differences"}:
            return f"No file for {name} can be made yet", in_window(board.refused), *self.way_to_plan(board)
        match key:
            case "send":
                return f"Nothing can be sent to {name}", "See which listings are left out, and why.", "", ""
            case "out":
                return "Nothing is left out", f"Every listing of {name} can be sent.", "", ""
            case "files":
                return "No file was made yet", f"Files that were saved for {name} are listed here.", "", ""
            case _:
                return self.why_empty(board, key)

    def explain(self, row: Any) -> None:  # noqa: ANN401 -- a row of one of the tabs
        """Tell how a line came about, or what a file was."""
        heading, subheading, steps, pairs = self.told(row)
        inspector = self.page.inspector
        inspector.explain(heading, subheading)
        for number, step in enumerate(steps, start=1):
            inspector.step(str(number), step)
        if pairs:
            inspector.pairs(pairs)

    def save(self) -> None:
        """Ask for a file and save the one of the channel in view to it."""
        plan = self._board.plan
        if plan is None or not plan.lines:
            return
        choose_save(
            self.page,
            self.page.desk.memory,
            title=f"Save the file for {plan.channel}",
            name=f"{safe_name(plan.channel)} {self.WHAT} {self.page.today().isoformat()}{plan.suffix}",
            kinds=[self.kind_of(plan)],
            then=partial(self.write, plan),
        )

    def write(self, plan: Any, path: Path) -> None:  # noqa: ANN401 -- the plan of the subclass
        """Write the file as a job, and say where it is and what to do with it."""
        job = self.page.runner.job(self.saving(plan, path), f"Save {path.name}")
        job.refused.connect(self.page.fail)
        words = f"The file for {plan.channel} is in **{path}** and recorded as sent. If you do not upload it, undo it."
        job.done.connect(lambda _: self.page.notice.tell(words))
