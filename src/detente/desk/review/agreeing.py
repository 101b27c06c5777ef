"""How far the analysts agree: what each ruled on the items that two or more of them ruled on."""

from __future__ import annotations

import json
from collections.abc import Hashable
from dataclasses import dataclass
from itertools import combinations

from detente import contract
from detente.desk.review.models import Ruling
from detente.desk.review.sight import Item, Sight
from detente.dossier import Agreement, agreement


@dataclass(frozen=True)
class Differing:
    """An item as it was read that analysts ruled on differently: each one's last ruling, by name."""

    name: str
    item: Item
    verdicts: tuple[tuple[str, Ruling], ...]

    @property
    def quote(self) -> str:
        """The words that a statement or an event rests on."""
        return self.item.evidence.quote if isinstance(self.item, contract.Statement | contract.Event) else ""


@dataclass(frozen=True)
class Compared:
    """The agreement of all, of each pair (two names), and the items they differ on."""

    overall: Agreement
    pairs: tuple[tuple[str, str, Agreement], ...]
    differing: tuple[Differing, ...]


def compare(sight: Sight) -> Compared:
    """Compare the rulings in force of all analysts, item by item; each one's last ruling on an item counts."""
    last: dict[str, dict[int, Ruling]] = {}
    for name, rows in sight.on.items():
        for row in rows:
            if row.author_id is not None:
                last.setdefault(name, {})[row.author_id] = row
    shared = {name: rows for name, rows in last.items() if len(rows) > 1}
    units = {name: {who: verdict(row) for who, row in rows.items()} for name, rows in shared.items()}
    people = {who: str(row.author) for rows in shared.values() for who, row in rows.items()}
    pairs = []
    for one, other in combinations(sorted(people, key=lambda who: (people[who], who)), 2):
        both = [{who: unit[who] for who in (one, other)} for unit in units.values() if one in unit and other in unit]
        if both:
            pairs.append((people[one], people[other], agreement(both)))
    differing = []
    for name, unit in units.items():
        item = sight.base(name)
        if len(set(unit.values())) > 1 and item is not None:
            rows = sorted(shared[name].values(), key=lambda row: row.time)
            differing.append(Differing(name, item, tuple((people[row.author_id], row) for row in rows)))
    return Compared(agreement(units.values()), tuple(pairs), tuple(differing))


def verdict(row: Ruling) -> Hashable:
    """What a ruling says of the item, so that two of them can be compared.

    An addition says, as an acceptance does, that the item stands as it is; a correction to what was read does so too.
    """
    if row.did in ("accept", "add"):
        return "accept"
    return "reject" if row.did == "reject" else json.dumps(row.changes, sort_keys=True)
