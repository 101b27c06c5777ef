"""The check: what a back end proposes counts only if it is found again in the report.

1. The quote stands in the report word for word; only white space may differ, and the report's own span is kept.
2. The speaker's words stand for a party that our own reading knows, and that party stands in the quote's sentences,
   or its speech goes on there (`Parties.stands_at`).
3. A cue of our word lists in the quote's sentences shows the stance, turned by negations (`stances.cues_in`), and is
   not known to be another party's (`stances.can_be_of`).  Support and opposition may be exchanged where a word of
   ending or a negation elsewhere turns them: who demands the end of sanctions stands for their end and against them.
   Without a cue the stance is there if our own decision gives it to that party there, be it too faintly to count on
   its own (`LEAST`; `LIKELY` where what shows the stance is another party's).  With or without one it is not there if
   our own decision is sure (`SURE`) of another one only.
4. The same party has not taken the same stance in the same sentence already, by rule or by proposal.
"""

from __future__ import annotations

from collections.abc import Sequence

from detente.contract import Stance
from detente.reading.backends.model import Proposal, Reason
from detente.reading.backends.parties import Parties
from detente.reading.backends.quotes import MOST_SENTENCES, places
from detente.reading.backends.stances import Cue, can_be_of, cues_in, turned
from detente.reading.confidence import UNTRIED
from detente.reading.model import Actor, Analysis, StatementFound
from detente.reading.statements.attribution import attribute
from detente.reading.statements.decision import weigh
from detente.reading.statements.find import find_candidates

# The score of our own decision from which on a stance may be there, also where a cue for it is another party's.
LEAST = 0.2
LIKELY = 0.5
# That from which on no other stance is believed.
SURE = 0.6


class Verifier:
    """Checks proposals for one report against the statements `found` there already."""

    def __init__(self, analysis: Analysis, found: Sequence[StatementFound]) -> None:
        self.analysis = analysis
        self.parties = Parties(analysis)
        self.said = attribute(analysis)
        self.taken = {(s.actor, s.stance, n) for s in found for n in self._sentences(s.start, s.end)}
        self._cues: dict[int, list[Cue]] = {}
        # What our own reading holds possible, by party and sentence.
        self.weighed: dict[tuple[str, int], dict[Stance, float]] = {
            (candidate.actor.key, candidate.sentence): dict(weigh(candidate, least=LEAST))
            for candidate in find_candidates(analysis)
        }

    def check(self, proposal: Proposal) -> StatementFound | Reason:
        """The statement that a proposal comes to, or why it does not count."""
        spans = places(proposal.quote, self.analysis.report.text)
        spans = [s for s in spans if 0 < len(self._sentences(*s)) <= MOST_SENTENCES]
        if not spans:
            return "not_verbatim"
        # The same words may stand twice, as in the headline and below; the farthest that one place gets tells.
        outcomes = [self._at(proposal, *span) for span in spans]
        best = next((o for o in outcomes if isinstance(o, StatementFound)), None)
        if best is not None:
            self.taken.update((best.actor, best.stance, n) for n in self._sentences(best.start, best.end))
            return best
        reasons: tuple[Reason, ...] = ("duplicate", "stance", "speaker")
        return next(r for r in reasons if r in outcomes)

    def _at(self, proposal: Proposal, start: int, end: int) -> StatementFound | Reason:
        sentences = self._sentences(start, end)
        there: list[tuple[Actor, int]] = []
        for actor in self.parties.named(proposal.speaker, sentences):
            at = [n for n in sentences if self.parties.stands_at(actor, n, self.said[n])]
            there += [(actor, n) for n in at]
        if not there:
            return "speaker"
        for actor in dict.fromkeys(actor for actor, _ in there):
            cue = next((c for n in sentences for c in self._shown(proposal, actor, n)), None)
            own = [self.weighed.get((actor.key, n), {}) for n in sentences]
            score = max((each.get(proposal.stance, 0.0) for each in own), default=0.0)
            contrary = score < LEAST and any(each >= SURE for known in own for each in known.values())
            enough = LIKELY if any(self._cues_for(proposal, n) for n in sentences) else LEAST
            if contrary or (cue is None and score < enough):
                continue
            if any((actor.key, proposal.stance, n) in self.taken for n in sentences):
                return "duplicate"
            return StatementFound(
                actor=actor.key,
                stance=proposal.stance,
                topic=proposal.issue,
                cue=cue.word.text if cue is not None else "",
                start=start,
                end=end,
                rule=proposal.rule,
                confidence=UNTRIED,
            )
        return "stance"

    def _shown(self, proposal: Proposal, actor: Actor, sentence: int) -> list[Cue]:
        """The cues of a sentence that can show the proposed stance of this party."""
        said = self.said[sentence]
        return [cue for cue in self._cues_for(proposal, sentence) if can_be_of(self.analysis, cue, actor, said)]

    def _cues_for(self, proposal: Proposal, sentence: int) -> list[Cue]:
        """The cues of a sentence that can show the proposed stance of anybody."""
        if sentence not in self._cues:
            self._cues[sentence] = list(cues_in(self.analysis, sentence))
        return [
            cue
            for cue in self._cues[sentence]
            if proposal.stance in cue.stances or proposal.stance == turned(self.analysis, cue, proposal.issue)
        ]

    def _sentences(self, start: int, end: int) -> list[int]:
        return [s.index for s in self.analysis.sentences if s.start < end and start < s.end]
