"""Who else an event involves, beside those whom the grammar of its clause makes take part.

A demand that somebody go, a ruling against somebody, a vote on somebody: the party concerned often stands in the
clause under the verb or owns the noun that the verb is about.
"""

from __future__ import annotations

from detente.reading.events.doers import KEY
from detente.reading.events.merging import Candidate
from detente.reading.events.roles import actors_of
from detente.reading.events.rules import Rules
from detente.reading.events.subjects import named
from detente.reading.model import Actor, Analysis, Clause, Mention

# Types of what one side does to another, whom the clause may name anywhere.
ONE_SIDED = frozenset(
    {"demand", "offer", "reject", "threaten", "sanction", "suspend", "break_off", "vote", "other", "strike"}
)
# Types that take two, of whom the clause may name one only under its verb: "struck a deal to supply the firm".
MUTUAL = frozenset({"agree", "sign", "break_off"})
UNDER = ("complement", "infinitive")


def involved(analysis: Analysis, candidate: Candidate, members: dict[str, list[Actor]], rules: Rules) -> list[Actor]:
    """The actors of a candidate, with those whom it concerns and the members of its groups; its own come first."""
    actors = list(candidate.actors)
    clause = candidate.clause
    alone = candidate.type in MUTUAL and len(actors) == 1
    if (candidate.type in ONE_SIDED or alone) and clause is not None and not candidate.borrowed:
        own = set(clause.words)
        for under in _under(analysis, clause):
            own |= set(under.words)
        # who demonstrates is called so already: "7.000 Menschen"
        crowd = rules.words["people"] if any(a.key.startswith(KEY) for a in actors) else frozenset()
        named = [
            m
            for m in analysis.mentions_in(candidate.sentence.index)
            if m.first in own
            and m.how != "adjective"
            and not m.actor.key.startswith(KEY)
            and m.actor.name.lower() not in crowd
            and (m.acts or m.genitive or m.actor.kind == "person" or _aimed_at(m, candidate, rules))
        ]
        actors += actors_of(named)
    actors += [member for actor in candidate.actors for member in members.get(actor.key, [])]
    actors += [whole for actor in candidate.actors if (whole := _whole(analysis, actor)) is not None]
    return list({actor.key: actor for actor in actors}.values())


def _whole(analysis: Analysis, actor: Actor) -> Actor | None:
    """The party whose people a group are by its name: "EU-Außenminister", "OPEC-Staaten"."""
    first, hyphen, _ = actor.name.partition("-")
    return named(analysis, first) if hyphen and actor.kind == "group" else None


def _aimed_at(mention: Mention, candidate: Candidate, rules: Rules) -> bool:
    """Whether a preposition says that an act is aimed at a party: "sanctions on Norway"."""
    words = candidate.sentence.words
    return mention.outer_first > 0 and words[mention.outer_first - 1].lemma.lower() in rules.words["aimed"]


def _under(analysis: Analysis, clause: Clause) -> list[Clause]:
    """The clauses that say what is demanded, offered, ruled, and those under them."""
    found: list[Clause] = []
    words = analysis.sentences[clause.sentence].words
    for other in analysis.clauses[clause.sentence]:
        opens = other.kind == "main" and other.first - 1 == clause.last
        if opens and words[other.first - 1].text == ":":
            found.append(other)  # "Das Gericht hat entschieden: A darf ..."
        if other.kind in UNDER and (other.parent is clause or any(other.parent is f for f in found)):
            found.append(other)
    return found
