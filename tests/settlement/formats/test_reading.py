from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from detente.settlement.formats import is_scenario, load_scenario
from detente.settlement.numbers import ScenarioError
from detente.settlement.scenario import Scenario

DATA = Path(__file__).parents[1] / "data"


def worth(scenario: Scenario, deal: dict[str, str]) -> tuple[Fraction, ...]:
    return scenario.utilities(scenario.places(deal))


def test_genius_divides_evaluations_by_the_greatest_one() -> None:
    # NegMAS does not: a party's reservation value of 0.45 then means nothing beside a bid worth 34.
    port = load_scenario(DATA / "harbour").values[0]
    assert port[0] == (0, Fraction("0.4") / 4, Fraction("0.4"))
    assert port[3] == (Fraction("0.1"), Fraction("0.1") / 3)


def test_genius_integer_issues_start_at_their_lower_bound() -> None:
    # NegMAS evaluates slope times the value itself, so that every value is cut off at 0 here.
    scenario = load_scenario(DATA / "harbour")
    assert [option.id for option in scenario.issues[1].options] == ["4", "5", "6", "7", "8"]
    assert scenario.values[0][1] == tuple(
        Fraction("0.2") * each for each in (1, Fraction(3, 4), Fraction(1, 2), Fraction(1, 4), 0)
    )
    assert scenario.values[1][1][-1] == Fraction("0.3")


def test_genius_real_issues_are_cut_off_at_0_and_1() -> None:
    scenario = load_scenario(DATA / "harbour")
    dues = scenario.issues[2]
    assert (dues.kind, dues.options[0].number, dues.options[-1].number) == ("real", 0, 2)
    assert scenario.values[1][2][0] == Fraction("0.1")
    assert scenario.values[1][2][-1] == Fraction("0.1") * Fraction("0.2")


def test_genius_reservation_and_discount() -> None:
    port, village = load_scenario(DATA / "harbour").parties
    assert (port.reservation, port.discount) == (Fraction("0.45"), Fraction("0.9"))
    assert (village.reservation, village.discount) == (Fraction("0.4"), 1)
    (carrier,) = load_scenario(DATA / "harbour", ["carrier"]).parties
    assert (carrier.reservation, carrier.discount) == (0, 1)


def test_a_bare_ampersand_and_a_criteria_table_are_no_trouble(tmp_path: Path) -> None:
    copy = _copy("harbour", tmp_path)
    text = (copy / "port.xml").read_text("utf-8")
    table = '<criteria_function><item index="1" value="none" evaluation="7"/></criteria_function></issue>'
    (copy / "port.xml").write_text("\n\n" + text.replace("</issue>", table, 1), "utf-8")
    again = load_scenario(copy)
    assert again.issues[0].id == "Berths & cranes"
    assert again.values == load_scenario(DATA / "harbour").values


def test_the_domain_file_says_who_sits_at_the_table() -> None:
    # Four profiles are in the folder; NegMAS makes a party of each.
    scenario = load_scenario(DATA / "harbour")
    assert [party.id for party in scenario.parties] == ["port", "village"]
    (said,) = scenario.assumptions
    assert said.text("en") == "At the table: port, village. Profiles in the folder that are not: 2."
    assert "nicht dabei sind: 2" in said.text("de")


@pytest.mark.parametrize(
    "chosen",
    [
        ["anglers", "carrier.xml", "port"],
        [DATA / "harbour" / name for name in ("anglers.xml", "carrier.xml", "port.xml")],
    ],
)
def test_profiles_are_chosen_by_name_or_path_in_that_order(chosen: list[str | Path]) -> None:
    scenario = load_scenario(DATA / "harbour", chosen)
    assert [party.id for party in scenario.parties] == ["anglers", "carrier", "port"]


def test_more_profiles_than_seats_must_be_chosen(tmp_path: Path) -> None:
    copy = _copy("harbour", tmp_path)
    domain = copy / "harbour.xml"
    lines = domain.read_text("utf-8").splitlines()
    domain.write_text("\n".join(line for line in lines if "<agent" not in line), "utf-8")
    with pytest.raises(ScenarioError, match=r"4 profiles are here; choose .*--profiles: anglers\.xml, carrier\.xml"):
        load_scenario(copy)
    (copy / "anglers.xml").unlink()
    assert len(load_scenario(copy).parties) == 3


def test_geniusweb_values_are_exact() -> None:
    scenario = load_scenario(DATA / "harbour-web")
    assert [party.id for party in scenario.parties] == ["Port", "Village"]
    assert worth(scenario, {"ferry": "daily", "ban": "6"}) == (
        Fraction("0.3") + Fraction("0.7") * Fraction("0.55"),
        Fraction("0.05") + Fraction("0.8") * Fraction("0.55"),
    )
    assert worth(scenario, {"ferry": "weekly", "ban": "4"})[0] == Fraction("0.63")


def test_geniusweb_reservation_bids() -> None:
    scenario = load_scenario(DATA / "harbour-web")
    assert scenario.status_quo == scenario.places({"ferry": "daily", "ban": "8"})
    assert [party.reservation for party in scenario.parties] == [Fraction("0.44"), Fraction("0.85")]


def test_geniusweb_files_of_another_kind_are_passed_over() -> None:
    assert len(load_scenario(DATA / "harbour-web").parties) == 2
    with pytest.raises(ScenarioError, match=r"notes\.json: .*LinearAdditiveUtilitySpace"):
        load_scenario(DATA / "harbour-web", ["notes"])


def test_a_domain_file_stands_for_its_folder() -> None:
    assert load_scenario(DATA / "harbour" / "harbour.xml").values == load_scenario(DATA / "harbour").values
    assert load_scenario(DATA / "harbour-yaml" / "harbour.yml").values == load_scenario(DATA / "harbour-yaml").values
    with pytest.raises(ScenarioError, match="a profile is one party's"):
        load_scenario(DATA / "harbour-web" / "port.json")


def test_negmas_functions() -> None:
    scenario = load_scenario(DATA / "harbour-yaml")
    assert worth(scenario, {"ban": "4", "ferry": "daily", "dues": "1"}) == (
        Fraction("0.5") * Fraction("0.5") + Fraction("0.3") + Fraction("0.2"),
        Fraction("0.4") + Fraction("0.1") + Fraction("0.125"),
    )
    assert worth(scenario, {"ban": "8", "ferry": "no", "dues": "2"})[0] == Fraction("0.05")


def test_negmas_reserved_values() -> None:
    port, village = load_scenario(DATA / "harbour-yaml").parties
    assert (port.id, port.reservation, port.discount) == ("Port", Fraction("0.25"), Fraction("0.9"))
    assert village.reservation is None


def test_what_is_a_scenario(tmp_path: Path) -> None:
    assert all(is_scenario(DATA / name) for name in ("harbour", "harbour-web", "harbour-yaml"))
    assert is_scenario(DATA / "harbour" / "port.xml")
    assert not is_scenario(DATA / "harbour-web" / "notes.json")
    (tmp_path / "report.txt").write_text("The port wants more berths.")
    (tmp_path / "feed.xml").write_text("<rss><channel><title>News</title></channel></rss>")
    assert not is_scenario(tmp_path)
    assert not is_scenario(tmp_path / "feed.xml")
    with pytest.raises(ScenarioError, match="neither a domain nor a profile"):
        load_scenario(tmp_path)


def _copy(name: str, to: Path) -> Path:
    folder = to / name
    folder.mkdir()
    for file in (DATA / name).iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


def test_bends_of_genius_evaluations_become_options(tmp_path: Path) -> None:
    # 1.2 - 0.5 x is cut off at 1 below 0.4, a triangle has its top at 0.47: neither is one of the 21 steps of 0.1.
    copy = _copy("harbour", tmp_path)
    text = (copy / "port.xml").read_text("utf-8")
    line = next(line for line in text.splitlines() if "evaluator" in line and "parameter0" in line)
    peak = '<evaluator ftype="triangular" parameter0="0.1" parameter1="1.9" parameter2="0.47"/>'
    (copy / "port.xml").write_text(text.replace(line, peak), "utf-8")
    scenario = load_scenario(copy)
    dues = scenario.issues[2]
    assert {"0.47", "0.4", "0.1", "1.9"} <= {option.id for option in dues.options}
    assert len(dues.options) == 22
    top = max(scenario.values[0][2])
    assert scenario.values[0][2][dues.index("0.47")] == top > scenario.values[0][2][dues.index("0.5")]
