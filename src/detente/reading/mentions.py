"""Mentions of actors: who is named, and whom pronouns and descriptions stand for."""

from __future__ import annotations

from collections import Counter

from detente.reading.acting import acts, is_genitive
from detente.reading.appositions import join_roles
from detente.reading.coreference import Resolver
from detente.reading.language import lexicon
from detente.reading.model import Actor, Analysis, Mention, OfficeFound
from detente.reading.names import first_names, gazetteer
from detente.reading.parts import Part, Sketch, sketch
from detente.reading.register import Register, surname
from detente.reading.roles import Role
from detente.reading.words import Word


def find_mentions(analysis: Analysis) -> None:
    """Set `analysis.mentions`, in text order, and `analysis.actors`, by key."""
    language = analysis.language
    surnames = _surnames(analysis)
    sketches = [sketch(sentence, language, surnames) for sentence in analysis.sentences]
    for result in sketches:
        join_roles(result, language)
    _drop_ambiguous(sketches)
    _settle_unknown(sketches, language)
    home = _home(sketches)
    register = Register()
    for result in sketches:
        for part in result.parts:
            if part.kind == "person" and len(part.name.split()) > 1:
                register.person(part.name)
    resolver = Resolver(analysis, register, language)
    mentions: list[Mention] = []
    for result in sketches:
        mentions.extend(_sentence(result, register, resolver, language, home))
    mentions.sort(key=lambda m: (m.sentence, m.first))
    analysis.mentions = mentions
    analysis.actors = register.actors


def _surnames(analysis: Analysis) -> set[str]:
    """Last names of the persons whom the report names in full, with a first name or with a role."""
    names: Counter[str] = Counter()
    for sentence in analysis.sentences:
        result = sketch(sentence, analysis.language, set())
        join_roles(result, analysis.language)
        for part in result.parts:
            if part.kind == "person":
                for token in part.name.split()[1:] or [part.name]:
                    if token[:1].isupper() and len(token) > 2:
                        names[token] += 1
                names[part.name.split()[-1]] += 1
    people = first_names()
    found = {n for n in names if n not in people or names[n] > 1}
    if analysis.language == "de":
        found -= {n for n in found if n.endswith("s") and n[:-1] in found}
    return found


def _drop_ambiguous(sketches: list[Sketch]) -> None:
    """Take back names that mean something else where nothing of their kind is named ("Union", "Bahn", "Post")."""
    keys = {p.known.key for r in sketches for p in r.parts if p.known is not None and not p.known.only_with}
    for result in sketches:
        for part in list(result.parts):
            if part.known is not None and part.known.only_with and not part.known.only_with & keys:
                result.parts.remove(part)
                for k in range(part.first, part.last):
                    result.owner[k] = None


def _settle_unknown(sketches: list[Sketch], language: str) -> None:
    """Decide what unknown names are, by all the places where the report has them."""
    kinds: dict[str, Counter[str]] = {}
    for result in sketches:
        words = result.sentence.words
        for part in result.parts:
            if part.kind == "organisation":
                kinds.setdefault(part.name, Counter())["organisation"] += 3
                for alias in part.aliases:
                    kinds.setdefault(alias, Counter())["organisation"] += 3
            elif part.kind == "person":
                kinds.setdefault(part.name, Counter())["person"] += 3
            elif part.kind == "unknown":
                kinds.setdefault(part.name, Counter())[_guess(words, part, language)] += 1
    for result in sketches:
        for part in list(result.parts):
            if part.kind != "unknown":
                continue
            counts = kinds[part.name]
            for kind in ("organisation", "person"):
                if counts[kind] >= 3:
                    part.kind = kind  # type: ignore[assignment]
            if part.kind == "unknown":
                best = max(("place", "person", "organisation", "nothing"), key=lambda k: counts[k])
                if best in ("person", "organisation") and counts[best] > counts["place"] and not part.plain:
                    part.kind = best  # type: ignore[assignment]
                else:
                    result.parts.remove(part)


def _guess(words: list[Word], part: Part, language: str) -> str:
    tokens = part.name.split()
    before = words[part.first - 1] if part.first else None
    after = words[part.last] if part.last < len(words) else None
    firms = lexicon(language, "forms")["firms"]
    if tokens[-1] in firms:
        return "organisation"
    if any(c.isdigit() for c in part.name):
        return "nothing"
    if before is not None and before.lower in ("in", "nach", "bei", "im", "aus", "near", "at", "from", "on", "of", "durch", "zu") and len(tokens) <= 2:
        return "place"
    acronym = len(tokens) == 1 and part.name.isupper() and 2 <= len(part.name) <= 8
    if acronym:
        return "organisation"
    if len(tokens) >= 2 and tokens[0] in first_names():
        return "person"
    if before is not None and before.pos in ("DET", "ADJ", "NOUN", "POSS"):
        return "nothing"
    if len(tokens) in (2, 3) and all(t[:1].isupper() and t[1:2].islower() or t[1:2] == "." for t in tokens if t.islower() is False):
        if language == "de":
            return "person"
        if after is not None and (after.pos in ("VERB", "AUX", "MODAL", "GEN") or after.text in (",", ".", "and", ")")):
            return "person"
        return "nothing"
    if len(tokens) == 1 and after is not None and after.pos in ("VERB", "AUX", "MODAL") and after.form == "fin":
        return "organisation"
    if len(tokens) == 1 and after is not None and after.pos == "GEN":
        return "organisation"
    return "nothing"


def _home(sketches: list[Sketch]) -> str:
    """The country whose "Bundeskanzler" a German-language report means."""
    counts: Counter[str] = Counter({"DE": 1})
    for result in sketches:
        for part in result.parts:
            if part.known is not None and part.known.key.split("-")[0] in ("DE", "AT", "CH"):
                counts[part.known.key.split("-")[0]] += 1
            if part.known is not None and part.known.key in ("OEVP", "SPOE", "FPOE", "NATIONALRAT"):
                counts["AT"] += 1
    return counts.most_common(1)[0][0]


def _sentence(result: Sketch, register: Register, resolver: Resolver, language: str, home: str) -> list[Mention]:
    words = result.sentence.words
    mentions: list[Mention] = []
    made: dict[int, Actor] = {}
    # Affiliations refer to other parts of the sentence, so those come first.
    for part in result.parts:
        actor = _actor(part, register)
        if actor is not None:
            made[id(part)] = actor
    items: list[tuple[int, object]] = [(p.first, p) for p in result.parts]
    items += [(r.head, r) for r in result.roles if not r.taken]
    items += [(w.i, w) for w in words if w.pos in ("PRON", "POSS") and resolver.is_pronoun(w)]
    for _, item in sorted(items, key=lambda pair: pair[0]):
        mention: Mention | None = None
        if isinstance(item, Part):
            part_actor = made.get(id(item))
            if part_actor is None:
                if item.kind == "bare":
                    mention = resolver.bare(item, result)
            else:
                mention = _mention(item, part_actor, words, language)
                if item.kind == "person":
                    _affiliate(item, part_actor, result, made, register, resolver, language, home)
                    mention.acts = True
                elif item.kind == "group" and item.of is not None and item.of.known is not None:
                    part_actor.of = part_actor.of or register.known(item.of.known).key
        elif isinstance(item, Role):
            mention = resolver.role(item, result, lambda r: _role_of(r, result, made, register, home, language))
        elif isinstance(item, Word):
            mention = resolver.pronoun(item, result)
        if mention is not None:
            mentions.append(mention)
            resolver.saw(mention)
    return mentions


def _actor(part: Part, register: Register) -> Actor | None:
    if part.kind in ("known", "government", "adjective"):
        assert part.known is not None
        if part.known.kind in ("place", "media"):
            return None
        actor = register.known(part.known)
        for alias in part.aliases:
            register.other(actor.name, "organisation", [alias])
        return actor
    if part.kind == "person":
        actor = register.person(part.name)
        if actor.feminine is None:
            actor.feminine = part.feminine
        return actor
    if part.kind == "organisation":
        return register.other(part.name, "organisation", part.aliases)
    if part.kind == "group":
        actor = register.other(part.name, "group", part.aliases)
        actor.plural = part.plural
        return actor
    return None


def _mention(part: Part, actor: Actor, words: list[Word], language: str) -> Mention:
    how = "name"
    if part.kind == "adjective":
        how = "adjective"
    elif part.kind == "government" or (part.known is not None and part.known.how == "metonym"):
        how = "metonym"
    mention = Mention(part.sentence, part.first, part.last, part.outer_first, part.outer_last, actor, how)  # type: ignore[arg-type]
    mention.acts = acts(words, part, language)
    mention.genitive = is_genitive(words, part, language)
    if part.party is not None:
        mention.acts = False
    while mention.outer_first > 0 and words[mention.outer_first - 1].pos == "DET" and how != "adjective":
        mention.outer_first -= 1
    return mention


def _affiliate(part: Part, actor: Actor, result: Sketch, made: dict[int, Actor], register: Register, resolver: Resolver, language: str, home: str) -> None:
    words = result.sentence.words
    for role in part.roles:
        of = _role_of(role, result, made, register, home, language)
        if role.determiner in ("dessen", "deren", "sein", "seine", "seinem", "seinen", "seiner", "ihr", "ihre", "ihrem", "ihren", "ihrer", "his", "her"):
            previous = resolver.previous_person(actor)
            if previous is not None and of is None:
                of = previous.of
        if of == actor.key:
            of = None
        text = role.text
        if language == "de" and part.feminine is True and role.feminine is None:
            text = text[:-1] if text.endswith("er") and text.split()[-1] in text else text
        start, end = words[role.first].start, words[role.last - 1].end
        actor.offices.append(OfficeFound(text, start, end, of, role.former))
        if of is not None and actor.of is None:
            actor.of = of
    if part.of is not None and id(part.of) in made:
        actor.of = made[id(part.of)].key if actor.of is None or made[id(part.of)].kind == "organisation" and not actor.of else actor.of


def _role_of(role: Role, result: Sketch, made: dict[int, Actor], register: Register, home: str, language: str) -> str | None:
    """The key of the party that an office belongs to."""
    spans = [(role.outer - 1 if role.possessor is None else role.possessor, role.head), (role.head_last, role.last)]
    for first, last in spans:
        for part in result.parts:
            inside = first <= part.first and part.last <= last or (part.last - 1 == role.possessor)
            if part.first == first and first < role.outer and not (part.genitive or role.possessor is not None):
                continue
            if not inside or id(part) not in made or part.kind == "group":
                continue
            actor = made[id(part)]
            if part.kind == "person":
                return actor.of
            return actor.key
    if role.code is not None:
        code = home if role.prefix == "Bundes" else role.code
        names = gazetteer(language)
        try:
            return register.known(names.state(code)).key
        except KeyError:
            found = names.find([Word(0, role.prefix, 0, 0)], 0)
            return register.known(found.known).key if found else None
    if role.prefix:
        actor = register.find(role.prefix)
        if actor is not None and actor.kind != "person":
            return actor.key
    return None


__all__ = ["find_mentions", "surname"]
