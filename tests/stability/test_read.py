"""Conflict files: what is read, and that every flaw is named with its line and what to do."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from detente.stability import ConflictError, Utilities, conflict_data, conflict_from, read_conflict, write_conflict

from .conflicts import DATA, load, random_conflict

GOOD = """\
format = "detente-conflict"
infeasible = ["YY-"]
removed_moves = [{ by = "crew", from = 0, to = 4 }]

[[decision_maker]]
name = "port"
label = "Port authority"
options = ["open", { id = "pay", label = "pays a bonus" }]
irreversible = { pay = "forward" }
prioritised = [
  "not sail if pay",
  "open",
]

[[decision_maker]]
name = "crew"
options = ["sail"]
weights = { sail = -1.5, pay = 2 }
"""


def read(tmp_path: Path, text: str, name: str = "dispute.toml"):
    (tmp_path / name).write_text(text, "utf-8")
    return read_conflict(tmp_path / name)


def test_all_is_read(tmp_path: Path) -> None:
    conflict = read(tmp_path, GOOD)
    port, crew = conflict.decision_makers
    assert (port.name, port.label, crew.label) == ("port", "Port authority", "crew")
    assert [(option.id, option.label) for option in port.options] == [("open", "open"), ("pay", "pays a bonus")]
    assert conflict.states.numbers.tolist() == [0, 1, 2, 4, 5, 6]
    assert port.irreversible == {"pay": "forward"}
    assert conflict.ranks.tolist() == [[1, 2, 1, 1, 2, 0], [1, 1, 3, 0, 0, 2]]


def test_json_of_the_same_shape_gives_the_same(tmp_path: Path) -> None:
    conflict = read(tmp_path, GOOD)
    assert read(tmp_path, json.dumps(tomllib.loads(GOOD), indent=1), "dispute.json") == conflict
    assert read(tmp_path, json.dumps(tomllib.loads(GOOD)), "dispute.txt") == conflict


@pytest.mark.parametrize("path", sorted(DATA.glob("*.toml")), ids=lambda path: path.stem)
def test_what_is_written_is_read_again(path: Path, tmp_path: Path) -> None:
    conflict = read_conflict(path)
    write_conflict(conflict, tmp_path / "again.json")
    assert read_conflict(tmp_path / "again.json") == conflict


def test_utilities_are_written_and_read_by_state(tmp_path: Path) -> None:
    data = conflict_data(load("prisoners"))
    del data["decision_maker"][0]["preference"]
    data["decision_maker"][0]["utilities"] = {"3": 0.5, "0": 0.5, "2": 1, "1": -1}
    conflict = conflict_from(data)
    assert conflict.decision_makers[0].preference == Utilities((0.5, -1, 1, 0.5))
    assert conflict.ranks[0].tolist() == [1, 0, 2, 1]
    write_conflict(conflict, tmp_path / "again.json")
    assert read_conflict(tmp_path / "again.json") == conflict


def test_random_conflicts_survive_writing(tmp_path: Path) -> None:
    for seed in range(50):
        conflict = random_conflict(seed)
        write_conflict(conflict, tmp_path / "c.json")
        assert read_conflict(tmp_path / "c.json") == conflict


RANKED = GOOD.replace("weights = { sail = -1.5, pay = 2 }", "preference = [[0], [1, 2], [4], [5], [6]]")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('format = "detente-conflict"', "", None, "format ="),
        ('format = "detente-conflict"', 'format = "detente-conflict"\nversion = 7', 2, "version 1"),
        ('["YY-"]', '["YY-", "Y--N"]', 2, "3 characters"),
        ('["YY-"]', '["yy-"]', 2, "Y (chosen)"),
        ('["YY-"]', '["---"]', 2, "leave no state"),
        ('["YY-"]', '"YY-"', 2, "in brackets"),
        ('["YY-"]', '["YY-"]\ncoalesce = ["YY-"]', 3, "no feasible state matches"),
        ("infeasible", "infeasable", 2, "did you mean infeasible"),
        ('by = "crew"', 'by = "Crew"', 3, "there are port, crew"),
        ("to = 4", "to = 3", 3, "no feasible state 3"),
        ("to = 4", "to = 1", 3, "no such move anyway"),
        ("to = 4", "to = 0", 3, "no such move anyway"),
        ("to = 4", 'to = "4"', 3, "from = NUMBER"),
        ("to = 4 }", 'to = 4 }, { by = "crew", from = 0, to = 4 }', 3, "twice"),
        ('name = "port"', 'name = "crew"', 6, "a name of its own"),
        ('name = "port"', "", 5, "without a name"),
        ('label = "Port authority"', "label = 3", 7, "text in quotes"),
        ('label = "Port authority"', 'lable = "Port"', 7, "did you mean label"),
        ('"open", { id', '"pay", { id', 8, "2 times"),
        ('options = ["open", { id = "pay", label = "pays a bonus" }]', "options = []", 8, "at least one"),
        ('{ pay = "forward" }', '{ pays = "forward" }', 9, "these are open, pay"),
        ('{ pay = "forward" }', '{ pay = "onward" }', 9, "'forward'"),
        ('{ pay = "forward" }', '"pay"', 9, "a table"),
        ('"not sail if pay"', '"not fly if pay"', 11, "the options are open, pay, sail"),
        ('"not sail if pay"', '"not sail if"', 11, "breaks off"),
        ('"not sail if pay"', '"not (sail if pay"', 11, "add ')'"),
        ('"not sail if pay"', '"sail pay"', 11, "join options by"),
        ('"not sail if pay"', '"or pay"', 11, "before 'or'"),
        ("sail = -1.5", "sale = -1.5", 18, "the options are"),
        ("sail = -1.5", 'sail = "much"', 18, "a table of numbers"),
        ("sail = -1.5", "sail = nan", 18, "give a number"),
        ("weights = { sail = -1.5, pay = 2 }", "", 15, "give one of preference"),
        ("weights =", "preference = [[0]]\nweights =", 19, "preference and weights"),
        ("weights = {", "utilities = { 0 = 1, 1 = 2, 2 = 2, 4 = 1 }\n[x]\nu = {", 19, "known are"),
        ('[[decision_maker]]\nname = "crew"', '[decision_maker]\nname = "crew"', 15, "TOML"),
    ],
)
def test_each_flaw_is_named_with_its_line(tmp_path: Path, old: str, new: str, line: int | None, words: str) -> None:
    assert old in GOOD
    with pytest.raises(ConflictError) as error:
        read(tmp_path, GOOD.replace(old, new, 1))
    place = f"{tmp_path / 'dispute.toml'}" + (f":{line}: " if line else ": ")
    assert str(error.value).startswith(place)
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[6]", "[]", "1 of 6 states are not ranked: 6"),
        ("[6]", "[6], [2]", "state 2 is ranked twice"),
        ("[6]", "[6], [7]", "no feasible state 7"),
        ("[6]", "[6, -1]", "no feasible state -1"),
        ("[6]", '["6"]', "no state number"),
        ("[6]", "[true]", "no state number"),
    ],
)
def test_flaws_of_rankings(tmp_path: Path, old: str, new: str, words: str) -> None:
    read(tmp_path, RANKED)
    with pytest.raises(ConflictError, match=r"dispute\.toml:18: ") as error:
        read(tmp_path, RANKED.replace(old, new))
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("utilities", "words"),
    [
        ('"0" = 1, "1" = 2, "2" = 2, "4" = 1, "5" = 1', "none for 6"),
        ('"0" = 1, "1" = 2, "2" = 2, "4" = 1, "5" = 1, "6" = 1, "7" = 1', "no feasible state 7"),
        ('"0" = 1, "x" = 2', "'x' is no state number"),
        ('"0" = 1, "1" = 2, "2" = 2, "4" = 1, "5" = 1, "6" = inf', "no finite number"),
    ],
)
def test_flaws_of_utilities(tmp_path: Path, utilities: str, words: str) -> None:
    text = GOOD.replace("weights = { sail = -1.5, pay = 2 }", f"utilities = {{ {utilities} }}")
    with pytest.raises(ConflictError, match=r"dispute\.toml:18: ") as error:
        read(tmp_path, text)
    assert words in str(error.value)


def test_a_coalesced_state_is_named_by_its_lowest_number(tmp_path: Path) -> None:
    text = RANKED.replace('["YY-"]', '["YY-"]\ncoalesce = ["-Y-"]')
    with pytest.raises(ConflictError, match="state 6 is coalesced and counts as state 2; write that"):
        read(tmp_path, text)
    assert read(tmp_path, text.replace(", [6]", "")).states.numbers.tolist() == [0, 1, 2, 4, 5]


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("format = ", "x.toml", "x.toml:1: no valid TOML"),
        ('{"format": \n,}', "x.json", "x.json:2: no valid JSON"),
        ("[]", "x.json", "one table"),
        ("[" * 100_000, "x.json", "nested too deeply"),
        ('format = "detente-conflict"', "x.toml", "name at least one"),
        ('format = "detente-conflict"\ndecision_maker = 3', "x.toml", "x.toml:2: "),
    ],
)
def test_no_conflict_at_all(tmp_path: Path, text: str, name: str, words: str) -> None:
    with pytest.raises(ConflictError) as error:
        read(tmp_path, text, name)
    assert words in str(error.value)


def test_no_file_and_no_text(tmp_path: Path) -> None:
    with pytest.raises(ConflictError, match="cannot be read: No such file"):
        read_conflict(tmp_path / "missing.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConflictError, match="no UTF-8"):
        read_conflict(tmp_path / "bytes.toml")


def test_too_many_states_are_refused_before_memory_is_full(tmp_path: Path) -> None:
    options = ", ".join(f'"o{k}"' for k in range(40))
    text = f'format = "detente-conflict"\n[[decision_maker]]\nname = "a"\noptions = [{options}]\nprioritised = ["o1"]\n'
    with pytest.raises(ConflictError, match="feasible states; rule out"):
        read(tmp_path, text)


def test_forty_options_of_which_few_go_together(tmp_path: Path) -> None:
    options = ", ".join(f'"o{k}"' for k in range(40))
    pairs = [(a, b) for a in range(40) for b in range(a)]
    patterns = ", ".join('"' + "".join("Y" if k in pair else "-" for k in range(40)) + '"' for pair in pairs)
    text = (
        f'format = "detente-conflict"\ninfeasible = [{patterns}]\n[[decision_maker]]\nname = "a"\n'
        f'options = [{options}]\nprioritised = ["o39"]\n'
    )
    assert read(tmp_path, text).states.numbers.tolist() == [0, *(1 << k for k in range(40))]
