"""Short names for discovered issues, made from the wordings of their topics."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from detente.codebooks.text import fold, form_of, language_data

LONGEST_LABEL = 6
# A label cut to LONGEST_LABEL words loses loose ends, but never so many that less than this is left.
SHORTEST_CUT = 3
LONGEST_SLUG = 60
_EDGE = " \t\n\"'„“”‚‘’»«›‹()[]{}.,;:!?–—-…*/"
_WORDS = re.compile(r"\S+")
_CLAUSE = re.compile(r"[;:!?()\n]|\s[–—-]\s|(?<!\d)\.(?=\s|$)")
# After a determiner an adjective ends in -e or -en.
_ADJECTIVE = re.compile(r"en?$")


def short_label(wordings: Sequence[tuple[str, str]], language: str) -> str:
    """The most frequent wording, in `language` if there is one, as a noun phrase of at most LONGEST_LABEL words.

    `wordings` are (topic, language) pairs.  Of wordings equally frequent a noun phrase goes before an infinitive, a
    whole one before one that had to be cut, then the one that says most; the alphabet decides the rest.  Empty if no
    wording has a word.
    """
    cleaned = [(clean(topic, spoken), topic, spoken) for topic, spoken in wordings]
    own = [each for each in cleaned if each[0] and each[2] == language] or [each for each in cleaned if each[0]]
    counts = Counter(fold(text) for text, _, _ in own)
    ranked = ((-counts[fold(text)], *_unreadable(text, topic, spoken), text) for text, topic, spoken in own)
    return min(ranked, default=("",))[-1]


def _unreadable(text: str, topic: str, language: str) -> tuple[bool, bool, int]:
    words = topic.split()
    verbal = bool(words) and words[0].casefold() in language_data(language).infinitive
    return verbal, len(text.split()) >= LONGEST_LABEL, -len(text.split())


def clean(topic: str, language: str) -> str:
    """`topic` without its article and what follows the phrase, its adjective and noun in the nominative."""
    topic = "".join(c if c.isprintable() or c == "\n" else " " for c in topic)
    phrase = next((p.strip(_EDGE) for p in _CLAUSE.split(topic) if any(c.isalnum() for c in p)), "")
    words = [w for w in _WORDS.findall(phrase) if w.strip(_EDGE)]
    article = ""
    data = language_data(language)
    cut = next((i for i in range(1, len(words)) if _begins_clause(words, i, language)), len(words))
    words = words[:cut]
    subject = next((i for i in range(1, len(words) - 1) if _follows_subject(words, i, language)), 0)
    words = words[subject:]
    while len(words) > 1 and words[0].casefold() in data.infinitive:
        words.pop(0)
    while len(words) > 1 and _is_determiner(words[0], language) and fold(words[1]) not in data.preposing:
        article = words.pop(0).casefold()
    words = words[:LONGEST_LABEL]
    while len(words) > 1 and (form_of(words[-1].strip(_EDGE), language).stop or _is_cut_off(words, cut, language)):
        words.pop()
    if data.adjective_endings:
        words = _nominative(words, article, language)
    return " ".join(words).strip(_EDGE)


def _is_cut_off(words: list[str], whole: int, language: str) -> bool:
    """Whether the last word is a number or adjective whose noun did not fit any more."""
    last = words[-1]
    if len(words) >= whole or len(words) <= SHORTEST_CUT:
        return False
    nouns_are_capital = language_data(language).capital_nouns and any(w[:1].isupper() for w in words[:-1])
    return last[:1].isdigit() or last.endswith("-") or (nouns_are_capital and not last[:1].isupper())


def _begins_clause(words: list[str], i: int, language: str) -> bool:
    """Whether a clause begins at word `i`: after a comma a function word does, but not the next noun of a list."""
    if fold(words[i]) in language_data(language).subordinating:
        return True
    return words[i - 1].endswith(",") and form_of(words[i].strip(_EDGE), language).stop


def _follows_subject(words: list[str], i: int, language: str) -> bool:
    """Whether what word `i` begins is the object of the noun before it: "die Stadt | ihre Zusage"."""
    data = language_data(language)
    return words[i].casefold() in data.own and words[i - 1][:1].isupper() and words[i - 1][-1].isalnum()


def _is_determiner(word: str, language: str) -> bool:
    return form_of(word.strip(_EDGE), language).stop and fold(word) not in language_data(language).preposing


def _nominative(words: list[str], article: str, language: str) -> list[str]:
    """Undo the case that the article showed: "einer sofortigen Waffenruhe" becomes "sofortige Waffenruhe"."""
    at = next((i for i, w in enumerate(words) if w[:1].isupper()), None)
    if at is None:
        return words
    data = language_data(language)
    noun = _nominative_noun(words[at], article in data.genitive, language)
    ending = data.adjective_endings.get(article)
    adjectives = words[:at]
    if article == "der":
        ending = "er" if any(w.endswith("e") for w in adjectives) else "e"
    elif article == "den":
        ending = "e" if noun.endswith(data.dative_plural) else "er"
    elif ending == "?":
        ending = "es" if noun.casefold().endswith(data.neuter) else "er"
    if ending:
        adjectives = [_ADJECTIVE.sub(ending, w) if len(w) > 3 else w for w in adjectives]
    return [*adjectives, noun, *words[at + 1 :]]


def _nominative_noun(noun: str, genitive: bool, language: str) -> str:
    """Take the ending off that only a genitive ("Abkommens") or a dative plural ("Mitgliedern", "Zöllen") has."""
    if not noun.endswith(("s", "n") if genitive else "n") or not noun.isalpha():
        return noun
    # Imported here because the tagger is heavy and only this needs it.
    from detente.reading.text.tagging import tag
    from detente.reading.text.words import Word

    word = Word(0, noun, 0, len(noun))
    tag([word], language)
    lemma, spelled = word.lemma.casefold(), noun.casefold()
    if genitive and spelled.startswith(lemma) and spelled[len(lemma) :] in ("s", "es"):
        return noun[: len(lemma)]
    mutated = fold(spelled) != spelled and fold(lemma) == lemma and spelled.endswith("en")
    if spelled.endswith("n") and (mutated or (spelled.endswith("ern") and spelled[:-1] in (lemma, lemma + "er"))):
        return noun[:-1]
    return noun


def slug(label: str, taken: set[str]) -> str:
    """An id made of `label`: ASCII, small letters and hyphens; a number is added while it is in `taken`."""
    spelled = label.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    base = re.sub(r"[^a-z0-9]+", "-", fold(spelled)).strip("-")[:LONGEST_SLUG].strip("-") or "issue"
    key, number = base, 1
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    return key
