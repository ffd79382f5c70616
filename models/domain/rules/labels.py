"""Problems of rules as a form says them: by the labels of its fields, not by the names that files and code have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from models.domain.rules.kind import Kind, form_of

# What every form of a rule has besides the fields of its kind; files call the last day "valid_to".
SCOPE_LABELS: Mapping[str, str] = {"skus": "SKUs", "category": "Category", "brand": "Brand", "channels": "Channels"}
DAY_LABELS: Mapping[str, str] = {"first": "From", "last": "Until", "note": "Note"}
_LABELS = {**SCOPE_LABELS, **DAY_LABELS, "valid_to": DAY_LABELS["last"]}


def labelled(kind: type[Kind], problems: Iterable[str]) -> list[str]:
    """Begin each problem with the label of its field: "skus: is missing" becomes "SKUs: is missing"."""
    labels = {**_LABELS, **{one.name: one.label for one in form_of(kind)}}
    parted = [(problem, *problem.partition(": ")) for problem in problems]
    return [f"{labels[name]}: {said}" if name in labels else problem for problem, name, _, said in parted]
