"""Who acts where no party is named: pronouns, bodies that go by a plain noun, groups told of before.

"Sie lehnten das ab" goes on with the subject before; "der Betriebsrat" is a party of its own as soon as it does
something; "die Gewerkschaften" are those that were listed when the group was named first.
"""

from __future__ import annotations

from bisect import insort
from itertools import pairwise

from detente.reading.events.attached import joined, lemmas
from detente.reading.events.rules import Rules, is_body, telling
from detente.reading.events.rules import rules as rules_of
from detente.reading.model import Actor, Analysis, Clause, Mention, Phrase
from detente.reading.text.words import Word

# Sentences back in which the subject is looked for that a pronoun goes on with.
LOOK_BACK = 2
KEY = "doer:"


def enter_bodies(analysis: Analysis, rules: Rules) -> None:
    """Enter the bodies and people that go by a plain noun in the sentences that may tell an event.

    Each gets a mention that makes no party by itself, only where it takes part in an event.
    """
    for sentence, clauses in zip(analysis.sentences, analysis.clauses, strict=True):
        if not any(c.lemma in rules.verbs for c in clauses) and not any(
            telling(w, analysis.language) for w in sentence.words
        ):
            continue
        mentions = analysis.mentions_in(sentence.index)
        taken = {k for m in mentions for k in range(m.first, m.last)}
        # "die Gewerkschaft GDL", "der Abgeordnete Jens Holm" go by their names
        taken |= {m.first - 1 for m in mentions if m.actor.kind in ("organisation", "person") and not m.genitive}
        for clause in clauses:
            for phrase in clause.phrases:
                acts = is_body(sentence.words[phrase.head], analysis.language) or phrase is clause.subject
                if phrase.head not in taken and acts and _acts(phrase, sentence.words, analysis.language):
                    enter(analysis, sentence.index, phrase)
                    taken.add(phrase.head)
                owned = _owner(phrase, sentence.words, analysis.language)
                if owned is not None and owned.head not in taken:
                    enter(analysis, sentence.index, owned).genitive = True
                    taken.add(owned.head)


def _owner(phrase: Phrase, words: list[Word], language: str) -> Phrase | None:
    """The body in the genitive that a noun phrase ends in: "die Forderungen der Arbeitgeber"."""
    last = phrase.last - 1
    if last <= phrase.head + 1 or not is_body(words[last], language):
        return None
    first = last
    while first > phrase.head + 1 and words[first - 1].pos in ("ADJ", "NUM", "DET", "POSS"):
        first -= 1
    return Phrase(first, last + 1, last)


def gone_on(analysis: Analysis, clause: Clause, rules: Rules) -> list[Mention]:
    """The parties in a subject before that the pronoun for a subject goes on with; empty where it stays in doubt."""
    phrase = clause.subject
    if phrase is None or clause.passive or phrase.last - phrase.first > 1:
        return []
    head = analysis.sentences[clause.sentence].words[phrase.head]
    return _gone_on(analysis, clause, head, rules) if head.pos in ("PRON", "REL") else []


def crowd(analysis: Analysis, clause: Clause, name: str, rules: Rules) -> list[Actor]:
    """The people who demonstrate or strike: by what they are where that is a body, else by `name`."""
    words = analysis.sentences[clause.sentence].words
    phrase = clause.subject
    people = rules.words["people"]
    if phrase is None and clause.verb is not None:  # "thousands of people marched", "über 1.000 Menschen zogen"
        phrase = next((p for p in clause.phrases if words[p.head].lower in people), None)
    if phrase is None or not name:
        return []
    head = words[phrase.head]
    if head.pos not in ("NOUN", "NAME", "NUM", "ADJ"):
        return []
    # "hunderte Lehrer" go by what they are, "7.000 Menschen" by what they do
    known = is_body(head, analysis.language) or (head.pos == "NOUN" and not lemmas(head) & people)
    return [enter(analysis, clause.sentence, phrase, "" if known else name).actor]


def listed(analysis: Analysis) -> dict[str, list[Actor]]:
    """The members of each group that the report lists by name: "die Gewerkschaften A und B", "the unions A and B"."""
    groups = {actor.name.casefold(): actor.key for actor in analysis.actors.values() if actor.kind == "group"}
    members: dict[str, list[Actor]] = {}
    if not groups:
        return members
    for sentence in analysis.sentences:
        key: str | None = None
        before: Mention | None = None
        for mention in analysis.mentions_in(sentence.index):
            if mention.how != "name" or mention.actor.kind == "group":
                continue
            if before is None or not joined(before, mention, sentence.words):
                noun = sentence.words[mention.first - 1].text if mention.first else ""
                key = groups.get(noun.casefold())
            if key is not None and mention.actor not in members.setdefault(key, []):
                members[key].append(mention.actor)
            before = mention
    return members


def pair(analysis: Analysis, sentence: int, actor: Actor, rules: Rules) -> bool:
    """Whether an actor only stands for two told before: "die beiden Länder", "both firms"."""
    if actor.kind not in ("group", "organisation") or actor.code is not None:
        return False
    words = analysis.sentences[sentence].words
    mine = [m for m in analysis.mentions_in(sentence) if m.actor is actor]
    return any({w.lower for w in words[m.outer_first : m.first]} & rules.words["pair"] for m in mine)


def _gone_on(analysis: Analysis, clause: Clause, pronoun: Word, rules: Rules) -> list[Mention]:
    """The parties in the last subject before that a pronoun may stand for."""
    many = pronoun.lower in rules.words["they"]
    one = pronoun.lower in rules.words["he"]
    thing = pronoun.lower in rules.words["it"]
    if not (many or one or thing):
        return []
    for index in range(clause.sentence, max(-1, clause.sentence - LOOK_BACK - 1), -1):
        words = analysis.sentences[index].words
        for before in reversed(analysis.clauses[index]):
            if before.subject is None or (index == clause.sentence and before.first >= clause.first):
                continue
            subject = before.subject
            named = [m for m in analysis.mentions_in(index) if _over(m, subject)]
            if not named:
                continue
            named = named[:1] + [m for a, m in pairwise(named) if joined(a, m, words)]
            last = named[-1]
            named += [m for m in analysis.mentions_in(index) if m.first >= subject.last and joined(last, m, words)][:1]
            kind = named[0].actor.kind
            if (
                (many and (len(named) > 1 or kind in ("group", "organisation")))
                or (one and kind == "person")
                or (thing and kind in ("organisation", "state", "group"))
            ):
                return named
    return []


def _over(mention: Mention, subject: Phrase) -> bool:
    return mention.how != "adjective" and mention.first < subject.last and subject.first < mention.outer_last


def _acts(phrase: Phrase, words: list[Word], language: str) -> bool:
    """Whether a noun names a body or people; an abbreviation that does something is an organisation."""
    head = words[phrase.head]
    if phrase.prep is None and head.pos in ("NOUN", "NAME") and head.text.isupper() and len(head.text) > 2:
        return True
    return is_body(head, language)


def enter(analysis: Analysis, sentence: int, phrase: Phrase, called: str = "") -> Mention:
    """The mention of a body by its plain noun, with its actor; both are made where the report has none yet."""
    words = analysis.sentences[sentence].words
    first, last = phrase.head, phrase.head + 1
    if not called:
        mentions = analysis.mentions_in(sentence)
        while first > phrase.first and words[first - 1].pos in ("NOUN", "NAME"):
            if any(m.first < first <= m.last for m in mentions):
                break  # "the United States government"
            first -= 1
        while last < phrase.last and words[last].pos == "NAME":
            last += 1
    some = {w.lower for w in words[phrase.first : first]} & rules_of(analysis.language).words["some"]
    name = called or _capital(words, phrase.first if some else first, last)
    actor = _known(analysis, name)
    if actor is None:
        several = bool(called) or _several(words[phrase.head], analysis.language)
        actor = Actor(KEY + name.lower(), name, "group" if several else "organisation")
        analysis.actors[actor.key] = actor
    full = phrase.first
    while full < first and words[full].pos in ("DET", "POSS", "PREP", "PUNCT"):
        full += 1
    described = _capital(words, full, last)
    if not called and actor.key.startswith(KEY) and described != name and described not in actor.aliases:
        actor.aliases.append(described)
    known = next((m for m in analysis.mentions_in(sentence) if m.first == first and m.actor is actor), None)
    if known is not None:
        return known
    outer = phrase.first + (words[phrase.first].pos == "PREP" and phrase.first < first)
    mention = Mention(sentence, first, last, outer, last, actor, acts=False)
    insort(analysis.mentions, mention, key=lambda m: (m.sentence, m.first))
    return mention


def _several(head: Word, language: str) -> bool:
    return head.tag.endswith("S") if language == "en" else head.lower != head.lemma.lower()


def _capital(words: list[Word], first: int, last: int) -> str:
    text = " ".join(w.text for w in words[first:last])
    return text[:1].upper() + text[1:]


def _known(analysis: Analysis, name: str) -> Actor | None:
    """The actor of the report that goes by this name already."""
    folded = name.lower()
    found = analysis.actors.get(KEY + folded)
    if found is not None:
        return found
    return next(
        (a for a in analysis.actors.values() if folded in (a.name.lower(), *(n.lower() for n in a.aliases))), None
    )
