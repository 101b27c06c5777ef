"""Names that any news reader knows: states, their capitals and adjectives, organisations, media, places, first names.

Sources: the word lists under `languages/`, and babel (CLDR) for territories and the larger cities of the world.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Literal

from babel import Locale

from detente.reading.language import lexicon
from detente.reading.text.words import Word, split_words

NameKind = Literal["state", "organisation", "group", "media", "place"]
NameHow = Literal["name", "metonym", "people"]

# CLDR territories that are no states of their own in the news.
_NO_STATE = {"EU", "UN", "EZ", "QO", "ZZ", "XA", "XB", "AQ", "HK", "MO"}
_ADJECTIVE_ENDINGS = ("e", "en", "er", "em", "es")
_NOUN_ENDINGS = ("s", "es")
LONGEST_NAME = 8
# Small words inside a person's name.
PARTICLES = frozenset(
    [
        "von",
        "van",
        "de",
        "der",
        "den",
        "bin",
        "al",
        "zu",
        "di",
        "da",
        "del",
        "della",
        "le",
        "la",
        "ben",
        "ibn",
        "el",
        "dos",
        "du",
        "ter",
        "vom",
        "zur",
        "und",
        "y",
        "af",
        "ten",
        "abu",
        "bint",
        "ul",
        "ur",
    ]
)


@dataclass(frozen=True, slots=True)
class Known:
    """A name of the word lists.

    `key` is an ISO code or an organisation's key; `only_with` are keys of which the report must name one, because the
    name alone may mean something else; `section` is the list that it stands in.
    """

    key: str
    name: str
    kind: NameKind
    how: NameHow = "name"
    only_with: frozenset[str] = frozenset()
    section: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A known name at words `first:last`; `genitive` where its form is one."""

    first: int
    last: int
    known: Known
    genitive: bool = False


class Gazetteer:
    """All known names of one language, looked up word by word, the longest first."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._index: dict[str, list[tuple[tuple[str, ...], Known, bool]]] = {}
        self._adjectives: dict[str, Known] = {}
        self._states: dict[str, Known] = {}
        self._fill()
        for entries in self._index.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        self._of_two_words = {form.split(" ")[0] for form in self._adjectives if " " in form}

    def state(self, code: str) -> Known:
        """The state (or the union of states) of an ISO code.  Raises `KeyError` for an unknown one."""
        return self._states[code]

    def find(self, words: list[Word], i: int) -> Found | None:
        """The longest known name that begins at word `i`."""
        for form, known, genitive in self._index.get(words[i].text, ()):
            n = len(form)
            if n == 1 or all(i + k < len(words) and words[i + k].text == form[k] for k in range(1, n)):
                return Found(i, i + n, known, genitive)
        return None

    def adjective(self, words: list[Word], i: int) -> tuple[Known, int] | None:
        """The state that the adjective of nationality at word `i` stands for, and how many words it has."""
        text = words[i].text
        if text in self._of_two_words and i + 1 < len(words):
            known = self._adjectives.get(f"{text} {words[i + 1].text}")
            if known:
                return known, 2
        known = self._adjectives.get(text) or self._adjectives.get(text[:1].lower() + text[1:])
        return (known, 1) if known else None

    def _fill(self) -> None:
        states = lexicon(self.language, "states")
        names: dict[str, list[str]] = {}
        for code, name in Locale.parse(self.language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in _NO_STATE:
                names[code] = [name]
        for code, own in states["names"].items():
            names[code] = [*own, *names.get(code, [])]
        for code, own in names.items():
            self._states[code] = Known(code, own[0], "state")
        self._states["EU"] = Known(
            "EU", lexicon(self.language, "organisations")["international"]["EU"][0], "organisation"
        )
        organisations = lexicon(self.language, "organisations")
        for name in lexicon(self.language, "places")["names"]:
            self._add(name, Known("", name, "place"))
        for city in _cities(self.language):
            self._add(city, Known("", city, "place"))
        for name in organisations["media"]["names"]:
            self._add(name, Known(name, name, "media"))
        needs = {name: frozenset(keys) for name, keys in organisations.get("only_with", {}).items()}
        for section, entries in organisations.items():
            if section in ("media", "only_with"):
                continue
            for key, own in entries.items():
                for name in own:
                    self._add(name, Known(key, own[0], "organisation", "name", needs.get(name, frozenset()), section))
        for code, own in states["seats"].items():
            for name in own:
                self._add(name, self._as(code, "metonym"))
        for code, own in states["people"].items():
            for name in own:
                self._add(name, self._as(code, "people"))
        for code, own in names.items():
            for name in own:
                self._add(name, self._states[code])
        for code, stems in states["adjectives"].items():
            for stem in stems:
                for ending in _ADJECTIVE_ENDINGS if self.language == "de" else ("",):
                    self._adjectives[stem + ending] = self._as(code, "name")
        for code, forms in states["fixed_adjectives"].items():
            for form in forms:
                if code in self._states:
                    self._adjectives[form] = self._as(code, "name")

    def _as(self, code: str, how: NameHow) -> Known:
        state = self._states[code]
        return Known(state.key, state.name, state.kind, how)

    def _add(self, name: str, known: Known) -> None:
        for form, genitive in _forms(name, self.language):
            entries = self._index.setdefault(form[0], [])
            entries[:] = [entry for entry in entries if entry[0] != form]
            entries.append((form, known, genitive))


@cache
def gazetteer(language: str) -> Gazetteer:
    """The known names of a language."""
    return Gazetteer(language)


@cache
def first_names() -> dict[str, bool | None]:
    """First names of any language: True for women's, False for men's, None for both."""
    lists = lexicon("any", "first_names")
    male, female = set(lists["male"].split()), set(lists["female"].split())
    return {name: None if name in male and name in female else name in female for name in male | female}


def _forms(name: str, language: str) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The forms that a name takes in a text, and whether each can only be a genitive."""
    tokens = [word.text for word in split_words(name, language)][:LONGEST_NAME]
    if not tokens:
        return
    if language != "de":
        yield tuple(tokens), False
        return
    choices: list[list[str]] = []
    for k, token in enumerate(tokens):
        adjectival = token[:1].isupper() and token.endswith(("e", "er", "es", "en")) and not token.isupper()
        if adjectival and k + 1 < len(tokens):
            stem = token[:-2] if token.endswith(("er", "es", "en")) else token[:-1]
            choices.append(list(dict.fromkeys([token, *(stem + e for e in _ADJECTIVE_ENDINGS)])))
        elif k + 1 == len(tokens) and token.endswith("e") and token[:1].isupper():
            choices.append([token, token + "n", token + "s"])
        else:
            choices.append([token])
    last = tokens[-1]
    for form in product(*choices):
        yield form, False
        if form[-1] == last and not last.endswith(("s", "ß", "x", "z", "ungen", "staaten")) and last[-1].isalpha():
            for ending in (
                _NOUN_ENDINGS if len(tokens) > 1 or last.endswith(("rat", "hof", "amt", "tag", "bund")) else ("s",)
            ):
                yield (*form[:-1], last + ending), True


def _cities(language: str) -> Iterator[str]:
    for zone, data in Locale.parse(language).time_zones.items():
        if "/" in zone and not zone.startswith("Etc/"):
            yield data.get("city") or zone.rsplit("/", 1)[1].replace("_", " ")
