"""Simultaneous sanctioning: an improvement is deterred if it ends badly when others improve at the same moment.

An improvement from a state counts as deterred if some other decision makers, one or more, each have an improvement from
that same state so that all these changes made at once lead to a feasible state which is no better for the first than
where it began.  Source: Fraser and Hipel 1984, Conflict Analysis: Models and Resolutions; here for any number.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from detente.stability.errors import ConflictError
from detente.stability.moves import Arcs, code_arcs
from detente.stability.tracks import Track

if TYPE_CHECKING:
    from detente.stability.engine import Play, Stable

# So many combinations are tried at once, and in all for one decision maker before giving up.
_AT_ONCE = 1_000_000
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
    return code_arcs(conflict, place) if conflict.states.coalesced else play.movers[place].moves.arcs


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
        width = len(conflict.options)
        self.index: npt.NDArray[np.int32] | None = None
        if width <= 22:
            self.index = np.full(1 << width, -1, dtype=np.int32)
            self.index[self.codes] = np.arange(len(self.codes), dtype=np.int32)
        self.better: list[Arcs] = []
        self.change: list[npt.NDArray[np.int64]] = []
        for place, ranks in enumerate(play.ranks):
            moves = play.graph.moves[place]
            known = not self.coalesced
            arcs = moves.arcs if known else code_arcs(conflict, place).repeated(copies)
            by_code = ranks[self.state_of]
            origins = arcs.origins
            kept = by_code[arcs.targets] > by_code[origins]
            arcs = arcs.where(kept)
            self.better.append(arcs)
            count = len(self.codes)
            self.change.append(self.codes[origins[kept] % count] ^ self.codes[arcs.targets % count])

    def deterred(self, place: int) -> npt.NDArray[np.bool_]:
        """For each state whether each improvement of the decision maker there is deterred."""
        own, ranks = self.better[place], self.ranks[place]
        others = [each for each in range(len(self.better)) if each != place]
        origins = own.origins
        # How many choices each other has: to stay, or one of its improvements.
        choices = {each: np.diff(self.better[each].starts)[origins] + 1 for each in others}
        total = np.ones(len(origins), dtype=np.int64)
        for each in others:
            total *= choices[each]
        deterred = np.zeros(len(origins), dtype=np.bool_)
        lost = np.zeros(len(ranks), dtype=np.bool_)  # states with an improvement that nothing deters
        open_ = np.flatnonzero(total > 1)
        lost[self.state_of[origins[total == 1]]] = not self.coalesced
        start, batch, tried = 1, 1, 0
        while len(open_ := open_[~lost[self.state_of[origins[open_]]]]):
            tried += len(open_) * batch
            if tried > MAX_TRIED:
                raise ConflictError(
                    "too many simultaneous moves to try for the concept sim; leave it out of the concepts, or rule out "
                    "combinations of options in infeasible"
                )
            step = max(1, _AT_ONCE // batch)
            for at in range(0, len(open_), step):
                part = open_[at : at + step]
                deterred[part] = self._any_bad(place, others, choices, total, part, range(start, start + batch))
            open_ = open_[~deterred[open_]]
            start += batch
            exhausted = total[open_] <= start
            if not self.coalesced:
                lost[origins[open_[exhausted]]] = True
            open_ = open_[~exhausted]
            batch = min(2 * batch, 4096)
        if self.coalesced:
            return self._by_state(own, origins, deterred)
        return ~lost

    def _any_bad(
        self,
        place: int,
        others: list[int],
        choices: dict[int, npt.NDArray[np.int64]],
        total: npt.NDArray[np.int64],
        part: npt.NDArray[np.intp],
        combinations: range,
    ) -> npt.NDArray[np.bool_]:
        """For each of these improvements whether one of these combinations of the others' choices deters it."""
        own, ranks = self.better[place], self.ranks[place]
        origin = own.origins[part] if len(part) < len(own.targets) else own.origins
        which = np.arange(combinations.start, combinations.stop)[None, :]
        real = which < total[part][:, None]
        code = (self.codes[origin % len(self.codes)] ^ self.change[place][part])[:, None]
        for each in others:
            which, digit = np.divmod(which, choices[each][part][:, None])
            if not len(self.change[each]):
                continue
            arc = self.better[each].starts[origin][:, None] + digit - 1
            code = code ^ np.where(digit > 0, self.change[each][np.maximum(arc, 0) % len(self.change[each])], 0)
        copy = (origin // len(self.codes) * len(self.codes))[:, None]
        found = self._place(code)
        end = ranks[self.state_of[np.maximum(found, 0) + copy]]
        begin = ranks[self.state_of[origin]][:, None]
        bad: npt.NDArray[np.bool_] = (real & (found >= 0) & (end <= begin)).any(axis=1)
        return bad

    def _place(self, code: npt.NDArray[np.int64]) -> npt.NDArray[np.integer]:
        """Place of each code among the codes, -1 for those that are not feasible."""
        if self.index is not None:
            return self.index[code]
        at = np.minimum(np.searchsorted(self.codes, code), len(self.codes) - 1)
        return np.where(self.codes[at] == code, at, -1)

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
