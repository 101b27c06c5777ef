"""Numbers that are set instead of estimated: what a what-if changes at the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Fixed:
    """Numbers that hold for certain, by ids, exact.

    acceptance by (party, issue, option), in [0, 1]; salience by (party, issue), shares of 1: the party's other issues
    keep their proportions and share what is left; reservation by party, a utility in [0, 1].  Ids that are not at the
    table bear on nothing.
    """

    acceptance: dict[tuple[str, str, str], Fraction] = field(default_factory=dict)
    salience: dict[tuple[str, str], Fraction] = field(default_factory=dict)
    reservation: dict[str, Fraction] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.acceptance or self.salience or self.reservation)

    def shares(self, party: str, issues: Sequence[str]) -> dict[int, Fraction]:
        """The set shares of a party by the place of the issue.  Raises ValueError if they cannot be shares of 1."""
        if not self.salience:
            return {}
        given = {place: self.salience[party, key] for place, key in enumerate(issues) if (party, key) in self.salience}
        total = sum(given.values(), Fraction())
        if total > 1 or (len(given) == len(issues) and total != 1):
            raise ValueError(f"the shares of salience of {party!r} add up to {float(total):g}; they are shares of 1")
        return given
