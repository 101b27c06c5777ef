"""Trying what is wanted on a dossier: what of it can be made, and the difference that it makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from detente import contract
from detente.desk.whatif.base import Base, own_value
from detente.desk.whatif.keeping import Kept
from detente.desk.whatif.meaning import changes_of, reason, unknown, wish_text
from detente.desk.whatif.wanted import Wanted, enough, ordered
from detente.desk.words import language, say
from detente.negotiation import Negotiation
from detente.sensitivity import Change, ChangeError, Joins, WhatIf, apply, what_if

# So many draws stand behind the chances: an error of about three points.
DRAWS = 200
# More issues than that beyond the agenda would make the answer slow.
MORE_ISSUES = 3


@dataclass(frozen=True, slots=True)
class Refused:
    """What was wanted and cannot be done, and why."""

    wish: Wanted
    reason: str


@dataclass(frozen=True, eq=False)
class Tried:
    """What came of it: made, refused, the table that the wishes start from, and the difference that they make."""

    base: Base
    wanted: tuple[Wanted, ...]
    made: tuple[Wanted, ...]
    refused: tuple[Refused, ...]
    ground: Negotiation
    found: WhatIf
    changes: dict[Wanted, tuple[Change, ...]] = field(default_factory=dict)

    @property
    def all(self) -> tuple[Wanted, ...]:
        """All wishes that change something or were refused: what an address and a scenario keep."""
        return ordered({*self.wanted, *(each.wish for each in self.refused)})

    def text(self, wish: Wanted) -> str:
        """A wish in words."""
        return wish_text(self.base, self.ground, wish)


_tried: Kept[Tried] = Kept(16)


def attempt(base: Base, wanted: Sequence[Wanted], draws: int = 0) -> Tried:
    """Make all wishes that can be made; the others are refused with the reason.  Wishes that change nothing fall away.

    Raises WantedError if there are too many.
    """
    wishes = ordered(wanted)
    return _tried.get((base.key, base.lang, draws, wishes), lambda: _attempt(base, wishes, draws))


def _attempt(base: Base, wanted: tuple[Wanted, ...], draws: int) -> Tried:
    refused: list[Refused] = []
    ground = _ground(base, wanted, refused)
    out = {each.wish for each in refused}
    wishes = [wish for wish in wanted if wish not in out and not _same(base, ground, wish)]
    enough(wishes)
    changes: dict[Wanted, tuple[Change, ...]] = {}
    gone = {wish.value for wish in wishes if wish.kind == "leaves"}
    for wish in wishes:
        why = unknown(base, ground, gone, wish)
        if why is None:
            # A party that joined sits at the ground already, where its numbers can be set.
            changes[wish] = () if wish.kind == "joins" else changes_of(base, ground, wish, gone)
        else:
            refused.append(Refused(wish, why))

    def tried(which: dict[Wanted, tuple[Change, ...]]) -> WhatIf:
        flat = [change for each in which.values() for change in each]
        kept = base.state(draws)
        return what_if(ground, flat, dossier=base.dossier, draws=draws, language=base.lang, before=kept)

    try:
        found = tried(changes)
    except ChangeError:
        changes = _fitting(ground, base.dossier, changes, refused)
        found = tried(changes)
    order = [wish for wish in wanted if wish in changes]
    return Tried(base, tuple(wishes), tuple(order), tuple(refused), ground, found, changes)


def _ground(base: Base, wanted: Sequence[Wanted], refused: list[Refused]) -> Negotiation:
    """The table with the issues that come onto it and the parties that join."""
    more: list[str] = []
    for wish in wanted:
        if wish.kind == "status-quo" and wish.about[0] in base.off_table:
            if len(more) < MORE_ISSUES:
                more.append(wish.about[0])
            else:
                refused.append(Refused(wish, say("whatif.refused.more_issues", most=MORE_ISSUES)))
    ground = base.with_issues(more) if more else base.table
    known = {party.id for party in base.dossier.parties}
    for wish in wanted:
        if wish.kind == "joins":
            if wish.value not in known:
                refused.append(Refused(wish, say("whatif.refused.party", name=wish.value)))
                continue
            try:
                subject = apply(ground, [Joins(wish.value)], base.dossier).subject
            except ChangeError as error:
                refused.append(Refused(wish, reason(error, base.lang)))
                continue
            assert isinstance(subject, Negotiation)
            ground = subject
    return ground


def _same(base: Base, table: Negotiation, wish: Wanted) -> bool:
    """Whether a wish leaves everything as it is."""
    try:
        return wish.value == own_value(base, table, wish)
    except KeyError:
        return False


def _fitting(
    table: Negotiation, dossier: contract.Dossier, changes: dict[Wanted, tuple[Change, ...]], refused: list[Refused]
) -> dict[Wanted, tuple[Change, ...]]:
    """As many wishes as can be made together, in their order; the others are refused."""
    kept: dict[Wanted, tuple[Change, ...]] = {}
    spoken = language()
    for wish, own in changes.items():
        try:
            apply(table, [*(change for each in kept.values() for change in each), *own], dossier)
        except ChangeError as error:
            refused.append(Refused(wish, reason(error, spoken)))
        else:
            kept[wish] = own
    return kept
