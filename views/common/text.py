"""How values are written on screen and for a spreadsheet, by the person's locale."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from PySide6.QtCore import QDate, QDateTime, QLocale

from app.columns import Cell, Kind
from models.domain.money import Money, exponent

MINUS = "\N{MINUS SIGN}"
ZERO = "\N{EN DASH}"
MISSING = "?"
_TENTH_OF_PERCENT = Decimal("0.1")
# Not within a name, nor what a cell holds (“2026-03-14”), nor how a file is to write it (“as 2026-03-14”).
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d(?![\w/\\-]|\.\w)(?<![\w./\\“-].{10})(?<!\bas .{10})(?<!\blike .{10})")
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_TWO_DAYS = 2 * _DAY


class Text:
    """Writes values in one locale; zero is a quiet dash and missing is "?" where it says so."""

    def __init__(self, locale: QLocale | None = None) -> None:
        self.locale = QLocale(locale) if locale is not None else QLocale.system()
        if self.locale.language() == QLocale.Language.C:
            self.locale = QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)
        self.point = self.locale.decimalPoint()
        self.group = self.locale.groupSeparator()

    @classmethod
    def for_choice(cls, choice: str) -> Text:
        """Make it for the setting "system", "point" (1,234.50) or "comma" (1.234,50)."""
        match choice:
            case "point":
                return cls(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
            case "comma":
                return cls(QLocale(QLocale.Language.German, QLocale.Country.Germany))
            case _:
                return cls()

    def money(self, money: Money | None, *, cents: bool = True, zero: str | None = ZERO, code: bool = False) -> str:
        """Write an amount, without its currency unless `code` is set."""
        if money is None:
            return MISSING
        decimals = exponent(money.currency) if cents else 0
        written = self.number(money.decimal(), decimals, zero=zero if money.minor == 0 else None)
        return f"{written} {money.currency}" if code else written

    def at_stake(self, money: Money, *, cents: bool = True) -> str:
        """Say how much is at stake, to the cent at least where it is less than one; or that no money is."""
        if not money.minor:
            return "no money at stake"
        small = abs(money.minor) < 10 ** exponent(money.currency)
        return f"{self.money(money, cents=cents or small, code=True)} at stake"

    def number(self, value: Decimal, decimals: int, *, zero: str | None = None) -> str:
        """Write a number with thousands separated; halves round away from zero."""
        if value == 0 and zero is not None:
            return zero
        rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding="ROUND_HALF_UP")
        plain = f"{abs(rounded):,f}".replace(",", "\0").replace(".", self.point).replace("\0", self.group)
        return f"{MINUS}{plain}" if rounded < 0 else plain

    def units(self, value: int | None, *, zero: str | None = ZERO) -> str:
        """Write a whole number."""
        return MISSING if value is None else self.number(Decimal(value), 0, zero=zero)

    def percent(self, fraction: Decimal | None, *, decimals: int = 1, zero: str | None = ZERO) -> str:
        """Write a fraction as percent with one decimal: 0.052 is "5.2 %"."""
        if fraction is None:
            return MISSING
        if fraction == 0 and zero is not None:
            return zero
        return f"{self.number(fraction * 100, decimals)}\N{NO-BREAK SPACE}%"

    def ratio(self, value: Decimal | None) -> str:
        """Write a ratio with one decimal: "0.4×"."""
        return MISSING if value is None else f"{self.number(value, 1)}×"

    def day(self, value: date | None) -> str:
        """Write a day in the locale's short form, with four digits of the year."""
        if value is None:
            return MISSING
        return self.locale.toString(QDate(value.year, value.month, value.day), self.day_format())

    def days_in(self, sentence: str) -> str:
        """Write the days of a sentence that is stored or told by an engine as days are written here.

        Names keep theirs, and so do cells that are quoted and examples of how a file writes them.
        """

        def written(found: re.Match[str]) -> str:
            try:
                return self.day(date.fromisoformat(found.group()))
            except ValueError:
                return found.group()

        return _ISO_DAY.sub(written, sentence)

    def day_format(self) -> str:
        """Give Qt's pattern of a day in this locale, with four digits of the year."""
        form = self.locale.dateFormat(QLocale.FormatType.ShortFormat)
        return form if "yyyy" in form else form.replace("yy", "yyyy")

    @property
    def month_first(self) -> bool:
        """Whether the month stands before the day in this locale."""
        form = self.day_format()
        return form.index("M") < form.index("d")

    def time(self, value: datetime | None) -> str:
        """Write a day and the time of the day to the minute."""
        if value is None:
            return MISSING
        moment = QDateTime(value.year, value.month, value.day, value.hour, value.minute, value.second)
        clock = self.locale.toString(moment.time(), self.locale.timeFormat(QLocale.FormatType.ShortFormat))
        return f"{self.day(value.date())} {clock}"

    def age(self, seconds: int) -> str:
        """Write how long ago something was: "now", "12 min", "5 h", "9 d"."""
        if seconds < _MINUTE:
            return "now"
        if seconds < _HOUR:
            return f"{seconds // _MINUTE} min"
        return f"{seconds // _HOUR} h" if seconds < _TWO_DAYS else f"{seconds // _DAY} d"

    def change(self, now: int, before: int) -> str:
        """Write a change in percent with its sign: "+6.1 %"; "–" when there is nothing to compare with."""
        if before == 0:
            return ZERO
        fraction = Decimal(now - before) / abs(before)
        written = self.percent(fraction, zero=None)
        return written if fraction < 0 else f"+{written}"

    def cell(self, value: Cell, kind: Kind, *, cents: bool = True, zero: str | None = ZERO) -> str:
        """Write a cell as it stands in a table."""
        match value:
            case None:
                return "" if kind is Kind.CHIP else MISSING
            case Money():
                return self.money(value, cents=cents, zero=zero)
            case bool():
                return "yes" if value else "no"
            case Decimal():
                return self._fraction(value, kind)
            case int():
                return self.units(value)
            case datetime():
                return self.time(value)
            case date():
                return self.day(value)
            case str():
                return self.days_in(value) if kind is Kind.TEXT else value

    def _fraction(self, value: Decimal, kind: Kind) -> str:
        match kind:
            case Kind.PERCENT | Kind.BAR:
                return self.percent(value)
            case Kind.RATIO:
                return self.ratio(value)
            case _:
                return self.number(value, max(0, -int(value.as_tuple().exponent)), zero=ZERO)

    def exact(self, value: Cell) -> str:
        """Write a cell as a spreadsheet expects it: nothing rounded or grouped, ISO days, the locale's decimal sign."""
        match value:
            case None:
                return ""
            case Money():
                return value.major().replace(".", self.point)
            case Decimal():
                return f"{value:f}".replace(".", self.point)
            case datetime():
                return value.isoformat(sep=" ", timespec="seconds")
            case date():
                return value.isoformat()
            case int():
                return str(value)
            case str():
                return value

    def full(self, value: Cell, kind: Kind) -> str:
        """Write a cell exactly for a tooltip: with cents, currency and all decimals."""
        match value:
            case Money():
                return self.money(value, zero=None, code=True)
            case Decimal() if kind in {Kind.PERCENT, Kind.BAR}:
                return self.percent(value, decimals=2, zero=None)
            case _:
                return self.cell(value, kind)
