"""Small dossiers and codebooks for the tests of this folder."""

from __future__ import annotations

from detente.contract import Dossier, Evidence, Issue, Report, Statement

Line = tuple[str, ...]

OWN = """
id = "harbour"
label = { de = "Hafen", en = "Harbour" }
domain_terms = { de = ["Hafen*", "Kai*", "Werft*"], en = ["harbour", "quay", "shipyard"] }

[[issues]]
id = "crane"
label = { de = "Kran", en = "Crane" }
status_quo = "old"
default_option = "new"
terms = { de = ["Kran*"], en = ["crane"] }
  [[issues.options]]
  id = "new"
  label = { de = "neu", en = "new" }
  value = 100
  opposite = "old"
  terms = { de = ["neu* Kran*"], en = ["new crane"] }
  [[issues.options]]
  id = "repaired"
  label = { de = "repariert", en = "repaired" }
  value = 50
  terms = { de = ["Kran* Reparatur"], en = ["crane repair"] }
  [[issues.options]]
  id = "old"
  label = { de = "alt", en = "old" }
  value = 0
  opposite = "new"
"""


def dossier(*lines: Line, texts: dict[str, str] | None = None) -> Dossier:
    """A dossier of statements given as (report, topic, stance, quote); a report's id starts with its language.

    Stance and quote may be left out.  Reports that only `texts` names have no statements.
    """
    texts = texts or {}
    reports = {line[0]: Report(id=line[0], language=line[0][:2], text=texts.get(line[0], "")) for line in lines}
    reports |= {key: Report(id=key, language=key[:2], text=text) for key, text in texts.items()}
    statements = []
    for n, (report, topic, *more) in enumerate(lines):
        stance, quote = [*more, "support", ""][:2] if len(more) != 1 else (more[0], "")
        evidence = Evidence(report=report, start=10 * n, end=10 * n + len(quote), quote=quote)
        statements.append(
            Statement(
                id=f"s{n}", party="p", stance=stance, topic=topic, cue="", evidence=evidence, rule="t", confidence=1.0
            )
        )
    return Dossier(reports=list(reports.values()), statements=statements)


def places(filled: Dossier) -> list[tuple[str | None, str | None]]:
    """Issue and option of each statement."""
    return [(s.issue, s.option) for s in filled.statements]


def by_topic(filled: Dossier) -> dict[str, str | None]:
    """The issue of each topic."""
    return {s.topic: s.issue for s in filled.statements}


def issue(filled: Dossier, key: str) -> Issue:
    """The issue with this id."""
    return next(i for i in filled.issues if i.id == key)
