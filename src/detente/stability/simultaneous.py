"""Simultaneous sanctioning: an improvement is deterred if it ends badly when others improve at the same moment.

An improvement from a state counts as deterred if some other decision makers, one or more, each have an improvement from
that same state so that all these changes made at once lead to a feasible state which is no better for the first than
where it began.  Source: Fraser and Hipel 1984, Conflict Analysis: Models and Resolutions; here for any number.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import combinations, product
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from detente.stability.errors import ConflictError
from detente.stability.moves import Arcs, code_arcs
from detente.stability.states import Ranks
from detente.stability.steps import NONE
from detente.stability.tracks import Track

if TYPE_CHECKING:
    from detente.stability.engine import Play, Stable

# So many combinations are tried at once, and in all for one decision maker before giving up.
_AT_ONCE = 200_000
_TABLED = 1 << 22
MAX_TRIED = 2_000_000_000


def simultaneous(play: Play) -> Stable:
    """Bool (decision makers, states).  Raises ConflictError if there are too many combinations to try."""
    table = _Table(play)
    return np.stack([table.deterred(place) for place in range(len(play.ranks))])


def joint(play: Play, place: int, state: int, target: int) -> Iterator[tuple[tuple[Track, ...], int]]:
    """Each way in which others improve while one moves (places of states): their moves, and the state where all ends.

    Fewest movers first.
    """
    states, ranks = play.graph.conflict.states, play.ranks
    others = [other for other in range(len(ranks)) if other != place]
    arcs = [_code_moves(play, each) for each in range(len(ranks))]
    for code in np.flatnonzero(states.state_of == state).tolist():
        leaving = [each.targets[each.starts[code] : each.starts[code + 1]] for each in arcs]
        begun = [to for to in leaving[place].tolist() if states.state_of[to] == target]
        better = [
            targets[ranks[mover][states.state_of[targets]] > ranks[mover][state]].tolist()
            for mover, targets in enumerate(leaving)
        ]
        for size in range(1, len(others) + 1):
            for group in combinations(others, size):
                for own, *joined in product(begun, *(better[other] for other in group)):
                    end = int(states.codes[own])
                    for each in joined:
                        end ^= int(states.codes[code] ^ states.codes[each])
                    at = int(np.searchsorted(states.codes, end))
                    if at < len(states.codes) and states.codes[at] == end:
                        moves = zip(group, joined, strict=True)
                        tracks = tuple(Track(by, state, int(states.state_of[each])) for by, each in moves)
                        yield tracks, int(states.state_of[at])


def _code_moves(play: Play, place: int) -> Arcs:
    conflict = play.graph.conflict
    if place not in play.by_code:
        coalesced = conflict.states.coalesced
        play.by_code[place] = code_arcs(conflict, place) if coalesced else play.movers[place].moves.arcs
    return play.by_code[place]


class _Table:
    """Improvements of all decision makers over codes: combinations of options before any of them count as one."""

    def __init__(self, play: Play) -> None:
        conflict = play.graph.conflict
        states, copies = conflict.states, play.graph.copies
        self.ranks, self.coalesced = play.ranks, states.coalesced
        self.codes = states.codes
        self.size = len(states)
        shift = np.arange(copies)[:, None] * self.size
        self.state_of = (states.state_of + shift).ravel()
        # With few options a table says how good each combination is, copy after copy; else one looks it up.
        self.width = len(conflict.options)
        self.tabled = copies << self.width <= _TABLED
        kind = np.int32 if self.tabled else np.int64
        self.better: list[Arcs] = []
        self.change: list[npt.NDArray[np.integer]] = []
        for place, ranks in enumerate(play.ranks):
            arcs = code_arcs(conflict, place).repeated(copies) if self.coalesced else play.graph.moves[place].arcs
            by_code = ranks[self.state_of]
            origins = arcs.origins
            kept = by_code[arcs.targets] > by_code[origins]
            arcs = arcs.where(kept)
            self.better.append(arcs)
            count = len(self.codes)
            change = self.codes[origins[kept] % count] ^ self.codes[arcs.targets % count]
            self.change.append(np.concatenate(([0], change)).astype(kind))  # place 0: to stay

    def deterred(self, place: int) -> npt.NDArray[np.bool_]:
        """For each state whether each improvement of the decision maker there is deterred."""
        own = self.better[place]
        others = [each for each in range(len(self.better)) if each != place]
        origins = own.origins
        # How many choices each other has: to stay, or one of its improvements.
        choices = {each: (np.diff(self.better[each].starts) + 1).astype(np.int32)[origins] for each in others}
        combined = np.ones(len(origins))
        for each in others:
            combined *= choices[each]
        total = np.minimum(combined, 2 * MAX_TRIED).astype(np.int64)
        deterred = np.zeros(len(origins), dtype=np.bool_)
        lost = np.zeros(len(self.ranks[0]), dtype=np.bool_)  # states with an improvement that nothing deters
        lost[self.state_of[origins[total == 1]]] = not self.coalesced
        # First each state's best improvement, the hardest to deter: most states that are lost are lost by that one.
        best = np.lexsort((-self.ranks[place][self.state_of[own.targets]], origins))[
            own.starts[:-1][np.diff(own.starts) > 0]
        ]
        first = np.zeros(len(origins), dtype=np.bool_)
        first[best] = True
        tried = 0
        for some in (first, ~first):
            open_ = np.flatnonzero(some & (total > 1))
            start, batch = 1, 1
            while len(open_ := open_[~lost[self.state_of[origins[open_]]]]):
                tried += len(open_) * batch
                if tried > MAX_TRIED:
                    raise ConflictError(
                        "too many simultaneous moves to try for the concept sim; leave it out of the concepts, or rule "
                        "out combinations of options in infeasible"
                    )
                step = max(1, _AT_ONCE // batch)
                for at in range(0, len(open_), step):
                    part = open_[at : at + step]
                    these = range(start, start + batch)
                    deterred[part] = self._any_bad(place, others, choices, part, origins[part], these)
                open_ = open_[~deterred[open_]]
                start += batch
                exhausted = total[open_] <= start
                if not self.coalesced:
                    lost[origins[open_[exhausted]]] = True
                open_ = open_[~exhausted]
                batch = min(2 * batch, 4096)
        return self._by_state(own, origins, deterred) if self.coalesced else ~lost

    def _any_bad(
        self,
        place: int,
        others: list[int],
        choices: dict[int, npt.NDArray[np.int32]],
        part: npt.NDArray[np.intp],
        origin: npt.NDArray[np.int32],
        combinations: range,
    ) -> npt.NDArray[np.bool_]:
        """For each of these improvements whether one of these combinations of the others' choices deters it."""
        # At most MAX_TRIED, so that 32 bits do.  Each digit of `which` is the choice of one of the others; numbers past
        # the last combination begin again with the first.
        which = np.arange(combinations.start, combinations.stop, dtype=np.int32)[None, :]
        copy, at = np.divmod(origin, len(self.codes))
        code = (self.codes[at] ^ self.change[place][part + 1]).astype(self.change[place].dtype)[:, None]
        if self.tabled:
            code |= (copy << self.width)[:, None]
        for each in others:
            count = choices[each][part][:, None]
            rest = which // count
            digit = which - rest * count
            which = rest
            first = self.better[each].starts[origin].astype(np.int32)[:, None]
            code = code ^ self.change[each][np.where(digit > 0, first + digit, 0)]
        begin = self.ranks[place][self.state_of[origin]][:, None]
        bad: npt.NDArray[np.bool_] = (self._rank(place, code, copy) <= begin).any(axis=1)
        return bad

    def _rank(self, place: int, code: npt.NDArray[np.integer], copy: npt.NDArray[np.integer]) -> Ranks:
        """How good each combination of options is for a decision maker; NONE where it is not feasible."""
        if self.tabled:
            ranks: Ranks = self._tables[place][code]
            return ranks
        at = np.minimum(np.searchsorted(self.codes, code), len(self.codes) - 1)
        good = self.ranks[place][self.state_of[at + (copy * len(self.codes))[:, None]]]
        return np.where(self.codes[at] == code, good, NONE)

    @cached_property
    def _tables(self) -> list[Ranks]:
        copies = len(self.state_of) // len(self.codes)
        at = (self.codes + (np.arange(copies) << self.width)[:, None]).ravel()
        tables = []
        for ranks in self.ranks:
            table = np.full(copies << self.width, NONE)
            table[at] = ranks[self.state_of]
            tables.append(table)
        return tables

    def _by_state(
        self, own: Arcs, origins: npt.NDArray[np.int32], deterred: npt.NDArray[np.bool_]
    ) -> npt.NDArray[np.bool_]:
        """Where states are coalesced: an improvement is deterred if it is from any of the codes that count as one."""
        size = len(self.ranks[0])
        pairs, inverse = np.unique(
            self.state_of[origins].astype(np.int64) * size + self.state_of[own.targets], return_inverse=True
        )
        any_ = np.zeros(len(pairs), dtype=np.bool_)
        np.logical_or.at(any_, inverse, deterred)
        stable = np.ones(size, dtype=np.bool_)
        stable[pairs[~any_] // size] = False
        return stable
