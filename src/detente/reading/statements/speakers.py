"""Who holds what a clause says: its subject, its agent, or who is speaking."""

from __future__ import annotations

from detente.reading.cues import word_set
from detente.reading.language import lexicon
from detente.reading.model import Actor, Analysis, Clause, Mention, Phrase
from detente.reading.text.words import Word


def holders(analysis: Analysis, clause: Clause) -> list[Actor]:
    """The actors that are a clause's subject, coordinated ones all; empty where the subject is no party."""
    words = analysis.sentences[clause.sentence].words
    if clause.passive:
        return agents(analysis, clause)
    if clause.subject is None:
        if clause.kind in ("infinitive", "adverbial") and clause.parent is not None and clause.introducer != "dass":
            return holders(analysis, clause.parent)
        return []
    if clause.kind == "relative" and words[clause.subject.head].pos == "REL":
        return antecedent(analysis, clause)
    return actors_in(analysis, clause.sentence, clause.subject)


def agents(analysis: Analysis, clause: Clause) -> list[Actor]:
    """Who does what a passive clause says: "von der Opposition", "by the union"."""
    leading = lexicon(analysis.language, "stance")["agents"]
    for phrase in clause.phrases:
        if phrase.prep in leading:
            found = actors_in(analysis, clause.sentence, phrase)
            if found:
                return found
    return []


def antecedent(analysis: Analysis, clause: Clause) -> list[Actor]:
    """The party that a relative clause is about: the mention that ends right before it."""
    words = analysis.sentences[clause.sentence].words
    before = [m for m in analysis.mentions_in(clause.sentence) if m.last <= clause.first and not m.genitive]
    if not before:
        return []
    near = before[-1]
    between = words[near.outer_last : clause.first]
    if len(between) > 2 and (near.actor.kind != "person" or any(w.form == "fin" for w in between) or len(between) > 12):
        return []
    return [near.actor]


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
        between = _without_origin(words[found[-1].outer_last : mention.outer_first], analysis.language)
        if len(between) <= 2 and between and all(w.lower in joining or w.pos == "DET" for w in between):
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
        found.insert(0, earlier)
    joined = [m for k, m in enumerate(found) if k == 0 or _really_joined(words, found[k - 1 : k + 1])]
    return list(dict.fromkeys(m.actor for m in joined))


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
    between = [w.lower for w in _without_origin(words[pair[0].outer_last : pair[1].outer_first], "en")]
    return any(w in ("und", "and", "sowie", "oder", "or", "noch", "wie", "als") for w in between) or between[:1] == [
        ","
    ]


def _spoken_for(mentions: list[Mention], phrase: Phrase, words: list[Word], language: str) -> Mention | None:
    """ "Ein Sprecher des Weißen Hauses", "the government's negotiators": who they speak for holds the position."""
    head = words[phrase.head]
    lemma = head.lemma.lower()
    staff = lemma in word_set(language, "speech", "staff")
    if not staff and lemma not in word_set(language, "speech", "spokespeople"):
        return None
    for mention in mentions:
        theirs = staff and mention.genitive and mention.last <= phrase.head
        if phrase.first <= mention.first < phrase.last + 2 and (mention.actor.kind != "person" or theirs):
            return mention
    return None


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
