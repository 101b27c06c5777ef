"""Happened, ongoing, planned, failed; and the date that goes with it."""

from __future__ import annotations

import pytest
from eventing import events


@pytest.mark.parametrize(
    ("language", "text", "kind", "status", "date"),
    [
        ("de", "Norwegen traf sich am Montag mit Schweden.", "meet", "happened", "2025-08-18"),
        ("de", "Norwegen hat sich am Montag mit Schweden getroffen.", "meet", "happened", "2025-08-18"),
        ("de", "Norwegen trifft sich am Montag mit Schweden.", "meet", "planned", "2025-08-25"),
        ("de", "Norwegen wird sich am Montag mit Schweden treffen.", "meet", "planned", "2025-08-25"),
        ("de", "Norwegen will sich mit Schweden treffen.", "meet", "planned", None),
        ("de", "Norwegen plant, sich mit Schweden zu treffen.", "meet", "planned", None),
        ("de", "Norwegen verhandelt mit Schweden.", "meet", "ongoing", None),
        ("de", "Die Verhandlungen zwischen Norwegen und Schweden sind gescheitert.", "meet", "failed", None),
        ("de", "Norwegen und Schweden konnten sich nicht einigen.", "meet", "failed", None),
        ("de", "Norwegen und Schweden haben den Vertrag nicht unterzeichnet.", "sign", "failed", None),
        ("de", "Ein Treffen zwischen Norwegen und Schweden wurde abgesagt.", "meet", "failed", None),
        ("de", "Ein Abkommen zwischen Norwegen und Schweden kam nicht zustande.", "agree", "failed", None),
        ("de", "Ein geplantes Treffen zwischen Norwegen und Schweden sorgt für Streit.", "meet", "planned", None),
        ("de", "Das könnte den Weg für ein Treffen zwischen Norwegen und Schweden ebnen.", "meet", "planned", None),
        ("de", "Die Gespräche zwischen Norwegen und Schweden sollen morgen beginnen.", "meet", "planned", "2025-08-21"),
        ("de", "Die Gespräche zwischen Norwegen und Schweden laufen weiter.", "meet", "ongoing", None),
        ("de", "Gestern begannen Gespräche zwischen Norwegen und Schweden.", "meet", "happened", "2025-08-19"),
        ("de", "Der Bundestag muss dem Gesetz noch zustimmen.", "vote", "planned", None),
        ("en", "Norway met with Sweden on Monday.", "meet", "happened", "2025-08-18"),
        ("en", "Norway will meet with Sweden on Monday.", "meet", "planned", "2025-08-25"),
        ("en", "Norway plans to meet with Sweden.", "meet", "planned", None),
        ("en", "Norway is negotiating with Sweden.", "meet", "ongoing", None),
        ("en", "Talks between Norway and Sweden collapsed.", "meet", "failed", None),
        ("en", "Norway and Sweden could not agree on a quota.", "meet", "failed", None),
        ("en", "Talks between Norway and Sweden will resume tomorrow.", "meet", "planned", "2025-08-21"),
        ("en", "A planned meeting between Norway and Sweden caused a row.", "meet", "planned", None),
    ],
)
def test_status(language: str, text: str, kind: str, status: str, date: str | None) -> None:
    found = events(text, language)
    assert [(e.type, e.status, e.date) for e in found] == [(kind, status, date)]


def test_a_conjunctive_deed_is_none() -> None:
    assert events("Norwegen würde den Plan gern ablehnen.", "de") == []


def test_place_and_time_are_the_reports_own_words() -> None:
    (event,) = events("Norwegen traf sich am vergangenen Freitag in Genf mit Schweden.", "de")
    assert (event.place, event.when, event.date) == ("Genf", "am vergangenen Freitag", "2025-08-15")
    (event,) = events("Norway met with Sweden in Geneva last Friday.", "en", date=None)
    assert (event.place, event.when, event.date) == ("Geneva", "last Friday", None)
