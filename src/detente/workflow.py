"""The whole way from sources to a dossier: load, read, merge, assign issues, compare the reports with each other."""

from __future__ import annotations

import signal
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context, resource_tracker
from os import PathLike, fspath
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Literal

from detente import codebooks as books
from detente import dossier as dossiers
from detente import reading, reports
from detente.contract import Dossier, Report
from detente.reports import Failure
from detente.settings import LANGUAGES, Language

if TYPE_CHECKING:
    from detente.briefing import Brief
    from detente.codebooks import Codebook

Step = Literal["load", "read", "join"]
OnProgress = Callable[[Step, int, int], None]
Source = str | PathLike[str]

# Below this a second process costs more than it saves: it has to load the language models first.
_ENOUGH_FOR_A_POOL = 12


class SourceWarning(UserWarning):
    """A source that could not be read, while others could: "SOURCE: REASON"."""


class NothingReadError(ValueError):
    """None of the sources could be read; `failures` names each with its reason."""

    def __init__(self, failures: Sequence[Failure]) -> None:
        self.failures = list(failures)
        super().__init__("; ".join(f"{f.source}: {f.reason}" for f in failures) or "no report in the sources")


@dataclass(frozen=True)
class Result:
    """What came of a set of sources: the dossier of those that could be read, and the others with their reasons."""

    dossier: Dossier
    failures: list[Failure]


def read(
    sources: Sequence[Source],
    *,
    codebooks: Sequence[str] | None = None,
    precision: float | None = None,
    workers: int = 1,
    on_progress: OnProgress | None = None,
) -> Dossier:
    """Read reports into one dossier; arguments as for `read_all`.

    A source that fails is named by a `SourceWarning`.  Raises `NothingReadError` if all fail.
    """
    result = read_all(sources, codebooks=codebooks, precision=precision, workers=workers, on_progress=on_progress)
    if not result.dossier.reports:
        raise NothingReadError(result.failures)
    for failure in result.failures:
        warnings.warn(f"{failure.source}: {failure.reason}", SourceWarning, stacklevel=2)
    return result.dossier


def read_all(
    sources: Sequence[Source],
    *,
    codebooks: Sequence[str] | None = None,
    language: Language | None = None,
    precision: float | None = None,
    workers: int = 1,
    on_progress: OnProgress | None = None,
) -> Result:
    """Read reports into one dossier and keep what failed.

    `sources` are files, folders, "-" (standard input), addresses of pages or feeds, and saved dossiers (.json; also
    PLOVER records, and databases of Discourse Network Analyzer, .dna), which the rest is merged into; a saved dossier
    on its own stays as it is.  `codebooks` are names or files; without any, those that fit the reports are chosen.
    `language` is that of the issues' labels, by default the one of most reports.  `precision` is the share of right
    statements that is wished for, above 0 and below 1: the higher, the fewer are found.  With more than one of the
    `workers` many reports are read in that many processes, with the same result (a script that asks for it needs the
    usual `if __name__ == "__main__"`).  `on_progress` is called with the step, how much of it is done and how much
    there is.
    Raises `CodebookError` for a codebook that cannot be used.
    """
    progress = on_progress or _silent
    named = [books.load(name) for name in codebooks or []]
    saved, failures, others = _saved(sources)
    loaded = reports.load(others, on_progress=lambda done, total, _: progress("load", done, total or 0))
    failures += loaded.failures
    ready: dict[str, Dossier] = {}
    reader = partial(_read_one, precision=precision)
    for done, (report, outcome) in enumerate(_read_reports(loaded.reports, workers, reader), start=1):
        if isinstance(outcome, Dossier):
            ready[report.id] = outcome
            if report.language not in LANGUAGES:
                failures.append(_unread(report))
        else:
            failures.append(Failure(report.source, outcome, "reader"))
        progress("read", done, len(loaded.reports))
    progress("join", 0, 1)
    dossier = _join([*saved, *(ready[r.id] for r in loaded.reports if r.id in ready)], named, bool(others))
    return Result(in_language(dossier, language, named) if language else dossier, failures)


def in_language(dossier: Dossier, language: Language, codebooks: Sequence[Codebook] = ()) -> Dossier:
    """The dossier with its issues labelled, and states and well-known organisations named, in this language.

    The words for issues are those of the shipped codebooks and of these.
    """
    labelled = books.relabel(dossier, language, [*map(books.load, books.available()), *codebooks])
    return labelled.model_copy(update={"parties": [dossiers.shown(party, language) for party in dossier.parties]})


def brief(
    dossier: Dossier,
    *,
    language: Language | None = None,
    codebooks: Sequence[str] | None = None,
    failures: Sequence[Failure] = (),
) -> Brief:
    """The brief of a dossier, by default in the language of most reports; `failures` are sources that are missing."""
    from detente import briefing

    if language:
        dossier = in_language(dossier, language, [books.load(name) for name in codebooks or []])
    return briefing.compose(dossier, language=language, failures=failures)


def _join(parts: Sequence[Dossier], named: Sequence[Codebook], fresh: bool) -> Dossier:
    if len(parts) == 1 and not (named or fresh):
        return parts[0]  # as it was saved, with the issues of the codebooks it was read with
    dossier = dossiers.merge(parts)
    dossier = books.assign(dossier, named or books.choose(dossier))
    return dossier.model_copy(update={"discrepancies": dossiers.find_discrepancies(dossier)})


def _silent(step: Step, done: int, total: int) -> None:
    pass


def _unread(report: Report) -> Failure:
    """A report that is in the dossier, but in no language that can be read."""
    known = f"is taken for {report.language}" if report.language != "und" else "is not known"
    return Failure(
        report.source, f"nothing was read from it: its language {known}, not {' or '.join(LANGUAGES)}", "language"
    )


def _saved(sources: Sequence[Source]) -> tuple[list[Dossier], list[Failure], list[str]]:
    """The dossiers among the sources, those that would not load, and the sources that are no dossiers."""
    saved: list[Dossier] = []
    failures: list[Failure] = []
    others: list[str] = []
    for source in [fspath(source) for source in sources]:
        ending = PurePath(source).suffix.lower()
        if ending not in (".json", ".dna") or "://" in source:
            others.append(source)
            continue
        try:
            saved.append(dossiers.read_dna(source) if ending == ".dna" else _dossier(source))
        except OSError as error:
            failures.append(Failure(source, error.strerror or str(error), "unreadable"))
        except dossiers.DossierError as error:
            failures.append(Failure(source, str(error), "broken_dossier"))
    return saved, failures, others


def _dossier(source: str) -> Dossier:
    """A dossier, or the events of a PLOVER file."""
    content = Path(source).read_bytes()
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"[":
        return dossiers.load_plover(source)
    return dossiers.parse(content, source)


def _read_one(report: Report, precision: float | None = None) -> Dossier | str:
    try:
        return reading.read(report, precision=precision)
    except Exception as error:  # whatever goes wrong in one report must cost that report only
        return f"could not be read ({type(error).__name__}: {error})"


def _read_reports(
    found: Sequence[Report], workers: int, read_one: Callable[[Report], Dossier | str] = _read_one
) -> Iterator[tuple[Report, Dossier | str]]:
    """Each report with its dossier, or with the reason why there is none, as they get ready."""
    if workers < 2 or len(found) < _ENOUGH_FOR_A_POOL:
        yield from ((report, read_one(report)) for report in found)
        return
    left = {report.id: report for report in found}
    jobs: dict[Future[Dossier | str], Report] = {}
    with _pool(workers) as pool:
        try:
            with _interrupts_left_to_us():
                for report in found:
                    jobs[pool.submit(read_one, report)] = report
        except BrokenProcessPool:
            pass  # one of those under way took its process down: sorted out below
        for job in as_completed(jobs):
            if not isinstance(job.exception(), BrokenProcessPool):
                yield left.pop(jobs[job].id), job.result()
    while left:
        # One at a time, so that it is plain which one takes the process down; after it, the rest in a new process.
        with _pool(1) as pool:
            for report in list(left.values()):
                try:
                    with _interrupts_left_to_us():
                        job = pool.submit(read_one, report)
                    outcome = job.result()
                except BrokenProcessPool:
                    yield left.pop(report.id), "the reader broke down on it"
                    break
                yield left.pop(report.id), outcome


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    # Not forked: the progress bar runs in a thread, and forking a process with threads can hang it.
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _interrupts_left_to_us() -> Iterator[None]:
    """Processes started in here do not get Ctrl-C, which a terminal sends to all, and so do not complain about it."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # or it starts with the first process, and unblocks the signal when it has
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
