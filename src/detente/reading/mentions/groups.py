"""Groups of people who may act as one: "die Gewerkschaften", "Demonstranten", "striking train drivers"."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from detente.reading.language import lexicon
from detente.reading.mentions.pairs import kinds_of, says_both
from detente.reading.mentions.parts import Part, Sketch, joined
from detente.reading.mentions.tables import table
from detente.reading.text.words import Word

_SHORTEST_SUFFIX = 8
_CACHED_WORDS = 50_000
_SINGULAR_ARTICLES = {
    "dem",
    "des",
    "ein",
    "eine",
    "einem",
    "einen",
    "einer",
    "eines",
    "a",
    "an",
    "jeder",
    "jede",
    "kein",
}


@cache
def _heads(language: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    lists = lexicon(language, "groups")
    return frozenset(lists["plural"]), frozenset(lists["singular"]), frozenset(lists["never"])


def find_groups(result: Sketch, language: str) -> None:
    """Put the groups of a sentence; to be called after roles were joined to persons."""
    words = result.words
    taken = {k for role in result.roles if role.taken for k in range(role.head, role.head_last)}
    for i, word in enumerate(words):
        if result.owner[i] is not None or i in taken or word.pos not in ("NOUN", "NAME", "ADJ"):
            continue
        number = _number(word.text, language)
        if number is None and kinds_of(word.text, language) and says_both(words, i, language):
            number = "plural"
        if number is None and _owned(result, i, language):
            continue
        if number is None:
            continue
        after = words[i + 1] if i + 1 < len(words) else None
        if after is not None and after.pos == "NOUN" and (language == "en" or word.pos == "ADJ"):
            continue
        if language == "de" and _kind_of_next(result, i):
            continue
        first = _first(result, i, language)
        of = language == "en" and after is not None and after.lower == "of"
        two = says_both(words, i, language) and kinds_of(word.text, language)
        if (
            not (of or two)
            and word.lower in table(language, "vague", "groups")
            and all(w.lower in table(language, "counting", "groups") for w in words[first:i])
        ):
            continue
        outer = first
        while outer > 0 and words[outer - 1].pos in ("DET", "NUM", "POSS"):
            outer -= 1
        article = words[outer].lower if outer < first else ""
        if number == "plural" and article in _SINGULAR_ARTICLES:
            continue
        if number == "plural" and article == "der" and language == "de" and not word.text.endswith(("n", "er")):
            continue
        if number == "plural" and language == "de" and _singular_too(word) and article in ("der", "den"):
            continue
        _put(result, first, i, outer, number == "plural", language)


def _owned(result: Sketch, i: int, language: str) -> bool:
    """ "Johnson's government", "Musters Kampagne": a body by the person who leads it."""
    words = result.words
    if words[i].lower not in lexicon(language, "groups")["owned"]:
        return False
    k = i - 1 if i and words[i - 1].pos == "GEN" else i
    leader = result.owner[k - 1] if k else None
    if leader is None or leader.kind != "person" or not (k < i or leader.genitive):
        return False
    part = Part("organisation", result.sentence.index, i, i + 1, joined(words[leader.first : i + 1]), leader.first)
    part.of = leader
    result.put(part)
    return True


def _kind_of_next(result: Sketch, i: int) -> bool:
    """ "Die Gewerkschaften Muster und Probe": a noun that only says what the names behind it are."""
    owner = result.owner[i + 1] if i + 1 < len(result.owner) else None
    if owner is None or owner.kind not in ("known", "organisation", "person") or owner.genitive or owner.is_state:
        return False
    return owner.first == i + 1 and owner.name == result.words[i + 1].text + owner.name[len(result.words[i + 1].text) :]


@cache
def _suffixes() -> tuple[str, ...]:
    """Ends of German compounds for groups ("Landeschefs", "Länderparlamente")."""
    return tuple(lexicon("de", "groups")["suffixes"])


@cache
def _endings() -> tuple[str, ...]:
    """German groups in the plural as the last part of a compound, in lower case."""
    return tuple(h.lower() for h in _heads("de")[0] if len(h) >= _SHORTEST_SUFFIX)


@lru_cache(maxsize=_CACHED_WORDS)
def _number(text: str, language: str) -> str | None:
    """Whether a word is a group in the plural or in the singular, or none."""
    plural, singular, never = _heads(language)
    text = text if language == "de" else text.lower()
    if text in never:
        return None
    if text in singular:
        return "singular"
    if text in plural:
        return "plural"
    if language == "de" and text[:1].isupper():
        if text.rpartition("-")[2] in plural or (text.endswith("n") and text[:-1] in plural):
            return "plural"
        if text.endswith(_endings()):
            return "plural"
        bare = text.removesuffix("n") if text.endswith(("ern", "eln", "en")) else text
        if any(form.endswith(_suffixes()) and not form.endswith(tuple(never)) for form in (text, bare)):
            return "plural"
    return None


def _singular_too(word: Word) -> bool:
    """Whether a German plural looks like its singular ("Minister", "Arbeitgeber")."""
    return word.text.endswith("er")


def _first(result: Sketch, i: int, language: str) -> int:
    words = result.words
    first = i
    while first > 0:
        word, owner = words[first - 1], result.owner[first - 1]
        if (
            owner is not None
            and owner.kind not in ("adjective",)
            and not (language == "en" and owner.last == first and owner.known is not None)
        ):
            break
        if word.pos == "ADJ" or (
            language == "en"
            and word.pos in ("NOUN", "NAME")
            and owner is None
            and (word.text.islower() or (first == 1 and words[first].text.islower()))
        ):
            first -= 1
        elif language == "en" and owner is not None and owner.kind in ("adjective", "known"):
            first = owner.first
        else:
            break
    return first


def _put(result: Sketch, first: int, head: int, outer: int, plural: bool, language: str) -> None:
    words = result.words
    of = next((owner for k in range(first, head) if (owner := result.owner[k]) is not None), None)
    part = Part(
        "group",
        result.sentence.index,
        first,
        head + 1,
        _name(words[first : head + 1], language, plural),
        outer,
        head + 1,
    )
    part.plural, part.of = plural, of
    plain = part.name
    if language == "de" and of is None:
        part.name = _whose(result, part)
    if (
        language == "en"
        and words[head].lower in table("en", "member_nouns")
        and head + 2 < len(words)
        and words[head + 1].lower == "of"
    ):
        k = head + 3 if words[head + 2].pos == "DET" else head + 2
        body = result.owner[k] if k < len(words) else None
        if body is None or body.kind not in ("known", "organisation"):
            return
        text = " ".join(w.text for w in words[first : body.last])
        part.name, part.outer_last, part.of = text[:1].upper() + text[1:], body.last, body
    part.aliases = list(dict.fromkeys([words[head].text, plain, plain.rpartition(" ")[2]]))
    result.put(part)
    for role in result.roles:
        if role.head <= head < role.head_last:
            role.taken = True


def _whose(result: Sketch, part: Part) -> str:
    """A group's name with the genitive that tells which it is: "Gegner des Gesetzes", "Musters Anhänger"."""
    words, k = result.words, part.last
    owner = result.owner[part.first - 1] if part.first else None
    if owner is not None and owner.genitive and owner.last == part.first and owner.kind in ("person", "known"):
        return f"{joined(words[owner.first : owner.last])} {part.name}"
    if k + 1 >= len(words) or words[k].text not in ("des", "der") or words[k].pos != "DET":
        return part.name
    end = k + 1
    while end + 1 < len(words) and words[end].pos == "ADJ":
        end += 1
    if words[end].pos != "NOUN" or not words[end].text[:1].isupper() or result.owner[end] is not None:
        return part.name
    return f"{part.name} {joined(words[k : end + 1])}"


def _name(words: list[Word], language: str, plural: bool) -> str:
    """A group's name in the nominative, without words that only say how many or which ("andere", "several")."""
    texts = [w.text for w in words]
    while len(texts) > 1 and texts[0].lower() in table(language, "counting", "groups"):
        del texts[0]
    heads = _heads(language)[0]
    last = texts[-1]
    known = last in heads or last.rpartition("-")[2] in heads or last.endswith(_suffixes())
    if language == "de" and plural and last.endswith("n") and (not known or last.endswith("eten")):
        texts[-1] = last[:-1]
    if language == "de":
        texts[:-1] = [
            re.sub(r"e[nmrs]?$", "", t) + "e" if t[:1].islower() and re.search(r"e[nmrs]?$", t) else t
            for t in texts[:-1]
        ]
    text = " ".join(texts)
    return text[:1].upper() + text[1:]
