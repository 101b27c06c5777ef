"""Quotations by a phrase: "laut X", "nach Angaben von X", "X zufolge", ", so X", "Demnach", "according to X"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from detente.reading.language import lexicon
from detente.reading.model import Analysis, Clause, Phrase
from detente.reading.quotations.model import Draft
from detente.reading.quotations.speakers import NOMINAL, phrase_words
from detente.reading.quotations.words import alpha, is_view, listed, trimmed
from detente.reading.text.words import Word

# How far a noun like "Angaben" may stand behind its preposition: "nach den ersten vorläufigen Angaben".
REACH = 5
# How many words may stand between the speaker of ", so X" and the end of the clause: "in einem Interview".
AFTER_SO = 16
# What may stand in a noun phrase before "zufolge" beside articles, adjectives and nouns.
BETWEEN = ("von", "im", "vom", "(", ")", "„", "“")


def by_source(analysis: Analysis, sentence: int) -> Iterator[Draft]:
    """The quotations of a sentence that a phrase attributes to its speaker."""
    words = analysis.sentences[sentence].words
    openings = _openings(analysis.language)
    for word in words:
        if word.lower not in openings:
            continue
        found = _before(analysis, sentence, word) or _after(analysis, sentence, word) or _so(analysis, sentence, word)
        if found is None:
            found = _pointing(analysis, sentence, word)
        if found is None:
            continue
        cue, speaker = found
        frame = sorted({*cue, *speaker})
        quote = _quoted(analysis, sentence, frame)
        if alpha(words, quote):
            yield Draft("indirect", sentence, [(sentence, i) for i in quote], speaker, cue=cue, frame=frame)


@cache
def _openings(language: str) -> frozenset[str]:
    """The words one of which every such phrase has as its cue."""
    lists = ("before", "after", "view_before", "view_after", "here", "where", "so")
    to: dict[str, str] = lexicon(language, "quotations")["sources"].get("to", {})
    return frozenset(to).union(*(listed(language, "sources", name) for name in lists))


def _before(analysis: Analysis, sentence: int, word: Word) -> tuple[list[int], list[int]] | None:
    """ "Laut X", "nach Angaben von X", "according to X": cue before the speaker."""
    words = analysis.sentences[sentence].words
    language = analysis.language
    k = word.i + 1
    to: dict[str, str] = lexicon(language, "quotations")["sources"].get("to", {})
    if word.lower in to and k < len(words) and words[k].lower == to[word.lower]:
        speaker = _noun_phrase(analysis, sentence, k + 1)
        return ([word.i, k], speaker) if speaker else None
    if word.lower in listed(language, "sources", "before") and word.i + 1 < len(words):
        speaker = _to_verb(analysis, sentence, word, _noun_phrase(analysis, sentence, k))
        return ([word.i], speaker) if speaker else None
    if word.lower not in listed(language, "sources", "view_before"):
        return None
    views = listed(language, "sources", "views")
    table: dict[str, list[str]] = lexicon(language, "quotations")["sources"].get("views_only", {})
    only = {prep: frozenset(nouns) for prep, nouns in table.items()}
    for n in range(k, min(k + REACH, len(words))):
        if words[n].pos == "NOUN" and not is_view(words[n], views):
            return None
        if is_view(words[n], only.get(word.lower, views)):
            speaker = _noun_phrase(analysis, sentence, k)
            if word.lower in only and words[n - 1].pos != "POSS" and speaker and speaker[-1] == n:
                return None  # "aus technischer Sicht": nobody's
            speaker = _to_verb(analysis, sentence, word, speaker)
            return ([word.i], speaker) if n in speaker else None
        if words[n].pos not in (*NOMINAL, "PRON") and words[n].pos != "GEN":
            return None
    return None


def _to_verb(analysis: Analysis, sentence: int, opening: Word, speaker: list[int]) -> list[int]:
    """A speaker that opens a German sentence goes up to the finite verb: one constituent stands before it."""
    words = analysis.sentences[sentence].words
    if analysis.language != "de" or not speaker or any(w.pos not in ("ADV", "PUNCT") for w in words[: opening.i]):
        return speaker
    end = next(
        (k for k in range(speaker[-1] + 1, len(words)) if words[k].form == "fin" or words[k].text in ",:;"), None
    )
    if end is None or words[end].form != "fin" or end - speaker[-1] > AFTER_SO // 2:
        return speaker
    return [*speaker, *(i for i in range(speaker[-1] + 1, end) if words[i].pos != "ADV")]


def _after(analysis: Analysis, sentence: int, word: Word) -> tuple[list[int], list[int]] | None:
    """ "X zufolge", "seiner Meinung nach": cue behind the speaker."""
    words = analysis.sentences[sentence].words
    language = analysis.language
    if word.i == 0:
        return None
    views = listed(language, "sources", "views")
    named = word.lower in listed(language, "sources", "after") and word.lower != "zu"
    view = word.lower in listed(language, "sources", "view_after") and is_view(words[word.i - 1], views)
    cue = [word.i]
    if word.lower == "zu" and word.i + 1 < len(words) and words[word.i + 1].text == "Folge" and language == "de":
        named, cue = True, [word.i, word.i + 1]
    if not named and not view:
        return None
    first = word.i
    while first > 0 and (words[first - 1].pos in NOMINAL or words[first - 1].lower in BETWEEN):
        first -= 1
    if first == word.i and words[first - 1].pos == "PRON":
        first -= 1
    for k in range(first, word.i - 1):
        if words[k].pos == "DET" and words[k + 1].pos == "POSS":
            first = k + 1  # "die ihrer Ansicht nach ..."
    while first < word.i and words[first].lower in ("von", "im", "vom"):
        first += 1
    return (cue, list(range(first, word.i))) if first < word.i else None


def _so(analysis: Analysis, sentence: int, word: Word) -> tuple[list[int], list[int]] | None:
    """ "..., so X": behind a comma or closing quotation mark, before the speaker and the end of the clause."""
    words = analysis.sentences[sentence].words
    if word.lower not in listed(analysis.language, "sources", "so") or word.i == 0:
        return None
    if words[word.i - 1].text not in ',“"”«–»)' or word.i + 1 >= len(words):
        return None
    k = word.i + 1
    while k < len(words) and words[k].pos == "ADV":
        k += 1
    speaker = _noun_phrase(analysis, sentence, k)
    if not speaker or any(words[i].pos == "REL" for i in speaker):
        return None
    after = speaker[-1] + 1
    end = after
    while end < len(words) and words[end].text not in ",.:;!?–" and end - after < AFTER_SO:
        if words[end].form == "fin":
            return None  # "so X das sagt"
        end += 1
    closed = end >= len(words) or words[end].text in ",.:;!?–"
    return ([word.i], speaker) if closed else None


def _pointing(analysis: Analysis, sentence: int, word: Word) -> tuple[list[int], list[int]] | None:
    """ "Demnach ...", "..., wonach ...": the cue points to a source named before."""
    words = analysis.sentences[sentence].words
    language = analysis.language
    if word.lower in listed(language, "sources", "here"):
        clause = _clause_of(analysis, sentence, word.i)
        if clause is None or clause.kind != "main":
            return None
        return [word.i], [word.i]
    if word.lower in listed(language, "sources", "where") and word.i > 1:
        edge = word.i - 1
        near = [
            p
            for c in analysis.clauses[sentence]
            for p in c.phrases
            if p.last <= edge and p.first < edge and words[p.head].pos in ("NOUN", "NAME")
        ]
        if not near:
            return [word.i], []
        best = max(near, key=lambda p: p.last)
        return [word.i], phrase_words(analysis, sentence, best)
    return None


def _noun_phrase(analysis: Analysis, sentence: int, k: int) -> list[int]:
    """The noun phrase at word `k`, with what belongs to it."""
    words = analysis.sentences[sentence].words
    if k < len(words) and words[k].text in '„“"':
        inner = _noun_phrase(analysis, sentence, k + 1) if k + 1 < len(words) else []
        after = inner[-1] + 1 if inner else len(words)
        closing = [after] if after < len(words) and words[after].text in '“”"' else []
        return [k, *inner, *closing] if inner else []
    if k < len(words) and "." in words[k].text[:-1] and words[k].pos != "NUM":
        return [k]  # a site on the web
    if k >= len(words) or words[k].pos not in (*NOMINAL, "PRON"):
        return []
    for clause in analysis.clauses[sentence]:
        for phrase in clause.phrases:
            start = phrase.first + 1 if phrase.prep and words[phrase.first].pos == "PREP" else phrase.first
            if start == k or (phrase.first <= k < phrase.last and k <= phrase.head):
                bare = Phrase(k, phrase.last, phrase.head)
                return [i for i in phrase_words(analysis, sentence, bare) if i >= k]
    end = k
    while end < len(words) and words[end].pos in (*NOMINAL, "PRON"):
        end += 1
    if end == k:
        return []
    head = next((i for i in range(end - 1, k - 1, -1) if words[i].pos in ("NOUN", "NAME", "PRON")), None)
    return phrase_words(analysis, sentence, Phrase(k, end, head)) if head is not None else []


def _clause_of(analysis: Analysis, sentence: int, i: int) -> Clause | None:
    return next((c for c in analysis.clauses[sentence] if i in c.words), None)


def _quoted(analysis: Analysis, sentence: int, frame: list[int]) -> list[int]:
    """What a phrase attributes: all of the sentence, or of the subordinate clause that the phrase stands in."""
    words = analysis.sentences[sentence].words
    inside = set(frame)
    clause = _clause_of(analysis, sentence, frame[0])
    first, last = 0, len(words)
    if clause is not None and clause.kind in ("relative", "adverbial", "conditional") and clause.first > 0:
        first, last = clause.first, clause.last
        if words[frame[0]].lower == "wonach" or clause.last >= len(words) - 1:
            last = len(words)
    return trimmed(words, [i for i in range(first, last) if i not in inside])
