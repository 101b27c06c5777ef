"""What an analyst sees in review: what was read, the dossier with rulings, and which ruling is on which item.

Who rules alone sees the rulings of others on statements and events not at all; those on parties and issues, which
all work with, are seen by everybody.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from detente import contract
from detente import dossier as dossiers
from detente.desk.dossiers.current import extracted, key_of
from detente.desk.dossiers.models import Dossier
from detente.desk.review.models import Ruling

Item = contract.Statement | contract.Event | contract.Party | contract.Issue
TARGETS = ("statement", "event", "party", "issue")
SHARED = ("party", "issue")
FIELDS = {
    "statement": ("party", "stance", "issue", "option"),
    "event": ("type", "status", "participants", "place", "date", "topic"),
}


@dataclass(frozen=True, eq=False)
class Sight:
    """A dossier in review, as somebody sees it.

    read: before any ruling; plain: with parties and issues ruled on, and what was added; shown: with all rulings that
    are to be seen.  on: these by item ("statement:ID"), in their order; lost: those that cannot be applied, by key.
    added: the parties and issues that were added, by name ("party:ID"), also where they became part of others since.
    """

    key: str
    read: contract.Dossier
    plain: contract.Dossier
    shown: contract.Dossier
    on: dict[str, list[Ruling]]
    lost: dict[str, dossiers.Unmatched]
    added: dict[str, Any] = field(default_factory=dict)

    def item(self, name: str) -> Item | None:
        """The item of this name as it is shown, or as it was read where it is out."""
        target, _, key = name.partition(":")
        for dossier in (self.shown, self.plain, self.read):
            if (found := items(dossier, target).get(key)) is not None:
                return found
        return None

    def base(self, name: str) -> Item | None:
        """The item of this name as it was read, or as it was added: what a ruling on it is made of."""
        target, _, key = name.partition(":")
        return items(self.read, target).get(key) or items(self.plain, target).get(key)

    def party(self, key: str | None) -> str:
        """A party's name."""
        for dossier in (self.shown, self.plain, self.read):
            if key and (found := items(dossier, "party").get(key)) is not None:
                return str(getattr(found, "name"))  # noqa: B009  (a party's)
        return str(self.added.get(f"party:{key}", {}).get("name") or key or "")

    def about(self, issue: str | None, option: str | None) -> tuple[str, str]:
        """The labels of an issue and its option; "" for what there is not."""
        for dossier in (self.shown, self.plain, self.read):
            found = items(dossier, "issue").get(issue or "")
            if isinstance(found, contract.Issue):
                return found.label, next((o.label for o in found.options if o.id == option), option or "")
        return str(self.added.get(f"issue:{issue}", {}).get("label") or issue or ""), option or ""


def items(dossier: contract.Dossier, target: str) -> dict[str, Any]:
    """The items of one kind, by id; nothing for an unknown kind."""
    found = _indexes.get(id(dossier))
    if found is None or found[0] is not dossier:
        found = (
            dossier,
            {
                "statement": {each.id: each for each in dossier.statements},
                "event": {each.id: each for each in dossier.events},
                "party": {each.id: each for each in dossier.parties},
                "issue": {each.id: each for each in dossier.issues},
            },
        )
        with _lock:
            while len(_indexes) >= 4 * _KEPT:
                _indexes.pop(next(iter(_indexes)))
            _indexes[id(dossier)] = found
    return found[1].get(target, {})


def sight(dossier: Dossier, user: Any = None, *, alone: bool = False) -> Sight:
    """The dossier as `user` sees it in review."""
    while True:
        key = key_of(dossier)
        name = (dossier.pk, key, user.pk if alone else None)
        with _lock:
            found = _seen.get(name)
        if found is not None:
            return found
        rows = list(dossier.rulings.filter(undone=None).select_related("author"))
        made = _look(key, extracted(dossier), [row for row in rows if not alone or _visible(row, user)])
        if key_of(dossier) == key:
            with _lock:
                while len(_seen) >= _KEPT:
                    _seen.pop(next(iter(_seen)))
                _seen[name] = made
            return made


def _visible(row: Ruling, user: Any) -> bool:
    return row.target in SHARED or row.author_id == user.pk


def _look(key: str, read: contract.Dossier, rows: list[Ruling]) -> Sight:
    given = read.model_copy(update={"rulings": contents(rows)})
    plain = read.model_copy(
        update={"rulings": contents(row for row in rows if row.target in SHARED or row.action == "add")}
    )
    on: dict[str, list[Ruling]] = defaultdict(list)
    found = dossiers.ruled(given)
    for row in rows:
        if row.key in found.on:
            on[f"{row.target}:{found.on[row.key]}"].append(row)
    lost = {each.ruling.id: each for each in found.unmatched}
    added = {row.item: row.content["item"] for row in rows if row.action == "add" and row.target in SHARED}
    return Sight(key, read, dossiers.apply_rulings(plain), found.dossier, dict(on), lost, added)


def contents(rows: Iterable[Ruling]) -> list[contract.Ruling]:
    """The library's rulings of rows."""
    return [contract.Ruling.model_validate(row.content) for row in rows]


_KEPT = 8
_lock = threading.RLock()
_seen: dict[tuple[int, str, int | None], Sight] = {}
_indexes: dict[int, tuple[contract.Dossier, dict[str, dict[str, Any]]]] = {}
