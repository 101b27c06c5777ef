"""Which actors are parties: who acts, speaks or is addressed, and not who is only named."""

from __future__ import annotations

import pytest

from detente.contract import Report
from detente.reading import read
from detente.reading.analysis import analyse
from detente.reading.parties import find_parties, part_of

LONG = {
    "de": "Es regnete in der Stadt. Der Markt war leer. Am Abend kam Wind auf. ",
    "en": "It rained in the city. The market was empty. In the evening a wind rose. ",
}


def parties(language: str, text: str) -> set[str]:
    """The parties of a text, read behind a lede that names nobody."""
    analysis = analyse(Report(id="r", language=language, text=LONG[language] + text))
    return {analysis.actors[key].name for key in find_parties(analysis, [], [])}


def part(language: str, text: str, name: str) -> str:
    analysis = analyse(Report(id="r", language=language, text=text))
    return next(part_of(analysis, m) for m in analysis.mentions if m.actor.name == name)


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("de", "Carla Stein legte einen Plan vor.", "Carla Stein"),
        ("de", "Das sei falsch, so Karl Probe.", "Karl Probe"),
        ("de", "Laut Karl Probe bleibt es dabei.", "Karl Probe"),
        ("de", "Die Gespräche mit Karl Probe dauern an.", "Karl Probe"),
        ("de", "Der Antrag wurde von Karl Probe gestellt.", "Karl Probe"),
        ("de", "Die Forderung von Karl Probe ist neu. Karl Probe schwieg.", "Karl Probe"),
        ("en", "Carla Stone presented a plan.", "Carla Stone"),
        ("en", "According to Tom Hill it stays as it is.", "Tom Hill"),
        ("en", "Talks with Tom Hill go on.", "Tom Hill"),
        ("en", "That is wrong, said Tom Hill.", "Tom Hill"),
        ("en", "Tom Hill, the owner, said it was wrong.", "Tom Hill"),
    ],
)
def test_who_does_something(language: str, text: str, name: str) -> None:
    assert name in parties(language, text)


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("de", "Die Straße ist nach Karl Probe benannt.", "Karl Probe"),
        ("de", "Am Hafen steht das Haus von Karl Probe.", "Karl Probe"),
        ("en", "The street was named after Tom Hill.", "Tom Hill"),
        ("en", "The picture shows Tom Hill.", "Tom Hill"),
        ("en", "The land is used by the Harbour Guard.", "Harbour Guard"),
        ("en", "Norway is a country on the coast.", "Norway"),
    ],
)
def test_who_is_only_named(language: str, text: str, name: str) -> None:
    assert name not in parties(language, text)


def test_who_is_named_often_or_in_the_lede_is_a_party() -> None:
    assert "Tom Hill" in parties("en", "The picture shows Tom Hill. The street was named after Tom Hill.")
    dossier = read(Report(id="r", language="en", text="The street was named after Tom Hill. It rained."))
    assert [p.name for p in dossier.parties] == ["Tom Hill"]


def test_an_enumeration_acts_together() -> None:
    assert {"Norway", "Peru", "Chile"} <= parties("en", "The plan was backed, said Norway, Peru and Chile.")
    assert {"Norwegen", "Peru", "Chile"} <= parties("de", "Norwegen, Peru und Chile lehnten den Plan ab.")


def test_whom_somebody_speaks_for_is_a_party_only_where_that_one_takes_part() -> None:
    dossier = read(Report(id="r", language="en", text="French President Carla Stone rejected the plan."))
    assert {p.name for p in dossier.parties} == {"Carla Stone", "France"}
    dossier = read(Report(id="r", language="en", text="It rained. French President Carla Stone smiled."))
    assert [(p.name, p.of) for p in dossier.parties] == [("Carla Stone", None)]
    assert dossier.parties[0].roles


def test_known_organisations_are_parties_also_in_passing() -> None:
    assert "SPD" in parties("de", "Das half der SPD.")


@pytest.mark.parametrize(
    ("language", "text", "name", "expected"),
    [
        ("de", "Die Forderung Norwegens ist neu.", "Norwegen", "stance"),
        ("de", "Das Wetter Norwegens ist rau.", "Norwegen", "aside"),
        ("de", "Norwegen forderte mehr Geld.", "Norwegen", "speaks"),
        ("de", "Norwegen wurde gelobt.", "Norwegen", "affected"),
        ("en", "Norway's demand is new.", "Norway", "stance"),
        ("en", "Norway demanded more money.", "Norway", "speaks"),
        ("en", "The plan was rejected by Norway.", "Norway", "agent"),
        ("en", "According to Norway, talks failed.", "Norway", "source"),
    ],
)
def test_parts(language: str, text: str, name: str, expected: str) -> None:
    assert part(language, text, name) == expected


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("de", "Mehrere Firmen kamen, darunter Nordfisch AG.", "Nordfisch AG"),
        ("de", "Der Verband wandte sich an Karl Probe und appellierte an Karl Probe.", "Karl Probe"),
        ("de", "Der Vorschlag von Karl Probe liegt vor.", "Karl Probe"),
        ("en", "The proposal of Tom Hill is new.", "Tom Hill"),
    ],
)
def test_members_addressees_and_whose_proposal_it_is(language: str, text: str, name: str) -> None:
    assert name in parties(language, text)
