"""German clauses: where they begin and end, what their verb and subject are."""

from __future__ import annotations

import pytest

from detente.contract import Report
from detente.reading.analysis import analyse
from detente.reading.model import Analysis, Clause


def clauses(text: str) -> tuple[Analysis, list[Clause]]:
    analysis = analyse(Report(id="r", language="de", text=text))
    return analysis, [c for found in analysis.clauses for c in found]


@pytest.mark.parametrize(
    ("text", "lemmas"),
    [
        ("Norwegen lehnt das Angebot ab.", ["ablehnen"]),
        ("Norwegen hat das Angebot abgelehnt.", ["ablehnen"]),
        ("Norwegen weigert sich, das Angebot anzunehmen.", ["weigern", "annehmen"]),
        ("Der Minister, ein Liberaler, lehnt das Angebot ab.", ["ablehnen"]),
        ("Der Minister (SPD) hat das Angebot abgelehnt.", ["ablehnen"]),
        ("Der Minister, der lange schwieg, lehnt das Angebot ab.", ["ablehnen", "schweigen"]),
        ("Norwegen lehnt das Angebot ab und fordert Gespräche.", ["ablehnen", "fordern"]),
        ("Sie haben das Angebot geprüft und den Vertrag verworfen.", ["prüfen", "verwerfen"]),
        ("Wenn der Rat zustimmt, beginnt die Frist.", ["zustimmen", "beginnen"]),
        ("Sollte der Rat zustimmen, beginnt die Frist.", ["zustimmen", "beginnen"]),
        ("Der Rat will, dass die Frist endet und die Gespräche beginnen.", ["wollen", "enden", "beginnen"]),
        ("Das „erste Angebot“ lehnt Norwegen ab.", ["ablehnen"]),
    ],
)
def test_verbs(text: str, lemmas: list[str]) -> None:
    _, found = clauses(text)
    assert sorted(c.lemma for c in found) == sorted(lemmas)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Der Rat sagt, dass er zustimmt.", ["main", "complement"]),
        ("Der Rat fragt, ob er zustimmt.", ["main", "question"]),
        ("Der Rat, der zustimmt, tagt.", ["main", "relative"]),
        ("Der Rat tagt, um zuzustimmen.", ["main", "adverbial"]),
        ("Der Rat plant, den Vertrag zu kündigen.", ["main", "infinitive"]),
        ("Der Rat tagt, weil er zustimmen will.", ["main", "adverbial"]),
        ("Falls der Rat zustimmt, endet die Frist.", ["conditional", "main"]),
        ("Der Rat sagt, die Frist müsse enden.", ["main", "main"]),
        ("Die Abgeordneten, die den Plan ablehnen, gehen.", ["main", "relative"]),
    ],
)
def test_kinds(text: str, kinds: list[str]) -> None:
    _, found = clauses(text)
    assert [c.kind for c in found] == kinds


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Norwegen lehnt den Plan ab.", "Norwegen"),
        ("Den Plan lehnt Norwegen ab.", "Norwegen"),
        ("Die Pläne lehnt Norwegen ab.", "Norwegen"),
        ("Gestern lehnte er den Plan ab.", "er"),
        ("Im Parlament lehnte die Opposition den Plan ab.", "die Opposition"),
        ("Der Minister rief Norwegen zur Ordnung.", "Der Minister"),
    ],
)
def test_subject(text: str, subject: str) -> None:
    analysis, found = clauses(text)
    phrase = found[0].subject
    assert phrase is not None
    assert analysis.sentences[0].text(phrase.first, phrase.last) == subject


def test_a_joined_clause_shares_the_subject() -> None:
    analysis, found = clauses("Norwegen lehnt den Plan ab und ließ den Termin offen.")
    phrase = found[1].subject
    assert phrase is not None
    assert analysis.sentences[0].text(phrase.first, phrase.last) == "Norwegen"


def test_passive_perfect_negation_modal_and_mood() -> None:
    (passive,) = clauses("Der Plan wurde von Norwegen nicht abgelehnt.")[1]
    assert passive.passive and passive.negated
    (perfect,) = clauses("Norwegen hat den Plan abgelehnt.")[1]
    assert perfect.perfect and not perfect.passive
    (modal,) = clauses("Norwegen muss den Plan ablehnen.")[1]
    assert modal.modal == "müssen"
    (only,) = clauses("Norwegen will nicht nur den Plan ablehnen.")[1]
    assert not only.negated
    assert clauses("Der Plan sei gut.")[1][0].mood == "reported"
    assert clauses("Der Plan wäre gut.")[1][0].mood == "hypothetical"


def test_phrases_with_prepositions_genitives_and_quotation_marks() -> None:
    analysis, (clause,) = clauses("Norwegen warnt vor „neuen Quoten“ für das Ende der Saison.")
    sentence = analysis.sentences[0]
    found = [(p.prep, sentence.words[p.head].text) for p in clause.phrases]
    assert found == [(None, "Norwegen"), ("vor", "Quoten"), ("für", "Ende")]
