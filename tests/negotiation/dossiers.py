"""Small dossiers for the tests, put together from sentences of the project's own."""

from __future__ import annotations

from collections.abc import Sequence

from detente.contract import Dossier, Event, Evidence, Issue, Option, Party, Report, Statement

TRUCE = Issue(
    id="truce",
    label="Waffenruhe",
    codebook="peace",
    status_quo="none",
    options=[
        Option(id="none", label="keine Waffenruhe", value=0),
        Option(id="limited", label="befristete Waffenruhe", value=50),
        Option(id="lasting", label="dauerhafte Waffenruhe", value=100),
    ],
)
TROOPS = Issue(
    id="troops",
    label="Friedenstruppe",
    codebook="peace",
    options=[Option(id="no", label="keine Truppe", value=0), Option(id="yes", label="Friedenstruppe", value=100)],
)
PARTIES = [
    Party(id="norland", name="Norland", kind="state", mentions=9),
    Party(id="sudland", name="Sudland", kind="state", mentions=8),
    Party(id="ministry", name="Außenministerium", kind="organisation", of="norland", mentions=2),
    Party(id="berg", name="Anna Berg", kind="person", of="ministry", roles=["Außenministerin"], mentions=3),
    Party(id="dale", name="Tom Dale", kind="person", of="sudland", roles=["president"], mentions=4),
    Party(id="union", name="Küstenunion", kind="organisation", mentions=1),
]

# party, stance, issue, option, report
Row = tuple[str, str, str | None, str | None, str]


def dossier(
    rows: Sequence[Row],
    *,
    issues: Sequence[Issue] = (TRUCE, TROOPS),
    parties: Sequence[Party] = tuple(PARTIES),
    duplicates: dict[str, str] | None = None,
    events: Sequence[Event] = (),
    language: str = "de",
) -> Dossier:
    """A dossier with one statement a row (ids s1, s2 ...), and a report for each report id that occurs."""
    duplicates = duplicates or {}
    ids = dict.fromkeys([row[4] for row in rows] + list(duplicates) + list(duplicates.values()))
    reports = [Report(id=i, text="x" * 99, language=language, duplicate_of=duplicates.get(i), title=i) for i in ids]
    statements = [
        Statement(
            id=f"s{n}",
            party=party,
            stance=stance,  # type: ignore[arg-type]
            issue=issue,
            option=option,
            topic=issue or "",
            cue="fordert",
            evidence=Evidence(report=report, start=n, end=n + 1, quote="x"),
            rule="test",
            confidence=0.9,
        )
        for n, (party, stance, issue, option, report) in enumerate(rows, 1)
    ]
    return Dossier(
        reports=reports, parties=list(parties), issues=list(issues), statements=statements, events=list(events)
    )


# "Norland fordert eine dauerhafte Waffenruhe. Außenministerin Berg lehnt eine befristete ab und lässt die Truppe offen.
#  Sudland wants a limited truce and rejects a lasting one; President Dale rejects it as well, and any troops."
TALKS: list[Row] = [
    ("norland", "support", "truce", "lasting", "r1"),
    ("berg", "oppose", "truce", "limited", "r1"),
    ("berg", "open", "troops", "yes", "r1"),
    ("sudland", "support", "truce", "limited", "r2"),
    ("sudland", "oppose", "truce", "lasting", "r2"),
    ("dale", "oppose", "truce", "lasting", "r2"),
    ("dale", "oppose", "troops", "yes", "r2"),
]
