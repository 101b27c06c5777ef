"""How the reader codes PLOVER's English records: type of event and actors, sentence by sentence.

    git --git-dir=PLOVER_GIT show HEAD:gold_standard_records/PLOVER_GSR_CAMEO.txt > records.json
    python benchmarks/reading/plover.py records.json [--event THREATEN] [--items] [--out PLOVER.md]

Each record (github.com/openeventdata/PLOVER, CC BY-SA 4.0) is one sentence with one event: its type in PLOVER's words
of 2016, source and target.  The sentence is read as a report of its own, and its events compared: `type` counts a
record if an event of a type that stands for it is read (src/detente/dossier/plover.toml; DEMAND has since become
REQUEST), `source` and `target` if moreover one of its participants is that actor, by name or by code.  Demands,
rejections, support and the like may also be read as a statement of the source, which is counted apart: in a dossier
standing positions are statements, and only acts are events.

Most kinds of PLOVER's records (arrest, torture, fighting, aid) are none of the reader's events; for these it is counted
how often something was read that is not there.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from babel.core import get_global

from detente import reading
from detente.contract import Dossier, Event, Party
from detente.reports import load_text
from detente.scoring.names import fold, keys

# PLOVER's names of 2016 by those of today.
OLD = {"DEMAND": "REQUEST"}
# Types that are as good: a treaty that is signed is agreed, a meeting with a mediator a meeting.
ALIKE = ({"agree", "sign"}, {"meet", "call", "mediate"}, {"suspend", "sanction"}, {"reject", "break_off"})
# Which stance of the source says the same as an event of that kind, where one does.
STANCES = {
    "DEMAND": {"support", "oppose"},
    "REJECT": {"oppose"},
    "DISAPPROVE": {"oppose"},
    "SUPPORT": {"support"},
    "AGREE": {"support"},
    "CONCEDE": {"support"},
    "THREATEN": {"oppose", "support"},
}


@dataclass
class Outcome:
    """What of one record was read; `wanted` is false where our reader has no event for that kind."""

    record: dict[str, Any]
    wanted: bool
    events: list[str]
    statements: list[str]
    type: bool = False
    source: bool = False
    target: bool = False
    stated: bool = False
    knows_source: bool = False
    knows_target: bool = False


def ours() -> dict[str, set[str]]:
    """Our types of event by PLOVER's name for them; a treaty that is signed is SUPPORT in the records of 2016."""
    table = tomllib.loads((files("detente.dossier") / "plover.toml").read_text("utf-8"))["events"]
    found: dict[str, set[str]] = defaultdict(set)
    for kind, words in table.items():
        found[words["event"]] |= {kind} | next((family for family in ALIKE if kind in family), set())
    found["SUPPORT"] |= {"sign"}
    found["CONCEDE"] |= {"agree", "offer"}
    return found


def actors(record: dict[str, Any], side: str) -> list[dict[str, str]]:
    return [each for each in record.get(side) or [] if isinstance(each, dict)]


def is_any(parties: Iterable[Party], wanted: list[dict[str, str]], all_of: dict[str, Party]) -> bool:
    """Whether one of the parties, or whom it speaks for, is one of the wanted actors, by name or by country's code."""
    for party in parties:
        for each in (party, all_of.get(party.of or "")):
            if each is None:
                continue
            forms = keys(each.name, each.aliases, each.kind)
            for actor in wanted:
                text = f" {fold(actor.get('actorText', ''))} "
                if any((len(form) > 2 and f" {form} " in text) or fold(text) in form for form in forms):
                    return True
                if each.code and ISO3.get(actor.get("code", "")[:3]) == each.code.casefold():
                    return True
    return False


def iso3() -> dict[str, str]:
    """Two-letter codes of countries, as the dossier has them, by the three-letter ones of PLOVER (CLDR, by babel)."""
    aliases = get_global("territory_aliases")
    return {three: two[0].casefold() for three, two in aliases.items() if len(three) == 3 and len(two) == 1}


def one(record: dict[str, Any]) -> Outcome:
    """Read one record's sentence and compare it with the record."""
    dossier: Dossier = reading.read(load_text(record["text"], language="en"))
    parties = {party.id: party for party in dossier.parties}

    def of(event: Event) -> list[Party]:
        return [parties[key] for key in event.participants if key in parties]

    wanted = TYPES.get(OLD.get(record["event"], record["event"]), set())
    if record["event"] == "PROTEST" and record.get("mode") not in ("strike", "strike-gen"):
        wanted = set()  # of protests only strikes are events of ours
    source, target = actors(record, "source"), actors(record, "target")
    right = [event for event in dossier.events if event.type in wanted]
    stances = STANCES.get(record["event"], set())
    return Outcome(
        record,
        bool(wanted),
        [f"{e.type} ({e.status}) {', '.join(e.participants)} | {e.topic}" for e in dossier.events],
        [f"{s.party} {s.stance} {s.topic}" for s in dossier.statements],
        type=bool(right),
        source=any(is_any(of(event), source, parties) for event in right),
        target=any(is_any(of(event), target, parties) for event in right),
        stated=any(
            s.stance in stances and s.party in parties and is_any([parties[s.party]], source, parties)
            for s in dossier.statements
        ),
        knows_source=is_any(dossier.parties, source, parties),
        knows_target=is_any(dossier.parties, target, parties),
    )


TYPES, ISO3 = ours(), iso3()


def _is(outcome: Outcome, other: bool, kind: str) -> bool:
    return outcome.record["event"] == kind and outcome.wanted is not other


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path)
    parser.add_argument("--event", help="only records of this type")
    parser.add_argument("--items", action="store_true", help="list every record with what was read")
    parser.add_argument("--out", type=Path, help='write the figures into this file, from its line "## Figures" on')
    args = parser.parse_args()
    records = [each for each in json.loads(args.records.read_text("utf-8")) if each.get("text")]
    if args.event:
        records = [each for each in records if each["event"] == args.event]
    if not records:
        sys.exit(f"{args.records}: no records")
    with ProcessPoolExecutor(2) as pool:
        outcomes = list(pool.map(one, records, chunksize=8))
    for each in outcomes if args.items else []:
        flags = [name for name in ("type", "source", "target", "stated") if getattr(each, name)]
        print(f"{each.record['id']} {each.record.get('mode') or ''} [{' '.join(flags) or '-'}] {each.record['text']}")
        for name, items in (("event", each.events), ("statement", each.statements)):
            for item in items:
                print(f"    {name}: {item}")
    text = figures(outcomes)
    print(text)
    if args.out:
        kept = args.out.read_text("utf-8").partition("## Figures")[0]
        args.out.write_text(f"{kept}## Figures\n\n{text}", "utf-8")


def figures(outcomes: list[Outcome]) -> str:
    """The table by kind of record, and what the records were read as instead."""
    with_target = [each for each in outcomes if actors(each.record, "target")]
    lines = [
        "| records | n | type | with source | with target | or as a statement | nothing read | of other types |",
        "|---|---|---|---|---|---|---|---|",
    ]
    kinds = Counter((not each.wanted, each.record["event"]) for each in outcomes)
    groups = [
        (kind + " (strikes)" * (kind == "PROTEST" and not other), [o for o in outcomes if _is(o, other, kind)])
        for (other, kind), _ in sorted(kinds.items(), key=lambda item: (item[0][0], -item[1]))
    ]
    groups += [("**all of the reader's kinds**", [o for o in outcomes if o.wanted])]
    groups += [("**all of other kinds**", [o for o in outcomes if not o.wanted])]
    for name, chosen in groups:
        n = len(chosen)
        if not n:
            continue
        cells = (
            *(sum(getattr(o, key) for o in chosen) for key in ("type", "source", "target")),
            sum(o.type or o.stated for o in chosen),
            sum(not o.events and not o.statements for o in chosen),
            sum(bool(o.events) and not o.type for o in chosen),
        )
        lines.append(f"| {name} | {n} | " + " | ".join(f"{cell} ({cell / n:.2f})" for cell in cells) + " |")
    known = sum(o.knows_source for o in outcomes) / len(outcomes)
    aimed = sum(o.knows_target for o in with_target) / max(len(with_target), 1)
    lines += ["", f"Of the sources {known:.2f} are known as parties, of the targets {aimed:.2f}."]
    read = Counter(
        (o.record["event"], item.partition(" ")[0]) for o in outcomes if not o.type for item in set(o.events)
    )
    lines += ["", "Read as something else: " + ", ".join(f"{a} as {b} {n}" for (a, b), n in read.most_common(12)) + "."]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
