from __future__ import annotations

from dataclasses import dataclass

from detente.briefing import Brief, compose
from detente.contract import Dossier, Ruling
from detente.dossier import ruling_on

from .disputes import water


@dataclass
class Missing:
    source: str
    reason: str


def test_what_the_brief_rests_on(water_brief: Brief) -> None:
    basis = water_brief.basis
    assert (basis.reports, basis.duplicates, basis.first, basis.last, basis.undated) == (
        3,
        1,
        "2031-03-04",
        "2031-03-11",
        1,
    )
    assert basis.languages == (("Deutsch", 3),)
    assert basis.publishers == (("Grellebote", 1), ("Landeszeitung", 1), ("Tagesbote", 1))
    assert (basis.statements, basis.events, basis.parties, basis.issues, basis.rulings) == (12, 3, 6, 5, 0)


def test_failures_are_named_with_their_reason() -> None:
    brief = compose(
        water(), failures=[Missing("/home/me/kaputt.pdf", "leer\x1b[2J"), Missing("https://a.example/x", "404")]
    )
    assert [(f.source, f.reason) for f in brief.basis.failures] == [
        ("kaputt.pdf", "leer\ufffd[2J"), ("https://a.example/x", "404"),
    ]  # fmt: skip


def test_rules_are_counted_with_their_confidence(water_brief: Brief) -> None:
    rows = {row.rule: row for row in water_brief.rules}
    assert list(rows) == ["verb.frame", "event.verb", "verb.welcome"]
    frame = rows["verb.frame"]
    assert (frame.statements, frame.events, frame.low, frame.high) == (10, 0, 0.45, 0.92)
    assert (
        water_brief.method[0]
        == "Sicher (ab 80\N{NO-BREAK SPACE}%): 11; mittel: 3; unsicher (unter 50\N{NO-BREAK SPACE}%): 1."
    )
    assert "Nachdrucke derselben Meldung zählen einmal." in water_brief.method


def test_rulings_are_applied_and_noted() -> None:
    dossier = water()
    rejected = dossier.statements[0]
    reject = ruling_on(rejected, "reject", id="r1", author="M. Prüfer")
    dossier.rulings = [reject, Ruling(id="r2", action="reject", target="statement", evidence=None)]
    brief = compose(dossier)
    assert brief.basis.statements == 11
    notes = {note.label: note.found for report in brief.reports for p in report.paragraphs for note in p.notes}
    assert notes["1.1"] == ("Entscheidung: verworfen (M. Prüfer)",)
    assert [ruling for ruling, _ in brief.unmatched] == ["r2"]
    assert brief.unmatched[0][1]


def test_of_nothing_there_is_nothing_to_say() -> None:
    brief = compose(Dossier(), language="en")
    assert (brief.rules, brief.basis.first, brief.basis.languages) == ((), None, ())
