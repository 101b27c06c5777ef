from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reports import load
from detente.reports.bylines import imprint
from detente.reports.dates import date_line, find_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("am 2024-05-03 erschienen", "2024-05-03"),
        ("2024-05-03T10:15:00+02:00", "2024-05-03"),
        ("am 3.5.2024", "2024-05-03"),
        ("am 3. Mai 2024", "2024-05-03"),
        ("am 3. Jänner 2024", "2024-01-03"),
        ("on May 3, 2024", "2024-05-03"),
        ("on 3 May 2024", "2024-05-03"),
        ("on Sept. 3rd, 2024", "2024-09-03"),
        ("vom 03.05.24", "2024-05-03"),
    ],
)
def test_written_dates(text: str, iso: str) -> None:
    found = find_date(text)
    assert found is not None
    assert found.iso == iso


def test_a_date_without_a_year_has_no_iso_form() -> None:
    found = find_date("GENEVA, May 3")
    assert found is not None
    assert found.iso is None


@pytest.mark.parametrize("text", ["31.2.2024", "Mai", "2024", "3.5 Prozent", "99.99.9999", "12:30 Uhr"])
def test_what_is_no_date(text: str) -> None:
    assert find_date(text) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Stand: 12.05.2024, 14:30 Uhr", ("2024-05-12", False)),
        ("Veröffentlicht am 12. Mai 2024", ("2024-05-12", False)),
        ("Published May 12, 2024 at 3:14 PM EDT", ("2024-05-12", False)),
        ("Aktualisiert: 13.05.2024", ("2024-05-13", True)),
        ("Sonntag, 12. Mai 2024", ("2024-05-12", False)),
        ("Published 12 May 2024 | Updated 11:20 GMT | The Strait Gazette", ("2024-05-12", False)),
        ("Politik | Wirtschaft | Sport", None),
        ("Am 12. Mai 2024 lehnte die Regierung ab", None),
        ("12. Mai", None),
    ],
)
def test_lines_that_are_but_a_date(line: str, expected: tuple[str, bool] | None) -> None:
    assert date_line(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Von Petra Lorenz", ("Petra Lorenz", None)),
        ("Von Petra Lorenz und Jan van der Meer, Brüssel", ("Petra Lorenz, Jan van der Meer", None)),
        ("By Jane Doe", ("Jane Doe", None)),
        ("By JANE DOE, Associated Press", ("Jane Doe", None)),
        ("By Jane Doe, diplomatic correspondent", ("Jane Doe", None)),
        ("By Jane Doe in Oslo", ("Jane Doe", None)),
        ("Von Petra Lorenz | 3. Mai 2024", ("Petra Lorenz", "2024-05-03")),
        ("Jane Doe - May 3, 2024", ("Jane Doe", "2024-05-03")),
        ("Von Athen nach Brüssel", None),
        ("Von Schweden lernen", None),
        ("By the way", None),
        ("Von der Redaktion", None),
        ("Petra Lorenz", None),
    ],
)
def test_bylines(line: str, expected: tuple[str, str | None] | None) -> None:
    found = imprint(line)
    assert (found and (found.author, found.date)) == expected


@pytest.mark.parametrize(
    ("line", "publisher", "author", "date"),
    [
        ("Küstenbote, 3. Mai 2024, 18:42 Uhr", "Küstenbote", None, "2024-05-03"),
        ("Strait Gazette, 3 May 2024. By Jane Doe", "Strait Gazette", "Jane Doe", "2024-05-03"),
        ("Hintergrund, 23. Mai 2024. Von Petra Lorenz, Blatt am Hafen", None, "Petra Lorenz", "2024-05-23"),
    ],
)
def test_lines_with_a_publisher(line: str, publisher: str | None, author: str | None, date: str) -> None:
    found = imprint(line)
    assert found is not None
    assert (found.publisher, found.author, found.date) == (publisher, author, date)


@given(st.text(max_size=200))
def test_any_line_is_judged(line: str) -> None:
    imprint(line)
    date_line(line)
    found = find_date(line)
    assert found is None or 0 <= found.start < found.end <= len(line)


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2025-08-29-paris.txt", "2025-08-29"),
        ("2025-02-30-x.txt", None),
        ("paris-2025-08-29.txt", None),
        ("2025-08-291.txt", None),
    ],
)
def test_a_file_named_by_its_day(tmp_path: Path, name: str, date: str | None) -> None:
    path = tmp_path / name
    path.write_text("Norwegen lehnt die Quoten ab. Die Gespräche in Oslo gehen am Montag weiter.", "utf-8")
    (report,) = load([path]).reports
    assert report.date == date


def test_the_date_in_the_report_counts_before_that_in_the_name(tmp_path: Path) -> None:
    path = tmp_path / "2025-08-29-paris.txt"
    path.write_text(
        "28. August 2025\n\nNorwegen lehnt die Quoten ab. Die Gespräche in Oslo gehen am Montag weiter.", "utf-8"
    )
    (report,) = load([path]).reports
    assert report.date == "2025-08-28"
