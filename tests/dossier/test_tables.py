"""Tables that somebody coded, and our own CSV read back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

import detente
from detente.contract import Dossier, Event, Evidence, Issue, Option, Party, Report, Statement
from detente.dossier import DossierError, from_table, load_table, table

CODED = """Document;Akteur;Thema;Haltung;Segment;Datum
Kurier;Lhota;Fischfang;dafür;"Lhota will fischen; viel.";4.5.2031
Kurier;Anna Brink;Fischfang;dagegen;Brink lehnt ab.;4.5.2031
Bote;Lhota;Zölle;offen;Lhota ließ es offen.;05.05.2031
"""


def coded() -> Dossier:
    text = "Lhota wants fish. -Brink said no. They met."

    def at(quote: str) -> Evidence:
        start = text.index(quote)
        return Evidence(report="r", start=start, end=start + len(quote), quote=quote)

    return Dossier(
        reports=[Report(id="r", title="=Fish", text=text, date="2031-05-04", language="en", source="r.txt")],
        parties=[
            Party(id="lh", name="Lhota", kind="state"),
            Party(id="b", name="Anna Brink", kind="person", of="lh"),
        ],
        issues=[Issue(id="fish", label="Fishing", options=[Option(id="much", label="a lot", value=80.0)])],
        statements=[
            Statement(id="s1", party="lh", stance="support", issue="fish", option="much", topic="fish", cue="want",
                      evidence=at("Lhota wants fish."), rule="verb", confidence=0.75, addressee="b"),
            Statement(id="s2", party="b", stance="oppose", topic="-fish", cue="no", evidence=at("-Brink said no."),
                      rule="noun", confidence=0.5),
        ],
        events=[Event(id="e1", type="meet", participants=["lh", "b"], status="planned", evidence=at("They met."))],
    )  # fmt: skip


def test_a_table_of_a_spreadsheet_in_german_is_a_dossier() -> None:
    found = from_table(CODED)
    assert [(s.party, s.stance, s.issue, s.date) for s in found.statements] == [
        ("lhota", "support", "fischfang", "2031-05-04"),
        ("anna-brink", "oppose", "fischfang", "2031-05-04"),
        ("lhota", "open", "zoelle", "2031-05-05"),
    ]
    assert [report.title for report in found.reports] == ["Kurier", "Bote"]
    texts = {report.id: report.text for report in found.reports}
    for statement in found.statements:
        place = statement.evidence
        assert texts[place.report][place.start : place.end] == place.quote
    assert found.statements[0].evidence.quote == "Lhota will fischen; viel."
    assert len({statement.id for statement in found.statements}) == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_spreadsheets_write_is_read(tmp_path: Path, encoding: str, delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(csv.reader(io.StringIO(CODED), delimiter=";"))
    file = tmp_path / "coded.csv"
    file.write_bytes(out.getvalue().encode(encoding))
    found = load_table(file)
    assert [issue.label for issue in found.issues] == ["Fischfang", "Zölle"]


def test_our_own_statements_come_back() -> None:
    dossier = coded()
    back = from_table(table(dossier, "statements"))
    kept = ("id", "party", "stance", "issue", "option", "topic", "cue", "addressee", "confidence", "date")
    told = [{key: getattr(s, key) for key in kept} for s in dossier.statements]
    for each in told:
        each["date"] = "2031-05-04"
    assert [{key: getattr(s, key) for key in kept} for s in back.statements] == told
    assert [s.evidence.quote for s in back.statements] == ["Lhota wants fish.", "-Brink said no."]
    assert back.issues == dossier.issues
    assert [(p.id, p.name, p.kind, p.of) for p in back.parties] == [
        ("lh", "Lhota", "state", None),
        ("b", "Anna Brink", "person", "lh"),
    ]
    assert back.reports[0].title == "=Fish"


def test_our_own_events_come_back() -> None:
    back = from_table(table(coded(), "events"))
    assert [(e.id, e.type, e.participants, e.status) for e in back.events] == [("e1", "meet", ["lh", "b"], "planned")]
    assert [party.name for party in back.parties] == ["Lhota", "Anna Brink"]


def test_a_row_without_a_quote_is_its_own_evidence() -> None:
    found = from_table("party,stance,issue\nLhota,+,fish\n\nBrink,-,fish\n")
    assert found.reports[0].text == "Lhota | + | fish\n\nBrink | - | fish"
    assert [(s.party, s.stance) for s in found.statements] == [("lhota", "support"), ("brink", "oppose")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "no column party"),
        ("party,issue\nLhota,fish\n", "no column stance"),
        ("party,stance,issue\nLhota,pro,fish\nBrink,maybe,fish\n", "row 3: “maybe” is none of support, oppose, open"),
        ("party,stance,issue\n,pro,fish\n", "row 2: no party"),
        ("party,stance,issue,date\nLhota,pro,fish,soon\n", "row 2: “soon” is no date"),
        ("party,stance,issue,confidence\nLhota,pro,fish,7\n", "row 2: "),
        ("type,participants\nparty,Lhota\n", "row 2: “party” is none of meet"),
    ],
)
def test_what_cannot_be_understood_is_named_with_its_row(content: str, reason: str) -> None:
    with pytest.raises(DossierError) as caught:
        from_table(content, "coded.csv")
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_coded_table_is_a_source(tmp_path: Path) -> None:
    file = tmp_path / "coded.csv"
    file.write_text(CODED, "utf-8")
    dossier = detente.read([file])
    assert len(dossier.statements) == 3
    assert {issue.label for issue in dossier.issues} == {"Fischfang", "Zölle"}


def test_whom_somebody_speaks_for_may_speak_later() -> None:
    found = from_table(
        "party,party_name,party_kind,party_of,stance,issue\n"
        "b,Anna Brink,person,Lhota,pro,fish\nlh,Lhota,state,,pro,fish\n"
    )
    assert [(p.id, p.kind, p.of) for p in found.parties] == [("b", "person", "lh"), ("lh", "state", None)]
