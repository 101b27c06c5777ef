"""Who takes part: the mentions of a clause by their role, and those that hang on a noun."""

from __future__ import annotations

from dataclasses import dataclass

from detente.reading.event_rules import Rules
from detente.reading.model import Analysis, Clause, Mention, Phrase
from detente.reading.words import Sentence, Word

SUBJECT, OBJECT, GENITIVE = "subject", "object", "genitive"
# "über eine Koalition mit A": with the noun, not with the verb.
ATTRIBUTE = "attribute"
# A topic between a noun and its participants ("talks on a truce with Moscow") is at most this long.
LONGEST_ASIDE = 14


@dataclass(slots=True, eq=False)
class Filler:
    """A mention in a role: "subject", "object", "genitive" (the attribute of a noun), or the preposition's lemma."""

    mention: Mention
    role: str


def fillers(analysis: Analysis, clause: Clause, rules: Rules) -> list[Filler]:
    """The parties that stand in a clause, in text order, each with its role; in the passive the agent is the subject."""
    sentence = analysis.sentences[clause.sentence]
    words = sentence.words
    own = set(clause.words)
    mentions = [m for m in analysis.mentions_in(clause.sentence) if m.acts or _joined_in(m, words, rules)]
    subjects = _subjects(clause, mentions, words, rules)
    subjects = [n for m in subjects for n in (m, *_members(sentence, mentions, m, rules))]
    found = [Filler(m, SUBJECT) for m in dict.fromkeys(subjects)]
    roles = {id(m): SUBJECT for m in subjects}
    before: Mention | None = None
    for mention in mentions:
        if id(mention) in roles:
            before = mention
            continue
        if mention.first not in own:
            continue
        role = _role(mention, before, roles, clause, words, rules)
        roles[id(mention)] = role
        found.append(Filler(mention, role))
        before = mention
    if clause.passive:
        found = _turned(found, rules)
    return sorted(found, key=lambda f: f.mention.first)


def _joined_in(mention: Mention, words: list[Word], rules: Rules) -> bool:
    """Whether a preposition makes a party of what else is only a place: "durch die USA", "mit iranischen Vertretern"."""
    left = words[mention.outer_first - 1] if mention.outer_first else None
    if left is not None and left.pos == "DET" and mention.outer_first > 1:
        left = words[mention.outer_first - 2]
    if left is None or left.pos != "PREP" or not _lemmas(left) & (rules.words["joins"] | rules.words["agents"]):
        return False
    noun = next((w for w in words[mention.last : mention.last + 2] if w.pos == "NOUN"), None)
    return mention.how != "adjective" or (noun is not None and noun.lower in rules.words["stand_ins"])


def _lemmas(word: Word) -> set[str]:
    return {word.lower, word.lemma.lower()}


def _turned(found: list[Filler], rules: Rules) -> list[Filler]:
    agents = rules.words["agents"]
    return [Filler(f.mention, OBJECT if f.role == SUBJECT else SUBJECT if f.role in agents else f.role) for f in found]


def _subjects(clause: Clause, mentions: list[Mention], words: list[Word], rules: Rules) -> list[Mention]:
    phrase = clause.subject
    if phrase is None:
        return _before_verb(clause, mentions, words, rules)
    if words[phrase.head].pos in ("REL", "ASK") or (clause.kind == "relative" and phrase.last - phrase.first == 1):
        named = [m for m in mentions if m.first <= phrase.head < m.last]
        return named or _antecedent(clause, mentions)
    inside = [m for m in mentions if m.first < phrase.last and phrase.first < m.last]
    head = [m for m in inside if m.first <= phrase.head < m.last or m.outer_first <= phrase.head < m.outer_last]
    if not head and words[phrase.head].lower in rules.words["stand_ins"]:
        head = [m for m in inside if m.first > phrase.head]
    if not head and (not inside or words[phrase.head].pos == "NOUN"):
        head = _before_verb(clause, mentions, words, rules)[-1:]
    found = list(head[:1])
    for mention in mentions:
        if found and mention is not found[-1] and joined(found[-1], mention, words):
            found.append(mention)
    for mention in reversed(mentions):
        if found and mention is not found[0] and joined(mention, found[0], words):
            found.insert(0, mention)
    return found


def _before_verb(clause: Clause, mentions: list[Mention], words: list[Word], rules: Rules) -> list[Mention]:
    """The subject of a language with a fixed order, where the parse has none: the last party before the verb.

    It may not hang on a preposition, unless that joins it to a noun that it stands for ("leaders of the union").
    """
    if "verb_second" in rules.words["order"] or clause.verb is None:
        return []
    start = clause.finite.i if clause.finite is not None else clause.verb.i
    for mention in reversed(mentions):
        if mention.outer_last > start or mention.first not in clause.words:
            continue
        if words[mention.outer_last].pos == "NOUN":  # "NATO guidelines"
            continue
        if mention.outer_first and words[mention.outer_first - 1].text == words[mention.outer_last].text == ",":
            continue  # an apposition
        left = words[mention.outer_first - 1] if mention.outer_first else None
        if left is not None and left.pos == "PREP":
            noun = words[mention.outer_first - 2].lower if mention.outer_first > 1 else ""
            if left.lower != "of" or noun not in rules.words["stand_ins"]:
                continue
        return [mention]
    return []


def _members(sentence: Sentence, mentions: list[Mention], group: Mention, rules: Rules) -> list[Mention]:
    """Whose people a group are: "the foreign ministers of A and B", "Vertreter der Koalition aus A und B"."""
    if group.actor.kind != "group" or group.how == "pronoun":
        return []
    others = [m for m in mentions if m is not group]
    return attached(sentence, others, group.last - 1, rules.words["members"], rules, possessed=False)


def _antecedent(clause: Clause, mentions: list[Mention]) -> list[Mention]:
    """The party that a relative clause is about: named right before its comma."""
    return [m for m in mentions if clause.first - 2 <= m.outer_last <= clause.first and m.last <= clause.first][-1:]


def joined(one: Mention, other: Mention, words: list[Word]) -> bool:
    """Whether two mentions are coordinated: only a comma or a conjunction (and a preposition again) stands between."""
    between = words[one.outer_last : other.outer_first]
    if not between or len(between) > 3:
        return False
    links = [
        w for w in between if w.pos == "AND" or w.text in (",", "&", "/") or w.lower in ("sowie", "as", "well", "auch")
    ]
    return bool(links) and all(w in links or w.pos in ("DET", "PREP", "ADJ", "ADV") for w in between)


def _role(
    mention: Mention, before: Mention | None, roles: dict[int, str], clause: Clause, words: list[Word], rules: Rules
) -> str:
    if before is not None and id(before) in roles and joined(before, mention, words):
        if words[mention.outer_first - 1].pos != "PREP":
            return roles[id(before)]
    phrase = _phrase(clause, mention)
    if phrase is None:
        left = words[mention.outer_first - 1] if mention.outer_first else None
        return left.lemma.lower() if left is not None and left.pos == "PREP" else OBJECT
    prep = (phrase.prep or "").lower()
    before_it = next((p for p in clause.phrases if p.last == phrase.first), None)
    if prep in rules.words["joins"] and before_it is not None and before_it.prep in rules.words["topics"]:
        return ATTRIBUTE
    if mention.first > phrase.head and not mention.outer_first <= phrase.head < mention.outer_last:
        stands_in = words[phrase.head].lower in rules.words["stand_ins"]
        return (prep or OBJECT) if stands_in else GENITIVE
    if mention.last <= phrase.head and words[min(mention.last, len(words) - 1)].pos == "GEN":
        return GENITIVE
    return prep or OBJECT


def _phrase(clause: Clause, mention: Mention) -> Phrase | None:
    return next((p for p in clause.phrases if p.first <= mention.first < p.last), None)


def attached(
    sentence: Sentence,
    mentions: list[Mention],
    noun: int,
    preps: frozenset[str],
    rules: Rules,
    possessed: bool = True,
) -> list[Mention]:
    """The parties that hang on the noun at index `noun`: "talks between A and B", "A's talks with B", "das Treffen der A".

    `preps` are the prepositions (lemmas) that join a participant; "genitive" allows a genitive right after the noun and
    the possessor before it.
    """
    words = sentence.words
    usable = [m for m in mentions if m.acts or _joined_in(m, words, rules)]
    starts = {m.outer_first: m for m in usable}
    starts |= {m.first: m for m in usable if m.first not in starts}
    found = _possessor(words, mentions, noun) if possessed and "genitive" in preps else []
    k = noun + 1
    joins = (
        "genitive" in preps and k < len(words) and (_opens_genitive(words[k]) or (k in starts and starts[k].genitive))
    )
    aside = 0
    while k < len(words):
        word = words[k]
        mention = starts.get(k)
        if mention is not None:
            if joins:
                found.append(mention)
            k = max(mention.outer_last, k + 1)
            continue
        lemma = word.lemma.lower()
        if word.pos == "PREP":
            joins = (
                lemma in preps or word.lower in preps or (word.lower == "of" and "genitive" in preps and k == noun + 1)
            )
            aside = 0 if joins else aside
            if not joins and not {lemma, word.lower} & rules.words["aside"] and word.lower != "of":
                break
        elif word.pos == "AND" or word.text in (",", "(", ")", "„", "“", '"') or word.lower in ("sowie", "well", "as"):
            if word.text == "," and k + 1 < len(words) and words[k + 1].pos in ("REL", "SUB", "ASK", "VERB"):
                k = _behind_insert(words, k) if joins and len(found) == 1 else len(words)
                continue
        elif word.form == "part" and k == noun + 1:
            pass  # "a call made by"
        elif word.pos not in ("DET", "ADJ", "NUM", "NOUN", "NAME", "POSS", "GEN", "TRUNC", "ADV", "X"):
            break
        aside += not joins
        if aside > LONGEST_ASIDE:
            break
        k += 1
    return list(dict.fromkeys(found))


def _behind_insert(words: list[Word], comma: int) -> int:
    """Where a list goes on behind an insert: "between A, who leads the talks, and B"; the end where it does not."""
    for k in range(comma + 1, min(len(words) - 1, comma + LONGEST_ASIDE)):
        if words[k].text == "," and words[k + 1].pos == "AND":
            return k + 1
    return len(words)


def _possessor(words: list[Word], mentions: list[Mention], noun: int) -> list[Mention]:
    """Whose it is, or of which side: "Trumps Treffen", "the EU's summit", "ihr Treffen", "deutsche Verhandlungen"."""
    k = noun
    while k > 0 and words[k - 1].pos in ("ADJ", "NUM", "GEN"):
        k -= 1
        if any(m.first <= k < m.last for m in mentions):
            break
    return [
        m
        for m in mentions
        if (k - 1 < m.last <= noun and m.first < noun and m.last >= k)
        and (
            m.genitive
            or m.how in ("pronoun", "adjective")
            or words[m.last].pos == "GEN"
            or words[m.last - 1].lower.endswith("s")
        )
        and m.acts
    ]


def _opens_genitive(word: Word) -> bool:
    return word.lower in ("der", "des", "dieser", "dieses", "seiner", "ihrer", "zweier", "beider", "of")
