"""Where and when an event is, what it is about, and the words that are its evidence."""

from __future__ import annotations

from detente.reading.events.dates import Time, parse_date
from detente.reading.events.merging import Candidate, stems
from detente.reading.events.rules import Rules
from detente.reading.model import Analysis, Clause, Phrase

# Types whose topic stands behind a preposition ("talks on a truce"), not as the verb's object.
TALKS = frozenset({"meet", "call", "agree", "mediate"})
# A topic told by a clause is cut after so many words.
LONGEST_TOPIC = 18


def complete(analysis: Analysis, candidate: Candidate, times: list[Time], own_rules: Rules) -> None:
    """Set span, time, date, place and topic of a candidate; `times` are the phrases of time in its sentence."""
    clause, words = candidate.clause, candidate.sentence.words
    children = [c for c in analysis.clauses[candidate.sentence.index] if clause is not None and c.parent is clause]
    children = [c for c in children if c.kind in ("complement", "infinitive")]
    own = [*([clause] if clause is not None else []), *children]
    indexes = [i for c in own for i in c.words] or [w.i for w in words]
    candidate.span = (words[min(indexes)].start, words[max(indexes)].end)
    candidate.about = stems(" ".join(words[i].text for i in indexes if words[i].pos in ("NOUN", "VERB", "ADJ")))
    near = [t for t in times if clause is None or clause.first <= t.first < clause.last]
    candidate.time = min(near, key=lambda t: abs(t.first - candidate.trigger), default=None)
    if candidate.time is not None:
        ahead = candidate.status == "planned"
        candidate.date = candidate.time.resolve(parse_date(analysis.report.date), ahead)
    if clause is not None:
        candidate.place = _place(analysis, candidate, clause, own_rules)
        candidate.topic = _topic(analysis, candidate, clause, children, own_rules)


def _place(analysis: Analysis, candidate: Candidate, clause: Clause, own_rules: Rules) -> str | None:
    """Where: a name after a preposition of place that is no party taking part."""
    words = candidate.sentence.words
    mentions = analysis.mentions_in(candidate.sentence.index)
    taking_part = {a.key for a in candidate.actors}
    for phrase in clause.phrases:
        over = [m for m in mentions if m.first <= phrase.head < m.last]
        is_name = words[phrase.head].pos == "NAME" or any(m.actor.kind == "state" and not m.acts for m in over)
        if phrase.prep not in own_rules.words["places"] or not is_name or _is_time(candidate, phrase):
            continue
        if any(m.actor.kind in ("person", "group") or (m.acts and m.actor.key in taking_part) for m in over):
            continue
        if any(m.first < phrase.first < m.last for m in mentions):  # "Organisation für Sicherheit in Europa"
            continue
        first = phrase.first + (words[phrase.first].pos == "PREP")
        while first < phrase.head and words[first].pos == "DET":
            first += 1
        return analysis.report.text[words[first].start : words[phrase.last - 1].end]
    return None


def _topic(
    analysis: Analysis, candidate: Candidate, clause: Clause, children: list[Clause], own_rules: Rules
) -> str | None:
    """What about: the phrase after a preposition of topic, else the object that is no party, else what is demanded."""
    words = candidate.sentence.words
    mentions = analysis.mentions_in(candidate.sentence.index)
    phrases = [p for p in clause.phrases if words[p.head].pos == "NOUN" and not _is_time(candidate, p)]
    about = [p for p in phrases if p.prep in own_rules.words["topics"] and p.first > candidate.trigger]
    objects = [p for p in phrases if p.prep is None and p is not clause.subject]
    for phrase in about if candidate.type in TALKS else [*objects, *about]:
        if phrase.first <= candidate.trigger < phrase.last or phrase.head in candidate.used:
            continue
        if any(m.outer_first <= phrase.head < m.outer_last for m in mentions):
            continue
        first = phrase.first + (words[phrase.first].pos == "PREP")
        return " ".join(w.text for w in words[first : phrase.last])
    if children and candidate.type not in TALKS:
        return " ".join(words[i].text for i in children[0].words[:LONGEST_TOPIC])
    return None


def _is_time(candidate: Candidate, phrase: Phrase) -> bool:
    return candidate.time is not None and candidate.time.first <= phrase.head < candidate.time.last
