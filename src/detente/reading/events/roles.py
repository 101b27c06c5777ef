"""Who takes part: the mentions of a clause by their role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from detente.reading.events.attached import joined, lemmas
from detente.reading.events.rules import Rules, is_stand_in
from detente.reading.events.subjects import may_act, may_take_part, subjects
from detente.reading.model import Actor, Analysis, Clause, Mention, Phrase
from detente.reading.text.words import Word

SUBJECT, OBJECT, GENITIVE = "subject", "object", "genitive"
# "über eine Koalition mit A": with the noun, not with the verb.
ATTRIBUTE = "attribute"


@dataclass(slots=True, eq=False)
class Filler:
    """A mention in a role: "subject", "object", "genitive" (the attribute of a noun), or the preposition's lemma."""

    mention: Mention
    role: str


def fillers(analysis: Analysis, clause: Clause, rules: Rules) -> list[Filler]:
    """The parties that stand in a clause, in text order, with their roles; in the passive the agent is the subject."""
    words = analysis.sentences[clause.sentence].words
    own = set(clause.words)
    acting = subjects(analysis, clause, may_act(analysis, clause, rules), rules)
    named = {m.first for m in acting}
    mentions = [m for m in may_take_part(analysis, clause, rules) if m.first not in named]
    mentions = sorted([*acting, *mentions], key=lambda m: m.first)
    found = [Filler(m, SUBJECT) for m in acting]
    roles = {id(m): SUBJECT for m in acting}
    before: Mention | None = None
    for mention in mentions:
        if id(mention) in roles:
            before = mention
            continue
        if mention.first not in own:
            continue
        role = _role(mention, before, roles, clause, words, rules)
        roles[id(mention)] = role
        found.append(Filler(mention, role))
        before = mention
    if clause.passive:
        found = _turned(found, rules)
        if not any(f.role == SUBJECT for f in found):
            _authors(found, clause, words, rules)
    return sorted(found, key=lambda f: f.mention.first)


def _authors(found: list[Filler], clause: Clause, words: list[Word], rules: Rules) -> None:
    """Those whose words they are act where nobody else does: "in einem Brief der A wird gefordert"."""
    for filler in found:
        phrase = _phrase(clause, filler.mention)
        theirs = filler.role == GENITIVE and phrase is not None and phrase.prep is not None
        if theirs and phrase is not None and lemmas(words[phrase.head]) & rules.words["documents"]:
            filler.role = SUBJECT


def _turned(found: list[Filler], rules: Rules) -> list[Filler]:
    agents = rules.words["agents"]
    return [Filler(f.mention, OBJECT if f.role == SUBJECT else SUBJECT if f.role in agents else f.role) for f in found]


def _role(
    mention: Mention, before: Mention | None, roles: dict[int, str], clause: Clause, words: list[Word], rules: Rules
) -> str:
    coordinated = before is not None and joined(before, mention, words)
    if before is not None and coordinated and words[mention.outer_first - 1].pos != "PREP":
        return roles.get(id(before), OBJECT)
    phrase = _phrase(clause, mention)
    if phrase is None:
        left = words[mention.outer_first - 1] if mention.outer_first else None
        return left.lemma.lower() if left is not None and left.pos == "PREP" else OBJECT
    prep = (phrase.prep or "").lower()
    before_it = next((p for p in clause.phrases if p.last == phrase.first), None)
    if prep in rules.words["joins"] and before_it is not None and before_it.prep in rules.words["topics"]:
        if lemmas(words[before_it.head]) & rules.words["occasions"]:
            return prep  # "zum ersten Mal mit A"
        return ATTRIBUTE
    if before_it is not None and prep in rules.words["members"] and is_stand_in(words[before_it.head].lower, rules):
        return (before_it.prep or OBJECT).lower()  # "mit Vertretern von A"
    if mention.first > phrase.head and not mention.outer_first <= phrase.head < mention.outer_last:
        stands_in = is_stand_in(words[phrase.head].lower, rules)
        return (prep or OBJECT) if stands_in else GENITIVE
    if mention.last <= phrase.head and words[min(mention.last, len(words) - 1)].pos == "GEN":
        return GENITIVE
    return prep or OBJECT


def _phrase(clause: Clause, mention: Mention) -> Phrase | None:
    return next((p for p in clause.phrases if p.first <= mention.first < p.last), None)


def actors_of(mentions: Iterable[Mention]) -> list[Actor]:
    """The actors of mentions, each once, persons first."""
    actors = list({m.actor.key: m.actor for m in mentions}.values())
    return sorted(actors, key=lambda a: a.kind != "person")
