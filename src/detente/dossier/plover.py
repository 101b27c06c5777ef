"""Events as PLOVER records (Open Event Data Alliance; Halterman et al. 2023), written and read as JSON.

Who acts is the source, the others are targets; planned and failed events have PLOVER's modes "future" and "negation".
"""

from __future__ import annotations

import json
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from detente.contract import Dossier, Event, EventStatus, Evidence, Party, Report
from detente.dossier.folding import slug
from detente.dossier.store import DossierError

_SECTORS = {"state": "GOV", "organisation": "NGO", "group": "CVL", "person": "GOV"}


def to_plover(dossier: Dossier) -> str:
    """The events as a JSON array of PLOVER records; those without a PLOVER type (`other`) are left out."""
    reports = {report.id: report for report in dossier.reports}
    parties = {party.id: party for party in dossier.parties}
    records = [
        _record(event, reports.get(event.evidence.report), parties)
        for event in dossier.events
        if event.type in _words()["events"]
    ]
    return json.dumps(records, ensure_ascii=False, indent=1) + "\n"


def _record(event: Event, report: Report | None, parties: dict[str, Party]) -> dict[str, object]:
    words = _words()["events"][event.type]
    modes = [words.get("mode"), _words()["status"].get(event.status)]
    actors = [_actor(parties[key], parties) for key in event.participants if key in parties]
    record: dict[str, object] = {
        "id": event.id,
        "date": event.date or (report.date if report else None) or "",
        "source": actors[:1],
        "target": actors[1:],
        "event": words["event"],
        "mode": [mode for mode in modes if mode],
        "eventText": event.type,
        "context": [event.topic] if event.topic else [],
        "text": event.evidence.quote,
        "textInfo": {"report": event.evidence.report, "start": event.evidence.start, "end": event.evidence.end},
        "location": event.place or "",
    }
    if report is not None:
        record |= {"language": report.language, "publication": report.publisher or "", "url": report.source}
    return record | {"coder": f"détente ({event.rule})", "confidence": event.confidence}


def _actor(party: Party, parties: dict[str, Party]) -> dict[str, str]:
    owner = parties.get(party.of or "", party)
    return {"actorText": party.name, "code": (owner.code or "").upper(), "sector": _SECTORS[party.kind]}


def from_plover(content: str, name: str = "-") -> Dossier:
    """A dossier of the events of a PLOVER file: each record's text becomes a report, its actors parties.

    Raises DossierError where this is no array of PLOVER records.
    """
    try:
        records = json.loads(content)
    except ValueError as error:
        raise DossierError("not_json", name=name, reason=str(error)) from error
    if not isinstance(records, list) or not all(isinstance(each, dict) and "event" in each for each in records):
        raise DossierError("not_plover", name=name)
    dossier = Dossier()
    parties: dict[str, Party] = {}
    for number, record in enumerate(records, 1):
        kind, text = _words()["types"].get(str(record["event"]).upper()), str(record.get("text") or "")
        if kind is None or not text:
            continue
        key = f"plover-{number}"
        date, language = str(record.get("date") or "") or None, str(record.get("language") or "und")
        dossier.reports.append(
            Report(id=key, text=text, date=date, publisher=record.get("publication") or None, language=language)
        )
        modes = record.get("mode") or []
        modes = [modes] if isinstance(modes, str) else modes
        status: EventStatus = next((ours for ours, theirs in _words()["status"].items() if theirs in modes), "happened")
        dossier.events.append(
            Event(
                id=f"{key}-e1",
                type="call" if "phone" in modes else kind,
                participants=list(dict.fromkeys(_participants(record, parties))),
                place=record.get("location") or None,
                date=date,
                status=status,
                evidence=Evidence(report=key, start=0, end=len(text), quote=text),
                topic=_topic(record),
                rule="plover",
                confidence=1.0,
            )
        )
    dossier.parties = list(parties.values())
    return dossier


def _participants(record: dict[str, Any], parties: dict[str, Party]) -> list[str]:
    found = []
    for side in ("source", "target"):
        actors = record.get(side) or []
        for actor in actors if isinstance(actors, list) else [actors]:
            name = str(actor.get("actorText") or actor.get("code") or "") if isinstance(actor, dict) else str(actor)
            key = slug(name)
            if key:
                parties.setdefault(key, Party(id=key, name=name, kind="organisation"))
                found.append(key)
    return found


def _topic(record: dict[str, Any]) -> str | None:
    context = record.get("context") or []
    return "; ".join(map(str, [context] if isinstance(context, str) else context)) or None


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((files("detente.dossier") / "plover.toml").read_text("utf-8"))


def load_plover(path: str | Path) -> Dossier:
    """`from_plover` of a file.  Raises OSError where it cannot be read."""
    return from_plover(Path(path).read_text("utf-8-sig"), str(path))
