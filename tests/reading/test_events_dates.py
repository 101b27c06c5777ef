"""Phrases of time and the dates they mean, for a report of Wednesday, 20 August 2025."""

from __future__ import annotations

from datetime import date

import pytest

from detente.contract import Report
from detente.reading.analysis import split
from detente.reading.events.dates import Time, find_times, parse_date

REPORTED = date(2025, 8, 20)


def times(text: str, language: str) -> list[Time]:
    report = Report(id="r", language=language, text=text)
    return [t for s in split(report, language) for t in find_times(s, text, language)]


def only(text: str, language: str) -> Time:
    found = times(text, language)
    assert len(found) == 1, [t.text for t in found]
    return found[0]


@pytest.mark.parametrize(
    ("phrase", "words", "past", "ahead"),
    [
        ("Sie kamen am Montag.", "am Montag", "2025-08-18", "2025-08-25"),
        ("Sie kamen am Mittwochabend.", "am Mittwochabend", "2025-08-20", "2025-08-20"),
        ("Sie kamen vergangenen Freitag.", "vergangenen Freitag", "2025-08-15", "2025-08-15"),
        ("Sie kamen am vergangenen Mittwoch.", "am vergangenen Mittwoch", "2025-08-13", "2025-08-13"),
        ("Sie kommen am kommenden Mittwoch.", "am kommenden Mittwoch", "2025-08-27", "2025-08-27"),
        ("Sie kamen am Freitag vergangener Woche.", "am Freitag vergangener Woche", "2025-08-15", "2025-08-15"),
        ("Sie kamen am gestrigen Dienstag.", "am gestrigen Dienstag", "2025-08-19", "2025-08-19"),
        ("Sie kamen am 18.8. an.", "am 18.8.", "2025-08-18", "2026-08-18"),
        ("Sie kamen am 18. August an.", "am 18. August", "2025-08-18", "2026-08-18"),
        ("Sie kamen am 3. Dezember an.", "am 3. Dezember", "2024-12-03", "2025-12-03"),
        ("Sie kamen am 18.08.2024 an.", "am 18.08.2024", "2024-08-18", "2024-08-18"),
        ("Sie kamen vom 3. bis 14. Dezember 2024.", "3. bis 14. Dezember 2024", "2024-12-03", "2024-12-03"),
        ("Sie kamen Ende Februar.", "Ende Februar", "2025-02", "2026-02"),
        ("Sie kamen Mitte Mai 2006.", "Mitte Mai 2006", "2006-05", "2006-05"),
        ("Sie kamen im März vergangenen Jahres.", "im März vergangenen Jahres", "2024-03", "2024-03"),
        ("Sie kamen gestern Abend.", "gestern Abend", "2025-08-19", "2025-08-19"),
        ("Sie kommen übermorgen.", "übermorgen", "2025-08-22", "2025-08-22"),
        ("Sie kamen vor zwei Wochen.", "vor zwei Wochen", "2025-08-06", "2025-08-06"),
        ("Sie kommen in drei Tagen.", "in drei Tagen", "2025-08-23", "2025-08-23"),
        ("Sie kamen vor 5 Jahren.", "vor 5 Jahren", "2020", "2020"),
        ("Sie kamen in der vergangenen Woche.", "in der vergangenen Woche", "2025-08", "2025-08"),
        ("Sie kommen im nächsten Monat.", "im nächsten Monat", "2025-09", "2025-09"),
        ("Sie kamen im Jahr 2011.", "im Jahr 2011", "2011", "2011"),
        ("Sie kamen im Sommer 2024.", "im Sommer 2024", "2024", "2024"),
    ],
)
def test_german(phrase: str, words: str, past: str, ahead: str) -> None:
    time = only(phrase, "de")
    assert time.text == words
    assert time.resolve(REPORTED) == past
    assert time.resolve(REPORTED, ahead=True) == ahead


@pytest.mark.parametrize(
    ("phrase", "words", "past", "ahead"),
    [
        ("They came on Monday.", "on Monday", "2025-08-18", "2025-08-25"),
        ("They came last Friday.", "last Friday", "2025-08-15", "2025-08-15"),
        ("They come next Wednesday.", "next Wednesday", "2025-08-27", "2025-08-27"),
        ("They come this coming Friday.", "this coming Friday", "2025-08-22", "2025-08-22"),
        ("They came on August 18, 2024.", "on August 18, 2024", "2024-08-18", "2024-08-18"),
        ("They came on 3 December.", "on 3 December", "2024-12-03", "2025-12-03"),
        ("They came on the 3rd of June.", "on the 3rd of June", "2025-06-03", "2026-06-03"),
        ("They came in late July.", "in late July", "2025-07", "2026-07"),
        ("They came late last July.", "late last July", "2025-07", "2025-07"),
        ("They came in November 2018.", "in November 2018", "2018-11", "2018-11"),
        ("They came two weeks ago.", "two weeks ago", "2025-08-06", "2025-08-06"),
        ("They come in three days.", "in three days", "2025-08-23", "2025-08-23"),
        ("They came last week.", "last week", "2025-08", "2025-08"),
        ("They come next month.", "next month", "2025-09", "2025-09"),
        ("They came yesterday.", "yesterday", "2025-08-19", "2025-08-19"),
        ("They came in 2007.", "in 2007", "2007", "2007"),
    ],
)
def test_english(phrase: str, words: str, past: str, ahead: str) -> None:
    time = only(phrase, "en")
    assert time.text == words
    assert time.resolve(REPORTED) == past
    assert time.resolve(REPORTED, ahead=True) == ahead


@pytest.mark.parametrize(
    ("phrase", "language", "expected"),
    [
        ("Sie kamen am 18. August 2024 an.", "de", "2024-08-18"),
        ("Sie kamen am 18. August an.", "de", None),
        ("Sie kamen gestern.", "de", None),
        ("Sie kamen vor zwei Tagen.", "de", None),
        ("They came on Monday.", "en", None),
        ("They came in May 2011.", "en", "2011-05"),
        ("They came last week.", "en", None),
    ],
)
def test_without_a_report_date_only_absolute_dates_are_resolved(
    phrase: str, language: str, expected: str | None
) -> None:
    assert only(phrase, language).resolve(None) == expected


def test_a_day_that_no_month_has_is_no_date() -> None:
    assert only("Sie kamen am 31. Februar 2024 an.", "de").resolve(REPORTED) is None


def test_counting_beyond_the_calendar_gives_no_date() -> None:
    assert only("Sie kamen gestern.", "de").resolve(date.min) is None
    assert only("Sie kamen vor 900 Jahren.", "de").resolve(date(800, 1, 1)) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Es kostet 19.30 Euro und wiegt 2000 Gramm.", "de"),
        ("They may march on.", "en"),
        ("Der Mann heißt Sommer.", "de"),
    ],
)
def test_other_words_and_figures_are_no_time(text: str, language: str) -> None:
    assert times(text, language) == []


def test_a_time_knows_its_words() -> None:
    text = "Sie treffen sich am 3. Mai 2026 in Wien."
    report = Report(id="r", language="de", text=text)
    (sentence,) = split(report, "de")
    (time,) = find_times(sentence, text, "de")
    assert sentence.text(time.first, time.last) == "am 3. Mai 2026"


def test_what_may_lie_ahead() -> None:
    assert only("Sie kommen am Montag.", "de").ahead
    assert only("Sie kommen morgen.", "de").ahead
    assert not only("Sie kamen gestern.", "de").ahead
    assert not only("They came two days ago.", "en").ahead
    assert only("They come next week.", "en").ahead
    assert not only("They came last Monday.", "en").ahead


def test_parse_date() -> None:
    assert parse_date("2025-08-20T10:00:00+02:00") == REPORTED
    assert parse_date("2025-08") is None
    assert parse_date(None) is None
