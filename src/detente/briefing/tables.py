"""Who is who, who stands where: parties, the positions matrix, the issue scales."""

from __future__ import annotations

from collections import Counter
from string import ascii_uppercase

from detente.briefing.appendix import Mentions
from detente.briefing.brief import Loose, PartyRow, Role
from detente.briefing.evidence import line
from detente.briefing.ground import Ground
from detente.briefing.standing import Cell, Interval, Mark, Matrix, MatrixRow, Scale, Tally, Tick
from detente.contract import Party
from detente.negotiation import Position, TableIssue


def party_rows(ground: Ground, mentions: Mentions) -> tuple[PartyRow, ...]:
    """All parties: who says most and is named most first, persons after the party that they speak for."""
    said = Counter(statement.party for statement in ground.dossier.statements)
    known = {party.id: party for party in ground.dossier.parties}

    def weight(party: Party) -> tuple[int, int, str]:
        return (-said[party.id], -party.mentions, ground.name(party.id))

    def family(party: Party) -> tuple[int, int, str]:
        own = [p for p in known.values() if p.id == party.id or p.of == party.id]
        return (-sum(said[p.id] for p in own), -sum(p.mentions for p in own), ground.name(party.id))

    heads = sorted((p for p in known.values() if p.of not in known or p.of == p.id), key=family)
    ordered: dict[str, Party] = {}

    def add(party: Party) -> None:
        if party.id not in ordered:
            ordered[party.id] = party
            for member in sorted((p for p in known.values() if p.of == party.id), key=weight):
                add(member)

    for party in [*heads, *known.values()]:
        add(party)
    return tuple(_party_row(party, ground, mentions, said[party.id]) for party in ordered.values())


def _party_row(party: Party, ground: Ground, mentions: Mentions, said: int) -> PartyRow:
    roles = []
    given = set()
    for office in party.offices:
        key = (line(office.role), office.former)
        if key not in given:
            given.add(key)
            same = [o.evidence for o in party.offices if (line(o.role), o.former) == key]
            roles.append(Role(ground.role(*key), key[1], ground.sources.cites(same, "parties")))
    roles += [Role(line(role), False, ()) for role in party.roles if line(role) not in {text for text, _ in given}]
    name = ground.name(party.id)
    seated = {p.id for p in ground.all.parties}
    aliases = dict.fromkeys(line(alias) for alias in party.aliases)
    return PartyRow(
        anchor=ground.anchors[party.id],
        name=name,
        kind=party.kind,
        of=ground.name(party.of) if party.of else None,
        of_anchor=ground.anchors.get(party.of or ""),
        roles=tuple(roles),
        aliases=tuple(alias for alias in aliases if alias and alias != name),
        mentions=max(party.mentions, len(party.evidence)),
        statements=said,
        spoken=ground.anchors[end] if (end := ground.speaks_for[party.id]) in seated else None,
        places=mentions.places.get(party.id, ()),
    )


def matrix(ground: Ground) -> Matrix:
    """All parties that spoke by all issues spoken on."""
    table = ground.all
    rows = []
    for party, estimates in zip(table.parties, ground.positions, strict=True):
        cells = tuple(
            _cell(ground, issue, position) if position.known else None
            for issue, position in zip(table.issues, estimates, strict=True)
        )
        count = sum(len(position.statements) for position in estimates)
        rows.append(MatrixRow(ground.name(party.id), ground.anchors[party.id], count, cells, party.id))
    speakers = {s.party for s in ground.dossier.statements} | {party.id for party in table.parties}
    silent = tuple(ground.name(party.id) for party in ground.dossier.parties if party.id not in speakers)
    return Matrix(tuple(ground.heads.values()), tuple(rows), silent)


def _cell(ground: Ground, issue: TableIssue, position: Position) -> Cell:
    tallies = []
    placed: set[str] = set()
    for option, label in ground.shown_options(issue):
        basis = ground.all.basis[position.party, issue.id, option.id]
        if not basis.statements:
            continue
        placed.update(basis.statements)
        estimate = position.acceptance[option.id]
        tallies.append(
            Tally(
                label,
                len(basis.supports),
                len(basis.opposes),
                len(basis.open),
                Interval(estimate.mean, estimate.low, estimate.high),
                ground.passages(basis.statements, "positions"),
            )
        )
    rest = [ground.statements[key] for key in position.statements if key not in placed]
    if rest:
        stances = Counter(statement.stance for statement in rest)
        cites = ground.passages((statement.id for statement in rest), "positions")
        tallies.append(Tally(None, stances["support"], stances["oppose"], stances["open"], None, cites))
    return Cell(tuple(tallies))


def loose_statements(ground: Ground) -> tuple[Loose, ...]:
    """Statements that no issue takes in, in the dossier's order; those of reprints are left out."""
    repeats = {report.id for report in ground.dossier.reports if report.duplicate_of in ground.sources.numbers}
    return tuple(
        Loose(ground.name(s.party), s.stance, line(s.topic), ground.passages([s.id], "positions"))
        for s in ground.dossier.statements
        if not s.names_issue and s.evidence.report not in repeats
    )


def scales(ground: Ground) -> tuple[Scale, ...]:
    """A scale for every issue whose options all have a value, with the parties that spoke on it."""
    table = ground.all
    drawn = []
    for i, issue in enumerate(table.issues):
        own = [row[i] for row in ground.positions if row[i].known]
        marks = [
            Mark(
                ground.name(position.party),
                ground.anchors[position.party],
                Interval(position.place.mean, position.place.low, position.place.high),
                len(position.statements),
                ground.passages(position.statements, "scales"),
            )
            for position in own
            if position.place is not None
        ]
        if marks:
            marks.sort(key=lambda mark: (-mark.position.mean, mark.party))
            drawn.append(Scale(ground.heads[issue.id], ticks_of(issue), tuple(marks)))
    return tuple(drawn)


def ticks_of(issue: TableIssue) -> tuple[Tick, ...]:
    """The options of an issue that have a value, from the lowest, with letters."""
    valued = [(option.value, option) for option in issue.options if option.value is not None]
    valued.sort(key=lambda pair: pair[0])
    return tuple(
        Tick(_letter(n), line(option.label), value, option.id == issue.status_quo)
        for n, (value, option) in enumerate(valued)
    )


def _letter(n: int) -> str:
    """A, B, ... Z, AA, AB, ..."""
    return ascii_uppercase[n] if n < 26 else _letter(n // 26 - 1) + ascii_uppercase[n % 26]
