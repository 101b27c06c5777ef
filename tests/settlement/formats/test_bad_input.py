"""Bad and hostile files: one clear error that names the file and the place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.settlement.formats import is_scenario, load_scenario
from detente.settlement.numbers import ScenarioError

from .test_reading import DATA, _copy

ENTITIES = "\n".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(25))
BOMB_XML = f"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa">
{ENTITIES}]>
<utility_space><objective><issue index="1" name="&z;"/></objective></utility_space>"""
BOMB_YAML = "issues: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 30)}]\n" for n in range(1, 60))


def broken(tmp_path: Path, scenario: str, file: str, old: str, new: str) -> Path:
    folder = _copy(scenario, tmp_path)
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("scenario", "file", "old", "new", "message"),
    [
        ("harbour", "port.xml", 'name="Ferry"', 'name="Ferries"', "line 15: issue 'Ferries' is not in the domain"),
        ("harbour", "port.xml", 'evaluation="80"', 'evaluation="NaN"', "line 6: 'NaN' is no finite number"),
        ("harbour", "port.xml", 'evaluation="80"', 'evaluation="-8"', "line 6: value 'four' has a negative evaluation"),
        ("harbour", "port.xml", ' evaluation="80"', "", "line 6: <item> has no evaluation"),
        ("harbour", "port.xml", 'value="four"', 'value="five"', "line 6: issue 'Berths & cranes' has no value 'five'"),
        ("harbour", "port.xml", '<weight index="1" value="0.4"/>', "", "line 3: issue 'Berths & cranes' has no weight"),
        ("harbour", "port.xml", 'value="0.4"', 'value="-0.4"', "line 3: issue 'Berths & cranes' has a negative weight"),
        ("harbour", "port.xml", 'value="0.45"', 'value="inf"', "line 25: 'inf' is no finite number"),
        ("harbour", "port.xml", "</utility_space>", "", "line 27: no XML"),
        ("harbour", "port.xml", 'ftype="linear"', 'ftype="cubic"', "line 9: evaluator 'cubic' is not known"),
        ("harbour", "port.xml", "<weight", "<hyperRectangle/><weight", "line 19: <hyperRectangle>: .* not additive"),
        ("harbour", "harbour.xml", 'upperbound="8"', 'upperbound="9e9"', "line 12: issue .* 1 to 10000 numbers"),
        ("harbour", "harbour.xml", 'upperbound="8"', 'upperbound="2"', "line 12: issue .* 4 to 2"),
        ("harbour", "harbour.xml", 'lowerbound="0"', 'lowerbound="1e999999999"', "line 1[34]: '1e999999999' is no"),
        ("harbour-web", "port.json", '"ban": 0.7', '"bann": 0.7', "issueWeights: issue 'ban' is missing"),
        ("harbour-web", "port.json", '"ban": 0.7', '"ban": NaN', "issueWeights.ban: 'NaN' is no finite number"),
        ("harbour-web", "port.json", '"ban": 0.7', '"ban": -0.7', "ban: issue 'ban' has a negative weight"),
        ("harbour-web", "port.json", '"ban": 0.7', '"ban": 1e400000', "issueWeights.ban: '1e400000' is no"),
        ("harbour-web", "port.json", '{"daily": 1.0}', '{"dayly": 1.0}', "dayly: issue 'ferry' has no value 'dayly'"),
        ("harbour-web", "port.json", '{"daily": 1.0}', '{"daily": 1.5}', "daily: a utility must be between 0 and 1"),
        ("harbour-web", "port.json", '"ban": 8}', '"ban": 9}', "issuevalues.ban: issue 'ban' has no value '9'"),
        ("harbour-web", "port.json", '"ferry": 0.3', '"ban": 0.3', "issueWeights.ban: 'ban' occurs twice"),
        ("harbour-web", "port.json", '"Port",', '"Port"', "port.json, line 3: no JSON"),
        ("harbour-web", "harbour-web.json", '"step": 2', '"step": 0', "ban: .*the step must be above 0"),
        ("harbour-web", "harbour-web.json", '"weekly"', '"monthly"', "port.json, .*: issue 'ferry' is not"),
        ("harbour-yaml", "port.yml", "weekly: 0.5", "weekly: .nan", r"line 11: '\.nan' is no finite number"),
        ("harbour-yaml", "port.yml", "weekly: 0.5", "monthly: 0.5", "line 11: value 'weekly' is missing"),
        ("harbour-yaml", "port.yml", "[0.5, 0.3, 0.2]", "[0.5, 0.3]", "line 13: issue 'dues' is missing"),
        ("harbour-yaml", "port.yml", "[0.5, 0.3, 0.2]", "[0.5, -1, 1]", "line 13: issue 'ferry' has a negative weight"),
        ("harbour-yaml", "port.yml", "slope: -0.1", "slope: x", "line 9: 'slope' is missing"),
        ("harbour-yaml", "port.yml", "type: TableFun", "type: !!python/name:os.system", "line 10: tag"),
        ("harbour-yaml", "port.yml", "ufun:", "ufun: *ufun", "line 3: alias"),
        ("harbour-yaml", "port.yml", "ufun:", "ufun: [", "port.yml, line .: no YAML"),
        ("harbour-yaml", "harbour.yml", "ContiguousIssue", "FuzzyIssue", "line 2: issues of type 'FuzzyIssue'"),
    ],
)  # fmt: skip
def test_bad_input_is_one_error_with_file_and_place(
    tmp_path: Path, scenario: str, file: str, old: str, new: str, message: str
) -> None:
    folder = broken(tmp_path, scenario, file, old, new)
    with pytest.raises(ScenarioError) as error:
        load_scenario(folder)
    said = str(error.value)
    assert re.search(message, said), said
    assert file.split(".")[-1] in said
    assert "\n" not in said


def test_a_missing_issue_is_named(tmp_path: Path) -> None:
    folder = _copy("harbour", tmp_path)
    text = (folder / "village.xml").read_text("utf-8")
    start, end = text.index('    <issue index="4"'), text.index("    <weight")
    (folder / "village.xml").write_text(text[:start] + text[end:], "utf-8")
    with pytest.raises(ScenarioError, match=r"village\.xml: issue 'Ferry' is missing"):
        load_scenario(folder)


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("bomb.xml", BOMB_XML, r"bomb\.xml, line 2: DOCTYPE is not allowed"),
        ("bomb.yml", BOMB_YAML, r"bomb\.yml, line \d+: more than 1000 aliases"),
        ("deep.json", '{"issuesValues": ' + "[" * 100_000, r"deep\.json: nested too deep"),
        ("deep.yml", "[" * 100_000, r"deep\.yml, line 1: nested too deep"),
        ("deep.xml", "<utility_space>" * 100_000, r"deep\.xml, line 1: no XML"),
        ("digits.json", f'{{"issuesValues": {{"a": {{"range": {{"low": 0, "high": {"9" * 10**6}}}}}}}}}', "no finite"),
    ],
)  # fmt: skip
def test_bombs_are_refused_at_once(tmp_path: Path, file: str, content: str, message: str) -> None:
    (tmp_path / file).write_text(content)
    for profiles in ([tmp_path / file], None):
        with pytest.raises(ScenarioError, match=message):
            load_scenario(tmp_path / file, profiles)


def test_huge_files_are_not_read(tmp_path: Path) -> None:
    with (tmp_path / "huge.json").open("wb") as file:
        file.truncate(10**10)
    with pytest.raises(ScenarioError, match=r"huge\.json: larger than 20 MB"):
        load_scenario(tmp_path / "huge.json")


def test_no_profiles_and_no_files(tmp_path: Path) -> None:
    (tmp_path / "harbour.xml").write_bytes((DATA / "harbour" / "harbour.xml").read_bytes())
    with pytest.raises(ScenarioError, match="there are no profiles"):
        load_scenario(tmp_path)
    with pytest.raises(ScenarioError, match=r"tug\.xml|tug: there is no such profile"):
        load_scenario(tmp_path, ["tug"])
    with pytest.raises(ScenarioError, match="no such file or folder"):
        load_scenario(tmp_path / "nowhere")


def test_a_folder_of_two_formats_or_two_domains_is_not_guessed_at(tmp_path: Path) -> None:
    folder = _copy("harbour", tmp_path)
    (folder / "other.xml").write_bytes((folder / "harbour.xml").read_bytes())
    with pytest.raises(ScenarioError, match=r"more than one domain is here; name one: harbour\.xml, other\.xml"):
        load_scenario(folder)
    (folder / "other.xml").unlink()
    (folder / "port.json").write_bytes((DATA / "harbour-web" / "port.json").read_bytes())
    with pytest.raises(ScenarioError, match="more than one format"):
        load_scenario(folder)


CHARACTERISTIC = [
    file.read_bytes() for name in ("harbour", "harbour-web", "harbour-yaml") for file in sorted((DATA / name).iterdir())
]


@given(
    st.sampled_from([".xml", ".json", ".yml"]),
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.tuples(
            st.sampled_from(CHARACTERISTIC), st.integers(0, 2000), st.integers(0, 60), st.binary(max_size=20)
        ).map(lambda cut: cut[0][: cut[1]] + cut[3] + cut[0][cut[1] + cut[2] :]),
    ),
)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_give_a_scenario_or_the_documented_error(tmp_path: Path, ending: str, content: bytes) -> None:
    file = tmp_path / f"any{ending}"
    file.write_bytes(content)
    is_scenario(file)
    try:
        load_scenario(file, [file])
    except ScenarioError as error:
        assert str(file) in str(error)
        assert "\n" not in str(error)
