"""Trying what is wanted on a dossier: the table as it is, kept while it stays so, and the difference that is made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from detente import contract, negotiation
from detente.desk.dossiers.current import standing
from detente.desk.dossiers.models import Dossier
from detente.desk.whatif.keeping import Kept
from detente.desk.whatif.wanted import NOBODY_KNOWS, Wanted, enough, ordered, written
from detente.desk.words import has, language, say
from detente.negotiation import Negotiation, TableIssue
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
    State,
    WhatIf,
    WithoutOption,
    WithoutStatement,
    apply,
    change_text,
    state,
    what_if,
)
from detente.sensitivity.applying import capabilities

# So many draws stand behind the chances: an error of about three points.
DRAWS = 200
# More issues than that beyond the agenda would make the answer slow.
MORE_ISSUES = 3


@dataclass(frozen=True, eq=False)
class Base:
    """A dossier as it stands, its table, and what the analyses say of it at expected values; `lang` of the reasons."""

    key: str
    lang: str
    dossier: contract.Dossier
    table: Negotiation

    @property
    def possible(self) -> bool:
        """Whether there is something to try: two parties and an issue."""
        return len(self.table.parties) > 1 and bool(self.table.issues)

    def state(self, draws: int = 0) -> State:
        """The state before any change, kept."""
        return _states.get(
            (self.key, self.lang, draws), lambda: state(self.table, self.dossier, draws=draws, language=self.lang)
        )

    @cached_property
    def statements(self) -> dict[str, contract.Statement]:
        """The dossier's statements by id."""
        return {each.id: each for each in self.dossier.statements}

    @cached_property
    def off_table(self) -> dict[str, TableIssue]:
        """The issues that could come on the table: those of a codebook, with options to choose from."""
        listed = {each.id: each for each in self.dossier.issues}
        wanted = [key for key in self.table.off_table if listed[key].codebook and len(listed[key].options) > 1]
        if not wanted or not self.possible:
            return {}
        return {each.id: each for each in self.with_issues(wanted).issues if each.id in wanted}

    def with_issues(self, more: Sequence[str]) -> Negotiation:
        """The table with more issues on it."""
        return negotiation.build(
            self.dossier,
            persons_apart=self.table.persons_apart,
            parties=[party.id for party in self.table.parties],
            issues=[*(issue.id for issue in self.table.issues), *more],
        )


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


_bases: Kept[Base] = Kept(8)
_states: Kept[State] = Kept(12)
_tried: Kept[Tried] = Kept(16)


def base_of(dossier: Dossier) -> Base:
    """The dossier's table as it stands."""
    key, content = standing(dossier)
    spoken = language()
    return _bases.get((key, spoken), lambda: Base(key, spoken, content, negotiation.build(content)))


def attempt(base: Base, wanted: Sequence[Wanted], draws: int = 0) -> Tried:
    """Make all wishes that can be made; the others are refused with the reason.  Wishes that change nothing fall away.

    Raises WantedError if there are too many.
    """
    wishes = ordered(wanted)
    return _tried.get((base.key, base.lang, draws, wishes), lambda: _attempt(base, wishes, draws))


def own_value(base: Base, table: Negotiation, wish: Wanted) -> str:
    """What a field says before anything is changed; "" for a switch that is off.  Raises KeyError for unknown ids."""
    ids = wish.ids
    if wish.kind == "status-quo" and ids["issue"] in base.off_table:
        return ""
    p = _place(table.parties, ids["party"]) if "party" in ids and wish.kind not in ("joins", "leaves") else 0
    issue = table.issues[_place(table.issues, ids["issue"])] if "issue" in ids else None
    if wish.kind == "capability":
        return written(capabilities(table)[p])
    if wish.kind == "reservation":
        known = table.reservation
        return "" if known is None else _hundredths(known[p])
    if issue is not None and wish.kind == "salience":
        return _hundredths(table.mean_salience[p, _place(table.issues, issue.id)])
    if issue is not None and wish.kind == "acceptance":
        i = _place(table.issues, issue.id)
        return _hundredths(table.mean_acceptance[p, i, issue.index(ids["option"])])
    if issue is not None and wish.kind == "status-quo":
        return issue.status_quo or NOBODY_KNOWS
    return ""


def wish_text(base: Base, table: Negotiation, wish: Wanted) -> str:
    """A wish in words, with names instead of ids as far as they are known."""
    issues = {each.id: each for each in table.issues}
    if wish.kind == "all-accept":
        issue = issues.get(wish.about[0])
        labels = {option.id: option.label for option in issue.options} if issue else {}
        words = {"issue": issue.label if issue else wish.about[0], "option": labels.get(wish.value, wish.value)}
        return say("whatif.change.all_accept", **words)
    text = _sentence(change_text(_changes(base, table, wish)[0], table, base.dossier, base.lang))
    if wish.kind == "status-quo" and wish.about[0] in base.off_table:
        return say("whatif.change.on_table", issue=base.off_table[wish.about[0]].label, text=text)
    return text


def _attempt(base: Base, wanted: tuple[Wanted, ...], draws: int) -> Tried:
    refused: list[Refused] = []
    ground = _ground(base, wanted, refused)
    out = {each.wish for each in refused}
    wishes = [wish for wish in wanted if wish not in out and not _same(base, ground, wish)]
    enough(wishes)
    changes: dict[Wanted, tuple[Change, ...]] = {}
    gone = {wish.value for wish in wishes if wish.kind == "leaves"}
    for wish in wishes:
        reason = _unknown(base, ground, gone, wish)
        if reason is None:
            # A party that joined sits at the ground already, where its numbers can be set.
            changes[wish] = () if wish.kind == "joins" else _changes(base, ground, wish, gone)
        else:
            refused.append(Refused(wish, reason))

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
                refused.append(Refused(wish, _reason(error, base.lang)))
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


def _unknown(base: Base, table: Negotiation, gone: set[str], wish: Wanted) -> str | None:
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
        if "option" in ids and ids["option"] not in {option.id for option in issue.options}:
            return say("whatif.refused.option", name=ids["option"], issue=issue.label)
    if "statement" in ids and ids["statement"] not in base.statements:
        return say("whatif.refused.statement", name=ids["statement"])
    return None


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
            refused.append(Refused(wish, _reason(error, spoken)))
        else:
            kept[wish] = own
    return kept


def _reason(error: ChangeError, spoken: str) -> str:
    """Why a change was refused: the desk's own words where the library's speak of the command line."""
    key = f"whatif.refused.{error.key}"
    text = say(key, lang=spoken, **error.words) if has(key) else error.text("de" if spoken == "de" else "en")
    return _sentence(text)


def _changes(base: Base, table: Negotiation, wish: Wanted, gone: Collection[str] = ()) -> tuple[Change, ...]:
    """The library's changes for a wish."""
    about, value = wish.about, wish.value
    if wish.kind == "all-accept":
        seats = [party.id for party in table.parties if party.id not in gone]
        return tuple(SetAcceptance(party, about[0], value, 1.0) for party in seats)
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


def _place(listed: Sequence[contract.Party | TableIssue], key: str) -> int:
    for place, each in enumerate(listed):
        if each.id == key:
            return place
    raise KeyError(key)


def _hundredths(value: float) -> str:
    """A share on the steps of a slider."""
    return written(round(float(value), 2))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
