from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.settlement.formats import FORMATS, Format, load_scenario, write_scenario
from detente.settlement.numbers import ScenarioError
from detente.settlement.scenario import (
    Forbidden,
    Scenario,
    ScenarioIssue,
    ScenarioOption,
    ScenarioParty,
)

from .test_reading import DATA

NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=8).filter(
    lambda name: name == name.strip()
)
TENTHS = st.integers(0, 1000).map(lambda n: Fraction(n, 1000))


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    names = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    parties = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    issues = tuple(
        ScenarioIssue(
            name, name, tuple(ScenarioOption(o, o) for o in draw(st.lists(NAMES, min_size=1, max_size=3, unique=True)))
        )
        for name in names
    )
    # Weight times evaluation, the best evaluation 1: what every format holds exactly.
    values = []
    for _ in parties:
        row = []
        for issue in issues:
            weight = draw(TENTHS)
            others = [weight * draw(TENTHS) for _ in issue.options[1:]]
            row.append((weight, *others))
        values.append(tuple(row))
    quo = tuple(draw(st.integers(0, len(issue.options) - 1)) for issue in issues)
    return Scenario(
        parties=tuple(ScenarioParty(name, name) for name in parties),
        issues=issues,
        values=tuple(values),
        status_quo=quo,
    )


@pytest.mark.parametrize("format", list(FORMATS))
@given(scenario=scenarios())
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_again(format: Format, scenario: Scenario) -> None:
    with TemporaryDirectory() as folder:
        written = write_scenario(scenario, Path(folder) / "harbour", format)
        again = load_scenario(Path(folder) / "harbour", written)
    assert [party.id for party in again.parties] == [party.id for party in scenario.parties]
    assert [[o.id for o in issue.options] for issue in again.issues] == [
        [o.id for o in issue.options] for issue in scenario.issues
    ]
    assert again.values == scenario.values
    assert again.reservation == scenario.reservation


@pytest.mark.parametrize("name", ["harbour", "harbour-yaml"])
@pytest.mark.parametrize("format", ["genius", "negmas"])
def test_scenarios_go_from_one_format_to_another(tmp_path: Path, name: str, format: Format) -> None:
    scenario = load_scenario(DATA / name)
    again = load_scenario(tmp_path / "x", write_scenario(scenario, tmp_path / "x", format))
    for row, other in zip(scenario.values, again.values, strict=True):
        for values, others in zip(row, other, strict=True):
            assert all(abs(a - b) < Fraction(1, 10**38) for a, b in zip(values, others, strict=True))
    assert [party.discount for party in again.parties] == [party.discount for party in scenario.parties]


def test_a_folder_of_five_parties_needs_no_choice_where_the_format_can_seat_them(tmp_path: Path) -> None:
    issue = ScenarioIssue("a", "a", (ScenarioOption("x", "x"), ScenarioOption("y", "y")))
    parties = tuple(ScenarioParty(name, name) for name in ("É", "é", "a/b", "a b", "harbour"))
    scenario = Scenario(parties, (issue,), tuple(((Fraction(1), Fraction(0)),) for _ in parties))
    write_scenario(scenario, tmp_path / "harbour", "genius")
    assert [party.id for party in load_scenario(tmp_path / "harbour").parties] == [party.id for party in parties]


def test_what_a_format_cannot_hold_is_refused(tmp_path: Path) -> None:
    scenario = load_scenario(DATA / "harbour")
    with pytest.raises(ScenarioError, match="no reservation value but that of a bid"):
        write_scenario(scenario, tmp_path / "x", "geniusweb")
    issue = ScenarioIssue("a", "a", (ScenarioOption("x", "x"), ScenarioOption("y", "y")))
    party = ScenarioParty("p", "p")
    barred = Scenario((party,), (issue,), (((Fraction(1), Fraction(0)),),), constraints=(Forbidden((("a", "x"),)),))
    with pytest.raises(ScenarioError, match="cannot hold interactions or constraints"):
        write_scenario(barred, tmp_path / "x", "genius")
    below = Scenario((party,), (issue,), (((Fraction(-1), Fraction(0)),),))
    with pytest.raises(ScenarioError, match="cannot hold utilities below 0"):
        write_scenario(below, tmp_path / "x", "genius")
