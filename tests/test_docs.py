"""The pages for users are true: links lead somewhere, and columns, commands and tables are those there are."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from app.commands import parser
from app.importing.templates import own_tables
from models.tables import Base

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGES = sorted(DOCS.glob("*.md"))


def text(name: str) -> str:
    """Read a page."""
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_that_every_link_and_picture_of_a_page_is_there(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (DOCS / link).is_file()] == []


def test_that_the_help_of_every_page_is_there() -> None:
    views = DOCS.parent / "views"
    named = {
        found
        for page in views.glob("*/page.py")
        for found in re.findall(r'HELP: ClassVar\[str\] = "([^"]+)"', page.read_text(encoding="utf-8"))
    }
    assert named
    assert {name for name in named if not (DOCS / f"{name}.md").is_file()} == set()


@pytest.mark.parametrize("code", sorted(own_tables()))
def test_that_an_own_table_is_described_column_by_column(code: str) -> None:
    section = re.search(rf"^## {code}\n(.*?)(?=^## |\Z)", text("own-tables.md"), re.MULTILINE | re.DOTALL)
    assert section is not None
    described = set(re.findall(r"`(\w+)`", section[1]))
    declared = {column.title for column in own_tables()[code].columns}
    assert declared - described == set()


def test_that_every_command_with_its_options_is_described() -> None:
    page = text("command-line.md")
    made = parser.parse(["new", "x"])
    assert isinstance(made, argparse.Namespace)
    said = set(re.findall(r"main\.py ([a-z-]+)", page))
    usage = (DOCS.parent / "app" / "commands" / "parser.py").read_text(encoding="utf-8")
    commands = set(re.findall(r'_command\(commands, "([a-z-]+)"', usage))
    assert commands - said - {"demo"} == set()
    options = {option for option in re.findall(r'"(--[a-z-]+)"', usage) if option not in {"--folder", "--no-window"}}
    hidden = {"--data", "--self-test", "--version", "--anywhere"}
    assert {option for option in options - hidden if option not in page} == set()


def test_that_every_table_of_the_file_is_described() -> None:
    page = text("ledger-format.md")
    assert {name for name in Base.metadata.tables if f"`{name}`" not in page} == set()
