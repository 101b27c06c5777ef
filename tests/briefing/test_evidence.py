from __future__ import annotations

from detente.briefing.evidence import Sources, clean, line
from detente.contract import Discrepancy, Dossier, Event, Evidence, Report

TEXT = "Eins gilt. Zwei gilt nicht."


def dossier(*passages: Evidence) -> Dossier:
    return Dossier(
        reports=[Report(id="a", text=TEXT), Report(id="b", text=TEXT)],
        discrepancies=[Discrepancy(kind="event", between=list(passages), note="")],
    )


def passage(report: str, quote: str) -> Evidence:
    start = TEXT.index(quote)
    return Evidence(report=report, start=start, end=start + len(quote), quote=quote)


def test_sentences_are_numbered_by_report_and_place() -> None:
    late, early, long = passage("b", "Zwei gilt nicht."), passage("b", "Eins"), passage("b", "Eins gilt.")
    other = passage("a", "gilt")
    sources = Sources(dossier(late, early, long, other, late))
    assert [sources.label(e) for e in (other, long, early, late)] == ["1.1", "2.1", "2.2", "2.3"]


def test_a_passage_that_is_not_there_is_lost_and_kept() -> None:
    strange = [
        Evidence(report="gone", start=0, end=4, quote="Eins"),
        Evidence(report="a", start=0, end=4, quote="Zwei"),
        Evidence(report="a", start=20, end=99, quote="gilt"),
        Evidence(report="a", start=4, end=5, quote=" "),
    ]
    sources = Sources(dossier(passage("a", "Eins"), *strange))
    assert [sources.label(e) for e in strange] == ["?.1", "?.2", "?.3", "?.4"]
    assert list(sources.lost.values()) == ["Eins", "Zwei", "gilt", " "]
    assert sources.target("?.1") == "ex-1"
    assert sources.label(passage("a", "Eins")) == "1.1"


def test_every_reference_is_its_own_and_known_by_section() -> None:
    one = passage("a", "Eins gilt.")
    event = Event(id="e", type="meet", evidence=one)
    sources = Sources(dossier(one).model_copy(update={"events": [event]}))
    first, second = sources.cite(one, "state"), sources.cite(one, "state")
    third = sources.cite(one, "course")
    assert len({first.anchor, second.anchor, third.anchor}) == 3
    assert [(u.section, u.anchor) for u in sources.uses(first.target)] == [
        ("state", first.anchor), ("course", third.anchor),
    ]  # fmt: skip


def test_references_are_given_once_and_in_the_order_of_the_reports() -> None:
    one, two = passage("b", "Eins"), passage("a", "Zwei")
    sources = Sources(dossier(one, two))
    assert [c.label for c in sources.cites([one, two, one], "state")] == ["1.1", "2.1"]


def test_cleaning_keeps_offsets_and_takes_out_what_steers() -> None:
    hostile = "a\x1b[31mb\x00c\u202ed\ud800e\x9bf\r\ng\th"
    shown = clean(hostile)
    assert len(shown) == len(hostile)
    assert shown == "a\ufffd[31mb\ufffdc\u200bd\ufffde\ufffdf\n\ng\th"
    assert line(" a\n b\x07 ") == "a b\ufffd"
