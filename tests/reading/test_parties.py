"""Which actors are parties: who acts, speaks or is addressed, and not who is only named."""

from __future__ import annotations

import pytest

from detente.contract import Report
from detente.reading import read
from detente.reading.analysis import analyse
from detente.reading.events import find_events
from detente.reading.parties import find_parties, part_of
from detente.reading.parties.decision import Model, load_model, shipped
from detente.reading.parties.evidence import active, evidence
from detente.reading.statements import find_statements

LONG = {
    "de": "Es regnete in der Stadt. Der Markt war leer. Am Abend kam Wind auf. ",
    "en": "It rained in the city. The market was empty. In the evening a wind rose. ",
}


def parties(language: str, text: str) -> set[str]:
    """The parties of a text, read behind a lede that names nobody."""
    analysis = analyse(Report(id="r", language=language, text=LONG[language] + text))
    found = find_parties(analysis, find_statements(analysis), find_events(analysis))
    return {analysis.actors[key].name for key in found}


def features(language: str, text: str, name: str) -> frozenset[str]:
    """What a text tells of an actor."""
    analysis = analyse(Report(id="r", language=language, text=LONG[language] + text))
    told = evidence(analysis, active(analysis, find_statements(analysis), find_events(analysis)))
    return next(told[key] for key, actor in analysis.actors.items() if actor.name == name)


def part(language: str, text: str, name: str) -> str:
    analysis = analyse(Report(id="r", language=language, text=text))
    return next(part_of(analysis, m) for m in analysis.mentions if m.actor.name == name)


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("de", "Carla Stein legte einen Plan vor.", "Carla Stein"),
        ("de", "Das sei falsch, so Karl Probe.", "Karl Probe"),
        ("de", "Die Gespräche mit Karl Probe dauern an.", "Karl Probe"),
        ("de", "Der Antrag wurde von Karl Probe gestellt.", "Karl Probe"),
        ("de", "Die Forderung von Karl Probe ist neu. Karl Probe schwieg.", "Karl Probe"),
        ("en", "Carla Stone presented a plan.", "Carla Stone"),
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


def test_who_takes_a_position_is_a_party_however_little_is_told_of_it() -> None:
    analysis = analyse(Report(id="r", language="en", text=LONG["en"] + "The street was named after Tom Hill."))
    assert not find_parties(analysis, [], [])
    said = find_statements(analyse(Report(id="r", language="en", text="Tom Hill rejected the plan.")))
    assert find_parties(analysis, said, []) == {"Tom Hill"}


def test_an_enumeration_acts_together() -> None:
    assert "together" in features("en", "The plan was backed, said Norway, Peru and Chile.", "Peru")
    assert {"Norwegen", "Peru", "Chile"} <= parties("de", "Norwegen, Peru und Chile lehnten den Plan ab.")


def test_whom_somebody_speaks_for_is_a_party_only_where_that_one_takes_part() -> None:
    office = "French President Carla Stone rejected the plan of the union. France wanted more money."
    dossier = read(Report(id="r", language="en", text=office))
    assert {"Carla Stone", "France"} <= {p.name for p in dossier.parties}
    assert next(p.of for p in dossier.parties if p.name == "Carla Stone") == "france"
    dossier = read(Report(id="r", language="en", text="It rained. French President Carla Stone smiled."))
    assert [(p.name, p.of) for p in dossier.parties] == [("Carla Stone", None)]
    assert dossier.parties[0].roles


def test_what_the_report_tells_of_an_actor() -> None:
    told = features("de", "Der Verband lehnte ab. Karl Probe (Nordpartei) sagte, er sei froh.", "Karl Probe")
    assert {"does:speaks", "p~does:speaks", "n>=1", "subject:speech", "kind:person"} <= told
    assert "n>=2" not in told
    assert "lede" not in told
    assert {"part:affected", "subject:deed passive"} <= features("de", "Norwegen wurde geführt.", "Norwegen")
    assert "de|nach" in features("de", "Die Straße ist nach Karl Probe benannt.", "Karl Probe")


def test_events_and_addressees_name_parties_only() -> None:
    text = LONG["de"] + "Die Minister trafen sich am Montag. Karl Probe forderte von der Nordfisch AG mehr Geld."
    dossier = read(Report(id="r", language="de", text=text))
    ids = {p.id for p in dossier.parties}
    assert {key for e in dossier.events for key in e.participants} <= ids
    assert {s.addressee for s in dossier.statements if s.addressee} <= ids


def test_the_model_is_read_from_its_file() -> None:
    model = load_model('{"bias": -1.0, "weights": {"a": 2.0}, "least": 0.5}')
    assert model == Model(-1.0, {"a": 2.0}, 0.5)
    assert model.likelihood({"b"}) < 0.5 < model.likelihood({"a", "b"})
    assert shipped().weights["holds>=1"] > 0
    with pytest.raises(KeyError):
        load_model("{}")


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
        ("en", "Talks with Tom Hill go on.", "Tom Hill", "talks"),
        ("de", "Laut Karl Probe bleibt es dabei.", "Karl Probe", "source"),
        ("de", "Mehrere Firmen kamen, darunter Nordfisch AG.", "Nordfisch AG", "does"),
    ],
)
def test_parts(language: str, text: str, name: str, expected: str) -> None:
    assert part(language, text, name) == expected


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("de", "Der Verband wandte sich an Karl Probe und appellierte an Karl Probe.", "Karl Probe"),
        ("de", "Der Vorschlag von Karl Probe liegt vor.", "Karl Probe"),
        ("en", "The proposal of Tom Hill is new.", "Tom Hill"),
    ],
)
def test_addressees_and_whose_proposal_it_is(language: str, text: str, name: str) -> None:
    assert name in parties(language, text)


@pytest.mark.parametrize(
    ("language", "text", "name", "role", "of"),
    [
        ("de", "Norwegens Außenminister Ole Muster war auch dabei.", "Ole Muster", "Norwegens Außenminister", None),
        ("de", "Norwegens Außenminister Ole Muster lehnte den Plan ab.", "Ole Muster", "Außenminister", "norwegen"),
        ("en", "The union's leader Kim Holm rejected the plan.", "Kim Holm", "union's leader", None),
        ("en", "Norway's minister Kim Holm rejected the plan.", "Kim Holm", "minister", "norway"),
    ],
)
def test_an_office_tells_whose_it_is_where_that_is_no_party(
    language: str, text: str, name: str, role: str, of: str | None
) -> None:
    found = read(Report(id="r", language=language, text=LONG[language] + text))
    (office,) = next(party.offices for party in found.parties if party.name == name)
    assert (office.role, office.of, office.evidence.quote) == (role, of, role)
