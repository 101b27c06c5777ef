"""Statements in German, a few sentences of the project's own for each family of rules."""

from __future__ import annotations

import pytest
from stating import Stances, holds, stances

from detente.contract import Report
from detente.reading import read


def statements(text: str) -> Stances:
    return stances(text, "de")


FOUND = [
    # what is not so: denials above, below and beside what it says
    (
        "Irlands Ministerin Ada Bach glaubt nicht, dass die Grenze geschlossen werden müsse.",
        "Ada Bach",
        "oppose",
        "Grenze",
    ),
    (
        "Irlands Ministerin Ada Bach sagte, das heiße nicht, dass der Hafen schließen solle.",
        "Ada Bach",
        "oppose",
        "Hafen",
    ),
    (
        "Ada Bach aus Irland sagte, sie sei nicht der Meinung, dass der Zoll steigen dürfe.",
        "Ada Bach",
        "oppose",
        "Zoll",
    ),
    ("Irland bedauert, dass Spanien den Vertrag nicht unterzeichnet hat.", "Irland", "support", "Vertrag"),
    ("Irland hat nichts gegen den Vertrag.", "Irland", "support", "Vertrag"),
    ("Irland zog seine Unterstützung für die Quote zurück.", "Irland", "oppose", "Quote"),
    ("Irland gab seinen Widerstand gegen die Quote auf.", "Irland", "open", "Quote"),
    # a verb with its object, its separated prefix, its preposition, its clause
    ("Norwegen lehnt die Fischereiquoten ab.", "Norwegen", "oppose", "Fischereiquoten"),
    ("Norwegen fordert höhere Fangmengen.", "Norwegen", "support", "höhere Fangmengen"),
    ("Schweden drängt auf eine Senkung der Zölle.", "Schweden", "support", "Senkung der Zölle"),
    ("Finnland sprach sich gegen die Ostseepipeline aus.", "Finnland", "oppose", "Ostseepipeline"),
    ("Portugal hält an dem Staudamm fest.", "Portugal", "support", "Staudamm"),
    ("Portugal fordert, dass Spanien mehr Wasser durchlässt.", "Portugal", "support", "mehr Wasser"),
    ("Portugal kündigte an, die Schleusen zu öffnen.", "Portugal", "support", "Schleusen"),
    ("Spanien warnt vor neuen Staudämmen am Tajo.", "Spanien", "oppose", "neuen Staudämmen"),
    # passive with an agent
    ("Der Entwurf wurde von Portugal zurückgewiesen.", "Portugal", "oppose", "Entwurf"),
    # negation
    ("Irland stimmt der Grenzregelung nicht zu.", "Irland", "oppose", "Grenzregelung"),
    ("Irland schließt neue Kontrollen nicht aus.", "Irland", "open", "neue Kontrollen"),
    ("Irland verzichtet nicht auf das Fangrecht.", "Irland", "support", "Fangrecht"),
    # subjects shared, inverted, in relative clauses
    ("Dänemark begrüßt den Tunnel und lehnt die Maut ab.", "Dänemark", "oppose", "Maut"),
    ("Die Maut lehnt Dänemark ab.", "Dänemark", "oppose", "Maut"),
    ("Dänemark, das die Maut ablehnt, will den Tunnel.", "Dänemark", "oppose", "Maut"),
    ("Norwegen und Schweden unterstützen den Tunnel.", "Schweden", "support", "Tunnel"),
    # several things wanted at once
    ("Island verlangt die Öffnung der Häfen und den Abbau der Zölle.", "Island", "support", "Abbau der Zölle"),
    # lists, and who is added to them
    ("Norwegen (EFTA) und Schweden lehnen die Maut ab.", "Schweden", "oppose", "Maut"),
    ("Die Gewerkschaften ver.di und IG Metall lehnen die Maut ab.", "IG Metall", "oppose", "Maut"),
    ("Norwegen begrüßte den Tunnel ebenso wie Schweden.", "Schweden", "support", "Tunnel"),
    # verbs whose prefix stands behind another clause
    ("Irland lehnt den Antrag, die Quoten zu senken, ab.", "Irland", "oppose", "Antrag"),
    ("Polen hält die Maut für richtig.", "Polen", "support", "Maut"),
    # nouns that are there, are about something, or have a clause behind them
    ("In der CDU gab es Bedenken gegen den Tunnel.", "CDU", "oppose", "Tunnel"),
    ("Ziel der CDU ist der Ausbau der Häfen.", "CDU", "support", "Ausbau"),
    ("Von der CDU wurde Gesprächsbereitschaft signalisiert.", "CDU", "support", "Gesprächsbereitschaft"),
    # whom the sentence before is about
    ("Norwegen und Schweden trafen sich. Sie lehnen die Maut ab.", "Schweden", "oppose", "Maut"),
    # nouns
    ("Kanada übte scharfe Kritik an den Strafzöllen.", "Kanada", "oppose", "Strafzöllen"),
    ("Kanada signalisierte Bereitschaft zu neuen Gesprächen.", "Kanada", "support", "neuen Gesprächen"),
    ("Kanadas Forderung nach offenen Märkten blieb ungehört.", "Kanada", "support", "offenen Märkten"),
    ("Brasilien äußerte Bedenken gegen das Umweltkapitel.", "Brasilien", "oppose", "Umweltkapitel"),
    # judging
    ("Japan nannte die Frist unrealistisch.", "Japan", "oppose", "Frist"),
    ("Japan hält die Frist für angemessen.", "Japan", "support", "Frist"),
    ("Japan zeigte sich enttäuscht über das Ergebnis.", "Japan", "oppose", "Ergebnis"),
    # wanting
    ("Australien will die Ausfuhr von Kohle beenden.", "Australien", "support", "Kohle"),
    ("Australien will die Quote nicht senken.", "Australien", "oppose", "Quote"),
    # what is said ought to be, in the Konjunktiv, carried over to the next sentence
    ("Ministerin Anna Berg sagte, die Löhne müssten steigen.", "Anna Berg", "support", "Löhne"),
    ("Ministerin Anna Berg äußerte sich am Abend. Die Löhne müssten steigen.", "Anna Berg", "support", "Löhne"),
    ("Das Angebot sei unzureichend, sagte Gewerkschaftschef Paul Kern.", "Paul Kern", "oppose", "Angebot"),
    ("Nach Ansicht von Anna Berg muss die Quote sinken.", "Anna Berg", "support", "Quote"),
    ("„Wir werden den Vertrag nicht verlängern“, sagte Anna Berg.", "Anna Berg", "oppose", "Vertrag"),
    # open
    ("Chile ließ die Frage der Wasserrechte offen.", "Chile", "open", "Wasserrechte"),
    ("Chile prüft einen Beitritt zum Abkommen.", "Chile", "open", "Beitritt"),
    ("Chile wollte sich auf einen Termin nicht festlegen.", "Chile", "open", "Termin"),
    # what points back
    ("Peru fordert den Abzug der Truppen. Das lehnt Chile ab.", "Chile", "oppose", "Abzug der Truppen"),
    ("Peru drängt auf eine Waffenruhe, was Chile ablehnt.", "Chile", "oppose", "Waffenruhe"),
    ("Peru nannte den Grenzvertrag falsch, was Chile zurückweist.", "Chile", "support", "Grenzvertrag"),
    ("Peru fordert eine Seegrenze. In Lima liegt ein Vertrag, den Chile ablehnt.", "Chile", "oppose", "Vertrag"),
    ("Peru fordert eine Seegrenze. Eine solche Maßnahme lehnt Chile ab.", "Chile", "oppose", "Seegrenze"),
    # the thing as subject
    ("Der Plan stieß bei der Gewerkschaft Verdi auf Ablehnung.", "ver.di", "oppose", "Plan"),
    # both sides
    (
        "Peru und Chile verhandeln in Lima. Beide Seiten einigten sich auf eine Waffenruhe.",
        "Chile",
        "support",
        "Waffenruhe",
    ),
]


@pytest.mark.parametrize(("text", "party", "stance", "words"), FOUND)
def test_found(text: str, party: str, stance: str, words: str) -> None:
    found = statements(text)
    assert holds(found, party, stance, words), found


NOT_FOUND = [
    "Norwegen bestritt, den Plan abgelehnt zu haben.",
    "Norwegen steht unter Druck, den Vertrag zu unterzeichnen.",
    "Wenn Norwegen die Quoten ablehnt, endet das Abkommen.",  # a condition is no stance
    "Norwegen könnte die Quoten ablehnen.",
    "Ob Norwegen die Quoten ablehnt, ist unklar.",
    "Norwegen liegt nördlich von Dänemark.",
    "Die Verhandlungen in Norwegen dauern an.",
    "Der Hafen wurde im Mai eröffnet.",
]


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("Der Vorschlag wurde von Spanien begrüßt, von Dänemark aber kritisiert.", "Dänemark"),
        ("Nicht Norwegen, sondern Spanien lehnt den Vertrag ab.", None),
        ("Laut Spanien lehnt Norwegen den Zoll ab.", "Norwegen"),
        ("Es wird befürchtet, dass Norwegen den Vertrag ablehnt.", None),
    ],
)
def test_whose_stance_it_is_not(text: str, holder: str | None) -> None:
    assert {party for party, _, _ in statements(text)} == ({holder} if holder else set())


@pytest.mark.parametrize("text", NOT_FOUND)
def test_not_found(text: str) -> None:
    assert statements(text) == set()


def test_one_statement_for_a_demand_with_its_clause() -> None:
    found = statements("Portugal fordert, dass Spanien mehr Wasser durchlassen müsse.")
    assert len(found) == 1


def test_another_partys_stance_inside_a_demand_is_its_own() -> None:
    found = statements("Ministerin Anna Berg sagte, Spanien lehne die Schleusen ab.")
    assert holds(found, "Spanien", "oppose", "Schleusen")
    assert not holds(found, "Anna Berg", "oppose", "Schleusen")


def test_evidence_is_the_sentence_and_rule_and_confidence_are_given() -> None:
    text = "Es regnet in Oslo. Norwegen lehnt die Fischereiquoten ab. Danach schien die Sonne."
    dossier = read(Report(id="r", language="de", text=text))
    (statement,) = dossier.statements
    assert statement.evidence.quote == "Norwegen lehnt die Fischereiquoten ab."
    assert text[statement.evidence.start : statement.evidence.end] == statement.evidence.quote
    assert statement.rule == "verb-oppose"
    assert 0 < statement.confidence < 1


def test_addressee() -> None:
    dossier = read(Report(id="r", language="de", text="Norwegen fordert von Dänemark die Öffnung der Häfen."))
    assert dossier.statements[0].addressee in {p.id for p in dossier.parties if p.name == "Dänemark"}


def test_an_attribute_with_a_preposition_belongs_to_its_noun() -> None:
    found = stances("Norwegen sprach sich gegen eine zwischen Schweden und Finnland ausgehandelte Regel aus.", "de")
    assert holds(found, "Norwegen", "oppose", "ausgehandelte Regel")


def test_what_somebody_declares_to_want() -> None:
    found = stances("In Oslo erklärte Norwegen, den Vertrag ablehnen zu wollen.", "de")
    assert holds(found, "Norwegen", "oppose", "Vertrag")
    assert holds(stances("Norwegen erklärte, die Quoten senken zu wollen.", "de"), "Norwegen", "support", "Quoten")


def test_an_end_is_a_thing_where_an_article_says_so() -> None:
    assert holds(stances("Norwegen forderte ein Ende der Gewalt.", "de"), "Norwegen", "support", "Ende der Gewalt")


def test_reported_speech_of_regular_verbs() -> None:
    found = stances("Der Sprecher Norwegens sagte, man erwäge, die Quoten zu senken.", "de")
    assert holds(found, "Norwegen", "open", "Quoten")


def test_being_of_the_opinion_is_saying() -> None:
    found = stances("Norwegen ist der Meinung, dass der Vertrag ein Fehler sei.", "de")
    assert holds(found, "Norwegen", "oppose", "Vertrag")


def test_criticism_comes_from_somebody() -> None:
    found = stances("Kritik an dem Vertrag kam von Norwegen.", "de")
    assert holds(found, "Norwegen", "oppose", "Vertrag")


def test_a_second_verb_behind_a_comma_has_the_same_subject() -> None:
    found = stances("Norwegen begrüßte den Vertrag, lehnte aber die neue Quote ab.", "de")
    assert holds(found, "Norwegen", "support", "Vertrag")
    assert holds(found, "Norwegen", "oppose", "Quote")


def test_joining_in_takes_the_stance_told_last() -> None:
    found = statements("Norwegen lehnt die Maut ab. Ähnlich äußerte sich Schweden.")
    assert holds(found, "Schweden", "oppose", "Maut")


def test_direct_speech_of_several_sentences_belongs_to_who_is_named_behind_it() -> None:
    found = statements("„Die Maut ist ein Fehler. Sie muss weg“, sagte Angela Merkel.")
    assert holds(found, "Angela Merkel", "oppose", "Maut")
