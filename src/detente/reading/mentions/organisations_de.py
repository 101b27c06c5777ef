"""German organisations by the form of their names: "Wirtschaftsministerium", "Afrikanische Union", "Firma Muster"."""

from __future__ import annotations

import re
from functools import lru_cache

from detente.reading.language import CACHED_WORDS
from detente.reading.mentions.known import put_government
from detente.reading.mentions.names import gazetteer
from detente.reading.mentions.parts import Part, Sketch, forms
from detente.reading.mentions.roles_de import nominative
from detente.reading.mentions.tables import table
from detente.reading.text.words import Word

_LONGEST_FIRM = 3
_QUOTES = {"„", '"', "“", "»"}


@lru_cache(maxsize=CACHED_WORDS)
def german_form(text: str) -> str | None:
    """The head of a German noun for an organisation ("Wirtschaftsministeriums" gives "ministerium"), or None."""
    lower = text.lower()
    heads = forms("de")["heads"]
    ends = tuple(heads)
    for candidate in (lower, *(lower.removesuffix(e) for e in ("es", "s", "e", "en", "n") if lower.endswith(e))):
        best = max((h for h in heads if candidate.endswith(h)), key=len) if candidate.endswith(ends) else None
        if best:
            return best
    return None


@lru_cache(maxsize=CACHED_WORDS)
def german_base(text: str) -> str:
    """A noun for an organisation without its genitive ending."""
    heads = tuple(forms("de")["heads"])
    lower = text.lower()
    if lower.endswith(heads):
        return text
    for ending in ("es", "s"):
        if lower.endswith(ending) and lower.removesuffix(ending).endswith(heads):
            return text[: -len(ending)]
    return text


def german_gender(noun: str) -> str:
    """Gender of a noun for an organisation: f, n or m."""
    lower = noun.lower()
    if lower.endswith(tuple(table("de", "feminine_endings"))):
        return "f"
    return "n" if lower.endswith(tuple(table("de", "neuter_endings"))) else "m"


def nominative_for(adjective: str, noun: str) -> str:
    """An adjective in a name, in the nominative: ("Afrikanischen", "Union") gives "Afrikanische"."""
    gender = german_gender(noun)
    invariant = (
        adjective.endswith("er") and not adjective.endswith(("scher", "ter", "licher")) and adjective[:1].isupper()
    )
    if invariant or not re.search(r"e[nmrs]?$", adjective):
        return adjective
    if gender == "n":
        return re.sub(r"e[nmrs]?$", "", adjective) + "es"
    return nominative(adjective, gender == "f")


def find_german_organisations(result: Sketch) -> None:
    """Put the organisations that a sentence names by a common noun, and the nouns that refer back to one."""
    words = result.words
    _firms(result)
    heads = {role.head for role in result.roles}
    for i, word in enumerate(words):
        if result.owner[i] is not None or i in heads or word.pos not in ("NOUN", "NAME", "ADJ"):
            continue
        if not word.text[:1].isupper() or _compound_of_known(result, i):
            continue
        head = german_form(word.text)
        if head is None or _plural(word, head) or word.text in table("de", "singular", "groups"):
            continue
        if not _before_name(result, i, head):
            _by_form(result, i, head)


def _firms(result: Sketch) -> None:
    """ "Nordwind AG", "Hafenbau Kiel GmbH": a firm by the form of company behind its name."""
    words = result.words
    for i in range(1, len(words)):
        if words[i].text not in table("de", "company_forms") or result.owner[i] is not None:
            continue
        first = i
        while first > 0 and i - first < _LONGEST_FIRM and words[first - 1].text[:1].isupper():
            word, owner = words[first - 1], result.owner[first - 1]
            if word.pos not in ("NAME", "NOUN", "ADJ", "X") or (owner is not None and owner.kind != "unknown"):
                break
            if german_form(word.text) or word.text in ("Die", "Der", "Das"):
                break
            first -= 1
        if first < i:
            part = result.make("organisation", first, i + 1, " ".join(w.text for w in words[first : i + 1]))
            part.aliases = [" ".join(w.text for w in words[first:i])]


def _plural(word: Word, head: str) -> bool:
    lower = word.lower
    if lower.endswith((head, head + "s", head + "es")):
        return False
    return lower.endswith(("n", "e", "er"))


def _compound_of_known(result: Sketch, i: int) -> bool:
    """ "US-Regierung" is the state, "SPD-Fraktion" the party."""
    word = result.words[i]
    prefix, _, rest = word.text.rpartition("-")
    if not prefix:
        return False
    found = gazetteer("de").find([Word(0, prefix, 0, 0)], 0)
    if found is None or found.known.only_with:
        return False
    rest = "Kreise" if rest == "Kreisen" else rest
    if found.known.kind == "state" and rest in table("de", "state_compounds"):
        put_government(result, i, i + 1, found.known)
        return True
    if found.known.kind == "organisation" and rest in table("de", "same"):
        result.make("known", i, i + 1, word.text).known = found.known
        return True
    return False


def _before_name(result: Sketch, i: int, head: str) -> bool:
    """A kind of organisation before its name: "die Gewerkschaft Muster", "Firma Beispiel & Söhne"."""
    words, lists = result.words, forms("de")
    if i + 2 >= len(words):
        return False
    start = i + 1
    base = german_base(words[i].text).lower()
    opens = (
        words[start].text in _QUOTES
        and words[i].end < words[start].start
        and words[start].end == words[start + 1].start
    )
    if (
        not opens
        and words[start].pos != "NAME"
        and not (base in table("de", "firm_nouns") and words[start].pos == "NOUN")
    ):
        return False
    if opens:
        start += 1
        close = next(
            (k for k in range(start, min(start + 7, len(words))) if words[k].text in ("“", '"', "”", "«")), None
        )
        if close is None or close == start or not words[start].text[:1].isupper():
            return False
        part = result.make("organisation", start, close, " ".join(w.text for w in words[start:close]))
        part.outer_first, part.outer_last = result.outer(i), close + 1
        return True
    owner = result.owner[start]
    if owner is not None:
        if owner.kind == "known" and owner.known and owner.known.kind == "organisation":
            owner.outer_first = result.outer(i)
            return True
        return False
    if not words[start].text[:1].isupper() or words[start].text in ("I", "II", "III"):
        return False
    if base in lists["compound_only"] or not (
        base in lists["heads"]
        or base in lists["never"]
        or head in ("konzern", "firma", "verband", "gewerkschaft", "partei")
    ):
        return False
    last = start + 1
    while (
        last < len(words)
        and words[last].pos == "NAME"
        and words[last].text[:1].isupper()
        and result.owner[last] is None
    ):
        last += 1
    part = result.make("organisation", start, last, " ".join(w.text for w in words[start:last]))
    part.outer_first = result.outer(i)
    return True


def _by_form(result: Sketch, i: int, head: str) -> None:
    words, lists = result.words, forms("de")
    base = german_base(words[i].text)
    first = i
    while first > 1 and words[first - 1].pos == "ADJ" and words[first - 1].text[:1].isupper():
        owner = result.owner[first - 1]
        if owner is not None and owner.kind != "adjective":
            break
        first -= 1
    if first > 0 and words[first - 1].text.endswith("-") and words[first].text in ("und",):
        first -= 1
    if i > 1 and words[i - 1].text == "und" and words[i - 2].text.endswith("-"):
        first = i - 2
    named = first < i
    bare = base.lower() in lists["heads"] or base.lower() in lists["never"]
    before = words[result.outer(i)]
    # "deutscher Bundestag" at the head of a sentence has its capital for another reason.
    adjective = result.owner[i - 1] if i else None
    if (
        bare
        and not named
        and head in table("de", "bodies")
        and adjective is not None
        and adjective.kind == "adjective"
        and adjective.is_state
    ):
        part = result.make("organisation", adjective.first, i + 1, f"{nominative_for(adjective.name, base)} {base}")
        part.name = part.name[:1].upper() + part.name[1:]
        part.of, part.aliases = Part("adjective", part.sentence, i, i, adjective.name, known=adjective.known), [base]
        return
    if bare and not named and (_opens_with_name(words, i) or _named_by_noun(result, i, base)):
        result.make("organisation", i, i + 2, f"{base} {words[i + 1].text}").genitive = before.text == "des"
        return
    if bare and not named and base.lower() in lists["of_members"] and (last := _extended(result, i + 1, base)) > i + 1:
        part = result.make("organisation", i, last, " ".join([base, *(w.text for w in words[i + 1 : last])]))
        part.genitive = before.text == "des"
        return
    if bare and not named:
        definite = before.lower in table("de", "definite") | table("de", "demonstrative") and before.i < i
        if definite or words[i - 1].lower in table("de", "definite") if i else False:
            part = result.make("bare", i, i + 1, base)
            part.genitive = before.text == "des"
        elif base.lower() in lists["alone"]:
            result.make("bare", i, i + 1, base)
        return
    last = _extended(result, i + 1, base)
    name = " ".join(
        [*(nominative_for(w.text, base) for w in words[first:i]), base, *(w.text for w in words[i + 1 : last])]
    )
    part = result.make("organisation", first, last, name)
    if last > i + 1:
        part.aliases = [" ".join(w.text for w in words[first : i + 1])]
    if adjective is not None and adjective.kind == "adjective" and adjective.is_state and adjective.last == first:
        part.aliases.append(f"{nominative_for(adjective.name, base)} {name}")
    part.genitive = before.text == "des"


def _opens_with_name(words: list[Word], i: int) -> bool:
    """ "Der Arbeitskreis Hafenbau fordert ...": only one phrase stands before the verb, so that the noun is a name."""
    if i > 1 or i + 2 >= len(words) or (i == 1 and words[0].pos != "DET"):
        return False
    noun = words[i + 1]
    return noun.pos in ("NOUN", "NAME") and noun.text[:1].isupper() and words[i + 2].form == "fin"


def _named_by_noun(result: Sketch, i: int, base: str) -> bool:
    """ "Des Arbeitskreises Hafenbau": a name, where no object can stand behind the noun."""
    before = result.words[i - 1].text if i else ""
    if before not in table("de", "oblique"):
        return False
    after = result.words[i + 1] if i + 1 < len(result.words) else None
    return (
        base.lower() in forms("de")["before_nouns"]
        and after is not None
        and after.pos in ("NOUN", "NAME")
        and after.text[:1].isupper()
        and result.owner[i + 1] is None
    )


def _extended(result: Sketch, i: int, base: str) -> int:
    """Where the name of an organisation ends: "Verband der Hersteller von X", "Ministerium für Arbeit und Soziales"."""
    words = result.words
    if i >= len(words):
        return i
    owner = result.owner[i]
    if owner is not None and owner.kind == "known" and not owner.genitive and owner.known and words[i].pos == "NAME":
        return owner.last if owner.known.kind in ("place", "state") or owner.known.how == "metonym" else i
    if not base.lower().endswith(tuple(forms("de")["extending"])):
        return i
    k = i
    link = words[k].text
    if link == "gegen" and not base.lower().endswith(tuple(forms("de")["fighting"])):
        return i
    if link in ("für", "zur", "zum", "gegen", "von") or (link in ("der", "des") and words[k].pos == "DET"):
        k += 1
    elif not (
        (words[k].pos == "ADJ" and words[k].text.endswith("er"))
        or (words[k].pos == "ADJ" and words[k].text[:1].isupper())
    ):
        return i
    if link in ("für", "von") and k < len(words) and words[k].pos == "DET":
        k += 1
    start = k
    while (
        k < len(words)
        and ((owner := result.owner[k]) is None or (owner.kind == "adjective" and words[k].text.islower()))
        and (
            words[k].pos in ("NOUN", "ADJ")
            or (
                words[k].text in ("und", "von", "der")
                and k > start
                and k + 1 < len(words)
                and words[k + 1].pos in ("NOUN", "ADJ")
            )
        )
    ):
        k += 1
    while k > start and words[k - 1].text in ("und", "von", "der"):
        k -= 1
    return k if k > start and words[k - 1].pos == "NOUN" else i
