from __future__ import annotations

import pytest

from detente.contract import Party
from detente.negotiation.tally import spoken_for, tally

from .dossiers import PARTIES, TALKS, Row, dossier


def test_a_person_counts_for_the_end_of_the_chain() -> None:
    assert spoken_for(PARTIES) == {
        "norland": "norland",
        "sudland": "sudland",
        "ministry": "norland",
        "berg": "norland",
        "dale": "sudland",
        "union": "union",
    }


def test_persons_apart_keeps_persons_but_not_ministries() -> None:
    ends = spoken_for(PARTIES, persons_apart=True)
    assert (ends["berg"], ends["dale"], ends["ministry"]) == ("berg", "dale", "norland")


def test_chains_that_circle_or_lead_nowhere_end() -> None:
    parties = [
        Party(id="a", name="A", kind="person", of="b"),
        Party(id="b", name="B", kind="group", of="a"),
        Party(id="c", name="C", kind="person", of="gone"),
        Party(id="d", name="D", kind="person", of="d"),
    ]
    ends = spoken_for(parties)
    assert (ends["c"], ends["d"]) == ("c", "d")
    assert ends["a"] in ("a", "b")
    assert ends["b"] in ("a", "b")


def test_counts_and_voices() -> None:
    counted = tally(dossier(TALKS))
    assert counted.ids("norland", "truce") == ("s1", "s2")
    assert counted.ids("norland", "troops") == ("s3",)
    assert counted.count("sudland") == 4
    assert counted.voices["berg", "norland"] == ["s2", "s3"]
    assert counted.voices["dale", "sudland"] == ["s6", "s7"]


def test_a_repeated_report_counts_once() -> None:
    rows = [*TALKS, ("norland", "support", "truce", "lasting", "copy")]
    assert tally(dossier(rows)).count("norland") == 4
    assert tally(dossier(rows, duplicates={"copy": "r1"})).count("norland") == 3


def test_a_repeat_of_a_report_that_is_not_there_counts() -> None:
    full = dossier([("norland", "support", "truce", "lasting", "copy")], duplicates={"copy": "r1"})
    full.reports = [report for report in full.reports if report.id == "copy"]
    assert tally(full).count("norland") == 1


def test_two_repeats_of_a_report_that_is_not_there_are_one_source() -> None:
    rows: list[Row] = [("norland", "support", "truce", "lasting", copy) for copy in ("copy", "other")]
    full = dossier(rows, duplicates={"copy": "r1", "other": "r1"})
    full.reports = [report for report in full.reports if report.id != "r1"]
    assert tally(full).ids("norland", "truce") == ("s1",)


def test_statements_without_an_issue_do_not_count() -> None:
    assert tally(dossier([("norland", "support", None, None, "r1")])).count("norland") == 0


@pytest.mark.parametrize(
    ("row", "named"),
    [
        (("nobody", "support", "truce", "lasting", "r1"), "party 'nobody'"),
        (("norland", "support", "gold", None, "r1"), "issue 'gold'"),
        (("norland", "support", "truce", "gold", "r1"), "option 'gold'"),
    ],
)
def test_what_the_dossier_does_not_list_is_an_error(row: tuple[str, str, str, str, str], named: str) -> None:
    with pytest.raises(ValueError, match=f"s1.*{named}"):
        tally(dossier([row]))
