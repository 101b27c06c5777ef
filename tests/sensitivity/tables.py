"""Small tables for the tests, put together from sentences of the project's own."""

from __future__ import annotations

import random

from detente.contract import Dossier, Evidence, Issue, Option, Party, Report, Statement
from detente.negotiation import Negotiation, build

PARTIES = [
    Party(id="norland", name="Norland", kind="state", mentions=9),
    Party(id="sudland", name="Sudland", kind="state", mentions=8),
    Party(id="union", name="Küstenunion", kind="organisation", mentions=7),
    Party(id="berg", name="Anna Berg", kind="person", of="norland", mentions=3),
    Party(id="westmark", name="Westmark", kind="state", mentions=2),
]
Row = tuple[str, str, str, str, str]


def dossier(rows: list[Row]) -> Dossier:
    """A dossier with one statement a row: party, stance, issue, option, report (ids s1, s2 ...)."""
    statements = [
        Statement(
            id=f"s{n}",
            party=party,
            stance=stance,  # type: ignore[arg-type]
            issue=issue,
            option=option,
            topic=issue,
            cue="fordert",
            evidence=Evidence(report=report, start=n, end=n + 1, quote=f"Satz {n}"),
            rule="test",
            confidence=0.9,
        )
        for n, (party, stance, issue, option, report) in enumerate(rows, 1)
    ]
    reports = [Report(id=key, text="x" * 99, language="de", title=key) for key in dict.fromkeys(row[4] for row in rows)]
    return Dossier(reports=reports, parties=PARTIES, issues=list(ISSUES), statements=statements)


AID = Issue(
    id="aid",
    label="Finanzhilfe",
    codebook="peace",
    status_quo="stopped",
    options=[
        Option(id="stopped", label="ausgesetzt", value=0, controlled_by=["union"]),
        Option(id="resumed", label="wieder aufgenommen", value=100, controlled_by=["union"]),
    ],
)
BORDER = Issue(
    id="border",
    label="Grenze",
    codebook="peace",
    status_quo="closed",
    options=[
        Option(id="closed", label="geschlossen", value=0, controlled_by=["norland"]),
        Option(id="daily", label="tagsüber offen", value=60, controlled_by=["norland"]),
        Option(id="open", label="offen", value=100, controlled_by=["norland"]),
    ],
)
TOLL = Issue(
    id="toll",
    label="Maut",
    status_quo="high",
    options=[
        Option(id="none", label="keine", value=0, controlled_by=["sudland"]),
        Option(id="low", label="niedrig", value=30, controlled_by=["sudland"]),
        Option(id="high", label="hoch", value=100, controlled_by=["sudland"]),
    ],
)
ISSUES = (AID, BORDER, TOLL)
SEATS = ["norland", "sudland", "union"]
# "Norland will die Grenze tagsüber öffnen ... Sudland wants it open, and no toll ... the union would resume its aid."
ROWS: list[Row] = [
    ("norland", "support", "border", "daily", "r1"),
    ("norland", "oppose", "border", "open", "r1"),
    ("norland", "support", "aid", "resumed", "r1"),
    ("norland", "oppose", "toll", "high", "r1"),
    ("norland", "support", "toll", "low", "r2"),
    ("sudland", "support", "border", "open", "r2"),
    ("sudland", "support", "border", "daily", "r2"),
    ("sudland", "support", "toll", "high", "r2"),
    ("sudland", "support", "aid", "resumed", "r3"),
    ("sudland", "oppose", "aid", "stopped", "r3"),
    ("union", "support", "aid", "resumed", "r3"),
    ("union", "oppose", "toll", "high", "r3"),
    ("union", "support", "border", "open", "r3"),
    ("union", "open", "border", "daily", "r3"),
]


def case() -> tuple[Negotiation, Dossier]:
    """Three parties, three issues, a status quo on each."""
    made = dossier(ROWS)
    return build(made, parties=SEATS, issues=["aid", "border", "toll"]), made


def any_case(seed: int) -> tuple[Negotiation, Dossier]:
    """A table of random statements."""
    rng = random.Random(seed)
    rows: list[Row] = []
    for _ in range(24):
        issue = rng.choice(ISSUES)
        option = rng.choice(issue.options).id
        rows.append((rng.choice(SEATS), rng.choice(["support", "support", "oppose"]), issue.id, option, "r1"))
    made = dossier(rows)
    return build(made, parties=SEATS, issues=["aid", "border", "toll"]), made
