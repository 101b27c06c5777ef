"""Whether words that name a party tell of somebody who acts, or only where something happens or belongs."""

from __future__ import annotations

from functools import cache

from detente.reading.mentions.parts import Part, forms
from detente.reading.mentions.tables import table
from detente.reading.text.words import Word

# Lists of organisations that are often only a setting ("removed by Congress", "im Bundestag").
_SETTINGS = {"state_bodies"}


_ENCLOSING = {"„": "“”", "“": "”", '"': '"', "»": "«", "«": "»", "(": ")"}


@cache
def _deeds(language: str) -> frozenset[str]:
    return table(language, "acting_verbs", "groups") | table(language, "deed_verbs", "groups")


@cache
def _place_nouns(language: str) -> frozenset[str]:
    return forms(language).get("places", frozenset())


def preposition(words: list[Word], part: Part) -> str | None:
    """The preposition that governs a part, over its determiner and adjectives; None where there is none."""
    k = part.outer_first
    while k > 0:
        word = words[k - 1]
        if word.pos == "PREP" or word.lower in ("to", "zwischen", "between", "including", "comprising", "as", "like"):
            return word.lower
        if word.pos not in ("DET", "ADJ", "NUM", "POSS"):
            return None
        k -= 1
    return None


def is_genitive(words: list[Word], part: Part, language: str) -> bool:
    """Whether a part is an attributive genitive: "Trumps Forderung", "Forderung der Gewerkschaft", "Trump's demand"."""
    k = _start(words, part)
    before = words[k - 1] if k else None
    after = words[part.last] if part.last < len(words) else None
    if language == "en":
        if after is not None and after.pos == "GEN":
            return True
        if after is not None and after.text in ("'", "’") and words[part.last - 1].text.endswith("s"):
            return part.last + 1 < len(words) and words[part.last + 1].pos in ("NOUN", "ADJ", "NAME")
        return before is not None and before.lower == "of" and k > 1 and words[k - 2].pos in ("NOUN", "NAME")
    if part.genitive and after is not None and after.pos in ("NOUN", "ADJ"):
        return True
    if part.genitive and before is not None and before.pos == "NOUN":
        return True
    if k < part.first and words[k].text in ("der", "des") and before is not None and before.pos in ("NOUN", "NAME"):
        # After a noun "der" with a man's name is no genitive; with other names a dative is rare there.
        return words[k].text == "des" or part.plural or part.kind != "person" or bool(part.feminine)
    return before is not None and before.text in ("des", "der") and k > 1 and words[k - 2].pos == "NOUN"


def _start(words: list[Word], part: Part) -> int:
    k = part.outer_first
    while k > 0 and words[k - 1].pos in ("DET", "ADJ", "NUM") and words[k - 1].text not in ("der", "des"):
        k -= 1
    return k


def _closed(words: list[Word], part: Part) -> tuple[int, int]:
    """Where a part begins and ends with the quotation marks or brackets that enclose it alone."""
    first, last = part.outer_first, max(part.last, part.outer_last)
    opens = words[part.first - 1].text if part.first else ""
    if opens in _ENCLOSING and part.last < len(words) and words[part.last].text in _ENCLOSING[opens]:
        first, last = min(first, part.first - 1), max(last, part.last + 1)
        if opens == "(":
            # "the Mission in Sudan (UNMIS)": the brackets close the noun phrase that they explain.
            return first, last
        while first > 0 and words[first - 1].pos in ("DET", "ADJ", "NUM"):
            first -= 1
    return first, last


def like_subject(words: list[Word], part: Part) -> bool:
    """Whether a part stands where subjects stand: first in its clause, or beside the finite verb."""
    k, last = _closed(words, part)
    while k > 0 and words[k - 1].pos in ("DET", "ADJ", "NUM"):
        k -= 1
    before = words[k - 1] if k else None
    after = words[last] if last < len(words) else None
    if after is not None and after.pos == "REL" and part.kind == "group":
        return True
    if before is None or before.pos in ("SUB", "REL", "ASK") or before.text in ("„", '"', "“", ":", "]"):
        return True
    if before.form == "fin":
        return before.pos != "VERB" or after is None or not (before.tag.startswith("VV") and before.tag[2:3] in "BDZ0")
    if after is not None and after.form == "fin":
        return before.pos != "PREP"
    return before.pos in ("ADV", "PRON") and k > 1 and words[k - 2].form == "fin"


def governs(words: list[Word], part: Part, verbs: frozenset[str]) -> bool:
    """Whether one of `verbs` stands in the clause of a part, as far as punctuation tells where that ends."""
    start, end = _closed(words, part)
    start = min(start, part.first)
    while start > 0 and words[start - 1].text not in (",", ";", ":", "„", "“", '"', "–", "—"):
        start -= 1
    while end < len(words) and words[end].text not in (";", ":", "„", '"', ".", ","):
        end += 1
    if end < len(words) and words[end].text == "," and not any(w.form == "fin" for w in words[start:end]):
        end = next((k for k in range(end + 1, len(words)) if words[k].text in (";", ":", ".")), len(words))
    if part.outer_first == 0:
        end = next((k for k in range(end, len(words)) if words[k].text in (";", ":", "„", '"', "“")), len(words))
    return any(w.pos in ("VERB", "MODAL") and w.lemma.lower() in verbs for w in words[start:end])


def states_position(words: list[Word], part: Part, language: str) -> bool:
    """Whether a part is the subject of a verb whose subject is a party."""
    return like_subject(words, part) and governs(words, part, table(language, "acting_verbs", "groups"))


def does_something(words: list[Word], part: Part, language: str) -> bool:
    """Whether a part is the subject of a verb that says or does something, as parties do."""
    return like_subject(words, part) and governs(words, part, _deeds(language))


def acts(words: list[Word], part: Part, language: str) -> bool:
    """Whether a part is a party here, rather than a place, a setting or a word about something else."""
    if part.kind == "person":
        return True
    known = part.known
    if part.kind in ("adjective", "thing") or (known is not None and known.kind in ("place", "media")):
        return False
    if part.bearer is not None:
        return False
    if part.kind == "group":
        return states_position(words, part, language)
    if (
        known is not None
        and known.how == "metonym"
        and part.first
        and words[part.first - 1].text in _place_nouns(language)
    ):
        return False
    prep = preposition(words, part)
    if prep in table(language, "scene") or _attributive(words, part, language):
        return False
    genitive = is_genitive(words, part, language)
    if part.kind in ("organisation", "bare") or (known is not None and known.section in _SETTINGS):
        proper = part.kind == "organisation" and (" " in part.name or bool(part.aliases))
        if genitive and not proper:
            return False
        if part.kind == "bare" and part.name.lower() not in table(language, "alone", "forms"):
            return states_position(words, part, language) or prep in table(language, "talks")
        agent = prep in table(language, "agent") and not (prep == "to" and part.kind == "known")
        return agent or (like_subject(words, part) and governs(words, part, _deeds(language)))
    if known is None or not part.is_state:
        return True
    if known.how == "people" and not states_position(words, part, language):
        return False
    if prep in table(language, "about") or (prep == "to" and known.how == "metonym"):
        return False
    k = part.outer_first
    if prep in ("von", "vom"):
        of = next((j for j in range(part.first - 1, -1, -1) if words[j].pos == "PREP"), 0)
        if of and words[of - 1].pos in ("NOUN", "NUM"):
            return False
    if genitive:
        return _offices_genitive(words, part, language)
    bare = k == part.first and k > 0 and words[k - 1].pos in ("NOUN", "NAME")
    return not (bare and language == "de") and not (known.how == "metonym" and _more_of_a_place(words, part))


def _attributive(words: list[Word], part: Part, language: str) -> bool:
    """ "Senate whip", "EU officials": a name before a noun in English only tells whose it is."""
    if language != "en" or part.last >= len(words) or part.kind == "government":
        return False
    after = words[part.last]
    if part.is_state and after.pos in ("NOUN", "NAME") and after.text[:1].isupper():
        return True
    return (
        after.pos == "NOUN"
        and after.text[:1].islower()
        and after.form != "fin"
        and after.lower not in table(language, "members")
    )


def _offices_genitive(words: list[Word], part: Part, language: str) -> bool:
    """ "die Außenminister Frankreichs": ministers in the plural act for their state."""
    k = _start(words, part)
    head = words[k - 1] if k else None
    plural = k > 1 and words[k - 2].lower in ("die", "den", "der")
    return head is not None and plural and head.lower.endswith(tuple(table(language, "ministers")))


def _more_of_a_place(words: list[Word], part: Part) -> bool:
    before = words[part.first - 1] if part.first else None
    return before is not None and before.pos in ("DET", "NOUN") and not before.text[:1].isupper()


def coordinated(words: list[Word], part: Part, previous: Part, language: str) -> bool:
    """Whether a part follows another in an enumeration ("Belgien, Frankreich und die Türkei")."""
    k = part.outer_first
    while k > previous.last and words[k - 1].pos in ("DET", "ADJ"):
        k -= 1
    return 0 < k - previous.last <= 3 and all(w.lower in table(language, "and") for w in words[previous.last : k])
