"""Who holds what a clause says: its subject, its agent, or who is speaking."""

from __future__ import annotations

from functools import cache

from detente.reading.cues import word_set
from detente.reading.language import lexicon
from detente.reading.model import Actor, Analysis, Clause, Mention, Phrase
from detente.reading.text.words import Word

# Words that stand for more parties than these and one do not name who holds a position.
FEW = 2


def holders(analysis: Analysis, clause: Clause) -> list[Actor]:
    """The actors that are a clause's subject, coordinated ones all; empty where the subject is no party."""
    words = analysis.sentences[clause.sentence].words
    if clause.passive:
        return agents(analysis, clause)
    if _set_apart(analysis, clause):
        return []
    if clause.subject is None:
        if clause.kind in ("infinitive", "adverbial") and clause.parent is not None and clause.introducer != "dass":
            return holders(analysis, clause.parent)
        return []
    if clause.kind == "relative" and words[clause.subject.head].pos == "REL":
        return antecedent(analysis, clause)
    found = actors_in(analysis, clause.sentence, clause.subject)
    return found + [a for a in _besides(analysis, clause) if a not in found] if analysis.language == "de" else found


def _set_apart(analysis: Analysis, clause: Clause) -> bool:
    """Whether a subject is named as the one that it is not: "not Norway but Spain", "all except Norway"."""
    data = lexicon(analysis.language, "stance")
    if clause.introducer in data["excepting"]:
        return True
    words = analysis.sentences[clause.sentence].words
    first = clause.subject.first if clause.subject is not None else clause.first
    denied = any(w.pos == "NEG" for w in words[max(first - 1, 0) : first + 1])
    return denied and any(words[i].lower in data["correcting"] for i in clause.words)


def _besides(analysis: Analysis, clause: Clause) -> list[Actor]:
    """Who a German clause adds to its subject: ", darunter A und B", "ebenso wie C"."""
    adding = lexicon(analysis.language, "stance")["adding"]
    firsts = _first_words(analysis.language)
    words = analysis.sentences[clause.sentence].words
    places = [k for k in range(clause.first + 1, min(len(words), clause.last + 4)) if words[k].lower in firsts]
    if not places:
        return []
    mentions = [m for m in analysis.mentions_in(clause.sentence) if not m.genitive and m.how != "adjective"]
    for k in places:
        said = " ".join(w.lower for w in words[k : k + 2])
        opening = next((a for a in adding if said == a or said.startswith(f"{a} ")), None)
        if opening is None:
            continue
        run: list[Mention] = []
        last = k + len(opening.split())
        for mention in mentions:
            if mention.outer_first < last:
                continue
            between = _outside(words[last : mention.outer_first])
            if len(between) > 3 or any(w.pos not in ("DET", "AND", "ADV", "PUNCT") and w.text != "," for w in between):
                break
            run.append(mention)
            last = mention.outer_last
        return [m.actor for m in run]
    return []


@cache
def _first_words(language: str) -> frozenset[str]:
    return frozenset(adding.split()[0] for adding in lexicon(language, "stance")["adding"])


def agents(analysis: Analysis, clause: Clause) -> list[Actor]:
    """Who does what a passive clause says: "von der Opposition", "by the union"."""
    leading = lexicon(analysis.language, "stance")["agents"]
    words = analysis.sentences[clause.sentence].words
    last: Phrase | None = None
    actors: list[Actor] = []
    for phrase in clause.phrases:
        found = actors_in(analysis, clause.sentence, phrase) if phrase.prep in leading else []
        # "wurde von A begrüßt, | von B kritisiert"
        anew = last is not None and any(w.pos == "VERB" for w in words[last.last : phrase.first])
        if found and (last is None or (anew and clause.verb is not None and phrase.last <= clause.verb.i)):
            last, actors = phrase, found
    return actors


def antecedent(analysis: Analysis, clause: Clause) -> list[Actor]:
    """The party that a relative clause is about: the mention that ends right before it."""
    words = analysis.sentences[clause.sentence].words
    before = [m for m in analysis.mentions_in(clause.sentence) if m.last <= clause.first and not m.genitive]
    if not before:
        return []
    near = before[-1]
    owned = [m for m in analysis.mentions_in(clause.sentence) if near.last <= m.first and m.last <= clause.first]
    if owned and owned[0].outer_first > near.outer_last:
        return _owned(analysis, clause, owned[-1])
    until = max((m.outer_last for m in owned), default=near.outer_last)  # "the union of the airline, which ..."
    between = words[max(near.outer_last, until) : clause.first]
    if len(between) > 2 and (near.actor.kind != "person" or any(w.form == "fin" for w in between) or len(between) > 12):
        return []
    return [near.actor]


def _owned(analysis: Analysis, clause: Clause, last: Mention) -> list[Actor]:
    """ "Die Vertreter der Union, die ...": whom the ones before a relative clause speak for."""
    words = analysis.sentences[clause.sentence].words
    if clause.first - last.outer_last > 2 or last.actor.kind == "person" or last.outer_first < 1:
        return []
    return [last.actor] if _speaks_for(words[last.outer_first - 1], analysis.language) else []


def actors_in(analysis: Analysis, sentence: int, phrase: Phrase) -> list[Actor]:
    """The actors that a phrase names as its head, with those joined to it."""
    words = analysis.sentences[sentence].words
    mentions = [m for m in analysis.mentions_in(sentence) if m.how != "adjective"]
    heading = [m for m in mentions if _heads(m, phrase, words)]
    named = [m for m in heading if m.actor.kind == "person" and m.how == "name"]
    lead = next(iter(named or heading), None)
    if lead is None:
        # "der außenpolitische Sprecher der Fraktion Max Muster": the name ends the phrase
        lead = next(
            (m for m in mentions if m.actor.kind == "person" and phrase.head < m.first and m.last == phrase.last), None
        )
    if lead is None and analysis.language == "de":
        # "die Gewerkschaften ver.di und IG Metall"
        behind = [m for m in mentions if phrase.head < m.first and m.how == "name" and not m.genitive]
        lead = next((m for m in behind if m.first == phrase.head + 1 + (words[m.first - 1].text in "„“»«")), None)
    if lead is not None and lead.actor.kind == "group" and analysis.language == "de":
        # "die Bundesländer Berlin und Bremen": the names say who they are
        apart = (m for m in mentions if m.first == lead.outer_last and m.how == "name" and not m.genitive)
        lead = next(apart, lead)
    spoken_for = False
    if lead is None:
        lead = _spoken_for(mentions, phrase, words, analysis.language)
        spoken_for = lead is not None
    if lead is None:
        return both(analysis, sentence, phrase)
    joining = lexicon(analysis.language, "stance")["joining"]
    found = [lead]
    for mention in mentions:
        if mention.outer_first < found[-1].outer_last or (mention.genitive and not spoken_for):
            continue
        if words[mention.outer_first - 1].text == "(":
            continue  # "Die Sozialdemokraten (SPD) und die FDP"
        between = _outside(_without_origin(words[found[-1].outer_last : mention.outer_first], analysis.language))
        if between and _joins(between, joining, phrase):
            found.append(mention)
        else:
            break
    while len(found) > 1 or (analysis.language == "en" and lead is found[0] and lead.outer_first == phrase.first):
        # "A, B and C": the phrase may be only the last of them
        start = found[0].outer_first
        if words[start - 1].pos == "AND" and words[start - 2].text == "," and len(found) == 1 and start > 2:
            start -= 1  # "A, B, and | C"
        earlier = next((m for m in reversed(mentions) if m.outer_last == start - 1), None)
        if earlier is None or earlier.genitive or words[earlier.outer_last].text != ",":
            break
        if phrase.prep is None and earlier.outer_first and words[earlier.outer_first - 1].pos in ("PREP", "TO"):
            break  # "according to A, | B"
        found.insert(0, earlier)
    joined = [m for k, m in enumerate(found) if k == 0 or _really_joined(words, found[k - 1 : k + 1])]
    places = {(m.first, m.last) for m in joined}
    alike = [m for m in mentions if (m.first, m.last) in places and not m.genitive]  # "both parties" stands for two
    if len(alike) > len(places) + FEW:
        alike = []  # "the partners" of a long list: whoever is meant
    return list(dict.fromkeys(m.actor for m in [*joined, *alike]))


def _joins(between: list[Word], joining: list[str], phrase: Phrase) -> bool:
    """Whether nothing but conjunctions and articles stands between two names; "vom A und vom B" joins them, too."""
    kept = [w for w in between if not (phrase.prep and w.pos == "PREP" and w.lower[:2] == phrase.prep[:2])]
    return len(kept) <= 2 and bool(kept) and all(w.lower in joining or w.pos == "DET" for w in kept)


def _outside(words: list[Word]) -> list[Word]:
    """Words without those in parentheses."""
    kept, inside = [], False
    for word in words:
        inside = inside or word.text == "("
        if not inside:
            kept.append(word)
        inside = inside and word.text != ")"
    return kept


def _heads(mention: Mention, phrase: Phrase, words: list[Word]) -> bool:
    if mention.genitive:
        return False
    return mention.outer_first <= phrase.head < mention.outer_last or (
        mention.first < phrase.last and phrase.first <= mention.first and words[phrase.head].pos == "NAME"
    )


def _without_origin(between: list[Word], language: str) -> list[Word]:
    """The words between two names without where the first is from: "Lee of Utah, and Perdue"."""
    if language != "en" or not between or between[0].lower not in ("of", "from"):
        return between
    k = 1
    while k < len(between) and between[k].pos == "NAME":
        k += 1
    return between[k:] if k > 1 else between


def _really_joined(words: list[Word], pair: list[Mention]) -> bool:
    between = [w.lower for w in _outside(_without_origin(words[pair[0].outer_last : pair[1].outer_first], "en"))]
    return any(w in ("und", "and", "sowie", "oder", "or", "noch", "wie", "als") for w in between) or between[:1] == [
        ","
    ]


def _spoken_for(mentions: list[Mention], phrase: Phrase, words: list[Word], language: str) -> Mention | None:
    """ "Ein Sprecher des Weißen Hauses", "the government's negotiators": who they speak for holds the position."""
    head = words[phrase.head]
    staff = head.lemma.lower() in word_set(language, "speech", "staff")
    if not staff and not _speaks_for(head, language):
        return None
    for mention in mentions:
        theirs = staff and mention.genitive and mention.last <= phrase.head
        if phrase.first <= mention.first < phrase.last + 2 and (mention.actor.kind != "person" or theirs):
            return mention
    return None


def _speaks_for(word: Word, language: str) -> bool:
    """Whether a noun names who or what speaks for a body; a German compound by its last part."""
    speaking = word_set(language, "speech", "spokespeople")
    lemma = word.lemma.lower()
    return lemma in speaking or (language == "de" and any(lemma[n:] in speaking for n in range(2, len(lemma) - 4)))


def both(analysis: Analysis, sentence: int, phrase: Phrase) -> list[Actor]:
    """ "Beide Seiten", "both sides": the two parties named last, rather states and bodies than persons."""
    words = analysis.sentences[sentence].words[phrase.first : phrase.last]
    if not any(w.lower in lexicon(analysis.language, "stance")["both"] for w in words):
        return []
    before = [
        m for m in analysis.mentions if m.sentence < sentence or (m.sentence == sentence and m.last <= phrase.first)
    ]
    recent = list(dict.fromkeys(m.actor for m in reversed(before[-12:]) if m.how != "pronoun"))
    bodies = [a for a in recent if a.kind in ("state", "organisation")]
    groups = [a for a in recent if a.kind != "person"]
    return next((pair[:2] for pair in (bodies, groups, recent) if len(pair) >= 2), [])
