"""What a thin topic stands for."""

from __future__ import annotations

from detente import reading
from detente.contract import Report
from detente.reading.statements.deeds import meant_by
from detente.reading.statements.topics import Topic


def test_a_topic_without_words_stands_for_nothing() -> None:
    named = [Topic("the ban on night flights")]
    assert meant_by(Topic("ban", thin=True), named, [], None, "en") == named[0]
    assert meant_by(Topic("", thin=True), named, [], named[0], "en") is None


def test_a_wish_without_a_topic_is_read() -> None:
    text = (
        "Ex-Prime Minister Eva Sample, the current head of the Harbour Council, wrote \"Let's all pray for Mayor Doe."
    )
    assert reading.read(Report(id="r", language="en", text=text)).parties
