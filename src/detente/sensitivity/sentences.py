"""Changes and differences in sentences, German and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.contract import Dossier
from detente.forecast import Table
from detente.forecast.words import model_name
from detente.negotiation import Negotiation
from detente.sensitivity.changes import (
    AddStatement,
    Change,
    SetPosition,
    WithoutStatement,
    kind_of,
)
from detente.sensitivity.words import number, word

if TYPE_CHECKING:
    from detente.sensitivity.whatif import Shift, WhatIf


class Names:
    """Names of parties, issues and options by id, of a negotiation (and the dossier behind it) or a table."""

    def __init__(self, subject: Negotiation | Table, dossier: Dossier | None = None) -> None:
        self.parties: dict[str, str] = {}
        self.issues: dict[str, str] = {}
        self.options: dict[tuple[str, str], str] = {}
        if dossier is not None:
            self.parties |= {party.id: party.name for party in dossier.parties}
        if isinstance(subject, Negotiation):
            self.parties |= {party.id: party.name for party in subject.parties}
            self.issues = {issue.id: issue.label for issue in subject.issues}
            self.options = {(i.id, o.id): o.label for i in subject.issues for o in i.options}

    def party(self, key: str) -> str:
        """A party's name."""
        return self.parties.get(key, key)

    def issue(self, key: str) -> str:
        """An issue's label."""
        return self.issues.get(key, key)

    def option(self, issue: str, key: str | None) -> str:
        """An option's label."""
        return self.options.get((issue, key or ""), key or "–")

    def terms(self, deal: dict[str, str] | dict[str, str | None], language: str) -> str:
        """A deal or an outcome: "Ceasefire: none; Territory: line frozen"."""
        nothing = word("say.nothing", language)
        return "; ".join(
            f"{self.issue(issue)}: {nothing if option is None else self.option(issue, option)}"
            for issue, option in deal.items()
        )


def change_text(change: Change, subject: Negotiation | Table, dossier: Dossier | None, language: str) -> str:
    """A change in words."""
    names = Names(subject, dossier)
    kind = kind_of(change)
    words: dict[str, str] = {}
    if isinstance(change, WithoutStatement):
        said = {each.id: each for each in dossier.statements} if dossier else {}
        quote = " ".join(said[change.statement].evidence.quote.split()) if change.statement in said else ""
        words = {"statement": change.statement, "quote": quote}
    elif isinstance(change, AddStatement):
        each = change.statement
        about = names.issue(each.issue or "")
        if each.issue is not None and each.option is not None:
            about = f"{about}: {names.option(each.issue, each.option)}"
        words = {"party": names.party(each.party), "about": about, "stance": word(f"say.{each.stance}", language)}
    else:
        party, issue = getattr(change, "party", ""), getattr(change, "issue", "")
        value = getattr(change, "value", None)
        words = {
            "party": names.party(party),
            "issue": names.issue(issue) or word("say.this_issue", language),
            "option": names.option(issue, getattr(change, "option", None)),
            "value": "" if value is None else number(value, language, 4),
        }
        if isinstance(change, SetPosition) and change.option is None:
            words["option"] = words["value"]
    return word(f"change.{kind}", language).format(**words)


def difference_texts(found: WhatIf, language: str) -> tuple[str, ...]:
    """What is different, in sentences: deals, zone, outcomes, forecasts; that nothing is, where nothing is."""
    names = Names(found.after.subject, found.after.dossier or found.before.dossier)
    before = Names(found.before.subject, found.before.dossier)
    names.parties = before.parties | names.parties
    names.issues, names.options = before.issues | names.issues, before.options | names.options
    said: list[str] = []
    for each in found.solutions:
        solution = word(f"solution.{each.solution}", language)
        if each.before is None and each.after is not None:
            terms = names.terms(each.after, language)
            said.append(word("say.deal_found", language).format(solution=solution, terms=terms))
        elif each.before is not None and each.after is None:
            said.append(word("say.deal_lost", language).format(solution=solution))
        elif each.changed:
            terms = "; ".join(
                f"{names.issue(issue)}: {names.option(issue, one)} → {names.option(issue, two)}"
                for issue, (one, two) in each.moved.items()
            )
            said.append(word("say.deal", language).format(solution=solution, terms=terms))
        elif each.after is not None and each.solution == "nash":
            said.append(word("say.same_deal", language).format(solution=solution))
    one, two = found.zone_exists
    if one != two and two is not None:
        said.append(word("say.zone_opens" if two else "say.zone_closes", language))
    for key, shift in (("zone", found.zone), ("accepted", found.accepted)):
        if shift is not None:
            said.append(word(f"say.{key}", language).format(**_percents(shift, language)))
    for key, outcomes in (
        ("gained", [each.outcome for each in found.outcomes if each.gained]),
        ("lost", [each.outcome for each in found.outcomes if each.lost]),
    ):
        for outcome in outcomes[:_MOST_OUTCOMES]:
            said.append(word(f"say.{key}", language).format(terms=names.terms(outcome, language)))
        if len(outcomes) > _MOST_OUTCOMES:
            said.append(word(f"say.{key}_more", language).format(count=len(outcomes) - _MOST_OUTCOMES))
    for moved in found.forecasts:
        model = model_name(moved.model, "de" if language == "de" else "en")
        words = {"issue": names.issue(moved.issue), "model": model}
        if moved.before is None or moved.after is None:
            if moved.before is None and moved.after is None and moved.nearest_before and moved.nearest_after:
                one_, two_ = (names.option(moved.issue, o) for o in (moved.nearest_before, moved.nearest_after))
                said.append(word("say.leader", language).format(**words, before=one_, after=two_))
            continue
        if moved.model != _SHOWN:
            continue
        ends = [number(end, language, 1) for end in (moved.before, moved.after)]
        if ends[0] == ends[1] and moved.nearest_before == moved.nearest_after:
            continue
        text = word("say.forecast", language).format(**words, before=ends[0], after=ends[1])
        if moved.nearest_before != moved.nearest_after and moved.nearest_after is not None:
            near = names.option(moved.issue, moved.nearest_after)
            text += " " + word("say.nearest", language).format(option=near)
        said.append(text)
    if not found.anything or not said:
        said = [word("say.no_difference", language)]
    return tuple(said)


_SHOWN = "weighted_mean"
_MOST_OUTCOMES = 3


def _percents(shift: Shift, language: str) -> dict[str, str]:
    return {
        "before": number(100 * shift.before, language, 0),
        "after": number(100 * shift.after, language, 0),
        "error": number(100 * shift.error, language, 1),
    }
