"""Made-up dossiers for what-ifs: so many parties and issues, every statement in a sentence of its own."""

from __future__ import annotations

import random

from detente.contract import Control, Dossier, Evidence, Issue, Option, Party, Report, Statement

STANCES = ("support", "support", "oppose")


def made_up(
    parties: int = 4, issues: int = 3, options: int = 3, statements: int = 40, *, beside: bool = True, seed: int = 1
) -> Dossier:
    """A dossier with `parties` who speak of `issues`; `beside`: a party and an issue more of which nobody speaks."""
    dice = random.Random(seed)
    known = [Party(id=f"p{n}", name=f"Party {n}", kind="state", mentions=5) for n in range(parties)]
    if beside:
        known.append(Party(id="late", name="Latecomer", kind="state", mentions=1))
    text: list[str] = []
    said: list[Statement] = []
    length = 0

    def sentence(quote: str) -> Evidence:
        nonlocal length
        evidence = Evidence(report="r1", start=length, end=length + len(quote), quote=quote)
        text.append(quote)
        length += len(quote) + 1
        return evidence

    listed = []
    for n in range(issues):
        holder = f"p{n % parties}"
        evidence = sentence(f"Party {n % parties} decides on issue {n}.")
        places = [
            Option(
                id=f"o{k}",
                label=f"Option {n}.{k}",
                value=100 * k / (options - 1),
                controlled_by=[holder] if k and n < 3 else [],
            )
            for k in range(options)
        ]
        control = Control(party=holder, side="holder", reason="phrase", evidence=evidence)
        listed.append(
            Issue(id=f"i{n}", label=f"Issue {n}", options=places, codebook="made", status_quo="o0", controls=[control])
        )
    if beside:
        listed.append(
            Issue(
                id="aid",
                label="Aid",
                options=[
                    Option(id="stopped", label="stopped", value=0),
                    Option(id="resumed", label="resumed", value=100),
                ],
                codebook="made",
                status_quo="stopped",
            )
        )
    for n in range(statements):
        party, issue = n % parties, (n // parties) % issues
        option = min(options - 1, max(0, round(dice.gauss((party * 2 + issue) % options, 0.7))))
        stance = dice.choice(STANCES)
        quote = f"Party {party} would {stance} option {issue}.{option}, it said for the {n}th time."
        said.append(_statement(n, f"p{party}", f"i{issue}", f"o{option}", stance, sentence(quote)))
    return Dossier(
        reports=[
            Report(
                id="r1", title="Talks go on", language="en", date="2026-03-03", source="made.txt", text=" ".join(text)
            )
        ],
        parties=known,
        issues=listed,
        statements=said,
    )


def _statement(number: int, party: str, issue: str, option: str, stance: str, evidence: Evidence) -> Statement:
    return Statement(
        id=f"s{number}",
        party=party,
        stance=stance,  # type: ignore[arg-type]
        issue=issue,
        option=option,
        topic=issue,
        cue=stance,
        evidence=evidence,
        rule="made",
        confidence=0.9,
        date="2026-03-03",
    )
