"""Quotations by a verb or noun of saying: "X sagte, dass ...", "..., sagte X", "Wie X mitteilte, ..."."""

from __future__ import annotations

from collections.abc import Iterator

from detente.reading.model import Analysis, Clause
from detente.reading.quotations.clause_speakers import speaker_words
from detente.reading.quotations.content import content_words, stands_behind
from detente.reading.quotations.cues import cue_words, is_saying, is_saying_noun, is_stating
from detente.reading.quotations.model import Draft
from detente.reading.quotations.speakers import phrase_words
from detente.reading.quotations.words import alpha, listed, trimmed
from detente.reading.text.words import Word


def by_saying(analysis: Analysis, sentence: int) -> Iterator[Draft]:
    """The quotations of a sentence under its verbs and nouns of saying."""
    words = analysis.sentences[sentence].words
    quoted = analysis.sentences[sentence].quoted
    for clause in analysis.clauses[sentence]:
        if clause.verb is None or (quoted and quoted[clause.verb.i]):
            continue
        saying = is_saying(clause, words, analysis.language)
        if not saying and not is_stating(analysis, clause, words):
            continue
        if (
            clause.kind == "main"
            and clause.mood == "reported"
            and not stands_behind(clause, words, analysis.language, analysis.clauses[sentence])
        ):
            continue  # "Er gehe davon aus, dass ...": all of it is what somebody said
        content = content_words(analysis, clause, words)
        if not alpha(words, content):
            yield from _pointing_back(analysis, clause, words)
            continue
        cue = cue_words(clause, words, analysis.language)
        speaker = speaker_words(analysis, clause)
        frame = [i for i in range(clause.first, clause.last) if i not in set(content)]
        yield Draft("indirect", sentence, [(sentence, i) for i in content], speaker, cue=cue, frame=frame)
    yield from _by_noun(analysis, sentence, words)


def _pointing_back(analysis: Analysis, clause: Clause, words: list[Word]) -> Iterator[Draft]:
    """ "Dies bestätigte X", "Das geht aus Y hervor": the sentence before is what was said."""
    sentence = clause.sentence
    if analysis.language != "de" or clause.kind != "main" or sentence + clause.first == 0 or clause.finite is None:
        return
    before = analysis.sentences[sentence - 1]
    if words[clause.first].lower not in ("das", "dies") or clause.finite.i != clause.first + 1:
        return
    speaker = [i for i in speaker_words(analysis, clause) if i != clause.first]
    for phrase in clause.phrases if not speaker and not clause.passive else ():
        if phrase.prep is None and clause.finite.i < phrase.first <= clause.finite.i + 2:
            speaker = phrase_words(analysis, sentence, phrase)
            break
    if not speaker:
        return
    quote = [(sentence - 1, w.i) for w in before.words if w.i < len(before.words) - 1]
    if clause.first > 1:  # "..., das teilte X mit"
        quote = [(sentence, i) for i in trimmed(words, list(range(clause.first)))]
    elif before.paragraph != analysis.sentences[sentence].paragraph:
        return
    frame = list(range(clause.first + 1, clause.last))
    cue = cue_words(clause, words, analysis.language)
    yield Draft("indirect", sentence, [*quote, (sentence, clause.first)], speaker, cue=cue, frame=frame)


def _by_noun(analysis: Analysis, sentence: int, words: list[Word]) -> Iterator[Draft]:
    """ "Die Forderung des Verbands, die Löhne zu erhöhen": a noun of saying with its clause."""
    nouns = listed(analysis.language, "nouns", "clause")
    for child in analysis.clauses[sentence]:
        if child.kind not in ("complement", "infinitive") or child.first < 2 or child.parent is None:
            continue
        if is_saying(child.parent, words, analysis.language) or is_stating(analysis, child.parent, words):
            continue
        edge = child.first - 1
        if words[edge].text not in (",", ":") and analysis.language == "de":
            continue
        near = [p for p in child.parent.phrases if p.last <= child.first]
        best = max(near, key=lambda p: p.last, default=None)
        if best is None:
            continue
        head = next((i for i in range(best.first, best.last) if is_saying_noun(words[i], nouns)), None)
        if head is None:
            continue
        speaker = [i for i in phrase_words(analysis, sentence, best) if i > head]
        speaker = speaker or _possessor(child.parent, words, head)
        article = [head - 1] if head and words[head - 1].pos == "DET" else []
        content = trimmed(words, list(range(child.first, len(words))))
        later = [c for c in analysis.clauses[sentence] if c.first > child.first and c.kind == "main"]
        if later:
            content = [i for i in content if i < later[0].first]
        content = trimmed(words, [i for i in content if i not in set(child.parent.words)])
        if alpha(words, content):
            frame = list(range(child.parent.first, child.first))
            yield Draft(
                "indirect", sentence, [(sentence, i) for i in content], speaker, cue=[*article, head], frame=frame
            )


def _possessor(clause: Clause, words: list[Word], head: int) -> list[int]:
    return [head - 1] if head and words[head - 1].pos == "POSS" else []
