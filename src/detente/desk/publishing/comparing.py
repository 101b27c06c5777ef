"""What is new in a dossier since it was published last, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Literal

from detente import contract, negotiation, settlement, workflow
from detente import dossier as dossiers
from detente.briefing.evidence import line
from detente.codebooks import Codebook
from detente.desk import words
from detente.dossier.history import Mix, dates

Language = Literal["de", "en"]
# So many of each kind are told one by one; the others are counted.
TOLD = 6
# Two chances drawn by Monte Carlo differ where they lie further apart than this many standard errors.
_ERRORS = 2.0


@dataclass(frozen=True, slots=True)
class _Figures:
    """The Nash deals as (issue id, option id) pairs, and the chance of an agreement zone with its error."""

    deals: tuple[frozenset[tuple[str, str]], ...] = ()
    zone: tuple[float, float] | None = None


def whats_new(
    before: contract.Dossier | None, now: contract.Dossier, own: Sequence[Codebook] = ()
) -> dict[str, list[str]]:
    """What is new since `before` in short sentences, by language ("de", "en"); of a first version, what is in it.

    Both are dossiers with their rulings applied; `own` are codebooks that label issues beside those that ship.  The
    list is empty where nothing has changed.
    """
    figures = (_figures(before) if before else _Figures(), _figures(now))
    out: dict[str, list[str]] = {}
    for language in ("de", "en"):
        shown = workflow.in_language(now, language, own)
        if before is None:
            out[language] = _Told(language, shown, shown).first(figures[1])
        else:
            out[language] = _Told(language, workflow.in_language(before, language, own), shown).all(*figures)
    return out


def _figures(dossier: contract.Dossier) -> _Figures:
    try:
        found = settlement.settle(negotiation.build(dossier), judge=False)
    except ValueError:  # fewer than two parties, or nothing that they are at odds over
        return _Figures()
    zone = found.rational.zone
    deals = tuple(frozenset(deal.items()) for deal in found.nash.deals)
    return _Figures(deals, (zone.share, zone.error) if zone else None)


class _Told:
    """Two dossiers in one language, and what to say of their differences."""

    def __init__(self, language: Language, before: contract.Dossier, now: contract.Dossier) -> None:
        self.language, self.before, self.now = language, before, now
        self.book = words.phrases(language)
        self.parties = {party.id: line(party.name) for dossier in (before, now) for party in dossier.parties}
        self.issues = {issue.id: line(issue.label) for dossier in (before, now) for issue in dossier.issues}
        self.options = {
            (issue.id, option.id): line(option.label)
            for dossier in (before, now)
            for issue in dossier.issues
            for option in issue.options
        }

    def say(self, key: str, **values: object) -> str:
        return words.say(f"publishing.change.{key}", lang=self.language, **values)

    def first(self, figures: _Figures) -> list[str]:
        now = self.now
        counts = [
            self.say("reports", n=len(now.reports)),
            *(self.book.say(f"count.{name}", n=len(getattr(now, name)))
              for name in ("parties", "issues", "statements", "events")),
        ]  # fmt: skip
        out = [self.say("first", counts=self.book.names(counts))]
        if figures.zone is not None:
            out.append(self.say("zone_first", share=self.book.share(figures.zone[0])))
        return out

    def all(self, before: _Figures, now: _Figures) -> list[str]:
        return [
            *self._named("reports"), *self._named("parties"), *self._named("issues"), *self._turns(),
            *self._statements(), *self._events(), *self._discrepancies(), *self._deal(before, now),
            *self._zone(before, now),
        ]  # fmt: skip

    def _named(self, kind: Literal["reports", "parties", "issues"]) -> list[str]:
        old, new = (self._names(dossier, kind) for dossier in (self.before, self.now))
        # A party or issue that only goes by another id now is neither new nor gone.
        return [
            *self._listed(f"{kind}_new", [name for key, name in new.items() if not self._known(key, name, old)]),
            *self._listed(f"{kind}_gone", [name for key, name in old.items() if not self._known(key, name, new)]),
        ]

    @staticmethod
    def _known(key: str, name: str, among: dict[str, str]) -> bool:
        return key in among or name in among.values()

    def _names(self, dossier: contract.Dossier, kind: str) -> dict[str, str]:
        if kind == "reports":
            return {r.id: line(r.title or "") or line(r.publisher or "") or r.id for r in dossier.reports}
        if kind == "parties":
            return {party.id: line(party.name) for party in dossier.parties}
        return {issue.id: line(issue.label) for issue in dossier.issues}

    def _listed(self, key: str, names: list[str]) -> list[str]:
        if not names:
            return []
        shown = names[:TOLD]
        if len(names) > TOLD:
            shown.append(self.book.say("and_more", n=len(names) - TOLD))
        return [self.say(key, n=len(names), names=self.book.names(shown))]

    def _statements(self) -> list[str]:
        def keyed(dossier: contract.Dossier) -> dict[tuple[object, ...], contract.Statement]:
            return {
                (s.evidence.report, s.evidence.start, s.evidence.end, self.parties.get(s.party, s.party), s.stance,
                 s.issue or s.topic, s.option): s
                for s in dossier.statements
            }  # fmt: skip

        old, new = keyed(self.before), keyed(self.now)
        days = dates(self.now)
        added = sorted((s for key, s in new.items() if key not in old), key=lambda s: -s.confidence)
        told = [
            self.say(
                "statement",
                party=self.parties.get(s.party, s.party),
                stance=self.book.label("stance", s.stance),
                topic=self._topic(s.issue, s.option, s.topic),
                date=f" ({self.book.day(day)})" if (day := days[s.id]) else "",
            )
            for s in added
        ]
        return self._counted("statements", told, len([key for key in old if key not in new]))

    def _events(self) -> list[str]:
        def keyed(dossier: contract.Dossier) -> dict[tuple[object, ...], contract.Event]:
            return {(e.evidence.report, e.evidence.start, e.evidence.end, e.type, e.status): e for e in dossier.events}

        old, new = keyed(self.before), keyed(self.now)
        told = [
            self.say(
                "event" if e.participants else "event_alone",
                event=self.book.label("event", e.type),
                status=self.book.label("status", e.status),
                who=", ".join(self.parties.get(name, name) for name in e.participants),
                date=f" ({self.book.day(e.date)})" if e.date else "",
            )
            for key, e in new.items()
            if key not in old
        ]
        return self._counted("events", told, len([key for key in old if key not in new]))

    def _counted(self, kind: str, told: list[str], gone: int) -> list[str]:
        out = []
        if told:
            more = [self.book.say("and_more", n=len(told) - TOLD)] if len(told) > TOLD else []
            out.append(self.say(f"{kind}_new", n=len(told), told="; ".join([*told[:TOLD], *more])))
        if gone:
            out.append(self.say(f"{kind}_gone", n=gone))
        return out

    def _topic(self, issue: str | None, option: str | None, topic: str = "") -> str:
        named = self.issues.get(issue or "", "")
        if not named:
            return self.book.say("quoted", text=line(topic))
        chosen = self.options.get((issue or "", option or ""))
        return f"{named}: {chosen}" if chosen and chosen != named else named

    def _turns(self) -> list[str]:
        """Who took another side last than in the version before."""
        old, new = self._sides(self.before), self._sides(self.now)
        turned = [
            self.say(
                "turned",
                party=self.parties[party],
                topic=self._topic(issue, option),
                before=self.book.label("stance", before),
                after=self.book.label("stance", after),
            )
            for (party, issue, option), after in new.items()
            if (before := old.get((party, issue, option))) is not None and before != after
        ]
        if len(turned) > TOLD:
            return [*turned[:TOLD], self.say("turned_more", n=len(turned) - TOLD)]
        return turned

    @staticmethod
    def _sides(dossier: contract.Dossier) -> dict[tuple[str, str, str | None], str]:
        def side(mix: Mix) -> str:
            return mix.clear or "mixed"

        return {
            (position.party, position.issue, option): side(mix)
            for position in dossiers.positions(dossier)
            for option, mix in position.current.items()
        }

    def _discrepancies(self) -> list[str]:
        def keyed(dossier: contract.Dossier) -> set[tuple[object, ...]]:
            return {(d.kind, *((e.report, e.start, e.end) for e in d.between)) for d in dossier.discrepancies}

        old, new = keyed(self.before), keyed(self.now)
        added, gone = len(new - old), len(old - new)
        return [
            *([self.say("discrepancies_new", n=added)] if added else []),
            *([self.say("discrepancies_gone", n=gone)] if gone else []),
        ]

    def _deal(self, before: _Figures, now: _Figures) -> list[str]:
        if bool(before.deals) != bool(now.deals):
            return [self.say("deal_new", terms=self._terms(now.deals[0])) if now.deals else self.say("deal_gone")]
        # Where several deals solve it alike, one that solved it before too is no news.
        if not now.deals or set(before.deals) & set(now.deals):
            return []
        was, is_now = dict(before.deals[0]), dict(now.deals[0])
        changed = [
            self.say("term", issue=self.issues.get(issue, issue), now=self._option(issue, option),
                     before=self._option(issue, was[issue]))
            if issue in was
            else self.say("term_new", issue=self.issues.get(issue, issue), now=self._option(issue, option))
            for issue, option in sorted(is_now.items())
            if was.get(issue) != option
        ]  # fmt: skip
        changed += [self.say("term_gone", issue=self.issues.get(i, i)) for i in sorted(was) if i not in is_now]
        return [self.say("deal", terms="; ".join(changed))]

    def _terms(self, deal: Iterable[tuple[str, str]]) -> str:
        return "; ".join(f"{self.issues.get(i, i)}: {self._option(i, option)}" for i, option in sorted(deal))

    def _option(self, issue: str, option: str) -> str:
        return self.options.get((issue, option), option)

    def _zone(self, before: _Figures, now: _Figures) -> list[str]:
        if before.zone is None or now.zone is None:
            return [] if now.zone is None else [self.say("zone_first", share=self.book.share(now.zone[0]))]
        if abs(before.zone[0] - now.zone[0]) <= _ERRORS * hypot(before.zone[1], now.zone[1]):
            return []
        was, is_now = self.book.share(before.zone[0]), self.book.share(now.zone[0])
        return [self.say("zone", before=was, after=is_now)] if was != is_now else []
