"""What "the move" or "the decision" stands for: mostly the deed that the whole report is about."""

from __future__ import annotations

from collections.abc import Sequence

from detente.reading.language import lexicon
from detente.reading.model import Analysis
from detente.reading.statements.topics import LONGEST, Topic, object_topics, person_like

# Where in a topic its own noun stands, in words: behind it stands what it is about.
LEADING = 4


def meant_by(
    topic: Topic, named: Sequence[Topic], asked: Sequence[Topic], title: Topic | None, language: str
) -> Topic | None:
    """What a thin topic stands for; None where nothing tells.

    "The deal" is the last of the topics `named` that says which deal, else the deed that the title is about; "the call"
    is what others have `asked` for just before.
    """
    words = topic.text.lower().split()
    if not topic.thin or not words:  # an amount alone can leave no words
        return None
    noun = words[-1]
    alike = [t for t in named if not t.points and len(t.text.split()) > 2 and noun in t.text.lower().split()[:LEADING]]
    if alike:
        return alike[-1]
    pointers = lexicon(language, "stance")["pointers"]
    if noun in pointers["nouns"] and noun not in pointers["deeds"]:
        return asked[-1] if asked else None
    return title


def title_topic(analysis: Analysis) -> Topic | None:
    """What a report's title is about: what its verb takes, else all but a party as subject; None without a title."""
    title = next((s for s in analysis.sentences[:1] if s.headline), None)
    if title is None:
        return None
    main = next((c for c in analysis.clauses[title.index] if c.kind == "main"), None)
    topics = object_topics(analysis, main, []) if main is not None and main.verb is not None else []
    if topics and not topics[0].points and len(topics[0].text.split()) > 1:
        return topics[0]
    subject = main.subject if main is not None else None
    own = range(subject.first, subject.last) if subject is not None and person_like(analysis, 0, subject) else ()
    finite = main.finite if main is not None else None
    kept = [w for w in title.words if w.i not in own and w.pos != "PUNCT" and w is not finite]
    while kept and kept[0].pos in ("PREP", "TO", "ADV", "AND", "DET", "GEN"):
        kept = kept[1:]
    return Topic(" ".join(w.text for w in kept[:LONGEST])) if kept else None
