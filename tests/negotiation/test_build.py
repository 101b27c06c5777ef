from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from detente.contract import Issue, Option, Party, Ruling
from detente.dossier import ruling_on
from detente.negotiation import AGENDA, SEATS, build

from .dossiers import TALKS, TROOPS, TRUCE, Row, dossier


def test_the_counts_are_the_beta_and_dirichlet_parameters() -> None:
    table = build(dossier(TALKS))
    assert [p.id for p in table.parties] == ["sudland", "norland"]  # most statements first
    assert [i.id for i in table.issues] == ["truce", "troops"]
    sudland, norland = 0, 1
    assert table.alpha[norland, 0].tolist() == [1, 1, 2]
    assert table.beta[norland, 0].tolist() == [1, 2, 1]
    assert table.alpha[sudland, 0].tolist() == [1, 2, 1]
    assert table.beta[sudland, 0].tolist() == [1, 1, 3]
    assert table.beta[sudland, 1, :2].tolist() == [1, 2]
    assert np.isnan(table.alpha[sudland, 1, 2])  # troops has two options only
    assert table.concentration.tolist() == [[4, 2], [3, 2]]


def test_open_adds_to_salience_only() -> None:
    table = build(dossier(TALKS))
    assert table.alpha[1, 1, :2].tolist() == [1, 1]
    assert table.beta[1, 1, :2].tolist() == [1, 1]
    assert table.spoken[1, 1] == 1
    assert table.basis["norland", "troops", "yes"].open == ("s3",)


def test_every_number_names_its_statements() -> None:
    table = build(dossier(TALKS))
    assert table.basis["sudland", "truce", "lasting"].opposes == ("s5", "s6")
    assert table.basis["norland", "truce", "lasting"].supports == ("s1",)
    assert table.basis["norland", "truce", "none"].statements == ()
    assert table.sources["sudland", "truce"] == ("s4", "s5", "s6")
    for p, party in enumerate(table.parties):
        for i, issue in enumerate(table.issues):
            assert len(table.sources[party.id, issue.id]) == table.spoken[p, i]
            for o, option in enumerate(issue.options):
                basis = table.basis[party.id, issue.id, option.id]
                assert (len(basis.supports), len(basis.opposes)) == (
                    table.supports[p, i, o],
                    table.opposes[p, i, o],
                )


def test_persons_apart_seats_them() -> None:
    table = build(dossier(TALKS), persons_apart=True)
    assert {p.id for p in table.parties} == {"norland", "sudland", "berg", "dale"}
    assert table.persons_apart


def test_a_repeated_report_is_one_source() -> None:
    rows: list[Row] = [*TALKS, ("norland", "support", "truce", "lasting", "wire")]
    once = build(dossier(rows, duplicates={"wire": "r1"}))
    assert once.alpha[1, 0, 2] == 2
    assert [a.value for a in once.assumptions if a.kind == "repeated_report"] == ["wire"]
    assert build(dossier(rows), parties=["norland"]).alpha[0, 0, 2] == 3


def test_seats_go_to_those_with_most_statements() -> None:
    parties = [Party(id=f"p{n}", name=f"P{n}", kind="state") for n in range(SEATS + 3)]
    rows: list[Row] = [(f"p{n}", "support", "truce", "lasting", "r") for n in range(SEATS + 3) for _ in range(n)]
    table = build(dossier(rows, parties=parties))
    assert [p.id for p in table.parties] == [f"p{n}" for n in range(SEATS + 2, 2, -1)]
    assert table.left_out == ("p2", "p1")  # p0 never spoke
    [seats] = [a for a in table.assumptions if a.kind == "seats"]
    assert "P2, P1" in seats.text("en")
    assert [p.id for p in build(dossier(rows, parties=parties), min_statements=8).parties] == ["p8"]


def test_parties_and_issues_can_be_chosen() -> None:
    table = build(dossier(TALKS), parties=["union", "berg", "norland"], issues=["troops"])
    assert [p.id for p in table.parties] == ["union", "norland"]  # Berg speaks for Norland
    assert [i.id for i in table.issues] == ["troops"]
    assert table.alpha[0, 0].tolist() == [1, 1]  # no evidence: wide open
    assert table.off_table == ("truce",)
    with pytest.raises(ValueError, match="no party 'who'"):
        build(dossier(TALKS), parties=["who"])
    with pytest.raises(ValueError, match="no issue 'what'"):
        build(dossier(TALKS), issues=["what"])


def test_the_agenda_holds_what_most_was_said_on() -> None:
    options = [Option(id="a", label="a"), Option(id="b", label="b")]
    issues = [Issue(id=f"i{n}", label=f"I{n}", options=options) for n in range(AGENDA + 2)]
    rows: list[Row] = [("norland", "support", f"i{n}", "a", "r") for n in range(AGENDA + 2) for _ in range(n)]
    table = build(dossier(rows, issues=issues))
    assert [i.id for i in table.issues] == [f"i{n}" for n in range(AGENDA + 1, 1, -1)]
    assert table.off_table == ("i0", "i1")


def test_an_empty_dossier_gives_an_empty_table() -> None:
    for empty in (dossier([]), dossier([], issues=[], parties=[])):
        table = build(empty)
        assert (table.parties, table.issues) == ((), ())
        assert table.exists.shape[0] == 0
        assert table.reservation is None
        with pytest.raises(ValueError, match="no parties"):
            table.draw(5)


def test_status_quo_of_the_codebook_and_none_named() -> None:
    table = build(dossier(TALKS))
    truce, troops = table.issues
    assert (truce.status_quo, truce.status_quo_source) == ("none", "peace")
    assert (troops.status_quo, troops.status_quo_source) == (None, None)
    kinds = {a.kind for a in table.assumptions}
    assert {"status_quo", "no_status_quo"} <= kinds
    assert "no_reservation" not in kinds


def test_a_ruling_names_the_status_quo() -> None:
    full = dossier(TALKS)
    full.rulings = [
        Ruling(id="q1", action="correct", target="issue", item={"id": "troops", "status_quo": "yes"}),
        Ruling(id="q2", action="correct", target="issue", item={"id": "truce", "status_quo": "limited"}),
        Ruling(id="q3", action="correct", target="issue", item={"id": "troops", "status_quo": "no"}),
    ]
    table = build(full)
    assert [(i.status_quo, i.status_quo_source) for i in table.issues] == [
        ("limited", "ruling:q2"),
        ("no", "ruling:q3"),
    ]
    ruled = {a.issue: a for a in table.assumptions if a.kind == "status_quo_ruled"}
    assert ruled["troops"].ruling == "q3"
    assert "q3" in ruled["troops"].text("de")


def test_rulings_on_statements_are_applied() -> None:
    full = dossier(TALKS)
    wrong, turned = full.statements[5], full.statements[3]
    full.rulings = [
        ruling_on(wrong, "reject", id="q1"),
        ruling_on(turned, "correct", id="q2", changes={"stance": "oppose"}),
    ]
    table = build(full)
    assert table.basis["sudland", "truce", "lasting"].opposes == ("s5",)
    assert table.basis["sudland", "truce", "limited"].opposes == ("s4",)
    assert len(full.statements) == len(TALKS)  # the dossier itself stays as it was read


def test_what_is_unspecified_is_no_issue_for_the_table() -> None:
    options = [Option(id="for", label="dafür", value=100), Option(id="against", label="dagegen", value=0)]
    vague = Issue(id="unspecified", label="nicht näher bezeichnet", options=options)
    rows: list[Row] = [*TALKS, *[("union", s, "unspecified", "for", "r1") for s in ("support", "oppose", "support")]]
    rows += [("norland", "oppose", "unspecified", "for", "r1")] * 5
    table = build(dossier(rows, issues=[TRUCE, TROOPS, vague]))
    assert [i.id for i in table.issues] == ["truce", "troops"]
    assert [p.id for p in table.parties] == ["sudland", "norland"]
    assert table.left_out == ("union",)
    assert table.statuses[2].state == "one_sided"
    assert build(dossier(rows, issues=[TRUCE, TROOPS, vague]), issues=["unspecified"]).spoken.tolist() == [[0], [5]]


def test_a_status_quo_must_be_an_option() -> None:
    wrong = TRUCE.model_copy(update={"status_quo": "war"})
    with pytest.raises(ValueError, match=r"'truce'.*'war'"):
        build(dossier(TALKS, issues=[wrong, TROOPS]))


def test_reservation_is_the_utility_of_the_status_quo() -> None:
    table = build(dossier(TALKS))
    # Norland: salience 3/5 and 2/5; truce stays "none" (1/2), troops are any of two options, each 1/2.
    assert table.reservation is not None
    assert table.reservation[1] == pytest.approx(3 / 5 * 1 / 2 + 2 / 5 * 1 / 2)
    # Sudland: troops "no" 1/2, "yes" 1/3.
    assert table.reservation[0] == pytest.approx(4 / 6 * 1 / 2 + 2 / 6 * (1 / 2 + 1 / 3) / 2)


def test_no_status_quo_at_all_means_no_reservation() -> None:
    table = build(dossier(TALKS, issues=[TRUCE.model_copy(update={"status_quo": None}), TROOPS]))
    assert table.reservation is None
    assert table.draw(3).reservation is None
    assert "no_reservation" in {a.kind for a in table.assumptions}


def test_fractions_are_the_means() -> None:
    table = build(dossier(TALKS))
    assert table.acceptance_fraction(0, 0, 2) == Fraction(1, 4)
    assert table.salience_fraction(1, 0) == Fraction(3, 5)
    for p in range(2):
        for i, issue in enumerate(table.issues):
            assert float(table.salience_fraction(p, i)) == pytest.approx(table.mean_salience[p, i])
            for o in range(len(issue.options)):
                product = table.salience_fraction(p, i) * table.acceptance_fraction(p, i, o)
                assert float(product) == pytest.approx(table.mean_utilities[p, i, o])


def test_an_issue_with_one_option_is_taken_as_so_or_not() -> None:
    deal = Issue(id="gas", label="Gaslieferung", options=[Option(id="gas", label="Gaslieferung")])
    rows: list[Row] = [
        ("norland", "support", "gas", "gas", "r1"),
        ("sudland", "oppose", "gas", None, "r1"),
        ("sudland", "oppose", "gas", "gas", "r1"),
    ]
    table = build(dossier(rows, issues=[deal]))
    [issue] = table.issues
    assert issue.implied
    assert [o.label for o in issue.options] == ["Gaslieferung", "nicht: Gaslieferung"]
    assert [o.value for o in issue.options] == [100, 0]
    assert table.supports.tolist() == [[[0, 2]], [[1, 0]]]  # Sudland, Norland
    assert table.opposes.tolist() == [[[2, 0]], [[0, 1]]]
    assert table.statuses[0].state == "contested"
    bare = build(
        dossier([("norland", "support", "aid", None, "r1")], issues=[Issue(id="aid", label="Aid")], language="en")
    )
    assert [o.label for o in bare.issues[0].options] == ["Aid", "not: Aid"]
    assert bare.supports.tolist() == [[[1, 0]]]


def test_statements_that_name_no_option_count_for_salience_and_are_listed() -> None:
    table = build(dossier([("norland", "support", "truce", None, "r1")]))
    assert table.spoken.tolist() == [[1]]
    assert table.supports.sum() == 0
    [unplaced] = [a for a in table.assumptions if a.kind == "unplaced"]
    assert unplaced.statements == ("s1",)
