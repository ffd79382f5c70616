"""The files a person means: single files, all files of a folder, or what lies in a zip."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from app.errors import ImportRefused
from app.importing.sniffing import SIZE_LIMIT

_MOST_FILES = 2000
_ENCRYPTED = 0x1  # among the flags of an entry


@dataclass(frozen=True)
class FileToImport:
    """A file to import, on disk or within a zip, with its own time."""

    name: str
    path: Path
    inside: str = ""
    time: datetime | None = None
    content: bytes | None = None

    def read(self) -> bytes:
        """Read the whole file; refuses what is too large."""
        if self.content is not None:
            return self.content
        try:
            if self.inside:
                with zipfile.ZipFile(self.path) as archive:
                    return _unpacked(archive, archive.getinfo(self.inside), self.path)
            if self.path.stat().st_size > SIZE_LIMIT:
                raise ImportRefused(
                    f"{self.name} is larger than 200 MB. Nothing was imported. Export a shorter period."
                )
            return self.path.read_bytes()
        except (OSError, zipfile.BadZipFile) as error:
            raise ImportRefused(f"{self.path} cannot be read ({error}). Nothing was imported.") from error


def find_files(paths: Iterable[Path]) -> list[FileToImport]:
    """List the files meant by these paths, folders and zips taken apart, in order of name."""
    return [file for path in paths for file in _files(path)]


def _files(path: Path) -> Iterator[FileToImport]:
    if path.is_dir():
        for inner in sorted(path.rglob("*")):
            if inner.is_file() and not inner.name.startswith("."):
                yield from _files(inner)
    elif not path.exists():
        raise ImportRefused(f"There is no file {path}. Nothing was imported. Check the name.")
    elif _is_zip_of_files(path):
        yield from _inside_zip(path)
    else:
        yield FileToImport(path.name, path, time=datetime.fromtimestamp(int(path.stat().st_mtime), UTC))


def _is_zip_of_files(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            if file.read(2) != b"PK":
                return False
        with zipfile.ZipFile(path) as archive:
            return not any(name.startswith("xl/") or name == "[Content_Types].xml" for name in archive.namelist())
    except (OSError, zipfile.BadZipFile):
        return False


def _inside_zip(path: Path) -> Iterator[FileToImport]:
    with zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > _MOST_FILES or sum(entry.file_size for entry in entries) > SIZE_LIMIT * 2:
            raise ImportRefused(f"{path.name} unpacks to too much. Nothing was imported. Import the files one by one.")
        for entry in sorted(entries, key=lambda entry: entry.filename):
            name = PurePosixPath(entry.filename).name
            if name.startswith(".") or "__MACOSX" in entry.filename:
                continue
            content = _unpacked(archive, entry, path)
            if content.startswith(b"PK") and zipfile.is_zipfile(io.BytesIO(content)) and not name.endswith(".xlsx"):
                raise ImportRefused(f"{path.name} holds another zip ({name}). Nothing was imported. Unpack it first.")
            yield FileToImport(f"{path.name}: {name}", path, entry.filename, _written_at(entry), content)


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> bytes:
    """Read one entry; refuses one that is protected, damaged, or packed in a way that Python does not know."""
    if entry.flag_bits & _ENCRYPTED:
        raise ImportRefused(
            f"{path.name} is protected by a password. Nothing was imported. Unpack it and import the files in it."
        )
    try:
        return archive.read(entry)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error) as error:
        raise ImportRefused(
            f"{path.name} cannot be unpacked ({error}). Nothing was imported. Download it again, or unpack it and "
            "import the files in it."
        ) from error


def _written_at(entry: zipfile.ZipInfo) -> datetime | None:
    """Give the time of an entry, which a zip holds as local time; some zips hold none."""
    try:
        return datetime(*entry.date_time).astimezone(UTC)
    except ValueError:
        return None
