"""English roles: "chief executive of the bank", "then-chancellor", "senators"."""

from __future__ import annotations

from functools import cache

from detente.reading.language import lexicon
from detente.reading.mentions.role import Role
from detente.reading.mentions.tables import table
from detente.reading.text.words import Word


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


def find_english_roles(words: list[Word], taken: list[bool]) -> list[Role]:
    """The roles in a sentence; `taken` marks words that belong to known names."""
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
        if k >= len(words) or words[k].lower not in table("en", "office_links"):
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
