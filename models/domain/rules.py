"""What every kind of rule has: a sentence, fields that make a form, a scope and dates; and which of several wins."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date
from fractions import Fraction
from typing import Any, ClassVar, Generic, TypeVar, get_type_hints

from models.domain.words import figure

ALL = "all"
_RATIONAL = re.compile(r"-?\d{1,15}(?:\.\d{1,15}|/0*[1-9]\d{0,14})?")
_SKU, _CATEGORY = 2, 1


@dataclass(frozen=True)
class Kind:
    """A kind of rule: a frozen dataclass whose fields make its form.

    `SUMMARY` is the sentence of a rule with its fields in braces. `NEEDS` names the parts of a scope that may not be
    left open, and `FORBIDS` those that have no meaning. Of a kind that `ADDS`, every rule counts; of others one wins.
    """

    KIND: ClassVar[str] = ""
    TITLE: ClassVar[str] = ""
    SUMMARY: ClassVar[str] = ""
    NEEDS: ClassVar[frozenset[str]] = frozenset()
    FORBIDS: ClassVar[frozenset[str]] = frozenset()
    ADDS: ClassVar[bool] = False

    def problems(self) -> Iterable[str]:
        """Tell what is wrong between fields that are each within their bounds."""
        return ()


Value = TypeVar("Value", bound=Kind)
Other = TypeVar("Other", bound=Kind)
Found = TypeVar("Found")


class InvalidRule(ValueError):
    """A rule that cannot be read or does not hold together; each problem names a field and what is wrong with it."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


def told(
    label: str,
    hint: str = "",
    *,
    unit: str = "",
    minimum: int | None = None,
    maximum: int | None = None,
    choices: str = "",
) -> dict[str, Any]:
    """Say what a form needs to know of a field; `choices` names the list that it is chosen from."""
    return {"label": label, "hint": hint, "unit": unit, "minimum": minimum, "maximum": maximum, "choices": choices}


@dataclass(frozen=True)
class FormField:
    """One field of a form."""

    name: str
    type: type
    default: object
    label: str
    hint: str
    unit: str
    minimum: int | None
    maximum: int | None
    choices: str


def form_of(kind: type[Kind]) -> tuple[FormField, ...]:
    """Give the fields of the form in which a rule of a kind is typed; a field without a default starts at None."""
    types = get_type_hints(kind)
    return tuple(
        FormField(one.name, types[one.name], None if one.default is MISSING else one.default, **one.metadata)
        for one in fields(kind)
    )


@dataclass(frozen=True)
class Scope:
    """What a rule is for: a SKU, a category or all SKUs, on a channel or on all; an empty text is all."""

    sku: str = ""
    category: str = ""
    channel: str = ""

    @property
    def rank(self) -> tuple[int, bool]:
        """Count how specific it is: a SKU before a category before all, then a channel before all."""
        return _SKU if self.sku else _CATEGORY if self.category else 0, bool(self.channel)

    def covers(self, *, sku: str, category: str, channel: str) -> bool:
        """Say whether a SKU of a category on a channel is meant."""
        wanted = ((self.sku, sku), (self.category, category), (self.channel, channel))
        return all(not own or own == given for own, given in wanted)

    def words(self) -> str:
        """Name the scope in a sentence."""
        what = f"SKU {self.sku}" if self.sku else f"category {self.category}" if self.category else f"{ALL} SKUs"
        return f"{what} on {self.channel or f'{ALL} channels'}"


@dataclass(frozen=True)
class Rule(Generic[Value]):
    """One rule as it stands in a set: its kind with its figures, its scope, its days and its place in the list."""

    number: int
    what: Value
    scope: Scope = Scope()
    first: date | None = None
    last: date | None = None
    note: str = ""
    place: int = 0

    def holds_on(self, day: date) -> bool:
        """Say whether a day lies between its days, both of which count."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    @property
    def precedence(self) -> tuple[tuple[int, bool], date, int, int]:
        """Rank it: the more specific, then the one that began later, then the one higher up in the list."""
        return self.scope.rank, self.first or date.min, -self.place, -self.number

    def sentence(self) -> str:
        """Say what it does and for what."""
        return f"{summary(self.what)} for {self.scope.words()}"


@dataclass(frozen=True)
class Winner(Generic[Value]):
    """The rule that counts, and those it beats, the strongest first."""

    rule: Rule[Value]
    beaten: tuple[Rule[Value], ...] = ()

    def reason(self) -> str:
        """Say which rule counts, which it beats, and why."""
        said = f"{self.rule.what.TITLE.lower()} for {self.rule.scope.words()}"
        return ", ".join([said, *(f"beats the one for {one.scope.words()} ({self._why(one)})" for one in self.beaten)])

    def _why(self, other: Rule[Value]) -> str:
        if other.scope.rank != self.rule.scope.rank:
            return "more specific"
        if other.first != self.rule.first:
            return "began later"
        return "higher up in the list"


class Rules:
    """The rules of a set that hold on a day, ready to be asked for one SKU and channel after another."""

    def __init__(self, rules: Iterable[Rule[Any]], day: date) -> None:
        self.day = day
        self._by_kind: dict[str, _OfKind] = {}
        self._named: set[str] = set()
        self._once: dict[tuple[Callable[..., Any], str, str, str], Any] = {}
        for rule in rules:
            if rule.holds_on(day):
                self._by_kind.setdefault(rule.what.KIND, _OfKind()).add(rule)
                self._named.add(rule.scope.sku)

    def has(self, kind: type[Kind]) -> bool:
        """Say whether there is any rule of a kind."""
        return kind.KIND in self._by_kind

    def once(self, find: Callable[[Rules, str, str, str], Found], *, sku: str, category: str, channel: str) -> Found:
        """Give what is found out from (rules, SKU, category, channel), once for all SKUs that no rule names.

        For them the same rules are meant, so they are found out as a SKU without a code.
        """
        asked = (find, sku if sku in self._named else "", category, channel)
        found: Found | None = self._once.get(asked)
        if found is None:
            found = self._once[asked] = find(self, *asked[1:])
        return found

    def winner(self, kind: type[Other], *, sku: str, category: str, channel: str = "") -> Winner[Other] | None:
        """Give the most specific rule of a kind and those it beats; None where no rule is meant."""
        rules = self._by_kind.get(kind.KIND)
        return None if rules is None else rules.winner(sku, category, channel)

    def every(self, kind: type[Other], *, sku: str, category: str, channel: str = "") -> tuple[Rule[Other], ...]:
        """Give all rules of a kind that are meant, the strongest first."""
        rules = self._by_kind.get(kind.KIND)
        return () if rules is None else rules.every(sku, category, channel)


class _OfKind:
    """The rules of one kind by their scopes, as plain tuples that are looked up many times for every SKU."""

    def __init__(self) -> None:
        self._by_scope: dict[tuple[str, str, str], list[Rule[Any]]] = {}
        self._named: set[str] = set()
        self._found: dict[tuple[str, str, str], tuple[tuple[Rule[Any], ...], Winner[Any] | None]] = {}

    def add(self, rule: Rule[Any]) -> None:
        """Take one more rule."""
        scope = (rule.scope.sku, rule.scope.category, rule.scope.channel)
        self._by_scope.setdefault(scope, []).append(rule)
        self._named.add(rule.scope.sku)

    def winner(self, sku: str, category: str, channel: str) -> Winner[Any] | None:
        """Give the strongest rule that is meant, with those it beats."""
        return self._meant(sku, category, channel)[1]

    def every(self, sku: str, category: str, channel: str) -> tuple[Rule[Any], ...]:
        """Give the rules that are meant, the strongest first."""
        return self._meant(sku, category, channel)[0]

    def _meant(self, sku: str, category: str, channel: str) -> tuple[tuple[Rule[Any], ...], Winner[Any] | None]:
        """Look rules up once for all SKUs that no rule names: for them the same rules are meant."""
        asked = (sku if sku in self._named else "", category, channel)
        found = self._found.get(asked)
        if found is None:
            rules = self._look_up(*asked)
            found = self._found[asked] = rules, Winner(rules[0], rules[1:]) if rules else None
        return found

    def _look_up(self, sku: str, category: str, channel: str) -> tuple[Rule[Any], ...]:
        skus = dict.fromkeys((sku, ""))
        wanted = [(one, "", other) for one in skus for other in dict.fromkeys(("", channel))]
        if category:
            wanted += [("", category, other) for other in dict.fromkeys(("", channel))]
        found = [rule for scope in wanted for rule in self._by_scope.get(scope, ())]
        return tuple(sorted(found, key=lambda rule: rule.precedence, reverse=True))


def most_specific(
    rules: Iterable[Rule[Any]], kind: type[Other], *, sku: str, category: str, channel: str, day: date
) -> Winner[Other] | None:
    """Say which rule of a kind wins for a SKU of a category on a channel on a day, and which it beats."""
    return Rules(rules, day).winner(kind, sku=sku, category=category, channel=channel)


def summary(what: Kind) -> str:
    """Fill the figures of a rule into the sentence of its kind."""
    values = {one.name: getattr(what, one.name) for one in fields(what)}
    shown = {name: figure(value, 2) if isinstance(value, Fraction) else value for name, value in values.items()}
    return what.SUMMARY.format_map(shown)


def problems_of(rule: Rule[Any]) -> tuple[str, ...]:
    """List what is wrong with a rule: figures out of bounds, a scope that its kind has no use for, days that cross."""
    found = _out_of_bounds(rule.what)
    parts = {"sku": "SKU", "category": "category", "channel": "channel"}
    for name, word in parts.items():
        given = getattr(rule.scope, name)
        if name in rule.what.NEEDS and not given:
            found.append(f"{name}: is missing, since this rule is for one {word}")
        if name in rule.what.FORBIDS and given:
            found.append(f"{name}: must be left open, since this rule is for every {word}")
    if rule.scope.sku and rule.scope.category:
        found.append("category: must be left open where a SKU is named")
    if rule.first is not None and rule.last is not None and rule.last < rule.first:
        found.append(f"valid_to: {rule.last} is before {rule.first}, when the rule begins")
    return tuple(found)


def _out_of_bounds(what: Kind) -> list[str]:
    found = []
    for one in form_of(type(what)):
        value = getattr(what, one.name)
        if isinstance(value, int | Fraction):
            if one.minimum is not None and value < one.minimum:
                found.append(f"{one.name}: must be at least {one.minimum}, not {value}")
            if one.maximum is not None and value > one.maximum:
                found.append(f"{one.name}: must be at most {one.maximum}, not {value}")
    return found or [*what.problems()]


def params_of(what: Kind) -> dict[str, int | str | bool]:
    """Write the figures of a rule as JSON can hold them; an exact number becomes a text such as "7/3"."""
    values = {one.name: getattr(what, one.name) for one in fields(what)}
    return {name: str(value) if isinstance(value, Fraction) else value for name, value in values.items()}


def read_rule(kind: str, params: Mapping[str, object], kinds: Sequence[type[Value]]) -> Value:
    """Make a rule of a kind from its figures, or raise `InvalidRule` with everything that is wrong in them."""
    found = next((one for one in kinds if kind == one.KIND), None)
    if found is None:
        raise InvalidRule([f"kind: {kind} is not known; known are {', '.join(one.KIND for one in kinds)}"])
    problems: list[str] = []
    values = {}
    form = {one.name: one for one in form_of(found)}
    problems += [f"{name}: is not known; known are {', '.join(form)}" for name in params if name not in form]
    for name, one in form.items():
        if params.get(name) is not None:
            values[name] = _read(one, params[name], problems)
        elif one.default is None:
            problems.append(f"{name}: is missing")
    if problems:
        raise InvalidRule(problems)
    return found(**values)


def _read(one: FormField, value: object, problems: list[str]) -> object:
    if isinstance(value, bool) is (one.type is bool):
        if one.type is Fraction and isinstance(value, int | str | Fraction) and _RATIONAL.fullmatch(str(value)):
            return Fraction(value)
        if isinstance(value, one.type):
            return value
    wanted = {int: "a whole number", Fraction: 'a number such as 2, "0.5" or "7/3"', bool: "true or false"}
    problems.append(f"{one.name}: must be {wanted.get(one.type, 'a text')}, not {value!r}")
    return one.default
