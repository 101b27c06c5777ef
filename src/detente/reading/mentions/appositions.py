"""Roles and affiliations joined to the persons that bear them, within one sentence."""

from __future__ import annotations

from detente.reading.mentions.parts import Part, Sketch
from detente.reading.mentions.role import Role
from detente.reading.text.words import Word

_ENDS = {",", ")", ".", ";", "–", "—", "-", ":", "!", "?"}
_AND = {"und", "and", "sowie", ",", "&"}


def join_roles(result: Sketch, language: str) -> None:
    """Give each person of a sentence the roles, the affiliation and the outer span that the words around it tell."""
    words = result.sentence.words
    persons = {p.first: p for p in result.parts if p.kind in ("person", "unknown")}
    for role in result.roles:
        person = persons.get(role.head_last)
        if person is not None and not role.taken:
            role.last = role.head_last
            _give(person, role, words)
            _coordinated_before(result, role, person)
    for role in result.roles:
        if role.taken:
            continue
        person = persons.get(role.last)
        if person is not None and (person.kind == "person" or person.last - person.first > 1):
            _give(person, role, words)
            continue
        if role.last + 1 < len(words) and words[role.last].text == ",":
            person = persons.get(role.last + 1)
            closed = person is not None and (person.last >= len(words) or words[person.last].text in (*_ENDS, "("))
            if (
                person is not None
                and closed
                and not person.roles
                and not role.plural
                and role.determiner not in ("ein", "eine")
            ):
                _give(person, role, words)
    for person in persons.values():
        _parenthesis(result, person)
        _of(result, person, language)
    for role in result.roles:
        if role.taken or role.outer < 2 or words[role.outer - 1].text not in (",", "(", "–", "—"):
            continue
        person = next((p for p in persons.values() if p.outer_last == role.outer - 1 or p.last == role.outer - 1), None)
        ends = (
            role.last >= len(words)
            or words[role.last].text in _ENDS
            or words[role.last].text in _AND
            or words[role.last].pos == "REL"
        )
        if (
            person is not None
            and ends
            and not (
                language == "en" and person.kind == "unknown" and not role.determiner and role.last == role.head_last
            )
        ):
            _give(person, role, words)
    _plural_roles(result, persons)


def _give(person: Part, role: Role, words: list[Word]) -> None:
    person.kind = "person"
    person.roles.append(role)
    role.taken = True
    if person.feminine is None or role.feminine:
        person.feminine = role.feminine
    if role.outer < person.first:
        person.outer_first = min(person.outer_first, role.outer)
    person.outer_last = max(person.outer_last, role.last, person.last)
    if role.last > person.last and role.last < len(words) and words[role.last].text in (",", ")"):
        person.outer_last = role.last + 1


def _coordinated_before(result: Sketch, role: Role, person: Part) -> None:
    """ "Außenminister und Vizekanzler X": the first role is his as well."""
    words = result.sentence.words
    for other in result.roles:
        if (
            not other.taken
            and other.last == role.first - 1
            and words[other.last].text in ("und", "and")
            and not role.determiner
            and not other.plural
        ):
            _give(person, other, words)


def _parenthesis(result: Sketch, person: Part) -> None:
    """ "Ralf Muster (SPD)", "Anna Beispiel (52)": what stands in brackets behind a name belongs to it."""
    words = result.sentence.words
    k = person.last
    if k + 2 >= len(words) or words[k].text != "(":
        return
    close = next((j for j in range(k + 1, min(k + 7, len(words))) if words[j].text == ")"), None)
    if close is None:
        return
    inside = [p for p in result.parts if k < p.first and p.last <= close]
    belongs = next(
        (
            p
            for p in inside
            if (p.known is not None and p.known.kind in ("organisation", "state")) or p.kind == "organisation"
        ),
        None,
    )
    single = close - k == 2
    if (
        belongs is None
        and single
        and words[k + 1].text[:1].isupper()
        and inside
        and inside[0].kind in ("unknown", "bare")
    ):
        belongs = inside[0]
        belongs.kind = "organisation"
    if belongs is not None:
        party = belongs.known is not None and belongs.known.section == "parties"
        if person.kind == "unknown" and (party or person.last - person.first > 1):
            person.kind = "person"
        if person.kind == "person":
            person.of = belongs
            belongs.bearer = person
    if person.kind == "person" or single:
        person.outer_last = max(person.outer_last, close + 1)


def _of(result: Sketch, person: Part, language: str) -> None:
    """ "Jennifer Lu of the coalition X", "Patrick B. vom Arbeitskreis Y", "X von den Grünen"."""
    words = result.sentence.words
    k = person.last
    if k >= len(words) or person.last - person.first < 2 or words[k].lower not in ("of", "from", "vom", "von"):
        return
    link = words[k].lower
    k += 1
    while k < len(words) and words[k].pos in ("DET", "ADJ", "NOUN") and result.owner[k] is None and k < person.last + 4:
        k += 1
    part = result.owner[k] if k < len(words) else None
    if part is None or (part.kind == "person" and language == "de"):
        return
    named = part.kind in ("organisation", "unknown") or (
        part.known is not None
        and (part.known.kind == "organisation" or (link in ("of", "vom") and "-" not in part.known.key))
    )
    if named and part.kind != "adjective":
        person.kind = "person"
        person.of = part
        part.bearer = person
        person.outer_last = max(person.outer_last, part.last)
        if part.kind == "unknown":
            part.kind = "organisation"


def _plural_roles(result: Sketch, persons: dict[int, Part]) -> None:
    """ "die Präsidenten A und B", "Senators A of C, D of E": the role is each one's."""
    words = result.sentence.words
    for person in list(persons.values()):
        for role in [r for r in person.roles if r.plural]:
            k = _after_of(result, max(person.outer_last, person.last))
            while k < len(words):
                step = k
                while step < len(words) and words[step].text in _AND:
                    step += 1
                other = persons.get(step)
                if step == k or other is None or other.roles:
                    break
                other.kind = "person"
                other.roles.append(role)
                k = _after_of(result, max(other.outer_last, other.last))


def _after_of(result: Sketch, k: int) -> int:
    words = result.sentence.words
    if k + 1 < len(words) and words[k].lower in ("of", "von") and (owner := result.owner[k + 1]) is not None:
        return owner.last
    return k
