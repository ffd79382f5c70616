"""The status bar: which ledger, its last verified backup, what needs attention, the selection, the running job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStatusBar, QWidget

from views.common import icons
from views.common.fonts import TABLE, ui_font
from views.common.job_bar import JobBar
from views.common.labels import ElidedLabel, label
from views.common.runner import Runner
from views.common.text import Text
from views.common.theme import Look

if TYPE_CHECKING:
    from app.queries.backups import BackupMade

_MINUTE = 60_000
_TOLD = 12_000  # milliseconds for which what was just done is told
_HEIGHT = 30
_OLD = 7 * 24 * 3600  # seconds after which a backup is too old to be quiet about


class StatusItem(QWidget):
    """An icon and words."""

    def __init__(self, look: Look, icon: str, *, colour: str = "quiet", widest: int = 0) -> None:
        super().__init__()
        self._look, self._icon, self._colour = look, icon, colour
        self._picture = QLabel()
        self.words: QLabel = ElidedLabel("", font=ui_font(TABLE)) if widest else label("", font=ui_font(TABLE))
        self.words.setMaximumWidth(widest or 16_777_215)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 12, 0)
        row.setSpacing(6)
        row.addWidget(self._picture)
        row.addWidget(self.words)
        look.changed.connect(self._draw)
        self._draw()
        self.hide()

    def say(self, words: str, *, whole: str = "", colour: str = "") -> None:
        """Show words, all of it in the tooltip; none, and the item goes."""
        self._colour = colour or self._colour
        self.words.setText(words)
        self.words.setToolTip(whole)
        self._picture.setToolTip(whole)
        self.setAccessibleName(whole or words)
        self.setVisible(bool(words))
        self._draw()

    def _draw(self) -> None:
        self._picture.setPixmap(icons.pixmap(self._look, self._icon, colour=self._colour, size=14, ratio=2.0))
        ink = self._look.theme.colour(self._colour).name()
        self.words.setStyleSheet(f"color: {ink};")


class StatusLine(QStatusBar):
    """The bar at the bottom of the window."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__()
        self._look, self._text = look, text
        self._backup: BackupMade | None = None
        self._runner: Runner | None = None
        self.setSizeGripEnabled(False)
        self.setFixedHeight(_HEIGHT)  # a job that begins moves nothing
        self.setContentsMargins(10, 0, 10, 0)
        self.ledger = StatusItem(look, "database")
        self.day = StatusItem(look, "calendar")
        self.read_only = StatusItem(look, "lock", colour="attention")
        self.backup = StatusItem(look, "shield-check")
        self.notice = StatusItem(look, "triangle-alert", colour="attention", widest=420)
        self.told = StatusItem(look, "check", widest=560)
        self._telling = QTimer(self)
        self._telling.setSingleShot(True)
        self._telling.setInterval(_TOLD)
        self._telling.timeout.connect(lambda: self.told.say(""))
        self.selection = label("", font=ui_font(TABLE), role="quiet")
        self.hint = label("Ctrl+K", font=ui_font(TABLE), role="faint")
        self.hint.setToolTip("Command palette")
        for item in (self.ledger, self.day, self.read_only, self.backup, self.notice):
            self.addWidget(item)
        self._jobs = QHBoxLayout()
        self._jobs.setContentsMargins(0, 0, 0, 0)
        holder = QWidget()
        holder.setLayout(self._jobs)
        self.addPermanentWidget(holder)
        self.addPermanentWidget(self.told)
        for words in (self.selection, self.hint):
            words.setContentsMargins(8, 0, 8, 0)
            self.addPermanentWidget(words)
        self.hint.hide()
        self.job_bar: JobBar | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_MINUTE)
        self._timer.timeout.connect(self._say_backup)

    def opened(self, runner: Runner, name: str, *, place: str, read_only: bool, notices: tuple[str, ...]) -> None:
        """Show an open ledger and follow its jobs."""
        self.closed()
        self._runner = runner
        self.ledger.say(name, whole=place)
        self._say_day()
        words = "Open for reading only"
        self.read_only.say(words if read_only else "", whole="Changes are refused until it is opened for writing.")
        self.notice.say(notices[0] if notices else "", whole="\n\n".join(notices))
        self.job_bar = JobBar(self._look, self._text, runner)
        self._jobs.addWidget(self.job_bar, 0, Qt.AlignmentFlag.AlignVCenter)
        self.job_bar.cancel.setStyleSheet("QPushButton { min-height: 20px; max-height: 20px; padding: 0 8px; }")
        self.hint.show()
        self._timer.start()

    def closed(self) -> None:
        """Show that no ledger is open."""
        self._runner = None
        self._backup = None
        self._timer.stop()
        for item in (self.ledger, self.day, self.read_only, self.backup, self.notice, self.told):
            item.say("")
        self.selection.setText("")
        self.hint.hide()
        if self.job_bar is not None:
            self.job_bar.hide()
            self.job_bar.deleteLater()
            self.job_bar = None

    def set_text(self, text: Text) -> None:
        """Write numbers otherwise from now on."""
        self._text = text
        self._say_day()

    def show_backup(self, backup: BackupMade | None) -> None:
        """Show how old the last verified backup is."""
        self._backup = backup
        self._say_backup()

    def say(self, words: str) -> None:
        """Show what is selected."""
        self.selection.setText(words)

    def tell(self, words: str) -> None:
        """Show for a while what was just done."""
        self.told.say(words, whole=words)
        self._telling.start()

    def _say_day(self) -> None:
        day = None if self._runner is None else self._runner.stays_on
        words = "" if day is None else f"as of {self._text.day(day)}"
        self.day.say(words, whole="The demo brand stays on this day for good: whatever is asked of it is asked then.")

    def _say_backup(self) -> None:
        if self._runner is None:
            return
        if self._backup is None:
            self.backup.say("no backup yet", whole="File, Back up now makes one.", colour="quiet")
            return
        seconds = int((self._runner.moment() - self._backup.verified_at).total_seconds())
        age = self._text.age(max(0, seconds))
        words = "backup verified just now" if age == "now" else f"backup verified {age} ago"
        self.backup.say(words, whole=self._backup.path, colour="attention" if seconds > _OLD else "quiet")
        self.backup.setCursor(Qt.CursorShape.ArrowCursor)
