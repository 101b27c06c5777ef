"""Quotations by a verb or noun of saying: "X sagte, dass ...", "..., sagte X", "Wie X mitteilte, ..."."""

from __future__ import annotations

from collections.abc import Iterator

from detente.reading.language import lexicon
from detente.reading.model import Analysis, Clause
from detente.reading.quotations.model import Draft
from detente.reading.quotations.speakers import phrase_words, subject_words
from detente.reading.quotations.words import alpha, is_view, listed, trimmed
from detente.reading.text.words import Word

# Small words that belong to the cue of some verbs: "äußerte sich", "heißt es".
SMALL = {"sich": ("cue", "reflexive"), "es": ("sources", "impersonal")}
CONTENT = ("complement", "infinitive", "question")


def by_saying(analysis: Analysis, sentence: int) -> Iterator[Draft]:
    """The quotations of a sentence under its verbs and nouns of saying."""
    words = analysis.sentences[sentence].words
    quoted = analysis.sentences[sentence].quoted
    for clause in analysis.clauses[sentence]:
        if clause.verb is None or (quoted and quoted[clause.verb.i]):
            continue
        saying = is_saying(clause, words, analysis.language)
        if not saying and not _stating(analysis, clause, words):
            continue
        if (
            clause.kind == "main"
            and clause.mood == "reported"
            and not _follows(clause, words, analysis.language, analysis.clauses[sentence])
        ):
            continue  # "Er gehe davon aus, dass ...": all of it is what somebody said
        content = _content(analysis, clause, words)
        if not alpha(words, content):
            yield from _pointing_back(analysis, clause, words)
            continue
        cue = cue_words(clause, words, analysis.language)
        speaker = speaker_words(analysis, clause)
        frame = [i for i in range(clause.first, clause.last) if i not in set(content)]
        yield Draft("indirect", sentence, [(sentence, i) for i in content], speaker, cue=cue, frame=frame)
    yield from _by_noun(analysis, sentence, words)


def is_saying(clause: Clause, words: list[Word], language: str) -> bool:
    """Whether a clause's verb is one of saying or thinking; HanTa's lemmas of particle verbs are taken either way."""
    verbs = listed(language, "verbs")
    if clause.lemma in verbs:
        return True
    if clause.verb is None or language != "de":
        return False
    if clause.lemma in listed(language, "things"):
        return True
    # "gab bekannt", "machte klar", "bekannt geworden war": the particle is a word of its own
    particles = listed(language, "cue", "particles")
    lemma = clause.verb.lemma.lower()
    if lemma in verbs and clause.lemma.removesuffix(lemma) in listed(language, "cue", "loose"):
        return True  # "sagte weiter"
    return any(words[i].lower in particles and words[i].lower + lemma in verbs for i in clause.words)


def _stating(analysis: Analysis, clause: Clause, words: list[Word]) -> bool:
    """Whether somebody holds what a "dass" clause says, whatever the verb: "legte Wert darauf, dass ..."."""
    if analysis.language != "de" or clause.subject is None:
        return False
    if _noun_at_end(clause, words) is not None:
        return not clause.passive
    if clause.lemma == "sein" and any(words[i].lower in listed("de", "sure") for i in clause.words):
        return True
    dass = any(
        c.parent is clause and c.kind == "complement" and c.introducer in ("dass", "daß")
        for c in analysis.clauses[clause.sentence]
    )
    head = clause.subject.head
    if clause.lemma in listed("de", "causing"):
        return False
    named = any(m.outer_first <= head < m.outer_last and not m.genitive for m in analysis.mentions_in(clause.sentence))
    return dass and (named or _somebody(words[head]))


def _somebody(head: Word) -> bool:
    """Whether a noun may well name persons or a body: no abstract noun by its ending, no neuter pronoun."""
    lower = head.lemma.lower()
    return head.pos == "NOUN" and not lower.endswith(tuple(listed("de", "abstract")))


def _noun_at_end(clause: Clause, words: list[Word]) -> int | None:
    """The noun of saying that ends a clause, as its object: "vertritt die Ansicht", "kam zu dem Schluss"."""
    nouns = listed("de", "nouns", "clause")
    subject = clause.subject
    for i in reversed(clause.words):
        if i in clause.verb_words and clause.finite is not None and i != clause.finite.i:
            continue
        if words[i].pos != "NOUN" or not _saying_noun(words[i], nouns):
            return None
        return None if subject is not None and subject.first <= i < subject.last else i
    return None


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


def cue_words(clause: Clause, words: list[Word], language: str) -> list[int]:
    """The words of a predicate that signal a quotation: its verbs, the particle, "sich" and "davon, darauf ..."."""
    if clause.verb is None:
        return []
    cue = {i for i in clause.verb_words if words[i].lower not in listed(language, "cue", "loose")}
    if clause.finite is not None and clause.finite.i in clause.words:
        cue.add(clause.finite.i)
    if language != "de":
        return sorted(cue)
    verbs = listed(language, "verbs")
    noun = _noun_at_end(clause, words)
    if noun is not None and clause.lemma not in verbs:
        k = noun
        while k > 0 and words[k - 1].pos in ("DET", "ADJ") and k - 1 in clause.words:
            k -= 1
        cue.update(range(k, noun + 1))
    for k, i in enumerate(clause.words):
        word = words[i]
        rest = clause.words[k + 1 :]
        if word.lower in listed(language, "cue", "links") and all(j in cue or words[j].tag == "PTKVZ" for j in rest):
            cue.add(i)  # "ging davon aus", "wies darauf hin"
        elif word.tag == "PTKVZ" or word.lower in listed(language, "cue", "particles"):
            if word.lower + clause.verb.lemma.lower() in verbs:
                cue.add(i)
        elif clause.lemma in listed(language, *SMALL.get(word.lower, ("cue", "none"))):
            cue.add(i)
        elif word.lower == "mit" and [words[j].lower for j in rest[:2]] in (["den", "worten"], ["folgenden", "worten"]):
            cue.update((i, *rest[:2]))
    return sorted(cue)


def speaker_words(analysis: Analysis, clause: Clause) -> list[int]:
    """Who says what a clause of saying introduces: its subject, the agent of a passive, "in X" of "heißt es"."""
    words = analysis.sentences[clause.sentence].words
    data = lexicon(analysis.language, "quotations")["sources"]
    if clause.lemma in listed(analysis.language, "quoting"):
        return _quoted_by(analysis, clause)
    if clause.passive or _done(clause):
        agents = lexicon(analysis.language, "stance")["agents"]
        of = listed(analysis.language, "cue", "with_of")
        for phrase in clause.phrases:
            # "Von hoher Gefahr wird berichtet": what is told, not who tells it
            if phrase.prep in agents and not (phrase.prep in ("von", "vom") and clause.lemma in of):
                return phrase_words(analysis, clause.sentence, phrase)
        documents = listed(analysis.language, "sources", "documents")
        for phrase in clause.phrases:
            # "In der Mitteilung wird betont, dass ..."
            if phrase.prep in ("in", "im") and is_view(words[phrase.head], documents):
                return phrase_words(analysis, clause.sentence, phrase)
        return []
    subject = clause.subject
    quoted = analysis.sentences[clause.sentence].quoted
    if subject is not None and clause.verb is not None and quoted[subject.head] and not quoted[clause.verb.i]:
        return _in_front(analysis, clause)  # 'X sagte dazu: "Nicht ich ..."'
    impersonal = clause.lemma in data["impersonal"]
    if impersonal or clause.lemma in listed(analysis.language, "things"):
        for phrase in clause.phrases:
            if phrase.prep in ("in", "aus", "im"):
                return phrase_words(analysis, clause.sentence, phrase)
    if impersonal or (subject is not None and words[subject.head].lower in ("es", "it", "dies", "das")):
        return []
    if subject is None and clause.kind in ("infinitive", "adverbial") and clause.parent is not None:
        return speaker_words(analysis, clause.parent) if clause.introducer in (None, "um", "ohne") else []
    return subject_words(analysis, clause) or _in_front(analysis, clause)


def _in_front(analysis: Analysis, clause: Clause) -> list[int]:
    """What stands before the verb of a main clause without a subject, where that is a noun phrase.

    Its own words, or those cut off from it by commas: "Eine Gruppe, die Koalition der Mitte, behauptete ...".
    """
    words = analysis.sentences[clause.sentence].words
    if clause.kind != "main" or clause.verb is None:
        return []
    verb = clause.finite.i if clause.finite is not None else clause.verb.i
    first = clause.first
    if verb == clause.first:
        if verb == 0 or words[verb - 1].text not in (",", ")"):
            return []
        first = 0
    while first < verb and words[first].pos == "ADV":
        first += 1
    inside = words[first:verb]
    if not inside or inside[0].pos not in ("DET", "ADJ", "NUM", "NOUN", "NAME", "POSS", "PRON"):
        return []
    if any(w.form == "fin" or w.pos in ("SUB", "REL") or w.text in ":;" for w in inside):
        return []
    if not any(w.pos in ("NOUN", "NAME", "PRON") for w in inside):
        return []
    found = list(range(first, verb))
    while found and (words[found[-1]].pos in ("ADV", "NEG") or words[found[-1]].text == ","):
        found.pop()
    return found


def _quoted_by(analysis: Analysis, clause: Clause) -> list[int]:
    """ "Die Zeitung zitiert den Minister", "der Minister wird zitiert": who is quoted, not who quotes."""
    if clause.passive or clause.subject is None:
        return subject_words(analysis, clause)
    objects = [p for p in clause.phrases if p.prep is None and p.first >= clause.subject.last]
    named = [p for p in objects if clause.verb is None or p.first > clause.verb.i or clause.verb.form == "part"]
    return phrase_words(analysis, clause.sentence, named[0]) if named else subject_words(analysis, clause)


def _done(clause: Clause) -> bool:
    """ "war aufgefordert", "ist gefordert": the state that a deed leads to; its subject did not speak."""
    finite, verb = clause.finite, clause.verb
    if finite is None or verb is None or verb.form != "part":
        return False
    own_perfect = clause.lemma in listed("de", "with_be")
    return finite.lemma.lower() == "sein" and verb is not finite and not own_perfect


def _content(analysis: Analysis, clause: Clause, words: list[Word]) -> list[int]:
    """The words of its sentence that a verb of saying introduces."""
    clauses = analysis.clauses[clause.sentence]
    own = set(clause.words)
    if _as_said(clause, words, analysis.language):
        return trimmed(words, [i for i in range(len(words)) if not clause.first <= i < clause.last])
    if _follows(clause, words, analysis.language, clauses):
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


def _follows(clause: Clause, words: list[Word], language: str, clauses: list[Clause]) -> bool:
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


def _by_noun(analysis: Analysis, sentence: int, words: list[Word]) -> Iterator[Draft]:
    """ "Die Forderung des Verbands, die Löhne zu erhöhen": a noun of saying with its clause."""
    nouns = listed(analysis.language, "nouns", "clause")
    for child in analysis.clauses[sentence]:
        if child.kind not in ("complement", "infinitive") or child.first < 2 or child.parent is None:
            continue
        if is_saying(child.parent, words, analysis.language) or _stating(analysis, child.parent, words):
            continue
        edge = child.first - 1
        if words[edge].text not in (",", ":") and analysis.language == "de":
            continue
        near = [p for p in child.parent.phrases if p.last <= child.first]
        best = max(near, key=lambda p: p.last, default=None)
        if best is None:
            continue
        head = next((i for i in range(best.first, best.last) if _saying_noun(words[i], nouns)), None)
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


def _saying_noun(word: Word, nouns: frozenset[str]) -> bool:
    return word.pos == "NOUN" and (word.lemma.lower() in nouns or word.lower in nouns)


def _possessor(clause: Clause, words: list[Word], head: int) -> list[int]:
    return [head - 1] if head and words[head - 1].pos == "POSS" else []
