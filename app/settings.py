"""What a person set for this computer: each setting is declared once, and the Preferences form follows from it."""

from __future__ import annotations

import getpass
import json
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import Field, dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.errors import UserError
from app.paths import private_folder, replace_file

_LOG = logging.getLogger(__name__)
_RECENT_LEDGERS_KEPT = 8


class Theme(StrEnum):
    """Light or dark."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class NumberStyle(StrEnum):
    """How numbers are written on screen and read in forms."""

    SYSTEM = "system"
    POINT = "point"
    COMMA = "comma"


class SettingKind(StrEnum):
    """Which input a setting needs in the form."""

    CHOICE = "choice"
    NUMBER = "number"
    TEXT = "text"
    FOLDER = "folder"


@dataclass(frozen=True)
class Settings:
    """Everything a person set; fields with a label stand in Preferences, the others the program remembers by itself."""

    theme: Theme = field(
        default=Theme.SYSTEM,
        metadata={
            "label": "Theme",
            "help": "Light, dark, or as the system is set.",
            "choices": {Theme.SYSTEM: "As the system", Theme.LIGHT: "Light", Theme.DARK: "Dark"},
        },
    )
    numbers: NumberStyle = field(
        default=NumberStyle.SYSTEM,
        metadata={
            "label": "Numbers",
            "help": "How amounts are shown and read in forms. Exported files are not affected.",
            "choices": {
                NumberStyle.SYSTEM: "As the system",
                NumberStyle.POINT: "1,234.50",
                NumberStyle.COMMA: "1.234,50",
            },
        },
    )
    text_size: int = field(
        default=100,
        metadata={
            "label": "Text size",
            "help": "Of all text in the window; takes effect at the next start.",
            "minimum": 80,
            "maximum": 160,
            "unit": "%",
        },
    )
    person: str = field(
        default="",
        metadata={
            "label": "Your name",
            "help": "Written beside every change you make. Empty: the name of your user account.",
            "maximum": 80,
        },
    )
    second_backups: Path | None = field(
        default=None,
        metadata={
            "label": "Second folder for backups",
            "help": "Every verified backup is also copied here, for example to another disk. Empty: none.",
        },
    )
    last_ledger: Path | None = None
    recent_ledgers: tuple[Path, ...] = ()
    memory: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)

    def with_ledger(self, ledger: Path) -> Settings:
        """Put a ledger first among the recent ones."""
        others = tuple(other for other in self.recent_ledgers if other != ledger)
        return replace(self, last_ledger=ledger, recent_ledgers=(ledger, *others)[:_RECENT_LEDGERS_KEPT])

    def without_ledger(self, ledger: Path) -> Settings:
        """Forget a ledger that is no longer there."""
        recent = tuple(other for other in self.recent_ledgers if other != ledger)
        last = None if self.last_ledger == ledger else self.last_ledger
        return replace(self, last_ledger=last, recent_ledgers=recent)

    def remembering(self, key: str, value: str) -> Settings:
        """Remember how a window or a table was left."""
        return replace(self, memory=MappingProxyType({**self.memory, key: value}))

    def who(self) -> str:
        """Give the name to write beside a change: the one set, or else the user account."""
        if self.person:
            return self.person
        with suppress(OSError, KeyError, ImportError):  # an account without a name, as in some containers
            return getpass.getuser()
        return "unknown"


@dataclass(frozen=True)
class Setting:
    """How one setting stands in the form; `choices` gives the value to store and the words to show."""

    name: str
    label: str
    help: str
    kind: SettingKind
    default: object
    choices: tuple[tuple[str, str], ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    unit: str = ""


def shown_settings() -> tuple[Setting, ...]:
    """List the settings of the Preferences form, in its order."""
    return tuple(
        Setting(
            name=each.name,
            label=each.metadata["label"],
            help=each.metadata["help"],
            kind=_kind(each),
            default=each.default,
            choices=tuple((str(value), words) for value, words in each.metadata.get("choices", {}).items()),
            minimum=each.metadata.get("minimum"),
            maximum=each.metadata.get("maximum"),
            unit=each.metadata.get("unit", ""),
        )
        for each in fields(Settings)
        if "label" in each.metadata
    )


def with_values(settings: Settings, values: Mapping[str, object]) -> Settings:
    """Take over what was entered in the form; raises a `UserError` that names the first value that does not fit."""
    changed: dict[str, Any] = {}
    for each in fields(Settings):
        if each.name in values:
            try:
                changed[each.name] = _value(each, values[each.name])
            except ValueError as error:
                message = f"{each.metadata['label']}: {error}. Nothing was changed. Correct it and save again."
                raise UserError(message) from error
    return replace(settings, **changed)


def load_settings(path: Path) -> Settings:
    """Read the settings; a damaged file is kept aside and what cannot be read takes its default."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except OSError:
        _LOG.warning("The settings file could not be read; the defaults are used.")
        return Settings()
    except (ValueError, RecursionError):
        stored = None
    if not isinstance(stored, dict):
        _keep_aside(path)
        return Settings()
    known: dict[str, Any] = {}
    for each in fields(Settings):
        if each.name in stored:
            try:
                known[each.name] = _value(each, stored[each.name])
            except ValueError:
                _LOG.warning("The setting %s could not be read; its default is used.", each.name)
    return replace(Settings(), **known)


def save_settings(path: Path, settings: Settings) -> None:
    """Write the settings whole, for this user alone."""
    stored = {each.name: _stored(getattr(settings, each.name)) for each in fields(Settings)}
    private_folder(path.parent)
    with replace_file(path, private=True) as partial:
        # Escaped to ASCII, so that a folder whose name is not valid Unicode survives.
        partial.write_text(json.dumps(stored, indent=2) + "\n", encoding="ascii")


def _keep_aside(path: Path) -> None:
    aside = path.with_name(f"{path.name}.damaged")
    _LOG.warning("The settings file is damaged; it is kept as %s and the defaults are used.", aside.name)
    with suppress(OSError):
        path.replace(aside)


def _kind(each: Field[object]) -> SettingKind:
    match each.default:
        case StrEnum():
            return SettingKind.CHOICE
        case int():
            return SettingKind.NUMBER
        case str():
            return SettingKind.TEXT
        case _:
            return SettingKind.FOLDER


def _value(each: Field[object], raw: object) -> object:
    """Read one value as its default's type; raises `ValueError` with the reason when it does not fit."""
    match each.default, raw:
        case StrEnum() as default, str():
            return type(default)(raw)
        case int(), int() if not isinstance(raw, bool):
            return _bounded(each, raw, size=raw)
        case str(), str():
            text = " ".join(raw.split())
            return _bounded(each, text, size=len(text))
        case None, Path() | None:
            return raw
        case None, str():
            return Path(raw) if raw.strip() else None
        case tuple(), list() | tuple():
            return tuple(Path(str(item)) for item in raw)
        case _, Mapping() if each.name == "memory":
            return MappingProxyType({str(key): str(value) for key, value in raw.items()})
        case _:
            message = f"{raw!r} does not fit"
            raise ValueError(message)


def _bounded(each: Field[object], value: object, *, size: int) -> object:
    minimum, maximum = each.metadata.get("minimum"), each.metadata.get("maximum")
    unit = each.metadata.get("unit", " characters")
    if minimum is not None and size < minimum:
        message = f"at least {minimum}{unit}"
        raise ValueError(message)
    if maximum is not None and size > maximum:
        message = f"at most {maximum}{unit}"
        raise ValueError(message)
    return value


def _stored(value: object) -> object:
    match value:
        case Path():
            return str(value)
        case tuple():
            return [str(item) for item in value]
        case Mapping():
            return dict(value)
        case _:
            return value
