"""What a role says, in both languages."""

from __future__ import annotations

import pytest

from detente.dossier.offices import described_office, parse_role


@pytest.mark.parametrize(
    ("words", "office", "of", "tenure"),
    [
        ("US-Präsident", "president", "state US", "held"),
        ("ehemaliger US-Präsident", "president", "state US", "former"),
        ("Ex-US-Präsident", "president", "state US", "former"),
        ("former US president", "president", "state US", "former"),
        ("der ukrainische Präsident", "president", "state UA", "held"),
        ("ukrainischer Staatschef", "president", "state UA", "held"),
        ("President of Ukraine", "president", "state UA", "held"),
        ("Frankreichs Präsident", "president", "state FR", "held"),
        ("France's president", "president", "state FR", "held"),
        ("president-elect", "president", None, "uncertain"),
        ("damaliger Präsident", "president", None, "uncertain"),
        ("amtierende britische Premierministerin", "head_of_government", "state GB", "held"),
        ("Chancellor of the Exchequer", "finance_minister", None, "held"),
        ("US Secretary of State", "foreign_minister", "state US", "held"),
        ("EU-Kommissionspräsidentin", "commission_president", "house EU", "held"),
        ("UN-Generalsekretär", "secretary_general", "house UN", "held"),
        ("Vizepräsident", "vice_president", None, "held"),
        ("dessen Vizepräsidenten", "vice_president", None, "held"),
        ("Kremlchef", "president", "state RU", "held"),
        ("the Ukrainian president's spokesman", "spokesperson", "state UA", "held"),
        ("Kanzleichef des ukrainischen Präsidenten", "chief_of_staff", "state UA", "held"),
    ],
)
def test_roles(words: str, office: str, of: str | None, tenure: str) -> None:
    role = parse_role(words)
    assert (role.office, role.of, role.tenure, role.known) == (office, of, tenure, True)


def test_owners_without_a_code() -> None:
    assert parse_role("Nordhafen-Chef").owner == "nordhafen"
    assert parse_role("Vorsitzende der Hafenunion").owner == "hafenunion"


def test_unknown_offices_keep_their_words() -> None:
    role = parse_role("frühere Leuchtturmwärterin")
    assert (role.office, role.known, role.tenure, role.single) == ("leuchtturmwaerterin", False, "former", False)
    assert parse_role("").office == ""


def test_descriptions() -> None:
    assert described_office("der ukrainische Präsident") is not None
    assert described_office("the French president") is not None
    assert described_office("Wolodymyr Selenskyj") is None
    assert described_office("Hafenchef Olaf Brink") is None
    assert described_office("IG Metall") is None
