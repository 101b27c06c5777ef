"""Who can move from which state to which."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from detente.stability.model import Conflict, DecisionMaker
from detente.stability.states import Codes


def own_mask(conflict: Conflict, maker: int) -> int:
    """The bits of a state's number that the decision maker at this place decides over."""
    before = sum(len(each.options) for each in conflict.decision_makers[:maker])
    return ((1 << len(conflict.decision_makers[maker].options)) - 1) << before


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
