"""The reader: one report in, a dossier of that one report out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import cast

from detente.contract import Dossier, Event, EventType, Evidence, Office, Party, Report, Statement
from detente.reading.analysis import analyse
from detente.reading.backends import Backend, BackendFailure, Tally, extend
from detente.reading.events import find_events
from detente.reading.model import Actor, Analysis, OfficeFound, StatementFound
from detente.reading.parties import find_parties
from detente.reading.statements import find_statements


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a report: its dossier, and what a back end added, or why it could not."""

    dossier: Dossier
    tally: Tally | None = None
    failure: BackendFailure | None = None


def read(report: Report, *, precision: float | None = None) -> Dossier:
    """Read one report, without a back end.  The same report always gives the same dossier.

    `precision`, 0 to 1, is the share of right statements and events that is wished for; the higher, the fewer are
    found.
    """
    analysis = analyse(report)
    if not analysis.sentences:
        return Dossier(reports=[report])
    return _drawn_up(analysis, find_statements(analysis, precision), precision)


def read_with(report: Report, backend: Backend, *, precision: float | None = None) -> Reading:
    """Read one report and add what a back end proposes, as far as it is found again in the report.

    Where the back end fails, our own reading stays and `failure` says why.  `precision` is for our own reading.
    """
    analysis = analyse(report)
    if not analysis.sentences:
        return Reading(Dossier(reports=[report]), Tally(backend.name))
    extended = extend(analysis, find_statements(analysis, precision), backend)
    return Reading(_drawn_up(analysis, extended.statements, precision), extended.tally, extended.failure)


def _drawn_up(analysis: Analysis, statements: list[StatementFound], precision: float | None) -> Dossier:
    report = analysis.report
    events = find_events(analysis, precision)
    used = find_parties(analysis, statements, events)
    ids = _ids([a for a in analysis.actors.values() if a.key in used])

    def evidence(start: int, end: int) -> Evidence:
        return Evidence(report=report.id, start=start, end=end, quote=report.text[start:end])

    parties = [_party(analysis, actor, ids, report) for actor in analysis.actors.values() if actor.key in ids]
    return Dossier(
        reports=[report],
        parties=parties,
        statements=[
            Statement(
                id=f"{report.id}-s{number}",
                party=ids[found.actor],
                stance=found.stance,
                topic=found.topic,
                cue=found.cue,
                addressee=ids.get(found.addressee) if found.addressee else None,
                evidence=evidence(found.start, found.end),
                rule=found.rule,
                confidence=found.confidence,
                date=report.date,
            )
            for number, found in enumerate(statements, 1)
        ],
        events=[
            Event(
                id=f"{report.id}-e{number}",
                type=cast(EventType, found.type),
                participants=list(dict.fromkeys(ids[key] for key in found.participants if key in ids)),
                place=found.place,
                date=found.date,
                when=found.when,
                status=found.status,
                topic=found.topic,
                evidence=evidence(found.start, found.end),
                rule=found.rule,
                confidence=found.confidence,
            )
            for number, found in enumerate(events, 1)
        ],
    )


def _party(analysis: Analysis, actor: Actor, ids: dict[str, str], report: Report) -> Party:
    text = report.text
    mentions = [m for m in analysis.mentions if m.actor is actor]
    places = []
    for mention in mentions:
        words = analysis.sentences[mention.sentence].words
        places.append((words[mention.first].start, words[mention.last - 1].end))
    named = [text[a:b] for m, (a, b) in zip(mentions, places, strict=True) if m.how in ("name", "metonym")]
    offices = [_office(office, ids, report) for office in actor.offices]
    return Party(
        id=ids[actor.key],
        name=actor.name,
        kind=actor.kind,
        of=ids.get(actor.of) if actor.of else None,
        roles=list(dict.fromkeys(office.role for office in offices)),
        aliases=[a for a in dict.fromkeys([*actor.aliases, *named]) if a != actor.name],
        mentions=len(mentions),
        code=actor.code,
        offices=offices,
        evidence=[Evidence(report=report.id, start=a, end=b, quote=text[a:b]) for a, b in places],
    )


def _office(found: OfficeFound, ids: dict[str, str], report: Report) -> Office:
    """An office; whose it is stands in its role where that is no party of the report ("Norway's minister")."""
    of = ids.get(found.of) if found.of else None
    told = found.owner is not None and of is None
    start = found.owner if found.owner is not None and told else found.start
    quote = report.text[start : found.end]
    return Office(
        role=" ".join(quote.split()) if told else found.role,
        of=of,
        former=found.former,
        evidence=Evidence(report=report.id, start=start, end=found.end, quote=quote),
    )


def _ids(actors: list[Actor]) -> dict[str, str]:
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for actor in actors:
        base = slug(actor.name) or "party"
        name, number = base, 2
        while name in taken:
            name, number = f"{base}-{number}", number + 1
        taken.add(name)
        ids[actor.key] = name
    return ids


def slug(name: str) -> str:
    """A name as an identifier: ASCII letters, digits and hyphens."""
    folded = name.replace("ß", "ss").replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    folded = folded.replace("Ä", "Ae").replace("Ö", "Oe").replace("Ü", "Ue")
    ascii_only = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")
