"""What reports say differently, and what only looks like it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from detente.contract import Discrepancy, Dossier, EventStatus, EventType, Issue, Report, Stance
from detente.dossier import find_discrepancies, merge

from .telling import Told, person
from .test_timeline import report as events_report

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
FINLAND = {"state": "FI", "state_name": "Finnland"}


def found(*dossiers: Dossier) -> list[Discrepancy]:
    forwards, backwards = find_discrepancies(merge(dossiers)), find_discrepancies(merge(dossiers[::-1]))
    assert len(forwards) == len(backwards)
    return forwards


# offices


def holds(report: str, role: str = "Präsident", language: str = "de", **more: str) -> Dossier:
    return person("Olga Holm", report, language, office=role, **FINLAND, **more)


def test_an_office_described_in_two_ways() -> None:
    (one,) = found(holds("a"), holds("b", "ehemalige Präsidentin"))
    assert (one.kind, one.party) == ("office", "olga-holm")
    assert [(e.report, e.quote) for e in one.between] == [("a", "Präsident"), ("b", "ehemalige Präsidentin")]
    assert one.note == "Olga Holm ist in einem Bericht „Präsident“, in einem anderen „ehemalige Präsidentin“."


def test_the_note_is_in_the_main_language() -> None:
    (one,) = found(holds("a", "president", "en"), holds("b", "former president", "en"), holds("c", "Präsident"))
    assert one.note == "Olga Holm is “president” in one report and “former president” in another."


def test_offices_across_languages() -> None:
    (one,) = found(holds("a", "ehemaliges Staatsoberhaupt"), holds("b", "Finnish president", "en"))
    assert {e.report for e in one.between} == {"a", "b"}


def test_a_former_office_without_the_word() -> None:
    (one,) = found(holds("a", former="yes"), holds("b"))
    assert "Präsident (ehemals)" in one.note


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Präsident", {}), ("Präsidentin", {})),
        (("Präsident", {}), ("ehemalige Außenministerin", {})),
        (("Präsident", {}), ("damalige Präsidentin", {})),
        (("Präsident", {}), ("designierte Präsidentin", {})),
        # Left office between the reports; came back to it after years.
        (("Präsident", {"date": "2030-01-05"}), ("ehemaliger Präsident", {"date": "2030-02-01"})),
        (("ehemaliger Präsident", {"date": "2026-01-05"}), ("Präsident", {"date": "2030-02-01"})),
    ],
)
def test_offices_that_agree(first: tuple[str, dict[str, str]], second: tuple[str, dict[str, str]]) -> None:
    assert found(holds("a", first[0], **first[1]), holds("b", second[0], **second[1])) == []


def test_offices_of_two_states_are_two() -> None:
    other = person("Olga Holm", "b", office="ehemalige EU-Kommissarin")
    assert found(holds("a", "Kommissarin"), other) == []


def test_offices_in_reports_of_one_time() -> None:
    former, held = holds("a", "ehemaliger Präsident", date="2030-02-01"), holds("b", date="2030-02-03")
    assert [one.kind for one in found(former, held)] == ["office"]
    many = [holds(f"h{n}", date=f"2030-02-0{n}") for n in range(1, 6)]
    (one,) = found(former, *many)
    assert {e.report for e in one.between} == {"a", "h1"}


def test_a_repeated_report_contradicts_nobody() -> None:
    copy = holds("b", "ehemaliger Präsident")
    copy.reports[0].duplicate_of = "a"
    assert found(holds("a"), copy) == []


def vice(text: str, language: str, role: str, deputy: str) -> Dossier:
    told = Told("a", text, language)
    finland = told.party("Finnland" if language == "de" else "Finland", "state", code="FI")
    told.party("Olga Holm", of=finland, office=role)
    told.party("Otto Brandt", of=finland, office=deputy)
    return told.dossier


def test_a_former_president_with_a_vice_president() -> None:
    german = "Die ehemalige Präsidentin Olga Holm kam aus Finnland mit deren Vizepräsident Otto Brandt."
    (one,) = found(vice(german, "de", "ehemalige Präsidentin", "Vizepräsident"))
    assert (one.kind, one.party) == ("office", "olga-holm")
    assert [e.quote for e in one.between] == ["ehemalige Präsidentin", "Vizepräsident"]
    assert "Vizepräsident Otto Brandt" in one.note
    english = "In Finland, former president Olga Holm and her vice president Otto Brandt agreed."
    assert len(found(vice(english, "en", "former president", "vice president"))) == 1
    # No word that makes him hers; or in office herself.
    apart = "In Finland, former president Olga Holm met vice president Otto Brandt."
    assert found(vice(apart, "en", "former president", "vice president")) == []
    held = "In Finland, president Olga Holm and her vice president Otto Brandt agreed."
    assert found(vice(held, "en", "president", "vice president")) == []


# stances and figures


def says(
    report: str,
    stance: Stance,
    topic: str,
    *,
    date: str | None = None,
    language: str = "de",
    option: str | None = None,
    issue: str | None = "pay",
    confidence: float = 0.8,
    repeats: str | None = None,
) -> Dossier:
    told = Told(report, f"Die Hafenunion äußert sich: {topic}. ({report})", language, date, repeats)
    told.says(
        told.party("Hafenunion", "organisation"), stance, topic, issue, option, topic=topic, confidence=confidence
    )
    told.dossier.issues.append(Issue(id="pay", label="Lohn"))
    return told.dossier


def test_opposed_stances_of_one_time() -> None:
    (one,) = found(says("a", "support", "die Nullrunde"), says("b", "oppose", "eine Nullrunde"))
    assert (one.kind, one.party, [e.report for e in one.between]) == ("stance", "hafenunion", ["a", "b"])
    assert one.note.startswith("Hafenunion ist in einem Bericht für „die Nullrunde“, in einem anderen")
    day = "2030-02-01"
    assert len(found(says("a", "support", "X", date=day), says("b", "oppose", "X", date=day))) == 1


def test_stances_that_do_not_clash() -> None:
    pro = says("a", "support", "die Nullrunde", date="2030-02-01")
    assert found(pro, says("b", "oppose", "die Nullrunde", date="2030-02-08")) == []
    assert found(pro, says("b", "open", "die Nullrunde", date="2030-02-01")) == []
    assert found(pro, says("b", "oppose", "die Nullrunde", date="2030-02-01", issue=None)) == []
    assert found(pro, says("b", "oppose", "die Nullrunde", date="2030-02-01", confidence=0.3)) == []
    assert found(pro, says("b", "oppose", "die Nullrunde", date="2030-02-01", repeats="a")) == []
    # A report that has both says neither.
    both = says("b", "oppose", "die Nullrunde", date="2030-02-01")
    both.statements.append(both.statements[0].model_copy(update={"id": "b-s2", "stance": "support"}))
    assert found(pro, both) == []


def test_different_figures_for_one_thing() -> None:
    (one,) = found(says("a", "support", "5 Prozent mehr Lohn"), says("b", "support", "5,5 Prozent mehr Lohn"))
    assert (one.kind, one.party) == ("figure", "hafenunion")
    assert one.note == "Hafenunion: 5 Prozent in einem Bericht, 5,5 Prozent in einem anderen."
    (two,) = found(
        says("a", "support", "5 Prozent mehr Lohn"), says("b", "support", "5.5 per cent more pay", language="en")
    )
    assert {e.report for e in two.between} == {"a", "b"}


@pytest.mark.parametrize(
    ("topic", "more"),
    [
        ("5 Prozent mehr Lohn", {}),
        ("5,0 Prozent mehr Lohn", {}),
        ("fünf Prozent mehr Lohn", {}),
        ("rund 5,5 Prozent mehr Lohn", {}),
        ("mindestens 6 Prozent mehr Lohn", {}),
        ("6 bis 7 Prozent mehr Lohn", {}),
        ("24 Monate Laufzeit", {}),
        ("3 Prozent Abschlag bei Überstunden am Kai", {}),
        ("8 Prozent mehr Lohn", {"date": "2030-02-08"}),
        ("8 Prozent mehr Lohn", {"stance": "oppose", "confidence": 0.1}),
    ],
)
def test_figures_that_do_not_clash(topic: str, more: dict[str, Any]) -> None:
    stance: Stance = more.pop("stance", "support")
    date = more.get("date")
    first = says("a", "support", "5 Prozent mehr Lohn", date="2030-02-01" if date else None)
    assert found(first, says("b", stance, topic, **more)) == []


# events and dates


def event(
    report: str, type: EventType, status: EventStatus, date: str | None, published: str | None, **more: Any
) -> Dossier:
    return events_report(report, (type, status, {"date": date} | more), date=published)


def test_an_agreement_that_came_about_and_failed() -> None:
    day, later = "2030-04-09", "2030-04-10"
    (one,) = found(event("a", "sign", "happened", day, later), event("b", "sign", "failed", day, later))
    assert (one.kind, one.party, [e.report for e in one.between]) == ("event", "finland", ["a", "b"])
    assert one.note == "Ein Bericht sagt, dass dies stattfand, ein anderer, dass es scheiterte."


def test_planned_after_its_date() -> None:
    done = event("a", "meet", "happened", "2030-04-09", "2030-04-12")
    (one,) = found(done, event("b", "meet", "planned", "2030-04-09", "2030-04-11"))
    assert one.kind == "event"
    assert "geplant" in one.note


def test_events_that_do_not_clash() -> None:
    day, later = "2030-04-09", "2030-04-10"
    # Talks that were held and came to nothing; a plan before its day; another day; no day at all.
    assert found(event("a", "meet", "happened", day, later), event("b", "meet", "failed", day, later)) == []
    assert found(event("a", "meet", "happened", day, later), event("b", "meet", "planned", day, "2030-04-08")) == []
    assert found(event("a", "sign", "happened", day, later), event("b", "sign", "failed", "2030-03-09", later)) == []
    assert found(event("a", "sign", "happened", None, later), event("b", "sign", "failed", None, later)) == []
    assert found(event("a", "sign", "happened", None, None), event("b", "sign", "failed", None, None)) == []


def test_one_event_on_two_days() -> None:
    first = event("a", "sign", "happened", "2030-04-08", "2030-04-10")
    (one,) = found(first, event("b", "sign", "happened", "2030-04-09", "2030-04-10"))
    assert one.kind == "date"
    assert "2030-04-08" in one.note
    assert "2030-04-09" in one.note


def test_days_that_do_not_clash() -> None:
    def meeting(report: str, date: str, published: str = "2030-04-10", **more: Any) -> Dossier:
        return event(report, "meet", "happened", date, published, **more)

    first = meeting("a", "2030-04-08")
    assert len(found(first, meeting("b", "2030-04-09"))) == 1
    # The second report is of the day of its event, so that the first could not know of it.
    assert found(meeting("a", "2030-04-08", "2030-04-08"), meeting("b", "2030-04-09", "2030-04-09")) == []
    assert found(first, meeting("b", "2030-04-01")) == []
    assert found(first, meeting("b", "2030-04-09", who="F")) == []
    assert found(first, meeting("b", "2030-04-09", "2030-04-20")) == []
    assert found(first, event("b", "call", "happened", "2030-04-09", "2030-04-10")) == []
    assert found(meeting("a", "2030-04-08", place="Turku"), meeting("b", "2030-04-09", place="Narvik")) == []
    days: list[dict[str, Any]] = [{"date": "2030-04-09"}, {"date": "2030-04-08"}]
    two = events_report("b", *(("meet", "happened", day) for day in days), date="2030-04-10")
    assert found(first, two) == []


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed reports are not on this machine")
def test_the_seeds_differ_about_one_office() -> None:
    from detente.reading import read

    merged = merge(
        [
            read(Report(id=path.stem, text=path.read_text("utf-8"), language="de"))
            for path in sorted(SEEDS.glob("*.txt"))
        ]
    )
    across, within = find_discrepancies(merged)
    assert (across.kind, across.party) == (within.kind, within.party) == ("office", "donald-trump")
    assert [e.quote for e in across.between] == ["US-Präsident", "ehemaligen US-Präsidenten"]
    assert [e.quote for e in within.between] == ["ehemaligen US-Präsidenten", "Vizepräsidenten"]
