"""Changes as one writes them: "salience Germany ceasefire 0.5", "leaves USA", "without s12"."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from typing import cast

from detente.contract import Dossier, Stance
from detente.dossier.folding import fold
from detente.forecast import Table
from detente.negotiation import Negotiation, TableIssue
from detente.sensitivity.changes import (
    KINDS,
    Change,
    ChangeError,
    Joins,
    Leaves,
    SetAcceptance,
    SetCapability,
    SetPosition,
    SetReservation,
    SetSalience,
    SetStatusQuo,
    WithoutOption,
    WithoutStatement,
    supposed,
)

_STANCES = ("support", "oppose", "open")


def parse(written: str, subject: Negotiation | Table, dossier: Dossier | None = None) -> Change:
    """A change from its words, names and labels found among those of the subject.

    Parties, issues and options may be written by id, name, label or alias, in any case, or by a part that fits only
    one of them; names of several words in quotes.  Raises ChangeError.
    """
    try:
        kind, *words = shlex.split(written)
    except ValueError:
        raise ChangeError("syntax", written=written, kinds=", ".join(KINDS)) from None
    kind = kind.casefold()
    if kind not in KINDS:
        raise ChangeError("kind", kind=kind, kinds=", ".join(KINDS))
    return _Reader(kind, words, written, subject, dossier).read()


def issue_named(written: str, subject: Negotiation | Table) -> str:
    """The id of the issue that a name stands for.  Raises ChangeError."""
    return _Reader("", [], written, subject, None).issue(written)


def party_named(written: str, subject: Negotiation | Table) -> str:
    """The id of the party that a name stands for.  Raises ChangeError."""
    return _Reader("", [], written, subject, None).party(written)


class _Reader:
    def __init__(
        self, kind: str, words: list[str], written: str, subject: Negotiation | Table, dossier: Dossier | None
    ) -> None:
        self.kind, self.words, self.written = kind, words, written
        self.subject, self.dossier = subject, dossier

    def read(self) -> Change:
        kind, subject = self.kind, self.subject
        if kind == "without":
            return WithoutStatement(self._take(1)[0])
        if kind == "leaves":
            return Leaves(self.party(self._take(1)[0]))
        if kind in ("capability", "reservation"):
            who, value = self._take(2)
            made = SetCapability if kind == "capability" else SetReservation
            return made(self.party(who), self._number(value))
        if kind in ("salience", "position"):
            # In a table of one issue, it need not be named.
            single = isinstance(subject, Table) and len(subject.issues) == 1 and len(self.words) == 2
            given = self._take(2 if single else 3)
            party, value = self.party(given[0]), given[-1]
            issue = subject.issues[0] if single and isinstance(subject, Table) else self.issue(given[1])
            if kind == "salience":
                return SetSalience(party, issue, self._number(value))
            if isinstance(subject, Table):
                return SetPosition(party, issue, value=self._number(value))
            return SetPosition(party, issue, option=self._option(issue, value))
        if isinstance(subject, Table):
            raise ChangeError("not_in_table", kind=kind)
        if kind == "joins":
            return Joins(self._newcomer(self._take(1)[0]))
        if kind == "acceptance":
            who, about, option, value = self._take(4)
            issue = self.issue(about)
            return SetAcceptance(self.party(who), issue, self._option(issue, option), self._number(value))
        if kind == "says":
            return self._statement()
        on, option = self._take(2)
        issue = self.issue(on)
        if kind == "status-quo":
            return SetStatusQuo(issue, None if option == "-" else self._option(issue, option))
        return WithoutOption(issue, self._option(issue, option))

    def _take(self, count: int) -> list[str]:
        if len(self.words) != count:
            raise ChangeError("words", written=self.written, example=_EXAMPLES[self.kind])
        return self.words

    def _number(self, written: str) -> float:
        try:
            return float(written.replace(",", "."))
        except ValueError:
            raise ChangeError("no_number", value=written) from None

    def party(self, written: str) -> str:
        """The id of the party of that name."""
        if isinstance(self.subject, Table):
            actors = dict.fromkeys(row.actor for row in self.subject.rows)
            return _found(written, [(actor, (actor,)) for actor in actors], "no_party")
        parties = self.subject.parties
        names = [(party.id, (party.name, *party.aliases, party.code or party.id)) for party in parties]
        return _found(written, names, "no_party", [party.name for party in parties])

    def _newcomer(self, written: str) -> str:
        if self.dossier is None:
            raise ChangeError("no_dossier", kind=self.kind)
        seated = {party.id for party in cast(Negotiation, self.subject).parties}
        others = [party for party in self.dossier.parties if party.id not in seated]
        shown = cast(Negotiation, self.subject).left_out or [party.id for party in others]
        names = [(party.id, (party.name, *party.aliases, party.code or party.id)) for party in others]
        return _found(written, names, "no_party", [party.name for party in others if party.id in shown][:20])

    def issue(self, written: str) -> str:
        """The id of the issue of that name."""
        if isinstance(self.subject, Table):
            return _found(written, [(issue, (issue,)) for issue in self.subject.issues], "no_issue")
        issues = self.subject.issues
        names = [(issue.id, (issue.label, issue.id.rpartition(".")[2])) for issue in issues]
        return _found(written, names, "no_issue", [issue.label for issue in issues])

    def _option(self, on: str, written: str) -> str:
        issue: TableIssue = next(each for each in cast(Negotiation, self.subject).issues if each.id == on)
        names = [(o.id, (o.label,) if o.value is None else (o.label, f"{o.value:g}")) for o in issue.options]
        return _found(written, names, "no_option", [option.id for option in issue.options], issue=issue.label)

    def _statement(self) -> Change:
        if len(self.words) not in (3, 4) or self.words[1] not in _STANCES:
            raise ChangeError("words", written=self.written, example=_EXAMPLES["says"])
        who, stance, on, *rest = self.words
        issue = self.issue(on)
        option = self._option(issue, rest[0]) if rest else None
        known = {each.id for each in self.dossier.statements} if self.dossier else set()
        key = next(f"supposed-{n}" for n in range(1, len(known) + 2) if f"supposed-{n}" not in known)
        return supposed(key, self.party(who), cast(Stance, stance), issue, option)


_EXAMPLES = {
    "acceptance": "acceptance Germany ceasefire immediate 0.9",
    "position": "position Germany ceasefire immediate",
    "salience": "salience Germany ceasefire 0.5",
    "capability": "capability Germany 2",
    "reservation": "reservation Germany 0.4",
    "status-quo": "status-quo ceasefire none",
    "leaves": "leaves Germany",
    "joins": "joins Poland",
    "without": "without s12",
    "says": "says Germany support ceasefire immediate",
    "no-option": "no-option ceasefire limited",
}


def _found(
    written: str,
    names: Iterable[tuple[str, Sequence[str]]],
    error: str,
    known: Iterable[str] | None = None,
    **words: object,
) -> str:
    """The id that a name stands for: itself, one of its names, or a part of the names of only one."""
    given = list(names)
    if any(key == written for key, _ in given):
        return written
    sought = fold(written)
    same = [key for key, own in given if sought in {fold(key), *map(fold, own)}]
    part = same or [key for key, own in given if sought and any(sought in fold(name) for name in (key, *own))]
    if len(part) == 1:
        return part[0]
    if part:
        raise ChangeError("several", name=written, found=", ".join(part))
    raise ChangeError(error, name=written, known=", ".join(known or [key for key, _ in given]), **words)
