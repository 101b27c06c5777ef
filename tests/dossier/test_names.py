"""Spellings of names: what is one name, and what only looks like one."""

from __future__ import annotations

from itertools import combinations

import pytest

from detente.dossier.folding import fold, slug
from detente.dossier.names import (
    acronym_of,
    given_agree,
    is_generic,
    known_organisation,
    organisation_key,
    person_name,
    romanised,
)


@pytest.mark.parametrize(
    "spellings",
    [
        "Selenskyj Zelensky Zelenskyy Zelenskiy Selenski Zelenskyi",
        "Lawrow Lavrov",
        "Jermak Yermak",
        "Netanjahu Netanyahu",
        "Wladimir Vladimir",
        "Schoigu Shoigu",
        "Gorbatschow Gorbachev",
        "Janukowytsch Yanukovych Janukowitsch",
        "Chamenei Khamenei",
        "Saluschnyj Zaluzhnyi Zaluzhny",
        "Kusnezow Kuznetsov",
        "Umjerow Umerov",
        "Hanija Haniyeh Haniya",
        "Nawalny Navalny Nawalnyj",
        "Erdoğan Erdogan",
        "Gaddafi Qaddafi Gadhafi",
        "Poroschenko Poroshenko",
    ],
)
def test_romanisations_of_one_name_share_a_key(spellings: str) -> None:
    assert len({romanised(fold(name)) for name in spellings.split()}) == 1


@pytest.mark.parametrize(
    "names", ["Maier Mayer Meier Meyer", "Schulz Schultz Schulze Scholz", "Hofmann Hoffmann", "Merz März", "Bauer Baur"]
)
def test_different_surnames_keep_different_keys(names: str) -> None:
    assert all(romanised(fold(a)) != romanised(fold(b)) for a, b in combinations(names.split(), 2))


def full(text: str) -> tuple[tuple[str, ...], str, str]:
    name = person_name(text)
    assert name is not None
    return name.given, name.surname, name.suffix


def test_a_name_comes_apart() -> None:
    assert full("Ursula von der Leyen") == (("ursula",), "leyen", "")
    assert full("J.D. Vance") == full("JD Vance") == (("j", "d"), "vance", "")
    assert full("Dr. Karl-Theodor zu Guttenberg") == (("karl", "theodor"), "guttenberg", "")
    assert full("Mohammed bin Salman") == (("mohammed",), "binsalman", "")
    assert full("Baschar al-Assad") == (("baschar",), "assad", "")
    assert full("Samuel Reed Jr.") == (("samuel",), "reed", "jr")
    assert full("Al Gore") == (("al",), "gore", "")
    assert full("Merz") == ((), "merz", "")
    assert person_name("der Minister") is None
    assert person_name("delegation") is None
    assert person_name("") is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Wolodymyr Selenskyj", "Volodymyr Zelensky", True),
        ("Mike Waltz", "Michael Waltz", True),
        ("M. Waltz", "Michael Waltz", True),
        ("J.D. Vance", "James David Vance", True),
        ("Waltz", "Michael Waltz", True),
        ("Julian Brandt", "Juliane Brandt", False),
        ("Christian Weiss", "Christina Weiss", False),
        ("Martin Weiss", "Martina Weiss", False),
        ("George W. Bush", "George H. W. Bush", False),
        ("George Bush", "George W. Bush", True),
        ("Samuel Reed", "Samuel Reed Jr.", False),
        ("Peter Lang", "Petra Lang", False),
    ],
)
def test_given_names(one: str, other: str, same: bool) -> None:
    first, second = person_name(one), person_name(other)
    assert first is not None
    assert second is not None
    assert given_agree(first, second) is same
    assert given_agree(second, first) is same


def test_organisations() -> None:
    assert organisation_key("ver.di") == organisation_key("Verdi") == organisation_key("Gewerkschaft Verdi")
    assert organisation_key("IG Metall") == organisation_key("IG-Metall") == organisation_key("die IG Metall")
    assert organisation_key("Nordhafen AG") == organisation_key("Nordhafen")
    assert organisation_key("Europäischer Rat") == organisation_key("Europäischen Rat")
    assert organisation_key("Arbeitgeber") == organisation_key("employers")
    assert organisation_key("Gewerkschaft der Polizei") != organisation_key("Polizei")
    assert known_organisation("Europäische Union") == known_organisation("EU") == known_organisation("European Union")
    assert known_organisation("Nordhafen") is None
    assert is_generic("die Regierung")
    assert is_generic("central bank")
    assert not is_generic("IG Metall")
    assert acronym_of("Bund Freier Seeleute") == "BFS"
    assert acronym_of("Deutsche Bahn") is None


def test_slugs_and_folding() -> None:
    assert slug("Wolodymyr Selenskyj") == "wolodymyr-selenskyj"
    assert slug("Österreichische Volkspartei (ÖVP)") == "oesterreichische-volkspartei-oevp"
    assert slug("…") == ""
    assert fold("Straße") == "strasse"
    assert fold("u\u0308ber") == "ueber"
    assert fold("Łukasz Dvořák") == "lukasz dvorak"
