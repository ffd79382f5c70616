"""Which export a file is: by its headers, with the evidence; or what it looks like when it is none of ours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

from app.errors import ImportRefused
from app.importing import exports
from app.importing.export import Col, Export, normalise
from app.importing.lookalikes import looks_like
from app.importing.sniffing import Sheet

_FEW, _SOME, _MANY = 2, 3, 5  # columns of a file: how many tell something of what it is


def all_exports() -> dict[str, Export]:
    """Find every export by looking in the folder."""
    names = sorted(module.name for module in iter_modules(exports.__path__))
    found = [import_module(f"{exports.__name__}.{name}").EXPORT for name in names]
    return {export.code: export for export in found}


@dataclass(frozen=True)
class Recognised:
    """An export that a sheet is, the row (index) its header is in, the header, and how that was known."""

    export: Export
    sheet: Sheet
    header_index: int
    headers: tuple[str, ...]
    evidence: str


def recognise(sheets: Sequence[Sheet], known: dict[str, Export], *, code: str | None = None) -> Recognised:
    """Find the one export that fits; the most specific wins, and two equal fits are refused by name.

    So is a file that holds more of another export, and but for a missing column would be that one.
    """
    if code is not None and code not in known:
        names = ", ".join(sorted(known))
        raise ImportRefused(f"There is no export “{code}”. Nothing was imported. Known are: {names}.")
    candidates = _candidates(known, code)
    pairs = [(export, sheet) for sheet in sheets for export in candidates]
    fits = [(export, sheet, index, row) for export, sheet in pairs for index, row in _fit(export, sheet)]
    if not fits:
        raise ImportRefused(_unknown(sheets, candidates, code))
    # A sheet of headings alone, such as a template that was left in the workbook, hides no other.
    fits = [fit for fit in fits if any(_rows_below(fit[1], fit[2]))] or fits
    best = max(_specificity(export, row) for export, _, _, row in fits)
    winners = [fit for fit in fits if _specificity(fit[0], fit[3]) == best]
    if len({fit[0].code for fit in winners}) > 1:
        names = " and ".join(sorted(fit[0].title for fit in winners))
        raise ImportRefused(f"The file fits {names} equally well. Nothing was imported. Say which it is with --export.")
    export, sheet, index, row = winners[0]
    of_more = [other for other in candidates if _matched(other, row) > _matched(export, row)]
    if said := _nearly([row], of_more):
        raise ImportRefused(said)
    return Recognised(export, sheet, index, tuple(row), _evidence(export, sheet))


def refuse_other_sheets(
    found: Recognised, sheets: Sequence[Sheet], known: dict[str, Export], *, code: str | None = None
) -> None:
    """Refuse a workbook of which further sheets are exports with rows, since one alone would be read.

    A sheet that is no export is no matter, and neither is one that repeats the very rows of the sheet that was found.
    """
    titles = {found.sheet.name: found.export.title}
    for sheet in sheets:
        if sheet is not found.sheet and (title := _holds_more(sheet, found, _candidates(known, code))):
            titles[sheet.name] = title
    if len(titles) == 1:
        return
    told = ", ".join(f"“{sheet.name}” is {titles[sheet.name]}" for sheet in sheets if sheet.name in titles)
    together = ", or put all rows on one sheet" if len(set(titles.values())) == 1 else ""
    raise ImportRefused(
        f"Several sheets hold rows, and only one is read: {told}. Nothing was imported. "
        f"Save each sheet as a file of its own{together}."
    )


def find_column(column: Col, headers: Sequence[str]) -> int | None:
    """Find a column by any of its spellings; None when the file lacks it."""
    normalised = [normalise(header) for header in headers]
    for spelling in column.spellings():
        if spelling in normalised:
            return normalised.index(spelling)
        if spelling.endswith("*"):
            fitting = (index for index, header in enumerate(normalised) if header.startswith(spelling[:-1]))
            if (index := next(fitting, None)) is not None:
                return index
    return None


def _candidates(known: dict[str, Export], code: str | None) -> list[Export]:
    return [known[code]] if code is not None else list(known.values())


def _holds_more(sheet: Sheet, found: Recognised, candidates: Sequence[Export]) -> str:
    """Name the export that a sheet is, if it has rows that the one that was found has not; blank if it is none."""
    fits = [(export, index, row) for export in candidates for index, row in _fit(export, sheet)]
    telling = [fit for fit in fits if any(_rows_below(sheet, fit[1]))]
    if not telling:
        return ""
    export, index, _ = max(telling, key=lambda fit: _specificity(fit[0], fit[2]))
    repeats = list(_rows_below(sheet, index)) == list(_rows_below(found.sheet, found.header_index))
    return "" if repeats else export.title


def _rows_below(sheet: Sheet, header_index: int) -> Iterator[tuple[str, ...]]:
    """Give the rows of a workbook's sheet below its header that are not empty; a text has none to choose from."""
    return (row for row in sheet.cells[header_index + 1 :] if any(map(str.strip, row)))


def _fit(export: Export, sheet: Sheet) -> list[tuple[int, list[str]]]:
    """Give the first row that can be the header of this export."""
    for index, row in enumerate(sheet.peek()):
        names = {normalise(cell) for cell in row}
        if all(_present(part, names) for part in export.signature) and not _missing(export, row):
            return [(index, row)]
    return []


def _present(part: str, names: set[str]) -> bool:
    if part.endswith("*"):
        return any(name.startswith(normalise(part[:-1])) for name in names)
    return normalise(part) in names


def _missing(export: Export, headers: Sequence[str]) -> list[str]:
    return [column.title for column in export.columns if column.required and find_column(column, headers) is None]


def _specificity(export: Export, headers: Sequence[str]) -> tuple[int, int]:
    return len(export.signature), _matched(export, headers)


def _matched(export: Export, headers: Sequence[str]) -> int:
    """Count the columns of an export that a file has."""
    return sum(find_column(column, headers) is not None for column in export.columns)


def _evidence(export: Export, sheet: Sheet) -> str:
    names = [part.removesuffix("*").strip() for part in export.signature]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"recognised by the columns {listed}; {sheet.dialect()}"


def _unknown(sheets: Sequence[Sheet], candidates: Sequence[Export], code: str | None) -> str:
    """Say why no export fits: a known one that lacks columns, another system's file, or nothing known."""
    for sheet in sheets:
        for row in sheet.peek():
            names = {normalise(cell) for cell in row}
            for export in candidates:
                if all(_present(part, names) for part in export.signature) or (code is not None and len(row) > 1):
                    missing = _missing(export, row)
                    if missing and export.lacking:
                        return f"This looks like {export.title}, but {export.lacking}"
                    if missing:
                        return _lacks(export, missing)
    rows = [row for sheet in sheets for row in sheet.peek()]
    if seen := looks_like(rows):
        return seen
    if said := _nearly(rows, candidates):
        return said
    first = next((row for row in rows if any(cell.strip() for cell in row)), [])
    shown = ", ".join(cell.strip() for cell in first[:5] if cell.strip())
    return (
        f"No known export has these columns ({shown or 'no header found'}…). Nothing was imported. "
        "If it has no platform, copy it into one of Channelbook's own tables (sales, costs, expenses, stock)."
    )


def _lacks(export: Export, missing: Sequence[str]) -> str:
    what = f"column {missing[0]} is" if len(missing) == 1 else f"columns {', '.join(missing)} are"
    own = f"Add {'it' if len(missing) == 1 else 'them'} and import the file again."
    advice = own if export.is_own else "Export it again with all columns."
    return f"This looks like {export.title}, but the {what} missing. Nothing was imported. {advice}"


def _nearly(rows: Sequence[Sequence[str]], candidates: Sequence[Export]) -> str:
    """Say which export a file would be but for a column or two; nothing where none or several are as near."""
    near = [(export, row) for row in rows for export in candidates if _is_near(export, row)]
    ranks = [(-len(_needed(export, row)), _matched(export, row)) for export, row in near]
    if not near or ranks.count(max(ranks)) > 1:
        return ""
    export, row = near[ranks.index(max(ranks))]
    return _lacks(export, _needed(export, row))


def _is_near(export: Export, row: Sequence[str]) -> bool:
    """Say whether so much of an export is in a header that hardly anything else can be meant.

    One column of it is missing, or two of many, and most of what the file has belongs to it, or very much of it does.
    """
    present = sum(find_column(column, row) is not None for column in export.columns if column.required)
    matched = _matched(export, row)
    if (
        present < _FEW
        or matched < _SOME
        or not (2 * matched > sum(bool(cell.strip()) for cell in row) or present > _MANY)
    ):
        return False
    missing = len(_needed(export, row))
    return missing == 1 or (missing == _FEW and present > _SOME)


def _needed(export: Export, row: Sequence[str]) -> list[str]:
    """Name what is missing of the columns that an export needs or is told from others by."""
    missing = _missing(export, row)
    names = {normalise(cell) for cell in (*row, *missing)}
    return [*missing, *(part.removesuffix("*") for part in export.signature if not _present(part, names))]
