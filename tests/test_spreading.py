"""Reports read by many, and by one run after another: the result is always the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente import reading
from detente.contract import Dossier, Report
from detente.reading import Reading
from detente.spreading import SchedulerError, read_reports

NOTE = "The Swedish government rejected the Danish proposal. Denmark demands a ban on fishing in the strait."


def reports(count: int) -> list[Report]:
    return [Report(id=f"r{n}", language="en", text=f"Report {n}. {NOTE}", source=f"{n}.txt") for n in range(count)]


def read_one(report: Report) -> Reading | str:
    return Reading(reading.read(report))


class Counting:
    """Reads, fails from a certain report on, and counts."""

    def __init__(self, until: int = 99) -> None:
        self.until, self.read = until, 0

    def __call__(self, report: Report) -> Reading | str:
        if self.read == self.until:
            raise KeyboardInterrupt
        self.read += 1
        return "no use" if report.id == "r1" else Reading(Dossier(reports=[report]))


def dossiers(found: object) -> dict[str, object]:
    return {
        report.id: outcome.dossier.model_dump() if isinstance(outcome, Reading) else outcome
        for report, outcome in found  # type: ignore[attr-defined]
    }


def test_a_run_that_was_broken_off_goes_on_where_it_was(tmp_path: Path) -> None:
    killed, again = Counting(until=4), Counting()
    with pytest.raises(KeyboardInterrupt):
        list(read_reports(reports(6), killed, keep=tmp_path))
    assert len(list(tmp_path.glob("*.json"))) == 3  # r1 failed: it is tried again
    found = dossiers(read_reports(reports(6), again, keep=tmp_path))
    assert again.read == 3
    assert found == dossiers(read_reports(reports(6), Counting()))
    assert found["r1"] == "no use"


def test_what_was_kept_is_read_anew_where_report_or_orders_differ(tmp_path: Path) -> None:
    list(read_reports(reports(2), Counting(), keep=tmp_path, told="0.7"))
    for found, told, count in (
        (reports(2), "0.7", 1),  # only the one that failed
        (reports(2), "0.9", 2),
        ([report.model_copy(update={"text": "Other."}) for report in reports(2)], "0.7", 2),
    ):
        reader = Counting()
        list(read_reports(found, reader, keep=tmp_path, told=told))
        assert reader.read == count


def test_half_a_file_is_read_anew(tmp_path: Path) -> None:
    list(read_reports(reports(1), Counting(), keep=tmp_path))
    (kept,) = tmp_path.glob("*.json")
    kept.write_text(kept.read_text("utf-8")[:40], "utf-8")
    reader = Counting()
    list(read_reports(reports(1), reader, keep=tmp_path))
    assert reader.read == 1
    assert json.loads(kept.read_text("utf-8"))["reports"][0]["id"] == "r0"


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        list(read_reports(reports(1), Counting(), keep=tmp_path / "file"))


def test_a_cluster_gives_what_one_process_gives() -> None:
    distributed = pytest.importorskip("distributed", reason="the extra cluster is not installed")
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        spread = dossiers(read_reports(reports(4), read_one, scheduler=cluster.scheduler_address))
    assert spread == dossiers(read_reports(reports(4), read_one))


def test_a_scheduler_that_does_not_answer_is_one_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="the extra cluster is not installed")
    monkeypatch.setattr("detente.spreading._CONNECT_SECONDS", 1)
    with pytest.raises(SchedulerError, match="no Dask scheduler answers at tcp://127"):
        list(read_reports(reports(1), read_one, scheduler="tcp://127.0.0.1:9"))


def test_without_the_extra_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr("detente.spreading.import_module", missing)
    with pytest.raises(SchedulerError, match=r"detente\[cluster\]"):
        list(read_reports(reports(1), read_one, scheduler="tcp://127.0.0.1:9"))
