"""Tables of actors as CSV: what is understood, and the one error with file, line and remedy where it is not."""

from __future__ import annotations

import tomllib
from pathlib import Path
from string import Formatter

import pytest

import detente.forecast
from detente.forecast import TableError, read_table

HEADER = "issue,actor,capability,position,salience\n"
GERMAN = "issue;actor;capability;position;salience\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "harbour.csv"


def test_rows_and_outcomes_as_they_stand(file: Path) -> None:
    file.write_text(
        "actor,position,salience,capability,issue,outcome,note\n"
        'Port,80,0.9,3,depth,,"deep, of course"\n'
        "\n"
        "Village , -10 ,.5,1e0,depth,45,\n"
        "Port,7,1,3,toll,,\n",
        "utf-8",
    )
    table = read_table(file)
    assert table.issues == ("depth", "toll")
    port, village, _ = table.rows
    assert (port.actor, port.capability, port.position, port.salience, port.line) == ("Port", 3, 80, 0.9, 2)
    assert (village.actor, village.capability, village.position, village.salience, village.line) == (
        "Village", 1, -10, 0.5, 4,
    )  # fmt: skip
    assert table.outcomes == {"depth": 45}
    assert not table.percent


def test_names_stand_on_one_line_and_steer_no_terminal(file: Path) -> None:
    file.write_text(HEADER + 'a,"Port\nauthority  \x1b[31m",1,5,1\na,\x07,1,5,1\n', "utf-8")
    with pytest.raises(TableError, match="line 4: has no actor"):
        read_table(file)
    file.write_text(HEADER + 'a,"Port\nauthority  \x1b[31m",1,5,1\n', "utf-8")
    assert read_table(file).rows[0].actor == "Port authority [31m"


def test_without_an_issue_all_is_one(file: Path) -> None:
    file.write_text("actor,capability,position,salience\nPort,3,80,1\nVillage,1,10,1\n", "utf-8")
    assert read_table(file).issues == ("",)


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_as_a_german_spreadsheet_writes_it(file: Path, start: str, end: str) -> None:
    text = start + GERMAN + "Zoll;Höfe;1.000;2,5;40\n".replace("1.000", "1000") + "Zoll;Hafen;3;7;100\n"
    file.write_bytes(text.replace("\n", end).encode())
    table = read_table(file)
    assert [(row.actor, row.capability, row.position) for row in table.rows] == [("Höfe", 1000, 2.5), ("Hafen", 3, 7)]
    assert [row.salience for row in table.rows] == [0.4, 1.0]
    assert table.percent


def test_tabs_and_quoted_decimal_commas(file: Path) -> None:
    file.write_text(GERMAN.replace(";", "\t") + "a\tPort\t1\t0,125\t0,5\n", "utf-8")
    assert read_table(file).rows[0].position == 0.125
    file.write_text(HEADER + 'a,Port,1,"1,5","0,5"\n', "utf-8")
    assert read_table(file).rows[0].position == 1.5


@pytest.mark.parametrize("empty", ["", "NA", "n/a", "-", "."])
def test_an_empty_cell_is_no_number(file: Path, empty: str) -> None:
    file.write_text(HEADER + f"a,Port,1,{empty},1\na,Village,1,5,1\n", "utf-8")
    port, village = read_table(file).rows
    assert (port.position, port.missing, village.missing) == (None, ("position",), ())


@pytest.mark.parametrize(
    ("positions", "scale"), [((0, 40, 100), (0, 100)), ((0, 40, 90), None), ((4, 7, 10), None), ((-5, 40, 100), None)]
)
def test_the_scale_is_0_to_100_where_both_ends_are_taken(
    file: Path, positions: tuple[int, ...], scale: tuple[float, float] | None
) -> None:
    file.write_text(HEADER + "".join(f"a,actor {x},1,{x},1\n" for x in positions), "utf-8")
    assert read_table(file).scale == scale


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ("", None, "no actors"),
        (HEADER, None, "no actors"),
        ("actor,capability,salience\nPort,1,1\n", 1, "no position"),
        ("\n\nactor,position\nPort,1\n", 3, "no capability, salience"),
        ("actor,actor,capability,position,salience\nPort,a,1,1,1\n", 1, "column actor is there twice"),
        (HEADER + "a,Port,1,5,1\na,Port,1,6,1\n", 3, "in line 2 already"),
        (HEADER + "a,Port,1,NaN,1\n", 2, "“NaN” is no finite number"),
        (HEADER + "a,Port,1,inf,1\n", 2, "“inf” is no finite number"),
        (HEADER + "a,Port,1,1e999,1\n", 2, "no finite number"),
        (HEADER + "a,Port,lots,5,1\n", 2, "capability “lots”"),
        (HEADER + "a,Port,-1,5,1\n", 2, "capability -1 is negative"),
        (HEADER + "a,Port,1,5,-0.1\n", 2, "salience -0.1 is negative"),
        (HEADER + "a,Port,1,5,101\n", 2, "salience 101 is above 100"),
        (HEADER + "a,,1,5,1\n", 2, "has no actor"),
        (HEADER + ",Port,1,5,1\n", 2, "has no issue"),
        (HEADER + "a,Port,1,2,5,0,9\n", 2, "7 cells under 5 columns"),
        (HEADER + 'a,"Port" x,1,2,1\n', 2, "is no CSV"),
        (GERMAN + "a;Port;1;2,5;1\na;Village;1;2.5;1\n", 2, "line 3 has a decimal point"),
        (GERMAN + "a;Port;1,200;2;1\n", 2, "a decimal or a thousand"),
        ("outcome," + HEADER + "1,a,Port,1,5,1\n2,a,Village,1,5,1\n", 3, "two outcomes, 1 and 2"),
    ],
)
def test_one_error_with_file_line_and_remedy(file: Path, content: str, line: int | None, said: str) -> None:
    file.write_text(content, "utf-8")
    with pytest.raises(TableError) as found:
        read_table(file)
    message = str(found.value)
    assert message.startswith(f"{file}, line {line}: " if line else f"{file}: ")
    assert said in message
    assert "\n" not in message
    assert found.value.text("de") != message


def test_files_that_are_no_tables(file: Path) -> None:
    with pytest.raises(TableError, match="cannot be read"):
        read_table(file)
    file.write_bytes(HEADER.encode() + "a,Höfe,1,1,1\n".encode("latin-1"))
    with pytest.raises(TableError, match="UTF-8"):
        read_table(file)
    file.write_bytes(b"\x00" * 20_000_001)
    with pytest.raises(TableError, match="20 MB"):
        read_table(file)


def test_too_many_actors(file: Path) -> None:
    file.write_text(HEADER + "".join(f"a,actor {n},1,5,1\n" for n in range(1001)), "utf-8")
    with pytest.raises(TableError, match="1001 actors"):
        read_table(file)


def test_messages_are_the_same_in_both_languages() -> None:
    path = Path(detente.forecast.__file__).with_name("messages.toml")
    messages = tomllib.loads(path.read_text("utf-8"))
    assert messages["de"].keys() == messages["en"].keys()
    for key, german in messages["de"].items():
        fields = [{name for _, name, _, _ in Formatter().parse(words)} for words in (german, messages["en"][key])]
        assert fields[0] == fields[1], key
