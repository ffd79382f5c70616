"""A kind of rule: a frozen dataclass whose fields make a form and whose figures fill a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from fractions import Fraction
from types import NoneType
from typing import Any, ClassVar, get_args, get_type_hints

from models.domain.money import Money
from models.domain.words import amount, figure

_NONE = "none"


@dataclass(frozen=True)
class Kind:
    """A kind of rule: a frozen dataclass whose fields make its form.

    A field is an int, Fraction, bool, str, `Money` (typed in major units with its currency) or `StrEnum` (chosen), or
    one of them or None, which may be left out.
    `SUMMARY` is the sentence of a rule with its fields in braces. `NEEDS` names the parts of a scope that may not be
    left open, and `FORBIDS` those that have no meaning; `ASKS` names what else a rule may not lack: its note, its first
    or its last day. Of a kind that `ADDS`, every rule counts; of others one wins.
    """

    KIND: ClassVar[str] = ""
    TITLE: ClassVar[str] = ""
    SUMMARY: ClassVar[str] = ""
    NEEDS: ClassVar[frozenset[str]] = frozenset()
    FORBIDS: ClassVar[frozenset[str]] = frozenset()
    ASKS: ClassVar[frozenset[str]] = frozenset()
    ADDS: ClassVar[bool] = False

    def said(self) -> Mapping[str, str]:
        """Give figures that stand in the sentence in other words than they are written in."""
        return {}

    def problems(self) -> Iterable[str]:
        """Tell what is wrong between fields that are each within their bounds."""
        return ()


def told(
    label: str,
    hint: str = "",
    *,
    unit: str = "",
    minimum: int | None = None,
    maximum: int | None = None,
    choices: Sequence[str] = (),
) -> dict[str, Any]:
    """Say what a form needs to know of a field; bounds of money are in major units, `choices` are for a text."""
    return {"label": label, "hint": hint, "unit": unit, "minimum": minimum, "maximum": maximum, "choices": choices}


@dataclass(frozen=True)
class FormField:
    """One field of a form; of a field that may be left out `type` is what it is else, and None its default.

    `choices` are the texts that it may be, none where it is typed freely.
    """

    name: str
    type: type
    default: object
    required: bool
    label: str
    hint: str
    unit: str
    minimum: int | None
    maximum: int | None
    choices: Sequence[str]


_FORMS: dict[type, tuple[FormField, ...]] = {}


def form_of(kind: type[Kind]) -> tuple[FormField, ...]:
    """Give the fields of the form in which a rule of a kind is typed; a field without a default starts at None.

    A kind never changes, so that its form is put together once.
    """
    return _FORMS.get(kind) or _FORMS.setdefault(kind, _form(kind))


def _form(kind: type[Kind]) -> tuple[FormField, ...]:
    types = get_type_hints(kind)
    found = []
    for one in fields(kind):
        (plain,) = [each for each in get_args(types[one.name]) if each is not NoneType] or [types[one.name]]
        needed = one.default is MISSING
        said = dict(one.metadata)
        if issubclass(plain, StrEnum):
            said["choices"] = tuple(each.value for each in plain)
        found.append(FormField(one.name, plain, None if needed else one.default, needed, **said))
    return tuple(found)


def summary(what: Kind) -> str:
    """Fill the figures of a rule into the sentence of its kind."""
    shown = {one.name: _shown(getattr(what, one.name)) for one in fields(what)}
    return what.SUMMARY.format_map({**shown, **what.said()})


def _shown(value: object) -> object:
    match value:
        case Fraction():
            return figure(value, 2)
        case Money(minor, currency):
            return amount(minor, currency)
        case StrEnum():
            return value.value.replace("_", " ")
        case None:
            return _NONE
        case _:
            return value
