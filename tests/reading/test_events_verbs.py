"""Events told by verbs: one family a test, in both languages."""

from __future__ import annotations

import pytest
from eventing import events, told


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Norwegen und Schweden verhandelten über die Fischerei.", ("meet", "happened", "Norwegen+Schweden")),
        ("de", "Norwegen hat mit Schweden verhandelt.", ("meet", "happened", "Norwegen+Schweden")),
        ("en", "Norway met with Sweden in Oslo.", ("meet", "happened", "Norway+Sweden")),
        ("en", "Norway and Sweden negotiated.", ("meet", "happened", "Norway+Sweden")),
        ("de", "Norwegen fordert von Schweden eine Entschuldigung.", ("demand", "happened", "Norwegen+Schweden")),
        ("de", "Schweden wurde von Norwegen zum Rückzug aufgefordert.", ("demand", "happened", "Norwegen+Schweden")),
        ("de", "Norwegen rief Schweden zur Mäßigung auf.", ("demand", "happened", "Norwegen+Schweden")),
        ("en", "Norway demanded an apology from Sweden.", ("demand", "happened", "Norway+Sweden")),
        ("en", "Norway called on Sweden to withdraw.", ("demand", "happened", "Norway+Sweden")),
        ("de", "Norwegen bot Schweden eine Lieferung an.", ("offer", "happened", "Norwegen+Schweden")),
        ("en", "Norway offered Sweden a delivery.", ("offer", "happened", "Norway+Sweden")),
        ("de", "Norwegen lehnte den Plan ab.", ("reject", "happened", "Norwegen")),
        ("en", "Norway rejected the plan.", ("reject", "happened", "Norway")),
        ("de", "Norwegen drohte Schweden mit Vergeltung.", ("threaten", "happened", "Norwegen+Schweden")),
        ("en", "Norway threatened Sweden with retaliation.", ("threaten", "happened", "Norway+Sweden")),
        ("de", "Norwegen und Schweden haben sich auf eine Quote geeinigt.", ("agree", "happened", "Norwegen+Schweden")),
        ("en", "Norway and Sweden agreed on a quota.", ("agree", "happened", "Norway+Sweden")),
        ("en", "Norway and Sweden reached a deal.", ("agree", "happened", "Norway+Sweden")),
        ("de", "Norwegen und Schweden unterzeichneten einen Vertrag.", ("sign", "happened", "Norwegen+Schweden")),
        ("en", "A treaty was signed by Norway and Sweden.", ("sign", "happened", "Norway+Sweden")),
        (
            "de",
            "Norwegen hat die Verhandlungen mit Schweden abgebrochen.",
            ("break_off", "happened", "Norwegen+Schweden"),
        ),
        ("en", "Norway broke off talks with Sweden.", ("break_off", "happened", "Norway+Sweden")),
        ("de", "Norwegen setzte die Hilfe für Schweden aus.", ("suspend", "happened", "Norwegen+Schweden")),
        ("en", "Norway suspended aid to Sweden.", ("suspend", "happened", "Norway+Sweden")),
        ("de", "Norwegen hat Sanktionen gegen Schweden verhängt.", ("sanction", "happened", "Norwegen+Schweden")),
        ("en", "Norway imposed sanctions on Sweden.", ("sanction", "happened", "Norway+Sweden")),
        ("de", "Der Bundestag stimmte für das Gesetz.", ("vote", "happened", "Bundestag")),
        ("de", "Das Gesetz wurde vom Bundestag verabschiedet.", ("vote", "happened", "Bundestag")),
        ("en", "The House of Representatives voted for the bill.", ("vote", "happened", "House of Representatives")),
        ("de", "Die GDL rief zu einem Warnstreik auf.", ("strike", "happened", "GDL")),
        ("de", "Norwegen vermittelt zwischen Kenia und Uganda.", ("mediate", "ongoing", "Kenia+Norwegen+Uganda")),
        ("en", "Norway is mediating between Kenya and Uganda.", ("mediate", "ongoing", "Kenya+Norway+Uganda")),
        ("de", "Norwegen wies zwei schwedische Diplomaten aus.", ("other", "happened", None)),
        ("en", "Norway expelled two Swedish diplomats.", ("other", "happened", None)),
    ],
)
def test_families(language: str, text: str, expected: tuple[str, str, str | None]) -> None:
    found = told(text, language)
    assert len(found) == 1, found
    kind, status, parties = found.pop()
    assert (kind, status) == expected[:2]
    if expected[2] is not None:
        assert parties == expected[2]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Norwegen hat den Plan nicht abgelehnt."),  # a negated act is none
        ("de", "Wenn Norwegen den Plan ablehnte, begänne die Frist."),  # a condition
        ("de", "Norwegen könnte Sanktionen fordern."),  # what may be
        ("de", "Norwegen lehnt den Plan ab."),  # a position, no act
        ("de", "Die Aufgabe erfordert Geduld."),  # another verb
        ("de", "Die Flut forderte zwei Todesopfer."),
        ("de", "Norwegen traf eine Entscheidung."),
        ("en", "Norway did not reject the plan."),
        ("en", "If Norway rejected the plan, the talks would end."),
        ("en", "Norway might demand more money."),
        ("en", "Norway called the plan a mistake."),
        ("en", "The product meets the requirements of Norway."),
    ],
)
def test_what_is_no_event(language: str, text: str) -> None:
    assert told(text, language) == set()


def test_a_relative_clause_tells_what_its_antecedent_did() -> None:
    assert ("reject", "happened", "Norwegen") in told("Kenia lobte Norwegen, das den Plan ablehnte.", "de")


def test_a_polite_demand_is_one() -> None:
    assert ("demand", "happened", "Norwegen+Schweden") in told("Norwegen möchte Schweden zur Umkehr auffordern.", "de")


def test_a_subject_shared_by_two_verbs() -> None:
    found = told("Norwegen lehnte den Plan ab und forderte eine Entschuldigung.", "de")
    assert found == {("reject", "happened", "Norwegen"), ("demand", "happened", "Norwegen")}


def test_members_take_part_for_their_state() -> None:
    (event,) = events("Die Außenminister von Norwegen und Schweden kamen in Oslo zusammen.", "de")
    assert event.parties >= {"Norwegen", "Schweden"}
    assert (event.type, event.place) == ("meet", "Oslo")


def test_parties_of_the_passage_before_take_part() -> None:
    found = events("Norwegen verhandelte lange mit Schweden. Am Montag wurde der Vertrag unterzeichnet.", "de")
    assert [(e.type, e.parties) for e in found] == [
        ("meet", {"Norwegen", "Schweden"}),
        ("sign", {"Norwegen", "Schweden"}),
    ]
    assert found[1].confidence < 0.6


def test_borrowed_parties_only_where_nobody_else_is_named() -> None:
    found = events("Norwegen verhandelte lange mit Schweden. Bisher haben 220 Bürger unterschrieben.", "de")
    assert [e.type for e in found] == ["meet"]
