"""Mentions of actors: who is named, and whom pronouns and descriptions stand for."""

from __future__ import annotations

import re
from collections import Counter

from detente.reading.mentions.acting import acts, coordinated, is_genitive
from detente.reading.mentions.affiliations import Affiliations
from detente.reading.mentions.again import find_again
from detente.reading.mentions.coreference import Resolver
from detente.reading.mentions.names import first_names
from detente.reading.mentions.parts import Part, Sketch
from detente.reading.mentions.register import Register
from detente.reading.mentions.role import Role
from detente.reading.mentions.sketch import sketch
from detente.reading.mentions.tables import table
from detente.reading.mentions.unknown import settle_unknown
from detente.reading.model import Actor, Analysis, How, Mention, OfficeFound
from detente.reading.text.words import Word

# "Der 38-Jährige", "the 45-year-old": a person by age.
AGED = re.compile(r"^\d{1,3}[- ]?([Jj]ährigen?|[Jj]ähriger|year-old)$")


def find_mentions(analysis: Analysis) -> None:
    """Set `analysis.mentions`, in text order, and `analysis.actors`, by key."""
    language = analysis.language
    asked = [_Asked() for _ in analysis.sentences]
    rough = [sketch(sentence, language, each) for sentence, each in zip(analysis.sentences, asked, strict=True)]
    surnames = _surnames(rough, language)
    # Where none of them was asked for, the sentence gives the same again.
    sketches = [
        first if each.words.isdisjoint(surnames) else sketch(first.sentence, language, surnames)
        for first, each in zip(rough, asked, strict=True)
    ]
    _drop_ambiguous(sketches)
    settle_unknown(sketches, language)
    find_again(sketches, language)
    register = Register()
    for result in sketches:
        for part in result.parts:
            if part.kind == "person" and len(part.name.split()) > 1:
                register.person(part.name)
    resolver = Resolver(analysis, register, language)
    builder = _Builder(register, resolver, Affiliations(register, language, sketches), language)
    for result in sketches:
        builder.read(result)
    builder.read_headlines()
    register.complete()
    analysis.mentions = sorted(builder.mentions, key=lambda m: (m.sentence, m.first))
    analysis.actors = register.actors


class _Asked:
    """No surnames at all; `words` are those that were asked for."""

    def __init__(self) -> None:
        self.words: set[object] = set()

    def __contains__(self, word: object) -> bool:
        self.words.add(word)
        return False


def _surnames(rough: list[Sketch], language: str) -> set[str]:
    """Last names of the persons whom the report names in full, by a first name or with a role."""
    names: Counter[str] = Counter()
    for result in rough:
        for part in result.parts:
            if part.kind == "person":
                tokens = part.name.split()
                for token in tokens[1:-1]:
                    if token[:1].isupper() and len(token) > 2:
                        names[token] += 1
                names[tokens[-1]] += 2
    people = first_names()
    found = {name for name in names if (name not in people or names[name] > 2) and len(name) > 1}
    if language == "de":
        found -= {name for name in found if name.endswith("s") and name[:-1] in found}
    return found


def _drop_ambiguous(sketches: list[Sketch]) -> None:
    """Take back names that mean something else where nothing of their kind is named ("Union", "Bahn", "Post")."""
    keys = {p.known.key for r in sketches for p in r.parts if p.known is not None and not p.known.only_with}
    keys |= {r.code for s in sketches for r in s.roles if r.code is not None}
    for result in sketches:
        for part in list(result.parts):
            if part.known is not None and part.known.only_with and not part.known.only_with & keys:
                result.remove(part)


def _alone(result: Sketch, word: Word) -> bool:
    """Whether a word for two is a subject of its own ("both agreed", not "both countries", "both by ... and by")."""
    near = result.words[max(0, word.i - 1) : word.i + 2]
    after = near[-1]
    return any(w.form == "fin" for w in near) and after.pos not in ("NOUN", "NAME", "ADJ", "NUM", "DET", "POSS", "PREP")


def _possessor(result: Sketch, first: int) -> int:
    """Where a person's words begin with whose office it is: "Frankreichs Präsident X", "the bank's director X"."""
    words = result.words
    k = first - 1 if first and words[first - 1].pos == "GEN" else first
    owner = result.owner[k - 1] if k else None
    if owner is None or (k == first and not owner.genitive):
        return first
    return owner.outer_first


class _Builder:
    """Turns the parts, roles and pronouns of each sentence, in text order, into mentions of actors."""

    def __init__(self, register: Register, resolver: Resolver, affiliations: Affiliations, language: str) -> None:
        self.register = register
        self.resolver = resolver
        self.affiliations = affiliations
        self.language = language
        self.mentions: list[Mention] = []
        self.titled: list[tuple[Role, Sketch, str | None]] = []

    def read(self, result: Sketch) -> None:
        """Add the mentions of one sentence."""
        words = result.words
        # Affiliations point to other parts of the sentence, so all the named actors come first.
        made = {id(part): actor for part in result.parts if (actor := self._actor(part)) is not None}
        items: list[tuple[int, Part | Role | Word]] = [(p.first, p) for p in result.parts]
        items += [(r.head, r) for r in result.roles if not r.taken]
        items += [(w.i, w) for w in words if w.pos in ("PRON", "POSS") and self.resolver.is_pronoun(w)]
        items += [(w.i, w) for w in words if self.resolver.is_both(w) and _alone(result, w)]
        items += [(w.i, w) for w in words if AGED.match(w.text)]
        previous: tuple[Part, bool] | None = None
        for _, item in sorted(items, key=lambda pair: pair[0]):
            mention: Mention | None = None
            if self._several(item, result):
                previous = None
                continue
            if isinstance(item, Part):
                actor = made.get(id(item))
                if actor is not None:
                    mention = self._mention(item, actor, result)
                    if previous is not None and coordinated(words, item, previous[0], self.language):
                        if item.kind == "known":
                            mention.acts = mention.acts and previous[1]
                        elif item.kind == "organisation" and previous[0].kind != "person":
                            mention.acts = mention.acts or previous[1]
                    self._complete(item, actor, result, made)
                elif item.kind == "bare":
                    mention = self.resolver.bare(item, result)
                previous = (item, mention is not None and mention.acts)
            elif isinstance(item, Role):
                of = self.affiliations.of(item, result, made)
                if result.sentence.headline:
                    self.titled.append((item, result, of))
                    continue
                mention = self.resolver.role(item, result, of)
            elif AGED.match(item.text):
                mention = self.resolver.aged(item, result)
            else:
                mention = self.resolver.pronoun(item, result)
                if mention is None and self.resolver.is_plural(item, result):
                    self.mentions += self.resolver.several(item, result)
            if mention is not None:
                self.mentions.append(mention)
                self.resolver.saw(mention)

    def read_headlines(self) -> None:
        """Add whom offices in headlines stand for, which the text behind them tells."""
        for role, result, of in self.titled:
            mention = self.resolver.titled(role, result, of)
            if mention is not None:
                self.mentions.append(mention)

    def _several(self, item: Part | Role | Word, result: Sketch) -> bool:
        """Whether words stand for two who were named together.

        A pronoun gives a mention for each of them; who hold what "beide Seiten" say, the clause tells (no group does).
        """
        if isinstance(item, Role) or (isinstance(item, Part) and item.kind not in ("group", "bare")):
            return False
        if isinstance(item, Word) and not self.resolver.is_both(item):
            return False
        if isinstance(item, Part):
            return self.resolver.speaks_of_two(item, result)
        found = self.resolver.several(item, result)
        self.mentions += found
        return bool(found)

    def _actor(self, part: Part) -> Actor | None:
        if part.known is not None:
            if part.known.kind in ("place", "media"):
                return None
            actor = self.register.known(part.known)
            self.register.call(actor, part.aliases)
            return actor
        if part.kind == "person":
            actor = self.register.person(part.name)
            self.register.call(actor, part.aliases)
            if actor.feminine is None:
                actor.feminine = part.feminine
            return actor
        if part.kind == "organisation":
            return self.register.other(part.name, "organisation", part.aliases)
        if part.kind == "group":
            actor = self.register.other(part.name, "group", part.aliases)
            self.register.call(actor, [alias for alias in part.aliases if part.name.startswith(f"{alias} ")])
            actor.plural = part.plural
            return actor
        return None

    def _mention(self, part: Part, actor: Actor, result: Sketch) -> Mention:
        words = result.words
        how: How = "name"
        if part.kind == "adjective":
            how = "adjective"
        elif part.kind == "government" or (part.known is not None and part.known.how != "name"):
            how = "metonym"
        mention = Mention(part.sentence, part.first, part.last, part.outer_first, part.outer_last, actor, how)
        mention.acts = acts(words, part, self.language)
        mention.genitive = is_genitive(words, part, self.language)
        if how != "adjective" and mention.outer_first > 0 and words[mention.outer_first - 1].pos == "DET":
            mention.outer_first -= 1
        if part.kind == "person":
            mention.outer_first = _possessor(result, mention.outer_first)
        return mention

    def _complete(self, part: Part, actor: Actor, result: Sketch, made: dict[int, Actor]) -> None:
        """Give an actor the offices and the affiliation that this place tells."""
        words = result.words
        for role in part.roles if part.kind == "person" else ():
            of = self.affiliations.of(role, result, made)
            if of is None and role.determiner in table(self.language, "possessive"):
                previous = self.resolver.previous_person(actor)
                of = previous.of if previous is not None else None
            of = None if of == actor.key else of
            start, end = words[role.first].start, words[role.last - 1].end
            whose = _possessor(result, role.outer)
            named = next((w for w in words[whose : role.outer] if w.pos != "DET"), None)
            owner = named.start if named is not None else None
            actor.offices.append(OfficeFound(role.title(part.feminine), start, end, of, role.former, owner))
            actor.of = actor.of or of
        if part.of is not None and actor.of is None:
            of_actor = made.get(id(part.of))
            if of_actor is None and part.of.known is not None:
                of_actor = self.register.known(part.of.known)
            if of_actor is not None and of_actor is not actor:
                actor.of = of_actor.key


__all__ = ["find_mentions"]
