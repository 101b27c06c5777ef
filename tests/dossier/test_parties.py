"""Which parties become one, and which stay apart."""

from __future__ import annotations

from itertools import permutations

import pytest

from detente.contract import Dossier
from detente.dossier import check, merge

from .telling import Told, person


def people(*dossiers: Dossier) -> list[str]:
    """The names of the persons after a merge, which has to be the same number in any order."""
    counts = {len(merge(order).parties) for order in list(permutations(dossiers))[:24]}
    assert len(counts) == 1
    merged = merge(dossiers)
    assert check(merged) == []
    return sorted(party.name for party in merged.parties if party.kind == "person")


def test_one_person_across_reports_and_languages() -> None:
    spellings = ["Selenskyj", "Zelensky", "Zelenskyy", "Zelenskiy", "Selenski"]
    shorts = [person(name, f"r{n}", "en" if name.startswith("Z") else "de") for n, name in enumerate(spellings)]
    shorts.append(person("Selenskyj", "r9"))
    full = person("Wolodymyr Selenskyj", "f1", office="Präsident", state="UA", state_name="Ukraine")
    other = person("Volodymyr Zelensky", "f2", "en", office="President", state="UA", state_name="Ukraine")
    merged = merge([full, other, *shorts])
    (one,) = [party for party in merged.parties if party.kind == "person"]
    assert one.name == "Wolodymyr Selenskyj"
    assert {*spellings, "Volodymyr Zelensky"} <= set(one.aliases)
    assert one.mentions == len(one.evidence) == 8
    assert one.roles == ["Präsident", "President"]
    assert [office.of for office in one.offices] == ["ukraine", "ukraine"]
    assert people(full, other, *shorts[:2]) == ["Wolodymyr Selenskyj"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sergej Lawrow", "Sergey Lavrov"),
        ("Andrij Jermak", "Andriy Yermak"),
        ("Benjamin Netanjahu", "Benjamin Netanyahu"),
        ("Wladimir Putin", "Vladimir Putin"),
        ("Lawrow", "Lavrov"),
        ("Netanjahu", "Netanyahu"),
        ("J.D. Vance", "JD Vance"),
        ("Michael Waltz", "Mike Waltz"),
    ],
)
def test_pairs_of_spellings(one: str, other: str) -> None:
    assert len(people(person(one, "a", "de"), person(other, "b", "en"))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hanna Maier", "Hanna Mayer"),
        ("Julian Brandt", "Juliane Brandt"),
        ("Samuel Reed", "Samuel Reed Jr."),
        ("Maier", "Hanna Mayer"),
        ("Fischer", "Fisher"),
        ("Otto Brandt", "Olga Brandt"),
    ],
)
def test_pairs_that_are_two(one: str, other: str) -> None:
    assert len(people(person(one, "a", "de"), person(other, "b", "en"))) == 2


def test_a_surname_joins_the_one_full_name() -> None:
    assert people(person("Merz", "a"), person("Friedrich Merz", "b")) == ["Friedrich Merz"]
    assert people(person("von der Leyen", "a"), person("Ursula von der Leyen", "b")) == ["Ursula von der Leyen"]


def test_a_surname_of_two_persons_joins_neither() -> None:
    assert people(person("Brandt", "a"), person("Otto Brandt", "b"), person("Olga Brandt", "c")) == [
        "Brandt",
        "Olga Brandt",
        "Otto Brandt",
    ]


def test_an_office_tells_which_of_two() -> None:
    president = {"office": "Präsident", "state": "FI", "state_name": "Finnland"}
    merged = merge(
        [person("Brandt", "a", **president), person("Otto Brandt", "b", **president), person("Olga Brandt", "c")]
    )
    names = {party.name: party.mentions for party in merged.parties if party.kind == "person"}
    assert names == {"Otto Brandt": 2, "Olga Brandt": 1}


def test_a_surname_of_another_house_stays_apart() -> None:
    one = person("Brandt", "a", house="Hafenunion")
    assert people(one, person("Otto Brandt", "b", house="Seemannsbund")) == ["Brandt", "Otto Brandt"]
    assert people(one, person("Otto Brandt", "b", house="Hafenunion")) == ["Otto Brandt"]
    finnish = person("Brandt", "c", state="FI", state_name="Finnland")
    assert len(people(finnish, person("Otto Brandt", "d", state="NO", state_name="Norwegen"))) == 2


def test_namesakes_of_two_houses_stay_two() -> None:
    one = person("Peter Lang", "a", house="Hafenunion")
    other = person("Peter Lang", "b", house="Seemannsbund")
    assert people(one, other) == ["Peter Lang", "Peter Lang"]
    merged = merge([one, other])
    assert len({party.id for party in merged.parties}) == len(merged.parties)
    # Without a house it could be either.
    assert len(people(one, other, person("Peter Lang", "c"))) == 3


def test_namesakes_within_a_report_stay_two() -> None:
    told = Told("a", "Peter Lang traf Peter Lang.")
    told.party("Peter Lang", id="peter-lang")
    told.party("Peter Lang", id="peter-lang-2")
    told.dossier.parties[0].evidence, told.dossier.parties[1].evidence = [
        [evidence] for evidence in told.dossier.parties[0].evidence
    ]
    merged = merge([told.dossier])
    assert len(merged.parties) == 2
    assert merge([merged, merged]) == merged


def test_surnames_that_come_first() -> None:
    told = Told("a", "Xi Jinping reiste ab. Xi sagte nichts.")
    told.party("Xi Jinping", aliases=("Xi",))
    assert people(told.dossier, person("Xi", "b", "en")) == ["Xi Jinping"]


def test_descriptions_join_the_holder_of_the_office() -> None:
    ukraine = {"state": "UA", "state_name": "Ukraine"}
    holder = person("Wolodymyr Selenskyj", "a", office="ukrainischer Präsident", **ukraine)
    german = person("der ukrainische Präsident", "b", **ukraine)
    english = person("the Ukrainian president", "c", "en")
    merged = merge([holder, german, english])
    (one,) = [party for party in merged.parties if party.kind == "person"]
    assert one.name == "Wolodymyr Selenskyj"
    assert {"der ukrainische Präsident", "the Ukrainian president"} <= set(one.aliases)
    # Two who held it: the description could mean either.
    former = person("Petro Poroschenko", "d", office="ukrainischer Präsident", former="yes", **ukraine)
    assert len(people(holder, former, german)) == 3
    # Another state's president is somebody else.
    finnish = person("der finnische Präsident", "e", state="FI", state_name="Finnland")
    assert people(holder, finnish) == ["Wolodymyr Selenskyj", "der finnische Präsident"]
    assert people(german, english) == ["der ukrainische Präsident"]


def test_states_by_code_in_the_main_language() -> None:
    def state(report: str, name: str, language: str, code: str | None = "US") -> Dossier:
        told = Told(report, f"{name} …", language)
        told.party(name, "state", code=code)
        return told.dossier

    usa, english = state("a", "USA", "de"), state("b", "United States", "en")
    (one,) = merge([usa, english, state("c", "Vereinigte Staaten", "de", None)]).parties
    assert (one.id, one.name, one.code, one.mentions) == ("united-states", "Vereinigte Staaten", "US", 3)
    assert {"USA", "United States"} <= set(one.aliases)
    (one,) = merge([usa, english, state("d", "America", "en")]).parties
    assert (one.id, one.name) == ("united-states", "United States")
    two = merge([state("a", "Niger", "de", "NE"), state("b", "Nigeria", "de", "NG")])
    assert len(two.parties) == 2


def test_organisations_by_code_name_alias_and_acronym() -> None:
    def house(report: str, name: str, *aliases: str, language: str = "de", code: str | None = None) -> Dossier:
        told = Told(report, " ".join((name, *aliases)), language)
        told.party(name, "organisation", aliases=aliases, code=code)
        return told.dossier

    def count(*dossiers: Dossier) -> int:
        assert len(merge(dossiers).parties) == len(merge(dossiers[::-1]).parties)
        return len(merge(dossiers).parties)

    assert count(house("a", "Europäische Union"), house("b", "EU"), house("c", "European Union", language="en")) == 1
    assert count(house("a", "ver.di"), house("b", "Verdi"), house("c", "Gewerkschaft Verdi")) == 1
    assert count(house("a", "IG Metall"), house("b", "IG-Metall")) == 1
    assert count(house("a", "Bund Freier Seeleute", "BFS"), house("b", "BFS")) == 1
    assert count(house("a", "Bund Freier Seeleute"), house("b", "BFS")) == 1
    assert count(house("a", "Bund Freier Seeleute"), house("b", "Bank Flüssiger Sachen"), house("c", "BFS")) == 3
    assert count(house("a", "Hafenunion"), house("b", "Hafenverein")) == 2
    # A state and a house may share a code.
    told = Told("s", "Ecuador")
    told.party("Ecuador", "state", code="EC")
    assert count(told.dossier, house("a", "EU-Kommission", code="EC")) == 2


def test_generic_bodies_of_two_states_stay_two() -> None:
    def ministry(report: str, state: str, code: str) -> Dossier:
        told = Told(report, f"Das Außenministerium in {state}")
        told.party("Außenministerium", "organisation", of=told.party(state, "state", code=code))
        return told.dossier

    norway, finland = ministry("a", "Norwegen", "NO"), ministry("b", "Finnland", "FI")
    assert len(merge([norway, finland, ministry("c", "Norwegen", "NO")]).parties) == 4


def test_persons_never_join_organisations() -> None:
    told = Told("a", "Verdi sprach.")
    told.party("Verdi", "person")
    house = Told("b", "Verdi streikt.")
    house.party("Verdi", "organisation")
    assert len(merge([told.dossier, house.dossier]).parties) == 2


def test_common_nouns_join_within_one_story() -> None:
    def report(id: str, text: str, *names: str, language: str = "de", noun: str = "Experten") -> Dossier:
        told = Told(id, f"{text} {noun}", language)
        told.party(noun, "group")
        for name in names:
            told.party(name, "organisation")
        return told.dossier

    one = report("a", "Die Hafenunion streikt.", "Hafenunion")
    same = report("b", "The Hafenunion went home.", "Hafenunion", language="en", noun="Experts")
    other = report("c", "Der Seemannsbund und die EU schweigen.", "Seemannsbund", "EU")
    other_eu = report("d", "Die EU tagt.", "EU")

    def experts(*dossiers: Dossier) -> int:
        return sum(party.kind == "group" for party in merge(dossiers).parties)

    assert experts(one, same) == 1
    assert experts(one, other) == 2
    assert experts(other, other_eu) == 2
    assert experts(one, other, same) == 2


def test_monarchs_and_juniors() -> None:
    def named(report: str, name: str) -> Dossier:
        return person(name, report, "en")

    assert len(people(named("a", "Queen Elizabeth II"), named("b", "Elizabeth II"), named("c", "Elizabeth"))) == 1
    assert len(people(named("a", "King Charles II"), named("b", "King Charles III"))) == 2
    assert len(people(named("a", "King Charles II"), named("b", "King Charles III"), named("c", "Charles"))) == 3
    assert len(people(named("a", "King Charles III"), named("c", "Charles"))) == 1
    assert len(people(named("a", "Reed Jr."), named("b", "Samuel Reed"))) == 2
    assert len(people(named("a", "Reed"), named("b", "Samuel Reed Jr."))) == 2
