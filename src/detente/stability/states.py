"""The feasible states of a conflict: their numbers, and which of them count as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from detente.stability.errors import ConflictError

if TYPE_CHECKING:
    from detente.stability.model import Conflict

Codes = npt.NDArray[np.int64]
Places = npt.NDArray[np.intp]
Ranks = npt.NDArray[np.int32]
MAX_STATES = 4_000_000


@dataclass(frozen=True, eq=False)
class States:
    """The states, ascending by number.

    codes: the numbers of all feasible combinations of options; state_of: for each of them, the place of the state that
    it counts as; numbers: for each state its number, the lowest of its codes.
    removed: (place of the decision maker, place of the state, place of the state) for each removed move.
    """

    codes: Codes
    state_of: Places
    numbers: Codes
    removed: tuple[tuple[int, int, int], ...]

    def __len__(self) -> int:
        return len(self.numbers)

    @classmethod
    def of(cls, conflict: Conflict) -> States:
        """The states of a conflict.

        Raises ConflictError if there are none, more than `MAX_STATES`, or if a removed move is no move.
        """
        codes = _feasible(len(conflict.options), [_pattern(each) for each in conflict.infeasible])
        if not len(codes):
            raise ConflictError(
                "the infeasible patterns leave no state; take one out", key="infeasible", snippet=conflict.infeasible[0]
            )
        lowest = np.arange(len(codes))
        for pattern in conflict.coalesce:
            mask, value = _pattern(pattern)
            members = lowest[(codes & mask) == value]
            if not len(members):
                raise ConflictError(
                    f"no feasible state matches {pattern!r}; take it out of coalesce", key="coalesce", snippet=pattern
                )
            lowest[np.isin(lowest, members)] = members.min()
        roots, state_of = np.unique(lowest, return_inverse=True)
        found = cls(codes, state_of, codes[roots], ())
        return cls(codes, state_of, codes[roots], tuple(found._removed(conflict)))

    @property
    def coalesced(self) -> bool:
        """Whether any two combinations of options count as one state."""
        return len(self.codes) > len(self.numbers)

    def place(self, number: int) -> int:
        """Place of a state among the states, by its number.

        Raises ConflictError if the number is no feasible state's, or that of one that counts as another.
        """
        at = int(np.searchsorted(self.codes, number)) if 0 <= number < 2**62 else len(self.codes)
        if at == len(self.codes) or self.codes[at] != number:
            raise ConflictError(f"there is no feasible state {number}", snippet=str(number))
        place = int(self.state_of[at])
        if self.numbers[place] != number:
            raise ConflictError(
                f"state {number} is coalesced and counts as state {self.numbers[place]}; write that",
                snippet=str(number),
            )
        return place

    def places(self, numbers: Sequence[int]) -> Places:
        """Places of many states.  Raises ConflictError for the first number for which `place` does."""
        fits = all(0 <= number < 2**62 for number in numbers)
        wanted = np.array(numbers if fits else [], dtype=np.int64)
        places = np.minimum(np.searchsorted(self.numbers, wanted), len(self) - 1)
        if not fits or not np.array_equal(self.numbers[places], wanted):
            return np.array([self.place(number) for number in numbers], dtype=np.intp)
        return places

    def text(self, place: int, conflict: Conflict) -> str:
        """The state at `place` as one character for each option: Y, N, or - where coalesced states differ."""
        always, ever = (int(bits[place]) for bits in self._common)
        return "".join(
            "Y" if always >> bit & 1 else "-" if ever >> bit & 1 else "N" for bit in range(len(conflict.options))
        )

    @cached_property
    def _common(self) -> tuple[Codes, Codes]:
        """For each state the bits set in all of the codes that count as it, and those set in any."""
        order = np.argsort(self.state_of, kind="stable")
        starts = np.searchsorted(self.state_of[order], np.arange(len(self)))
        codes = self.codes[order]
        return np.bitwise_and.reduceat(codes, starts), np.bitwise_or.reduceat(codes, starts)

    def _removed(self, conflict: Conflict) -> list[tuple[int, int, int]]:
        from detente.stability.moves import own_mask, possible

        found: list[tuple[int, int, int]] = []
        for move in conflict.removed_moves:
            try:
                maker = conflict.place(move.by)
                origin, target = self.place(move.origin), self.place(move.target)
            except ConflictError as error:
                raise ConflictError(
                    f"removed move of {move.by} from {move.origin} to {move.target}: {error.message}",
                    key="removed_moves",
                    snippet=error.snippet,
                ) from None
            said = f"removed move of {move.by} from {move.origin} to {move.target}"
            where = {"key": "removed_moves", "snippet": str(move.origin)}
            if (maker, origin, target) in found:
                raise ConflictError(f"{said} is there twice; take one out", **where)
            origins, targets = self.codes[self.state_of == origin], self.codes[self.state_of == target]
            pairs = np.broadcast_arrays(origins[:, None], targets[None, :])
            mask = own_mask(conflict, maker)
            if origin == target or not possible(conflict.decision_makers[maker], mask, *pairs).any():
                raise ConflictError(f"{said}: {move.by} has no such move anyway; take it out", **where)
            found.append((maker, origin, target))
        return found


def _pattern(pattern: str) -> tuple[int, int]:
    """A pattern as (bits that are fixed, their values)."""
    mask = sum(1 << bit for bit, sign in enumerate(pattern) if sign != "-")
    return mask, sum(1 << bit for bit, sign in enumerate(pattern) if sign == "Y")


def _feasible(options: int, infeasible: list[tuple[int, int]]) -> Codes:
    """Numbers of all combinations that match no pattern, ascending; patterns prune as soon as their bits are set."""
    codes: Codes = np.zeros(1, dtype=np.int64)
    if any(mask == 0 for mask, _ in infeasible):
        return codes[:0]
    for bit in range(options):
        codes = np.concatenate((codes, codes | np.int64(1 << bit)))
        for mask, value in infeasible:
            if mask.bit_length() == bit + 1:
                codes = codes[(codes & mask) != value]
        if len(codes) > MAX_STATES:
            raise ConflictError(
                f"more than {MAX_STATES:,} feasible states; rule out combinations in infeasible, or leave options out",
                key="infeasible",
            )
    return codes
