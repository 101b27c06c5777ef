from __future__ import annotations

import pytest

from detente.briefing import Brief, compose
from detente.briefing.standing import Cell
from detente.contract import UNSPECIFIED, Issue, Option, Party, Report

from .disputes import Sketch, crowd, water


def cell(brief: Brief, party: str, issue: str) -> Cell | None:
    column = [head.label for head in brief.matrix.issues].index(issue)
    return next(row.cells[column] for row in brief.matrix.rows if row.party == party)


def test_persons_follow_the_party_that_they_speak_for(water_brief: Brief) -> None:
    assert [(row.name, row.of, row.statements) for row in water_brief.parties] == [
        ("Südmark", None, 3),
        ("Jannis Quell", "Südmark", 4),
        ("Nordmark", None, 2),
        ("Mira Öhlund", "Nordmark", 2),
        ("Freie Grelle", None, 1),
        ("Flussrat", None, 0),
    ]


def test_roles_have_their_sentences(water_brief: Brief) -> None:
    quell = next(row for row in water_brief.parties if row.name == "Jannis Quell")
    assert [(role.text, [c.label for c in role.cites]) for role in quell.roles] == [
        ("Ministerpräsident", ["1.5"]), ("Regierungschef", ["2.1"]),
    ]  # fmt: skip
    assert quell.mentions == 6


@pytest.mark.parametrize(
    ("role", "shown"), [("Kanzlerin", "früher Kanzlerin"), ("ehemalige Kanzlerin", "ehemalige Kanzlerin")]
)
def test_a_former_office_is_called_so_once(role: str, shown: str) -> None:
    dossier = water()
    dossier.parties[1].offices[0].role = role
    dossier.parties[1].offices[0].former = True
    brief = compose(dossier)
    assert next(row for row in brief.parties if row.name == "Mira Öhlund").roles[0].text == shown


def test_a_cell_counts_by_option_and_persons_count_for_their_party(water_brief: Brief) -> None:
    flow = cell(water_brief, "Südmark", "Mindestabfluss")
    assert flow is not None
    assert [(t.option, t.support, t.oppose, t.open, [c.label for c in t.cites]) for t in flow.tallies] == [
        ("keine feste Menge", 1, 0, 0, ["1.3"]),
        ("40 Kubikmeter", 1, 0, 0, ["2.2"]),
        ("80 Kubikmeter", 0, 1, 0, ["1.3"]),
    ]
    north = cell(water_brief, "Nordmark", "Mindestabfluss")
    assert north is not None
    acceptance = north.tallies[0].acceptance
    assert acceptance is not None
    assert acceptance.mean == pytest.approx(3 / 4)  # Beta(1 + 2, 1 + 0)
    assert acceptance.low < acceptance.mean < acceptance.high
    assert cell(water_brief, "Freie Grelle", "Mindestabfluss") is None


def test_who_says_nothing_is_named(water_brief: Brief) -> None:
    assert water_brief.matrix.silent == ("Flussrat",)
    assert [head.state for head in water_brief.matrix.issues] == ["contested", "contested", "agreed", "one_sided"]


def test_statements_without_an_issue_are_not_lost(water_brief: Brief) -> None:
    assert [(s.party, s.stance, s.topic, s.cites[0].label) for s in water_brief.loose] == [
        ("Jannis Quell", "support", "Wasser des Stausees", "1.4")
    ]


def test_the_unspecified_issue_is_none() -> None:
    dossier = water()
    dossier.issues.append(Issue(id=UNSPECIFIED, label="ohne Bezug"))
    dossier.statements[-1].issue = UNSPECIFIED
    brief = compose(dossier)
    assert "ohne Bezug" not in [head.label for head in brief.matrix.issues]
    assert brief.loose[0].topic == "Wasser des Stausees"


def test_a_statement_on_no_option_counts_without_acceptance() -> None:
    dossier = water()
    dossier.statements[0].option = None
    tally = [
        t for t in (cell(compose(dossier), "Nordmark", "Mindestabfluss") or Cell(())).tallies if t.acceptance is None
    ]
    assert [(t.option, t.support, t.cites[0].label) for t in tally] == [(None, 1, "1.1")]


def test_a_discovered_issue_shows_no_option() -> None:
    sketch = Sketch(Report(id="a", language="de", text="Wir sind für den Hafen."))
    sketch.dossier.parties = [Party(id="p", name="Stadt", kind="organisation")]
    options = [Option(id="for", label="dafür", value=100), Option(id="against", label="dagegen", value=0)]
    sketch.dossier.issues = [Issue(id="hafen", label="Hafen", options=options)]
    sketch.says("p", "support", "hafen", "for", "a", "Wir sind für den Hafen.")
    brief = compose(sketch.dossier)
    found = cell(brief, "Stadt", "Hafen")
    assert found is not None
    assert [t.option for t in found.tallies] == [None]
    assert "".join(run.text for run in brief.state[0].runs) == "Hafen. Dafür: Stadt."
    assert brief.reports[0].paragraphs[0].notes[0].found[0].startswith("Stadt: dafür, Hafen (")


def test_scales_have_positions_and_ticks(water_brief: Brief) -> None:
    scale = water_brief.scales[0]
    assert [(t.key, t.label, t.value, t.status_quo) for t in scale.ticks] == [
        ("A", "keine feste Menge", 0, True), ("B", "40 Kubikmeter", 50, False), ("C", "80 Kubikmeter", 100, False),
    ]  # fmt: skip
    assert [mark.party for mark in scale.marks] == ["Nordmark", "Südmark"]
    assert scale.marks[0].position.mean > 60 > 40 > scale.marks[1].position.mean
    assert [c.label for c in scale.marks[0].cites] == ["1.1", "2.3"]


def test_an_issue_with_options_off_the_scale_has_none() -> None:
    dossier = water()
    dossier.issues[0].options[1].value = None
    assert "Mindestabfluss" not in [scale.issue.label for scale in compose(dossier).scales]


def test_a_part_of_the_matrix_leaves_out_who_says_nothing_there() -> None:
    part = compose(water()).matrix.part(3, 4)
    assert [head.label for head in part.issues] == ["Erhöhung des Damms"]
    assert [row.party for row in part.rows] == ["Freie Grelle"]


def test_sixty_parties_and_forty_issues() -> None:
    brief = compose(crowd(60, 40), draws=50)
    assert (len(brief.matrix.rows), len(brief.matrix.issues), len(brief.parties)) == (60, 40, 60)
