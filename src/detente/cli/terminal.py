"""What commands share with the terminal: progress, failures, files written."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from detente.cli.failing import Failed
from detente.cli.wording import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.reading.backends import Tally
    from detente.reports import Failure

_PATIENCE = 1.0  # seconds: what is done by then needs no progress bar


class Progress:
    """A progress bar on standard error, for a person who waits: only at a terminal, only after a second."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bars

        self._bars = Bars(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[count]}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._bars.add_task("", total=None, count="")
        self._step = ""
        self._start = threading.Timer(_PATIENCE, self._bars.start)
        self._start.daemon = True

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
            self._start.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._start.cancel()
        if self._start.is_alive():
            self._start.join()
        if self._bars.live.is_started:
            self._bars.stop()

    def __call__(self, step: str, done: int, total: int) -> None:
        """`done` of `total` of this step are through; a total of 1 is shown as "under way"."""
        if step != self._step:
            self._step = step
            self._bars.reset(self._task, description=text(f"progress.{step}"))
        if total > 1:
            self._bars.update(self._task, completed=done, total=total, count=f"{done}/{total}")
        else:
            self._bars.update(self._task, total=None, count="")


def name_failures(failures: Iterable[Failure]) -> None:
    """Name each source that failed on standard error, in one line each."""
    for failure in failures:
        reason = text(f"failure.{failure.code}", reason=failure.reason)
        line = " ".join(text("error.failed", source=failure.source, reason=reason).split())
        print(text("error.line", message=line), file=sys.stderr)


def say_tally(tally: Tally | None) -> None:
    """Say on standard error, in one line, what became of the statements that a back end proposed."""
    if tally is None:
        return
    from detente.reading.backends import REASONS

    counts = [(text(f"backend.{reason}"), tally.dropped[reason]) for reason in REASONS]
    counts += [(text("backend.cut"), tally.cut), (text("backend.skipped"), tally.skipped)]
    said = "".join(f"; {words}: {count}" for words, count in counts if count)
    line = text("backend.tally", name=tally.backend, proposed=tally.proposed, added=tally.added)
    print(text("error.line", message=f"{line}{said}"), file=sys.stderr)


def check_writable(path: Path) -> None:
    """Find out before the long work that a file cannot be written.  Raises `Failed`."""
    if path.is_dir():
        raise Failed(text("error.output", path=path, reason=text("error.is_folder")))
    if not path.absolute().parent.is_dir():
        raise Failed(text("error.output", path=path, reason=text("error.no_folder", path=path.absolute().parent)))


def unwritable(path: Path, error: OSError) -> Failed:
    """The failure to raise for a file that could not be written."""
    return Failed(text("error.output", path=error.filename or path, reason=error.strerror or str(error)))


def say_written(path: Path) -> None:
    """Say on standard error where the result is."""
    print(text("done.written", path=path), file=sys.stderr)
