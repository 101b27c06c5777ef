from __future__ import annotations

import pytest

from detente.contract import Event, Evidence, Office, Party
from detente.negotiation import build

from .dossiers import PARTIES, TALKS, dossier

HERE = Evidence(report="r1", start=0, end=1, quote="x")


def mediation(*who: str) -> Event:
    return Event(id="e1", type="mediate", participants=list(who), evidence=HERE)


def test_the_first_participant_mediates_and_has_no_seat_without_a_side() -> None:
    rows = [*TALKS, ("union", "open", "truce", "lasting", "r1")]
    table = build(dossier(rows, events=[mediation("union", "norland", "sudland")]))
    assert table.mediators == ("union",)
    assert {p.id for p in table.parties} == {"norland", "sudland"}
    assert [a.party for a in table.assumptions if a.kind == "mediator"] == ["union"]
    assert "union" in {p.id for p in build(dossier(rows)).parties}


def test_a_mediator_who_takes_sides_is_seated_and_noted() -> None:
    table = build(dossier(TALKS, events=[mediation("berg", "sudland")]))
    assert table.mediators == ("norland",)
    assert "norland" in {p.id for p in table.parties}
    assert [a.party for a in table.assumptions if a.kind == "seated_mediator"] == ["norland"]


@pytest.mark.parametrize(
    ("role", "mediates"),
    [
        ("UN-Sondervermittler", True),
        ("Vermittlerin der Vereinten Nationen", True),
        ("Schlichter im Tarifstreit", True),
        ("chief mediator", True),
        ("Ministerin", False),
        ("media adviser", False),
    ],
)
def test_by_office(role: str, mediates: bool) -> None:
    parties = [*PARTIES, Party(id="kim", name="Kim", kind="person", roles=[role])]
    assert ("kim" in build(dossier(TALKS, parties=parties)).mediators) is mediates


def test_a_former_office_does_not_mediate() -> None:
    office = Office(role="Schlichterin", former=True, evidence=HERE)
    parties = [*PARTIES, Party(id="kim", name="Kim", kind="person", roles=["Schlichterin"], offices=[office])]
    assert build(dossier(TALKS, parties=parties)).mediators == ()
