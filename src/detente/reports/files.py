"""Files and folders: which files a folder gives, and their bytes."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

from detente.reports.limits import MAX_FILES, MAX_SOURCE
from detente.reports.model import Failure, SourceError
from detente.reports.recognise import REPORT_SUFFIXES

# Files that tell of a folder, and are none of its reports.
ABOUT = frozenset({"readme", "license", "licence", "changelog", "contributing"})


def read_file(path: Path) -> bytes:
    """The bytes of a regular file.  Raises `SourceError` where there is none or it is too large."""
    try:
        # Opening a pipe that nobody writes to would wait for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            raise SourceError("unsupported", "not a regular file")
        with path.open("rb") as file:
            data = file.read(MAX_SOURCE + 1)
    except (OSError, ValueError) as error:
        raise file_error(error) from error
    if len(data) > MAX_SOURCE:
        raise too_large()
    return data


def too_large() -> SourceError:
    """The error for a source beyond `MAX_SOURCE`."""
    return SourceError("too_large", f"larger than {MAX_SOURCE // 1_000_000} MB")


def file_error(error: Exception) -> SourceError:
    """The `SourceError` for an error of the operating system."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return SourceError("not_found", "no such file")
    if isinstance(error, PermissionError):
        return SourceError("unreadable", "no permission to read it")
    reason = (getattr(error, "strerror", None) or str(error) or type(error).__name__).lower()
    return SourceError("unreadable", f"cannot be read: {reason}")


def files_in(folder: Path, fail: Callable[[Failure], None]) -> list[Path]:
    """The reports in a folder and its subfolders, sorted; hidden files, READMEs and other kinds are passed over.

    Links to folders are not followed, so that a loop of them ends.  Folders that cannot be read are given to `fail`.
    """
    found: list[Path] = []

    def failed(error: OSError) -> None:
        reason = file_error(error)
        fail(Failure(str(error.filename or folder), reason.reason, reason.code))

    for place, folders, names in os.walk(folder, onerror=failed, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(name)
            if name.startswith(".") or path.stem.lower() in ABOUT:
                continue
            if path.suffix.lower() in REPORT_SUFFIXES:
                found.append(Path(place) / name)
        if len(found) > MAX_FILES:
            fail(Failure(str(folder), f"more than {MAX_FILES} files; the rest is left out", "too_large"))
            return found[:MAX_FILES]
    return sorted(found)
