"""What a report's title says that it is about."""

from __future__ import annotations

from detente import reading
from detente.contract import Report
from detente.reading.analysis import analyse
from detente.reading.model import Analysis
from detente.reading.statements.deeds import main_matter, title_deed, title_topic


def titled(title: str, *, text: str = "", language: str = "en") -> Analysis:
    return analyse(Report(id="r", language=language, title=title, text=f"{title}\n\n{text}"))


def test_the_title_is_about_what_its_verb_takes() -> None:
    found = title_topic(titled("Harbour council approves night trains to Westhaven"))
    assert found is not None and found.text == "night trains to Westhaven"
    found = title_topic(titled("Mayor agrees to close the old bridge"))
    assert found is not None and found.text == "to close the old bridge"


def test_a_title_that_tells_of_no_thing_has_no_topic() -> None:
    found = title_topic(titled("France and Brazil meet as farmers protest against cheap beef"))
    assert found is None or ("meet" not in found.text and "France" not in found.text)


def test_what_a_title_says_was_refused_is_no_deed() -> None:
    assert title_deed(titled("Pilots reject the airline's pay offer")) is None
    assert title_deed(titled("City bans cars from the old town")) is not None


def test_the_main_matter_is_the_first_thing_of_a_kind() -> None:
    text = "Ministers of both countries met on Monday to finish a fishing treaty for the northern bay."
    found = main_matter(titled("Ministers meet as gulls scream", text=text), None)
    assert found is not None and found.text.startswith("a fishing treaty")


def test_a_wish_without_a_topic_is_read() -> None:
    text = (
        "Ex-Prime Minister Eva Sample, the current head of the Harbour Council, wrote \"Let's all pray for Mayor Doe."
    )
    assert reading.read(Report(id="r", language="en", text=text)).parties
