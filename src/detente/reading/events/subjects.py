"""Who does what a clause tells: the parties in its subject, also where the parse names none."""

from __future__ import annotations

from dataclasses import replace

from detente.reading.events.attached import attached, joined, stands_in
from detente.reading.events.doers import gone_on
from detente.reading.events.rules import Rules, is_stand_in
from detente.reading.model import Actor, Analysis, Clause, Mention, Phrase
from detente.reading.text.words import Sentence, Word


def subjects(analysis: Analysis, clause: Clause, mentions: list[Mention], rules: Rules) -> list[Mention]:
    """The parties in the subject of a clause, coordinated ones and those whose people a group are included.

    `mentions` are those of the clause's sentence, in text order.
    """
    sentence = analysis.sentences[clause.sentence]
    everyone = analysis.mentions_in(clause.sentence)
    found = _named(clause, mentions, everyone, sentence, rules) or _shared(analysis, clause, mentions, rules)
    if not found:
        before = gone_on(analysis, clause, rules)
        alone = len(before) == 1 and before[0].actor.kind == "person"
        return [] if alone and any(_one_for_many(m, clause, sentence, analysis.language) for m in everyone) else before
    found = [_before_apposition(found[0], mentions, sentence.words), *found[1:]]
    beside = mentions if found[0].how == "adjective" else [m for m in everyone if m.how != "adjective"]
    for mention in beside:
        if mention not in found and joined(found[-1], mention, sentence.words):
            found.append(mention)
    for mention in reversed(beside):
        if mention not in found and joined(mention, found[0], sentence.words):
            found.insert(0, mention)
    spread = [n for m in found for n in (m, *_members(sentence, everyone, m, rules))]
    return list(dict.fromkeys(spread))


def _one_for_many(mention: Mention, clause: Clause, sentence: Sentence, language: str) -> bool:
    """Whether a pronoun was taken for one person though its verb says that they are several: "sie forderten"."""
    finite = clause.finite
    if mention.how != "pronoun" or mention.actor.kind != "person" or finite is None or language != "de":
        return False
    pronoun = sentence.words[mention.first]
    if clause.subject is None or not clause.subject.first <= mention.first < clause.subject.last:
        return False
    return pronoun.lower == "sie" and finite.lower.endswith("n") and (pronoun.text == "sie" or mention.first == 0)


def _named(
    clause: Clause, mentions: list[Mention], everyone: list[Mention], sentence: Sentence, rules: Rules
) -> list[Mention]:
    phrase, words = clause.subject, sentence.words
    if phrase is None:
        return _by_order(clause, mentions, words, rules)
    if words[phrase.head].pos in ("REL", "ASK") or (clause.kind == "relative" and phrase.last - phrase.first == 1):
        named = [m for m in mentions if m.first <= phrase.head < m.last]
        return named or _antecedent(clause, mentions)
    inside = [m for m in mentions if m.first < phrase.last and phrase.first < m.last]
    head = [m for m in inside if m.first <= phrase.head < m.last or m.outer_first <= phrase.head < m.outer_last]
    if head:
        return head[:1]
    if is_stand_in(words[phrase.head].lower, rules):
        theirs = attached(sentence, everyone, phrase.head, rules.words["members"], rules)
        if theirs:
            return theirs
    if inside and inside[0].first == phrase.head + 1 and inside[0].how == "name" and not inside[0].genitive:
        return inside[:1]  # "die Gewerkschaften A und B"
    if inside and inside[0].first == phrase.first and inside[0].actor.kind == "person":
        return inside[:1]  # "stellte Meier Forderungen"
    return _in_brackets(clause, mentions, words) or _by_order(clause, mentions, words, rules)


def _in_brackets(clause: Clause, mentions: list[Mention], words: list[Word]) -> list[Mention]:
    """An abbreviation that closes a long subject: "Die Mission im Sudan (UNMIS) verlangte"."""
    start = clause.finite.i if clause.finite is not None else 0
    return [m for m in mentions if m.last + 1 == start and words[m.last].text == ")"]


def _by_order(clause: Clause, mentions: list[Mention], words: list[Word], rules: Rules) -> list[Mention]:
    """The subject by its place: before the verb, or, where the verb comes second, right behind it.

    It may not hang on a preposition, unless that joins it to a noun that it stands for ("leaders of the union").
    """
    if clause.verb is None or clause.kind == "infinitive":
        return []
    start = clause.finite.i if clause.finite is not None else clause.verb.i
    if "verb_second" in rules.words["order"]:
        behind = [m for m in mentions if m.outer_first == start + 1 and _may_be_subject(clause, m)]
        return [] if clause.subject is not None or clause.introducer or clause.passive else behind[:1]
    for mention in reversed(mentions):
        if mention.outer_last > start or mention.first not in clause.words:
            continue
        left = words[mention.outer_first - 1] if mention.outer_first else None
        if words[mention.outer_last].pos == "NOUN":  # "NATO guidelines"
            continue
        if left is not None and left.text == words[mention.outer_last].text == ",":
            continue  # an apposition
        joins = left is not None and left.i == clause.words[0] and left.lower in rules.words["joins_clauses"]
        if left is not None and left.pos == "PREP" and not joins:
            noun = words[mention.outer_first - 2].lower if mention.outer_first > 1 else ""
            if left.lower != "of" or not is_stand_in(noun, rules):
                continue
        return [mention]
    return []


def _may_be_subject(clause: Clause, mention: Mention) -> bool:
    phrase: Phrase | None = next((p for p in clause.phrases if p.first <= mention.first < p.last), None)
    # right behind the verb no genitive stands: "tagte der Ausschuss des Parlaments"
    return phrase is None or (phrase.prep is None and (phrase.case == "g" or "n" in (phrase.case or "n")))


def _shared(analysis: Analysis, clause: Clause, mentions: list[Mention], rules: Rules) -> list[Mention]:
    """The subject that a clause shares with the one before: "X urged them to stay and spoke with Y"."""
    words = analysis.sentences[clause.sentence].words
    clauses = analysis.clauses[clause.sentence]
    if clause.finite is None or clause.passive or clause not in clauses:
        return []
    first, start = clause.words[0], clause.finite.i
    opens = start == first or words[first].pos == "AND" or words[start - 1].pos == "AND"
    foreign = clause.subject is not None and any(
        m.first < clause.subject.last and clause.subject.first < m.last for m in mentions
    )
    if not opens or foreign:
        return []
    for before in reversed(clauses[: clauses.index(clause)]):
        if before.finite is not None and before.kind == "main" and before.subject is not None:
            everyone = analysis.mentions_in(clause.sentence)
            found = _named(before, mentions, everyone, analysis.sentences[clause.sentence], rules)[:1]
            return found or gone_on(analysis, before, rules)
    return []


def _before_apposition(mention: Mention, mentions: list[Mention], words: list[Word]) -> Mention:
    """The person whom an apposition is about: "Jane Roe, the region's governor, resigned"."""
    start = mention.outer_first
    if start < 1 or words[start - 1].text != ",":
        return mention
    return next((m for m in mentions if m.outer_last == start - 1 and m.actor.kind == "person"), mention)


def _members(sentence: Sentence, mentions: list[Mention], group: Mention, rules: Rules) -> list[Mention]:
    """Whose people a group are: "the foreign ministers of A and B", "Vertreter der Koalition aus A und B"."""
    if group.actor.kind != "group" or group.how == "pronoun":
        return []
    others = [m for m in mentions if m is not group]
    return attached(sentence, others, group.last - 1, rules.words["members"], rules, possessed=False)


def _antecedent(clause: Clause, mentions: list[Mention]) -> list[Mention]:
    """The party that a relative clause is about: named right before its comma."""
    return [m for m in mentions if clause.first - 2 <= m.outer_last <= clause.first and m.last <= clause.first][-1:]


def may_act(analysis: Analysis, clause: Clause, rules: Rules) -> list[Mention]:
    """The mentions of a clause's sentence that may be its subject, in text order, members within compounds included."""
    words = analysis.sentences[clause.sentence].words
    head = clause.subject.head if clause.subject is not None else -1
    kept = within_compounds(analysis, clause.sentence, rules)
    for mention in analysis.mentions_in(clause.sentence):
        if _one_for_many(mention, clause, analysis.sentences[clause.sentence], analysis.language):
            continue
        heads = mention.first <= head < mention.last and mention.how != "adjective"
        theirs = mention.genitive and mention.actor.kind != "state"
        if mention.acts or heads or theirs or _adjective_acts(analysis, mention, words, rules):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.first)


def may_take_part(analysis: Analysis, clause: Clause, rules: Rules) -> list[Mention]:
    """The mentions that may take part beside the subject: any but adjectives that stand for nobody."""
    words = analysis.sentences[clause.sentence].words
    named_ones = [
        m
        for m in analysis.mentions_in(clause.sentence)
        if (m.how != "adjective" or _adjective_acts(analysis, m, words, rules))
        and not _one_for_many(m, clause, analysis.sentences[clause.sentence], analysis.language)
    ]
    return sorted([*named_ones, *within_compounds(analysis, clause.sentence, rules)], key=lambda m: m.first)


def _adjective_acts(analysis: Analysis, mention: Mention, words: list[Word], rules: Rules) -> bool:
    """Whether an adjective's noun stands for the party ("sudanesische Behörden") and is no part of a person's title."""
    if mention.how != "adjective" or not stands_in(words, mention, rules):
        return False
    others = analysis.mentions_in(mention.sentence)
    return not any(o.outer_first <= mention.first < o.outer_last for o in others if o is not mention)


def within_compounds(analysis: Analysis, sentence: int, rules: Rules) -> list[Mention]:
    """The party that a compound begins with and whose people it names: "UN-Mitarbeiter", "EU-Außenminister"."""
    found = []
    taken = analysis.mentions_in(sentence)
    for word in analysis.sentences[sentence].words:
        first, hyphen, rest = word.text.partition("-")
        if not hyphen or not is_stand_in(rest.lower(), rules) or any(m.first <= word.i < m.last for m in taken):
            continue
        actor = named(analysis, first)
        if actor is not None:
            found.append(Mention(sentence, word.i, word.i + 1, word.i, word.i + 1, actor))
    return [replace(m, genitive=m.first > 0 and _genitive(analysis, m)) for m in found]


def _genitive(analysis: Analysis, mention: Mention) -> bool:
    return analysis.sentences[mention.sentence].words[mention.first - 1].lower in ("der", "of")


def named(analysis: Analysis, name: str) -> Actor | None:
    """The actor that goes by a name or alias, if any."""
    return next((a for a in analysis.actors.values() if len(name) > 1 and name in (a.name, a.code, *a.aliases)), None)
