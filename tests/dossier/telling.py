"""Dossiers of one report for tests: quotes are looked up in the text, so that offsets are right by construction."""

from __future__ import annotations

from detente.contract import (
    Dossier,
    Event,
    EventStatus,
    EventType,
    Evidence,
    Office,
    Party,
    PartyKind,
    Report,
    Stance,
    Statement,
)


class Told:
    """What a reader would make of one report."""

    def __init__(
        self, id: str, text: str, language: str = "de", date: str | None = None, duplicate_of: str | None = None
    ) -> None:
        report = Report(id=id, text=text, language=language, date=date, duplicate_of=duplicate_of)
        self.dossier = Dossier(reports=[report])
        self.report = report

    def at(self, quote: str) -> Evidence:
        start = self.report.text.index(quote)
        return Evidence(report=self.report.id, start=start, end=start + len(quote), quote=quote)

    def party(
        self,
        name: str,
        kind: PartyKind = "person",
        *,
        id: str | None = None,
        of: str | None = None,
        code: str | None = None,
        aliases: tuple[str, ...] = (),
        office: str | None = None,
        quote: str | None = None,
        former: bool = False,
    ) -> str:
        """Add a party; `quote` are the words that give the office.  Gives its id."""
        text = self.report.text
        places = [
            (start, start + len(word))
            for word in (name, *aliases)
            for start in range(len(text))
            if text.startswith(word, start)
        ]
        evidence = [Evidence(report=self.report.id, start=a, end=b, quote=text[a:b]) for a, b in sorted(set(places))]
        party = Party(
            id=id or name.lower().replace(" ", "-").replace(".", ""),
            name=name,
            kind=kind,
            of=of,
            code=code,
            aliases=list(aliases),
            mentions=len(evidence),
            evidence=evidence,
        )
        if office:
            party.roles = [office]
            party.offices = [Office(role=office, of=of, former=former, evidence=self.at(quote or office))]
        self.dossier.parties.append(party)
        return party.id

    def says(
        self,
        party: str,
        stance: Stance,
        quote: str,
        issue: str | None = None,
        option: str | None = None,
        *,
        topic: str = "",
        confidence: float = 0.8,
        addressee: str | None = None,
    ) -> Statement:
        statement = Statement(
            id=f"{self.report.id}-s{len(self.dossier.statements) + 1}",
            party=party,
            stance=stance,
            issue=issue,
            option=option,
            topic=topic,
            cue="",
            addressee=addressee,
            evidence=self.at(quote),
            rule="test",
            confidence=confidence,
            date=self.report.date,
        )
        self.dossier.statements.append(statement)
        return statement

    def happens(
        self,
        type: EventType,
        participants: list[str],
        quote: str,
        status: EventStatus = "happened",
        *,
        date: str | None = None,
        place: str | None = None,
        when: str | None = None,
        topic: str | None = None,
    ) -> Event:
        event = Event(
            id=f"{self.report.id}-e{len(self.dossier.events) + 1}",
            type=type,
            participants=participants,
            evidence=self.at(quote),
            status=status,
            date=date,
            place=place,
            when=when,
            topic=topic,
        )
        self.dossier.events.append(event)
        return event


def person(name: str, report: str = "r", language: str = "de", **more: str) -> Dossier:
    """A report that mentions one person, maybe with `office`, `state` (a code) and its `state_name`, or a `house`."""
    office, state, house = more.get("office"), more.get("state"), more.get("house")
    words = " ".join(part for part in (office, name, "sprach heute.", more.get("state_name"), house) if part)
    told = Told(report, words, language, more.get("date"))
    of = None
    if state:
        of = told.party(more["state_name"], "state", code=state)
    elif house:
        of = told.party(house, "organisation")
    told.party(name, of=of, office=office, former=more.get("former") == "yes")
    return told.dossier
