"""Names of persons and organisations: which spellings are one name.

Persons are compared by surname and first names.  A surname has its spelling and a romanisation key, which the rules
in names.toml give: German and English write the same Cyrillic or Arabic name differently (Lawrow, Lavrov).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from rapidfuzz.distance import Indel

from detente.dossier.folding import data, fold

LANGUAGES = ("de", "en")
# Two spellings of one first name differ by a letter in ten at most; "Julia" and "Julian" must stay apart.
_GIVEN_ALIKE = 0.9


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name taken apart; everything folded.  `given` may be empty, or hold initials ("j", "d")."""

    given: tuple[str, ...]
    surname: str
    suffix: str = ""

    @property
    def key(self) -> str:
        """The romanisation key of the surname."""
        return romanised(self.surname)

    @property
    def full(self) -> bool:
        """Whether there is at least one first name or initial."""
        return bool(self.given)


@cache
def _rules() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(pattern), to) for pattern, to in data("names")["romanisation"]]


@cache
def _groups(kind: str) -> dict[str, str]:
    return {name: group[0] for group in data("names")[kind] for name in group}


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(data("names")[key])


@lru_cache(maxsize=65536)
def romanised(name: str) -> str:
    """The key that all romanisations of a folded name share."""
    name = re.sub(r"['`.]", "", name)
    name = _groups("surnames").get(name, name)
    for pattern, to in _rules():
        name = pattern.sub(to, name)
    return name


@lru_cache(maxsize=65536)
def is_transliterated(name: str) -> bool:
    """Whether a folded surname looks like one that was brought over from another script."""
    return any(re.search(pattern, name) for pattern in data("names")["transliterated"])


@lru_cache(maxsize=65536)
def person_name(text: str) -> PersonName | None:
    """Take a person's name apart; None where it is none ("der Minister" has no capitalised last word)."""
    tokens: list[str] = []
    for raw in re.split(r"[\s,]+", text.strip()):
        initials = re.fullmatch(r"(?:[A-Z]\.?-?){2,3}", raw) and ("." in raw or len(raw) == 2)
        if initials and fold(raw) not in _words("suffixes"):
            tokens += [c.lower() for c in raw if c.isalpha()]
            continue
        word = raw.strip('.,;:()"“”„»«')
        if word:
            tokens.append(word)
    titles, suffixes = _words("titles"), _words("suffixes")
    while len(tokens) > 1 and fold(tokens[0]) in titles:
        tokens = tokens[1:]
    suffix = ""
    if len(tokens) > 1 and fold(tokens[-1]) in suffixes:
        suffix = {"junior": "jr", "senior": "sr"}.get(fold(tokens[-1]), fold(tokens[-1]))
        tokens = tokens[:-1]
    if not tokens or not (tokens[-1][:1].isupper() or tokens[-1][:3] in ("al-", "el-")):
        return None
    if tokens[0].islower() and tokens[0] in data("offices")["articles"]:
        return None
    folded = [fold(token) for token in tokens]
    surname = re.sub(r"^(al|el|as|asch|ash|ad|an|ar)-(?=\w)", "", folded[-1])
    given = folded[:-1]
    if given and given[-1] in _words("binding"):
        surname, given = given[-1] + surname, given[:-1]
    else:
        while given and given[-1] in _words("particles") and not (len(given) == 1 and tokens[0] in ("Al", "El")):
            given = given[:-1]
    return PersonName(tuple(part for token in given for part in token.split("-") if part), surname, suffix)


def _same_given(one: str, other: str) -> bool:
    if one == other:
        return True
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    same = _groups("given")
    one, other = same.get(one, one), same.get(other, other)
    if one == other:
        return True
    one, other = romanised(one), romanised(other)
    if one == other:
        return True
    if min(len(one), len(other)) < 6 or one.startswith(other) or other.startswith(one):
        return False
    vowels = "aeiou"
    if (one[-1] in vowels) != (other[-1] in vowels):
        return False
    return Indel.normalized_similarity(one, other, score_cutoff=_GIVEN_ALIKE) > 0


@lru_cache(maxsize=65536)
def given_agree(one: PersonName, other: PersonName) -> bool:
    """Whether first names, initials and suffixes of two names can be one person's; a missing one clashes with none."""
    if one.suffix != other.suffix:
        return False
    if not one.given or not other.given:
        return True
    if all(_same_given(a, b) for a, b in zip(one.given, other.given, strict=False)):
        return True
    fewer, more = sorted((set(one.given), set(other.given)), key=len)
    return fewer <= more and all(len(part) > 1 for part in fewer)


@cache
def _known() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in LANGUAGES:
        lists = _lists(language)
        for section in data("names")["organisation"]["unmistakable"]:
            for key, spellings in lists[section].items():
                for name in (key, *spellings):
                    names.setdefault(organisation_key(name), key)
    return names


@cache
def _shown(language: str) -> dict[str, str]:
    lists = (entries for entries in _lists(language).values() if isinstance(entries, dict))
    return {key: names[0] for entries in lists for key, names in entries.items() if isinstance(names, list) and names}


def _lists(language: str) -> dict[str, Any]:
    # The reader's lists: who reads a saved dossier only does not need the reader.
    from detente.reading.language import lexicon

    return lexicon(language, "organisations")


@cache
def _same() -> dict[str, str]:
    groups = data("names")["organisation"]["same"]
    return {_folded_organisation(name): _folded_organisation(group[0]) for group in groups for name in group}


@lru_cache(maxsize=65536)
def organisation_key(name: str) -> str:
    """An organisation's or group's name without article, kind, legal form, case endings, punctuation and blanks.

    Common nouns have one key in both languages ("Arbeitgeber", "employers").
    """
    key = _folded_organisation(name)
    return _same().get(key, key)


def _folded_organisation(name: str) -> str:
    tables = data("names")["organisation"]
    tokens = [t for t in re.split(r"[^\w]+", re.sub(r"(?<=\w)\.(?=\w)", "", fold(name))) if t]
    while len(tokens) > 1 and tokens[0] in tables["articles"]:
        tokens = tokens[1:]
    if len(tokens) > 1 and tokens[0] in tables["before"] and tokens[1] not in tables["connecting"]:
        tokens = tokens[1:]
    while len(tokens) > 1 and tokens[0] in tables["articles"]:
        tokens = tokens[1:]
    while len(tokens) > 1 and tokens[-1] in tables["legal_forms"]:
        tokens = tokens[:-1]
    stems = [re.sub(r"(?<=\w{4})e[rnsm]?$", "", token) for token in tokens]
    return "".join(stems)


def known_organisation(name: str) -> str | None:
    """The key of the organisation that everyone knows by this name, or None."""
    return _known().get(organisation_key(name))


def known_name(key: str, language: str) -> str | None:
    """How a known organisation is called in `language` (de or en), or None for an unknown key."""
    return _shown(language).get(key)


@lru_cache(maxsize=65536)
def is_generic(name: str) -> bool:
    """Whether many states or houses have something of this name ("Regierung", "central bank")."""
    plain = re.sub(r"^(der|die|das|the|a|an)\s+", "", fold(name))
    return plain in _generic()


@cache
def _generic() -> frozenset[str]:
    return frozenset(data("names")["organisation"]["generic"])


def is_everywhere(key: str) -> bool:
    """Whether an organisation of this key is in the news of all the world, so that it tells nothing of a report."""
    return any(key in _lists(language)["international"] for language in LANGUAGES)


_SMALL = frozenset(("und", "and", "of", "the", "der", "des", "die", "das", "fuer", "for", "in", "im", "on", "y", "de"))


def acronym_of(name: str) -> str | None:
    """The initials of a name of three or more words ("Sozialdemokratische Partei Deutschlands": SPD), or None."""
    initials = [word[0] for word in re.split(r"[\s-]+", name) if word and fold(word) not in _SMALL]
    if len(initials) < 3 or not all(c.isupper() for c in initials):
        return None
    return "".join(initials)
