"""English organisations by the form of their names: "Federal Aviation Office of Germany", "the airline Sample Air"."""

from __future__ import annotations

from functools import cache

from detente.reading.language import lexicon
from detente.reading.mentions.known import put_government
from detente.reading.mentions.names import first_names
from detente.reading.mentions.parts import Part, Sketch, forms, joined
from detente.reading.mentions.tables import table

_SMALL = {"and", "&", "of", "for", "on", "the", "'s", "’s", "'", "’"}
_GENITIVES = {"'s", "’s", "'", "’"}
_GOVERNMENTS = {"government", "administration"}
_LINKS = ("of", "for", "on")
# An explanation behind a name ends with a comma at the latest after so many words.
_LONGEST_APPOSITION = 16
_NEVER_IN_NAMES = (
    "PRON",
    "PREP",
    "AUX",
    "MODAL",
    "AND",
    "SUB",
    "REL",
    "ASK",
    "NUM",
    "DET",
    "ADV",
    "TO",
    "NEG",
    "PUNCT",
)


def find_english_organisations(result: Sketch) -> None:
    """Put the organisations, and the things, that runs of capitals name, and the nouns that refer back to one."""
    words = result.words
    i = 0
    while i < len(words):
        if not _capital(result, i):
            i += 1
            continue
        end = i + 1
        while end < len(words) and (_capital(result, end) or (words[end].lower in _SMALL and _joins(result, i, end))):
            end += 1
        while words[end - 1].lower in _SMALL:
            end -= 1
        _run(result, i, end)
        i = max(end, i + 1)
    _kinds_before(result)
    _bare(result)


def _capital(result: Sketch, i: int) -> bool:
    word, owner = result.words[i], result.owner[i]
    if owner is not None and owner.kind != "adjective" and not (owner.known and owner.known.kind in ("state", "place")):
        return False
    if not word.text[:1].isupper() or word.pos in _NEVER_IN_NAMES:
        return (
            word.text in ("First", "Second", "Third", "Fourth", "Fifth")
            and i + 1 < len(result.words)
            and result.words[i + 1].text[:1].isupper()
        )
    return not (i == 0 and word.pos == "VERB")


@cache
def _days_and_months() -> frozenset[str]:
    """Capitals that tell when: "the White House on Monday" is no name."""
    dates = lexicon("en", "dates")
    return frozenset(name for key in ("weekdays", "months") for each in dates[key] for name in each.split("|"))


def _joins(result: Sketch, first: int, k: int) -> bool:
    """Whether a small word inside a run of capitals belongs to a name: "Department of Justice", "Ways and Means"."""
    words, heads = result.words, forms("en")["heads"]
    after = k + 1
    if after < len(words) and words[after].lower == "the":
        after += 1
    if after >= len(words) or not _capital(result, after) or words[after].text in _days_and_months():
        return False
    before = [w.lower for w in words[first:k]]
    lower = words[k].lower
    if words[k].text in _GENITIVES:
        return before[-1].removesuffix("s") in table("en", "people") and words[after].text[:1].isupper()
    if lower in _LINKS:
        links = sum(b in _LINKS for b in before)
        return before[-1] in heads or (
            any(b in heads for b in before) and (not links or (lower == "of" and links == 1))
        )
    if lower == "the":
        return before[-1] in _LINKS
    if any(b in _LINKS for b in before):
        return before[-1] not in heads or len(before) < 3
    stop = after
    while stop < len(words) and _capital(result, stop):
        stop += 1
    tail = [w.lower for w in words[after:stop]]
    fits = len(tail) > 1 and tail[-1] in heads and not any(b in heads for b in before)
    return fits and words[first].text not in first_names() and words[after].text not in first_names()


def _run(result: Sketch, first: int, last: int) -> None:
    """Make one organisation (or thing) of a run of capitals, from after the roles in it up to its last head."""
    words, lists = result.words, forms("en")
    whole = result.owner[first]
    if whole is not None and whole.last >= last:
        return
    in_role = {k for role in result.roles for k in range(role.head, role.head_last)}
    link = next((k for k in range(first + 1, last) if words[k].lower in _LINKS), None)
    core = link if link is not None else last
    heads = [k for k in range(first, core) if words[k].lower in lists["heads"] or words[k].text in lists["firms"]]
    things = [k for k in range(first, core) if words[k].lower in lists["things"] and k > first]
    if words[first].lower in lists["thing_starts"] and core - first > 1 and result.owner[first] is None:
        result.make("thing", first, last, joined(words[first:last]))
        return
    person = words[first].text in first_names() and words[first].text not in lexicon("any", "first_names")["places"]
    if (
        things
        and not person
        and (not heads or heads[-1] < things[-1])
        and things[-1] == core - 1
        and not any(k in in_role for k in range(first, core))
    ):
        result.make("thing", first, last, joined(words[first:last]))
        return
    if not heads:
        return
    head, start = heads[-1], first
    for k in range(first, head):
        # A role ends what comes before ("Judge"), unless the head follows at once ("Justice Department").
        if k in in_role and k + 1 != head:
            start = k + 1
    stop = _stop(result, head, core, last, in_role)
    while start < stop and (words[start].lower in _SMALL or words[start].lower in table("en", "outside")):
        start += 1
    while stop > start and words[stop - 1].lower in _SMALL:
        stop -= 1
    owner = result.owner[start]
    if stop - start < 2 or (owner is not None and owner.last >= stop):
        return
    state = owner.known if owner is not None and owner.known is not None and owner.known.kind == "state" else None
    if owner is not None and state is not None and stop - owner.last == 1 and words[stop - 1].lower in _GOVERNMENTS:
        put_government(result, start, stop, state)
        return
    belongs = next((o for k in range(start, stop) if (o := result.owner[k]) is not None and o.is_state), None)
    result.roles[:] = [r for r in result.roles if not start <= r.head < stop]
    part = result.make("organisation", start, stop, joined(words[start:stop]))
    if belongs is not None and belongs.known is not None:
        if belongs.kind == "adjective" and words[stop - 1].lower in (
            "parliament",
            "government",
            "congress",
            "senate",
            "cabinet",
            "army",
        ):
            part.of = Part("adjective", part.sentence, belongs.first, belongs.last, belongs.name, known=belongs.known)
        if belongs.first == start and stop - belongs.last >= 2:
            part.aliases = [joined(words[belongs.last : stop])]
        elif belongs.last == stop and link is not None and link > start + 1:
            part.aliases = [joined(words[start:link])]


def _stop(result: Sketch, head: int, core: int, last: int, in_role: set[int]) -> int:
    """Where the name whose head is at word `head` ends: with what follows "of", or with a place or word after it."""
    words = result.words
    if core < last and core == head + 1:
        for k in range(core + 1, last):
            if k in in_role or (words[k].text in first_names() and k > core + 1 and result.owner[k] is None):
                return k
        return last
    rest = range(head + 1, core)
    if rest and all((owner := result.owner[k]) is not None and owner.known for k in rest):
        return core
    opens = len(rest) == 1 and words[head].lower in table("en", "open_heads")
    if opens and words[head + 1].text not in first_names() and head + 1 not in in_role:
        return core
    return head + 1


def _kinds_before(result: Sketch) -> None:
    """A name before or after a kind of organisation: "trade union Aslef", "the RMT union"."""
    words, lists = result.words, forms("en")
    for i, word in enumerate(words):
        if word.pos != "NOUN" or not word.text.islower() or result.owner[i] is not None:
            continue
        news = i > 0 and words[i - 1].lower == "news"
        if word.lower in lists["before"] and _explained(result, i):
            continue
        if (word.lower in lists["media"] or news) and i + 1 < len(words) and words[i + 1].pos == "NAME":
            _named(result, i + 1, "thing")
        elif (
            word.lower in lists["before"]
            and i + 1 < len(words)
            and words[i + 1].pos in ("NAME", "NOUN")
            and words[i + 1].text[:1].isupper()
        ):
            if result.owner[i + 1] is None and words[i + 1].text not in first_names():
                part = _named(result, i + 1, "organisation")
                k = i
                while k > 0 and words[k - 1].pos in ("NOUN", "ADJ", "NAME"):
                    k -= 1
                part.outer_first = k - 1 if k and words[k - 1].pos == "DET" else k
        elif word.lower in ("union", "airline", "group", "party", "bank") and i and result.owner[i - 1] is None:
            before = words[i - 1]
            if (
                before.pos == "NAME"
                and before.text[:1].isupper()
                and before.text not in first_names()
                and not (i > 1 and words[i - 2].text[:1].isupper())
            ):
                result.make("organisation", i - 1, i + 1, joined(words[i - 1 : i + 1])).aliases = [before.text]


def _explained(result: Sketch, i: int) -> bool:
    """Put "Volt, the carmaker based in Leeds, ...": a name and what it is called behind it, up to the next comma."""
    words = result.words
    after = words[i + 1] if i + 1 < len(words) else None
    goes_on = after is not None and (
        after.text == "," or after.pos in ("REL", "PREP") or after.lower.endswith("ing") or after.lower == "based"
    )
    if not goes_on or not any(w.text == "," for w in words[i + 1 : i + _LONGEST_APPOSITION]):
        return False
    k = i
    while k and words[k - 1].pos in ("ADJ", "NOUN", "GEN") and not words[k - 1].text[:1].isupper():
        k -= 1
    if k < 3 or words[k - 1].pos != "DET" or words[k - 2].text != ",":
        return False
    first = last = k - 2
    while first and words[first - 1].text[:1].isupper() and words[first - 1].pos in ("NAME", "NOUN", "VERB"):
        first -= 1
    run = words[first:last]
    if not run or (first and words[first - 1].pos == "PREP") or run[0].text in {*first_names(), *_days_and_months()}:
        return False
    if run[0].pos == "VERB" and len(run) > 1:
        return False
    if any((owner := result.owner[w.i]) is not None and owner.kind != "unknown" for w in run):
        return False
    result.make("organisation", first, last, joined(run))
    return True


def _named(result: Sketch, first: int, kind: str) -> Part:
    words = result.words
    last = first + 1
    while (
        last < len(words)
        and words[last].pos in ("NAME", "NOUN")
        and words[last].text[:1].isupper()
        and result.owner[last] is None
    ):
        last += 1
    return result.make(kind, first, last, joined(words[first:last]))  # type: ignore[arg-type]


def _bare(result: Sketch) -> None:
    """ "the union", "the company": nouns that refer back to an organisation, or stand for one alone ("police")."""
    words, lists = result.words, forms("en")
    heads = {role.head for role in result.roles}
    for i, word in enumerate(words):
        if result.owner[i] is not None or word.pos not in ("NOUN", "NAME") or i in heads:
            continue
        alone = word.lower in lists["alone"]
        if not alone and word.lower not in lists["back"]:
            continue
        if i + 1 < len(words) and words[i + 1].pos in ("NOUN", "NAME"):
            continue
        k = i
        while (
            k > 0
            and words[k - 1].pos in ("ADJ", "NOUN")
            and result.owner[k - 1] is None
            and words[k - 1].text[0].islower()
        ):
            k -= 1
        # A headline shortens the name that the text gives ("Rail union rejects offer").
        if word.lower in lists["members_of"] and not result.sentence.headline and _of_members(result, i):
            continue
        definite = k > 0 and words[k - 1].lower in ("the", "this")
        if (definite and i - k <= 1) or (alone and k == i and not (k and words[k - 1].pos in ("NAME", "POSS", "GEN"))):
            result.make("bare", i, i + 1, word.text)


def _of_members(result: Sketch, i: int) -> bool:
    """Put "the pilots' union", "teaching unions": an association that is called by its members."""
    words = result.words
    k = i
    while k > 1 and result.owner[k - 1] is None and (words[k - 1].text.islower() or words[k - 1].text in ("'", "’")):
        if words[k - 1].text in ("'", "’") and words[k - 2].lower.endswith("s"):
            k -= 2
        elif words[k - 1].pos == "NOUN":
            k -= 1
        else:
            break
    if k == i:
        return False
    name = joined(words[k : i + 1])
    result.make("organisation", k, i + 1, name[:1].upper() + name[1:])
    return True
