"""Attribution: whose words a clause reports.

Speech goes on: a sentence in the Konjunktiv, or one inside a quotation that began earlier, belongs to who spoke last.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.reading.cues import is_speech, word_set
from detente.reading.language import lexicon
from detente.reading.model import Actor, Analysis, Clause
from detente.reading.statements.speakers import actors_in, holders
from detente.reading.text.words import Sentence, Word

# A speaker is carried over at most so many sentences that bear no mark of reported speech.
PATIENCE = 1


@dataclass(slots=True)
class Attribution:
    """For the clauses of one sentence: who says each (by identity), and how that is known.

    `last` spoke or acted last; `told_of` are the parties that the sentence before is about, whom "sie" may stand for.
    """

    speakers: dict[int, tuple[list[Actor], str]] = field(default_factory=dict)
    last: list[Actor] = field(default_factory=list)
    told_of: list[Actor] = field(default_factory=list)

    def of(self, clause: Clause) -> tuple[list[Actor], str]:
        """The speakers of a clause and the rule that named them; empty where the report itself speaks."""
        return self.speakers.get(id(clause), ([], ""))


def attribute(analysis: Analysis) -> list[Attribution]:
    """An attribution for each sentence, in order."""
    last: list[Actor] = []
    idle = 0
    told_of: list[Actor] = []
    result = []
    for sentence in analysis.sentences:
        said = Attribution(last=last, told_of=told_of)
        clauses = analysis.clauses[sentence.index]
        verbs = {id(c) for c in clauses if is_speech(c, sentence.words, analysis.language)}
        speech = [
            (c, _impersonal(analysis, c) or holders(analysis, c)) for c in clauses if id(c) in verbs and not c.passive
        ]
        speech = [(c, h) for c, h in speech if h]
        quoted = sentence.quoted
        for clause in clauses:
            _direct(analysis, sentence, clause, speech, said)
        source = _according(analysis, sentence, last)
        if source:
            for clause in clauses:
                said.speakers.setdefault(id(clause), (source, "according"))
        marked = any(_reported(c, analysis.language) and c.kind != "conditional" for c in clauses) or any(quoted)
        if not speech and not source and marked:
            for clause in clauses:
                inside = bool(quoted) and quoted[clause.first]
                above = clause.parent
                if inside or _reported(clause, analysis.language) or (above and _reported(above, analysis.language)):
                    quote = inside and analysis.language == "en"
                    who = _before_colon(analysis, sentence, clause) or last
                    if who:
                        said.speakers.setdefault(id(clause), (who, "quote" if quote else "carried"))
        unknown = any(id(c) in verbs and c.kind == "main" and c.mood == "indicative" for c in clauses)
        if not speech and not source and unknown and not holding(analysis, clauses):
            last = []  # somebody speaks whom the report does not name
        if speech or source:
            outside = [h for c, h in speech if not (quoted and quoted[c.first])]
            last, idle = ((outside or [h for _, h in speech])[-1] if speech else source), 0
        else:
            idle = 0 if marked else idle + 1
            holder = holding(analysis, [c for c in clauses if not (quoted and quoted[c.first])])
            if holder:
                last, idle = holder, 0
            elif idle > PATIENCE:
                last = []
        told_of = holding(analysis, clauses) or (told_of if _opens_with_pronoun(analysis, clauses) else [])
        result.append(said)
    _named_later(analysis, result)
    return result


def _opens_with_pronoun(analysis: Analysis, clauses: list[Clause]) -> bool:
    """Whether the first clause is about whom "er", "sie" or "man" stands for."""
    first = next((c for c in clauses if c.kind == "main" and c.subject is not None), None)
    if first is None or first.subject is None:
        return False
    word = analysis.sentences[first.sentence].words[first.subject.head]
    return word.lower in word_set(analysis.language, "modals", "self")


def _named_later(analysis: Analysis, told: list[Attribution]) -> None:
    """Direct speech of several sentences whose speaker is only named behind it: '"A. B", sagte Merz.'"""
    if analysis.language != "de":
        return
    for k in range(len(told) - 2, -1, -1):
        here, after = analysis.sentences[k], analysis.sentences[k + 1]
        if not (here.quoted and after.quoted and here.quoted[-1] and after.quoted[0]):
            continue
        if after.words[0].text in '„“»"«' or any(
            how not in ("carried", "later") for _, how in told[k].speakers.values()
        ):
            continue
        inside = (c for c in analysis.clauses[k + 1] if after.quoted[c.first])
        named = next(
            (told[k + 1].of(c) for c in inside if told[k + 1].of(c)[1] in ("quote", "according", "later")), None
        )
        if named is None:
            continue
        for clause in analysis.clauses[k]:
            if here.quoted[clause.first]:
                told[k].speakers[id(clause)] = (named[0], "later")


def _before_colon(analysis: Analysis, sentence: Sentence, clause: Clause) -> list[Actor]:
    """ "Der Kreml widerspricht: Es sei nichts vereinbart": who is told of before the colon speaks after it."""
    colons = [w.i for w in sentence.words[: clause.first] if w.text == ":"]
    if not colons:
        return []
    return holding(analysis, [c for c in analysis.clauses[sentence.index] if c.last <= colons[-1]])


def _reported(clause: Clause, language: str) -> bool:
    """The Konjunktiv of reported speech; in the plural, where it looks like the indicative, "müssten" stands for it."""
    if clause.mood == "reported":
        return True
    return (
        language == "de"
        and clause.mood == "hypothetical"
        and clause.finite is not None
        and clause.finite.lower.endswith("en")
    )


def holding(analysis: Analysis, clauses: list[Clause]) -> list[Actor]:
    """The subject of the first main clause that has a party for one."""
    return next((h for c in clauses if c.kind == "main" for h in [holders(analysis, c)] if h), [])


def _direct(
    analysis: Analysis,
    sentence: Sentence,
    clause: Clause,
    speech: list[tuple[Clause, list[Actor]]],
    said: Attribution,
) -> None:
    """Name the speaker of a clause that stands under, before or after a verb of saying."""
    if any(clause is c for c, _ in speech):
        return
    quoted = sentence.quoted
    inside = bool(quoted) and quoted[clause.first]
    parent = clause.parent
    while parent is not None:
        for verb, actors in speech:
            if parent is verb and (
                clause.kind in ("complement", "infinitive", "question") or clause.parent is not verb
            ):
                said.speakers[id(clause)] = (actors, "complement")
                return
        if id(parent) in said.speakers:
            said.speakers[id(clause)] = said.speakers[id(parent)]
            return
        parent = parent.parent
    if not speech:
        return
    if clause.kind == "main" and (inside or clause.mood != "indicative" or _hangs_on(clause, speech, analysis)):
        nearest = min(speech, key=lambda s: abs(s[0].first - clause.first))
        said.speakers[id(clause)] = (nearest[1], "quote" if inside else "reported")


def _hangs_on(clause: Clause, speech: list[tuple[Clause, list[Actor]]], analysis: Analysis) -> bool:
    """A main clause before ", sagte Merz", with what hangs on it between: the verb of saying needs it."""
    words = analysis.sentences[clause.sentence].words
    for verb, _ in speech:
        if verb.finite is None or clause.first > verb.first:
            continue
        if analysis.language == "en" and _closes(analysis, verb, words):
            return True
        if verb.first != verb.finite.i:
            continue
        mains = [c for c in analysis.clauses[clause.sentence] if c.kind == "main" and c.first < verb.first]
        if mains and mains[-1] is clause and words[verb.first - 1].text in (",", "“", '"', "«", "”"):
            return True
    return False


def _closes(analysis: Analysis, verb: Clause, words: list[Word]) -> bool:
    """ "The plan must go, the minister said on Monday.": nothing is said behind the verb, all before it."""
    clauses = analysis.clauses[verb.sentence]
    return (
        verb.kind == "main"
        and verb.first > 0
        and words[verb.first - 1].text in (",", "”", '"')
        and words[verb.first].pos != "AND"
        and not any(c.parent is verb or c.first > verb.first for c in clauses)
    )


def _impersonal(analysis: Analysis, clause: Clause) -> list[Actor]:
    """ "Aus Kiew hieß es", "heißt es in der Partei": the place or body that is quoted."""
    data = lexicon(analysis.language, "stance")["speech"]
    if clause.lemma not in data["impersonal"]:
        return []
    for phrase in clause.phrases:
        if phrase.prep in data["from"]:
            found = actors_in(analysis, clause.sentence, phrase)
            if found:
                return found
    return []


def _according(analysis: Analysis, sentence: Sentence, last: list[Actor]) -> list[Actor]:
    """ "Laut Merz", "nach Ansicht der Opposition", "nach den Worten des Ministers", "according to the union"."""
    language = analysis.language
    according = word_set(language, "speech", "according")
    views = word_set(language, "speech", "views")
    mentions = analysis.mentions_in(sentence.index)
    for mention in mentions:
        behind = [w for w in sentence.words[mention.outer_last : mention.outer_last + 2] if w.pos != "ADV"]
        if mention.outer_first <= 1 and behind and behind[0].text == ":":
            return [mention.actor]  # 'Minister Kern (wörtlich): "Wir lehnen das ab."'
    for word in sentence.words:
        named = word.lower in according
        view = word.lower in views and any(
            w.lower in ("nach", "aus", "in", "from")
            for w in [*sentence.words[max(0, word.i - 4) : word.i], *sentence.words[word.i + 1 : word.i + 2]]
        )
        if not named and not view:
            continue
        owner = next((m for m in mentions if view and language == "de" and m.genitive and m.outer_last == word.i), None)
        if owner is not None:
            return [owner.actor]  # "nach Merkels Meinung", "seiner Ansicht nach"
        near = [m for m in mentions if word.i < m.first and m.outer_first - word.i <= 3]
        if word.lower == "zufolge":
            near = [m for m in mentions if m.outer_last <= word.i and word.i - m.outer_last <= 2][-1:]
        if near:
            return [near[0].actor]
        if view and sentence.words[word.i - 1].pos == "POSS":
            return last  # "nach seiner Meinung"
    for word in sentence.words[1:]:
        if word.lower == "so" and sentence.words[word.i - 1].text in ',“"”«' and language == "de":
            near = [m for m in mentions if 0 < m.outer_first - word.i <= 2 and m.outer_last >= len(sentence.words) - 4]
            if near:
                return [near[0].actor]
    return []
