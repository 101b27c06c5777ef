"""The words of one sentence that name somebody: known names, persons, organisations by their form, groups, roles."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from detente.reading.language import lexicon
from detente.reading.names import Known, first_names, gazetteer
from detente.reading.roles import DEFINITE, INDEFINITE, Role, find_roles, nominative
from detente.reading.words import Sentence, Word

PartKind = Literal["known", "government", "adjective", "person", "organisation", "unknown", "group", "bare"]

PARTICLES = {
    "von", "van", "de", "der", "den", "bin", "al", "zu", "di", "da", "del", "della", "le", "la", "ben", "ibn", "el", "dos", "du", "ter", "vom", "zur",
    "und", "y", "af", "ten", "abu", "bint", "ul", "ur",
}  # fmt: skip
_INITIAL = re.compile(r"^[^\W\d_]\.(?:[^\W\d_]\.)*$")
_ACRONYM = re.compile(r"^[A-ZÄÖÜ][A-Za-zÄÖÜäöü&.-]*[A-ZÄÖÜ][A-Za-zÄÖÜäöü&-]*$|^[A-ZÄÖÜ]{2,}$")
_LONGEST_PERSON = 6


@dataclass(slots=True, eq=False)
class Part:
    """Words `first:last` of a sentence that name a party, or that refer back to one (`bare`).

    `of` are the parts that the bearer of a role belongs to; `roles` those that the sentence gives a person.
    """

    kind: PartKind
    sentence: int
    first: int
    last: int
    name: str
    outer_first: int = -1
    outer_last: int = -1
    known: Known | None = None
    genitive: bool = False
    roles: list[Role] = field(default_factory=list)
    of: Part | None = None
    feminine: bool | None = None
    plural: bool = False
    definite: bool = False
    aliases: list[str] = field(default_factory=list)
    party: Part | None = None
    plain: bool = False

    def __post_init__(self) -> None:
        if self.outer_first < 0:
            self.outer_first, self.outer_last = self.first, self.last


@dataclass(slots=True)
class Sketch:
    """What was found in one sentence: parts in text order, the roles, and which words belong to a part."""

    sentence: Sentence
    parts: list[Part]
    roles: list[Role]
    owner: list[Part | None]


def sketch(sentence: Sentence, language: str, surnames: set[str]) -> Sketch:
    """Find the parts of a sentence.  `surnames` are last names of persons that the report names in full."""
    words = sentence.words
    owner: list[Part | None] = [None] * len(words)
    result = Sketch(sentence, [], [], owner)
    _known(result, language)
    _acronyms(result, language)
    taken = [part is not None and part.kind != "adjective" for part in owner]
    result.roles = find_roles(words, language, taken)
    if language == "de":
        _german_organisations(result)
    else:
        _english_organisations(result)
    _persons(result, language, surnames)
    _groups(result, language)
    result.parts.sort(key=lambda part: part.first)
    return result


def _put(result: Sketch, part: Part) -> Part:
    result.parts.append(part)
    for k in range(part.first, part.last):
        result.owner[k] = part
    return part


def _free(result: Sketch, first: int, last: int) -> bool:
    return all(result.owner[k] is None for k in range(first, last))


# ---------------------------------------------------------------- known names


def _known(result: Sketch, language: str) -> None:
    words, names = result.sentence.words, gazetteer(language)
    people = first_names()
    i = 0
    while i < len(words):
        word = words[i]
        if not (
            word.text[:1].isupper()
            or word.text[:1].isdigit()
            or "." in word.text
            or word.lower
            in (
                "verdi",
                "dbb",
                "e",
                "al-qaida",
                "al-qaeda",
                "al",
                "taz",
                "dpa",
                "epd",
                "dapd",
                "ddp",
                "heise",
                "voestalpine",
                "eurozone",
                "mainland",
            )
        ):
            adjective = names.adjective(words, i) if word.pos == "ADJ" else None
            if adjective:
                _put(
                    result, Part("adjective", result.sentence.index, i, i + adjective[1], word.text, known=adjective[0])
                )
            i += 1
            continue
        found = names.find(words, i)
        if found is not None and found.last - i == 1:
            before = words[i - 1] if i else None
            after = words[i + 1] if i + 1 < len(words) else None
            if (before is not None and before.text in people and result.owner[i - 1] is None and before.pos == "NAME") or (
                word.text in people
                and after is not None
                and after.pos == "NAME"
                and after.text[:1].isupper()
                and names.find(words, i + 1) is None
            ) or (word.pos in ("VERB", "AUX", "ADV", "PREP", "MODAL", "NUM") and i == 0 and not word.text.isupper()):
                found = None
        adjective = names.adjective(words, i)
        if found is not None and found.known.how == "people" and language == "en" and not _people(words, i):
            found = None
        if adjective and (
            found is None or adjective[1] > found.last - i or _before_noun(words, i, adjective[1], language)
        ):
            if found is None or adjective[1] >= found.last - found.first:
                _put(
                    result, Part("adjective", result.sentence.index, i, i + adjective[1], word.text, known=adjective[0])
                )
                i += adjective[1]
                continue
        if found is None:
            i += 1
            continue
        text = " ".join(w.text for w in words[i : found.last])
        part = Part("known", result.sentence.index, i, found.last, text, known=found.known, genitive=found.genitive)
        if found.genitive:
            part.name = re.sub(r"(es|s)$", "", text)
        _put(result, part)
        i = found.last


def _people(words: list[Word], i: int) -> bool:
    """Whether a word such as "French" or "Iranians" stands for people: plural in -s, or "the French" before no noun."""
    if words[i].text.endswith("s") and words[i].pos == "NOUN":
        return True
    after = words[i + 1] if i + 1 < len(words) else None
    return i > 0 and words[i - 1].lower == "the" and (after is None or after.pos not in ("NOUN", "NAME", "ADJ", "AND"))


def _before_noun(words: list[Word], i: int, n: int, language: str) -> bool:
    """Whether an ambiguous word ("US", "Serb", "Schweizer") is used as an adjective here."""
    if i + n >= len(words):
        return False
    after = words[i + n]
    if language == "de":
        return words[i].pos == "ADJ"
    return (
        (after.pos in ("NOUN", "ADJ")
        and after.text[0].islower())
        or (after.pos in ("NOUN", "NAME") and after.text[:1].isupper())
    )


def _acronyms(result: Sketch, language: str) -> None:
    """Long forms before "(NUT)", found as Schwartz and Hearst (2003) do; the acronym becomes an alias."""
    words = result.sentence.words
    for i in range(2, len(words) - 1):
        short = words[i]
        if words[i - 1].text != "(" or words[i + 1].text not in (")", ",", ";") or not _ACRONYM.match(short.text):
            continue
        if len(short.text) > 10 or (result.owner[i] and result.owner[i].known and result.owner[i - 2]):  # type: ignore[union-attr]
            continue
        first = _long_form(words, i - 1, short.text)
        if first is None or not _free_of_names(result, first, i - 1):
            continue
        text = " ".join(w.text for w in words[first : i - 1])
        for part in [p for p in result.parts if first <= p.first < i - 1 or p.first == i]:
            result.parts.remove(part)
            for k in range(part.first, part.last):
                result.owner[k] = None
        known = gazetteer(language).find(words, i)
        part = Part(
            "organisation",
            result.sentence.index,
            first,
            i - 1,
            _title(text, words[first], language),
            aliases=[short.text],
        )
        if known and known.known.kind == "organisation" and not known.known.only_with:
            part.known, part.kind = known.known, "known"
        part.outer_last = i + 2
        part.outer_first = first - 1 if first and words[first - 1].pos == "DET" else first
        _put(result, part)


def _free_of_names(result: Sketch, first: int, last: int) -> bool:
    owners = {
        id(p)
        for k in range(first, last)
        if (p := result.owner[k]) is not None and p.kind == "known" and p.known and p.known.kind != "place"
    }
    whole = result.owner[first]
    return not (whole is not None and len(owners) == 1 and whole.first == first and whole.last == last)


def _title(text: str, word: Word, language: str) -> str:
    if language == "de" and word.pos == "ADJ":
        return text
    return text


def _long_form(words: list[Word], end: int, short: str) -> int | None:
    letters = [c.lower() for c in short if c.isalpha()]
    limit = max(0, end - min(len(letters) + 5, len(letters) * 2 + 1))
    if words[end - 1].pos not in ("NOUN", "NAME", "ADJ") and not words[end - 1].text[:1].isupper():
        return None
    k, at = end - 1, len(letters) - 1
    text = words[k].lower
    position = len(text) - 1
    while at >= 0:
        while position >= 0 and (
            text[position] != letters[at] or (at == 0 and position > 0 and text[position - 1].isalpha())
        ):
            position -= 1
        if position >= 0:
            position -= 1
            at -= 1
            if at < 0:
                break
            if position >= 0:
                continue
        k -= 1
        if k < limit or (words[k].text in (",", ";", ".", ":", "(", ")") and False):
            return None
        text = words[k].lower
        position = len(text) - 1
    while k > limit and words[k].text[:1].islower() and words[k].pos in ("PREP", "DET", "AND"):
        k += 1
    if not words[k].text[:1].isupper() or any(
        w.pos in ("VERB", "AUX", "MODAL") and w.form == "fin" for w in words[k:end]
    ):
        return None
    return k


# ---------------------------------------------------------------- organisations by their form


@cache
def _forms(language: str) -> dict[str, frozenset[str]]:
    return {name: frozenset(values) for name, values in lexicon(language, "forms").items()}


@cache
def _german_form(text: str) -> str | None:
    """The head of a German noun for an organisation ("Wirtschaftsministerium" gives "ministerium")."""
    lower = text.lower()
    forms = _forms("de")
    for candidate in (lower, *(lower.removesuffix(e) for e in ("es", "s", "e", "en", "n") if lower.endswith(e))):
        best = max((h for h in forms["heads"] if candidate.endswith(h)), key=len, default=None)
        if best:
            return best
    return None


@cache
def _german_base(text: str) -> str:
    """A noun for an organisation without the genitive ending."""
    lower = text.lower()
    for ending in ("es", "s"):
        base = lower.removesuffix(ending)
        if (
            lower.endswith(ending)
            and any(base.endswith(h) for h in _forms("de")["heads"])
            and not any(lower.endswith(h) for h in _forms("de")["heads"])
        ):
            return text[: len(base)]
    return text


def _german_organisations(result: Sketch) -> None:
    words, forms = result.sentence.words, _forms("de")
    starts = {role.head for role in result.roles}
    for i, word in enumerate(words):
        if (
            result.owner[i] is not None
            or word.pos not in ("NOUN", "NAME", "ADJ")
            or not word.text[:1].isupper()
            or i in starts
        ):
            continue
        before = words[i - 1] if i else None
        adjective = result.owner[i - 1] if i else None
        if (
            word.text.rstrip("sn") in forms["governments"]
            or word.text in forms["governments"]
            or word.lower.endswith(("regierung", "regierungen"))
        ):
            if (
                adjective is not None
                and adjective.kind == "adjective"
                and adjective.known
                and adjective.known.kind == "state"
            ):
                _government(result, adjective.first, i + 1, adjective.known)
                continue
            if word.text in ("Regierung", "Führung", "Staatsführung", "Behörden", "Staat") and _government_of(
                result, i
            ):
                continue
        head = _german_form(word.text)
        if head is None:
            compound = word.text.split("-")
            if (
                len(compound) > 1
                and compound[0]
                and compound[-1] in ("Regierung", "Administration", "Delegation", "Seite")
            ):
                found = gazetteer("de").find([Word(0, "-".join(compound[:-1]), 0, 0)], 0)
                if found and found.known.kind == "state":
                    _government(result, i, i + 1, found.known)
            continue
        base = _german_base(word.text)
        plural = (
            word.lower.endswith(("en", "e", "innen"))
            and not word.lower.endswith(head)
            and head not in ("betriebe", "linien", "werke")
        )
        if plural or word.text.endswith(
            (
                "parteien",
                "gewerkschaften",
                "verbände",
                "gerichte",
                "ministerien",
                "fraktionen",
                "banken",
                "kammern",
                "behörden",
            )
        ):
            continue
        if "-" in word.text:
            prefix, _, rest = word.text.rpartition("-")
            found = gazetteer("de").find([Word(0, prefix, 0, 0)], 0)
            if (
                found is not None
                and found.known.kind == "state"
                and rest in ("Regierung", "Administration", "Delegation", "Seite", "Führung")
            ):
                _government(result, i, i + 1, found.known)
                continue
            if (
                found is not None
                and found.known.kind == "organisation"
                and rest
                in (
                    "Fraktion",
                    "Bundestagsfraktion",
                    "Führung",
                    "Spitze",
                    "Konzern",
                    "Vorstand",
                    "Delegation",
                    "Partei",
                    "Landtagsfraktion",
                )
            ):
                part = _put(result, Part("known", result.sentence.index, i, i + 1, word.text, known=found.known))
                continue
        bare = base.lower() in forms["heads"]
        first = i
        while (
            first > 0
            and words[first - 1].text[:1].isupper()
            and words[first - 1].pos == "ADJ"
            and first - 1 > 0
            and result.owner[first - 1] is None
        ):
            first -= 1
        named = first < i
        last = i + 1
        if (
            not named
            and bare
            and adjective is not None
            and adjective.kind == "adjective"
            and adjective.name[:1].isupper()
            and adjective.first > 0
        ):
            first, named = adjective.first, True
        after = words[i + 1] if i + 1 < len(words) else None
        # "Gewerkschaft der Polizei", "Bundesverband der Hersteller": only in names, so only where the noun is a compound.
        if after is not None and after.pos == "NAME" and after.text[:1].isupper() and before is not None:
            owner = result.owner[i + 1]
            if (
                owner is not None
                and owner.kind == "known"
                and owner.known
                and owner.known.kind in ("organisation", "media")
                and (bare or True)
            ):
                owner.outer_first = first - (1 if before.pos == "DET" else 0)
                continue
            if (
                (owner is None
                and bare
                and head not in forms["compound_only"])
                or (owner is None and word.lower in ("firma", "konzern", "unternehmen"))
            ):
                last = i + 2
                while (
                    last < len(words)
                    and words[last].pos == "NAME"
                    and words[last].text[:1].isupper()
                    and result.owner[last] is None
                ):
                    last += 1
                text = " ".join(w.text for w in words[i + 1 : last])
                _put(
                    result,
                    Part("organisation", result.sentence.index, i + 1, last, text, outer_first=first, outer_last=last),
                )
                continue
            if (owner is None or (owner.known and owner.known.kind in ("place", "state", "organisation"))) and not bare:
                last = owner.last if owner else i + 2
        never = base.lower() in forms["never"] or any(base.lower().endswith(n) and len(n) > 12 for n in ())
        if named:
            text = " ".join(
                [*(nominative_for(w.text, base) for w in words[first:i]), base, *(w.text for w in words[i + 1 : last])]
            )
            part = Part("organisation", result.sentence.index, first, last, text)
        elif bare or never:
            if (
                not (
                    before is not None
                    and before.text.lower() in DEFINITE["de"] | {"dieser", "diese", "dieses", "diesem", "diesen"}
                )
                and base.lower() not in forms["alone"]
            ):
                continue
            part = Part("bare", result.sentence.index, i, last, base, definite=True)
        else:
            text = " ".join([base, *(w.text for w in words[i + 1 : last])])
            part = Part("organisation", result.sentence.index, i, last, text, plain=True)
        part.genitive = before is not None and before.text in ("des",)
        part.outer_first = first
        while part.outer_first > 0 and words[part.outer_first - 1].pos in ("ADJ", "DET", "POSS"):
            part.outer_first -= 1
        for k in range(part.first, part.last):
            owner = result.owner[k]
            if owner is not None:
                result.parts.remove(owner)
                for j in range(owner.first, owner.last):
                    result.owner[j] = None
        _put(result, part)


_FEMININE_HEADS = (
    "schaft",
    "ung",
    "partei",
    "behörde",
    "ion",
    "bank",
    "kammer",
    "kirche",
    "agentur",
    "tät",
    "polizei",
    "liga",
    "miliz",
    "kasse",
    "firma",
    "armee",
    "front",
    "kanzlei",
    "konferenz",
    "initiative",
    "gruppe",
    "aufsicht",
    "allianz",
    "airline",
    "führung",
)
_NEUTER_HEADS = (
    "ministerium",
    "gericht",
    "amt",
    "parlament",
    "unternehmen",
    "institut",
    "bündnis",
    "präsidium",
    "kabinett",
    "syndikat",
    "haus",
    "gremium",
    "werk",
)


def german_gender(noun: str) -> str:
    """Gender of a noun for an organisation: f, n or m."""
    lower = noun.lower()
    if lower.endswith(_FEMININE_HEADS):
        return "f"
    return "n" if lower.endswith(_NEUTER_HEADS) else "m"


def nominative_for(adjective: str, noun: str) -> str:
    """An adjective in a name, in the nominative: ("Afrikanischen", "Union") gives "Afrikanische"."""
    if not re.search(r"e[nmrs]?$", adjective):
        return adjective
    if (
        adjective.endswith("er")
        and german_gender(noun) != "m"
        and adjective[:1].isupper()
        and not adjective.endswith("scher")
    ):
        return adjective
    return (
        nominative(adjective, german_gender(noun) == "f")
        if german_gender(noun) != "n"
        else re.sub(r"e[nmrs]?$", "", adjective) + "es"
    )


def _government(result: Sketch, first: int, last: int, known: Known) -> None:
    words = result.sentence.words
    for k in range(first, last):
        owner = result.owner[k]
        if owner is not None and owner in result.parts:
            result.parts.remove(owner)
    part = Part(
        "government", result.sentence.index, first, last, " ".join(w.text for w in words[first:last]), known=known
    )
    while part.outer_first > 0 and words[part.outer_first - 1].pos in ("DET", "ADJ"):
        part.outer_first -= 1
    _put(result, part)


def _government_of(result: Sketch, i: int) -> bool:
    """ "die Regierung Österreichs", "die Regierung in Kiew", "Islands Regierung"."""
    words = result.sentence.words
    if i and (owner := result.owner[i - 1]) and owner.known and owner.genitive and owner.known.kind == "state":
        _government(result, owner.first, i + 1, owner.known)
        return True
    for step in (1, 2):
        k = i + step
        if k >= len(words) or (owner := result.owner[k]) is None or owner.known is None or owner.known.kind != "state":
            continue
        if (step == 1 and owner.genitive) or (step == 2 and words[i + 1].text in ("in", "von", "des", "der")):
            _government(result, i, owner.last, owner.known)
            return True
    return False


def _english_organisations(result: Sketch) -> None:
    words, forms = result.sentence.words, _forms("en")
    n = len(words)
    _english_governments(result)
    i = 0
    while i < n:
        if not _capital(result, i):
            i += 1
            continue
        end = i
        while end < n and (
            _capital(result, end)
            or (words[end].lower in ("and", "&", "of", "for", "on", "the") and _joins(result, i, end))
        ):
            end += 1
        while end > i and words[end - 1].lower in ("and", "&", "of", "for", "on", "the"):
            end -= 1
        _split_run(result, i, end, forms)
        i = max(end, i + 1)
    _bare_english(result, forms)


def _capital(result: Sketch, i: int) -> bool:
    word = result.sentence.words[i]
    owner = result.owner[i]
    if (
        owner is not None
        and owner.kind not in ("adjective",)
        and not (owner.known and owner.known.kind in ("state", "place") and owner.known.how == "name")
    ):
        return False
    if (
        not word.text[:1].isupper()
        or word.pos in ("PRON", "PREP", "AUX", "MODAL", "AND", "SUB", "REL", "ASK", "NUM")
        or word.lower in ("the", "a", "an", "this", "that", "some", "all", "no")
    ):
        return False
    if word.pos == "DET" or word.pos == "ADV":
        return False
    return not (i == 0 and word.pos == "VERB")


def _joins(result: Sketch, first: int, k: int) -> bool:
    """Whether a small word inside a run of capitals belongs to a name: "Department of Justice", "Ways and Means"."""
    words, heads = result.sentence.words, _forms("en")["heads"]
    after = k + 1
    if after < len(words) and words[after].lower == "the":
        after += 1
    if after >= len(words) or not _capital(result, after):
        return False
    before = [w.lower for w in words[first:k]]
    lower = words[k].lower
    if lower in ("of", "for", "on"):
        return before[-1] in heads or (len(before) > 1 and any(b in heads for b in before) and "of" not in before)
    if lower == "the":
        return before[-1] in ("of", "for", "on")
    if any(b in ("of", "for", "on") for b in before):
        return True
    stop = after
    while stop < len(words) and _capital(result, stop):
        stop += 1
    tail = [w.lower for w in words[after:stop]]
    return (
        bool(tail)
        and tail[-1] in heads
        and len(tail) > 1
        and not any(b in heads for b in before)
        and before[0].capitalize() not in first_names()
    )


def _split_run(result: Sketch, first: int, last: int, forms: dict[str, frozenset[str]]) -> None:
    """Make an organisation of the words of a run of capitals, up to the last word that is an organisation's head."""
    words = result.sentence.words
    role_words = {k for role in result.roles for k in range(role.head, role.head_last)}
    ends = [k for k in range(first, last) if words[k].lower in forms["heads"] or words[k].text in forms["firms"]]
    if not ends:
        return
    start = first
    # Roles before the head end ("President of ..."), unless the head follows at once ("Justice Department").
    of = next((k for k in range(first, last) if words[k].lower in ("of", "for", "on")), None)
    head = max((k for k in ends if of is None or k < of), default=ends[0])
    for k in range(first, head):
        if k in role_words and not (k + 1 == head):
            start = k + 1
    if of is not None and of == head + 1:
        stop = last
        for k in range(of, last):
            if k in role_words or (words[k].text in first_names() and k > of + 1):
                stop = k
                break
    else:
        stop = head + 1
    while start < stop and words[start].lower in ("and", "&", "of", "for", "on", "the"):
        start += 1
    while (
        start < head
        and words[start].lower in ("former", "senior", "current", "then", "late", "incoming")
        and start == first
    ):
        start += 1
    if stop - start < 2:
        return
    owners = {id(result.owner[k]): result.owner[k] for k in range(start, stop) if result.owner[k] is not None}
    of_known = next((o.known for o in owners.values() if o is not None and o.known and o.known.kind == "state"), None)
    governments = {"Government", "Administration", "Ministry"}
    text = " ".join(w.text for w in words[start:stop]).replace(" 's", "'s").replace(" ’s", "’s")
    for owner in owners.values():
        if owner is not None and owner in result.parts:
            result.parts.remove(owner)
            for k in range(owner.first, owner.last):
                result.owner[k] = None
    if of_known and words[stop - 1].text in governments and stop - start == 2:
        _government(result, start, stop, of_known)
        return
    part = _put(result, Part("organisation", result.sentence.index, start, stop, text))
    result.roles[:] = [r for r in result.roles if not (start <= r.head < stop)]
    part.outer_first = start - 1 if start and words[start - 1].pos == "DET" else start


def _english_governments(result: Sketch) -> None:
    """ "the Iranian government", "Iraqi leaders", "China's government", "the government of Syria"."""
    words = result.sentence.words
    governments = _forms("en")["governments"]
    for part in list(result.parts):
        if part not in result.parts or part.known is None or part.known.kind != "state":
            continue
        end = part.last
        if end < len(words) and words[end].pos == "GEN" and part.kind == "known":
            end += 1
        elif part.kind != "adjective" and not (end < len(words) and words[end].text[:1].islower()):
            pass
        limit = end
        while limit < len(words) and limit < end + 3 and words[limit].pos in ("NOUN", "NAME", "ADJ"):
            text = " ".join(w.lower for w in words[end : limit + 1])
            last = words[limit].lower
            longer = (
                limit + 1 < len(words)
                and words[limit + 1].pos in ("NOUN", "NAME")
                and words[limit + 1].text[0].islower()
            )
            if (text in governments or (last in governments and limit == end + 1)) and not longer:
                if words[limit].text[0].isupper() and words[limit].lower not in (
                    "government",
                    "administration",
                    "ministry",
                ):
                    break
                _government(result, part.first, limit + 1, part.known)
                break
            limit += 1
        k = part.first
        if (
            (part.kind == "known"
            and k >= 2
            and words[k - 1].lower == "of")
            or (k >= 3 and words[k - 1].lower == "the" and words[k - 2].lower == "of")
        ):
            h = k - 2 if words[k - 1].lower == "of" else k - 3
            if words[h].lower in ("government", "leaders", "governments") and part in result.parts:
                _government(result, h, part.last, part.known)


def _bare_english(result: Sketch, forms: dict[str, frozenset[str]]) -> None:
    words = result.sentence.words
    heads = {role.head for role in result.roles}
    for i, word in enumerate(words):
        if result.owner[i] is not None or word.pos not in ("NOUN", "NAME") or i in heads:
            continue
        if word.lower not in forms["back"] and word.lower not in forms["alone"]:
            continue
        after = words[i + 1] if i + 1 < len(words) else None
        if after is not None and (
            after.pos in ("NOUN", "NAME")
            and not ((result.owner[i + 1] and result.owner[i + 1].kind == "known") or after.text[:1].isupper())
        ):  # type: ignore[union-attr]
            continue
        k = i
        while (
            k > 0
            and words[k - 1].pos in ("ADJ", "NOUN")
            and result.owner[k - 1] is None
            and words[k - 1].text[0].islower()
        ):
            k -= 1
        definite = k > 0 and words[k - 1].lower in ("the", "this")
        if (
            (definite
            and (k == i or i - k == 1))
            or (word.lower in forms["alone"]
            and k == i
            and not (k > 0 and words[k - 1].pos in ("NAME", "POSS")))
        ):
            part = Part(
                "bare",
                result.sentence.index,
                i,
                i + 1,
                word.text,
                definite=definite,
                outer_first=k - 1 if definite else k,
                outer_last=i + 1,
            )
            _put(result, part)


# ---------------------------------------------------------------- persons and other names


def _persons(result: Sketch, language: str, surnames: set[str]) -> None:
    words = result.sentence.words
    people = first_names()
    heads = {k for role in result.roles for k in range(role.head, role.head_last)}
    upper_line = sum(w.text[:1].isupper() for w in words) > 0.6 * len(words) and len(words) > 5 and language == "en"
    titles = lexicon(language, "roles")["titles"]
    i = 0
    while i < len(words):
        title = _title_of(words[i].text, titles)
        if title and result.owner[i] is None and i + 1 < len(words):
            heads.add(i)
        if result.owner[i] is not None or i in heads or not _namelike(words, i, language, people, surnames):
            i += 1
            continue
        end = i + 1
        while end < len(words) and end - i < _LONGEST_PERSON:
            word = words[end]
            if (
                result.owner[end] is None
                and end not in heads
                and word.text[:1].isupper()
                and word.pos in ("NAME", "NOUN", "ADJ", "X", "ADV", "VERB", "PRED", "DET")
                and (
                    word.pos == "NAME"
                    or _INITIAL.match(word.text)
                    or (
                        words[end - 1].text in people
                        and word.pos in ("NOUN", "ADJ", "VERB", "ADV", "X")
                        and not (language == "de" and word.pos == "NOUN" and i == 0 and words[0].text not in people)
                    )
                    or word.text in surnames
                    or (language == "en" and word.pos in ("NOUN", "ADJ", "VERB") and end == i + 1)
                    or (language == "en" and words[i].text in people and word.pos in ("NOUN", "ADJ"))
                )
            ):
                end += 1
                continue
            if (
                result.owner[end] is not None
                and words[end - 1].text in people
                and end == i + 1
                and result.owner[end].kind == "adjective"
                and word.text[:1].isupper()
            ):  # type: ignore[union-attr]
                old = result.owner[end]
                if old is not None:
                    result.parts.remove(old)
                    result.owner[end] = None
                end += 1
                continue
            k = end
            while (
                k < len(words)
                and words[k].text.lower() in PARTICLES
                and words[k].text not in ("und", "y")
                and k - end < 2
            ):
                k += 1
            joins = (
                k > end
                and k < len(words)
                and words[k].text[:1].isupper()
                and result.owner[k] is None
                and words[k].pos in ("NAME", "NOUN")
                and k not in heads
            )
            if (
                joins
                and words[end].text.lower() in ("der", "den", "zu", "vom", "zur", "da", "al", "du", "la")
                and not (k - end > 1 or words[i].text in people)
            ):
                joins = False
            if (
                joins
                and words[end].text in ("zu", "zur", "vom", "der", "den")
                and language == "de"
                and words[k].pos == "NOUN"
            ):
                joins = False
            if joins:
                end = k + 1
                continue
            break
        if (
            language == "en"
            and end < len(words) - 1
            and words[end].text == ","
            and words[end + 1].text in ("Jr.", "Jr", "Sr.", "Sr")
        ):
            end += 2
        _name(result, i, end, language, people, surnames, upper_line)
        i = end


def _title_of(text: str, titles: dict[str, list[str]]) -> str | None:
    return next((g for g, words in titles.items() if text in words), None)


def _namelike(words: list[Word], i: int, language: str, people: dict[str, bool | None], surnames: set[str]) -> bool:
    word = words[i]
    if not word.text[:1].isupper() and not (
        word.text.startswith(("al-", "el-", "d'", "al", "von", "van")) and word.text in surnames
    ):
        return False
    if word.pos == "NAME":
        return word.text[0].isalpha() and not (language == "en" and word.lower in _NOT_NAMES)
    after = words[i + 1] if i + 1 < len(words) else None
    if (
        word.text in people
        and after is not None
        and after.text[:1].isupper()
        and after.pos in ("NAME", "NOUN", "ADJ", "X")
    ):
        return language == "en" or (word.pos in ("NOUN", "X", "ADJ", "ADV") and after.pos == "NAME")
    if word.text in surnames or (word.text.endswith("s") and word.text[:-1] in surnames):
        return word.pos not in ("DET", "PRON", "PREP", "AUX", "MODAL") and not (
            i == 0 and word.pos != "NOUN" and language == "en"
        )
    if language == "en" and i > 0 and word.pos in ("NOUN", "ADJ", "VERB"):
        return True
    return bool(_INITIAL.match(word.text)) and after is not None and after.pos == "NAME"


_NOT_NAMES = set(
    ["january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    + ["mr", "mrs", "ms", "dr", "prof", "sir", "lord", "lady", "dame", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "i", "pm", "am", "gmt", "utc", "est"]
)


def _name(
    result: Sketch,
    first: int,
    last: int,
    language: str,
    people: dict[str, bool | None],
    surnames: set[str],
    upper_line: bool,
) -> None:
    words = result.sentence.words
    text = " ".join(w.text for w in words[first:last]).replace(" , ", ", ")
    tokens = [w.text for w in words[first:last]]
    part = Part("unknown", result.sentence.index, first, last, text)
    titles = lexicon(language, "roles")["titles"]
    title = _title_of(words[first - 1].text, titles) if first else None
    if first > 1 and title is None and words[first - 1].text == ".":
        title = _title_of(words[first - 2].text, titles)
    known_first = tokens[0] in people
    plainly_person = known_first and len(tokens) >= 2 and all(t[:1].isupper() or t.lower() in PARTICLES for t in tokens)
    last_name = tokens[-1]
    base = (
        last_name[:-1]
        if language == "de" and last_name.endswith("s") and last_name not in surnames and last_name[:-1] in surnames
        else last_name
    )
    if base != last_name:
        part.genitive = True
        part.name = text[:-1]
    if plainly_person and not any(t.isupper() and len(t) > 2 and t.isalpha() for t in tokens[1:]):
        part.kind = "person"
        part.feminine = people[tokens[0]]
    elif title is not None or (len(tokens) == 1 and base in surnames):
        part.kind = "person"
    elif upper_line and len(tokens) > 0:
        part.kind = "unknown"
        part.plain = True
    if title in ("m", "f"):
        part.feminine = title == "f"
    if title is not None:
        part.outer_first = first - 1
    _put(result, part)


# ---------------------------------------------------------------- groups


@cache
def _group_heads(language: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    lists = lexicon(language, "groups")
    fold = (lambda w: w) if language == "de" else str.lower
    return frozenset(map(fold, lists["plural"])), frozenset(map(fold, lists["singular"])), frozenset(lists["never"])


def _groups(result: Sketch, language: str) -> None:
    words = result.sentence.words
    plural, singular, never = _group_heads(language)
    for i, word in enumerate(words):
        if result.owner[i] is not None or word.pos not in ("NOUN", "NAME", "ADJ"):
            continue
        text = word.text if language == "de" else word.lower
        if text in never or (language == "de" and not word.text[:1].isupper()):
            continue
        is_plural = text in plural or (
            language == "de" and (_ends(text, plural) or (text.endswith("n") and text[:-1] in plural))
        )
        is_singular = text in singular
        if not (is_plural or is_singular):
            continue
        if language == "en" and i + 1 < len(words) and words[i + 1].pos in ("NOUN",):
            continue
        if language == "de" and word.pos == "ADJ" and i + 1 < len(words) and words[i + 1].pos in ("NOUN", "NAME"):
            continue
        before = words[i - 1] if i else None
        if (
            before is not None
            and before.text.lower() in ("der", "dem", "des", "ein", "eine", "einem", "einen", "einer", "a", "an")
            and is_plural
            and language == "en"
        ):
            continue
        first = i
        while (
            first > 0
            and words[first - 1].pos
            in ("ADJ", "NOUN" if language == "en" else "ADJ", "NAME" if language == "en" else "ADJ")
            and (language == "de" or words[first - 1].pos != "NAME" or words[first - 1].text[:1].isupper())
        ):
            first -= 1
        outer = first
        while outer > 0 and words[outer - 1].pos in ("DET", "NUM", "POSS"):
            outer -= 1
        of = next((result.owner[k] for k in range(first, i) if result.owner[k] is not None), None)
        for k in range(first, i):
            owner = result.owner[k]
            if owner is not None and owner in result.parts:
                result.parts.remove(owner)
        name = _group_name(words[first : i + 1], language)
        part = Part("group", result.sentence.index, first, i + 1, name, outer, i + 1, plural=is_plural, of=of)
        part.definite = outer < first and words[outer].text.lower() in DEFINITE[language]
        part.plain = outer < first and words[outer].text.lower() in INDEFINITE[language]
        part.aliases = [word.text]
        _put(result, part)
        for role in result.roles:
            if role.head == i:
                role.taken = True


def _ends(text: str, heads: frozenset[str]) -> bool:
    rest = text.rpartition("-")[2]
    if rest != text and rest in heads:
        return True
    return any(text.endswith(h.lower()) for h in heads if len(h) > 7 and len(text) > len(h))


def _group_name(words: list[Word], language: str) -> str:
    if language == "en":
        text = " ".join(w.text for w in words)
        return text[:1].upper() + text[1:]
    kept = [w.text for w in words]
    adjectives = [
        re.sub(r"e[nmrs]?$", "", w) + "e" if w[:1].islower() and re.search(r"e[nmrs]?$", w) else w for w in kept[:-1]
    ]
    text = " ".join([*adjectives, kept[-1]])
    return text[:1].upper() + text[1:]
