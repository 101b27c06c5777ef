"""German roles: "ukrainischen Präsidenten", "SPD-Vorsitzende", "Sprecher des Auswärtigen Amtes", in the nominative."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from detente.reading.language import CACHED_WORDS, lexicon
from detente.reading.mentions.names import gazetteer
from detente.reading.mentions.role import Role
from detente.reading.mentions.tables import table
from detente.reading.text.words import Word

_SHORTEST_SUFFIX = 5
_ENDING = re.compile(r"(e[nmrs]?)$")


@dataclass(frozen=True, slots=True)
class _Form:
    lemma: str
    feminine: bool | None
    plural: bool
    adjectival: bool = False
    singular: str = ""


@cache
def _german_forms() -> dict[str, _Form]:
    lists = lexicon("de", "roles")
    forms: dict[str, _Form] = {}

    def put(form: str, lemma: str, feminine: bool | None, plural: bool = False, adjectival: bool = False) -> None:
        forms.setdefault(form.lower(), _Form(lemma, feminine, plural, adjectival))

    for lemma in lists["feminine"]:
        put(lemma, lemma, True)
        put(lemma + "nen", lemma, True, True)
    for kind in ("strong", "weak"):
        for lemma in lists[kind]:
            stem = lemma.removesuffix("e")
            put(lemma, lemma, False)
            put(stem + "in", stem + "in", True)
            put(stem + "innen", stem + "in", True, True)
            if kind == "weak":
                put(stem + "en", lemma, False)
                put(stem + "n", lemma, False)
            else:
                for ending in ("s", "es"):
                    put(lemma + ending, lemma, False)
                for ending in ("n", "e", "en"):
                    put(lemma + ending, lemma, False, True)
    for lemma in lists["adjectival"]:
        for ending in ("", "r", "n", "m", "s"):
            put(lemma + ending, lemma, None, adjectival=True)
    for form, lemma in (
        ("generäle", "General"),
        ("anwälte", "Anwalt"),
        ("anwälten", "Anwalt"),
        ("chefs", "Chef"),
        ("räte", "Rat"),
    ):
        put(form, lemma, False, form != "chefs")
    return forms


@lru_cache(maxsize=CACHED_WORDS)
def _german_head(text: str) -> tuple[str, _Form, str] | None:
    """(prefix, form, nominative noun) of a German role noun."""
    lists = lexicon("de", "roles")
    forms = _german_forms()
    lower = text.lower()
    for k in range(len(lower)):
        form = forms.get(lower[k:])
        if form is None:
            continue
        prefix = text[:k]
        lemma = form.lemma
        hyphen = prefix.endswith(("-", "/"))
        if prefix and not hyphen and len(lemma) < _SHORTEST_SUFFIX and lemma not in ("Chef", "Vize", "Chefin"):
            continue
        if prefix and not hyphen and lemma in table("de", "only_alone", "roles"):
            continue
        noun = prefix + (lemma if not prefix or hyphen else lemma[0].lower() + lemma[1:])
        if (
            noun in table("de", "not_roles", "roles")
            or (hyphen and lemma in table("de", "not_roles", "roles"))
            or text in table("de", "not_roles", "roles")
            or (not text[:1].isupper() and not hyphen)
        ):
            return None
        if not prefix and lemma in lists.get("only_compound", []):
            return None
        return prefix, form, noun
    return None


def is_office(text: str) -> bool:
    """Whether a German word is a noun for an office."""
    return text[:1].isupper() and _german_head(text) is not None


def nominative(adjective: str, feminine: bool | None) -> str:
    """A German attributive adjective in the nominative without article: "ukrainischen" gives "ukrainischer"."""
    if not _ENDING.search(adjective) or (adjective[:1].isupper() and adjective.endswith("er") and "-" not in adjective):
        return adjective
    return _ENDING.sub("", adjective) + ("e" if feminine else "er")


def find_german_roles(words: list[Word], taken: list[bool]) -> list[Role]:
    """The roles in a sentence; `taken` marks words that belong to known names."""
    roles: list[Role] = []
    for i, word in enumerate(words):
        if (
            taken[i]
            or word.pos in ("VERB", "AUX", "MODAL", "PUNCT", "ADV", "PREP", "DET")
            or not word.text[:1].isupper()
        ):
            continue
        head = _german_head(word.text)
        if head is None:
            continue
        prefix, form, noun = head
        role = Role(i, i + 1, i, i + 1, i, noun, form.lemma.lower(), feminine=form.feminine, plural=form.plural)
        _german_left(words, role, form)
        role.prefix, role.code = _prefix(prefix)
        if prefix.startswith(("Ex-", "Alt-")):
            role.former = True
        role.adjectival = form.adjectival
        if form.adjectival and role.feminine is not True and not role.plural:
            role.text = role.text.removesuffix(noun) + noun + "r"
        role.last = _german_right(words, i + 1, taken)
        if role.last > role.head_last:
            role.text += " " + " ".join(w.text for w in words[role.head_last : role.last])
        roles.append(role)
    return roles


def _german_left(words: list[Word], role: Role, form: _Form) -> None:
    lists = lexicon("de", "roles")
    k = role.head
    adjectives: list[str] = []
    while k > 0:
        word = words[k - 1]
        if (
            word.pos == "ADJ"
            or (word.form == "part" and word.text.endswith(("e", "en", "er", "em")) and word.text[0].islower())
            or word.pos == "TRUNC"
            or (word.text == "und" and k > 1 and words[k - 2].text.endswith("-"))
            or word.text in ("stellvertretend", "Erste", "Erster", "Ersten", "Hohe", "Hohen", "Hoher")
        ):
            adjectives.insert(0, word.text)
        else:
            break
        k -= 1
    role.first = role.outer = k
    before = words[k - 1] if k > 0 else None
    if (
        before is not None
        and before.pos in ("DET", "POSS", "PREP", "REL", "PRON")
        and before.text.lower() in _determiners()
    ):
        role.determiner = before.text.lower()
        role.outer = k - 1 if before.pos != "PREP" else k
    elif (before is not None and before.pos == "POSS") or (
        before is not None and before.text.lower() in ("dessen", "deren")
    ):
        role.determiner = before.text.lower()
        role.outer = k - 1
    det = role.determiner
    if det == "der" and role.feminine is False and adjectives and adjectives[-1].endswith("en"):
        role.plural = True
    if role.feminine is None:
        role.feminine = {"die": True, "der": None, "dem": False, "des": False, "den": False}.get(det)
        text = words[role.head].text
        if det == "der" and text.endswith("n"):
            role.feminine = True
        elif det == "der" or (text.endswith("r") and not det):
            role.feminine = False
        if text.endswith("n") and det in ("die", "den", ""):
            role.plural = det == "die"
    if det in ("die", "alle", "beide", "beiden", "mehrere", "viele", "einige", "keine") and role.feminine is False:
        role.plural = True
    if (
        not det
        and words[role.head].text.endswith("en")
        and form.lemma.lower() != words[role.head].text.lower()
        and not adjectives
    ):
        role.plural = role.plural or form.plural
    kept: list[str] = []
    for adjective in adjectives:
        stem = _ENDING.sub("", adjective).lower()
        if any(stem == f.lower() for f in lists["former"]):
            role.former = True
            kept.append(nominative(adjective, role.feminine))
        elif stem in lists["idle"]:
            continue
        else:
            kept.append(
                adjective if adjective.endswith("-") or adjective == "und" else nominative(adjective, role.feminine)
            )
    if kept:
        role.text = " ".join([*kept, role.text])


@cache
def _determiners() -> frozenset[str]:
    return frozenset(
        table("de", "definite")
        | table("de", "indefinite")
        | {"dessen", "deren", "dieser", "diese", "diesem", "diesen", "alle", "beide", "beiden"}
    )


def _prefix(prefix: str) -> tuple[str, str | None]:
    """What the first part of a compound names: "US-" the USA, "Bundestags" the Bundestag, "Bundes" Germany."""
    bare = prefix.removeprefix("Ex-").removeprefix("Alt-").removeprefix("Vize-").rstrip("-")
    parts = bare.split("-")
    for n in range(1, len(parts) + 1):
        candidate = " ".join(parts[:n])
        words = [Word(k, part, 0, 0) for k, part in enumerate(parts[:n])]
        found = gazetteer("de").find(words, 0) if candidate else None
        if found and found.last == n and found.known.kind in ("state", "organisation"):
            return candidate, found.known.key
    for name, code in lexicon("de", "roles")["prefixes"].items():
        if bare.startswith(name):
            return name, code
    return (parts[0] if "-" in prefix else ""), None


def _german_right(words: list[Word], i: int, taken: list[bool]) -> int:
    """Where the words that belong to a role after its noun end: "der EU-Kommission", "von Georgien", "für Handel"."""
    end = i
    for _ in range(3):
        k = end
        if k >= len(words):
            break
        word = words[k]
        if word.text in table("de", "genitive") and word.pos in ("DET", "REL", "PRON", "POSS"):
            k += 1
        elif end == i and taken[k] and word.text.endswith("s") and word.pos in ("NAME", "NOUN"):
            pass
        elif word.text in table("de", "office_links"):
            k += 1
            if k < len(words) and words[k].pos in ("DET", "POSS"):
                k += 1
        else:
            break
        start = k
        while k < len(words) and (
            words[k].pos in ("ADJ", "TRUNC")
            or (words[k].pos == "NUM" and k == start)
            or (words[k].text in ("und", "Die") and _continues(words, k))
        ):
            k += 1
        n = k
        while n < len(words) and (
            words[n].pos in ("NOUN", "NAME")
            or (words[n].text in ("und",) and _continues(words, n) and n > k)
            or (words[n].pos == "ADJ" and n > k and words[n - 1].text == "und")
        ):
            if n > k and words[n].pos == "NAME" and not taken[n] and words[n - 1].pos == "NOUN" and not taken[n - 1]:
                break
            if n > k and taken[n - 1] and not taken[n] and words[n].text != "und":
                break
            n += 1
        if n == k and not any(taken[start:k]):
            break
        end = n
    if end < len(words) and end > i and words[end].text == "(" and end + 2 < len(words) and words[end + 2].text == ")":
        end += 3
    return end


def _continues(words: list[Word], k: int) -> bool:
    """Whether "und" joins two lower parts of one name ("Handel und Verkehr") rather than two parties."""
    if k + 1 >= len(words) or k == 0:
        return False
    after = words[k + 1]
    if _german_head(after.text):
        return False
    return words[k - 1].text.endswith("-") or (after.pos in ("NOUN", "ADJ") and words[k - 1].pos in ("NOUN",))
