"""Reports read by many: by processes of this machine, or by a Dask cluster; what is read can be kept, to go on later.

The outcome for a report never depends on who reads it, so the result is the same bit for bit.
"""

from __future__ import annotations

import contextlib
import hashlib
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from multiprocessing import get_context, resource_tracker
from pathlib import Path
from typing import Any

from detente import dossier as dossiers
from detente.contract import Dossier, Report
from detente.reading import Reading

# What came of one report, or why nothing did.
Outcome = Reading | str
ReadOne = Callable[[Report], Outcome]

# Below this a second process costs more than it saves: it has to load the language models first.
_ENOUGH_FOR_A_POOL = 12
_CONNECT_SECONDS = 15


class SchedulerError(ValueError):
    """A Dask scheduler that cannot be used: it does not answer, or the extra `cluster` is not installed."""


def read_reports(
    found: Sequence[Report],
    read_one: ReadOne,
    *,
    workers: int = 1,
    prepare: Callable[[], None] | None = None,
    scheduler: str | None = None,
    keep: Path | None = None,
    told: str = "",
) -> Iterator[tuple[Report, Outcome]]:
    """Each report with its outcome, as they get ready; whatever goes wrong in one report costs only that report.

    workers: processes, in each of which `prepare` is called first; scheduler: the address of a Dask scheduler instead,
    where `read_one` has to do without.  keep: a folder in which each dossier is kept as soon as it is read, and found
    again when the same report is read by the same reader (`told`: how it was told to read).

    Raises SchedulerError, and OSError where nothing can be kept.
    """
    if keep is None:
        yield from _spread(found, read_one, workers, prepare, scheduler)
        return
    keep.mkdir(parents=True, exist_ok=True)
    left = []
    for report in found:
        kept = _kept(keep / _name(report, told))
        if kept is None:
            left.append(report)
        else:
            yield report, Reading(kept)
    for report, outcome in _spread(left, read_one, workers, prepare, scheduler):
        if isinstance(outcome, Reading) and outcome.failure is None:
            dossiers.save(outcome.dossier, keep / _name(report, told))
        yield report, outcome


def _name(report: Report, told: str) -> str:
    """A file name that stands for a report, the reader and how it was told to read."""
    text = "\0".join((_reader(), told, report.model_dump_json()))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() + ".json"


@cache
def _reader() -> str:
    """What the reader consists of: a digest of its code and its words."""
    folder = Path(__file__).with_name("reading")
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".toml", ".json", ".npz"))
    digest = hashlib.sha256()
    for path in (*files, Path(__file__).with_name("contract.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _kept(path: Path) -> Dossier | None:
    """A dossier that was kept; None if there is none, or the file is no whole one."""
    with contextlib.suppress(OSError, dossiers.DossierError):
        return dossiers.load(path)
    return None


def _spread(
    found: Sequence[Report],
    read_one: ReadOne,
    workers: int,
    prepare: Callable[[], None] | None,
    scheduler: str | None,
) -> Iterable[tuple[Report, Outcome]]:
    if scheduler is not None:
        return _on_cluster(found, read_one, scheduler)
    if workers < 2 or len(found) < _ENOUGH_FOR_A_POOL:
        if prepare is not None:
            prepare()
        return ((report, read_one(report)) for report in found)
    return _in_processes(found, read_one, workers, prepare)


def _in_processes(
    found: Sequence[Report], read_one: ReadOne, workers: int, prepare: Callable[[], None] | None
) -> Iterator[tuple[Report, Outcome]]:
    left = {report.id: report for report in found}
    jobs: dict[Future[Outcome], Report] = {}
    with _pool(workers, prepare) as pool:
        try:
            with _interrupts_left_to_us():
                for report in found:
                    jobs[pool.submit(read_one, report)] = report
        except BrokenProcessPool:
            pass  # one of those under way took its process down: sorted out below
        for job in as_completed(list(jobs)):
            report = jobs.pop(job)  # or it would hold on to what came of the report
            if not isinstance(job.exception(), BrokenProcessPool):
                yield left.pop(report.id), job.result()
    while left:
        # One at a time, so that it is plain which one takes the process down; after it, the rest in a new process.
        with _pool(1, prepare) as pool:
            for report in list(left.values()):
                try:
                    with _interrupts_left_to_us():
                        job = pool.submit(read_one, report)
                    outcome = job.result()
                except BrokenProcessPool:
                    yield left.pop(report.id), "the reader broke down on it"
                    break
                yield left.pop(report.id), outcome


def _on_cluster(found: Sequence[Report], read_one: ReadOne, address: str) -> Iterator[tuple[Report, Outcome]]:
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise SchedulerError('a cluster needs the extra "cluster": pip install "detente[cluster]"') from error
    try:
        client = distributed.Client(address, timeout=_CONNECT_SECONDS)
    except (OSError, ValueError, TimeoutError) as error:
        raise SchedulerError(f"no Dask scheduler answers at {address}: {error}") from error
    with client:
        jobs = dict(zip(client.map(read_one, found, pure=False, retries=2), found, strict=True))
        for job in distributed.as_completed(jobs):
            fault = job.exception()
            yield jobs[job], job.result() if fault is None else f"could not be read ({type(fault).__name__}: {fault})"
            job.release()


@contextmanager
def _pool(workers: int, prepare: Callable[[], None] | None) -> Iterator[ProcessPoolExecutor]:
    # Not forked: the progress bar runs in a thread, and forking a process with threads can hang it.
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=prepare)
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
