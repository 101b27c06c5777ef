"""The whole way from sources to a dossier: load, read, merge, assign issues, compare the reports with each other."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from os import PathLike, fspath
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Literal

from detente import codebooks as books
from detente import dossier as dossiers
from detente import reading, reports
from detente.contract import Dossier, Report
from detente.pickling import PicklableError
from detente.reading import Reading
from detente.reading.backends import Backend, Tally
from detente.reading.backends import choose as choose_backend
from detente.reports import Failure
from detente.settings import LANGUAGES, Language
from detente.spreading import read_reports

if TYPE_CHECKING:
    from detente.briefing import Brief
    from detente.codebooks import Codebook

Step = Literal["load", "read", "join"]
OnProgress = Callable[[Step, int, int], None]
Source = str | PathLike[str]


class SourceWarning(UserWarning):
    """A source that could not be read, while others could: "SOURCE: REASON"."""


class BackendWarning(UserWarning):
    """Statements that a back end proposed and that were dropped, since the report does not bear them out."""


class NothingReadError(PicklableError, ValueError):
    """None of the sources could be read; `failures` names each with its reason."""

    def __init__(self, failures: Sequence[Failure]) -> None:
        self.failures = list(failures)
        super().__init__("; ".join(f"{f.source}: {f.reason}" for f in failures) or "no report in the sources")


@dataclass(frozen=True)
class Result:
    """What came of a set of sources: the dossier of those that could be read, and the others with their reasons.

    A report whose back end failed (code "backend") is in the dossier, without what the back end would have added.
    `backend` counts what a back end proposed, added and had dropped; None without one.
    """

    dossier: Dossier
    failures: list[Failure]
    backend: Tally | None = None


def read(
    sources: Sequence[Source],
    *,
    codebooks: Sequence[str] | None = None,
    precision: float | None = None,
    backend: Backend | str | None = None,
    workers: int = 1,
    scheduler: str | None = None,
    keep: Source | None = None,
    on_progress: OnProgress | None = None,
) -> Dossier:
    """Read reports into one dossier; arguments as for `read_all`.

    A source that fails is named by a `SourceWarning`; what a back end proposed in vain is counted in a
    `BackendWarning`.  Raises `NothingReadError` if all fail.
    """
    result = read_all(
        sources,
        codebooks=codebooks,
        precision=precision,
        backend=backend,
        workers=workers,
        scheduler=scheduler,
        keep=keep,
        on_progress=on_progress,
    )
    if not result.dossier.reports:
        raise NothingReadError(result.failures)
    for failure in result.failures:
        warnings.warn(f"{failure.source}: {failure.reason}", SourceWarning, stacklevel=2)
    if result.backend is not None and result.backend.lost:
        warnings.warn(str(result.backend), BackendWarning, stacklevel=2)
    return result.dossier


def read_all(
    sources: Sequence[Source],
    *,
    codebooks: Sequence[str] | None = None,
    language: Language | None = None,
    precision: float | None = None,
    backend: Backend | str | None = None,
    workers: int = 1,
    scheduler: str | None = None,
    keep: Source | None = None,
    on_progress: OnProgress | None = None,
) -> Result:
    """Read reports into one dossier and keep what failed.

    `sources` are files, folders, "-" (standard input), addresses of pages or feeds, and saved dossiers (.json; also
    PLOVER records, databases of Discourse Network Analyzer, .dna, and tables of statements or events, .csv), which the
    rest is merged into; a saved dossier on its own stays as it is.  `codebooks` are names or files; without any, those
    that fit the reports are chosen.
    `language` is that of the issues' labels, by default the one of most reports.  `precision` is the share of right
    statements that is wished for, above 0 and below 1: the higher, the fewer are found.  A `backend` ("llm",
    "spacy:NAME" or an object of your own) proposes statements beside our own reading; "rules" or None is none.  With
    more than one of the `workers` many reports are read in that many processes (a script that asks for it needs the
    usual `if __name__ == "__main__"`), with a `scheduler`, the address of a Dask cluster's, on that cluster; the result
    is the same.  `keep` is a folder in which what is read is kept, so that a run that was broken off goes on where it
    was.  `on_progress` is called with the step, how much of it is done and how much there is.

    Raises `CodebookError`, `BackendError` and `SchedulerError` for a codebook, a back end or a scheduler that cannot be
    used, and OSError where nothing can be kept.
    """
    chosen = choose_backend(backend) if isinstance(backend, str) else backend
    progress = on_progress or _silent
    named = [books.load(name) for name in codebooks or []]
    saved, failures, others = _saved(sources)
    loaded = reports.load(others, on_progress=lambda done, total, _: progress("load", done, total or 0))
    failures += loaded.failures
    ready: dict[str, Dossier] = {}
    spread = read_reports(
        loaded.reports,
        partial(_read_one if scheduler is None else partial(_read_with, chosen), precision=precision),
        workers=workers,
        prepare=partial(_take, chosen),
        scheduler=scheduler,
        keep=None if keep is None else Path(keep),
        told=f"{precision!r} {getattr(chosen, 'name', '')}",
    )
    tallies: list[Tally] = []
    for done, (report, outcome) in enumerate(spread, start=1):
        if isinstance(outcome, Reading):
            ready[report.id] = outcome.dossier
            if report.language not in LANGUAGES:
                failures.append(_unread(report))
            if outcome.failure is not None:
                failures.append(Failure(report.source, str(outcome.failure), "backend"))
            if outcome.tally is not None:
                tallies.append(outcome.tally)
        else:
            failures.append(Failure(report.source, outcome, "reader"))
        progress("read", done, len(loaded.reports))
    progress("join", 0, 1)
    dossier = _join([*saved, *(ready[r.id] for r in loaded.reports if r.id in ready)], named, bool(others))
    tally = Tally.total(chosen.name, tallies) if chosen is not None else None
    return Result(in_language(dossier, language, named) if language else dossier, failures, tally)


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


def join(parts: Sequence[Dossier], codebooks: Sequence[str] = ()) -> Dossier:
    """Join the dossiers of single reports into one, as `read_all` does: copies linked, parties united, issues assigned.

    The parts' reports are told which other they repeat.  Raises `CodebookError` for a codebook that cannot be used.
    """
    reports.link_duplicates([report for part in parts for report in part.reports])
    return _join(parts, [books.load(name) for name in codebooks], True)


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
        if ending not in (".json", ".jsonl", ".dna", ".csv", ".tsv") or "://" in source:
            others.append(source)
            continue
        try:
            if ending == ".dna":
                saved.append(dossiers.read_dna(source))
            else:
                saved.append(dossiers.load_table(source) if ending in (".csv", ".tsv") else _dossier(source))
        except OSError as error:
            failures.append(Failure(source, error.strerror or str(error), "unreadable"))
        except dossiers.DossierError as error:
            failures.append(Failure(source, str(error), "broken_dossier"))
    return saved, failures, others


def _dossier(source: str) -> Dossier:
    """A dossier, or the events of a PLOVER file."""
    content = Path(source).read_bytes()
    if source.casefold().endswith(".jsonl") or content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"[":
        return dossiers.load_plover(source)
    return dossiers.parse(content, source)


# The back end of this process: handed to each process of a pool once, not with every report.
_backend: Backend | None = None


def _take(backend: Backend | None) -> None:
    global _backend
    _backend = backend


def _read_one(report: Report, precision: float | None = None) -> Reading | str:
    return _read_with(_backend, report, precision)


def _read_with(backend: Backend | None, report: Report, precision: float | None = None) -> Reading | str:
    try:
        if backend is not None:
            return reading.read_with(report, backend, precision=precision)
        return Reading(reading.read(report, precision=precision))
    except Exception as error:  # whatever goes wrong in one report must cost that report only
        return f"could not be read ({type(error).__name__}: {error})"
