"""All rulings of a dossier applied in their order, and those that could not be."""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.contract import Dossier, Event, Ruling, Statement
from detente.dossier.folding import data
from detente.dossier.rulings.gathering import gathered
from detente.dossier.rulings.issues import rule_issue
from detente.dossier.rulings.items import rule_item
from detente.dossier.rulings.parties import rule_party
from detente.dossier.rulings.table import CannotApplyError, Table
from detente.dossier.summary import Language


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A ruling that could not be applied, and why."""

    ruling: Ruling
    key: str
    words: dict[str, object] = field(default_factory=dict)

    def reason(self, language: Language = "en") -> str:
        """Why it could not be applied, in German or English."""
        return str(data("messages")[language]["ruling"][self.key]).format(**self.words)


@dataclass(frozen=True, slots=True)
class Ruled:
    """A dossier with its rulings applied.

    on: the id of the item that each ruling is on, by the ruling's id, without those that cannot be applied.
    """

    dossier: Dossier
    on: dict[str, str]
    unmatched: tuple[Unmatched, ...]


def apply_rulings(dossier: Dossier) -> Dossier:
    """The dossier as the analysts have it; the rulings stay in it, and applying them again changes nothing.

    `reject` takes the item out (a party with its statements, an issue without them), `correct` sets fields, `add` adds
    an item, `accept` leaves it; whatever was ruled on has confidence 1.  Of several rulings on one item the later ones
    (by time, then by their order) prevail.  Discrepancies are found anew where something was ruled.
    """
    return ruled(dossier).dossier


def unmatched_rulings(dossier: Dossier) -> list[Unmatched]:
    """The rulings that find no item of this dossier, or cannot be applied to it, in their order."""
    return list(ruled(dossier).unmatched)


def ruled(dossier: Dossier) -> Ruled:
    """All at once: the dossier as `apply_rulings` gives it, what each ruling is on, and which cannot be applied."""
    table = Table(dossier)
    unmatched = _applied(table)
    # A dossier on which nothing was ruled stays as it is, its discrepancies too.
    result = dossier if len(unmatched) == len(dossier.rulings) else gathered(table)
    on = {key: table.same.get(name, table.now(name, None)[0] or name) for key, name in table.found.items()}
    return Ruled(result, on, tuple(unmatched))


def _applied(table: Table) -> list[Unmatched]:
    """Apply all rulings to the table; those that could not be, in the dossier's order."""
    unmatched: list[Unmatched] = []
    rulings = sorted(table.dossier.rulings, key=lambda ruling: ruling.time)
    # Statements and events refer to parties and issues, so those come first.
    for target in ("party", "issue", "statement", "event"):
        for ruling in rulings:
            if ruling.target == target:
                try:
                    _apply(table, ruling)
                except CannotApplyError as error:
                    unmatched.append(Unmatched(ruling, error.key, error.words))
    order = [ruling.id for ruling in table.dossier.rulings]
    return sorted(unmatched, key=lambda one: order.index(one.ruling.id))


def _apply(table: Table, ruling: Ruling) -> None:
    if ruling.target == "party":
        rule_party(table, ruling)
    elif ruling.target == "issue":
        rule_issue(table, ruling)
    elif ruling.target == "statement":
        rule_item(table, ruling, table.statements, Statement)
    else:
        rule_item(table, ruling, table.events, Event)
