"""Events that a noun tells: "das Treffen der Minister", "talks between A and B", "die Aussetzung durch A"."""

from __future__ import annotations

from collections.abc import Iterator

from detente.reading.events.attached import attached
from detente.reading.events.dates import Time
from detente.reading.events.merging import Candidate
from detente.reading.events.roles import OBJECT, SUBJECT, actors_of, fillers
from detente.reading.events.rules import NounRule, Rules, names, telling
from detente.reading.events.status import before_noun, is_open, is_past, is_unreal, of_noun
from detente.reading.events.subjects import named, within_compounds
from detente.reading.events.verbs import SPEECH, controller_of
from detente.reading.model import Actor, Analysis, Clause
from detente.reading.text.words import Sentence, Word

# Words behind a noun in which its attribute is looked for: "das Scheitern der zähen Verhandlungen".
ATTRIBUTE_WITHIN = 4
TALKS = ("meet", "call")


def told_by_nouns(analysis: Analysis, sentence: Sentence, times: list[Time], own_rules: Rules) -> Iterator[Candidate]:
    """The events that the nouns of a sentence tell, with doubts where their rule would not have them.

    They come without actors where they are those of the passage before.
    """
    mentions = analysis.mentions_in(sentence.index)
    for word in sentence.words:
        rule = telling(word, analysis.language)
        before = sentence.words[word.i - 1].lower if word.i else ""
        if rule is None or {word.lower, word.lemma.lower(), before} & rule.without:
            continue
        if any(m.first <= word.i < m.last and m.how == "name" for m in mentions):
            continue
        if rule.of and not _attribute(sentence, word.i, rule, analysis.language):
            continue
        clause = next((c for c in analysis.clauses[sentence.index] if word.i in c.words), None)
        yield from _of_noun(analysis, sentence, clause, word.i, rule, times, own_rules)


def _of_noun(
    analysis: Analysis,
    sentence: Sentence,
    clause: Clause | None,
    noun: int,
    rule: NounRule,
    times: list[Time],
    own_rules: Rules,
) -> Iterator[Candidate]:
    compounds = within_compounds(analysis, sentence.index, own_rules)
    mentions = sorted([*analysis.mentions_in(sentence.index), *compounds], key=lambda m: m.first)
    with_noun = actors_of(attached(sentence, mentions, noun, rule.attached, own_rules))
    placed, beside = (False, []) if clause is None else _in_clause(analysis, clause, noun, rule, with_noun, own_rules)
    told = [noun, *(k for k in _attribute(sentence, noun, rule, analysis.language))]
    within = [a for k in told for a in _named_within(analysis, sentence.words[k])]
    actors = [*within, *with_noun, *beside]
    actors = list({a.key: a for a in actors}.values())
    near = [t for t in times if clause is None or clause.first <= t.first < clause.last]
    # "das Treffen der Minister am Montag": a collective meets by itself, and the day says that it did
    together = bool(near) and any(a.kind in ("group", "organisation") for a in with_noun)
    doubts = {"unreal"} if clause is not None and is_unreal(clause, own_rules) else set()
    if rule.placed and not placed:
        doubts.add("unplaced")
    if clause is not None and rule.type not in TALKS and (is_open(clause, own_rules) or clause.mood == "hypothetical"):
        doubts.add("undone")
    described = {w.lower for w in before_noun(sentence, noun)}
    earlier = rule.inherits and bool(described & own_rules.words["earlier_words"])
    if earlier and len(actors) < rule.least and clause is not None:
        # "A empfing B freundlicher als bei einem früheren Treffen"
        roles = own_rules.words["joins"] | {SUBJECT, OBJECT}
        both = actors_of(f.mention for f in fillers(analysis, clause, own_rules) if f.role in roles)
        actors = both if len(both) >= rule.least else []
    least = 1 if placed or together else rule.least
    if len(actors) < least and not ((placed or earlier) and rule.inherits and not actors):
        doubts.add("parties")
    preposition = _preposition(clause, noun) if clause is not None else None
    status = rule.status or of_noun(clause, sentence, noun, preposition, analysis.language, own_rules, near)
    kind = rule.type
    if rule.negated and (described & own_rules.words["none"] or (clause is not None and clause.negated)):
        kind, status = rule.negated, "failed"
    elif earlier and status == "planned":
        status = "happened"
    if kind in SPEECH and status != "happened":
        doubts.add("planned")
    trigger = f"noun {kind}: {sentence.words[noun].lemma}"
    yield Candidate(
        sentence, clause, noun, kind, status, actors, trigger, rule.confidence, {noun}, earlier, doubts=doubts
    )


def _attribute(sentence: Sentence, noun: int, rule: NounRule, language: str) -> list[int]:
    """Where the nouns stand that its rule wants behind a noun: "das Scheitern des EU-Gipfels"."""
    following = sentence.words[noun + 1 : noun + 1 + ATTRIBUTE_WITHIN]
    return [w.i for w in following if rule.of and names(w, rule.of, language)]


def _in_clause(
    analysis: Analysis, clause: Clause, noun: int, rule: NounRule, with_noun: list[Actor], own_rules: Rules
) -> tuple[bool, list[Actor]]:
    """Whether the clause says that the thing takes place, and who takes part beside those named with the noun."""
    cues = own_rules.words
    inside = fillers(analysis, clause, own_rules)
    subject, preposition = clause.subject, _preposition(clause, noun)
    is_subject = subject is not None and subject.first <= noun < subject.last
    takes_part = clause.lemma in cues["takes_part"] and not is_subject
    takes_part = takes_part and (preposition is None or preposition in cues["part_in"])
    if takes_part and (is_open(clause, own_rules) or clause.mood == "hypothetical"):
        return False, []
    takes_place = clause.lemma in cues["takes_place"] and (preposition is None or preposition in cues["by_way"])
    placed = takes_part or takes_place
    controller = controller_of(clause, analysis.sentences[clause.sentence].words, own_rules)
    if controller is not None and takes_part:
        inside = [f for f in fillers(analysis, controller[0], own_rules) if f.role == SUBJECT] + inside
    elif clause.kind == "infinitive":
        placed = False
    beside: list[Actor] = []
    if placed and not with_noun:
        beside += actors_of(f.mention for f in inside if f.role in cues["joins"])
    acting = [f.mention for f in inside if f.role == SUBJECT]
    at_it = preposition in cues["present"] and len(acting) > 1  # "A and B shook hands at a summit"
    if rule.type in TALKS and preposition in cues["present"] and is_past(clause, analysis.language, own_rules):
        # "nach einem Treffen mit B sagte A": told as held, though by the way
        held = bool(with_noun) and (bool(acting) or clause.passive)
        placed, at_it = placed or held, at_it or held
    if takes_part or rule.subject or at_it or (with_noun and not is_subject):
        beside += actors_of(acting)
    return placed, beside


def _named_within(analysis: Analysis, noun: Word) -> list[Actor]:
    """The party that a compound begins with: "EU-Gipfel"."""
    actor = named(analysis, noun.text.partition("-")[0]) if "-" in noun.text else None
    return [actor] if actor is not None else []


def _preposition(clause: Clause, noun: int) -> str | None:
    return next((p.prep for p in clause.phrases if p.first <= noun < p.last and p.prep), None)
