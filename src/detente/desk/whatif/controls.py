"""The sliders and switches of a table: what each says now, what it said before, and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, log10
from urllib.parse import quote

from detente.contract import Party
from detente.desk.whatif.trying import MORE_ISSUES, Base, own_value
from detente.desk.whatif.wanted import NOBODY_KNOWS, Wanted, field_name
from detente.desk.words import say
from detente.negotiation import Negotiation, TableIssue


@dataclass(frozen=True, slots=True)
class Control:
    """One slider, list or switch.

    base: what it says before any change; value: what it says now; on: for a switch, whether it is on.  rests: how many
    sentences are behind the base value; note: what else it rests on.  key: what tells switches of one name apart.
    """

    name: str
    label: str
    base: str
    value: str
    most: str = "1"
    step: str = "0.01"
    choices: tuple[tuple[str, str], ...] = ()
    on: bool = False
    rests: int = 0
    note: str = ""
    key: str = ""

    @property
    def changed(self) -> bool:
        """Whether it says something else than before."""
        return self.on or self.value != self.base

    @property
    def id(self) -> str:
        """An id for the page, the same for the same control."""
        return _id(self.name + self.key)


@dataclass(frozen=True, slots=True)
class OnIssue:
    """What can be set of a party on an issue."""

    label: str
    salience: Control
    position: Control
    acceptances: tuple[Control, ...]

    @property
    def changed(self) -> bool:
        """Whether anything is set."""
        return any(each.changed for each in (self.salience, self.position, *self.acceptances))


@dataclass(frozen=True, slots=True)
class OfParty:
    """What can be set of a party."""

    name: str
    leaves: Control
    capability: Control
    reservation: Control | None
    issues: tuple[OnIssue, ...]

    @property
    def changed(self) -> int:
        """How much of it is set."""
        own = (self.leaves, self.capability, *((self.reservation,) if self.reservation else ()))
        parts = [c for i in self.issues for c in (i.salience, i.position, *i.acceptances)]
        return sum(each.changed for each in (*own, *parts))


@dataclass(frozen=True, slots=True)
class Lever:
    """An issue's levers: what holds without a deal, an option that all accept, an option off the table.

    hands: who holds options of it in their hands, by name.
    """

    label: str
    holds: Control
    accepted: tuple[Control, ...]
    out: tuple[Control, ...]
    hands: tuple[str, ...]

    @property
    def changed(self) -> int:
        """How much of it is set."""
        return sum(each.changed for each in (self.holds, *self.accepted, *self.out))


@dataclass(frozen=True, slots=True)
class Panel:
    """All controls of a table."""

    levers: tuple[Lever, ...]
    more: tuple[Lever, ...]
    parties: tuple[OfParty, ...]
    joins: tuple[Control, ...]
    statements: tuple[Control, ...]
    most_more: int = MORE_ISSUES


class _Maker:
    def __init__(self, base: Base, table: Negotiation, wanted: Sequence[Wanted]) -> None:
        self.base, self.table = base, table
        self.set = {wish.name: wish.value for wish in wanted}
        self.on = {(wish.name, wish.value) for wish in wanted}

    def control(
        self,
        label: str,
        kind: str,
        *about: str,
        choices: Sequence[tuple[str, str]] = (),
        rests: int = 0,
        note: str = "",
        most: str = "1",
        step: str = "0.01",
    ) -> Control:
        name = field_name(kind, *about)
        own = own_value(self.base, self.table, Wanted(kind, about, "0"))
        now = self.set.get(name, own)
        if kind == "capability" and float(now) > float(most):
            most = now
        return Control(name, label, own, now, most=most, step=step, choices=tuple(choices), rests=rests, note=note)

    def switch(self, label: str, value: str, kind: str, *about: str, rests: int = 0, note: str = "") -> Control:
        name = field_name(kind, *about)
        return Control(name, label, value, value, on=(name, value) in self.on, rests=rests, note=note, key=f"={value}")


def panel(base: Base, table: Negotiation, wanted: Sequence[Wanted]) -> Panel:
    """The controls of a table, set as is wanted."""
    make = _Maker(base, table, wanted)
    on_table = {issue.id for issue in base.table.issues}
    levers = [_lever(make, issue) for issue in table.issues if issue.id in on_table]
    extra = {issue.id: issue for issue in table.issues if issue.id not in on_table}
    return Panel(
        levers=tuple(levers),
        more=tuple(_lever(make, extra.get(key, issue), key in extra) for key, issue in base.off_table.items()),
        parties=tuple(_party(make, party) for party in table.parties),
        joins=_joins(make),
        statements=_statements(make),
    )


def _party(make: _Maker, party: Party) -> OfParty:
    table = make.table
    said = {key for issue in table.issues for key in table.sources.get((party.id, issue.id), ())}
    given = party.capability is not None
    reservation = None
    if table.has_status_quo:
        note = say("whatif.rests.reservation")
        reservation = make.control(say("whatif.control.reservation"), "reservation", party.id, note=note)
    most = _round_up(3 * max(float(own_value(make.base, table, Wanted("capability", (each.id,), "0")))
                             for each in table.parties))  # fmt: skip
    return OfParty(
        party.name,
        make.switch(say("whatif.control.leaves", party=party.name), party.id, "leaves", rests=len(said)),
        make.control(
            say("whatif.control.capability"),
            "capability",
            party.id,
            most=f"{most:g}",
            step="any",
            note=say("whatif.rests.capability" if given else "whatif.rests.no_capability"),
        ),
        reservation,
        tuple(_on_issue(make, party, issue) for issue in table.issues),
    )


def _on_issue(make: _Maker, party: Party, issue: TableIssue) -> OnIssue:
    table = make.table
    said = len(table.sources.get((party.id, issue.id), ()))
    nothing = "" if said else say("whatif.rests.nothing")
    choices = [("", say("whatif.control.as_read")), *((option.id, option.label) for option in issue.options)]
    acceptances = []
    for option in issue.options:
        basis = table.basis[party.id, issue.id, option.id]
        count = len(basis.statements)
        note = "" if count else say("whatif.rests.open_minded")
        acceptances.append(
            make.control(option.label, "acceptance", party.id, issue.id, option.id, rests=count, note=note)
        )
    return OnIssue(
        issue.label,
        make.control(say("whatif.control.salience"), "salience", party.id, issue.id, rests=said, note=nothing),
        make.control(
            say("whatif.control.position"), "position", party.id, issue.id, choices=choices, rests=said, note=nothing
        ),
        tuple(acceptances),
    )


def _lever(make: _Maker, issue: TableIssue, on_table: bool = True) -> Lever:
    choices = [(option.id, option.label) for option in issue.options]
    away = issue.id in make.base.off_table
    if away:
        choices.insert(0, ("", say("whatif.control.off_table")))
    elif issue.status_quo is None or make.set.get(field_name("status-quo", issue.id)) == NOBODY_KNOWS:
        choices.append((NOBODY_KNOWS, say("whatif.control.nobody_knows")))
    source = issue.status_quo_source
    if source is None:
        note = say("whatif.rests.no_status_quo")
    elif source.startswith("ruling:"):
        note = say("whatif.rests.ruling")
    else:
        note = say("whatif.rests.codebook", name=source)
    if away and issue.status_quo is not None:
        note = say("whatif.rests.holds_now", option=issue.options[issue.index(issue.status_quo)].label) + " " + note
    names = {party.id: party.name for party in make.base.dossier.parties}
    hands = dict.fromkeys(names.get(key, key) for option in issue.options for key in option.controlled_by)
    listed = next(each for each in make.base.dossier.issues if each.id == issue.id)
    shown = sum(control.evidence is not None for control in listed.controls)
    several = on_table and len(issue.options) > 2 and not issue.implied
    return Lever(
        issue.label,
        make.control(issue.label, "status-quo", issue.id, choices=choices, note=note, rests=shown),
        tuple(make.switch(o.label, o.id, "all-accept", issue.id) for o in issue.options) if on_table else (),
        tuple(make.switch(o.label, o.id, "no-option", issue.id) for o in issue.options) if several else (),
        tuple(hands),
    )


def _joins(make: _Maker) -> tuple[Control, ...]:
    names = {party.id: party.name for party in make.base.dossier.parties}
    seated = {party.id for party in make.base.table.parties}
    said: dict[str, int] = dict.fromkeys(names, 0)
    for each in make.base.dossier.statements:
        said[each.party] = said.get(each.party, 0) + 1
    keys = [key for key in make.base.table.left_out if key in names and key not in seated]
    return tuple(make.switch(names[key], key, "joins", rests=said[key]) for key in keys)


def _statements(make: _Maker) -> tuple[Control, ...]:
    """The statements that count at the table, in the dossier's order."""
    table = make.table
    counted = {key for ids in table.sources.values() for key in ids}
    names = {party.id: party.name for party in make.base.dossier.parties}
    made = []
    for each in make.base.dossier.statements:
        if each.id in counted:
            quote = " ".join(each.evidence.quote.split())
            label = f"{names.get(each.party, each.party)}: {quote[:300]}"
            made.append(make.switch(label, each.id, "without", rests=1))
    return tuple(made)


@lru_cache(maxsize=4096)
def _id(name: str) -> str:
    return "c-" + quote(name, safe="").replace("%", "_")


def _round_up(value: float) -> float:
    """The next number above with one digit: a slider's end."""
    if value <= 0:
        return 1.0
    unit = float(10 ** (ceil(log10(value)) - 1))
    return ceil(round(value / unit, 9)) * unit
