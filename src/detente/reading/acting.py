"""Whether words that name a party tell of somebody who acts, or only where something happens or belongs."""

from __future__ import annotations

from detente.reading.parts import Part
from detente.reading.words import Word

_SCENE = {
    "de": {"in", "im", "aus", "nach", "nahe", "bei", "beim", "um", "durch", "über", "an", "am", "ab", "bis", "innerhalb", "außerhalb", "nördlich", "südlich", "östlich", "westlich", "unweit", "Richtung", "ins", "hinter", "zum", "zur", "unter", "vor", "auf"},
    "en": {"in", "into", "near", "at", "across", "around", "throughout", "inside", "outside", "within", "over", "under", "via", "through", "off", "towards", "toward", "beyond", "about", "on"},
}  # fmt: skip
_ORIGIN = {"de": {"aus"}, "en": {"from"}}
_GENITIVE_ARTICLES = {"des", "der"}
_SCENE_HEADS = {
    "de": {"Hauptstadt", "Präsidentschaft", "Bürger", "Bevölkerung", "Einwohner", "Küste", "Norden", "Süden", "Osten", "Westen", "Grenze", "Geschichte", "Nachbarn", "Teil", "Teile", "Landesteil", "Wirtschaft", "Nordosten", "Nordwesten", "Südosten", "Südwesten", "Universität", "Gebiet"},
    "en": {"capital", "population", "people", "coast", "border", "borders", "history", "economy", "streets", "constitution", "largest", "first", "north", "south", "east", "west", "part", "parts", "region", "city", "town", "province"},
}  # fmt: skip


def preposition(words: list[Word], part: Part) -> str | None:
    """The preposition that governs a part, over determiner, adjectives and a coordination before it."""
    k = part.outer_first
    for _ in range(14):
        if k == 0:
            return None
        word = words[k - 1]
        if word.pos == "PREP" or word.lower in ("to", "zwischen", "between"):
            return word.lower
        if word.pos in ("DET", "ADJ", "NUM", "POSS"):
            k -= 1
            continue
        return None
    return None


def is_genitive(words: list[Word], part: Part, language: str) -> bool:
    """Whether a part is an attributive genitive: "Trumps Forderung", "Forderung der Gewerkschaft", "Trump's demand"."""
    if language == "en":
        if part.last < len(words) and (words[part.last].pos == "GEN" or words[part.last].text in ("'s", "’s")):
            return words[part.last].pos == "GEN" or words[part.last].tag == "POS"
        if part.last < len(words) and words[part.last].text in ("'", "’") and words[part.last - 1].text.endswith("s"):
            return part.last + 1 < len(words) and words[part.last + 1].pos in ("NOUN", "ADJ", "NAME")
        k = part.outer_first
        while k > 0 and words[k - 1].pos in ("DET", "ADJ"):
            k -= 1
        return k > 1 and words[k - 1].lower == "of" and words[k - 2].pos in ("NOUN", "NAME")
    k = part.outer_first
    before = words[k - 1] if k else None
    first = words[k]
    after = words[part.last] if part.last < len(words) else None
    if part.genitive and (after is not None and after.pos in ("NOUN", "ADJ") or before is not None and before.pos == "NOUN"):
        return True
    if first.text in ("der", "des") and first.pos in ("DET", "REL", "PRON") and part.outer_first < part.first:
        if before is not None and before.pos in ("NOUN", "NAME") and before.text[:1].isupper():
            # "sagte die Ministerin der Zeitung" is a dative, but after a noun the genitive is far more common.
            return first.text == "des" or part.plural or _feminine_or_plural(part)
        return False
    if before is not None and before.text in _GENITIVE_ARTICLES and k > 1 and words[k - 2].pos == "NOUN":
        return True
    return False


def _feminine_or_plural(part: Part) -> bool:
    return part.kind in ("known", "organisation", "bare", "government", "group") or bool(part.feminine)


def acts(words: list[Word], part: Part, language: str) -> bool:
    """Whether a part may be a party here.  Persons always may."""
    if part.kind == "person":
        return True
    if part.kind == "adjective":
        return False
    known = part.known
    if known is not None and known.kind in ("place", "media"):
        return False
    prep = preposition(words, part)
    state = known is not None and known.kind == "state" and part.kind != "government"
    if prep in _SCENE[language] and (state or prep in ("in", "im", "within", "inside", "innerhalb", "across", "via")):
        return False
    if prep in _ORIGIN[language] and state:
        return False
    if state and known is not None and is_genitive(words, part, language):
        return _head_acts(words, part, language)
    return True


def _head_acts(words: list[Word], part: Part, language: str) -> bool:
    """Whether the noun that a state's genitive belongs to is something that the state does."""
    heads = _SCENE_HEADS[language]
    if language == "de":
        after = words[part.last] if part.last < len(words) else None
        before = words[part.outer_first - 1] if part.outer_first else None
        return not (after is not None and after.text in heads or before is not None and before.text in heads)
    after_gen = words[part.last + 1 : part.last + 3]
    if any(w.lower in heads for w in after_gen):
        return False
    k = part.outer_first
    while k > 0 and words[k - 1].pos in ("DET", "ADJ"):
        k -= 1
    return not (k > 1 and words[k - 2].lower in heads)
