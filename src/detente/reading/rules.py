"""The rules that make statements of clauses, in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from detente.reading.attribution import Attribution
from detente.reading.drafts import Draft
from detente.reading.language import lexicon
from detente.reading.model import Analysis, Clause
from detente.reading.rules_nouns import by_noun_of_holder, by_noun_of_subject
from detente.reading.rules_speech import by_saying
from detente.reading.rules_verbs import by_feeling, by_judging, by_measure, by_verb, by_will

Rule = Callable[[Analysis, Clause, Attribution], Iterator[Draft]]


def apply_rules(analysis: Analysis, clause: Clause, said: Attribution) -> list[Draft]:
    """The drafts of the first rules that fit a clause; noun rules add to the others."""
    if clause.kind in ("conditional", "question"):
        return []
    if (
        clause.kind == "infinitive"
        and clause.parent is not None
        and clause.parent.lemma in lexicon(analysis.language, "stance")["control"]
    ):
        return []
    drafts: list[Draft] = []
    for rule in (by_feeling, by_noun_of_subject, by_measure, by_verb, by_judging, by_will, by_saying):
        drafts = list(rule(analysis, clause, said))
        if drafts:
            break
    return drafts + list(by_noun_of_holder(analysis, clause, said))
