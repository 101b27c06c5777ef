"""The words that name who speaks: a whole noun phrase with name, apposition, brackets and what belongs to it."""

from __future__ import annotations

from detente.reading.model import Actor, Analysis, Clause, Phrase
from detente.reading.quotations.words import listed
from detente.reading.text.words import Word

# How many words an apposition between commas, and a bracket, may have.
LONGEST_APPOSITION = 12
LONGEST_BRACKET = 8
CLOSERS = ("“", "”", "«", '"')
# Prepositions that go on with a noun phrase wherever it stands: "ein Sprecher von X", "the head of X".
GOING_ON = {"de": ("von", "vom", "für", "beim", "aus", "bei"), "en": ("of", "for", "from", "at")}
GENITIVES = ("des", "der", "eines", "einer")
JOINS = ("und", "sowie", "oder", "and", "or", "&")
NOMINAL = ("DET", "POSS", "ADJ", "NUM", "NOUN", "NAME", "TRUNC")


def subject_words(analysis: Analysis, clause: Clause) -> list[int]:
    """The words of a clause's subject in its sentence; of a relative clause those that it refers to."""
    subject = clause.subject
    if subject is None:
        return []
    words = analysis.sentences[clause.sentence].words
    if words[subject.head].pos == "REL":
        return [subject.head]
    finite = clause.finite
    # Only before a verb in second place is there nothing but the subject.
    second = finite is not None and clause.kind == "main" and not clause.introducer and subject.last <= finite.i
    if second and finite is not None and any(w.form == "fin" for w in words[subject.last : finite.i]):
        second = False  # the subject is that of a clause before: "war da und sagte"
    until = finite.i if finite is not None and second else None
    of = listed(analysis.language, "cue", "with_of")
    found = phrase_words(analysis, clause.sentence, subject, until, named=clause.lemma not in of)
    if until is None or not found or words[subject.head].pos == "PRON":
        return _opened(words, found, analysis.language)
    start = next((i for i in clause.words if words[i].pos not in ("ADV", "AND")), found[0])
    before = words[start : found[0]]
    whole = bool(before) and before[0].pos in NOMINAL and not any(w.form == "fin" or w.text in ":;" for w in before)
    found = [*range(start, found[0]), *found] if whole else found
    return _opened(words, found, analysis.language)


def _opened(words: list[Word], found: list[int], language: str) -> list[int]:
    """A speaker with the mark that opens its name, and with "sowohl" before the first of two."""
    texts = [words[i].text for i in found]
    first = found[0] if found else 0
    if first and words[first - 1].text in ("„", "»"):
        first -= sum(t in CLOSERS for t in texts) > sum(t in ("„", "»") for t in texts)
    if first and words[first - 1].lower in listed(language, "cue", "both"):
        first -= 1
    return [*range(first, found[0]), *found] if found else []


def phrase_words(
    analysis: Analysis, sentence: int, phrase: Phrase, until: int | None = None, *, named: bool = False
) -> list[int]:
    """The words of a noun phrase with all that belongs to it; `until` is where it must have ended, if that is known.

    With `named` also a name goes on ("Karl Muster von der Werft"), as it may not where the verb takes "von".
    Before a German finite verb there is one constituent, so a subject there reaches up to the verb.
    """
    words = analysis.sentences[sentence].words
    first, last = phrase.first, phrase.last
    if phrase.prep is not None and words[first].pos == "PREP":
        first += 1
    one_of = last < len(words) and words[last].lower in ("der", "des", "von", "of")
    if words[phrase.head].pos == "PRON" and not one_of:
        return list(range(first, last))
    for mention in analysis.mentions_in(sentence):
        if mention.outer_first < last and first < mention.outer_last and mention.how != "adjective":
            last = max(last, mention.outer_last)
            if not mention.genitive and mention.outer_first >= phrase.first:
                first = min(first, mention.outer_first)
            elif not mention.genitive and until is None:
                first = min(first, mention.outer_first) if phrase.prep is None else first
    first = _apposed(words, first, max(0, phrase.first - 2 * LONGEST_APPOSITION))
    if first > 1 and words[first - 1].pos == "GEN":  # "the dockers' | union leader"
        first -= 1
        while first > 0 and words[first - 1].pos in NOMINAL:
            first -= 1
    while first > 0 and words[first - 1].pos in ("DET", "ADJ", "POSS") and words[first].pos in ("ADJ", "NOUN", "NAME"):
        if words[first].pos == "NAME" and words[first - 1].pos == "ADJ":
            break
        first -= 1
    first = _titled(words, first, analysis.language)
    last = _extended(words, last, analysis.language, until, named)
    outside = listed(analysis.language, "cue", "outside")
    last = next((k for k in range(phrase.last, last) if words[k].lower in outside), last)
    if last < len(words) and words[last].text in CLOSERS and any(w.text in "„»" for w in words[first:last]):
        last += 1
    opened = sum(w.text in "„»" for w in words[first:last])
    if first and words[first - 1].text in "„»" and sum(w.text in CLOSERS for w in words[first:last]) > opened:
        first -= 1
    found = list(range(first, last))
    if found and words[first].lower in ("wie", "so", "as"):
        found.pop(0)
    while (
        found
        and words[found[-1]].pos in ("ADV", "PRED", "PUNCT", "NEG", "AND")
        and words[found[-1]].text not in ')”“"«'
    ):
        found.pop()
    return found


def _titled(words: list[Word], first: int, language: str) -> int:
    """Where a name begins with its titles and the office before them: "der Klinikchef Prof. Dr. | Karl Muster"."""
    titles = listed(language, "cue", "titles")
    k = first
    while k > 0 and (
        words[k - 1].text in titles or (k > 1 and words[k - 1].text == "." and words[k - 2].text in titles)
    ):
        k -= 1
    if k == first:
        return first
    while k > 0 and words[k - 1].pos in ("NOUN", "ADJ", "DET") and words[k].pos != "DET":
        k -= 1
    return k


def _quoted_name(words: list[Word], last: int, end: int) -> int | None:
    """Where a name in quotation marks ends that begins at `last`."""
    if words[last].text not in ("„", '"'):
        return None
    return next((k + 1 for k in range(last + 2, min(end, last + LONGEST_BRACKET)) if words[k].text in CLOSERS), None)


def _extended(words: list[Word], last: int, language: str, until: int | None, named: bool) -> int:
    end = until if until is not None else len(words)
    while last < end:
        word = words[last]
        if word.text in "(":
            close = next((k for k in range(last, min(end, last + LONGEST_BRACKET)) if words[k].text == ")"), None)
            if close is None:
                break
            last = close + 1
        elif word.pos == "NAME" or (word.text in '„“"' and until is not None):
            last += 1
        elif word.text == "," and (close := _apposition(words, last, end)) is not None:
            last = close
        elif until is not None and not any(w.text in ",:;" for w in words[last:until]):
            return until
        elif (close := _quoted_name(words, last, end)) is not None:
            last = close
        elif last + 1 < end and (_belongs(words, last, language, named) or word.lower in GENITIVES):
            name = _quoted_name(words, last + 1, end)
            if name is None and words[last + 1].pos not in NOMINAL:
                break
            last = name or _noun_end(words, last + 1, end)
        elif word.lower in JOINS and last + 1 < end and words[last + 1].pos in NOMINAL:
            close = _noun_end(words, last + 1, end)
            if any(w.form == "fin" for w in words[last:close]):
                break
            last = close
        else:
            break
    return last


def _belongs(words: list[Word], at: int, language: str, named: bool) -> bool:
    """Whether a preposition goes on with the noun before it; behind a name it is the verb's ("sprach X von Y")."""
    lower = words[at].lower
    return lower in GOING_ON[language] and (named or words[at - 1].pos != "NAME" or lower in ("vom", "of"))


def _apposed(words: list[Word], first: int, least: int) -> int:
    """Where a noun phrase begins whose apposition is at `first`: "der Leiter des Amtes, | Karl Muster"."""
    if first < 2 or words[first - 1].text != ",":
        return first
    start = first
    k = first - 2
    while k >= least and (words[k].pos in (*NOMINAL, "PREP") or words[k].text in '„“"()' or words[k].pos == "GEN"):
        start = k
        k -= 1
    if start >= first - 1 or words[start].pos not in ("DET", "NOUN", "NAME", "ADJ", "POSS"):
        return first
    begins = k < 0 or words[k].form == "fin" or words[k].pos in ("SUB", "AND") or words[k].lower in ("wie", "so")
    return start if begins else first


def _noun_end(words: list[Word], k: int, end: int) -> int:
    """One past the noun phrase that begins at `k`."""
    noun = False
    while k < end and words[k].pos in NOMINAL:
        if noun and words[k].pos in ("DET", "ADJ", "POSS", "NUM"):
            break
        noun = noun or words[k].pos in ("NOUN", "NAME")
        k += 1
    return k


def _apposition(words: list[Word], comma: int, end: int) -> int | None:
    """Where an apposition ends that begins with a comma: ", Chef der Partei," or ", Klaus Muster,"."""
    for k in range(comma + 1, min(end, comma + LONGEST_APPOSITION) + 1):
        if k == end or words[k].text in ",:" or (words[k].text == "." and k == len(words) - 1):
            inside = words[comma + 1 : k]
            plain = inside and not any(w.form in ("fin", "inf") or w.pos in ("SUB", "REL") for w in inside)
            if not plain or inside[0].pos not in NOMINAL or not any(w.pos in ("NOUN", "NAME") for w in inside):
                return None
            return k + 1 if k < end and words[k].text == "," else k
    return None


def actor_of(analysis: Analysis, sentence: int, indexes: list[int]) -> Actor | None:
    """The party that the words of a speaker stand for: the person named there, else the first that is no genitive."""
    if not indexes:
        return None
    inside = set(indexes)
    if len(indexes) == 1 and analysis.sentences[sentence].words[indexes[0]].pos == "REL":
        before = [m for m in analysis.mentions_in(sentence) if m.last <= indexes[0] and not m.genitive]
        return before[-1].actor if before and indexes[0] - before[-1].outer_last <= 2 else None
    found = [m for m in analysis.mentions_in(sentence) if m.how != "adjective" and inside & set(range(m.first, m.last))]
    named = [m for m in found if m.actor.kind == "person"] or [m for m in found if not m.genitive] or found
    return named[0].actor if named else None
