"""Who takes part where no name says it: plain nouns, pronouns, pairs, listed groups, crowds, whom an act concerns."""

from __future__ import annotations

import pytest
from eventing import events, told

from detente.contract import Report
from detente.reading import read


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Der Betriebsrat lehnte den Vorschlag ab.", ("reject", "happened", "Betriebsrat")),
        ("de", "Der Vorschlag wurde vom Betriebsrat abgelehnt.", ("reject", "happened", "Betriebsrat")),
        ("de", "Arbeitgeber und Gewerkschaft einigten sich.", ("agree", "happened", "Arbeitgeber+Gewerkschaft")),
        (
            "de",
            "Die Gespräche zwischen der Regierung und der Gewerkschaft sind gescheitert.",
            ("meet", "failed", "Gewerkschaft+Regierung"),
        ),
        (
            "de",
            "Die Verhandlungen der Arbeitgeber mit der IG Metall dauerten die ganze Nacht.",
            ("meet", "happened", "Arbeitgeber+IG Metall"),
        ),
        ("en", "The board turned down a bid from Norway.", ("reject", "happened", "Board+Norway")),
        ("en", "The plan was dismissed by the embassy.", ("reject", "happened", "Embassy")),
        ("en", "Talks between the union and the company broke down.", ("meet", "failed", "Company+Union")),
    ],
)
def test_bodies_that_go_by_a_plain_noun(language: str, text: str, expected: tuple[str, str, str]) -> None:
    assert expected in told(text, language)


def test_a_body_named_behind_its_noun_is_one_party() -> None:
    assert told("Die Bahn und die Gewerkschaft GDL verhandelten.", "de") == {("meet", "happened", "Deutsche Bahn+GDL")}


def test_a_body_without_an_event_is_no_party() -> None:
    text = "Das Wetter war gut. Ein Gericht aus Bohnen stand auf dem Tisch."
    assert not read(Report(id="r", language="de", text=text)).parties


def test_the_words_of_a_body_stand_in_the_text() -> None:
    text = "Der Vorschlag wurde am Montag vom Betriebsrat abgelehnt."
    dossier = read(Report(id="r", language="de", text=text))
    (party,) = [p for p in dossier.parties if p.name == "Betriebsrat"]
    assert [text[e.start : e.end] for e in party.evidence] == ["Betriebsrat"]
    assert [e.participants for e in dossier.events] == [[party.id]]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Norwegen und Schweden stritten. Die beiden Länder unterzeichneten einen Vertrag.", "Norwegen+Schweden"),
        ("en", "Norway and Sweden quarrelled. The two countries signed a treaty.", "Norway+Sweden"),
        ("en", "Norway and Sweden quarrelled. They signed a treaty on Monday.", "Norway+Sweden"),
    ],
)
def test_a_pair_stands_for_the_two_before(language: str, text: str, expected: str) -> None:
    assert ("sign", "happened", expected) in told(text, language)


def test_a_listed_group_stands_for_its_members() -> None:
    text = "Die Gewerkschaften ver.di und IG Metall tagten. Die Gewerkschaften lehnten das Angebot ab."
    (event,) = [e for e in events(text, "de") if e.type == "reject"]
    assert {"ver.di", "IG Metall"} <= event.parties


@pytest.mark.parametrize(
    ("language", "text", "crowd"),
    [
        ("de", "Rund 7.000 Menschen demonstrierten in Oslo gegen das Gesetz.", "Demonstranten"),
        ("de", "In Oslo demonstrierten Lehrer gegen das Gesetz.", "Lehrer"),
        ("en", "Thousands of people marched against the law in Oslo.", "Protesters"),
    ],
)
def test_a_crowd_is_a_party(language: str, text: str, crowd: str) -> None:
    assert ("other", "happened", crowd) in told(text, language)


@pytest.mark.parametrize(
    ("language", "text", "kind", "parties"),
    [
        ("de", "Norwegen fordert, dass Schweden die Grenze öffnet.", "demand", {"Norwegen", "Schweden"}),
        ("en", "Norway demanded that Sweden open the border.", "demand", {"Norway", "Sweden"}),
        ("en", "Norway threatened to impose tariffs on Sweden.", "threaten", {"Norway", "Sweden"}),
        ("en", "Norway struck a deal to supply Sweden with gas.", "agree", {"Norway", "Sweden"}),
    ],
)
def test_whom_an_act_concerns_takes_part(language: str, text: str, kind: str, parties: set[str]) -> None:
    assert [(e.type, e.parties) for e in events(text, language)] == [(kind, parties)]


def test_who_speaks_of_his_own_act_takes_part() -> None:
    text = '"I reject this plan," Norway\'s Prime Minister Jane Roe said.'
    assert ("reject", "happened", "Jane Roe") in told(text, "en")


@pytest.mark.parametrize("text", ["Norway declined to comment.", "Norway offered condolences to Sweden."])
def test_manners_are_no_event(text: str) -> None:
    assert told(text, "en") == set()


def test_what_was_agreed_is_not_told_again_by_a_quotation() -> None:
    text = 'Norway and Sweden signed a treaty. "We signed a treaty," said Jane Roe, Prime Minister of Norway.'
    assert [e.type for e in events(text, "en")] == ["sign"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Norway is due to hold talks with Sweden this week.", ("meet", "planned", "Norway+Sweden")),
        ("en", "Norway and Sweden are set to sign a treaty on Friday.", ("sign", "planned", "Norway+Sweden")),
        (
            "de",
            "Die Gespräche zwischen Norwegen und Schweden werden am Freitag fortgesetzt.",
            ("meet", "planned", "Norwegen+Schweden"),
        ),
        ("en", "The talks between Norway and Sweden ended without agreement.", ("meet", "failed", "Norway+Sweden")),
        ("en", "Norway and Sweden agreed a ceasefire.", ("agree", "happened", "Norway+Sweden")),
        ("en", "Norway pulled out of a deal with Sweden.", ("break_off", "happened", "Norway+Sweden")),
        ("de", "Norwegen legte gegen die schwedische Norm sein Veto ein.", ("reject", "happened", "Norwegen")),
    ],
)
def test_further_verbs(language: str, text: str, expected: tuple[str, str, str]) -> None:
    assert told(text, language) == {expected}
