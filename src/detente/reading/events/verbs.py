"""Events that a full verb tells: "A traf B", "the court ruled", "haben sich geeinigt"."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from detente.reading.events.dates import Time
from detente.reading.events.doers import crowd
from detente.reading.events.merging import Candidate
from detente.reading.events.roles import OBJECT, SUBJECT, Filler, actors_of, fillers
from detente.reading.events.rules import Rules, Status, VerbRule, fitting, names
from detente.reading.events.status import is_ahead, is_open, is_past, is_unreal, of_verb
from detente.reading.model import Actor, Analysis, Clause
from detente.reading.statements.attribution import Attribution
from detente.reading.statements.speakers import holders
from detente.reading.text.words import Sentence, Word

# Told as something that a party did: a demand or threat that is only planned is none yet.
SPEECH = frozenset({"demand", "offer", "reject", "threaten"})


def told_by_verb(
    analysis: Analysis, clause: Clause, times: list[Time], own_rules: Rules, said: Callable[[], list[Attribution]]
) -> Iterator[Candidate]:
    """The event that the verb of a clause tells, if any; `times` are the phrases of time in its sentence.

    `said` gives who says what, sentence by sentence, for those who speak of themselves ("I reject this").

    It comes without actors where they are those of the passage before, and with doubts where its rule
    would not have it.
    """
    language, sentence = analysis.language, analysis.sentences[clause.sentence]
    rule = fitting(clause, sentence, language) if clause.verb is not None else None
    if rule is None or clause.verb is None:
        return
    controller = controller_of(clause, sentence.words, own_rules)
    doubts = {"unreal"} if is_unreal(clause, own_rules) else set()
    if rule.wide:
        doubts.add("wide")
    if clause.negated and rule.negated == "skip":
        doubts.add("negated")
    if not _done(clause, rule, controller is not None, language, own_rules):
        doubts.add("undone")
    subjects, actors = _parties(analysis, clause, rule, controller, own_rules)
    if rule.party:  # "7.000 Menschen" are called by what they do
        people = own_rules.words["people"]
        subjects, actors = ([a for a in some if a.name.lower() not in people] for some in (subjects, actors))
    if not subjects:
        subjects = crowd(analysis, clause, rule.party, own_rules) or _speaker(analysis, clause, said, own_rules)
        actors = [*subjects, *(a for a in actors if a not in subjects)]
    if rule.inherits and _unnamed(clause, sentence, own_rules) and all(a.kind == "group" for a in actors):
        subjects, actors = [], []  # "beide Seiten": who they are stands before
    filled = {
        "subject": bool(subjects),
        "partner": len(actors) > len(subjects),
        "both": bool(subjects) and len(actors) > 1,
        "either": bool(actors),
    }
    if not filled[rule.needs] and (
        actors or not rule.inherits or _has_others(clause, sentence, rule, language, own_rules)
    ):
        doubts.add("parties")
        held = holders(analysis, clause)
        actors = [*held, *(a for a in actors if a not in held)]
    near = [t for t in times if clause.first <= t.first < clause.last]
    kind, status = _kind(clause, rule, controller[1] if controller else None, near, language, own_rules)
    used = {i for i in clause.words if rule.nouns and names(sentence.words[i], rule.nouns, language)}
    trigger = f"verb {kind}: {clause.lemma}"
    yield Candidate(
        sentence, clause, clause.verb.i, kind, status, actors, trigger, rule.confidence, used, doubts=doubts
    )


def _parties(
    analysis: Analysis, clause: Clause, rule: VerbRule, controller: tuple[Clause, Status] | None, own_rules: Rules
) -> tuple[list[Actor], list[Actor]]:
    """The parties in the subject, and all that take part."""
    inside = fillers(analysis, clause, own_rules)
    above = controller[0] if controller is not None else clause.parent if clause.finite is None else None
    if above is not None:
        outside = fillers(analysis, above, own_rules)
        acting = [f for f in outside if f.role == SUBJECT]
        # "den Vermittlern gelang es": the one who manages stands in the dative
        inside = (acting or [Filler(f.mention, SUBJECT) for f in outside if f.role == OBJECT]) + inside
    subjects = actors_of(f.mention for f in inside if f.role == SUBJECT)
    partners = actors_of(f.mention for f in inside if f.role in rule.partners)
    return subjects, [*subjects, *(a for a in partners if a not in subjects)]


def _speaker(
    analysis: Analysis, clause: Clause, said: Callable[[], list[Attribution]], own_rules: Rules
) -> list[Actor]:
    """Who speaks of what he does himself: "I reject this", "wir fordern"."""
    subject = clause.subject
    words = analysis.sentences[clause.sentence].words
    if subject is None or words[subject.head].lower not in own_rules.words["speaking"]:
        return []
    return said()[clause.sentence].of(clause)[0]


def _kind(
    clause: Clause, rule: VerbRule, controlled: Status | None, times: list[Time], language: str, own_rules: Rules
) -> tuple[str, Status]:
    """Type and status: a negation may turn an agreement into talks that failed."""
    negated = rule.type if rule.negated == "skip" else rule.negated
    *failed, negated_kind = negated.split() if negated != "failed" else ("failed", rule.type)
    if clause.negated or controlled == "failed":
        if failed or not clause.negated:
            return (negated_kind if failed else rule.type), "failed"
        return negated_kind, "happened"
    status = rule.status or controlled or of_verb(clause, language, own_rules, times)
    if rule.type in SPEECH and status == "planned":
        status = "happened"  # "fordert ... am Montag": the day belongs to what is demanded
    return rule.type, status


def _done(clause: Clause, rule: VerbRule, controlled: bool, language: str, own_rules: Rules) -> bool:
    """Whether a clause tells a deed, done, failed or planned, and not how things stand or what may be."""
    if clause.finite is None and not controlled:
        # "..., urging them to leave" tells an act of its own; other participles and infinitives only go with one
        return rule.type == "demand" and clause.verb is not None and clause.verb.form == "ger"
    if controlled:
        return rule.modal
    past = is_past(clause, language, own_rules)
    if clause.negated:
        return past  # "do not agree" is how things stand
    wishes = clause.modal in own_rules.words["wishes"] and rule.type == "demand"  # "möchten Sie bitten"
    ahead = is_ahead(clause, language, own_rules) and not wishes
    due = rule.type == "vote" and clause.modal in own_rules.words["duty"]  # "muss noch zustimmen"
    if due:
        return True
    reacts = clause.kind == "relative" and clause.introducer in own_rules.words["reactions"]  # "..., was A ablehnt"
    if is_open(clause, own_rules) or (ahead and not rule.modal):
        return False
    if rule.past and not past and not reacts:
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


def _predicate(clause: Clause, words: list[Word]) -> list[Word]:
    """The words of a clause behind its finite verb."""
    start = clause.finite.i if clause.finite is not None else clause.first
    return [words[i] for i in clause.words if i > start]


def controller_of(clause: Clause, words: list[Word], own_rules: Rules) -> tuple[Clause, Status] | None:
    """The clause whose subject plans, manages or fails to do what an infinitive says: "A plant, B zu treffen"."""
    parent = clause.parent
    if clause.kind != "infinitive" or clause.finite is not None or parent is None:
        return None
    cues = own_rules.words
    due = parent.lemma == "be" and any(w.lower in cues["due"] for w in _predicate(parent, words))
    if parent.lemma in cues["planned_verbs"] or due:
        return parent, "planned"
    if parent.lemma in cues["failing_verbs"]:
        return parent, "failed"
    if parent.lemma in cues["managing_verbs"]:
        return parent, "failed" if parent.negated else "happened"
    return None
