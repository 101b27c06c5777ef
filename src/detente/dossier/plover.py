"""Events as PLOVER records (Open Event Data Alliance; Halterman et al. 2023), written and read as JSON.

Who acts is the source, the others are targets; planned and failed events have PLOVER's modes "future" and "negation".
"""

from __future__ import annotations

import json
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

from detente.contract import Dossier, Event, EventStatus, EventType, Evidence, Party, PartyKind, Report
from detente.dossier.folding import slug
from detente.dossier.places import state_code
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
    code = (owner.code or "").upper()
    return {
        "actorText": party.name,
        "code": _words()["codes"].get(code) or _three_letters().get(code, code),
        "sector": _SECTORS[party.kind],
    }


def from_plover(content: str, name: str = "-") -> Dossier:
    """A dossier of the events of a PLOVER file: each record's text becomes a report, its actors parties.

    Reads an array or one record a line (JSONL), with the keys of 2016 ("source", "target") or of the manual of 2021
    ("actor", "recipient").  An event that has no type of ours becomes `other`; records without a text are documentation
    and left out.  Raises DossierError where these are no PLOVER records.
    """
    dossier = Dossier()
    parties: dict[str, Party] = {}
    for number, record in enumerate(_records(content, name), 1):
        text = str(record.get("text") or "")
        if not text:
            continue
        key = f"plover-{number}"
        date, language = str(record.get("date") or "") or None, str(record.get("language") or "und")
        dossier.reports.append(
            Report(id=key, text=text, date=date, publisher=record.get("publication") or None, language=language)
        )
        modes = _list(record.get("mode"))
        status: EventStatus = next((ours for ours, theirs in _words()["status"].items() if theirs in modes), "happened")
        dossier.events.append(
            Event(
                id=f"{key}-e1",
                type=_type(record, modes),
                participants=list(dict.fromkeys(_participants(record, parties))),
                place=record.get("location") or None,
                date=date,
                status=status,
                evidence=Evidence(report=key, start=0, end=len(text), quote=text),
                topic="; ".join(_list(record.get("context"))) or None,
                rule="plover",
                confidence=1.0,
            )
        )
    dossier.parties = list(parties.values())
    return dossier


def _records(content: str, name: str) -> list[dict[str, Any]]:
    try:
        records = json.loads(content)
    except ValueError as error:
        try:
            records = [json.loads(line) for line in content.splitlines() if line.strip()]
        except ValueError:
            raise DossierError("not_json", name=name, reason=str(error)) from error
    if isinstance(records, dict) and "event" in records:  # one line of JSONL
        records = [records]
    if not isinstance(records, list) or not all(isinstance(each, dict) and "event" in each for each in records):
        raise DossierError("not_plover", name=name)
    return records


def _type(record: dict[str, Any], modes: list[str]) -> EventType:
    """Our type of a record: the one that we wrote, or that of a telling mode, or of the event."""
    events = [each.upper() for each in _list(record["event"])]
    written: dict[str, dict[str, str]] = _words()["events"]
    told: dict[str, EventType] = _words()["modes"]
    ours: dict[str, EventType] = _words()["types"]
    for text in _list(record.get("eventText")):
        if text in written and written[text]["event"] in events:
            return cast("EventType", text)
    return next(
        (told[mode] for mode in modes if mode in told),
        next((ours[event] for event in events if event in ours), "other"),
    )


def _list(value: object) -> list[str]:
    return [str(each) for each in (value if isinstance(value, list) else [value]) if each]


def _participants(record: dict[str, Any], parties: dict[str, Party]) -> list[str]:
    found = []
    for side in ("source", "actor", "target", "recipient"):
        actors = record.get(side) or []
        for actor in actors if isinstance(actors, list) else [actors]:
            known = actor if isinstance(actor, dict) else {"actorText": actor}
            code = str(known.get("code") or "")
            name = str(known.get("actorText") or known.get("entity_text") or code)
            key = slug(name)
            if key:
                state = state_code(name) or (_two_letters().get(code) if name == code else None)
                kind: PartyKind = "state" if state and state not in _words()["codes"] else "organisation"
                parties.setdefault(key, Party(id=key, name=name, kind=kind, code=state))
                found.append(key)
    return found


@cache
def _two_letters() -> dict[str, str]:
    """The ISO 3166 codes of two letters by those of three (CLDR's, by babel)."""
    from babel.core import get_global

    aliases: dict[str, list[str]] = get_global("territory_aliases")  # type: ignore[assignment]
    return {three: two[0] for three, two in aliases.items() if len(three) == 3 and three.isalpha() and len(two) == 1}


@cache
def _three_letters() -> dict[str, str]:
    """The other way round; of countries with codes of former ones beside their own ("DDR"), the own one."""
    former = {"BUR", "ZAR", "DDR", "FXX", "TMP", "YMD"}
    return {two: three for three, two in _two_letters().items() if three not in former}


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((files("detente.dossier") / "plover.toml").read_text("utf-8"))


def load_plover(path: str | Path) -> Dossier:
    """`from_plover` of a file.  Raises OSError where it cannot be read."""
    return from_plover(Path(path).read_text("utf-8-sig"), str(path))
