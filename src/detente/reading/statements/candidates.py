"""Candidates: every party that a sentence may give a stance to, with what speaks for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.reading.language import lexicon
from detente.reading.model import Actor, Analysis, Clause, Mention
from detente.reading.statements.attribution import Attribution
from detente.reading.statements.drafts import Draft
from detente.reading.statements.features import around, bag, clause_cues, stance_nouns, tied, ties
from detente.reading.statements.speakers import holders
from detente.reading.text.words import Word

# How far back a party may stand that a sentence still tells of, in sentences.
REACH = 2
# Features of a party that acts or speaks, which the others of a list share.
# What makes a rule's find more or less likely right.
QUALIFYING = (
    "party:",
    "how|",
    "density:",
    "told-of|",
    "absent",
    "parties:",
    "is-genitive",
    "scene",
    "named:",
    "place:",
    "rule|",
)
VOICES = ("subject|verb", "subject|does", "agent|verb", "agent|does", "prep:by|verb", "prep:by|does", "says")


@dataclass(slots=True, eq=False)
class Candidate:
    """A party in a sentence: the features that tell, the drafts of the rules, and the clauses it is tied to."""

    sentence: int
    actor: Actor
    features: set[str] = field(default_factory=set)
    drafts: list[Draft] = field(default_factory=list)
    clauses: list[tuple[str, Clause]] = field(default_factory=list)


class Candidates:
    """Makes the candidates of a report, sentence by sentence."""

    def __init__(self, analysis: Analysis, drafts: list[list[Draft]]) -> None:
        self.analysis = analysis
        self.drafts = drafts
        share = sum(bool(d) for d in drafts) / max(1, len(drafts))
        self.density = min(int(share * 8), 4)
        counts: dict[str, int] = {}
        for mention in analysis.mentions:
            counts[mention.actor.key] = counts.get(mention.actor.key, 0) + 1
        self.counts = counts
        self.last_seen: dict[str, int] = {}
        self.subjects: list[tuple[int, Actor]] = []
        self.stated: dict[str, int] = {}
        self.titled = {m.actor.key for m in analysis.mentions if analysis.sentences[m.sentence].headline}

    def of(self, sentence: int, said: Attribution) -> list[Candidate]:
        """The candidates of one sentence; the sentences are asked for in order."""
        analysis = self.analysis
        drafts = self.drafts[sentence]
        words = analysis.sentences[sentence].words
        clauses = analysis.clauses[sentence]
        nouns = stance_nouns(words, analysis.language)
        cues = {id(c): clause_cues(analysis, c, nouns) for c in clauses}
        found: dict[str, Candidate] = {}

        def candidate(actor: Actor) -> Candidate:
            return found.setdefault(actor.key, Candidate(sentence, actor))

        mentions: dict[str, list[Mention]] = {}
        for mention in analysis.mentions_in(sentence):
            mentions.setdefault(mention.actor.key, []).append(mention)
            candidate(mention.actor)
        for clause in clauses:
            below = [(c, cues[id(c)]) for c in clauses if c.parent is clause]
            above = cues.get(id(clause.parent), []) if clause.parent is not None else []
            for actor, tie, _ in ties(analysis, clause, said):
                one = candidate(actor)
                one.clauses.append((tie, clause))
                one.features.update(tied(tie, cues[id(clause)], below, above))
                others, how = said.of(clause)
                if others and actor not in others:
                    one.features.add(f"told-of|{tie if not tie.startswith('prep') else 'prep'}|{how}")
                    one.features.add(f"told-of|{how}")
        self._join(analysis.mentions_in(sentence), words, found)
        for actor in said.last:
            candidate(actor).features.add("last")
        for number, actor in self.subjects:
            if sentence - number <= REACH:
                candidate(actor).features.add(f"recent:{sentence - number}")
        for draft in drafts:
            for actor in draft.actors:
                candidate(actor).drafts.append(draft)
        shared = self._sentence(sentence, said, drafts, cues)
        for key, one in found.items():
            one.features |= shared
            self._describe(one, mentions.get(key, []), nouns, drafts, len(mentions))
        self._remember(sentence, clauses, mentions, drafts)
        return list(found.values())

    def _join(self, mentions: list[Mention], words: list[Word], found: dict[str, Candidate]) -> None:
        """Parties of one list share what ties any of them: "A, B and C signed"."""
        joining = lexicon(self.analysis.language, "stance")["joining"]
        run: list[Candidate] = []
        last = 0
        for mention in mentions:
            between = words[last : mention.outer_first]
            if run and not (
                len(between) <= 3 and between and all(w.lower in joining or w.pos == "DET" for w in between)
            ):
                _share(run)
                run = []
            run.append(found[mention.actor.key])
            last = mention.outer_last
        _share(run)

    def _sentence(self, sentence: int, said: Attribution, drafts: list[Draft], cues: dict[int, list[str]]) -> set[str]:
        analysis = self.analysis
        at = analysis.sentences[sentence]
        shared = {f"s|{cue}" for told in cues.values() for cue in told if not cue.startswith(("lemma", "frame"))}
        shared.update(bag(at.words))
        shared.add("headline" if at.headline else f"place:{min(sentence, 3)}")
        if at.quoted and any(at.quoted):
            shared.add("quotes")
            if all(at.quoted[2:-2]):
                shared.add("all-quoted")
        if at.words[-1].text == "?":
            shared.add("question")
        shared.add(f"drafts:{min(len(drafts), 3)}")
        shared.add(f"long:{min(len(at.words) // 10, 4)}")
        if not said.speakers:
            shared.add("unattributed")
        shared.add(f"lang:{analysis.language}")
        shared.add(f"density:{self.density}")
        for name, near in (("before", sentence - 1), ("after", sentence + 1)):
            if 0 <= near < len(self.drafts) and self.drafts[near]:
                shared.add(f"drafts-{name}")
        return shared

    def _describe(
        self, one: Candidate, mentions: list[Mention], nouns: dict[int, str], drafts: list[Draft], parties: int
    ) -> None:
        words = self.analysis.sentences[one.sentence].words
        actor, told = one.actor, one.features
        told.add(f"party:{actor.kind}")
        told.add(f"parties:{min(parties, 4)}")
        told.add(f"named:{min(self.counts.get(actor.key, 0), 5)}")
        if self.counts.get(actor.key, 0) == max(self.counts.values(), default=0):
            told.add("main-party")
        if actor.key in self.titled:
            told.add("in-title")
        if actor.key in self.stated:
            told.add(f"stated:{min(one.sentence - self.stated[actor.key], 4)}")
        if not mentions:
            told.add(f"absent:{min(one.sentence - self.last_seen.get(actor.key, -9), 4)}")
        for k, mention in enumerate(mentions):
            told.update(around(words, mention, nouns, self.analysis.language))
            if k == 0:
                told.add(f"at:{min(mention.outer_first // 4, 4)}")
                if mention.outer_first == 0:
                    told.add("opens")
        for name, near in (("before", one.sentence - 1), ("after", one.sentence + 1)):
            if 0 <= near < len(self.drafts) and any(actor in d.actors for d in self.drafts[near]):
                told.add(f"own-{name}")
        own = [d for d in drafts if actor in d.actors]
        for draft in own:
            told |= {f"rule|{draft.rule}", f"ruled:{draft.stance}", f"cue|{draft.cue}"}
            told.add("ruled")
            if draft.topic.points:
                told.add("points")
        if drafts and not own:
            told.add("ruled:other")
            told.update(f"other:{d.stance}" for d in drafts)
        if not own and actor.of and any(a.key == actor.of for d in drafts for a in d.actors):
            told.add("ruled:office")
        if not any(tie in ("subject", "agent") or tie.startswith("says") for tie, _ in one.clauses):
            told.add("no-voice")
        if own:
            told.update([f"ruled+{feature}" for feature in told if feature.startswith(QUALIFYING)])

    def _remember(
        self, sentence: int, clauses: list[Clause], mentions: dict[str, list[Mention]], drafts: list[Draft]
    ) -> None:
        self.last_seen.update(dict.fromkeys(mentions, sentence))
        self.subjects = [(n, a) for n, a in self.subjects if sentence - n < REACH]
        for clause in clauses:
            if clause.kind == "main":
                for actor in holders(self.analysis, clause):
                    self.subjects = [(n, a) for n, a in self.subjects if a is not actor]
                    self.subjects.append((sentence, actor))
        for draft in drafts:
            for actor in draft.actors:
                self.stated[actor.key] = sentence


def _share(run: list[Candidate]) -> None:
    ties = [{f for f in one.features if f.startswith(VOICES)} for one in run]
    for one, own in zip(run, ties, strict=True):
        others = set().union(*(t for t in ties if t is not own)) - own if len(run) > 1 else set()
        one.features |= {f"joined:{feature}" for feature in others}
