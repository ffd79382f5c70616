"""The shape of the house: short files and functions, a fixture for every export, and nothing that has no place here."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROGRAM = ("main.py", "models", "app", "views")
CODE = (*PROGRAM, "dev.py", "tests", "benchmarks", "docs", "resources")

LONGEST_FILE = 400
LONGEST_FUNCTION = 50

# What the program may not import, and why.
UNWANTED = {
    "sqlite3": "sqlcipher3 is the only driver: two SQLite libraries in one process break each other's file locks",
    "socket": "the program opens no connection",
    "socketserver": "the program opens no connection",
    "ssl": "the program opens no connection",
    "http": "the program opens no connection",
    "urllib.request": "the program opens no connection",
    "ftplib": "the program opens no connection",
    "smtplib": "the program opens no connection",
    "requests": "the program opens no connection",
    "pickle": "a file from outside may not run anything",
    "marshal": "a file from outside may not run anything",
    "shelve": "a file from outside may not run anything",
}
BINARY = {".png", ".ttf", ".otf", ".xlsx", ".xls", ".zip", ".gz", ".ico", ".icns", ".channelbook", ".pdf", ".pyc"}
# Put together here, so that this file does not itself hold what it looks for.
PLACES = re.compile(
    "|".join([r"(?<![\w.])/" + "work/", r"(?<![\w.])/" + r"(?:home|Users)/\w+/", r"[A-Z]:\\" + "Users"])
)
REGISTRIES = re.compile(
    "|".join(["pypi" + r"\.org", "python" + r"hosted\.org", "npmjs" + r"\.(?:org|com)", "--index" + "-url"])
)


def sources(*places: str) -> list[Path]:
    """Give the Python files of some folders and files of the project."""
    found = [path for place in places for path in [ROOT / place, *(ROOT / place).rglob("*.py")]]
    return sorted(path for path in found if path.is_file())


def faults(find: Callable[[Path], object], *places: str) -> dict[str, object]:
    """Look for something in each module of some folders, and give what was found by the module's path."""
    searched = sources(*places)
    assert searched
    return {path.relative_to(ROOT).as_posix(): found for path in searched if (found := find(path))}


@cache
def parsed(path: Path) -> ast.Module:
    """Read a module into its syntax tree."""
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def imports(tree: ast.Module) -> Iterator[str]:
    """Give the full names of what a module imports, wherever in it."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=str(module), names=names, level=0):
                yield module
                yield from (f"{module}.{name.name}" for name in names)
            case _:
                pass


def test_that_a_module_stays_short() -> None:
    def lines(path: Path) -> int:
        count = len(path.read_text("utf-8").splitlines())
        return count if count > LONGEST_FILE else 0

    assert faults(lines, *CODE) == {}


def test_that_functions_stay_short() -> None:
    def long(path: Path) -> dict[str, int]:
        every = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in every}
        return {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION}

    assert faults(long, *CODE) == {}


def test_that_public_names_say_what_they_are() -> None:
    named = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

    def silent(path: Path) -> list[str]:
        tree = parsed(path)
        public = [node for node in tree.body if isinstance(node, named) and not node.name.startswith("_")]
        found = [node.name for node in public if not ast.get_docstring(node)]
        return found if ast.get_docstring(tree) else ["the module itself", *found]

    assert faults(silent, *PROGRAM) == {}


def test_that_nothing_unwanted_is_imported() -> None:
    def unwanted(path: Path) -> dict[str, str]:
        whole = [name for imported in imports(parsed(path)) for name in parents(imported)]
        return {name: UNWANTED[name] for name in whole if name in UNWANTED}

    assert faults(unwanted, *PROGRAM) == {}


def parents(name: str) -> list[str]:
    """Give a dotted name and every package it lies in."""
    parts = name.split(".")
    return [".".join(parts[: length + 1]) for length in range(len(parts))]


def test_that_no_text_is_run_as_code() -> None:
    def run(path: Path) -> list[str]:
        calls = [node.func for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)]
        names = [call.id for call in calls if isinstance(call, ast.Name)]
        return [name for name in names if name in {"eval", "exec", "compile", "__import__"}]

    assert faults(run, *PROGRAM) == {}


def test_that_importing_a_module_does_no_more_than_declare() -> None:
    loops = ast.For | ast.While | ast.With | ast.Global

    def done(path: Path) -> list[str]:
        return [type(node).__name__ for node in parsed(path).body if isinstance(node, loops)]

    assert faults(done, *PROGRAM) == {}


def test_that_an_exception_to_the_rules_gives_its_reason() -> None:
    # The codes, then a dash or a second comment, then words.
    reasoned = re.compile(r"#\s*(?:noqa: [A-Z0-9, ]+|type: ignore\[[a-z, -]+\])\s+(?:-{1,2}|—|#)\s*\w.{2,}")

    def unreasoned(path: Path) -> list[int]:
        with path.open("rb") as text:
            comments = [token for token in tokenize.tokenize(text.readline) if token.type == tokenize.COMMENT]
        marked = [token for token in comments if re.search(r"noqa:?|type:\s*ignore", token.string)]
        return [token.start[0] for token in marked if not reasoned.match(token.string)]

    assert faults(unreasoned, *CODE) == {}


def test_that_every_export_has_a_fixture_and_every_fixture_an_export() -> None:
    exports = ROOT / "app" / "importing" / "exports"
    fixtures = ROOT / "tests" / "exports"
    codes = {path.stem for path in exports.glob("*.py") if not path.stem.startswith("_")}
    folders = {path.name for path in fixtures.glob("*") if path.is_dir() and not path.name.startswith(("_", "."))}
    assert codes == folders
    assert [code for code in codes if not (fixtures / code / "expected.json").is_file()] == []
    assert [code for code in codes if not list((fixtures / code).glob("input*.*"))] == []


def texts() -> Iterator[Path]:
    """Give the project's own text files; what tools make beside them is hidden or in folders named here."""
    made = {"build", "dist", "demo-out"}
    for top in ROOT.iterdir():
        if top.name in made or (top.name.startswith(".") and top.name not in {".ci", ".gitignore"}):
            continue
        for path in [top, *top.rglob("*")]:
            if path.is_file() and path.suffix not in BINARY and "__pycache__" not in path.parts:
                yield path


def test_that_no_file_names_a_place_on_a_machine_or_a_registry() -> None:
    found = {}
    for path in texts():
        text = path.read_text("utf-8", "replace")
        if hit := PLACES.search(text) or REGISTRIES.search(text):
            found[path.relative_to(ROOT).as_posix()] = hit[0]
    assert found == {}


def test_that_each_requirement_is_pinned_and_has_hashes() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = re.sub(r"#.*", "", (ROOT / name).read_text("utf-8")).replace("\\\n", " ")
        lines = [line for line in text.splitlines() if line.strip()]
        assert lines
        assert [line for line in lines if not re.match(r"[\w-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)] == []
