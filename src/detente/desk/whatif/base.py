"""What a what-if starts from: the dossier's table as it stands, kept while it stays so, and what its fields say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from detente import contract, negotiation
from detente.desk.dossiers.books import labelled
from detente.desk.dossiers.current import standing
from detente.desk.dossiers.models import Dossier
from detente.desk.whatif.keeping import Kept
from detente.desk.whatif.wanted import NOBODY_KNOWS, Wanted, written
from detente.desk.words import language
from detente.negotiation import Negotiation, TableIssue
from detente.sensitivity import State, state
from detente.sensitivity.applying import capabilities


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


_bases: Kept[Base] = Kept(8)
_states: Kept[State] = Kept(12)


def base_of(dossier: Dossier) -> Base:
    """The dossier's table as it stands, named in the language of the page."""
    key, content = standing(dossier)
    spoken = language()

    def made() -> Base:
        shown = labelled(dossier, content)
        return Base(key, spoken, shown, negotiation.build(shown))

    return _bases.get((key, spoken), made)


def own_value(base: Base, table: Negotiation, wish: Wanted) -> str:
    """What a field says before anything is changed; "" for a switch that is off.  Raises KeyError for unknown ids."""
    if wish.kind == "says":
        return "0"  # so many supposed statements there are
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


def _place(listed: Sequence[contract.Party | TableIssue], key: str) -> int:
    for place, each in enumerate(listed):
        if each.id == key:
            return place
    raise KeyError(key)


def _hundredths(value: float) -> str:
    """A share on the steps of a slider."""
    return written(round(float(value), 2))
