"""What was said: the words of a sentence that a verb of saying introduces, or that stand before it."""

from __future__ import annotations

from detente.reading.model import Analysis, Clause
from detente.reading.quotations.words import alpha, listed, trimmed
from detente.reading.text.words import Word

CONTENT = ("complement", "infinitive", "question")


def content_words(analysis: Analysis, clause: Clause, words: list[Word]) -> list[int]:
    """The words of its sentence that a verb of saying introduces."""
    clauses = analysis.clauses[clause.sentence]
    own = set(clause.words)
    if _as_said(clause, words, analysis.language):
        return trimmed(words, [i for i in range(len(words)) if not clause.first <= i < clause.last])
    if stands_behind(clause, words, analysis.language, clauses):
        before = list(range(clause.first))
        after = [i for i in range(clause.last, len(words)) if i not in own]
        if alpha(words, after) and not _goes_on(clause, clauses, words):
            after = []
        return trimmed(words, before) if not alpha(words, after) else trimmed(words, before + trimmed(words, after))
    under = [c for c in clauses if c.first > clause.first and _under(c, clause, words, analysis.language)]
    if not under:
        return []
    start = min(c.first for c in under)
    if start and words[start - 1].text in '„“»"' and start - 1 >= clause.last:
        start -= 1  # the mark that opens what is said belongs to it
    end = len(words)
    for other in clauses:
        if other.first > start and other.kind == "main" and other not in under and _leaves(other, clause, words):
            end = min(end, other.first)
    return trimmed(words, [i for i in range(start, end) if i not in own])


def _as_said(clause: Clause, words: list[Word], language: str) -> bool:
    """ "Wie X mitteilte, ...": the verb stands at the end, so that this is no question in second place."""
    opening = [words[i].lower for i in clause.words[:2]]
    if not set(opening) & listed(language, "sources", "as") or clause.verb is None or clause.passive:
        return False
    if language == "de":
        return clause.words[-1] in {*clause.verb_words, clause.verb.i}
    return clause.kind == "adverbial"


def _under(child: Clause, clause: Clause, words: list[Word], language: str) -> bool:
    if words[child.first].lower == "so" or (child.first and words[child.first - 1].lower == "so"):
        return False  # "so dass"
    if child.parent is clause and child.kind in CONTENT:
        return not (child.kind == "infinitive" and child.introducer in ("um", "ohne", "statt", "anstatt"))
    if child.first < clause.last - 1 or child.finite is None:
        return False
    if child.kind == "relative" and child.parent is clause and child.mood != "indicative":
        # "behauptete, die Behörde habe ...": the article looks like a relative pronoun, the verb is in second place
        return child.finite.i < child.last - 1 and child.first - clause.last <= 1
    if child.kind != "main":
        return False
    before = words[child.first - 1] if child.first else None
    while before is not None and before.text in '„“"»«':
        before = words[before.i - 1] if before.i else None
    if before is None or before.text not in (",", ":", "–"):
        return False
    if words[child.first].tag == "KON" or words[child.first].pos == "AND":
        return False
    between = words[clause.last : child.first]
    if any(w.form == "fin" for w in between):
        return False
    if language == "de":
        if child.mood != "indicative" or before.text == ":":
            return True
        if words[child.words[-1]].form == "inf" and words[child.words[-1] - 1].tag == "PTKZU":
            return True  # an infinitive clause with a participle in it that looks finite
        return clause.lemma in listed("de", "bare") and not clause.passive and child.first - clause.last <= 2
    return before.text == ":"


def _leaves(other: Clause, clause: Clause, words: list[Word]) -> bool:
    """Whether a main clause behind what is said is no more part of it: ", und ging" in the indicative."""
    first = words[other.first]
    joined = first.tag == "KON" or first.pos == "AND"
    if other.finite is not None and other.finite.i == other.first and other.mood == "indicative":
        return words[other.first - 1].text == ","  # ", sprach aber von ..."
    return (
        joined
        and other.mood == "indicative"
        and other.finite is not None
        and other.first > 0
        and (other.subject is None or other.subject is clause.subject or words[other.first - 1].text == ",")
    )


def stands_behind(clause: Clause, words: list[Word], language: str, clauses: list[Clause]) -> bool:
    """Whether a clause of saying stands behind what is said: "..., sagte X", "... , X said."."""
    if clause.first == 0 or clause.kind != "main" or clause.finite is None:
        return False
    before = words[clause.first - 1]
    if before.text not in ',“"”«»–':
        return False
    if language == "de":
        # "Wenn X kommt, droht Y": a subordinate clause in front is no quotation
        whole = any(c.kind == "main" and c.finite is not None and c.last <= clause.first for c in clauses)
        behind = clause.subject is None or clause.subject.first > clause.finite.i
        return behind and clause.finite.i == clause.first and (whole or before.text in "“”«")
    if words[clause.first].pos == "AND" or any(c.parent is clause for c in clauses):
        return False
    return not any(c.first > clause.first and c.kind == "main" for c in clauses) or before.text in '”"'


def _goes_on(clause: Clause, clauses: list[Clause], words: list[Word]) -> bool:
    """Whether what was said goes on behind ", sagte X,": another clause that is no relative clause to the speaker."""
    later = [c for c in clauses if c.first >= clause.last]
    return bool(later) and later[0].kind != "relative"
