import pytest

from detente.codebooks.amounts import find_amounts


@pytest.mark.parametrize(
    ("text", "language", "amounts"),
    [
        ("6,5 Prozent mehr Lohn", "de", [(6.5, "%", "6,5 Prozent")]),
        ("um 5% und 5 Prozentpunkte", "de", [(5, "%", "5%"), (5, "%", "5 Prozentpunkte")]),
        ("1.200 Euro oder 3 Millionen Euro", "de", [(1200, "euro", "1.200 Euro"), (3e6, "euro", "3 Millionen Euro")]),
        ("a rise of 6 per cent", "en", [(6, "%", "6 per cent")]),
        ("a 35-hour week and 1,000 jobs", "en", [(35, "hour", "35-hour"), (1000, "job", "1,000 jobs")]),
        ("3.5 million euros", "en", [(3.5e6, "euro", "3.5 million euros")]),
        ("80 Kubikmeter", "de", [(80, "kubikm", "80 Kubikmeter")]),
        ("Neuwahlen am 14. November 2026", "de", []),
        ("elections in 2026 under Article 50", "en", []),
        ("am 12.11.2025 um 9 Uhr", "de", []),
        ("6 Prozent", "fr", []),
    ],
)
def test_amounts(text: str, language: str, amounts: list[tuple[float, str, str]]) -> None:
    found = find_amounts(text, language)
    assert [(a.value, a.unit, a.words) for a in found] == amounts
    assert all(" ".join(text[a.start : a.end].split()) == a.words for a in found)
