"""What goes on with what was said: sentences in the Konjunktiv, or with "sollen", that name no speaker of their own."""

from __future__ import annotations

from detente.reading.model import Analysis, Clause
from detente.reading.quotations.model import Draft

# A speaker is carried over at most so many sentences that quote nobody.
PATIENCE = 3
LIKE_INDICATIVE = ("wollten", "gäbe", "bestünde", "bestünden", "ließe", "ließen", "stünde", "stünden")


def goes_on(analysis: Analysis, sentence: int) -> bool:
    """Whether a sentence is in the Konjunktiv of reported speech."""
    return any(_reported(c) for c in analysis.clauses[sentence] if c.kind == "main")


def _reported(clause: Clause) -> bool:
    if clause.finite is None:
        return False
    return clause.mood == "reported"


def might_go_on(analysis: Analysis, sentence: int) -> bool:
    """Whether a sentence is in the Konjunktiv II, which right after reported speech goes on with it."""
    mains = [c for c in analysis.clauses[sentence] if c.kind == "main" and c.finite is not None]
    if not mains or mains[0].finite is None:
        return False
    return mains[0].mood == "hypothetical" or mains[0].finite.lower in LIKE_INDICATIVE


def is_hearsay(analysis: Analysis, sentence: int) -> bool:
    """Whether a sentence tells with "soll" what others say or plan."""
    return any(
        c.modal == "sollen" and c.finite is not None and c.finite.lower in ("soll", "sollen")
        for c in analysis.clauses[sentence]
        if c.kind == "main"
    )


def continued(analysis: Analysis, sentence: int, last: Draft | None, idle: int) -> Draft | None:
    """A sentence without a frame as a quotation of who spoke last; None where nothing tells that it is one."""
    if analysis.language != "de":
        return None
    words = analysis.sentences[sentence].words
    places = [(sentence, w.i) for w in words]
    speaker = last.speaker if last is not None and idle <= PATIENCE else []
    home = last.speaker_in if last is not None else sentence
    if goes_on(analysis, sentence) or (idle == 0 and last is not None and might_go_on(analysis, sentence)):
        return Draft("indirect-free", sentence, places, speaker, home)
    if is_hearsay(analysis, sentence) and speaker:
        return Draft("free", sentence, places, speaker, home)
    return None
