from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from detente.briefing import Brief, compose, print_brief
from detente.briefing.standing import Interval
from detente.briefing.terminal_figures import strip

from .disputes import crowd, hostile


def printed(brief: Brief, width: int = 80, **options: object) -> str:
    file = StringIO()
    print_brief(brief, Console(file=file, width=width, **options))  # type: ignore[arg-type]
    return file.getvalue()


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int, water_brief: Brief) -> None:
    assert max(map(len, printed(water_brief, width).splitlines())) <= width


def test_a_file_gets_no_colour_codes(water_brief: Brief) -> None:
    assert "\x1b" not in printed(water_brief)


def test_without_colour_nothing_is_missing(water_brief: Brief, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    text = printed(water_brief, force_terminal=True)
    assert "\x1b[3" not in text  # styles such as bold may stay
    for words in ("Umstritten", "Einig", "+2", "−1", "○1", "geplant", "gescheitert"):
        assert words in text


def test_every_reference_has_its_sentence_at_the_end(water_brief: Brief) -> None:
    body, evidence = printed(water_brief).split("\nBelege\n")
    for label in ("1.1", "1.9", "2.7"):
        assert f"{label}" in body
        assert f"[{label}]" in evidence
    assert "„Die Nordmark beharrt auf 80 Kubikmetern.“" in evidence


def test_positions_and_scales(water_brief: Brief) -> None:
    text = printed(water_brief)
    assert "+2 75\N{NO-BREAK SPACE}%" in text
    assert "70 (0–100) [1.1 2.3]" in text
    assert "A keine feste Menge (ohne Einigung)" in text


def test_markup_and_escapes_of_reports_do_nothing() -> None:
    text = printed(compose(hostile(), language="en"), force_terminal=True, color_system="truecolor")
    assert "\x1b[31m" not in text
    assert "[red]" in text


def test_long_lists_are_cut_and_the_rest_counted() -> None:
    text = printed(compose(crowd(30, 14), language="en", draws=20))
    assert "… 10 more" in text
    assert "6 more issues" in text


def test_a_scale_in_characters() -> None:
    assert strip(Interval(50, 25, 75), 9) == "··──●──··"
    assert strip(Interval(0, 0, 0), 5) == "●····"
    assert strip(Interval(100, 0, 100), 5) == "────●"
