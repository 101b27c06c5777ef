from __future__ import annotations

import pytest

from detente.briefing import Brief, compose
from detente.contract import Dossier, Event, Evidence, Issue, Party, Report, Statement

from .disputes import ferries, water


def lines(brief: Brief) -> list[str]:
    """The generated sentences with their references, "Label: text [1.2]"."""
    return [
        f"{line.label}: " + "".join(run.text + "".join(f"[{cite.label}]" for cite in run.cites) for run in line.runs)
        for line in brief.state
    ]


def test_in_german(water_brief: Brief) -> None:
    said = lines(water_brief)
    assert said[:9] == [
        "Umstritten: Mindestabfluss. keine feste Menge – dafür: Südmark[1.3]. 40 Kubikmeter – dafür: Südmark[2.2]."
        " 80 Kubikmeter – dafür: Nordmark (2)[1.1][2.3]; dagegen: Südmark[1.3].",
        "Umstritten: Entschädigung. Zahlung – dafür: Nordmark[2.5]; dagegen: Südmark[2.4]; offen: Südmark[1.9].",
        "Einig: Gemeinsame Messstellen. Dafür: Südmark[1.6], Nordmark[1.6].",
        "Nur einseitig: Erhöhung des Damms. Dagegen: Freie Grelle[1.8].",
        "Ohne Aussagen: Fischereirechte.",
        "Zuletzt: Treffen: Mira Öhlund, Jannis Quell (Brückenau, 3. März 2031)[1.7].",
        "Geplant: Treffen: Nordmark, Südmark (Wiesenthal, 2. April 2031)[2.6].",
        "Gescheitert: Einigung: „Fischerei“[2.7].",
        "Bewegung: Jannis Quell zu „Entschädigung: Zahlung“: offen[1.9], dann dagegen[2.4].",
    ]
    assert said[9] == "Widersprüche: An einer Stelle sagen die Berichte nicht dasselbe.[1.5][2.1]"
    assert said[10].startswith("Einigung: In ")
    assert (
        "von 1.000 Ziehungen gibt es ein Ergebnis, das keiner Partei weniger und mindestens einer mehr bringt"
        in said[10]
    )


def test_in_english(ferries_brief: Brief) -> None:
    said = lines(ferries_brief)
    assert said[:2] == [
        "Contested: Pay rise. 3% – for: Coastline Ferries[1.3]; against: Harbour Union[1.3]."
        " 6% – for: Harbour Union (2)[1.2][2.3].",
        "Contested: Cap on night shifts. For: Harbour Union[1.5]. Against: Coastline Ferries[1.4]."
        " Open: Coastline Ferries[2.1].",
    ]
    assert "Planned: Meeting: Harbour Union, Coastline Ferries (5 May 2031)[2.2]." in said
    assert "Movement: Coastline Ferries on “Cap on night shifts”: against[1.4], then open[2.1]." in said


def test_the_same_dossier_in_the_other_language() -> None:
    assert (
        lines(compose(water(), language="en"))[2] == "Agreed: Gemeinsame Messstellen. For: Südmark[1.6], Nordmark[1.6]."
    )
    assert (
        "Dafür: Harbour Union[1.5]. Dagegen: Coastline Ferries[1.4]. Offen: Coastline Ferries[2.1]."
        in lines(compose(ferries(), language="de"))[1]
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [("de", "In den Berichten wurde keine Aussage gefunden"), ("en", "No statement was found in the reports")],
)
def test_without_statements_it_says_so(language: str, words: str) -> None:
    dossier = Dossier(reports=[Report(id="a", text="Nichts geschah.")])
    assert words in lines(compose(dossier, language=language))[0]


def test_what_is_planned_is_told_next_first_and_what_is_past_last() -> None:
    text = "Sie wollen sich treffen."
    evidence = Evidence(report="a", start=0, end=len(text), quote=text)
    days = ["2031-01-01", None, "2031-06-01", "2031-05-01"]
    events = [
        Event(
            id=f"e{n}",
            type="meet",
            status="planned",
            date=day,
            place=f"Ort {n}",
            evidence=evidence,
            participants=[f"p{n}"],
        )
        for n, day in enumerate(days)
    ]
    parties = [Party(id=f"p{n}", name=f"P{n}", kind="state") for n in range(4)]
    dossier = Dossier(reports=[Report(id="a", text=text, date="2031-03-01")], parties=parties, events=events)
    planned = next(line for line in lines(compose(dossier, language="de")) if line.startswith("Geplant"))
    order = [planned.index(f"Ort {n}") for n in (3, 2, 1)]
    assert order == sorted(order)
    assert "Ort 0" not in planned
    assert planned.endswith("(1 weitere).")


def test_many_issues_are_named_and_the_rest_counted() -> None:
    text = "A will das."
    evidence = Evidence(report="a", start=0, end=len(text), quote=text)
    dossier = Dossier(
        reports=[Report(id="a", text=text)],
        parties=[Party(id="p", name="A", kind="state")],
        issues=[Issue(id=f"i{n}", label=f"Punkt {n}") for n in range(20)],
        statements=[
            Statement(
                id=f"s{n}",
                party="p",
                stance="support",
                issue=f"i{n}",
                topic="",
                cue="",
                evidence=evidence,
                rule="r",
                confidence=1,
            )
            for n in range(20)
        ],
    )
    said = lines(compose(dossier, language="de"))
    assert sum(line.startswith("Nur einseitig") for line in said) == 3
    rest = next(line for line in said if line.startswith("Außerdem"))
    assert rest.count("Punkt") == 6
    assert "(11 weitere)" in rest
