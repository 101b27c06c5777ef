"""`detente settle` on scenarios of other tools, the way there, and what the answer hangs on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Run

DATA = Path(__file__).parents[1] / "settlement" / "data"


def test_a_scenario_as_json(run: Run) -> None:
    shown = run("settle", DATA / "harbour", "--json")
    found = json.loads(shown.out)
    assert shown.code == 0
    assert found["parties"] == ["port", "village"]
    assert found["outcomes"] == "630"
    assert found["frontier"]["exact"] is True
    assert set(found["solutions"]) == {"nash", "kalai_smorodinsky", "egalitarian", "utilitarian"}
    assert found["individually_rational"]["reservation"] == [0.45, 0.4]
    assert [each["kind"] for each in found["assumptions"]] == ["profiles"]
    assert "way" not in found


@pytest.mark.parametrize("where", ["before", "between", "after"])
def test_several_profiles_after_one_flag(run: Run, where: str) -> None:
    folder, flags = DATA / "harbour", ("--profiles", "anglers.xml", "carrier", str(DATA / "harbour" / "port.xml"))
    calls = {
        "before": (*flags, "--json", folder),
        "between": ("--json", *flags, folder),  # a folder is no profile
        "after": (folder, "--json", *flags),
    }
    shown = run("settle", *calls[where])
    assert json.loads(shown.out)["parties"] == ["anglers", "carrier", "port"]


def test_profiles_one_by_one_and_with_an_equals_sign(run: Run) -> None:
    shown = run("settle", DATA / "harbour-web", "--json", "--profiles=village", "--profiles", "port")
    assert json.loads(shown.out)["parties"] == ["Village", "Port"]
    assert "--profiles" in run("settle", DATA / "harbour", "--profiles").err


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ("Nash-Lösung", "Am Tisch: port, village", "Abwechselnde Angebote")),
        ("en", ("Nash solution", "At the table: port, village", "Alternating offers")),
    ],
)
def test_a_scenario_in_words_and_in_80_columns(run: Run, language: str, words: tuple[str, ...]) -> None:
    shown = run("settle", DATA / "harbour", "--way", "--lang", language)
    assert shown.code == 0
    assert all(each in shown.out for each in words)
    assert max(map(len, shown.out.splitlines())) <= 80


def test_the_way_as_json(run: Run) -> None:
    found = json.loads(run("settle", DATA / "harbour-yaml", "--way", "--json").out)["way"]
    assert found[0]["procedure"] == "single_text"
    assert [step["round"] for step in found[0]["steps"]] == list(range(len(found[0]["steps"])))
    assert found[0]["efficient"] is True
    players = [set(each["players"].values()) for each in found[1:]]
    assert players == [{"boulware"}, {"linear"}, {"conceder"}, {"tit_for_tat"}, {"micro"}]
    assert all(each["seed"] == 0 for each in found)


def test_a_dossier_tells_what_its_answer_hangs_on(run: Run, folder: Path) -> None:
    found = json.loads(run("settle", folder, "--json").out)["robustness"]
    assert found["influences"]
    assert {"statement", "party", "issue", "nash_without", "chance_without", "change", "error"} == set(
        found["influences"][0]
    )
    shown = run("settle", folder, "--lang", "en", "--way")
    assert "The answer hangs most on" in shown.out
    assert "A mediator's single text" in shown.out


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        ([DATA / "harbour", "--profiles", "tug"], "there is no such profile"),
        ([DATA / "harbour", "--profiles", "port"], "nothing to settle with one party"),
        ([DATA / "harbour" / "port.xml"], "a profile is one party's"),
        ([DATA / "nowhere", "--profiles", "a", "b"], "no such file or folder"),
    ],
)
def test_an_error_is_one_line_and_code_1(run: Run, sources: list[str | Path], said: str) -> None:
    shown = run("settle", *sources)
    assert shown.code == 1
    assert said in shown.err
    assert shown.err.count("\n") == 1


def test_bad_numbers_are_named_with_file_and_line(run: Run, tmp_path: Path) -> None:
    for file in (DATA / "harbour").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes().replace(b'evaluation="80"', b'evaluation="NaN"'))
    shown = run("settle", tmp_path)
    assert shown.code == 1
    assert shown.err == f"detente: {tmp_path}/port.xml, line 6: 'NaN' is no finite number\n"


def test_profiles_need_one_scenario(run: Run) -> None:
    shown = run("settle", DATA / "harbour", DATA / "harbour-web", "--profiles", "port")
    assert shown.code == 2


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ("Eines würde passen: Buyer", "Es fehlen 0.100 bei Buyer", "Price: 0.4")),
        ("en", ("One would suit: Buyer", "It would take 0.100 for Buyer", "Price: 0.4")),
    ],
)
def test_without_an_agreement_zone_the_least_opening_is_named_with_its_deal(
    run: Run, tmp_path: Path, language: str, words: tuple[str, ...]
) -> None:
    (tmp_path / "market.yml").write_text(
        "type: CartesianOutcomeSpace\nissues:\n- type: ContinuousIssue\n  name: Price\n  values: [0.0, 1.0]\n"
    )
    for name, slope, bias, least in (("Buyer", -1.0, 1.0, 0.7), ("Seller", 1.0, 0.0, 0.4)):
        (tmp_path / f"{name}.yml").write_text(
            f"type: LinearAdditiveUtilityFunction\nname: {name}\nreserved_value: {least}\nvalues:\n"
            f"- type: AffineFun\n  slope: {slope}\n  bias: {bias}\n"
        )
    shown = run("settle", tmp_path, "--lang", language)
    assert shown.code == 0, shown.err
    for each in words:
        assert each in shown.out
