"""Rulings in words, in the language of the page."""

from __future__ import annotations

from typing import Any

from detente.desk.review.models import Ruling
from detente.desk.review.sight import Sight
from detente.desk.words import has, language, phrases, say


def subject(sight: Sight, row: Ruling) -> str:
    """What a ruling is on, as it was read: "Norway, against, Withdrawal: full"."""
    fields = row.content["item"] if row.action == "add" else row.content["was"]
    book = phrases(language())
    if row.target == "statement":
        issue, option = sight.about(fields.get("issue"), fields.get("option"))
        about = ": ".join(part for part in (issue or str(fields.get("topic") or ""), option) if part)
        stance = book.label("stance", str(fields.get("stance", "")))
        return ", ".join(part for part in (sight.party(fields.get("party")), stance, about) if part)
    if row.target == "event":
        who = [sight.party(each) for each in fields.get("participants") or []]
        return ", ".join([book.label("event", str(fields.get("type", ""))), *who])
    return str(fields.get("name") or fields.get("label") or fields.get("id") or "")


def deeds(sight: Sight, row: Ruling) -> tuple[str, ...]:
    """What a correction sets, field by field; nothing for other rulings."""
    if row.action != "correct":
        return ()
    now = row.content["item"]
    return tuple(f"{_field(key)}: {_value(sight, row.target, key, value, now)}" for key, value in row.changes.items())


def _field(key: str) -> str:
    return say(f"review.field.{key}") if has(f"review.field.{key}") else key


def _value(sight: Sight, target: str, key: str, value: Any, now: dict[str, Any]) -> str:
    book = phrases(language())
    if value is None or value == "":
        return say("review.nothing")
    if key in ("party", "of") or (key == "id" and target == "party"):
        return sight.party(str(value))
    if key == "issue" or (key == "id" and target == "issue"):
        return sight.about(str(value), None)[0]
    if key == "option":
        return sight.about(now.get("issue"), str(value))[1]
    if key == "evidence":
        return f"“{' '.join(str(value['quote']).split())}”"
    if key in ("stance", "status", "kind"):
        return book.label(key, str(value))
    if key == "type":
        return book.label("event", str(value))
    if key == "participants":
        return book.names([sight.party(str(each)) for each in value])
    if key == "options":
        return "; ".join(str(each.get("label", each.get("id"))) for each in value)
    if key == "controlled_by" and isinstance(value, dict):
        parts = (f"{option}: {', '.join(map(sight.party, who))}" for option, who in value.items() if who)
        return "; ".join(parts) or say("review.nothing")
    if key == "becomes" and isinstance(value, dict):
        return "; ".join(f"{one} → {other or say('review.nothing')}" for one, other in value.items())
    return book.number(value) if isinstance(value, int | float) else str(value)
