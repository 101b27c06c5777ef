"""Who holds which option in its hands: the parties that are recognised as a codebook's sides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from detente.codebooks.model import Codebook, CodebookIssue, Side
from detente.codebooks.phrases import find_phrases
from detente.codebooks.terms import Lexicon
from detente.codebooks.text import fold, tokens
from detente.contract import Control, Dossier, Event, Evidence, Issue, Party

# How many passages are kept to show that a party is of a side.
GROUNDS = 3

# The ids of the codebook's issues that an event is about.
AboutIssues = Callable[[Event], set[str]]


class Controls:
    """The sides of a dossier's parties, codebook by codebook.

    `about` tells the ids of the issues ("peace.ceasefire") that an event is about.  A person counts for the party that
    it speaks for.
    """

    def __init__(self, dossier: Dossier, about: AboutIssues) -> None:
        self._dossier = dossier
        self._about = about
        self._parties = {party.id: party for party in dossier.parties}
        self._reports = {report.id for report in dossier.reports if report.duplicate_of is None}
        self._found: dict[tuple[str, str], list[Control]] = {}

    def filled(self, record: Issue, codebook: Codebook, issue: CodebookIssue) -> Issue:
        """The issue with who controls each of its options, and why."""
        used: dict[str, list[Control]] = {}
        options = []
        for option, known in zip(record.options, issue.options, strict=True):
            named = {key: self._members(codebook, codebook.side(key)) for key in issue.controllers(known)}
            # A side that nobody is recognised as leaves the option in no one's hands: half an agreement is none.
            ids = [control.party for members in named.values() for control in members] if all(named.values()) else []
            if ids:
                used |= named
            options.append(option.model_copy(update={"controlled_by": list(dict.fromkeys(ids))}))
        controls = [control for members in used.values() for control in members]
        return record.model_copy(update={"options": options, "controls": controls})

    def _members(self, codebook: Codebook, side: Side) -> list[Control]:
        key = (codebook.id, side.id)
        if key not in self._found:
            self._found[key] = self._recognised(codebook, side)
        return self._found[key]

    def _recognised(self, codebook: Codebook, side: Side) -> list[Control]:
        found: dict[str, list[Control]] = {}
        grounds = (
            *self._by_codebook(side), *self._by_event(codebook, side), *self._by_phrase(side), *self._by_name(side),
        )  # fmt: skip
        for control in grounds:
            end = self._end(control.party)
            if control.reason != "codebook" and side.kinds and self._parties[end].kind not in side.kinds:
                continue
            own = found.setdefault(end, [])
            known = [(c.reason, c.evidence) for c in own]
            # The strongest reason alone: an event says more than a phrase, and a phrase more than a name.
            alike = not own or own[0].reason == control.reason
            if alike and len(own) < GROUNDS and (control.reason, control.evidence) not in known:
                own.append(control.model_copy(update={"party": end}))
        if len(found) < side.at_least:
            return []
        return [control for party in self._parties for control in found.get(party, ())]

    def _by_codebook(self, side: Side) -> Iterator[Control]:
        wanted = {fold(name) for name in side.parties}
        for party in self._dossier.parties:
            if wanted & {fold(name) for name in (party.id, party.name, *party.aliases, party.code or "")}:
                yield self._control(side, party.id, "codebook")

    def _by_event(self, codebook: Codebook, side: Side) -> Iterator[Control]:
        for event in self._dossier.events:
            if event.status == "failed" or event.evidence.report not in self._reports:
                continue
            for rule in side.events:
                if rule.type != event.type:
                    continue
                if rule.issue is not None and f"{codebook.id}.{rule.issue}" not in self._about(event):
                    continue
                for party in event.participants if rule.all else event.participants[:1]:
                    if party in self._parties:
                        yield self._control(side, party, "event", event.evidence, event.id)

    def _by_phrase(self, side: Side) -> Iterator[Control]:
        for language, phrases in side.phrases.items():
            for mention in find_phrases(self._dossier, phrases, language):
                yield self._control(side, mention.party, "phrase", mention.evidence)

    def _by_name(self, side: Side) -> Iterator[Control]:
        lexicons = [
            (code, Lexicon([(side.id, term) for term in terms], code)) for code, terms in side.names.items() if terms
        ]

        @lru_cache
        def matches(text: str) -> bool:
            return any(lexicon.find(tokens(text, code)) for code, lexicon in lexicons)

        for party in self._dossier.parties:
            evidence = _named(party, matches)
            if evidence is not None:
                yield self._control(side, party.id, "name", evidence[0] if evidence else None)

    def _control(
        self, side: Side, party: str, reason: str, evidence: Evidence | None = None, event: str | None = None
    ) -> Control:
        return Control.model_validate(
            {"party": party, "side": side.id, "reason": reason, "bloc": side.bloc, "event": event, "evidence": evidence}
        )

    def _end(self, party: str) -> str:
        """The party that this one speaks for in the end."""
        seen = {party}
        while (of := self._parties[party].of) in self._parties and of not in seen:
            seen.add(str(of))
            party = str(of)
        return party


def _named(party: Party, matches: Callable[[str], bool]) -> Sequence[Evidence] | None:
    """Where the party is called by one of a side's names: a passage, or none; None where it is not.

    A person is known by its roles only: surnames mean nothing.
    """
    former = {office.role for office in party.offices if office.former}
    for office in party.offices:
        if not office.former and matches(office.role):
            return [office.evidence]
    names = [] if party.kind == "person" else [party.name, *party.aliases]
    called = [name for name in (*names, *(r for r in party.roles if r not in former)) if matches(name)]
    if not called:
        return None
    said = [mention for mention in party.evidence if any(fold(name) in fold(mention.quote) for name in called)]
    return (said or party.evidence)[:1]


def carried_over(fresh: Issue, issue: Issue) -> Issue:
    """`fresh` with the controls of `issue`, which is the same issue in other words."""
    held = {option.id: option.controlled_by for option in issue.options}
    options = [option.model_copy(update={"controlled_by": held.get(option.id, [])}) for option in fresh.options]
    return fresh.model_copy(update={"options": options, "controls": issue.controls})


def overlapping(one: Evidence, others: Iterable[Evidence]) -> bool:
    """Whether a passage shares text with one of the others."""
    return any(one.report == each.report and one.start < each.end and each.start < one.end for each in others)
