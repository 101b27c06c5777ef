"""The rules that make statements of clauses, in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from detente.reading.language import lexicon
from detente.reading.model import Analysis, Clause
from detente.reading.statements.attributes import by_participle
from detente.reading.statements.attribution import Attribution
from detente.reading.statements.drafts import Draft, is_demanded
from detente.reading.statements.nouns import (
    by_agreement,
    by_noun_is,
    by_noun_listing,
    by_noun_of_holder,
    by_noun_of_subject,
    by_noun_there,
)
from detente.reading.statements.reactions import by_having, by_headline, by_moving, by_plan
from detente.reading.statements.speech import by_saying
from detente.reading.statements.verbs import by_echo, by_feeling, by_judging, by_measure, by_verb, by_will

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
    rules: tuple[Rule, ...] = (
        by_headline,
        by_moving,
        by_having,
        by_feeling,
        by_agreement,
        by_noun_of_subject,
        by_noun_listing,
        by_noun_there,
        by_noun_is,
        by_echo,
        by_measure,
        by_verb,
        by_judging,
        by_will,
        by_plan,
        by_saying,
    )
    if is_demanded(analysis, clause):
        rules = (
            by_saying,
        )  # "die Ukraine müsse verzichten": what somebody wants of a party is not that party's stance
    drafts: list[Draft] = []
    attributes = list(by_participle(analysis, clause))
    for rule in rules:
        drafts = list(rule(analysis, clause, said))
        if drafts:
            break
    drafts += attributes
    if rules == (by_saying,):
        return drafts
    told = {a.key for d in drafts for a in d.actors}
    return drafts + [d for d in by_noun_of_holder(analysis, clause, said) if not told & {a.key for a in d.actors}]
