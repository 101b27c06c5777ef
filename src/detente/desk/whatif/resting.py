"""The sentences that the controls rest on."""

from __future__ import annotations

from dataclasses import dataclass

from detente import contract
from detente.desk.dossiers.sentences import Ref, Sentences
from detente.desk.whatif.base import Base
from detente.desk.whatif.meaning import wish_text
from detente.desk.whatif.wanted import Wanted
from detente.negotiation import Negotiation


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a report, who says what by it, the report, and where it is highlighted."""

    quote: str
    party: str
    stance: str
    about: str
    report: contract.Report | None
    ref: Ref


@dataclass(frozen=True, slots=True)
class Resting:
    """What a control is about, in words, and the sentences it rests on."""

    title: str
    sentences: tuple[Sentence, ...]


def of(base: Base, where: Sentences, wish: Wanted) -> Resting:
    """What a control rests on.  Raises KeyError for ids that are unknown."""
    table = base.with_issues(list(base.off_table)) if base.off_table else base.table
    about = wish.ids
    issue = next((each for each in base.dossier.issues if each.id == about.get("issue")), None)
    party = next((each for each in base.dossier.parties if each.id == about.get("party")), None)
    if ("issue" in about and issue is None) or ("party" in about and party is None):
        raise KeyError(wish.name)
    title = ": ".join(filter(None, (party.name if party else "", issue.label if issue else "")))
    if wish.kind == "acceptance" and issue is not None:
        labels = {option.id: option.label for option in issue.options}
        title += f": {labels.get(wish.about[2], wish.about[2])}"
    if wish.kind == "status-quo" and issue is not None:
        return Resting(title, _controls(base, where, issue))
    if wish.kind == "without":
        title = wish_text(base, table, wish)
    return Resting(title, tuple(_sentence(base, where, base.statements[key]) for key in _ids(base, table, wish)))


def _ids(base: Base, table: Negotiation, wish: Wanted) -> tuple[str, ...]:
    if wish.kind == "acceptance":
        party, issue, option = wish.about
        return table.basis[party, issue, option].statements
    if wish.kind in ("salience", "position"):
        party, issue = wish.about
        return table.sources[party, issue]
    if wish.kind == "without":
        return (base.statements[wish.value].id,)
    if wish.kind == "leaves":
        return tuple(key for i in table.issues for key in table.sources[wish.value, i.id])
    if wish.kind == "joins":
        return tuple(each.id for each in base.dossier.statements if each.party == wish.value)
    return ()


def _sentence(base: Base, where: Sentences, said: contract.Statement) -> Sentence:
    issue = next((each for each in base.dossier.issues if each.id == said.issue), None)
    labels = {} if issue is None else {option.id: option.label for option in issue.options}
    about = said.topic if issue is None else issue.label
    option = labels.get(said.option or "")
    return Sentence(
        quote=" ".join(said.evidence.quote.split()),
        party=_name(base, said.party),
        stance=said.stance,
        about=f"{about}: {option}" if option else about,
        report=_report(base, said.evidence.report),
        ref=where.ref(said.evidence),
    )


def _controls(base: Base, where: Sentences, issue: contract.Issue) -> tuple[Sentence, ...]:
    """What shows who holds an issue's options in their hands."""
    found = [(each.party, each.evidence) for each in issue.controls if each.evidence is not None]
    return tuple(
        Sentence(
            " ".join(e.quote.split()),
            _name(base, party),
            "hands_of",
            issue.label,
            _report(base, e.report),
            where.ref(e),
        )
        for party, e in found
    )


def _name(base: Base, key: str) -> str:
    return next((party.name for party in base.dossier.parties if party.id == key), key)


def _report(base: Base, key: str) -> contract.Report | None:
    return next((each for each in base.dossier.reports if each.id == key), None)
