"""Who can move from which state to which: blocks of states where a decision maker is free, else lists of arcs.

A decision maker without restrictions can go from each state to all that differ in its own options only, so that states
fall into blocks and nothing need be listed.  Irreversible options, removed moves and coalesced states need arcs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from detente.stability.errors import ConflictError
from detente.stability.model import Conflict, DecisionMaker
from detente.stability.states import Codes

Index = npt.NDArray[np.int32]
MAX_ARCS = 40_000_000
_CHUNK = 4_000_000


@dataclass(frozen=True, eq=False)
class Arcs:
    """Arcs by origin: those of state s are targets[starts[s]:starts[s + 1]]."""

    starts: npt.NDArray[np.int64]
    targets: Index

    @classmethod
    def of(cls, origins: npt.NDArray[np.integer], targets: npt.NDArray[np.integer], size: int) -> Arcs:
        """From pairs that are sorted by origin."""
        starts = np.zeros(size + 1, dtype=np.int64)
        np.cumsum(np.bincount(origins, minlength=size), out=starts[1:])
        return cls(starts, targets.astype(np.int32, copy=False))

    @property
    def origins(self) -> Index:
        """The origin of each arc."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))

    def leaving(self, states: npt.NDArray[np.integer]) -> tuple[Index, Index]:
        """Origins and targets of the arcs that leave these states."""
        count = self.starts[states + 1] - self.starts[states]
        ends = np.cumsum(count)
        at = np.arange(ends[-1] if len(ends) else 0) + np.repeat(self.starts[states] - ends + count, count)
        return np.repeat(states, count).astype(np.int32), self.targets[at]

    def where(self, kept: npt.NDArray[np.bool_]) -> Arcs:
        """Only the arcs that `kept` says."""
        before = np.zeros(len(kept) + 1, dtype=np.int64)
        np.cumsum(kept, out=before[1:])
        return Arcs(before[self.starts], self.targets[kept])

    def repeated(self, times: int) -> Arcs:
        """As many copies side by side, the states of each numbered on."""
        states, arcs = len(self.starts) - 1, len(self.targets)
        copies = np.arange(times)[:, None]
        starts = (self.starts[:-1] + copies * arcs).ravel()
        targets = (self.targets + (copies * states).astype(np.int32)).ravel()
        return Arcs(np.append(starts, times * arcs), targets)


@dataclass(frozen=True, eq=False)
class Moves:
    """The moves of one decision maker.

    block: for each state the number of the block of states that it shares with those which differ in the decision
    maker's options only; free: it can move anywhere in the block; listed: if not free, its arcs.
    transitive: two of its moves in a row are one of its moves, or lead back.
    """

    block: Index
    free: bool
    transitive: bool
    listed: Arcs | None

    @classmethod
    def of(cls, conflict: Conflict, place: int) -> Moves:
        """The moves of the decision maker at this place.  Raises ConflictError if there are too many to list."""
        states = conflict.states
        maker = conflict.decision_makers[place]
        removed = [(origin, target) for by, origin, target in states.removed if by == place]
        block = _blocks(states.numbers, own_mask(conflict, place))
        if not (states.coalesced or maker.irreversible or removed):
            return cls(block, True, True, None)
        arcs = code_arcs(conflict, place)
        if states.coalesced:
            size = len(states)
            pairs = np.unique(states.state_of[arcs.origins] * size + states.state_of[arcs.targets])
            origins, targets = np.divmod(pairs, size)
            apart = origins != targets
            arcs = Arcs.of(origins[apart], targets[apart], size)
        # A block is no bound any more where states are coalesced; nobody asks for it then.
        return cls(block, False, not (states.coalesced or removed), arcs)

    @cached_property
    def arcs(self) -> Arcs:
        """All moves, listed."""
        if self.listed is not None:
            return self.listed
        parts = [(origins, targets) for origins, targets in pairs(self.block)]
        origins, targets = (np.concatenate(each) for each in zip(*parts, strict=True))
        order = np.argsort(origins, kind="stable")
        return Arcs.of(origins[order], targets[order], len(self.block))

    def repeated(self, times: int) -> Moves:
        """The moves on as many copies of the states side by side."""
        blocks = int(self.block.max()) + 1
        block = (self.block + (np.arange(times) * blocks).astype(np.int32)[:, None]).ravel()
        return Moves(block, self.free, self.transitive, None if self.listed is None else self.listed.repeated(times))


def own_mask(conflict: Conflict, place: int) -> int:
    """The bits of a state's number that the decision maker at this place decides over."""
    before = sum(len(each.options) for each in conflict.decision_makers[:place])
    return ((1 << len(conflict.decision_makers[place].options)) - 1) << before


def possible(maker: DecisionMaker, mask: int, origins: Codes, targets: Codes) -> npt.NDArray[np.bool_]:
    """Whether the decision maker can go from each origin to its target (numbers), removed moves aside."""
    first = (mask & -mask).bit_length() - 1
    forward, back = (
        sum(1 << first + k for k, option in enumerate(maker.options) if maker.irreversible.get(option.id) == direction)
        for direction in ("forward", "back")
    )
    own = (origins ^ targets) & ~mask == 0
    kept = (origins & ~targets & forward == 0) & (targets & ~origins & back == 0)
    found: npt.NDArray[np.bool_] = own & kept & (origins != targets)
    return found


def code_arcs(conflict: Conflict, place: int) -> Arcs:
    """The arcs of the decision maker at this place between the codes, before any of them count as one."""
    states, maker, mask = conflict.states, conflict.decision_makers[place], own_mask(conflict, place)
    removed = {(origin, target) for by, origin, target in states.removed if by == place}
    taken_out = np.array([origin * len(states) + target for origin, target in removed], dtype=np.int64)
    parts: list[tuple[Index, Index]] = []
    for origins, targets in pairs(_blocks(states.codes, mask)):
        kept = np.ones(len(origins), dtype=np.bool_)
        if maker.irreversible:
            kept &= possible(maker, mask, states.codes[origins], states.codes[targets])
        if removed:
            kept &= ~np.isin(states.state_of[origins] * len(states) + states.state_of[targets], taken_out)
        parts.append((origins[kept], targets[kept]))
    origins, targets = (np.concatenate(each) for each in zip(*parts, strict=True))
    order = np.argsort(origins, kind="stable")
    return Arcs.of(origins[order], targets[order], len(states.codes))


def _blocks(codes: Codes, mask: int) -> Index:
    block: Index = np.unique(codes & ~np.int64(mask), return_inverse=True)[1].astype(np.int32)
    return block


def pairs(block: Index) -> Iterator[tuple[Index, Index]]:
    """All ordered pairs of different states in one block, in portions."""
    order = np.argsort(block, kind="stable").astype(np.int32)
    sizes = np.bincount(block)
    total = int((sizes.astype(np.int64) * (sizes - 1)).sum())
    if total > MAX_ARCS:
        raise ConflictError(
            f"one decision maker has {total:,} moves; {MAX_ARCS:,} are the most that can be listed; rule out "
            "combinations of its options in infeasible"
        )
    first = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    step = max(1, _CHUNK // int(sizes.max()))
    for at in range(0, len(order), step):
        origins = order[at : at + step]
        count = sizes[block[origins]]
        ends = np.cumsum(count)
        inside = np.arange(ends[-1]) - np.repeat(ends - count, count)
        targets = order[np.repeat(first[block[origins]], count) + inside]
        repeated = np.repeat(origins, count)
        apart = repeated != targets
        yield repeated[apart], targets[apart]
