"""What a mention does in its clause: speak, do something, have something done to it, or only be named."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from detente.reading.cues import noun_cues
from detente.reading.mentions import table
from detente.reading.model import Analysis, Clause, Mention
from detente.reading.text.words import Word

Part = Literal["speaks", "does", "agent", "affected", "talks", "source", "stance", "aside"]


def mark_acting(analysis: Analysis) -> None:
    """Mark the names of organisations as acting that are subjects of verbs whose subject is a party.

    Before the clauses are known, only neighbouring words can tell that.
    """
    for mention in analysis.mentions:
        if mention.acts or mention.actor.kind != "organisation" or mention.how not in ("name", "metonym"):
            continue
        mention.acts = part_of(analysis, mention) == "speaks" or _member(analysis, mention)


def enumerations(analysis: Analysis) -> list[list[Mention]]:
    """Names that stand in one enumeration: "France, Italy and Austria", with whatever belongs to each."""
    found: list[list[Mention]] = []
    names = [m for m in analysis.mentions if m.how in ("name", "metonym")]
    for one, other in pairwise(names):
        words = analysis.sentences[one.sentence].words
        between = words[max(one.last, one.outer_last) : max(other.outer_first, one.last)]
        joined = one.sentence == other.sentence and 0 < len(between) <= 2
        if not joined or not all(w.lower in table(analysis.language, "and") for w in between):
            continue
        if found and found[-1][-1] is one:
            found[-1].append(other)
        else:
            found.append([one, other])
    return found


def part_of(analysis: Analysis, mention: Mention) -> Part:
    """What a mention does in its clause.

    `speaks` and `does` are subjects, `agent` the doer in a passive, `affected` the subject of a passive (for a state,
    of a copula too), `talks` the other side of talks, `source` whose words are passed on, `stance` whose demand,
    offer or refusal it is, `aside` anything else.
    """
    words, language = analysis.sentences[mention.sentence].words, analysis.language
    if mention.genitive:
        return "stance" if _stance_noun(words, mention, language) else "aside"
    if _speech_beside(words, mention, language):
        return "speaks"
    if _member(analysis, mention):
        return "does"
    clause = clause_of(analysis, mention)
    if clause is None:
        return "aside"
    if is_subject(clause, mention):
        return _subject(clause, mention, language)
    return _governed(words, mention, clause, language)


def _member(analysis: Analysis, mention: Mention) -> bool:
    """ "Several firms, including X"."""
    before = analysis.sentences[mention.sentence].words[: mention.outer_first][-1:]
    return any(w.lower in table(analysis.language, "including") for w in before)


def is_subject(clause: Clause, mention: Mention) -> bool:
    """Whether a mention is, or belongs to, the subject of a clause."""
    head = clause.subject.head if clause.subject is not None else -1
    return mention.first <= head < mention.last or mention.outer_first <= head < mention.outer_last


def clause_of(analysis: Analysis, mention: Mention) -> Clause | None:
    """The clause that a mention stands in."""
    return next((c for c in analysis.clauses[mention.sentence] if mention.first in c.words), None)


def _subject(clause: Clause, mention: Mention, language: str) -> Part:
    if clause.passive or (mention.actor.kind == "state" and clause.lemma.lower() in table(language, "copulas")):
        return "affected"
    return "speaks" if clause.lemma.lower() in table(language, "acting_verbs", "groups") else "does"


def _governed(words: list[Word], mention: Mention, clause: Clause, language: str) -> Part:
    first = mention.outer_first
    near = [*words[max(0, first - 2) : first], *words[mention.outer_last : mention.outer_last + 1]]
    if any(w.lower in table(language, "source") for w in near):
        return "source"
    phrase = next((p for p in clause.phrases if p.first < mention.last and mention.first < p.last), None)
    prep = phrase.prep if phrase is not None else None
    if prep in table(language, "talks"):
        return "talks"
    if prep in table(language, "address") and clause.lemma.lower() in table(language, "acting_verbs", "groups"):
        return "talks"
    if prep in table(language, "whose") and _stance_noun(words, mention, language):
        return "stance"
    if prep in table(language, "agent_alone") or (clause.passive and prep in table(language, "passive_agent")):
        return "agent"
    return "aside"


def _stance_noun(words: list[Word], mention: Mention, language: str) -> bool:
    """ "Trump's demand", "die Forderung der Gewerkschaft"."""
    near = [*words[max(0, mention.outer_first - 3) : mention.outer_first], *words[mention.last : mention.last + 3]]
    return any(w.pos == "NOUN" and w.lemma.lower() in noun_cues(language) for w in near)


def _speech_beside(words: list[Word], mention: Mention, language: str) -> bool:
    """Whether a verb of speech stands right before or after a mention ("said the minister"), or "so" (German)."""
    speech, first = table(language, "acting_verbs", "groups"), mention.outer_first
    last = mention.outer_last
    last += 1 if last < len(words) and words[last].text in (",", ")") else 0
    if first > 1 and words[first - 1].lower in table(language, "so"):
        return words[first - 2].pos == "PUNCT"
    return any(
        w.form == "fin" and w.lemma.lower() in speech for w in (*words[first - 1 : first], *words[last : last + 1])
    )
