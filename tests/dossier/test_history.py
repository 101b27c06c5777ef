"""Positions over time, counting a near-duplicate report once."""

from __future__ import annotations

from detente.contract import UNSPECIFIED, Dossier, Issue, Option, Stance
from detente.dossier import changes, counted, find_discrepancies, main_language, merge, positions, sources

from .telling import Told

PAY = Issue(id="pay", label="Lohn", options=[Option(id="five", label="5 %"), Option(id="two", label="2 %")])


def report(
    id: str,
    *said: tuple[Stance, str | None],
    date: str | None = None,
    language: str = "de",
    repeats: str | None = None,
) -> Dossier:
    """A report in which the Hafenunion takes stances on options of the issue."""
    text = " ".join(f"Die Hafenunion sagt {n} zu {option}." for n, (_, option) in enumerate(said)) + f" Meldung {id}."
    told = Told(id, text, language, date, repeats)
    union = told.party("Hafenunion", "organisation")
    for n, (stance, option) in enumerate(said):
        told.says(union, stance, f"sagt {n} zu {option}", "pay", option)
    told.dossier.issues.append(PAY)
    return told.dossier


def test_positions_are_dated_sequences() -> None:
    later = report("b", ("oppose", "two"), ("support", "five"), date="2030-03-09")
    first = report("a", ("support", "two"), date="2030-03-01")
    undated = report("c", ("open", None))
    merged = merge([later, first, undated])
    (position,) = positions(merged)
    assert (position.party, position.issue) == ("hafenunion", "pay")
    assert [s.id for s in position.statements] == ["c-s1", "a-s1", "b-s1", "b-s2"]
    assert (position.mix.support, position.mix.oppose, position.mix.open, position.mix.total) == (2, 1, 1, 4)
    assert (position.options["two"].support, position.options["two"].oppose) == (1, 1)
    assert (position.current["two"].support, position.current["two"].oppose) == (0, 1)
    assert position.current["two"].clear == "oppose"
    assert position.options["two"].clear is None
    assert position.options[None].clear == "open"


def test_statements_without_an_issue_have_no_position() -> None:
    told = Told("a", "Die Hafenunion schweigt.")
    told.says(told.party("Hafenunion", "organisation"), "open", "schweigt")
    assert positions(told.dossier) == []


def test_a_repeated_report_counts_once() -> None:
    original = report("a", ("support", "two"))
    copy = report("b", ("support", "two"), ("support", "five"), repeats="a")
    merged = merge([original, copy])
    assert [s.id for s in counted(merged)] == ["a-s1"]
    assert len(merged.statements) == 3
    assert positions(merged)[0].mix.total == 1
    # Copies of copies, and copies of a report that is not here.
    third = report("c", ("support", "two"), repeats="b")
    assert sources(merge([original, copy, third])) == {"a": "a", "b": "a", "c": "a"}
    assert [s.id for s in counted(merge([copy, third]))] == ["b-s1", "b-s2"]
    lost = [report(name, ("support", "two"), repeats="gone") for name in "de"]
    assert [s.id for s in counted(merge(lost))] == ["d-s1"]


def test_reports_that_repeat_each_other_are_one_source() -> None:
    circle = [report("a", ("open", None), repeats="b"), report("b", ("open", None), repeats="a")]
    dossier = Dossier(
        reports=[r for d in circle for r in d.reports],
        parties=circle[0].parties,
        statements=[s for d in circle for s in d.statements],
    )
    assert [s.id for s in counted(dossier)] == ["a-s1"]


def test_a_turn_between_dates() -> None:
    merged = merge(
        [
            report("a", ("support", "two"), date="2030-03-01"),
            report("b", ("open", "two"), date="2030-03-05"),
            report("c", ("oppose", "two"), ("open", "two"), date="2030-03-09"),
            report("d", ("oppose", "two"), ("support", "five"), date="2030-03-12"),
        ]
    )
    found = changes(merged)
    assert [(c.kind, c.option, c.before.stance, c.after.stance, c.dates) for c in found] == [
        ("change", "two", "support", "open", ("2030-03-01", "2030-03-05")),
        ("change", "two", "open", "oppose", ("2030-03-05", "2030-03-09")),
    ]
    assert [evidence.report for evidence in found[0].evidence] == ["a", "b"]


def test_contradictions_without_or_on_one_date() -> None:
    undated = changes(merge([report("a", ("support", "two")), report("b", ("oppose", "two"))]))
    assert [(c.kind, c.dates, c.before.id, c.after.id) for c in undated] == [
        ("contradiction", (None, None), "a-s1", "b-s1")
    ]
    day = "2030-03-01"
    same_day = changes(merge([report("a", ("support", "two"), date=day), report("b", ("oppose", "two"), date=day)]))
    assert [(c.kind, c.dates) for c in same_day] == [("contradiction", (day, day))]
    # Different options are no contradiction, nor is an undated report beside a dated one.
    assert changes(merge([report("a", ("support", "two")), report("b", ("oppose", "five"))])) == []
    assert changes(merge([report("a", ("support", "two"), date=day), report("b", ("oppose", "two"))])) == []


def test_what_is_not_specified_is_no_issue_to_turn_on() -> None:
    day = "2030-03-01"
    parts = [report("a", ("support", "two"), date=day), report("b", ("oppose", "two"), date=day)]
    parts.append(report("c", ("oppose", "two"), date="2030-03-09"))
    merged = merge(parts)
    assert changes(merged) and [d for d in find_discrepancies(merged) if d.kind == "stance"]
    vague = [s.model_copy(update={"issue": UNSPECIFIED, "option": "for"}) for s in merged.statements]
    merged = merged.model_copy(update={"statements": vague})
    assert changes(merged) == [] and not [d for d in find_discrepancies(merged) if d.kind == "stance"]


def test_the_main_language() -> None:
    german, english = report("a", ("open", None)), report("b", ("open", None), language="en")
    assert main_language(Dossier()) == "en"
    assert main_language(merge([german, english, report("c", ("open", None))])) == "de"
    assert main_language(merge([german, english, report("c", ("open", None), language="en")])) == "en"
    assert main_language(merge([english, report("a", ("open", None), ("open", "two"))])) == "de"
    assert main_language(merge([report("a", ("open", None), language="und")])) == "en"
