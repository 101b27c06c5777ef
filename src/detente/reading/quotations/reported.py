"""What somebody said in the report's own words: "X kritisierte den Plan", "X sprach sich für Y aus"."""

from __future__ import annotations

from collections.abc import Iterator

from detente.reading.language import lexicon
from detente.reading.model import Analysis
from detente.reading.quotations.clause_speakers import speaker_words
from detente.reading.quotations.model import Draft
from detente.reading.quotations.words import listed


def by_report(analysis: Analysis, sentence: int, taken: set[int]) -> Iterator[Draft]:
    """The clauses of a sentence that tell a saying; `taken` are the words that other quotations have."""
    words = analysis.sentences[sentence].words
    quoted = analysis.sentences[sentence].quoted
    language = analysis.language
    verbs = listed(language, "reporting")
    needs: dict[str, list[str]] = lexicon(language, "quotations")["reporting_with"]
    for clause in analysis.clauses[sentence]:
        verb = clause.verb
        if verb is None or clause.lemma not in verbs or verb.i in taken or clause.kind in ("relative", "infinitive"):
            continue
        if quoted and quoted[verb.i]:
            continue
        own = {words[i].lower for i in clause.words}
        if clause.mood == "reported" or (clause.lemma in needs and not own & set(needs[clause.lemma])):
            continue
        speaker = speaker_words(analysis, clause)
        if not speaker and not clause.passive:
            continue
        if clause.kind == "main":
            clauses = [c for c in analysis.clauses[sentence] if c.kind == "main"]
            nearer = [c.first for c in clauses if c.first > clause.first]
            end = min(nearer, default=len(words))
            first = 0 if clause is clauses[0] else clause.first
        else:
            first, end = clause.first, clause.last
        quote = [(sentence, i) for i in range(first, end)]
        yield Draft("reported", sentence, quote, speaker)
