"""Known names in a sentence: states, their adjectives and governments, organisations, media, places."""

from __future__ import annotations

import re

from detente.reading.mentions.names import Found, Known, first_names, gazetteer
from detente.reading.mentions.parts import Part, Sketch, forms, joined
from detente.reading.mentions.tables import table
from detente.reading.text.words import Word

# Bodies that every state has: with another state's adjective they are not the one of the word list.
_OWN_BODIES = "state_bodies"


def find_known(result: Sketch, language: str) -> None:
    """Put the known names and adjectives of nationality of a sentence."""
    words, names = result.words, gazetteer(language)
    i = 0
    while i < len(words):
        adjective = names.adjective(words, i)
        if adjective and not (words[i].pos == "ADJ" or words[i].text[:1].isupper()):
            adjective = None
        found = names.find(words, i)
        if found is not None and not _means_it(words, found, result, language):
            found = None
        if adjective is not None and (found is None or _adjectival(words, i, adjective[1], found, language)):
            known, n = adjective
            result.put(Part("adjective", result.sentence.index, i, i + n, words[i].text, known=known))
            i += n
            continue
        if found is None:
            i += 1
            continue
        text = joined(words[i : found.last])
        part = Part("known", result.sentence.index, i, found.last, text, known=found.known, genitive=found.genitive)
        if found.genitive:
            part.name = re.sub(r"(es|s)$", "", text)
        part.outer_first = result.outer(i)
        result.put(part)
        _another_states(result, part)
        i = _with_firm(result, part, language)


def _with_firm(result: Sketch, part: Part, language: str) -> int:
    """Take what ends a firm's name into the name of a known one ("Muster Motors"); where the name ends."""
    after = result.words[part.last].text if part.last < len(result.words) else ""
    known = part.known is not None and part.known.kind == "organisation" and not part.genitive
    if known and after in forms(language)["firms"] and after != "Team":
        part.last = part.outer_last = part.last + 1
        result.owner[part.last - 1] = part
    return part.last


def _means_it(words: list[Word], found: Found, result: Sketch, language: str) -> bool:
    """Whether a single known word is that name here, and not a first name, a surname or an ordinary word."""
    i, word = found.first, words[found.first]
    if found.last - i > 1:
        return True
    before = words[i - 1] if i else None
    after = words[i + 1] if i + 1 < len(words) else None
    if found.known.only_with and i > 1 and before is not None and before.pos == "ADJ" and before.text[:1].isupper():
        return False
    people = first_names()
    if before is not None and before.text in people and result.owner[i - 1] is None and before.pos == "NAME":
        return False
    if word.text in people and after is not None and after.pos == "NAME" and after.text[:1].isupper():
        return gazetteer(language).find(words, i + 1) is not None
    if word.pos in ("VERB", "AUX", "ADV", "PREP", "MODAL", "NUM") and i == 0 and not word.text.isupper():
        return False
    if after is not None and after.text in ("$", "-Dollar"):
        return False
    if found.known.how == "people":
        if language == "en":
            return _people(words, i)
        return before is not None and before.lower in table("de", "people_articles")
    return True


def _people(words: list[Word], i: int) -> bool:
    """Whether a word such as "French" or "Iranians" stands for people: "the French" before no noun, "Iranians"."""
    if i and (words[i - 1].text == "Native" or words[i - 1].pos == "ADJ"):
        return False
    if words[i].text.endswith("s") and words[i].pos in ("NOUN", "NAME"):
        return True
    after = words[i + 1] if i + 1 < len(words) else None
    return i > 0 and words[i - 1].lower == "the" and (after is None or after.pos not in ("NOUN", "NAME", "ADJ", "AND"))


def _adjectival(words: list[Word], i: int, n: int, found: Found, language: str) -> bool:
    """Whether a word that is an adjective as well as a name ("US", "Serb", "Schweizer") is the adjective here."""
    if n < found.last - found.first:
        return False
    if language == "de":
        return words[i].pos == "ADJ"
    if i + n >= len(words):
        return False
    after = words[i + n]
    return after.pos in ("NOUN", "ADJ", "NAME") and not (
        after.pos == "NAME" and i + n + 1 < len(words) and after.form == "fin"
    )


def _another_states(result: Sketch, part: Part) -> None:
    """ "Libyan House of Representatives", "libanesisches Parlament": not the body that the word list means."""
    known, before = part.known, result.owner[part.first - 1] if part.first else None
    if known is None or known.section != _OWN_BODIES or before is None or before.known is None:
        return
    if before.known.kind != "state" or before.kind != "adjective" or known.key.startswith(before.known.key + "-"):
        return
    if before.known.key in ("US", "GB", "DE"):
        part.outer_first = min(part.outer_first, result.outer(before.first))
        return
    text = joined(result.words[before.first : part.last])
    own = result.make("organisation", before.first, part.last, text)
    own.of = Part("adjective", own.sentence, before.first, before.last, before.name, known=before.known)


def put_government(result: Sketch, first: int, last: int, known: Known) -> Part:
    """Put words that stand for the government of a state; a province's government is an organisation of its own."""
    text = joined(result.words[first:last])
    if "-" in known.key:
        part = result.make("organisation", first, last, text[:1].upper() + text[1:])
        part.aliases = [text]
        part.of = Part("adjective", part.sentence, first, last, text, known=known)
        return part
    part = result.make("government", first, last, text)
    part.known = known
    return part


def find_governments(result: Sketch, language: str) -> None:
    """Put "die russische Regierung", "Iraqi leaders", "China's government", "Islands Regierung"."""
    words, heads = result.words, forms(language)["governments"]
    for part in list(result.parts):
        if part not in result.parts or not part.is_state or part.known is None:
            continue
        known = part.known
        k = part.last
        if language == "en" and part.kind == "known" and k < len(words) and words[k].pos == "GEN":
            k += 1
        attributive = part.kind == "adjective" or k > part.last or (language == "de" and part.genitive)
        if attributive:
            end = _head(words, k, heads, language)
            if end is not None:
                put_government(result, part.first, end, known)
                continue
        if part.kind == "known":
            k = result.outer(part.first)
            link = words[k - 1].lower if k else ""
            linked = link in table(language, "government_links")
            noun = k - 2 if linked else k - 1
            fits = noun >= 0 and words[noun].lower in table(language, "government_of") and result.owner[noun] is None
            if fits and (linked or part.genitive or words[k].text == "des"):
                put_government(result, noun, part.last, known)


def _head(words: list[Word], k: int, heads: frozenset[str], language: str) -> int | None:
    """Where a head such as "government" ends that follows at word `k`, with at most one adjective between."""
    for end in range(k, min(k + 3, len(words))):
        if words[end].pos not in ("NOUN", "NAME", "ADJ") or (
            words[end].text[0].isupper()
            and language == "en"
            and words[end].lower not in ("government", "administration")
        ):
            return None
        text = " ".join(w.text if language == "de" else w.lower for w in words[k : end + 1])
        last = words[end].text if language == "de" else words[end].lower
        fits = (
            text in heads
            or last in heads
            or (
                language == "de"
                and (last.rstrip("sn") in heads or last.endswith(("regierung", "Regierung", "kabinett")))
            )
        )
        following = words[end + 1] if end + 1 < len(words) else None
        if fits and not (
            language == "en"
            and following is not None
            and following.pos in ("NOUN", "NAME")
            and following.text[0].islower()
        ):
            return end + 1
    return None
