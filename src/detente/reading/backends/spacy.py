"""A spaCy pipeline as a back end: stance verbs by its parse, where our own clauses have no holder for them.

The verbs are those of our word lists; the pipeline says who their subject is and what they govern.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from detente.contract import Stance
from detente.reading.backends.model import BackendError, Proposal, Proposals
from detente.reading.cues import Frame, frames, pronominal
from detente.reading.model import Analysis
from detente.reading.statements.attribution import Attribution, attribute
from detente.reading.statements.drafts import negate
from detente.reading.statements.speakers import holders

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

# Dependency labels of English pipelines (ClearNLP), German ones (TIGER) and those after Universal Dependencies.
SUBJECTS = ("nsubj", "sb", "csubj")
AGENTS = ("agent", "obl:agent", "sbp")
OBJECTS = ("dobj", "obj", "oa", "ccomp", "xcomp", "oc", "re", "da")
PREPOSITIONS = ("prep", "prt", "mo", "op", "svp", "compound:prt", "obl", "mnr", "case")
NEGATIONS = ("neg", "ng")
PASSIVE_SUBJECTS = ("nsubjpass", "nsubj:pass", "sb:pass")
CONJUNCTS = ("conj", "cj")
LONGEST_TOPIC = 18


class Pipeline:
    """Proposes what a spaCy pipeline sees; `name` is "spacy:" and the pipeline's package or folder.

    Raises `BackendError` where spaCy or the pipeline is not installed, or the pipeline has no parser.
    """

    def __init__(self, pipeline: str) -> None:
        self.name = f"spacy:{pipeline}"
        self.pipeline = pipeline
        self._loaded: Language | None = _load(pipeline)

    def __getstate__(self) -> dict[str, Any]:
        # Each process loads it anew: that is faster than to send it there.
        return {"name": self.name, "pipeline": self.pipeline, "_loaded": None}

    def propose(self, analysis: Analysis) -> Proposals:
        """The statements that the parse shows; none for a report in another language than the pipeline's."""
        if self._loaded is None:
            self._loaded = _load(self.pipeline)
        if self._loaded.lang != analysis.language:
            return Proposals(skipped=1)
        known = _verbs_with_holder(analysis, attribute(analysis))
        text = analysis.report.text
        items: list[Proposal] = []
        for sentence in analysis.sentences:
            # Sentence by sentence, as our reading has them: memory stays small, and each quote is one sentence.
            doc = self._loaded(text[sentence.start : sentence.end])
            items += _of_sentence(doc, sentence.start, known, analysis)
        return Proposals(items)


def _load(pipeline: str) -> Language:
    if find_spec("spacy") is None:
        raise BackendError("not_installed", "pip install detente[spacy]", extra="spacy", package="spacy")
    import spacy

    try:
        loaded = spacy.load(pipeline)
    except (OSError, ValueError, ImportError) as error:  # not there; made for another version of spaCy
        reason = " ".join(str(error).split())
        raise BackendError("no_pipeline", reason, name=pipeline, reason=reason) from error
    if not {"parser", "tagger", "morphologizer"} & set(loaded.pipe_names) or "parser" not in loaded.pipe_names:
        reason = "it has no parser"
        raise BackendError("no_pipeline", reason, name=pipeline, reason=reason)
    return loaded


def _verbs_with_holder(analysis: Analysis, said: list[Attribution]) -> set[int]:
    """Where the verbs begin whose holder our own clauses know: these are left to the rules."""
    return {
        clause.verb.start
        for clauses, attribution in zip(analysis.clauses, said, strict=True)
        for clause in clauses
        if clause.verb is not None and (holders(analysis, clause) or attribution.of(clause)[0])
    }


def _of_sentence(doc: Doc, offset: int, known: set[int], analysis: Analysis) -> Iterator[Proposal]:
    language = analysis.language
    for token in doc:
        if token.pos_ not in ("VERB", "AUX") or offset + token.idx in known:
            continue
        below = _below(token)
        frame = next((f for f in frames(language).get(_lemma(token), ()) if _fits(f, token, below, language)), None)
        holder = _holder(token)
        if frame is None or frame.reverse or holder is None:
            continue
        stance: Stance | None = frame.stance
        if any(child.dep_ in NEGATIONS or child.lower_ in ("not", "n't", "nicht", "never") for child in token.children):
            stance = negate(frame.stance)
        topic = _topic(token, below, frame, language)
        if stance is not None and topic:
            yield Proposal(_named(holder), stance, topic, doc.text, f"spacy-{stance}")


def _lemma(token: Token) -> str:
    """The verb with its separated prefix: "lehnt ... ab"."""
    prefix = next((c.lower_ for c in token.children if c.dep_ == "svp"), "")
    return f"{prefix}{token.lemma_.lower()}"


def _below(token: Token) -> dict[str, Token]:
    """What stands right under a verb, by form and by lemma."""
    found: dict[str, Token] = {}
    for child in token.children:
        found.setdefault(child.lower_, child)
        found.setdefault(child.lemma_.lower(), child)
    return found


def _fits(frame: Frame, token: Token, below: dict[str, Token], language: str) -> bool:
    if frame.prep and not any(p in below for p in (frame.prep, *pronominal(frame.prep, language))):
        return False
    around = {t.lower_ for t in token.subtree}
    return all(word in around for word in frame.fixed)


def _holder(token: Token) -> Token | None:
    """The subject of a verb, or of the verb that it is joined to; the agent of a passive."""
    seen = 0
    verb: Token | None = token
    while verb is not None and seen < 3:
        children = list(verb.children)
        if any(c.dep_ in PASSIVE_SUBJECTS for c in children):
            agent = next((c for c in children if c.dep_ in AGENTS), None)
            named = [c for c in agent.children if c.dep_ in ("pobj", "nk")] if agent is not None else []
            return named[0] if named else None
        subject = next((c for c in children if c.dep_ in SUBJECTS), None)
        if subject is not None:
            return subject
        verb = verb.head if verb.dep_ in (*CONJUNCTS, "xcomp") and verb.head is not verb else None
        seen += 1
    return None


def _named(holder: Token) -> str:
    """The holder's words: the entity that it ends, else the noun with what is joined to it on the left."""
    for entity in holder.doc.ents:
        if entity.start <= holder.i < entity.end:
            return str(entity.text)
    first = min([holder.i, *(t.i for t in holder.lefts if t.dep_ in ("compound", "amod", "pnc", "flat"))])
    return str(holder.doc[first : holder.i + 1].text)


def _topic(token: Token, below: dict[str, Token], frame: Frame, language: str) -> str:
    """What the verb governs: what stands behind the frame's preposition, else its object or clause."""
    if frame.prep:
        leading = next((below[p] for p in (frame.prep, *pronominal(frame.prep, language)) if p in below), None)
        if leading is not None and leading.dep_ not in OBJECTS:
            inner = [t for t in leading.subtree if t.i > leading.i]
            if inner:
                return _words(inner)
    for child in token.children:
        if child.dep_ in OBJECTS and child.dep_ not in NEGATIONS:
            return _words(list(child.subtree))
    return ""


def _words(tokens: list[Token]) -> str:
    words: list[str] = [t.text for t in tokens if not t.is_space][:LONGEST_TOPIC]
    while words and (not words[0][0].isalnum() or words[0].lower() in ("that", "dass", "to")):
        words = words[1:]
    return " ".join(words)
