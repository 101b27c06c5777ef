"""Events as PLOVER records, and back."""

from __future__ import annotations

import json

import pytest

from detente.contract import Dossier, Event, EventType, Evidence, Party, Report
from detente.dossier import DossierError, from_plover, to_plover

TEXT = "Lhota called Brink on Monday. A second meeting fell through. Somebody sang."


def calls() -> Dossier:
    def event(id: str, type: str, quote: str, **more: object) -> Event:
        start = TEXT.index(quote)
        place = Evidence(report="r", start=start, end=start + len(quote), quote=quote)
        return Event.model_validate({"id": id, "type": type, "participants": ["l", "b"], "evidence": place, **more})

    return Dossier(
        reports=[Report(id="r", text=TEXT, date="2031-05-04", language="en", publisher="Courier", source="r.txt")],
        parties=[Party(id="l", name="Lhota", kind="state", code="lh"), Party(id="b", name="Brink", kind="state")],
        events=[
            event("e1", "call", "Lhota called Brink on Monday.", place="Lhota", topic="fish"),
            event("e2", "meet", "A second meeting fell through.", status="failed", date="2031-05-03"),
            event("e3", "other", "Somebody sang."),
        ],
    )


def test_a_call_is_a_consultation_by_phone() -> None:
    call, meeting = json.loads(to_plover(calls()))
    assert (call["event"], call["mode"], call["date"]) == ("CONSULT", ["phone"], "2031-05-04")
    assert call["source"] == [{"actorText": "Lhota", "code": "LH", "sector": "GOV"}]
    assert [each["actorText"] for each in call["target"]] == ["Brink"]
    assert call["text"] == "Lhota called Brink on Monday."
    assert call["context"] == ["fish"]
    assert (meeting["mode"], meeting["date"]) == (["meet", "negation"], "2031-05-03")


def test_what_is_written_is_read_back() -> None:
    back = from_plover(to_plover(calls()))
    assert [(e.type, e.status, e.date, e.participants) for e in back.events] == [
        ("call", "happened", "2031-05-04", ["lhota", "brink"]),
        ("meet", "failed", "2031-05-03", ["lhota", "brink"]),
    ]
    assert [party.name for party in back.parties] == ["Lhota", "Brink"]
    for event in back.events:
        report = next(report for report in back.reports if report.id == event.evidence.report)
        assert report.text[event.evidence.start : event.evidence.end] == event.evidence.quote


def test_records_of_the_gold_standard_shape_are_read() -> None:
    records = [
        {"id": "d", "event": "DOCUMENT", "eventText": "about the file"},
        {"id": "1", "event": "AGREE", "date": "2000-01-01", "source": [{"actorText": "A"}, {"code": "B"}], "target": "",
         "context": "economic", "text": "A and B agreed."},
        {"id": "2", "event": "THREATEN", "mode": "future", "source": [{"actorText": "A"}], "text": "A may threaten."},
    ]  # fmt: skip
    found = from_plover(json.dumps(records))
    assert [(e.type, e.status, e.participants, e.topic) for e in found.events] == [
        ("agree", "happened", ["a", "b"], "economic"),
        ("threaten", "planned", ["a"], None),
    ]


def test_a_workers_strike_is_a_protest_and_an_offer_agrees() -> None:
    dossier = calls()
    for event, type in zip(dossier.events, ("strike", "offer", "sign"), strict=True):
        event.type = type  # type: ignore[assignment]
    strike, offer, treaty = json.loads(to_plover(dossier))
    assert (strike["event"], strike["mode"]) == ("PROTEST", ["strike"])
    assert (offer["event"], treaty["event"]) == ("AGREE", "AGREE")


@pytest.mark.parametrize(
    "type",
    ["meet", "call", "mediate", "agree", "sign", "offer", "demand", "reject", "break_off", "threaten", "suspend",
     "sanction", "strike", "vote"],
)  # fmt: skip
def test_our_own_types_come_back_as_they_were(type: EventType) -> None:
    dossier = calls()
    dossier.events[0].type = type
    assert from_plover(to_plover(dossier)).events[0].type == type


def test_states_have_their_codes_of_three_letters() -> None:
    dossier = calls()
    dossier.parties = [
        Party(id="l", name="Kanada", kind="state", code="CA"),
        Party(id="b", name="Europäische Union", kind="organisation", code="EU"),
    ]
    record = json.loads(to_plover(dossier))[0]
    assert [each["code"] for each in record["source"] + record["target"]] == ["CAN", "EUR"]
    back = from_plover(json.dumps([record]))
    assert [(party.kind, party.code) for party in back.parties] == [("state", "CA"), ("organisation", "EU")]


def test_every_event_with_a_text_is_kept_and_the_manual_of_2021_is_read() -> None:
    records = [
        {"id": "1", "event": ["FIGHT"], "source": [{"actorText": "A"}], "text": "A shelled B."},
        {"id": "2", "event": ["PROTEST"], "mode": ["strike-gen"], "actor": [{"code": "FRA"}], "text": "They left work.",
         "recipient": [{"entity_text": "Lhota"}]},
        {"id": "3", "event": "DEMAND", "source": "Brink", "text": "Brink demanded more."},
        {"id": "4", "event": "PROTEST", "mode": "strike-hun", "source": "Brink", "text": "Brink would not eat."},
    ]  # fmt: skip
    found = from_plover("\n".join(json.dumps(record) for record in records) + "\n")
    assert [(e.type, e.participants) for e in found.events] == [
        ("other", ["a"]),
        ("strike", ["fra", "lhota"]),
        ("demand", ["brink"]),
        ("other", ["brink"]),
    ]
    assert next(party for party in found.parties if party.id == "fra").code == "FR"


@pytest.mark.parametrize(("content", "reason"), [("{", "not JSON"), ("{}", "no array of PLOVER"), ("[1]", "no array")])
def test_another_file_is_one_clear_error(content: str, reason: str) -> None:
    with pytest.raises(DossierError, match=reason):
        from_plover(content, "x.json")
