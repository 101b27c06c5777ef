"""Which parties hang on a noun: "talks between A and B", "A's talks with B", "das Treffen der A mit B"."""

from __future__ import annotations

from detente.reading.events.rules import Rules, is_stand_in
from detente.reading.model import Mention
from detente.reading.text.words import Sentence, Word

# A topic between a noun and its participants ("talks on a truce with Moscow") is at most this long.
LONGEST_ASIDE = 14
# "Gespräche unter anderem mit A": stands between a noun and its participants and joins none.
AMONG_OTHERS = frozenset({("unter", "anderem"), ("among", "others"), ("amongst", "others")})


def lemmas(word: Word) -> set[str]:
    """A word as it stands and as its lemma, to look it up in a list."""
    return {word.lower, word.lemma.lower()}


def joined(one: Mention, other: Mention, words: list[Word]) -> bool:
    """Whether two mentions are coordinated: only a comma or a conjunction (and a preposition again) stands between."""
    if one.outer_last > other.outer_first:
        return False
    between = words[one.outer_last : other.outer_first]
    if not between:  # "die Gewerkschaften ver.di und IG BCE"
        return one.actor.kind == "group" and other.how == "name" and one.first != other.first
    if len(between) > 3:
        return False
    links = [
        w for w in between if w.pos == "AND" or w.text in (",", "&", "/") or w.lower in ("sowie", "as", "well", "auch")
    ]
    return bool(links) and all(w in links or w.pos in ("DET", "PREP", "ADJ", "ADV") for w in between)


def attached(
    sentence: Sentence,
    mentions: list[Mention],
    noun: int,
    preps: frozenset[str],
    rules: Rules,
    possessed: bool = True,
) -> list[Mention]:
    """The parties that hang on the noun at index `noun`: "talks between A and B", "A's talks", "das Treffen der A".

    `preps` are the prepositions (lemmas) that join a participant; "genitive" allows a genitive right after the noun and
    the possessor before it.
    """
    words = sentence.words
    starts = {m.outer_first: m for m in mentions}
    starts |= {m.first: m for m in mentions if m.first not in starts}
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
            if joins and (mention.how != "adjective" or stands_in(words, mention, rules)):
                found.append(mention)
            k = max(mention.outer_last, k + 1)
            continue
        lemma = word.lemma.lower()
        if word.pos == "PREP":
            if found and lemma in rules.words["agents"]:
                break  # "auf der Sitzung der A von B": with the verb
            if k + 1 < len(words) and (word.lower, words[k + 1].lower) in AMONG_OTHERS:
                k += 2
                continue
            # "Verhandlungen zur Freilassung der Familie von A": with the nearer noun
            nearer = aside and lemma in rules.words["members"]
            joins = bool(lemmas(word) & preps and not nearer)
            joins = joins or (word.lower == "of" and "genitive" in preps and k == noun + 1)
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


def stands_in(words: list[Word], mention: Mention, rules: Rules) -> bool:
    """Whether an adjective's noun stands for the party: "mit sudanesischen Behörden"."""
    noun = next((w for w in words[mention.last : mention.last + 2] if w.pos == "NOUN"), None)
    return noun is not None and is_stand_in(noun.lower, rules)


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
    ]


def _opens_genitive(word: Word) -> bool:
    return word.lower in ("der", "des", "dieser", "dieses", "seiner", "ihrer", "zweier", "beider", "of")
