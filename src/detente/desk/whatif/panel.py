"""The panel of a table: which controls it has, and what each of them says."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, log10
from typing import get_args

from detente.contract import Party, Stance
from detente.desk.whatif.base import Base, own_value
from detente.desk.whatif.controls import Control, Lever, OfParty, OnIssue, Panel, Suppose
from detente.desk.whatif.meaning import wish_text
from detente.desk.whatif.wanted import MOST_SAID, NOBODY_KNOWS, Wanted, field_name
from detente.desk.words import language, phrases, say
from detente.negotiation import Negotiation, TableIssue


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
        suppose=_suppose(make, wanted),
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


def _suppose(make: _Maker, wanted: Sequence[Wanted]) -> Suppose:
    table, book = make.table, phrases(language())
    made = []
    for wish in wanted:
        if wish.kind == "says":
            once = Wanted(wish.kind, wish.about, "1")
            label = wish_text(make.base, table, once)
            made.append(make.control(label, *("says", *wish.about), most=str(MOST_SAID), step="1"))
    abouts = []
    for issue in table.issues:
        # What is said on an issue without options is said for or against the issue itself.
        options = (
            [(NOBODY_KNOWS, issue.options[0].label)] if issue.implied else [(o.id, o.label) for o in issue.options]
        )
        keys = tuple((field_name("", issue.id, key)[1:], f"{issue.label}: {label}") for key, label in options)
        abouts.append((issue.label, keys))
    return Suppose(
        tuple(made),
        tuple((party.id, party.name) for party in table.parties),
        tuple(abouts),
        tuple((stance, book.label("stance", stance)) for stance in get_args(Stance)),
    )


def _round_up(value: float) -> float:
    """The next number above with one digit: a slider's end."""
    if value <= 0:
        return 1.0
    unit = float(10 ** (ceil(log10(value)) - 1))
    return ceil(round(value / unit, 9)) * unit
