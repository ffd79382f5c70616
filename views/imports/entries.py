"""The files of one look, each with its state and what was found."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.importing.finding import FileToImport
from app.importing.looking import Looked
from app.importing.preview import Choices
from app.importing.shown_rows import NEEDS_A_LOOK
from app.importing.verdicts import Verdict
from app.queries.batches import BatchRow
from models.domain.postings import Fact
from views.common.sentences import asked_for, count, in_window
from views.common.text import Text

# What a refusal may ask for that a field of the preview answers.
_ANSWERS = frozenset({"decimal", "day-first", "day", "export"})


class State(StrEnum):
    """Where a file is on its way into the ledger."""

    WAITING = "waiting"
    READING = "reading"
    READY = "ready"
    ASKS = "asks"
    KNOWN = "imported before"
    REFUSED = "refused"
    IMPORTING = "importing"
    IMPORTED = "imported"
    UNDONE = "undone"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Summary:
    """What stays known of a look when its rows are let go."""

    title: str
    counts: dict[Verdict, int]
    looks: int
    candidates: int
    brings_rates: bool
    tied: bool
    imported_before: str
    is_unreadable: bool

    @property
    def coming(self) -> int:
        """The rows that an import would bring."""
        return self.counts[Verdict.NEW] + self.counts[Verdict.CHANGED]

    @property
    def rows(self) -> int:
        """All rows with a verdict."""
        return sum(self.counts.values())


def summary_of(looked: Looked) -> Summary:
    """Sum a look up."""
    seen = looked.seen
    return Summary(
        title=seen.export.title,
        counts=dict(looked.counts),
        looks=len(looked.rows[NEEDS_A_LOOK]),
        candidates=len(seen.channel.candidates),
        brings_rates=any(draft.fact is Fact.RATES for draft in seen.drafts[:1]),
        tied=looked.tied,
        imported_before=seen.imported_before,
        is_unreadable=seen.is_unreadable(is_empty=not seen.drafts),
    )


@dataclass(eq=False)
class Entry:
    """One file of the look; `looked` is let go where many large files wait.

    `made` are the channels that its import has made. `is_at_most` where a file before it was let go, so that rows that
    both of them tell count in both. `lacked_rates` if a look at it has ever missed a rate.
    """

    file: FileToImport
    choices: Choices = field(default_factory=Choices)
    state: State = State.WAITING
    looked: Looked | None = None
    summary: Summary | None = None
    sentence: str = ""
    batch_id: int | None = None
    is_at_most: bool = False
    made: tuple[str, ...] = ()
    lacked_rates: bool = False

    def found(self, looked: Looked) -> None:
        """Take over what a look gave."""
        self.looked, self.summary, self.sentence = looked, summary_of(looked), ""
        self.lacked_rates = self.lacked_rates or bool(looked.seen.lacking_rates)
        if self.summary.imported_before:
            self.state = State.KNOWN
        elif self.summary.is_unreadable:
            # Its rows stay in view, each with what is wrong with it.
            self.state = State.REFUSED
            self.sentence = "None of its rows can be read" if self.summary.rows else "It has no row"
        elif self.summary.candidates or self.summary.tied:
            self.state = State.ASKS
        else:
            self.state = State.READY

    @property
    def brings_rates(self) -> bool:
        """Whether the file tells rates."""
        return self.summary is not None and self.summary.brings_rates

    def stands(self, row: BatchRow) -> bool:
        """Take over how its import stands by now; tell whether that is otherwise than before."""
        looks = self.summary.looks if self.summary is not None else 0
        before = (self.state, looks)
        self.state = State.IMPORTED if row.active else State.UNDONE
        if self.summary is not None:
            self.summary = replace(self.summary, looks=row.looks)
        return before != (self.state, row.looks)

    def refused(self, sentence: str) -> None:
        """Take over why the file cannot be imported, or not before a question is answered."""
        self.looked, self.sentence = None, sentence
        self.state = State.ASKS if asked_for(sentence) & _ANSWERS else State.REFUSED


def words(entry: Entry, text: Text) -> str:
    """Say in a few words how a file stands."""
    summary = entry.summary
    match entry.state:
        case State.WAITING:
            return "Waiting to be read"
        case State.READING:
            return "Being read"
        case State.IMPORTING:
            return "Being imported"
        case State.STOPPED:
            return "Stopped; nothing of it was written"
        case State.UNDONE:
            return "Imported, and undone"
        case State.REFUSED | State.ASKS if summary is None or entry.sentence:
            return in_window(entry.sentence)
        case _ if summary is None:
            return ""
        case State.ASKS:
            return f"Which channel? {summary.candidates} fit" if summary.candidates else "Which file is newer?"
        case State.KNOWN:
            return f"Imported before · {summary.title}"
        case _:
            return f"{_rows(entry.state, summary, text)} · {summary.title}"


def _rows(state: State, summary: Summary, text: Text) -> str:
    unread = summary.counts[Verdict.UNREAD]
    done = "Imported" if state is State.IMPORTED else "Ready"
    if unread:
        return f"{count(unread, 'row', written=text.units(unread))} unread"
    if summary.looks:
        return f"{done}, {text.units(summary.looks)} to look at"
    said = done if summary.coming or state is State.IMPORTED else "Nothing new"
    overtaken = summary.counts[Verdict.OVERTAKEN]
    return f"{said}, {text.units(overtaken)} overtaken" if overtaken else said


def read(entries: list[Entry]) -> str:
    """Write the sentence over the look."""
    kinds = {
        "ready": sum(entry.state is State.READY for entry in entries),
        "needs an answer": sum(entry.state is State.ASKS for entry in entries),
        "imported before": sum(entry.state is State.KNOWN for entry in entries),
        "cannot be imported": sum(entry.state is State.REFUSED for entry in entries),
        "imported": sum(entry.state is State.IMPORTED for entry in entries),
        "undone": sum(entry.state is State.UNDONE for entry in entries),
        "stopped": sum(entry.state is State.STOPPED for entry in entries),
        "being imported": sum(entry.state is State.IMPORTING for entry in entries),
        "still to be read": sum(entry.state in {State.WAITING, State.READING} for entry in entries),
    }
    said = [f"{number} {_plural(words, number)}" for words, number in kinds.items() if number]
    waits = any(entry.state in {State.READY, State.ASKS, State.WAITING, State.READING} for entry in entries)
    begun = any(entry.state in {State.IMPORTING, State.IMPORTED} for entry in entries)
    rest = " Nothing is written until you import." if waits and not begun else ""
    return f"{count(len(entries), 'file')}: **{', '.join(said)}.**{rest}"


def _plural(kind: str, number: int) -> str:
    return kind.replace("needs an", "need an") if number != 1 else kind
