"""What a wish means: the library's changes for it, how it is said, and why it cannot be made."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import cast

from detente import contract
from detente.desk.whatif.base import Base
from detente.desk.whatif.wanted import NOBODY_KNOWS, Wanted
from detente.desk.words import has, say
from detente.negotiation import Negotiation
from detente.sensitivity import (
    Change,
    ChangeError,
    Joins,
    Leaves,
    SetAcceptance,
    SetCapability,
    SetPosition,
    SetReservation,
    SetSalience,
    SetStatusQuo,
    WithoutOption,
    WithoutStatement,
    change_text,
    supposed,
)


def wish_text(base: Base, table: Negotiation, wish: Wanted) -> str:
    """A wish in words, with names instead of ids as far as they are known."""
    issues = {each.id: each for each in table.issues}
    if wish.kind == "all-accept":
        issue = issues.get(wish.about[0])
        labels = {option.id: option.label for option in issue.options} if issue else {}
        words = {"issue": issue.label if issue else wish.about[0], "option": labels.get(wish.value, wish.value)}
        return say("whatif.change.all_accept", **words)
    text = _sentence(change_text(changes_of(base, table, wish)[0], table, base.dossier, base.lang))
    if wish.kind == "says":
        return say("whatif.change.says", n=int(wish.value), text=text)
    if wish.kind == "status-quo" and wish.about[0] in base.off_table:
        return say("whatif.change.on_table", issue=base.off_table[wish.about[0]].label, text=text)
    return text


def unknown(base: Base, table: Negotiation, gone: set[str], wish: Wanted) -> str | None:
    """Why a wish cannot be made: what it is about is not, or no longer, there."""
    ids = wish.ids
    seated = {party.id for party in table.parties}
    issues = {issue.id: issue for issue in table.issues}
    party = ids.get("party")
    if party is not None and wish.kind != "joins":
        if party not in seated:
            return say("whatif.refused.party", name=_party_name(base, party))
        if party in gone and wish.kind != "leaves":
            return say("whatif.refused.left", name=_party_name(base, party))
    if "issue" in ids:
        if ids["issue"] not in issues:
            return say("whatif.refused.issue", name=ids["issue"])
        issue = issues[ids["issue"]]
        if ids.get("option", NOBODY_KNOWS) != NOBODY_KNOWS and ids["option"] not in {
            option.id for option in issue.options
        }:
            return say("whatif.refused.option", name=ids["option"], issue=issue.label)
    if "statement" in ids and ids["statement"] not in base.statements:
        return say("whatif.refused.statement", name=ids["statement"])
    return None


def reason(error: ChangeError, spoken: str) -> str:
    """Why a change was refused: the desk's own words where the library's speak of the command line."""
    key = f"whatif.refused.{error.key}"
    text = say(key, lang=spoken, **error.words) if has(key) else error.text("de" if spoken == "de" else "en")
    return _sentence(text)


def changes_of(base: Base, table: Negotiation, wish: Wanted, gone: Collection[str] = ()) -> tuple[Change, ...]:
    """The library's changes for a wish."""
    about, value = wish.about, wish.value
    if wish.kind == "all-accept":
        seats = [party.id for party in table.parties if party.id not in gone]
        return tuple(SetAcceptance(party, about[0], value, 1.0) for party in seats)
    if wish.kind == "says":
        party, issue, option, stance = about
        named = None if option == NOBODY_KNOWS else option
        return tuple(
            supposed(f"{wish.name}={n}", party, cast(contract.Stance, stance), issue, named)
            for n in range(1, int(value) + 1)
        )
    make: dict[str, Callable[[], Change]] = {
        "leaves": lambda: Leaves(value),
        "joins": lambda: Joins(value),
        "without": lambda: WithoutStatement(value),
        "status-quo": lambda: SetStatusQuo(about[0], None if value == NOBODY_KNOWS else value),
        "no-option": lambda: WithoutOption(about[0], value),
        "capability": lambda: SetCapability(about[0], wish.number),
        "reservation": lambda: SetReservation(about[0], wish.number),
        "salience": lambda: SetSalience(about[0], about[1], wish.number),
        "position": lambda: SetPosition(about[0], about[1], value),
        "acceptance": lambda: SetAcceptance(about[0], about[1], about[2], wish.number),
    }
    return (make[wish.kind](),)


def _party_name(base: Base, key: str) -> str:
    return next((party.name for party in base.dossier.parties if party.id == key), key)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
