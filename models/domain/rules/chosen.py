"""Which rules are meant for a SKU on a channel, and which of them wins and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from models.domain.rules.kind import Kind
from models.domain.rules.rule import Rule, Value
from models.domain.rules.scope import By

Other = TypeVar("Other", bound=Kind)
Found = TypeVar("Found")


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


# SKU, category, brand and channel as a plain tuple, which is made many times for every SKU.
_Key = tuple[str, str, str, str]


class Asked(NamedTuple):
    """For what rules are asked: a SKU of a category and brand on a channel; what no rule names is left empty."""

    sku: str
    category: str
    brand: str
    channel: str


class Rules:
    """The rules of a set that hold on a day, ready to be asked for one SKU and channel after another."""

    def __init__(self, rules: Iterable[Rule[Any]], day: date) -> None:
        self.day = day
        self._by_kind: dict[str, _OfKind] = {}
        self._names = _Names()
        self._once: dict[Callable[..., Any], dict[_Key, Any]] = {}
        for rule in rules:
            if rule.holds_on(day):
                self._by_kind.setdefault(rule.what.KIND, _OfKind()).add(rule)
                self._names.add(rule)

    @property
    def skus(self) -> frozenset[str]:
        """The SKUs that any rule names: all others are told apart by category, brand and channel alone."""
        return frozenset(self._names.skus)

    def has(self, kind: type[Kind]) -> bool:
        """Say whether there is any rule of a kind."""
        return kind.KIND in self._by_kind

    def once(
        self, find: Callable[[Rules, Asked], Found], *, sku: str, category: str, brand: str, channel: str
    ) -> Found:
        """Give what is found out from rules and what they are asked for, once for all SKUs that no rule tells apart.

        For them the same rules are meant, so they are found out as a SKU without the code, category or brand that no
        rule names.
        """
        return self.once_each(find, (channel,), sku=sku, category=category, brand=brand)[0]

    def once_each(
        self, find: Callable[[Rules, Asked], Found], channels: Iterable[str], *, sku: str, category: str, brand: str
    ) -> list[Found]:
        """Give what is found out for a SKU on each of some channels, as `once` does."""
        once = self._once.get(find)
        if once is None:
            once = self._once[find] = {}
        sku, category, brand = self._names.told_apart(sku, category, brand)
        told: list[Found] = []
        for channel in channels:
            asked = (sku, category, brand, channel)
            found = once.get(asked)
            if found is None:
                found = once[asked] = find(self, Asked(*asked))
            told.append(found)
        return told

    def winner(
        self, kind: type[Other], *, sku: str, category: str, brand: str, channel: str = ""
    ) -> Winner[Other] | None:
        """Give the most specific rule of a kind and those it beats; None where no rule is meant."""
        rules = self._by_kind.get(kind.KIND)
        return None if rules is None else rules.meant(sku, category, brand, channel)[1]

    def every(
        self, kind: type[Other], *, sku: str, category: str, brand: str, channel: str = ""
    ) -> tuple[Rule[Other], ...]:
        """Give all rules of a kind that are meant, the strongest first."""
        rules = self._by_kind.get(kind.KIND)
        return () if rules is None else rules.meant(sku, category, brand, channel)[0]


class _Names:
    """The SKUs, categories and brands that rules name."""

    def __init__(self) -> None:
        self.skus: set[str] = set()
        self._categories: set[str] = set()
        self._brands: set[str] = set()

    def add(self, rule: Rule[Any]) -> None:
        """Take the names of one more rule."""
        self.skus.update(rule.scope.skus)
        self._categories.add(rule.scope.category)
        self._brands.add(rule.scope.brand)

    def told_apart(self, sku: str, category: str, brand: str) -> tuple[str, str, str]:
        """Leave out what no rule names: without it the same rules are meant."""
        return (
            sku if sku in self.skus else "",
            category if category in self._categories else "",
            brand if brand in self._brands else "",
        )


_Meant = tuple[tuple[Rule[Any], ...], Winner[Any] | None]


class _OfKind:
    """The rules of one kind by what they name, looked up many times for every SKU."""

    def __init__(self) -> None:
        self._by_name: dict[tuple[By, str], list[Rule[Any]]] = {}
        self._names = _Names()
        self._found: dict[_Key, _Meant] = {}

    def add(self, rule: Rule[Any]) -> None:
        """Take one more rule."""
        for name in rule.scope.names():
            self._by_name.setdefault((rule.scope.by, name), []).append(rule)
        self._names.add(rule)

    def meant(self, sku: str, category: str, brand: str, channel: str) -> _Meant:
        """Give the rules that are meant, the strongest first, and the one that wins; looked up once for all alike."""
        asked = (*self._names.told_apart(sku, category, brand), channel)
        found = self._found.get(asked)
        if found is None:
            rules = self._look_up(Asked(*asked))
            found = self._found[asked] = rules, Winner(rules[0], rules[1:]) if rules else None
        return found

    def _look_up(self, asked: Asked) -> tuple[Rule[Any], ...]:
        named = ((By.SKU, asked.sku), (By.CATEGORY, asked.category), (By.BRAND, asked.brand))
        wanted = [(By.ALL, ""), *(one for one in named if one[1])]
        found = [
            rule
            for one in wanted
            for rule in self._by_name.get(one, ())
            if rule.scope.covers(sku=asked.sku, category=asked.category, brand=asked.brand, channel=asked.channel)
        ]
        return tuple(sorted(found, key=lambda rule: rule.precedence, reverse=True))


def most_specific(
    rules: Iterable[Rule[Any]],
    kind: type[Other],
    *,
    sku: str,
    category: str = "",
    brand: str = "",
    channel: str,
    day: date,
) -> Winner[Other] | None:
    """Say which rule of a kind wins for a SKU of a category and brand on a channel on a day, and which it beats."""
    return Rules(rules, day).winner(kind, sku=sku, category=category, brand=brand, channel=channel)
