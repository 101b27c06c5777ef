"""Whom pronouns and descriptions ("der Präsident", "the union") stand for.  Where there is doubt, nobody."""

from __future__ import annotations

from functools import cache

from detente.reading.language import lexicon
from detente.reading.mentions.acting import acts, does_something, is_genitive, states_position
from detente.reading.mentions.organisations_de import german_form
from detente.reading.mentions.pairs import kinds_of, named_together, says_both
from detente.reading.mentions.parts import Part, Sketch
from detente.reading.mentions.register import Register, fold
from detente.reading.mentions.role import Role
from detente.reading.mentions.tables import table
from detente.reading.model import Actor, Analysis, How, Mention
from detente.reading.text.words import Word

_REACH = 3


class Resolver:
    """Keeps the mentions seen so far and finds what later words refer back to."""

    def __init__(self, analysis: Analysis, register: Register, language: str) -> None:
        self.language = language
        self.register = register
        self.sentences = analysis.sentences
        order = {p: k for k, p in enumerate(sorted({s.paragraph for s in analysis.sentences}))}
        # Blank lines count as paragraphs in the text, but part nothing.
        self.paragraphs = [order[s.paragraph] for s in analysis.sentences]
        self.seen: list[Mention] = []
        self.offices = [o.lower() for o in lexicon(language, "roles")["offices"]]
        self.alone = set(lexicon(language, "forms")["alone"])

    def saw(self, mention: Mention) -> None:
        """Remember a mention as an antecedent of later words."""
        if mention.how != "adjective":
            self.seen.append(mention)

    def previous_person(self, but: Actor) -> Actor | None:
        """The person mentioned last, other than `but`."""
        return next((m.actor for m in reversed(self.seen) if m.actor.kind == "person" and m.actor is not but), None)

    # ------------------------------------------------------------ pronouns

    def is_pronoun(self, word: Word) -> bool:
        """Whether a word is a pronoun of the third person that this step resolves."""
        lower = word.lower
        return any(lower in table(self.language, name) for name in ("he", "she", "they", "his", "her")) and not (
            self.language == "de" and word.text == "Sie" and word.i > 0
        )

    def is_plural(self, word: Word, result: Sketch) -> bool:
        """Whether a pronoun stands for several."""
        if word.lower not in table(self.language, "they") or word.pos == "POSS":
            return False
        return self.language != "de" or self._plural_verb(word, result)

    def pronoun(self, word: Word, result: Sketch) -> Mention | None:
        """The mention of a pronoun, or None where its antecedent is in doubt."""
        language, lower = self.language, word.lower
        possessive = word.pos == "POSS"
        feminine: bool | None
        plural = False
        if lower in table(language, "his" if possessive else "he"):
            feminine = False
        elif language == "en" and lower in table("en", "they"):
            feminine, plural = None, True
        else:
            feminine = True
            if language == "de" and (not possessive and self._plural_verb(word, result)):
                feminine, plural = None, True
        actor = self._antecedent(word, result, feminine, plural)
        if actor is None:
            return None
        if actor.kind == "person" and actor.feminine is None and feminine is not None and not plural:
            actor.feminine = feminine
        acting = actor.kind != "group" or any(m.acts for m in self.seen if m.actor is actor)
        return Mention(
            result.sentence.index, word.i, word.i + 1, word.i, word.i + 1, actor, "pronoun", acting, possessive
        )

    def speaks_of_two(self, part: Part, result: Sketch) -> bool:
        """ "Beide Länder", "the two sides": no party of its own, but two that were named before."""
        noun = result.words[part.last - 1].text
        return bool(kinds_of(noun, self.language)) and says_both(result.words, part.first, self.language)

    def several(self, word: Word, result: Sketch) -> list[Mention]:
        """The mentions of "both" and of a plural pronoun: one for each of those who were named together."""
        sentence = result.sentence.index
        # Within a sentence the clauses share their subject.
        seen = [m for m in self.seen if m.sentence < sentence]
        actors = named_together(seen, self.sentences, sentence, self.language, self.is_both(word))
        return [Mention(sentence, word.i, word.i + 1, word.i, word.i + 1, actor, "pronoun") for actor in actors]

    def is_both(self, word: Word) -> bool:
        """Whether a word alone stands for two who were named before."""
        return word.pos in ("PRON", "DET") and word.lower in table(self.language, "both")

    def _plural_verb(self, word: Word, result: Sketch) -> bool:
        """Whether "sie" stands beside a plural verb."""
        words = result.sentence.words
        near = (
            [w for w in words[word.i + 1 :] if w.form == "fin"][:1]
            if word.i == 0 or words[word.i - 1].pos in ("SUB", "REL", "PUNCT", "AND")
            else []
        )
        before = words[word.i - 1] if word.i else None
        if before is not None and before.form == "fin":
            near = [before]
        verb = near[0] if near else None
        return verb is not None and verb.lower.endswith(("en", "n", "sind", "seien"))

    def _antecedent(self, word: Word, result: Sketch, feminine: bool | None, plural: bool) -> Actor | None:
        sentence = result.sentence
        candidates: list[tuple[float, Actor]] = []
        for age, mention in enumerate(reversed(self.seen[-16:])):
            actor = mention.actor
            distance = sentence.index - mention.sentence
            if distance > _REACH:
                break
            if (
                self.paragraphs[mention.sentence] < self.paragraphs[sentence.index] - 1
                or self.sentences[mention.sentence].headline
            ):
                continue
            if plural:
                if not (actor.plural or actor.kind == "group"):
                    continue
            elif actor.kind != "person" or (
                feminine is not None and actor.feminine is not None and actor.feminine != feminine
            ):
                continue
            score = 3.0 - distance - 0.1 * age
            if self._subject(mention):
                score += 1.0
            if actor.feminine == feminine and feminine is not None:
                score += 0.5
            if mention.genitive:
                score -= 0.7
            candidates.append((score, actor))
        return max(candidates, key=lambda pair: pair[0])[1] if candidates else None

    def _subject(self, mention: Mention) -> bool:
        words = self.sentences[mention.sentence].words
        k = mention.outer_first
        if mention.genitive or (k and words[k - 1].pos == "PREP"):
            return False
        after = words[mention.outer_last] if mention.outer_last < len(words) else None
        before = words[k - 1] if k else None
        if k == 0 or (before is not None and before.form == "fin"):
            return True
        return after is not None and after.form == "fin"

    # ------------------------------------------------------------ descriptions

    def aged(self, word: Word, result: Sketch) -> Mention | None:
        """ "Der 38-Jährige", "the 45-year-old": the person seen last, if near and not of the other gender."""
        article = result.words[word.i - 1].lower if word.i else ""
        after = result.words[word.i + 1] if word.i + 1 < len(result.words) else None
        if article not in table(self.language, "definite") or (after is not None and after.pos in ("NAME", "NOUN")):
            return None
        feminine = None if self.language == "en" else article == "die"
        for mention in reversed(self.seen[-8:]):
            actor = mention.actor
            if result.sentence.index - mention.sentence > _REACH:
                return None
            if actor.kind == "person" and (feminine is None or actor.feminine in (feminine, None)):
                at = result.sentence.index
                return Mention(at, word.i, word.i + 1, word.i - 1, word.i + 1, actor, "description")
        return None

    def titled(self, role: Role, result: Sketch, of: str | None) -> Mention | None:
        """An office in the headline: who holds it further on, or the one person who belongs there in the lede."""
        mention = self.role(role, result, of)
        if (mention is not None and mention.actor.offices) or of is None or role.plural:
            return mention
        lede = [s.index for s in self.sentences if not s.headline][:_REACH]
        near = (m.actor for m in self.seen if m.sentence in lede and m.actor.kind == "person")
        fitting = {a.key: a for a in near if a.of == of and any(not o.former for o in a.offices)}
        if len(fitting) != 1:
            return mention
        actor = next(iter(fitting.values()))
        at = result.sentence.index
        return Mention(at, role.first, role.head_last, role.outer, role.last, actor, "description")

    def bare(self, part: Part, result: Sketch) -> Mention | None:
        """ "die Gewerkschaft", "the company": an organisation named before whose name or kind fits."""
        words = result.words
        noun = part.name.lower()
        actor = (
            self._government() if noun in table(self.language, "government_nouns") else self._organisation(noun, part)
        )
        how: How = "description"
        if actor is None:
            if noun not in self.alone and not does_something(words, part, self.language):
                return None
            actor = self.register.other(part.name[:1].upper() + part.name[1:], "organisation", [])
            if noun in self.alone or noun in table(self.language, "government_nouns"):
                how = "name"
        mention = Mention(part.sentence, part.first, part.last, part.outer_first, part.outer_last, actor, how)
        mention.genitive = is_genitive(words, part, self.language)
        mention.acts = acts(words, part, self.language)
        return mention

    def _government(self) -> Actor | None:
        """The government that "die Regierung" means: the one named last."""
        for mention in reversed(self.seen):
            if mention.how == "metonym" and mention.actor.kind == "state" and mention.last - mention.first > 1:
                return mention.actor
            if (
                mention.actor.key == "DE-GOV"
                or "regierung" in mention.actor.name.lower()
                or "government" in mention.actor.name.lower()
            ):
                return mention.actor
        return None

    def _organisation(self, noun: str, part: Part) -> Actor | None:
        kinds = _kinds(self.language)
        head = german_form(noun) if self.language == "de" else None
        sections = kinds.get(noun, kinds.get(head or "", ()))
        fallback: Actor | None = None
        for mention in reversed(self.seen):
            if mention.actor.kind == "organisation" and self._introduced_as(noun, mention):
                return mention.actor
        for mention in reversed(self.seen[-24:]):
            actor = mention.actor
            if actor.kind != "organisation":
                continue
            names = " ".join([actor.name, *actor.aliases]).lower()
            if noun in names or actor.key in _section_keys(self.language, sections):
                return actor
            near = part.sentence - mention.sentence <= 2 and mention.how in ("name", "metonym")
            if fallback is None and near and sections and actor.code is None and self._kindless(actor):
                fallback = actor
        return fallback

    def _introduced_as(self, noun: str, mention: Mention) -> bool:
        """ "Die Gewerkschaft GSV", "the rail union GSV": whether the noun stands right before the name."""
        words = self.sentences[mention.sentence].words
        before = words[mention.first - 1].lower if mention.first else ""
        return mention.how == "name" and noun in (before, before.removesuffix("s"))

    def _kindless(self, actor: Actor) -> bool:
        """Whether a name does not tell what kind of organisation it is."""
        return not any(
            german_form(t) if self.language == "de" else t.lower() in _kinds("en") for t in actor.name.split()
        )

    def role(self, role: Role, result: Sketch, of: str | None) -> Mention | None:
        """ "der US-Präsident", "the prime minister": a person whose office fits, or an actor of its own."""
        words, language = result.words, self.language
        definite = role.determiner in table(language, "definite") or (not role.determiner and role.code is not None)
        indefinite = role.determiner in table(language, "indefinite")
        if role.plural or _predicative(words, role, language):
            return None
        part = Part(
            "person",
            result.sentence.index,
            role.first,
            role.head_last,
            role.text,
            role.outer,
            role.last,
            feminine=role.feminine,
        )
        actor = self._holder(role, of, role.base) if not indefinite else None
        if actor is None and definite and of is None:
            actor = self._partisan(role, role.base)
        shown = definite or indefinite or (of is not None and (role.determiner == "'s" or not role.determiner))
        if actor is None and role.prefix != "Bundes" and shown:
            actor = self._unnamed(role, of, part, words)
        if actor is None:
            return None
        mention = Mention(part.sentence, part.first, part.last, part.outer_first, part.outer_last, actor, "description")
        mention.genitive = is_genitive(words, part, language)
        return mention

    def _unnamed(self, role: Role, of: str | None, part: Part, words: list[Word]) -> Actor | None:
        """An office without a name that says or does something; a spokesman is taken for whom he speaks."""
        if not any(role.base.endswith(office) for office in self.offices) or not states_position(
            words, part, self.language
        ):
            return None
        speaks = role.base in table(self.language, "speakers")
        if speaks and of is not None and self.register.actors[of].kind != "person":
            return self.register.actors[of]
        if speaks and of is None and " " not in role.text:
            return None
        actor = self.register.described(role.text[:1].upper() + role.text[1:])
        actor.of = actor.of or of
        if actor.feminine is None:
            actor.feminine = role.feminine
        return actor

    def _holder(self, role: Role, of: str | None, base: str) -> Actor | None:
        """The person seen last who holds this office, as far as the words tell."""
        head = fold(role.text)
        for mention in reversed(self.seen):
            actor = mention.actor
            if actor.kind != "person":
                continue
            if role.feminine is not None and actor.feminine is not None and role.feminine != actor.feminine:
                continue
            for office in actor.offices:
                text = fold(office.role)
                same = (
                    text == head or any(w.endswith(base) for w in text.split())
                    if self.language == "de"
                    else base in text
                )
                if (
                    same
                    and (of is None or office.of is None or office.of == of or actor.of == of)
                    and not (office.former and not role.former)
                ):
                    return actor
        return None

    def _partisan(self, role: Role, base: str) -> Actor | None:
        """ "der Republikaner", "the senator": the person seen last, if near and not of the other gender.

        "Die Vorsitzende", "the boss": the same, of those who lead something.
        """
        leaders = tuple(table(self.language, "leaders"))
        leads = role.text.lower().endswith(leaders)
        if not leads and base not in table(self.language, "partisans"):
            return None
        for mention in reversed(self.seen[-6:]):
            actor = mention.actor
            if actor.kind != "person" or (leads and not any(o.role.lower().endswith(leaders) for o in actor.offices)):
                continue
            if actor.feminine is None or role.feminine is None or actor.feminine == role.feminine:
                return actor
        return None


def _predicative(words: list[Word], role: Role, language: str) -> bool:
    """ "zum Präsidenten gewählt", "as president", "was chancellor": an office that somebody gets, no one who acts."""
    before = words[role.outer - 1] if role.outer else None
    if before is None:
        return False
    if before.lower in table(language, "predicative"):
        return True
    return before.pos == "AUX" and before.lemma.lower() in ("be", "werden", "sein")


@cache
def _kinds(language: str) -> dict[str, tuple[str, ...]]:
    return {noun: tuple(sections) for noun, sections in lexicon(language, "mentions")["kinds"].items()}


@cache
def _section_keys(language: str, sections: tuple[str, ...]) -> set[str]:
    lists = lexicon(language, "organisations")
    return {key for section in sections for key in lists[section]}


__all__ = ["Resolver"]
