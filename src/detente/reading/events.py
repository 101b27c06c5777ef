"""Events: what parties do with and to each other, with participants, place, date and status.

Verbs and nouns tell events (`languages/*/events.toml`); the classes are those of PLOVER (Open Event Data Alliance),
the statuses its modes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from detente.reading import event_status
from detente.reading.dates import Time, find_times, parse_date
from detente.reading.event_attached import attached
from detente.reading.event_merge import Candidate, merge, stems
from detente.reading.event_roles import OBJECT, SUBJECT, Filler, fillers
from detente.reading.event_rules import NounRule, Rules, Status, VerbRule, fitting, names, rules
from detente.reading.event_subjects import named, within_compounds
from detente.reading.model import Actor, Analysis, Clause, EventFound, Mention
from detente.reading.words import Sentence, Word

UNREAL = ("conditional", "question")
# An offer or a threat that is only planned is none yet.
SPEECH = frozenset({"demand", "offer", "reject", "threaten"})
# Sentences back in which the parties of "The treaty was signed" are looked for.
LOOK_BACK = 2
# Times that a party acts before it is taken for one that the whole report is about.
OFTEN = 2


def find_events(analysis: Analysis) -> list[EventFound]:
    """The events of a report in text order, each once, at its fullest mention.

    A headline tells what the body tells again and at more length, so it is only read where there is no body.
    """
    own_rules = rules(analysis.language) if analysis.sentences else None
    if own_rules is None:
        return []
    body = any(not s.headline for s in analysis.sentences)
    found: list[Candidate] = []
    for sentence, clauses in zip(analysis.sentences, analysis.clauses, strict=True):
        if body and sentence.headline:
            continue
        times = find_times(sentence, analysis.report.text, analysis.language)
        told = [c for clause in clauses for c in _of_verb(analysis, clause, times, own_rules)]
        used = {i for c in told for i in c.used}
        told += [c for c in _of_nouns(analysis, sentence, times, own_rules) if c.trigger not in used]
        for candidate in told:
            if not candidate.actors:
                candidate.actors = _inherited(analysis, candidate, found, own_rules)
            if candidate.actors:
                _complete(analysis, candidate, times, own_rules)
                found.append(candidate)
    return [_event(c) for c in merge(found, analysis)]


def _unreal(clause: Clause, own_rules: Rules) -> bool:
    return clause.kind in UNREAL and (clause.introducer or "") not in own_rules.words["factual"]


def _of_verb(analysis: Analysis, clause: Clause, times: list[Time], own_rules: Rules) -> Iterator[Candidate]:
    if clause.verb is None or _unreal(clause, own_rules):
        return
    language, sentence = analysis.language, analysis.sentences[clause.sentence]
    rule = fitting(clause, sentence, language)
    if rule is None or (clause.negated and rule.negated == "skip"):
        return
    controller = _controller(clause, own_rules)
    if not _done(clause, rule, controller is not None, language, own_rules):
        return
    inside = fillers(analysis, clause, own_rules)
    above = controller[0] if controller is not None else clause.parent if clause.finite is None else None
    if above is not None:
        outside = fillers(analysis, above, own_rules)
        acting = [f for f in outside if f.role == SUBJECT]
        # "den Vermittlern gelang es": the one who manages stands in the dative
        inside = (acting or [Filler(f.mention, SUBJECT) for f in outside if f.role == OBJECT]) + inside
    subjects = _actors(f.mention for f in inside if f.role == SUBJECT)
    partners = _partners(inside, rule, subjects)
    actors = [*subjects, *partners]
    if rule.inherits and _unnamed(clause, sentence, own_rules) and all(a.kind == "group" for a in actors):
        subjects, partners, actors = [], [], []  # "beide Seiten": who they are stands before
    filled = {
        "subject": bool(subjects),
        "partner": bool(partners),
        "both": bool(subjects) and len(actors) > 1,
        "either": bool(actors),
    }
    if not filled[rule.needs] and (
        actors or not rule.inherits or _has_others(clause, sentence, rule, language, own_rules)
    ):
        return
    kind, status = rule.type, rule.status
    if clause.negated:
        *failed, kind = rule.negated.split() if rule.negated != "failed" else ("failed", rule.type)
        status = "failed" if failed else None
    if status is None:
        near = [t for t in times if clause.first <= t.first < clause.last]
        status = controller[1] if controller is not None else None
        status = status or event_status.of_verb(clause, language, own_rules, near)
        if status == "failed":
            kind = rule.negated.split()[-1] if rule.negated.startswith("failed ") else kind
    if kind in SPEECH and status == "planned":
        status = "happened"  # "fordert ... am Montag": the day belongs to what is demanded
    used = {i for i in clause.words if rule.nouns and names(sentence.words[i], rule.nouns, language)}
    trigger = f"verb {kind}: {clause.lemma}"
    yield Candidate(sentence, clause, clause.verb.i, kind, status, actors, trigger, rule.confidence, used)


def _done(clause: Clause, rule: VerbRule, controlled: bool, language: str, own_rules: Rules) -> bool:
    """Whether a clause tells a deed, done, failed or planned, and not how things stand or what may be."""
    if clause.finite is None and not controlled:
        # "..., urging them to leave" tells an act of its own; other participles and infinitives only go with one
        return rule.type == "demand" and clause.verb is not None and clause.verb.form == "ger"
    if controlled:
        return rule.modal
    past = event_status.is_past(clause, language, own_rules)
    if clause.negated:
        return past  # "do not agree" is how things stand
    wishes = clause.modal in own_rules.words["wishes"] and rule.type == "demand"  # "möchten Sie bitten"
    ahead = event_status.is_ahead(clause, language, own_rules) and not wishes
    due = rule.type == "vote" and clause.modal in own_rules.words["duty"]  # "muss noch zustimmen"
    if due:
        return True
    if event_status.is_open(clause, own_rules) or (ahead and not rule.modal) or (rule.past and not past):
        return False
    return clause.mood != "hypothetical" or ahead or wishes


def _unnamed(clause: Clause, sentence: Sentence, own_rules: Rules) -> bool:
    subject = clause.subject
    return subject is not None and sentence.words[subject.head].lower in own_rules.words["unnamed"]


def _has_others(clause: Clause, sentence: Sentence, rule: VerbRule, language: str, own_rules: Rules) -> bool:
    """Whether a clause says who took part, be it no party that is known: "220 Bürger unterschrieben"."""
    cues, words = own_rules.words, sentence.words
    if any(p.prep in cues["joins"] or (clause.passive and p.prep in cues["agents"]) for p in clause.phrases):
        return True
    subject = clause.subject
    if clause.passive or subject is None or _unnamed(clause, sentence, own_rules):
        return False
    return not names(words[subject.head], rule.nouns, language) if rule.nouns else True


def _controller(clause: Clause, own_rules: Rules) -> tuple[Clause, Status] | None:
    """The clause whose subject plans, manages or fails to do what an infinitive says: "A plant, B zu treffen"."""
    parent = clause.parent
    if clause.kind != "infinitive" or clause.finite is not None or parent is None:
        return None
    cues = own_rules.words
    if parent.lemma in cues["planned_verbs"]:
        return parent, "planned"
    if parent.lemma in cues["failing_verbs"]:
        return parent, "failed"
    if parent.lemma in cues["managing_verbs"]:
        return parent, "failed" if parent.negated else "happened"
    return None


def _partners(inside: list[Filler], rule: VerbRule, subjects: list[Actor]) -> list[Actor]:
    return [a for a in _actors(f.mention for f in inside if f.role in rule.partners) if a not in subjects]


def _actors(mentions: Iterable[Mention]) -> list[Actor]:
    """The actors of mentions, each once, persons first."""
    actors = list({m.actor.key: m.actor for m in mentions}.values())
    return sorted(actors, key=lambda a: a.kind != "person")


def _of_nouns(analysis: Analysis, sentence: Sentence, times: list[Time], own_rules: Rules) -> Iterator[Candidate]:
    mentions = analysis.mentions_in(sentence.index)
    for word in sentence.words:
        rule = next((r for r in own_rules.nouns if names(word, r.nouns, analysis.language)), None)
        if rule is None or {word.lower, word.lemma.lower()} & rule.without:
            continue
        if any(m.first <= word.i < m.last and m.how == "name" for m in mentions):
            continue
        if rule.of and not any(names(w, rule.of, analysis.language) for w in sentence.words[word.i + 1 : word.i + 5]):
            continue
        clause = next((c for c in analysis.clauses[sentence.index] if word.i in c.words), None)
        if clause is None or not _unreal(clause, own_rules):
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
    cues = own_rules.words
    compounds = within_compounds(analysis, sentence.index, own_rules)
    mentions = sorted([*analysis.mentions_in(sentence.index), *compounds], key=lambda m: m.first)
    with_noun = _actors(attached(sentence, mentions, noun, rule.attached, own_rules))
    actors = [*_named_within(analysis, sentence.words[noun]), *with_noun]
    placed = False
    if clause is not None:
        inside = fillers(analysis, clause, own_rules)
        preposition = _preposition(clause, noun)
        takes_part = clause.lemma in cues["takes_part"] and _is_object(clause, noun)
        takes_part = takes_part and (preposition is None or preposition in cues["part_in"])
        placed = takes_part or (
            clause.lemma in cues["takes_place"] and (preposition is None or preposition in cues["by_way"])
        )
        if clause.kind == "infinitive" and _controller(clause, own_rules) is None:
            placed = False
        if takes_part and (event_status.is_open(clause, own_rules) or clause.mood == "hypothetical"):
            return
        if placed and not with_noun:
            actors += _actors(f.mention for f in inside if f.role in cues["joins"])
        acting = [f.mention for f in inside if f.role == SUBJECT]
        if takes_part or rule.subject or (with_noun and _is_object(clause, noun)):
            actors += _actors(acting)
        elif preposition in cues["present"] and len(acting) > 1:  # "A and B shook hands at a summit"
            actors += _actors(acting)
    actors = list({a.key: a for a in actors}.values())
    near = [t for t in times if clause is None or clause.first <= t.first < clause.last]
    # "das Treffen der Minister am Montag": a collective meets by itself, and the day says that it did
    together = bool(near) and any(a.kind in ("group", "organisation") for a in with_noun)
    least = 1 if placed or together else rule.least
    told_before = placed and rule.inherits and not actors
    dated = rule.type == "vote" and bool(near)  # "bei der Wahl am Sonntag"
    if (rule.placed and not placed and not dated) or (len(actors) < least and not told_before):
        return
    status = rule.status or event_status.of_noun(clause, sentence, noun, analysis.language, own_rules, near)
    if rule.type in SPEECH and status != "happened":
        return
    trigger = f"noun {rule.type}: {sentence.words[noun].lemma}"
    yield Candidate(sentence, clause, noun, rule.type, status, actors, trigger, rule.confidence, {noun})


def _inherited(analysis: Analysis, candidate: Candidate, found: list[Candidate], own_rules: Rules) -> list[Actor]:
    """The parties of the passage before, those of the last clause or event that joins two; else those of the report."""
    joins = own_rules.words["joins"] | {SUBJECT}
    here = candidate.sentence.index
    for index in range(here, max(-1, here - LOOK_BACK - 1), -1):
        for clause in reversed(analysis.clauses[index]):
            if index == here and candidate.clause is not None and clause.first >= candidate.clause.first:
                continue
            told = [c for c in found if c.clause is clause and len(c.actors) > 1]
            if told:
                return list(told[-1].actors)
            actors = _actors(f.mention for f in fillers(analysis, clause, own_rules) if f.role in joins)
            if len(actors) > 1:
                return actors
    return _protagonists(analysis)


def _protagonists(analysis: Analysis) -> list[Actor]:
    """The two parties that act most often in a report, persons counted for whom they speak for; none if it has not two."""
    acting = Counter(m.actor.of or m.actor.key for m in analysis.mentions if m.acts)
    often = [(analysis.actors[key], n) for key, n in acting.most_common() if key in analysis.actors]
    often = [(actor, n) for actor, n in often if n >= OFTEN]
    return [actor for actor, _ in often[:2]] if len(often) > 1 else []


def _named_within(analysis: Analysis, noun: Word) -> list[Actor]:
    """The party that a compound begins with: "EU-Gipfel"."""
    actor = named(analysis, noun.text.partition("-")[0]) if "-" in noun.text else None
    return [actor] if actor is not None else []


def _preposition(clause: Clause, noun: int) -> str | None:
    return next((p.prep for p in clause.phrases if p.first <= noun < p.last and p.prep), None)


def _is_object(clause: Clause, noun: int) -> bool:
    subject = clause.subject
    return not (subject is not None and subject.first <= noun < subject.last)


def _complete(analysis: Analysis, candidate: Candidate, times: list[Time], own_rules: Rules) -> None:
    """Set span, time, date, place and topic."""
    clause, words = candidate.clause, candidate.sentence.words
    clauses = analysis.clauses[candidate.sentence.index]
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
        if any(m.first < phrase.first < m.last for m in analysis.mentions_in(candidate.sentence.index)):
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
