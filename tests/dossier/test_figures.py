"""Figures in German and English passages."""

from __future__ import annotations

import pytest

from detente.dossier.figures import find_figures


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("5,5 Prozent mehr Lohn", "de", [(5.5, "percent", True)]),
        ("a 5.5 per cent rise", "en", [(5.5, "percent", True)]),
        ("fünf Prozent", "de", [(5.0, "percent", True)]),
        ("ten percent", "en", [(10.0, "percent", True)]),
        ("8% und 24 Monate", "de", [(8.0, "percent", True), (24.0, "months", True)]),
        ("3.000 Euro", "de", [(3000.0, "euro", True)]),
        ("3,000 euros", "en", [(3000.0, "euro", True)]),
        ("€3,000", "en", [(3000.0, "euro", True)]),
        ("2,5 Milliarden Euro", "de", [(2.5e9, "euro", True)]),
        ("$3 billion", "en", [(3e9, "dollar", True)]),
        ("3 Billionen Dollar", "de", [(3e12, "dollar", True)]),
        ("4.5 Prozent", "de", [(4.5, "percent", True)]),
        ("rund 5 Prozent", "de", [(5.0, "percent", False)]),
        ("at least 5 percent", "en", [(5.0, "percent", False)]),
        ("5 bis 6 Prozent", "de", [(6.0, "percent", False)]),
        ("5 Prozent bis 6 Prozent", "de", [(5.0, "percent", False), (6.0, "percent", False)]),
        ("5-6 Prozent", "de", [(6.0, "percent", False)]),
        ("im Jahr 2030", "de", []),
        ("Artikel 5", "de", []),
        ("die Prozentrechnung", "de", []),
        ("", "en", []),
    ],
)
def test_figures(text: str, language: str, found: list[tuple[float, str, bool]]) -> None:
    assert [(f.value, f.unit, f.exact) for f in find_figures(text, language)] == found
