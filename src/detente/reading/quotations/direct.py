"""Words in quotation marks: whose they are, with the speaker before, after, between, or carried over."""

from __future__ import annotations

from collections.abc import Iterator

from detente.reading.model import Analysis, Clause
from detente.reading.quotations.clause_speakers import speaker_words
from detente.reading.quotations.cues import cue_words, is_saying
from detente.reading.quotations.model import Draft
from detente.reading.quotations.sources import by_source
from detente.reading.quotations.words import QUOTE_MARKS, listed
from detente.reading.text.words import Sentence

Place = tuple[int, int]
# Quotations of at least so many words that have a verb are somebody's, whoever it is.
LONG = 5
# What names a speaker before a colon without a verb ('Minister Kern: "..."') has at most so many words.
LONGEST_NAME = 8


def runs(analysis: Analysis) -> Iterator[list[Place]]:
    """The stretches in quotation marks, as (sentence, word) places with their marks."""
    run: list[Place] = []
    for sentence in analysis.sentences:
        for word, inside in zip(sentence.words, sentence.quoted, strict=True):
            if inside and not (run and word.text == "„"):
                run.append((sentence.index, word.i))
                if word.text in '”“«»"' and len(run) > 1:
                    yield run
                    run = []
            else:
                if run:
                    yield run
                run = [(sentence.index, word.i)] if inside else []
    if run:
        yield run


def is_title(analysis: Analysis, run: list[Place]) -> bool:
    """Whether a stretch is a name or title ("Der Spiegel") and not what somebody said."""
    words = [analysis.sentences[s].words[i] for s, i in run]
    inner = [w for w in words if w.text not in QUOTE_MARKS]
    plain = [w for w in inner if w.pos != "PUNCT"]
    if not plain:
        return True
    if any(w.form == "fin" for w in plain) and len(plain) > 2:
        return False
    capital = sum(w.text[0].isupper() or w.text[0].isdigit() for w in plain)
    return len(plain) < LONG and capital >= len(plain) - (len(plain) > 2)


def _word_of(analysis: Analysis, run: list[Place]) -> bool:
    """Whether a single common noun in marks inside what somebody says is that person's word, no name of a thing."""
    sentence, start = run[0]
    words = analysis.sentences[sentence].words
    plain = [words[i] for s, i in run if s == sentence and words[i].pos != "PUNCT"]
    if len(plain) != 1 or plain[0].pos not in ("NOUN", "ADJ", "PRED", "VERB"):
        return False
    before = words[start - 1] if start else None
    return before is not None and before.pos in ("ADJ", "DET", "AND", "PREP", "VERB", "ADV")


def by_marks(analysis: Analysis, drafts: dict[int, list[Draft]]) -> Iterator[tuple[Draft, bool]]:
    """Direct quotations; `drafts` are the others found, by sentence.  True marks one that stands inside another."""
    for run in runs(analysis):
        first, last = run[0][0], run[-1][0]
        host = next((d for d in drafts.get(first, []) if set(run) <= set(d.quote)), None)
        if is_title(analysis, run) and not (host is not None and _word_of(analysis, run)):
            continue
        framed = _framed(analysis, run, host is None or host.kind == "reported")
        if framed is not None and (host is None or host.kind == "reported" or _whole(analysis, run)):
            yield framed, False
        elif host is not None:
            yield Draft("direct", host.sentence, run, host.speaker, host.speaker_in, host.cue, host.frame), True
        elif len(run) > LONG and (last > first or _whole(analysis, run)):
            yield Draft("direct", first, run), False  # whose, is told by who spoke before


def _whole(analysis: Analysis, run: list[Place]) -> bool:
    """Whether a stretch is a sentence or more and not some words of one."""
    words = [analysis.sentences[s].words[i] for s, i in run]
    return any(w.form == "fin" for w in words) and len(words) > LONG


def _framed(analysis: Analysis, run: list[Place], inside: bool) -> Draft | None:
    """The quotation with its frame next to it or, before a colon, in the sentence before.

    With `inside` also a frame around it counts: 'X nannte den Plan "..."'.
    """
    (first, start), (last, end) = run[0], run[-1]
    before = analysis.sentences[first]
    # after: '"...", sagte X'
    after = analysis.sentences[last]
    for clause in analysis.clauses[last]:
        if clause.first > end and clause.finite is not None and clause.first - end <= 3:
            inverted = clause.finite.i == clause.first or analysis.language == "en"
            if inverted and (is_saying(clause, after.words, analysis.language) or clause.first == end + 2):
                return _draft(analysis, clause, run, last)
    for source in by_source(analysis, last):
        if source.cue[0] > end and source.cue[0] - end <= 2:
            return Draft("direct", last, run, source.speaker, last, source.cue, source.frame)
    # before: 'X sagte: "..."'
    if start > 0 and before.words[start - 1].text in (":", "," if inside else ":"):
        colon = before.words[start - 1].text == ":"
        for clause in reversed(analysis.clauses[first]):
            if clause.first < start and clause.finite is not None and not before.quoted[clause.finite.i]:
                if colon or is_saying(clause, before.words, analysis.language):
                    return _draft(analysis, clause, run, first)
                break
        if colon:
            return _named(analysis, before, run, start - 1)
    if start == 0 and first > 0:
        above = analysis.sentences[first - 1]
        if above.words[-1].text == ":":
            for clause in reversed(analysis.clauses[first - 1]):
                if clause.finite is not None:
                    return _draft(analysis, clause, run, first - 1)
            return _named(analysis, above, run, len(above.words) - 1)
    # around: 'X nannte den Plan "..."'
    for clause in analysis.clauses[first] if inside else ():
        if first != last or clause.verb is None or before.quoted[clause.verb.i]:
            continue
        around = clause.first <= start and end < clause.last + 1
        if around and (_names(clause, analysis.language) or is_saying(clause, before.words, analysis.language)):
            return _draft(analysis, clause, run, first)
    return None


def _names(clause: Clause, language: str) -> bool:
    """Whether a verb gives a thing a name: 'nannte den Plan "..."'."""
    return clause.lemma in listed(language, "naming")


def _draft(analysis: Analysis, clause: Clause, run: list[Place], sentence: int) -> Draft:
    words = analysis.sentences[sentence].words
    inside = {i for s, i in run if s == sentence}
    frame = [i for i in range(clause.first, clause.last) if i not in inside]
    cue = [i for i in cue_words(clause, words, analysis.language) if i not in inside]
    speaker = [i for i in speaker_words(analysis, clause) if i not in inside]
    known = is_saying(clause, words, analysis.language) or _names(clause, analysis.language)
    if not known and (clause.finite is None or clause.finite.i != clause.first):
        nouns = listed(analysis.language, "nouns", "clause")
        said = next((i for i in speaker if words[i].lemma.lower() in nouns), None)
        if said is not None:
            speaker = [i for i in speaker if i > said]  # "das Fazit der Betreiber: ..."
        if not speaker:
            return Draft("direct", run[0][0], run)  # whose, is told by who spoke before
        cue = []  # who is told of before a colon speaks, but the verb does not say so
    if analysis.language == "de" and clause.lemma in ("bezeichnen", "werten", "bewerten"):
        cue = sorted({*cue, *(i for i in clause.words if words[i].lower == "als" and i not in inside)})
    return Draft("direct", sentence, run, speaker, sentence, cue, frame)


def _named(analysis: Analysis, sentence: Sentence, run: list[Place], colon: int) -> Draft:
    """'Minister Kern: "..."': the words before the colon name who speaks."""
    speaker = list(range(colon))
    if len(speaker) > LONGEST_NAME or not analysis.mentions_in(sentence.index):
        return Draft("direct", run[0][0], run)
    return Draft("direct", sentence.index, run, speaker, sentence.index, [], [*speaker, colon])
