"""All quotations of a report."""

from __future__ import annotations

from detente.contract import Report
from detente.reading.analysis import analyse
from detente.reading.model import Analysis
from detente.reading.quotations.carried import continued
from detente.reading.quotations.direct import by_marks
from detente.reading.quotations.model import Draft, Quotation, Spans
from detente.reading.quotations.reported import by_report
from detente.reading.quotations.sayings import by_saying
from detente.reading.quotations.sources import by_source
from detente.reading.quotations.speakers import actor_of, subject_words
from detente.reading.text.words import Sentence

# A quotation of which direct speech is this much is that direct speech; what is left of another needs so many words.
MOSTLY = 0.7
LEAST = 3


def quotations(report: Report) -> list[Quotation]:
    """Who is quoted in a report, by which words, saying what; in text order.

    A language that détente does not read gives none.
    """
    return find_quotations(analyse(report))


def find_quotations(analysis: Analysis) -> list[Quotation]:
    """The quotations of a report that was taken apart, in text order.

    A direct quotation inside another quotation ("er sagte, das sei „Unsinn“") is given beside it.
    """
    drafts: dict[int, list[Draft]] = {}
    for sentence in analysis.sentences:
        found = [*by_source(analysis, sentence.index), *by_saying(analysis, sentence.index)]
        taken = {i for d in found for i in (*d.cue, *(k for s, k in d.quote if s == sentence.index))}
        found += by_report(analysis, sentence.index, taken)
        drafts[sentence.index] = found
    direct = list(by_marks(analysis, drafts))
    whole = [d for d, nested in direct if not nested]
    _drop_doubles(analysis, drafts, whole)
    _carry(analysis, drafts, whole)
    known = {d.quote[0] for d in whole}
    nested = [d for d, _ in by_marks(analysis, drafts) if d.quote[0] not in known]
    every = [d for found in drafts.values() for d in found] + whole + nested
    every.sort(key=lambda d: (d.quote[0], -len(d.quote)))
    return [_quotation(analysis, d) for d in every]


def _beside(analysis: Analysis, quotation: Draft) -> bool:
    """Whether a direct quotation opens its sentence or stands behind a colon."""
    sentence, i = quotation.quote[0]
    return i == 0 or analysis.sentences[sentence].words[i - 1].text == ":"


def _drop_doubles(analysis: Analysis, drafts: dict[int, list[Draft]], direct: list[Draft]) -> None:
    """Where a verb introduces words in quotation marks, that is one direct quotation and no indirect one besides."""
    for quotation in direct:
        inside = set(quotation.quote)
        beside = _beside(analysis, quotation)
        for sentence in {s for s, _ in quotation.quote} | {quotation.sentence}:
            kept = []
            for draft in drafts[sentence]:
                within = all((sentence, i) in inside for i in draft.cue) and bool(draft.cue)
                common = inside & set(draft.quote)
                if within or not common:
                    kept.append(draft)
                elif not quotation.frame and draft.cue and len(common) > MOSTLY * len(draft.quote):
                    # '"...". Das räumte X ein.': what frames it stands in the next sentence
                    quotation.speaker, quotation.speaker_in = draft.speaker, draft.speaker_in
                    quotation.cue, quotation.frame, quotation.sentence = draft.cue, draft.frame, draft.sentence
                elif draft.kind == "reported":
                    if not quotation.cue:
                        kept.append(draft)
                elif beside or len(common) > MOSTLY * len(draft.quote):
                    draft.quote = [p for p in draft.quote if p not in inside]
                    rest = [analysis.sentences[s].words[i] for s, i in draft.quote]
                    if draft.cue != quotation.cue and sum(w.pos != "PUNCT" for w in rest) >= LEAST:
                        kept.append(draft)
                else:
                    kept.append(draft)
            drafts[sentence] = kept


def _carry(analysis: Analysis, drafts: dict[int, list[Draft]], direct: list[Draft]) -> None:
    """Give sentences that go on with what was said to who spoke last; neighbours become one quotation."""
    last: Draft | None = None
    idle = 0
    said = {s for d in direct for s, _ in d.quote if d.frame or len(d.quote) > 0.9 * len(analysis.sentences[s].words)}
    said |= {d.sentence for d in direct if d.frame}
    open_: Draft | None = None
    for sentence in analysis.sentences:
        index = sentence.index
        own = drafts[index]
        for quotation in direct:
            if quotation.quote[0][0] == index and not quotation.frame and last is not None and idle <= 1:
                quotation.speaker, quotation.speaker_in = last.speaker, last.speaker_in
        if last is not None and idle <= 1:
            for quotation in own:
                if not quotation.speaker and (quotation.kind == "reported" or _impersonal(analysis, quotation)):
                    quotation.speaker, quotation.speaker_in = last.speaker, last.speaker_in
        own[:] = [d for d in own if d.speaker or d.kind != "reported"]
        here = [
            d for d in (*own, *direct) if d.sentence == index and d.frame and d.speaker and not _in_marks(sentence, d)
        ]
        here = here or [d for d in own if d.speaker]
        if own or index in said:
            open_ = None
            if here:
                last = max(here, key=lambda d: (d.kind != "reported", -d.sentence))
            idle = 0
            continue
        going = continued(analysis, index, last, idle)
        if going is not None and not going.speaker and index:
            going.speaker, going.speaker_in = _subject_before(analysis, index - 1), index - 1
        if going is None:
            open_, idle = None, idle + 1
            holder = _subject_before(analysis, index)
            if holder:
                last, idle = Draft("reported", index, [(index, 0)], holder), 1
            continue
        idle = 0
        if open_ is not None and open_.kind == going.kind and open_.speaker == going.speaker:
            open_.quote += going.quote
            continue
        open_ = going
        own.append(going)


def _in_marks(sentence: Sentence, draft: Draft) -> bool:
    """Whether the cue stands in quotation marks: somebody who is quoted quotes another."""
    return bool(draft.cue) and all(sentence.quoted[i] for i in draft.cue)


def _impersonal(analysis: Analysis, draft: Draft) -> bool:
    """ "Es heißt", "hieß es weiter": who spoke before speaks."""
    words = analysis.sentences[draft.sentence].words
    return any(words[i].lower == "es" for i in draft.cue)


def _subject_before(analysis: Analysis, sentence: int) -> list[int]:
    """The party that the sentence before is about, who may be the one that speaks."""
    for clause in analysis.clauses[sentence]:
        if clause.kind == "main" and clause.subject is not None and not clause.passive:
            found = subject_words(analysis, clause)
            return found if actor_of(analysis, sentence, found) is not None else []
    return []


def _quotation(analysis: Analysis, draft: Draft) -> Quotation:
    def spans(places: list[tuple[int, int]]) -> Spans:
        return _spans(analysis, places)

    return Quotation(
        kind=draft.kind,
        quote=spans(draft.quote),
        speaker=spans([(draft.speaker_in, i) for i in draft.speaker]),
        cue=spans([(draft.sentence, i) for i in draft.cue]),
        frame=spans([(draft.sentence, i) for i in draft.frame]),
        actor=actor_of(analysis, draft.speaker_in, draft.speaker),
    )


def _spans(analysis: Analysis, places: list[tuple[int, int]]) -> Spans:
    """Word places as spans of the text: neighbours are one span, also across the end of a sentence."""
    found: list[tuple[int, int]] = []
    before: tuple[int, int] | None = None
    for place in sorted(set(places)):
        sentence, i = place
        word = analysis.sentences[sentence].words[i]
        near = before is not None and (
            place == (before[0], before[1] + 1)
            or (place == (before[0] + 1, 0) and before[1] == len(analysis.sentences[before[0]].words) - 1)
        )
        if near and found:
            found[-1] = (found[-1][0], word.end)
        else:
            found.append((word.start, word.end))
        before = place
    return tuple(found)
