"""Rulings: applied, surviving another reading, and never lost."""

from __future__ import annotations

from typing import Any, Literal

import pytest

from detente.contract import Dossier, Evidence, Issue, Option, Ruling
from detente.dossier import apply_rulings, check, merge, ruling_on, unmatched_rulings
from detente.dossier import ruled as rule_all

from .telling import Told

TEXT = "Die Hafenunion fordert die Brücke. Der Seemannsbund lehnt sie ab und will Fähren. Beide trafen sich in Turku."


def read(text: str = TEXT, *, report: str = "a") -> Dossier:
    told = Told(report, text)
    union, bund = told.party("Hafenunion", "organisation"), told.party("Seemannsbund", "organisation")
    told.says(union, "support", "Die Hafenunion fordert die Brücke.", "bridge", "wide", topic="Brücke")
    told.says(bund, "oppose", "Der Seemannsbund lehnt sie ab und will Fähren.", "bridge", topic="Brücke")
    told.says(bund, "support", "Der Seemannsbund lehnt sie ab und will Fähren.", topic="Fähren")
    told.happens("meet", [union, bund], "Beide trafen sich in Turku.")
    told.dossier.issues.append(
        Issue(
            id="bridge",
            label="Brücke",
            options=[Option(id="wide", label="breit"), Option(id="narrow", label="schmal")],
            status_quo="narrow",
        )
    )
    return merge([told.dossier])


def ruled(dossier: Dossier, *rulings: Ruling) -> Dossier:
    given = dossier.model_copy(update={"rulings": list(rulings)})
    result = apply_rulings(given)
    assert check(result) == []
    assert result.rulings == list(rulings)
    assert apply_rulings(result) == result
    return result


def on(
    item: Any, action: Literal["accept", "reject", "correct"], id: str = "1", time: str = "", **changes: Any
) -> Ruling:
    return ruling_on(item, action, id=id, time=time, changes=changes, author="Ada")


def evidence(quote: str, text: str = TEXT, report: str = "a") -> Evidence:
    return Evidence(report=report, start=text.index(quote), end=text.index(quote) + len(quote), quote=quote)


def test_reject_accept_correct() -> None:
    dossier = read()
    first, second, third = dossier.statements
    result = ruled(
        dossier, on(second, "reject", "1"), on(third, "accept", "2"), on(first, "correct", "3", option="narrow")
    )
    assert [(s.id, s.confidence, s.option) for s in result.statements] == [("a-s1", 1.0, "narrow"), ("a-s3", 1.0, None)]
    assert dossier.statements[0].option == "wide"
    (event,) = ruled(dossier, on(dossier.events[0], "correct", status="planned", place="Turku")).events
    assert (event.status, event.place, event.confidence) == ("planned", "Turku", 1.0)
    assert ruled(dossier, on(dossier.events[0], "reject")).events == []


def test_the_words_that_an_item_rests_on_are_corrected() -> None:
    dossier = read()
    second = dossier.statements[1]
    short = evidence("lehnt sie ab")
    first = on(second, "correct", "1", "2030-01-01T10:00", stance="open", evidence=short.model_dump())
    result = ruled(dossier, first)
    changed = result.statements[1]
    assert (changed.evidence, changed.stance) == (short, "open")
    # Applied already, it finds its item again; a later one, made of the item as it was read, finds it too.
    assert unmatched_rulings(result) == []
    later = on(second, "correct", "2", "2030-01-02T10:00", stance="support")
    assert [s.stance for s in ruled(dossier, first, later).statements][1] == "support"
    gone = on(second, "reject", "2", "2030-01-02T10:00")
    assert [s.topic for s in ruled(dossier, first, gone).statements] == ["Brücke", "Fähren"]
    # It goes along with its text, and what stands nowhere is refused.
    moved = ruled(read("Kurz gemeldet. " + TEXT), first).statements[1]
    assert moved.evidence == evidence("lehnt sie ab", "Kurz gemeldet. " + TEXT)
    for wrong in ({"report": "a", "start": 0, "end": 5, "quote": "Nirgends"}, "Beide"):
        (lost,) = unmatched_rulings(dossier.model_copy(update={"rulings": [on(second, "correct", evidence=wrong)]}))
        assert lost.key in ("no_evidence", "misfit")


def test_an_event_is_added_and_ruled_on() -> None:
    dossier = read()
    item: dict[str, object] = {
        "type": "call", "status": "planned", "participants": ["seemannsbund"], "date": "2030-05", "place": "Turku",
    }  # fmt: skip
    new = Ruling(id="8", action="add", target="event", evidence=evidence("trafen sich"), item=item, time="2030-01-01")
    added = ruled(dossier, new).events[-1]
    assert added.model_dump(include=set(item)) == item
    assert (added.id, added.evidence, added.rule, added.confidence) == ("a-8", new.evidence, "ruling", 1.0)
    # It is another than the one that was read of the same words, and is itself corrected and taken out.
    later = on(added, "correct", "9", "2030-01-02", date="2030-05-04")
    assert [event.date for event in ruled(dossier, new, later).events] == [None, "2030-05-04"]
    gone = on(added, "reject", "9", "2030-01-02")
    assert [event.type for event in ruled(dossier, new, gone).events] == ["meet"]
    # Participants are called what they are called since two were made one.
    one = ruling_on(dossier.parties[1], "correct", id="1", changes={"id": "hafenunion"})
    assert ruled(dossier, new, one).events[-1].participants == ["hafenunion"]


def test_the_later_ruling_prevails() -> None:
    dossier = read()
    first = dossier.statements[0]
    out = on(first, "reject", "1", "2030-01-01T10:00")
    back = on(first, "accept", "2", "2030-01-02T10:00")
    assert len(ruled(dossier, out, back).statements) == 3
    assert len(ruled(dossier, back, out).statements) == 3
    assert len(ruled(dossier, back.model_copy(update={"time": ""}), out).statements) == 2


def test_rulings_survive_another_reading() -> None:
    dossier = read()
    ruling = on(dossier.statements[1], "reject")
    # Another reader: other ids and spans, another cue; and a text that lost a line at its head.
    other = read()
    other.statements[0].id, other.statements[1].id = "a-s2", "a-s1"
    other.statements[1].cue = "ablehnen"
    other.statements[1].evidence = evidence("Der Seemannsbund lehnt sie ab")
    assert [s.topic for s in ruled(other, ruling).statements] == ["Brücke", "Fähren"]
    moved = read("Kurz gemeldet. " + TEXT)
    assert [s.topic for s in ruled(moved, ruling).statements] == ["Brücke", "Fähren"]


def test_a_ruling_does_not_hit_another_statement_of_the_sentence() -> None:
    dossier = read()
    ruling = on(dossier.statements[1], "reject")
    other = read()
    other.statements = [other.statements[0], other.statements[2]]
    given = other.model_copy(update={"rulings": [ruling]})
    assert apply_rulings(given) == given
    (lost,) = unmatched_rulings(given)
    assert (lost.ruling, lost.reason(), lost.reason("de")) == (
        ruling,
        "nothing that was read matches it",
        "nichts Gelesenes entspricht ihr",
    )


def test_evidence_alone_is_enough_where_one_item_has_it() -> None:
    dossier = read()
    clear = Ruling(id="1", action="reject", target="statement", evidence=dossier.statements[0].evidence)
    assert len(ruled(dossier, clear).statements) == 2
    shared = Ruling(id="1", action="reject", target="statement", evidence=dossier.statements[1].evidence)
    assert len(ruled(dossier, shared).statements) == 3
    (lost,) = unmatched_rulings(dossier.model_copy(update={"rulings": [shared]}))
    assert lost.key == "several"
    told_apart = shared.model_copy(update={"item": {"topic": "Fähren"}})
    assert [s.topic for s in ruled(dossier, told_apart).statements] == ["Brücke", "Brücke"]


def test_one_of_two_topics_in_a_passage() -> None:
    told = Told("a", "Die Hafenunion fordert Fähren und eine Brücke.")
    union = told.party("Hafenunion", "organisation")
    ferries = told.says(union, "support", "Die Hafenunion fordert Fähren und eine Brücke.", topic="Fähren")
    told.says(union, "support", "Die Hafenunion fordert Fähren und eine Brücke.", topic="eine Brücke")
    assert [s.topic for s in ruled(merge([told.dossier]), on(ferries, "reject")).statements] == ["eine Brücke"]


def test_add() -> None:
    item: dict[str, object] = {"party": "seemannsbund", "stance": "open", "issue": "bridge", "topic": "Brücke"}
    new = Ruling(id="7", action="add", target="statement", evidence=evidence("Beide trafen sich in Turku."), item=item)
    added = ruled(read(), new).statements[-1]
    assert (added.id, added.party, added.stance, added.rule, added.confidence) == (
        "a-7",
        "seemannsbund",
        "open",
        "ruling",
        1.0,
    )
    event = Ruling(
        id="8",
        action="add",
        target="event",
        evidence=evidence("trafen sich"),
        item={"type": "call", "participants": []},
    )
    assert ruled(read(), event).events[-1].type == "call"
    party = Ruling(
        id="1", action="add", target="party", evidence=evidence("Turku"), item={"name": "Stadt Turku", "kind": "group"}
    )
    issue = Ruling(id="2", action="add", target="issue", item={"label": "Fähren"})
    says: dict[str, object] = {"party": "stadt-turku", "stance": "support", "issue": "faehren"}
    both = Ruling(id="3", action="add", target="statement", evidence=evidence("Turku"), item=says)
    result = ruled(read(), both, party, issue)
    assert (result.parties[-1].name, result.issues[-1].id, result.statements[-1].issue) == (
        "Stadt Turku",
        "faehren",
        "faehren",
    )


def test_an_addition_moves_with_its_text() -> None:
    item: dict[str, object] = {"party": "seemannsbund", "stance": "open"}
    new = Ruling(id="7", action="add", target="statement", evidence=evidence("Beide trafen sich"), item=item)
    result = ruled(read("Kurz gemeldet. " + TEXT), new)
    assert result.statements[-1].evidence.start == TEXT.index("Beide") + len("Kurz gemeldet. ")


def test_parties() -> None:
    dossier = read()
    union, bund = dossier.parties
    renamed = ruled(dossier, on(union, "correct", name="Hafenunion Nord", kind="group"))
    first = renamed.parties[0]
    assert (first.id, first.name, first.kind) == ("hafenunion", "Hafenunion Nord", "group")
    gone = ruled(dossier, on(bund, "reject"))
    assert [party.id for party in gone.parties] == ["hafenunion"]
    assert [s.id for s in gone.statements] == ["a-s1"]
    assert gone.events[0].participants == ["hafenunion"]
    one = ruled(dossier, ruling_on(bund, "correct", id="1", changes={"id": "hafenunion"}))
    (party,) = one.parties
    assert (party.id, party.mentions, len(party.evidence)) == ("hafenunion", 2, 2)
    assert {s.party for s in one.statements} == {"hafenunion"}
    assert one.events[0].participants == ["hafenunion"]


def test_a_party_is_given_a_capability() -> None:
    dossier = read()
    union, bund = dossier.parties
    strong = ruled(dossier, on(union, "correct", capability=2))
    assert [party.capability for party in strong.parties] == [2.0, None]
    one = ruled(strong, ruling_on(bund, "correct", id="2", changes={"id": "hafenunion"}))
    assert [party.capability for party in one.parties] == [2.0]
    for figure in (-1, float("inf"), "much"):
        wrong = dossier.model_copy(update={"rulings": [on(union, "correct", capability=figure)]})
        assert [lost.key for lost in unmatched_rulings(wrong)] == ["misfit"]


def test_a_party_is_found_by_id_mention_or_name() -> None:
    dossier = read()
    by_mention = Ruling(id="1", action="reject", target="party", evidence=evidence("Seemannsbund"))
    by_name = Ruling(id="1", action="reject", target="party", item={"name": "seemannsbund"})
    for ruling in (by_mention, by_name):
        assert [party.id for party in ruled(dossier, ruling).parties] == ["hafenunion"]


def test_issues() -> None:
    dossier = read()
    issue = dossier.issues[0]
    relabelled = ruled(dossier, on(issue, "correct", label="Bauwerk", options=[{"id": "narrow", "label": "schmal"}]))
    assert (relabelled.issues[0].label, relabelled.statements[0].option) == ("Bauwerk", None)
    gone = ruled(dossier, on(issue, "reject"))
    assert gone.issues == []
    assert {s.issue for s in gone.statements} == {None}


def ruling(action: Any, target: Any, quote: str | None = None, **item: Any) -> Ruling:
    return Ruling(id="1", action=action, target=target, evidence=evidence(quote) if quote else None, item=item)


NOWHERE = Ruling(
    id="1",
    action="add",
    target="statement",
    evidence=Evidence(report="a", start=0, end=5, quote="Nirgends"),
    item={"party": "hafenunion", "stance": "open"},
)


@pytest.mark.parametrize(
    ("ruling", "key"),
    [
        (ruling("reject", "statement"), "no_item"),
        (ruling("reject", "statement", "Turku"), "no_item"),
        (ruling("reject", "party", name="Niemand"), "no_item"),
        (ruling("reject", "issue", label="Nichts"), "no_item"),
        (ruling("add", "statement", party="hafenunion", stance="open"), "no_evidence"),
        (NOWHERE, "no_evidence"),
        (ruling("add", "event", "Turku", type="dance"), "misfit"),
        (ruling("add", "event", "Turku", type="meet", participants=["nobody"]), "no_party"),
        (ruling("correct", "statement", "Die Hafenunion fordert die Brücke.", issue="tolls"), "no_issue"),
        (ruling("add", "issue", options="viele"), "misfit"),
        (ruling("correct", "party", "Hafenunion", id="nobody"), "no_party"),
    ],
)
def test_what_cannot_be_applied_is_reported(ruling: Ruling, key: str) -> None:
    dossier = read().model_copy(update={"rulings": [ruling]})
    assert apply_rulings(dossier) == dossier
    (lost,) = unmatched_rulings(dossier)
    assert (lost.ruling, lost.key) == (ruling, key)
    assert "{" not in lost.reason("de") + lost.reason("en")


def test_discrepancies_follow_the_rulings() -> None:
    other = Told("b", "Die Hafenunion lehnt die Brücke ab.")
    union = other.party("Hafenunion", "organisation")
    against = other.says(union, "oppose", "lehnt die Brücke ab", "bridge", "wide", topic="Brücke")
    other.dossier.issues.append(read().issues[0])
    merged = merge([read(), other.dossier])
    accepted = ruled(merged, on(merged.statements[0], "accept"))
    assert [d.kind for d in accepted.discrepancies] == ["stance"]
    assert ruled(merged, on(against, "reject")).discrepancies == []


def test_without_rulings_nothing_changes() -> None:
    dossier = read()
    assert apply_rulings(dossier) is dossier
    assert unmatched_rulings(dossier) == []


def test_two_issues_become_one() -> None:
    dossier = read()
    ferries = Issue(
        id="ferries",
        label="Fähren",
        options=[
            Option(id="broad", label="breit", controlled_by=["seemannsbund"]),
            Option(id="few", label="wenige"),
            Option(id="narrow", label="knapp"),
        ],
    )
    dossier.issues.append(ferries)
    first, second, third = dossier.statements
    second.option, third.issue, third.option = "narrow", "ferries", "few"
    more = third.model_copy(update={"id": "a-s4", "topic": "breite Fähren", "option": "broad"})
    dossier.statements.append(more)
    into = ruling_on(ferries, "correct", id="1", changes={"id": "bridge", "becomes": {"few": "narrow"}})
    result = ruled(dossier, into)
    assert [issue.id for issue in result.issues] == ["bridge"]
    assert [(s.issue, s.option) for s in result.statements] == [
        ("bridge", "wide"),
        ("bridge", "narrow"),
        ("bridge", "narrow"),
        ("bridge", "wide"),  # by its label
    ]
    assert [o.controlled_by for o in result.issues[0].options] == [["seemannsbund"], []]
    assert result.issues[0].status_quo == "narrow"
    # What was ruled in the words of the issue that is gone still holds.
    late = on(first, "correct", "2", "2030-01-01", issue="ferries", option="few")
    assert ruled(dossier, into, late).statements[0].option == "narrow"
    nowhere = into.model_copy(update={"item": {"id": "tolls"}})
    assert [lost.key for lost in unmatched_rulings(dossier.model_copy(update={"rulings": [nowhere]}))] == ["no_issue"]
    unknown = into.model_copy(update={"item": {"id": "bridge", "becomes": {"few": "none"}}})
    assert [lost.key for lost in unmatched_rulings(dossier.model_copy(update={"rulings": [unknown]}))] == ["no_issue"]


def test_issues_become_one_in_a_chain_and_without_a_choice() -> None:
    dossier = read()
    second = Issue(id="second", label="Zweitens", options=[Option(id="wide", label="weit")])
    third = Issue(id="third", label="Drittens")
    dossier.issues += [second, third]
    one = ruling_on(dossier.issues[0], "correct", id="1", time="2030-01-01", changes={"id": "second"})
    two = ruling_on(second, "correct", id="2", time="2030-01-02", changes={"id": "third"})
    result = ruled(dossier, one, two)
    assert [issue.id for issue in result.issues] == ["third"]
    assert [(s.issue, s.option) for s in result.statements[:2]] == [("third", None), ("third", None)]
    assert rule_all(dossier.model_copy(update={"rulings": [one, two]})).on == {"1": "third", "2": "third"}
    gone = dossier.model_copy(update={"issues": [second, third], "statements": [], "rulings": [one]})
    assert unmatched_rulings(gone) == []


def test_a_party_is_split() -> None:
    dossier = read()
    bund = dossier.parties[1]
    mention = bund.evidence[0].model_dump()
    new = Ruling(
        id="1",
        action="add",
        target="party",
        time="2030-01-01",
        item={"id": "crews", "name": "Mannschaften", "kind": "group", "evidence": [mention]},
    )
    moved = on(dossier.statements[2], "correct", "2", "2030-01-02", party="crews")
    result = ruled(dossier, new, moved)
    assert [(p.id, p.mentions, len(p.evidence)) for p in result.parties] == [
        ("hafenunion", 1, 1),
        ("seemannsbund", 0, 0),
        ("crews", 1, 1),
    ]
    assert [s.party for s in result.statements] == ["hafenunion", "seemannsbund", "crews"]
    together = ruling_on(result.parties[2], "correct", id="3", time="2030-01-03", changes={"id": "seemannsbund"})
    again = ruled(dossier, new, moved, together)
    assert [(p.id, p.mentions, len(p.evidence)) for p in again.parties] == [
        ("hafenunion", 1, 1),
        ("seemannsbund", 1, 1),
    ]
    assert {s.party for s in again.statements[1:]} == {"seemannsbund"}
    wrong = dossier.model_copy(update={"rulings": [new.model_copy(update={"item": {"name": "X", "evidence": "all"}})]})
    assert [lost.key for lost in unmatched_rulings(wrong)] == ["misfit"]


def test_rulings_of_several_people_on_what_was_read() -> None:
    dossier = read()
    first = dossier.statements[0]
    one = on(first, "correct", "1", "2030-01-01", stance="oppose", party="seemannsbund")
    other = on(first, "correct", "2", "2030-01-02", stance="open", party="hafenunion")
    assert [(s.party, s.stance) for s in ruled(dossier, one, other).statements[:1]] == [("hafenunion", "open")]
    out = on(first, "reject", "3", "2030-01-03")
    assert [s.id for s in ruled(dossier, one, other, out).statements] == ["a-s2", "a-s3"]
    given = dossier.model_copy(update={"rulings": [one, other, out]})
    assert rule_all(given).on == {"1": "a-s1", "2": "a-s1", "3": "a-s1"}


def test_a_ruling_on_what_is_shown_after_parties_became_one() -> None:
    dossier = read()
    together = ruling_on(dossier.parties[1], "correct", id="1", time="2030-01-01", changes={"id": "hafenunion"})
    shown = ruled(dossier, together).statements[1]
    assert shown.party == "hafenunion"
    accepted = on(shown, "accept", "2", "2030-01-02")
    assert [s.confidence for s in ruled(dossier, together, accepted).statements] == [0.8, 1.0, 0.8]
