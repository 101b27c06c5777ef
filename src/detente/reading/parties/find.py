"""Who takes a seat: by statement, by event, and by all else that a report tells of an actor."""

from __future__ import annotations

from collections.abc import Sequence

from detente.reading.model import Analysis, EventFound, StatementFound
from detente.reading.parties.decision import shipped
from detente.reading.parties.evidence import active, evidence

# Whom somebody speaks for that takes a position is a party from this likelihood on: what is said is said for it, too.
# A state always is: what its chancellor says would else be nobody's position but the chancellor's.
SPOKEN_FOR = 0.15


def find_parties(
    analysis: Analysis, statements: Sequence[StatementFound], events: Sequence[EventFound]
) -> frozenset[str]:
    """The keys of the actors that are parties: who takes a position, and who is likely enough to be one.

    That somebody takes part in an event, is addressed or is spoken for is weighed with the rest.  Of an event that
    nobody likely takes part in, the likeliest participant stays.
    """
    model = shipped()
    taking_part = active(analysis, statements, events)
    found = evidence(analysis, taking_part)
    least = {key: SPOKEN_FOR if key in taking_part.behind_holders else model.least for key in found}
    likelihood = {key: model.likelihood(features) for key, features in found.items()}
    kept = {key for key in found if likelihood[key] >= least[key]} | set(taking_part.holders)
    kept |= {actor.key for actor in analysis.actors.values() if actor.kind == "state"} & taking_part.behind_holders
    for event in events:
        if event.participants and not kept & set(event.participants):
            kept.add(max(event.participants, key=lambda key: likelihood.get(key, 0.0)))
    return frozenset(kept)
