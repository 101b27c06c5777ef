"""Roles: nouns for an office or part ("ukrainischer Präsident", "chief executive of the bank") and how far they reach."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from detente.reading.language import lexicon
from detente.reading.names import gazetteer
from detente.reading.words import Word

DEFINITE = {
    "de": {"der", "die", "das", "dem", "den", "des", "vom", "zum", "zur", "beim", "im", "am"},
    "en": {"the", "this", "that"},
}
INDEFINITE = {
    "de": {"ein", "eine", "einem", "einen", "einer", "eines", "kein", "keine", "mehrere", "einige", "viele"},
    "en": {"a", "an", "one", "another", "some", "several", "many", "no"},
}
_LINKS = {"de": {"von", "vom", "für", "beim", "bei", "im", "in", "zur", "am"}, "en": {"of", "for", "to", "at", "on"}}
_SHORTEST_SUFFIX = 5
_ENDING = re.compile(r"(e[nmrs]?)$")
_GENITIVES = {"der", "des", "dieses", "dieser", "seines", "seiner", "ihres", "ihrer", "eines", "einer"}


@dataclass(slots=True, eq=False)
class Role:
    """A role at words `first:last` (with modifiers and what follows "of"); `head:head_last` is its noun.

    `text` is the role in the nominative without determiner; `code` the key that its own words give ("US-Präsident").
    """

    first: int
    last: int
    head: int
    head_last: int
    outer: int
    text: str
    base: str
    code: str | None = None
    prefix: str = ""
    former: bool = False
    plural: bool = False
    feminine: bool | None = None
    determiner: str = ""
    taken: bool = False
    adjectival: bool = False
    singular: str = ""
    possessor: int | None = None

    def title(self, feminine: bool | None) -> str:
        """The role in the nominative, for a woman where its bearer is known to be one ("Vorsitzende")."""
        if self.singular:
            return self.singular
        if feminine and self.feminine is not True:
            return re.sub(r"(?<=e)r(?= |$)", "", self.text, count=1) if self.adjectival else self.text
        return self.text


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
                    put(lemma + ending, lemma, False, lemma == "Chef" and False)
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


@cache
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
        if prefix and not hyphen and lemma in _EXACT:
            continue
        noun = prefix + (lemma if not prefix or hyphen else lemma[0].lower() + lemma[1:])
        if noun in _not_roles() or text in _not_roles() or (not text[:1].isupper() and not hyphen):
            return None
        if not prefix and lemma in lists.get("only_compound", []):
            return None
        return prefix, form, noun
    return None


_EXACT = {
    "Zeuge", "Grüne", "Linke", "Liberale", "Konservative", "Bekannte", "Verwandte", "Pate", "Graf", "Abt", "Herr", "Imam", "Schah", "Rat", "Emir", "Arzt",
    "Papst", "Legat", "Frau", "Makler", "Angestellte", "Beamte", "Zuständige", "Verantwortliche",
}  # fmt: skip


@cache
def _not_roles() -> frozenset[str]:
    return frozenset(lexicon("de", "roles")["not_roles"])


@cache
def _english_heads() -> dict[str, list[tuple[tuple[str, ...], str, bool]]]:
    heads: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}
    for head in lexicon("en", "roles")["heads"]:
        words = tuple(head.split())
        plurals = {(*words[:-1], words[-1][:-1] + "ies" if words[-1].endswith("y") else words[-1] + "s")}
        if "of" in words or words[-1] == "general":
            plurals = {(words[0] + "s", *words[1:])}
        heads.setdefault(words[0], []).append((words, head, False))
        for form in plurals:
            heads.setdefault(form[0], []).append((form, head, True))
    for entries in heads.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return heads


def find_role(text: str) -> bool:
    """Whether a German word is a noun for an office."""
    return text[:1].isupper() and _german_head(text) is not None


def nominative(adjective: str, feminine: bool | None) -> str:
    """A German attributive adjective in the nominative without article: "ukrainischen" gives "ukrainischer"."""
    if not _ENDING.search(adjective) or (adjective[:1].isupper() and adjective.endswith("er") and "-" not in adjective):
        return adjective
    return _ENDING.sub("", adjective) + ("e" if feminine else "er")


def find_roles(words: list[Word], language: str, taken: list[bool]) -> list[Role]:
    """The roles among the words of one sentence; `taken` marks words that belong to known names."""
    return _german(words, taken) if language == "de" else _english(words, taken)


def _german(words: list[Word], taken: list[bool]) -> list[Role]:
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
        DEFINITE["de"]
        | INDEFINITE["de"]
        | {"dessen", "deren", "dieser", "diese", "diesem", "diesen", "alle", "beide", "beiden"}
    )


def _prefix(prefix: str) -> tuple[str, str | None]:
    """What the first part of a compound names: "US-" the United States, "Bundes" Germany."""
    lists = lexicon("de", "roles")["prefixes"]
    bare = prefix.removeprefix("Ex-").removeprefix("Alt-").removeprefix("Vize-").rstrip("-")
    for name, code in lists.items():
        if bare.startswith(name) and (bare == name or name not in ("US",)):
            return name, code
    parts = bare.split("-")
    for n in range(len(parts), 0, -1):
        candidate = "-".join(parts[:n])
        words = [Word(0, candidate, 0, 0)]
        found = gazetteer("de").find(words, 0) if candidate else None
        if found and found.known.kind in ("state", "organisation"):
            return candidate, found.known.key
    return (parts[0] if "-" in prefix else ""), None


def _german_right(words: list[Word], i: int, taken: list[bool]) -> int:
    """Where the words that belong to a role after its noun end: "der EU-Kommission", "von Georgien", "für Handel"."""
    end = i
    for _ in range(3):
        k = end
        if k >= len(words):
            break
        word = words[k]
        if word.text in _GENITIVES and word.pos in ("DET", "REL", "PRON", "POSS"):
            k += 1
        elif end == i and taken[k] and word.text.endswith("s") and word.pos in ("NAME", "NOUN"):
            pass
        elif word.text in _LINKS["de"]:
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


def _english(words: list[Word], taken: list[bool]) -> list[Role]:
    lists = lexicon("en", "roles")
    roles: list[Role] = []
    i = 0
    while i < len(words):
        match = None if taken[i] else _english_head(words, i)
        if match is None:
            i += 1
            continue
        n, head, plural, former = match
        role = Role(i, i + n, i, i + n, i, words[i].text, head, former=former, plural=plural)
        if head in lists["feminine"]:
            role.feminine = True
        elif head in lists["masculine"]:
            role.feminine = False
        _english_left(words, role, taken)
        if plural:
            role.singular = " ".join([*role.text.split()[:-n], head])
        role.last = _english_right(words, i + n, taken)
        roles.append(role)
        i += n
    return roles


def _english_head(words: list[Word], i: int) -> tuple[int, str, bool, bool] | None:
    """How many words from `i` on are the noun of an office, the noun, whether it is plural, and "ex-" or "then-"."""
    if words[i].pos not in ("NOUN", "NAME", "ADJ", "DET", "VERB", "X"):
        return None
    for form, head, plural in _english_heads().get(words[i].lower, ()):
        n = len(form)
        if i + n > len(words) or any(words[i + k].lower != form[k] for k in range(1, n)):
            continue
        if n > 1 or words[i].pos in ("NOUN", "NAME"):
            return n, head, plural, False
    prefix, _, rest = words[i].lower.partition("-")
    if prefix in lexicon("en", "roles")["former"] and (rest in _english_heads() or rest == "prime-minister"):
        return 1, rest.replace("-", " "), False, True
    return None


def _english_left(words: list[Word], role: Role, taken: list[bool]) -> None:
    lists = lexicon("en", "roles")
    k = role.head
    while k > 0:
        word = words[k - 1]
        if (
            word.pos in ("ADJ", "NOUN", "NUM")
            or (taken[k - 1] and word.pos != "GEN")
            or word.lower in lists["former"]
            or word.pos == "NAME"
            or (
                word.lower == "and"
                and k > 1
                and words[k - 2].pos == "NOUN"
                and words[k - 2].text.islower()
                and words[k].text.islower()
                and k < role.head
            )
            or (word.pos == "VERB" and word.form in ("part", "ger") and k - 1 > 0 and words[k - 2].pos in ("DET",))
        ):
            k -= 1
        else:
            break
    role.first = role.outer = k
    if k > 0:
        before = words[k - 1]
        if before.pos in ("DET", "POSS") or before.lower in ("the", "a", "an", "one"):
            role.determiner, role.outer = before.lower, k - 1
        elif before.pos == "GEN" or before.text in ("'s", "’s"):
            role.determiner, role.possessor = "'s", k - 2
            role.outer = k
    kept = []
    for word in words[role.first : role.head_last]:
        if word.i < role.head and word.lower in lists["former"]:
            role.former = True
            kept.append(word.lower)
            continue
        if word.i < role.head and word.lower in lists["idle"]:
            continue
        kept.append(word.text)
    role.text = " ".join(kept)


def _english_right(words: list[Word], i: int, taken: list[bool]) -> int:
    end = i
    for _ in range(3):
        k = end
        if k >= len(words) or words[k].lower not in _LINKS["en"]:
            break
        if (
            words[k].lower in ("to", "at", "on", "for")
            and end == i
            and k + 1 < len(words)
            and words[k + 1].pos == "VERB"
        ):
            break
        k += 1
        while k < len(words) and words[k].pos in ("DET", "POSS"):
            k += 1
        n = k
        while n < len(words) and (words[n].pos in ("NOUN", "NAME", "ADJ", "GEN", "NUM") or taken[n]):
            if n > k and taken[n - 1] and not taken[n] and words[n].text[0].isupper():
                break
            n += 1
        if n == k:
            break
        end = n
    if end > i and end < len(words) and words[end].text == "(":
        close = next((k for k in range(end, min(end + 14, len(words))) if words[k].text == ")"), None)
        if close is not None and close + 1 < len(words) and words[close + 1].text == ",":
            end = close + 1
    return end
