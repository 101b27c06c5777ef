"""The way from sources to a dossier: what fails costs only itself, and many processes give what one gives."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import detente
from detente import workflow
from detente.contract import Dossier, Report
from detente.reading import Reading
from detente.spreading import read_reports

NOTE = (
    "BERLIN (nda) - Die Gewerkschaft lehnt das Angebot der Bahn ab. "
    "Ihre Vorsitzende Karla Mönch fordert sechs Prozent mehr Lohn. "
    "Die Bahn weist diese Forderung zurück, sagte ihr Sprecher Tim Brand am Montag in Berlin."
)


def reports(count: int) -> list[Report]:
    return [Report(id=f"r{n}", language="de", text=f"Bericht {n}. {NOTE}", source=f"{n}.txt") for n in range(count)]


def tell_or_fail(report: Report) -> Reading | str:
    """Stands in for the reader: takes its process down on one report, fails on another."""
    if report.id == "r5":
        os._exit(9)
    if report.id == "r7":
        return "no use"
    return Reading(Dossier(reports=[report]))


def test_a_reader_that_breaks_down_costs_one_report() -> None:
    found = reports(14)
    outcomes = {report.id: outcome for report, outcome in read_reports(found, tell_or_fail, workers=2)}
    assert set(outcomes) == {report.id for report in found}
    assert outcomes.pop("r5") == "the reader broke down on it"
    assert outcomes.pop("r7") == "no use"
    assert all(isinstance(each, Reading) and each.dossier.reports[0].id == key for key, each in outcomes.items())


def test_a_fault_in_the_reader_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(report: Report, *, precision: float | None) -> Dossier:
        raise IndexError("past the end")

    monkeypatch.setattr("detente.reading.read", fail)
    assert workflow._read_one(reports(1)[0]) == "could not be read (IndexError: past the end)"


def test_two_processes_give_what_one_gives(tmp_path: Path) -> None:
    for number in range(14):
        (tmp_path / f"{number}.txt").write_text(f"{NOTE} Es war Runde {number}.", "utf-8")
    assert detente.read([tmp_path], workers=2) == detente.read([tmp_path], workers=1)


def test_progress_counts_up_to_the_end(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"{NOTE} Es war Runde {number}.", "utf-8")
    seen: list[tuple[str, int, int]] = []
    detente.read([tmp_path], on_progress=lambda *step: seen.append(step))
    assert [each for each in seen if each[0] == "read"] == [("read", 1, 3), ("read", 2, 3), ("read", 3, 3)]
    assert [each[0] for each in seen][-1] == "join"
    loading = [each for each in seen if each[0] == "load"]
    assert loading
    assert loading[-1][1] == loading[-1][2]


def test_failures_are_kept_and_warned_of(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text(NOTE, "utf-8")
    missing = str(tmp_path / "missing.txt")
    result = detente.read_all([good, missing])
    assert [failure.source for failure in result.failures] == [missing]
    assert len(result.dossier.reports) == 1
    with pytest.warns(detente.SourceWarning, match=r"missing\.txt"):
        assert detente.read([good, missing]) == result.dossier


def test_nothing_readable_raises(tmp_path: Path) -> None:
    with pytest.raises(detente.NothingReadError, match=r"missing\.txt") as caught:
        detente.read([tmp_path / "missing.txt"])
    assert [Path(failure.source).name for failure in caught.value.failures] == ["missing.txt"]


def test_an_unknown_codebook_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    from detente.codebooks import CodebookError

    with pytest.raises(CodebookError, match="no-such-book"):
        detente.read([tmp_path / "missing.txt"], codebooks=["no-such-book"])


def test_a_saved_dossier_stays_as_it_is(tmp_path: Path) -> None:
    from detente import dossier as dossiers

    report = tmp_path / "report.txt"
    report.write_text(NOTE, "utf-8")
    read = detente.read([report], codebooks=["wages"])
    assert any(issue.codebook == "wages" for issue in read.issues)
    dossiers.save(read, tmp_path / "saved.json")
    assert detente.read([tmp_path / "saved.json"]) == read


def test_a_saved_dossier_takes_in_more_reports(tmp_path: Path) -> None:
    from detente import dossier as dossiers

    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    first.write_text(NOTE, "utf-8")
    second.write_text(
        "KÖLN (nda) - Der Schlichter Anton Weil schlägt vier Prozent vor. Die Gewerkschaft begrüßt ihn.", "utf-8"
    )
    dossiers.save(detente.read([first]), tmp_path / "saved.json")
    grown = detente.read([tmp_path / "saved.json", second])
    together = detente.read([first, second])
    assert [report.text for report in grown.reports] == [report.text for report in together.reports]
    assert {party.name for party in grown.parties} == {party.name for party in together.parties}
    assert len(grown.statements) == len(together.statements)


def test_a_broken_dossier_costs_only_itself(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text('{"format": "detente-dossier", "reports": 3}')
    (tmp_path / "good.txt").write_text(NOTE, "utf-8")
    result = detente.read_all([tmp_path / "broken.json", tmp_path / "good.txt"])
    assert [Path(failure.source).name for failure in result.failures] == ["broken.json"]
    assert len(result.dossier.reports) == 1


def test_labels_in_the_language_asked_for(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(NOTE, "utf-8")
    german = detente.read_all([tmp_path / "report.txt"], codebooks=["wages"], language="de").dossier
    english = detente.read_all([tmp_path / "report.txt"], codebooks=["wages"], language="en").dossier
    assert [issue.id for issue in german.issues] == [issue.id for issue in english.issues]
    assert {i.label for i in german.issues} != {i.label for i in english.issues}
    assert workflow.in_language(german, "en").issues == english.issues


def test_states_are_named_in_the_language_asked_for(tmp_path: Path) -> None:
    text = "OSLO (nda) - Norwegen fordert höhere Zölle auf den Käse der Nachbarn. Frankreich lehnt solche Zölle ab."
    (tmp_path / "report.txt").write_text(text, "utf-8")
    for language, names in (("de", {"Norwegen", "Frankreich"}), ("en", {"Norway", "France"})):
        result = detente.read_all([tmp_path / "report.txt"], language="de" if language == "de" else "en")
        assert {party.name for party in result.dossier.parties} == names


def test_brief_of_a_dossier(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(NOTE, "utf-8")
    dossier = detente.read([tmp_path / "report.txt"])
    brief = dossier.brief(tmp_path / "brief.html")
    assert brief.language == "de"
    page = (tmp_path / "brief.html").read_text("utf-8")
    assert '<html lang="de"' in page
    assert "Karla Mönch" in page
    assert dossier.brief(language="en").language == "en"


def test_the_dossier_is_plain_data(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(NOTE, "utf-8")
    dossier = detente.read([tmp_path / "report.txt"])
    assert Dossier.model_validate(json.loads(dossier.model_dump_json())) == dossier
    texts = {report.id: report.text for report in dossier.reports}
    assert dossier.statements
    for statement in dossier.statements:
        evidence = statement.evidence
        assert texts[evidence.report][evidence.start : evidence.end] == evidence.quote


def test_the_package_names_what_it_offers() -> None:
    assert set(detente.__all__) <= set(dir(detente))
    for name in detente.__all__:
        assert getattr(detente, name).__name__ == name
    with pytest.raises(AttributeError, match="nonsense"):
        detente.nonsense  # noqa: B018


def test_a_report_in_another_language_is_kept_and_named(tmp_path: Path) -> None:
    text = """PARIS (nda) - La France demande un cessez-le-feu immédiat et le retrait de toutes les troupes étrangères.
Le président de la République a déclaré lundi que son pays ne signerait pas un accord sans garanties de sécurité."""
    (tmp_path / "french.txt").write_text(text, "utf-8")
    result = detente.read_all([tmp_path / "french.txt"])
    assert [report.language for report in result.dossier.reports] == ["fr"]
    assert [(failure.code, failure.source) for failure in result.failures] == [
        ("language", str(tmp_path / "french.txt"))
    ]


def test_records_of_plover_one_a_line_are_a_source(tmp_path: Path) -> None:
    file = tmp_path / "records.jsonl"
    file.write_text('{"event": "AGREE", "source": "Lhota", "text": "Lhota agreed."}\n', "utf-8")
    assert [event.type for event in detente.read([file]).events] == ["agree"]
