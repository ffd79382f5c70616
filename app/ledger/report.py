"""What the doctor found, check by check, as text for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from itertools import islice

from models.domain.words import counted

_MOST_DETAILS = 20


@dataclass(frozen=True)
class Finding:
    """What one check found: `name` says what was looked at, `sentence` what came of it, `details` where."""

    name: str
    ok: bool
    sentence: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """Everything one examination of a ledger found."""

    ledger: str
    made_at: str
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether no check found anything."""
        return all(finding.ok for finding in self.findings)

    def also(self, *findings: Finding) -> Report:
        """Give the report with further findings."""
        return replace(self, findings=(*self.findings, *findings))


def judged(name: str, faults: Iterable[str], *, sound: str, wrong: str) -> Finding:
    """Make a finding of the faults a check came upon: none is sound; the first ones are told."""
    found = iter(faults)
    told = list(islice(found, _MOST_DETAILS))
    more = sum(1 for _ in found)
    if not told:
        return Finding(name, ok=True, sentence=sound)
    if more:
        told.append(f"and {more} more")
    return Finding(name, ok=False, sentence=wrong, details=tuple(told))


def each(number: int, noun: str) -> str:
    """Write that something holds of every one: "each of 12 rows", "the one row"."""
    return f"the one {noun}" if number == 1 else f"each of {counted(number, noun)}"


def no_facts(name: str, why: str) -> Finding:
    """Say that the ledger holds nothing yet that a check could look at."""
    return Finding(name, ok=True, sentence=f"No facts yet: {why}")


def report_text(report: Report) -> str:
    """Write a report for people."""
    faults = sum(not finding.ok for finding in report.findings)
    needs = "needs" if faults == 1 else "need"
    verdict = "Nothing was found." if report.ok else f"{faults} of {len(report.findings)} checks {needs} a look."
    lines = [f"{report.ledger}, examined {report.made_at[:16].replace('T', ' ')} UTC", verdict, ""]
    for finding in report.findings:
        lines.append(f"{'ok  ' if finding.ok else 'LOOK'}  {finding.name}: {finding.sentence}")
        lines += [f"        {detail}" for detail in finding.details]
    return "\n".join(lines) + "\n"


def report_json(report: Report) -> dict[str, object]:
    """Give a report as JSON has it, for programs."""
    return {"ok": report.ok, **asdict(report)}
