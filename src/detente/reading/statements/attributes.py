"""Statements within a noun phrase: "die von der Gewerkschaft geforderte Zulage"."""

from __future__ import annotations

from collections.abc import Iterator

from detente.reading.cues import frames
from detente.reading.language import lexicon
from detente.reading.model import Actor, Analysis, Clause, Mention
from detente.reading.statements.drafts import Draft
from detente.reading.statements.topics import Topic
from detente.reading.text.tagging import infinitive_of
from detente.reading.text.words import Word


def by_participle(analysis: Analysis, clause: Clause) -> Iterator[Draft]:
    """ "Eine von der CDU abgelehnte Koalition": a German participle with its agent before a noun."""
    if analysis.language != "de":
        return
    words = analysis.sentences[clause.sentence].words
    mentions = analysis.mentions_in(clause.sentence)
    for mention in mentions:
        if not clause.first <= mention.first < clause.last:
            continue
        k = mention.outer_last
        while k < len(words) and words[k].pos == "ADV":
            k += 1
        noun = _noun_behind(words, k)
        if noun is None:
            continue
        frame = next(
            (
                f
                for f in frames("de").get(infinitive_of(words[k].text), ())
                if not (f.prep or f.fixed or f.reflexive or f.reverse)
            ),
            None,
        )
        actors = _agents(mentions, mention, words)
        if frame is None or not actors:
            continue
        text = analysis.report.text[words[k + 1].start : words[noun].end]
        yield Draft(tuple(actors), frame.stance, Topic(text), words[k].text, f"attribute-{frame.stance}")


def _noun_behind(words: list[Word], k: int) -> int | None:
    """The noun that an inflected participle at `k` stands before; None where there is none."""
    if (
        k >= len(words)
        or words[k].pos not in ("ADJ", "VERB")
        or not words[k].lower.endswith(("te", "ten", "ter", "tes", "ene", "enen", "ener", "enes"))
    ):
        return None
    k += 1
    while k < len(words) and words[k].pos == "ADJ":
        k += 1
    return k if k < len(words) and words[k].pos == "NOUN" else None


def _agents(mentions: list[Mention], last: Mention, words: list[Word]) -> list[Actor]:
    """The parties between "von" and the participle, joined ones all; empty where no "von" leads to them."""
    preps = lexicon("de", "stance")["agents"]
    found = [last]
    for mention in reversed([m for m in mentions if m.outer_last <= last.outer_first]):
        between = words[mention.outer_last : found[0].outer_first]
        if len(between) <= 2 and between and all(w.lower in ("und", ",", "sowie") or w.pos == "DET" for w in between):
            found.insert(0, mention)
        else:
            break
    start = found[0].outer_first
    leading = [w.lower for w in words[max(0, start - 2) : start + 1]]
    return [m.actor for m in found] if any(w in preps for w in leading) else []
