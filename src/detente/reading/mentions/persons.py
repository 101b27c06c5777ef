"""Names of persons in a sentence, and names of which only the whole report can tell what they are."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache, lru_cache

from detente.reading.language import CACHED_WORDS, lexicon
from detente.reading.mentions.known import put_government
from detente.reading.mentions.names import PARTICLES, first_names, gazetteer
from detente.reading.mentions.parts import Part, Sketch, forms, joined
from detente.reading.mentions.register import famous
from detente.reading.mentions.roles_de import is_office
from detente.reading.mentions.tables import table
from detente.reading.text.words import Word

_INITIAL = re.compile(r"^[^\W\d_]\.(?:[^\W\d_]\.)*$")
_ROMAN = re.compile(r"^[IVX]+\.?$")
_ARABIC = re.compile(r"^(?:al|el|ad|as|an|at|ul|ur|Al|El)-[^\W\d_]")
_LONGEST = 6
# Particles that join whatever their word class; "von der" and the like join only after a first name alone.
_ALWAYS = {
    "bin",
    "ibn",
    "al",
    "el",
    "ben",
    "abu",
    "bint",
    "de",
    "del",
    "van",
    "von",
    "di",
    "della",
    "dos",
    "du",
    "le",
    "la",
}


def find_persons(result: Sketch, language: str, surnames: Container[str]) -> None:
    """Put persons (by first name, title or known surname) and names of an unknown kind."""
    words = result.words
    titles = _titles(language)
    blocked = {k for role in result.roles for k in range(role.head, role.head_last)}
    blocked |= {k for k, w in enumerate(words) if w.text in titles and k + 1 < len(words)}
    i = 0
    while i < len(words):
        if i in blocked or result.owner[i] is not None or not _begins(words, i, language, surnames):
            i += 1
            continue
        end = _end(result, i, blocked, language, surnames)
        if language == "en" and end < len(words) and words[end].lower == "administration":
            _administration(result, i, end + 1)
            end += 1
        else:
            _put(result, i, end, language, surnames, titles)
        i = end


def _administration(result: Sketch, first: int, last: int) -> None:
    """ "the Trump administration": the state of a leader whom anybody knows, else an organisation."""
    leader = famous().get(result.words[last - 2].text)
    if leader is not None:
        put_government(result, first, last, gazetteer("en").state(leader[1]))
    else:
        result.make("organisation", first, last, joined(result.words[first:last]))


@cache
def _titles(language: str) -> dict[str, bool | None]:
    lists = lexicon(language, "roles")
    feminine = {"m": False, "f": True}
    return {title: feminine.get(gender) for gender, titles in lists["titles"].items() for title in titles}


@cache
def _royal(language: str) -> frozenset[str]:
    return frozenset(lexicon(language, "roles")["royal"])


def first_name(text: str) -> bool:
    """Whether a word is a first name, or two joined by a hyphen ("Hans-Georg")."""
    people = first_names()
    return text in people or ("-" in text and text.split("-")[0] in people and text.split("-")[1] in people)


@lru_cache(maxsize=CACHED_WORDS)
def _compound_of_known(text: str, language: str) -> bool:
    """ "EADS-Werk": a common noun made with a known name."""
    prefix = text.rpartition("-")[0]
    return bool(prefix) and language == "de" and gazetteer("de").find([Word(0, prefix, 0, 0)], 0) is not None


def _begins(words: list[Word], i: int, language: str, surnames: Container[str]) -> bool:
    word = words[i]
    if not (word.text[:1].isupper() or _ARABIC.match(word.text)):
        return False
    after = words[i + 1] if i + 1 < len(words) else None
    capital_after = after is not None and after.text[:1].isupper()
    particle = after is not None and after.lower in PARTICLES
    if word.lower in table(language, "never") and not (first_name(word.text) and (capital_after or particle)):
        return False
    if (word.lower in forms(language)["things"] and not capital_after) or _compound_of_known(word.text, language):
        return False
    if word.pos == "NAME":
        return word.text[0].isalpha()
    if word.pos in ("DET", "PRON", "PREP", "AUX", "MODAL", "AND", "SUB", "PUNCT", "POSS", "NUM"):
        return bool(_INITIAL.match(word.text)) and capital_after and after is not None and after.pos == "NAME"
    start = i == 0 or words[i - 1].text in ("„", '"', "“", "”", ":", "]", "»", "…", "–")
    if first_name(word.text) and capital_after and after is not None:
        return language == "en" or after.pos == "NAME" or (i > 0 and is_office(words[i - 1].text))
    if word.text in surnames or (language == "de" and word.text.endswith("s") and word.text[:-1] in surnames):
        return not (start and word.pos != "NOUN")
    return language == "en" and not start and word.pos in ("NOUN", "ADJ", "VERB", "X")


def _end(result: Sketch, i: int, blocked: set[int], language: str, surnames: Container[str]) -> int:
    words = result.words
    end = i + 1
    while end < len(words) and end - i < _LONGEST:
        word = words[end]
        free = result.owner[end] is None and end not in blocked
        if free and (_continues(words, i, end, language, surnames) or _ARABIC.match(word.text)):
            end += 1
            continue
        owner = result.owner[end]
        if (
            owner is not None
            and owner.kind == "adjective"
            and end == i + 1
            and first_name(words[i].text)
            and word.text[:1].isupper()
            and words[end].pos != "ADJ"
        ):
            result.remove(owner)
            end += 1
            continue
        k = end
        while k < len(words) and words[k].lower in PARTICLES and words[k].text not in ("und", "y") and k - end < 2:
            k += 1
        target = words[k] if k < len(words) else None
        if (
            k > end
            and target is not None
            and target.text[:1].isupper()
            and result.owner[k] is None
            and k not in blocked
        ):
            after_first_name = end == i + 1 and first_name(words[i].text)
            fits = target.pos == "NAME" or (
                after_first_name and target.pos == "NOUN" and words[end].text in ("von", "van", "zu")
            )
            if fits and (
                (
                    words[end].lower in _ALWAYS
                    and k - end == 1
                    and language == "en"
                    and words[end].lower not in ("la", "le")
                )
                or after_first_name
                or words[end].lower in ("bin", "ibn", "al", "el", "abu", "de", "van", "di", "del")
                or (words[end].text == "von" and k - end == 1 and end == i + 1)
            ):
                end = k + 1
                continue
        break
    if (
        language == "en"
        and end + 1 < len(words)
        and words[end].text == ","
        and words[end + 1].text in ("Jr.", "Jr", "Sr.", "Sr")
    ):
        end += 2
    if end < len(words) and _ROMAN.match(words[end].text) and (i and words[i - 1].text in _royal(language)):
        end += 1
    return end


def _continues(words: list[Word], i: int, end: int, language: str, surnames: Container[str]) -> bool:
    word = words[end]
    if not word.text[:1].isupper() or word.lower in table(language, "never"):
        return False
    verb_before = i > 0 and words[i - 1].form == "fin" and language == "de"
    if (
        verb_before
        and end == i + 1
        and word.text in surnames
        and words[i].text in surnames
        and not first_name(words[i].text)
    ):
        return False  # "kritisierte Muster Beispiel": two persons
    if word.pos == "NAME" or _INITIAL.match(word.text) or word.text in surnames:
        return True
    if _INITIAL.match(words[end - 1].text) and word.pos == "NOUN":
        return True
    after_first = first_name(words[end - 1].text)
    if language == "en":
        if word.pos in ("NOUN", "ADJ", "X", "VERB"):
            return end == i + 1 or first_name(words[i].text)
        return after_first and word.pos in ("ADV", "DET") and len(word.text) > 3
    following = words[end + 1] if end + 1 < len(words) else None
    closed = following is None or following.pos in ("VERB", "AUX", "MODAL", "PUNCT", "AND") or following.form == "fin"
    if after_first and word.pos in ("NOUN", "ADJ", "PRED", "ADV", "VERB", "X"):
        return word.pos != "NOUN" or closed or end == i + 1
    # A lone rare name before an unknown noun ("Komiteechef Thorbjørn Jagland sagte") after a role.
    # In capitals within a sentence a verb is none ("Innenminister Hinrich Recht (SPD)").
    before = words[i - 1] if i else None
    spoken = (
        before is not None
        and before.form == "fin"
        and before.lemma.lower() in table(language, "acting_verbs", "groups")
    )
    return (
        before is not None
        and (before.pos == "NOUN" or spoken)
        and end == i + 1
        and (word.pos in ("VERB", "X") or (word.pos == "NOUN" and word.lemma.lower() == word.lower))
        and (closed or (is_office(before.text) and following is not None and following.pos in ("POSS", "DET", "PREP")))
        and not words[i].text.isupper()
    )


def _put(
    result: Sketch, first: int, last: int, language: str, surnames: Container[str], titles: dict[str, bool | None]
) -> None:
    words, people = result.words, first_names()
    before = words[first - 1] if first else None
    royal = before is not None and before.text in _royal(language)
    text = joined(words[first - 1 if royal else first : last])
    tokens = [w.text for w in words[first:last]]
    part = Part("unknown", result.sentence.index, first, last, text)
    final = tokens[-1]
    if language == "de" and final.endswith("s") and final not in surnames and final[:-1] in surnames:
        part.genitive, part.name = True, text[:-1]
        final = final[:-1]
    title = before.text if before is not None and before.text in titles else None
    if title is None and first > 1 and before is not None and before.text == "." and words[first - 2].text in titles:
        title = words[first - 2].text
    acronym = any(t.isupper() and len(t) > 2 and t.isalpha() and not _ROMAN.match(t) for t in tokens[1:])
    ambiguous = not first_name(tokens[0]) or tokens[0] in lexicon("any", "first_names")["places"]
    if final.lower() in forms(language)["things"] and len(tokens) > 1 and ambiguous:
        part.kind = "thing"
        result.put(part)
        return
    if part.name.endswith(" Jr"):
        part.aliases = [part.name + "."]
    if first_name(tokens[0]) and len(tokens) >= 2 and not acronym:
        part.kind, part.feminine = "person", people.get(tokens[0].split("-")[0])
    elif (
        title is not None
        and not (language == "de" and title.endswith(".") and len(tokens) == 1 and final not in surnames)
    ) or (len(tokens) == 1 and (final in surnames or final in famous())):
        part.kind = "person"
    if royal:
        part.kind = "person"
        part.aliases = [joined(words[first:last]), tokens[0]]
        if _ROMAN.match(final) and not final.endswith(".") and last < len(words) and words[last].text == ".":
            part.aliases += [f"{text}.", f"{part.aliases[0]}."]
    if language == "de" and before is not None and before.pos == "NOUN" and result.owner[first - 1] is None:
        k = first - 1
        while k > 0 and words[k - 1].pos == "ADJ":
            k -= 1
        if k and words[k - 1].lower in table("de", "bearers"):
            part.outer_first = k - 1  # "der Organisator X"
    if title is not None:
        part.outer_first = first - 1
        if titles[title] is not None:
            part.feminine = titles[title]
    result.put(part)
