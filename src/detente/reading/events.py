"""Events: what parties do with and to each other, with participants, place, date and status.

Verbs and nouns tell events (`languages/*/events.toml`); the classes are those of PLOVER (Open Event Data Alliance),
the statuses its modes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.reading import event_status
from detente.reading.dates import Time, find_times, parse_date
from detente.reading.event_merge import Candidate, merge, stems
from detente.reading.event_roles import SUBJECT, Filler, attached, fillers
from detente.reading.event_rules import NounRule, Rules, VerbRule, fitting, names, rules
from detente.reading.model import Actor, Analysis, Clause, EventFound, Mention
from detente.reading.words import Sentence

UNREAL = ("conditional", "question")
# What failed or is planned was no deed yet: of these only what was done counts.
SPEECH = frozenset({"demand", "offer", "reject", "threaten"})


def find_events(analysis: Analysis) -> list[EventFound]:
    """The events of a report in text order, each once, at its fullest mention."""
    if not analysis.sentences:
        return []
    own_rules = rules(analysis.language)
    found: list[Candidate] = []
    for sentence, clauses in zip(analysis.sentences, analysis.clauses, strict=True):
        told = [c for clause in clauses for c in _of_verb(analysis, clause, clauses, own_rules)]
        used = {i for c in told for i in c.used}
        told += [c for c in _of_nouns(analysis, sentence, clauses, own_rules) if c.trigger not in used]
        times = find_times(sentence, analysis.report.text, analysis.language) if told else []
        for candidate in told:
            _complete(analysis, candidate, clauses, times, own_rules)
        found += told
    return [_event(c) for c in merge(found, analysis)]


def _of_verb(analysis: Analysis, clause: Clause, clauses: list[Clause], own_rules: Rules) -> Iterator[Candidate]:
    if clause.verb is None or clause.kind in UNREAL:
        return
    language, sentence = analysis.language, analysis.sentences[clause.sentence]
    rule = fitting(clause, sentence, language)
    if rule is None or (clause.negated and rule.negated == "skip"):
        return
    controller = _controller(clause, own_rules)
    if clause.kind == "infinitive" and (controller is None or not rule.modal):
        return
    if controller is None and not rule.modal and (event_status.is_ahead(clause, language, own_rules) or clause.modal):
        return
    if clause.mood == "hypothetical" and not clause.modal:
        return
    inside = fillers(analysis, clause, own_rules)
    if controller is not None:
        inside = [f for f in fillers(analysis, controller, own_rules) if f.role == SUBJECT] + inside
    subjects = _actors(f.mention for f in inside if f.role == SUBJECT)
    partners = _partners(inside, rule, subjects)
    filled = {
        "subject": bool(subjects), "partner": bool(partners), "both": len(subjects) + len(partners) > 1 and bool(subjects),
        "either": bool(subjects or partners),
    }  # fmt: skip
    if not filled[rule.needs]:
        return
    kind = rule.type
    if clause.negated and rule.negated not in ("skip", "failed"):
        kind = rule.negated
    status = event_status.of_verb(clause, rule.status, rule.negated, language, own_rules)
    if controller is not None:
        status = "planned"
    used = {i for i in clause.words if rule.nouns and names(sentence.words[i], rule.nouns, language)}
    yield Candidate(
        sentence, clause, clause.verb.i, kind, status, [*subjects, *partners],
        f"verb {kind}: {clause.lemma}", rule.confidence, used,
    )  # fmt: skip


def _controller(clause: Clause, own_rules: Rules) -> Clause | None:
    """The clause whose subject plans what an infinitive says: "A plant, B zu treffen"."""
    parent = clause.parent
    if clause.kind == "infinitive" and parent is not None and parent.lemma in own_rules.words["planned_verbs"]:
        return parent
    return None


def _partners(inside: list[Filler], rule: VerbRule, subjects: list[Actor]) -> list[Actor]:
    return [a for a in _actors(f.mention for f in inside if f.role in rule.partners) if a not in subjects]


def _actors(mentions: Iterable[Mention]) -> list[Actor]:
    """The actors of mentions, each once, persons first."""
    actors = list({m.actor.key: m.actor for m in mentions}.values())
    return sorted(actors, key=lambda a: a.kind != "person")


def _of_nouns(analysis: Analysis, sentence: Sentence, clauses: list[Clause], own_rules: Rules) -> Iterator[Candidate]:
    mentions = analysis.mentions_in(sentence.index)
    for word in sentence.words:
        rule = next((r for r in own_rules.nouns if names(word, r.nouns, analysis.language)), None)
        if rule is None:
            continue
        if any(m.first <= word.i < m.last and m.how == "name" for m in mentions):
            continue
        clause = next((c for c in clauses if word.i in c.words), None)
        if clause is not None and clause.kind in UNREAL:
            continue
        candidate = _of_noun(analysis, sentence, clause, word.i, rule, own_rules)
        if candidate is not None:
            yield candidate


def _of_noun(
    analysis: Analysis, sentence: Sentence, clause: Clause | None, noun: int, rule: NounRule, own_rules: Rules
) -> Candidate | None:
    cues = own_rules.words
    mentions = analysis.mentions_in(sentence.index)
    with_noun = _actors(attached(sentence, mentions, noun, rule.attached, own_rules))
    actors = list(with_noun)
    placed = False
    if clause is not None:
        takes_part = clause.lemma in cues["takes_part"]
        placed = takes_part or clause.lemma in cues["takes_place"]
        inside = fillers(analysis, clause, own_rules)
        preposition = _preposition(clause, noun)
        if placed and (preposition is None or takes_part):
            actors += _actors(f.mention for f in inside if f.role in cues["joins"])
        if (takes_part and _is_object(clause, noun)) or (preposition in cues["present"] and with_noun):
            actors += _actors(f.mention for f in inside if f.role == SUBJECT)
    actors = list({a.key: a for a in actors}.values())
    least = 1 if placed else rule.least
    if len(actors) < max(1, least):
        return None
    status = event_status.of_noun(clause, sentence, noun, analysis.language, own_rules)
    if rule.type in SPEECH and status != "happened":
        return None
    return Candidate(
        sentence, clause, noun, rule.type, status, actors,
        f"noun {rule.type}: {sentence.words[noun].lemma}", rule.confidence, {noun},
    )  # fmt: skip


def _preposition(clause: Clause, noun: int) -> str | None:
    return next((p.prep for p in clause.phrases if p.first <= noun < p.last and p.prep), None)


def _is_object(clause: Clause, noun: int) -> bool:
    subject = clause.subject
    return not (subject is not None and subject.first <= noun < subject.last)


def _complete(
    analysis: Analysis, candidate: Candidate, clauses: list[Clause], times: list[Time], own_rules: Rules
) -> None:
    """Set span, time, date, place and topic."""
    clause, words = candidate.clause, candidate.sentence.words
    own = [clause] if clause is not None else []
    own += [c for c in clauses if clause is not None and c.parent is clause and c.kind in ("complement", "infinitive")]
    indexes = [i for c in own for i in c.words] or [w.i for w in words]
    if candidate.sentence.headline:
        indexes = [w.i for w in words]
    candidate.span = (words[min(indexes)].start, words[max(indexes)].end)
    candidate.about = stems(" ".join(words[i].text for i in indexes if words[i].pos in ("NOUN", "VERB", "ADJ")))
    near = [t for t in times if clause is None or clause.first <= t.first < clause.last]
    candidate.time = min(near, key=lambda t: abs(t.first - candidate.trigger), default=None)
    if candidate.time is not None:
        ahead = candidate.status == "planned"
        candidate.date = candidate.time.resolve(parse_date(analysis.report.date), ahead)
    if clause is not None:
        candidate.place = _place(analysis, candidate, clause, own_rules)
        candidate.topic = _topic(candidate, clause, own_rules)


def _place(analysis: Analysis, candidate: Candidate, clause: Clause, own_rules: Rules) -> str | None:
    """Where: a name after a preposition of place that is no party taking part."""
    words = candidate.sentence.words
    taking_part = {a.key for a in candidate.actors}
    for phrase in clause.phrases:
        if phrase.prep not in own_rules.words["places"] or words[phrase.head].pos != "NAME":
            continue
        mentions = [m for m in analysis.mentions_in(candidate.sentence.index) if phrase.first <= m.first < phrase.last]
        if any(m.actor.key in taking_part or m.actor.kind == "person" for m in mentions):
            continue
        if any(t.first <= phrase.head < t.last for t in ([candidate.time] if candidate.time else [])):
            continue
        first = phrase.first + (words[phrase.first].pos == "PREP")
        while first < phrase.head and words[first].pos == "DET":
            first += 1
        return analysis.report.text[words[first].start : words[phrase.last - 1].end]
    return None


def _topic(candidate: Candidate, clause: Clause, own_rules: Rules) -> str | None:
    """What about: the phrase after a preposition of topic, else the object that is no party."""
    words = candidate.sentence.words
    phrases = [p for p in clause.phrases if p.first > candidate.trigger or p.prep is None]
    about = [p for p in phrases if p.prep in own_rules.words["topics"] and words[p.head].pos == "NOUN"]
    objects = [p for p in phrases if p.prep is None and p is not clause.subject and words[p.head].pos == "NOUN"]
    for phrase in about if candidate.family in ("talk", "deal") else [*objects, *about]:
        if phrase.first <= candidate.trigger < phrase.last or words[phrase.head].i in candidate.used:
            continue
        if candidate.time is not None and candidate.time.first <= phrase.head < candidate.time.last:
            continue
        first = phrase.first + (words[phrase.first].pos == "PREP")
        return " ".join(w.text for w in words[first : phrase.last])
    return None


def _event(candidate: Candidate) -> EventFound:
    return EventFound(
        type=candidate.type,
        participants=[a.key for a in candidate.actors],
        start=candidate.span[0],
        end=candidate.span[1],
        status=candidate.status,
        rule=candidate.rule,
        confidence=candidate.confidence,
        place=candidate.place,
        when=candidate.time.text if candidate.time else None,
        date=candidate.date,
        topic=candidate.topic,
    )
