"""Parties: whom a back end means by its words for a speaker, and whether that party stands at the quote."""

from __future__ import annotations

import re
from collections.abc import Collection

from detente.reading.backends.stances import words_for
from detente.reading.cues import word_set
from detente.reading.model import Actor, Analysis
from detente.reading.statements.attribution import Attribution

# How far back a speaker may have been named whose speech goes on, in sentences.
REACH = 2
_WORD = re.compile(r"\w+")


class Parties:
    """The parties of one report by the words that stand for them."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.small = words_for(analysis.language, "small")
        self.forms: dict[tuple[str, ...], list[Actor]] = {}
        self.pronouns: dict[tuple[tuple[str, ...], int], list[Actor]] = {}
        for actor in analysis.actors.values():
            for name in (actor.name, *actor.aliases):
                self._add(name, actor)
            if actor.kind == "person" and len(_WORD.findall(actor.name)) > 1:
                self._add(_WORD.findall(actor.name)[-1], actor)
        for mention in analysis.mentions:
            words = analysis.sentences[mention.sentence].words
            text = analysis.report.text
            named = text[words[mention.first].start : words[mention.last - 1].end]
            if mention.how == "pronoun":
                self.pronouns.setdefault((self._fold(named), mention.sentence), []).append(mention.actor)
                continue
            self._add(named, mention.actor)
            self._add(text[words[mention.outer_first].start : words[mention.outer_last - 1].end], mention.actor)
            if mention.actor.kind == "person":  # "die Handelsministerin" of "die Handelsministerin Karla Holm"
                self._add(text[words[mention.outer_first].start : words[mention.first].start], mention.actor)

    def _fold(self, name: str) -> tuple[str, ...]:
        words = [w.casefold() for w in _WORD.findall(name)]
        while len(words) > 1 and words[0] in self.small:
            words = words[1:]
        while len(words) > 1 and words[-1] == "s":
            words = words[:-1]
        return tuple(words)

    def _add(self, name: str, actor: Actor) -> None:
        form = self._fold(name)
        if form and not self.small.issuperset(form) and actor not in self.forms.setdefault(form, []):
            self.forms[form].append(actor)

    def named(self, speaker: str, sentences: Collection[int]) -> list[Actor]:
        """The parties that these words may stand for at a quote in these sentences; empty where there is none."""
        words = self._fold(speaker)
        if not words:
            return []
        pronouns = [a for at in sentences for a in self.pronouns.get((words, at), [])]
        return pronouns or self.forms.get(words) or self._within(words)

    def _within(self, words: tuple[str, ...]) -> list[Actor]:
        """ "Foreign minister Jane Doe", "ein Sprecher des Außenministeriums": a name with what is said of it.

        Beside a person's name anything may stand; beside another party's only who speaks for it.
        """
        spoken = word_set(self.analysis.language, "speech", "spokespeople") | self.small
        longest = 0
        found: list[Actor] = []
        for form, actors in self.forms.items():
            at = next((n for n in range(len(words) - len(form) + 1) if words[n : n + len(form)] == form), None)
            if at is None or len(form) < longest:
                continue
            rest = words[:at] + words[at + len(form) :]
            fit = [a for a in actors if a.kind == "person" or all(w in spoken for w in rest)]
            if fit:
                found = fit if len(form) > longest else [*found, *fit]
                longest = len(form)
        return list(dict.fromkeys(found))

    def stands_at(self, actor: Actor, sentence: int, said: Attribution) -> bool:
        """Whether a party is in a sentence, or its speech goes on there.

        Speech goes on where our own reading says so, or where the sentence is marked as speech (quotation marks, a
        clause of reported speech) and the party was named at most two sentences before in the same paragraph.
        """
        analysis = self.analysis
        if any(m.actor is actor for m in analysis.mentions_in(sentence)):
            return True
        if actor in said.last or any(actor in who for who, _ in said.speakers.values()):
            return True
        here = analysis.sentences[sentence]
        marked = any(here.quoted) or any(c.mood == "reported" for c in analysis.clauses[sentence])
        before = range(max(0, sentence - REACH), sentence)
        return marked and any(
            m.actor is actor and m.acts
            for n in before
            if analysis.sentences[n].paragraph == here.paragraph
            for m in analysis.mentions_in(n)
        )
