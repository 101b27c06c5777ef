"""Which states are stable for whom, under which concept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente.stability.model import Conflict

if TYPE_CHECKING:
    from detente.stability.result import Stability

CONCEPTS = ("nash", "gmr", "smr", "seq", "sim", "sseq")


def solve(conflict: Conflict, *, concepts: Sequence[str] = CONCEPTS, coalitions: bool = False) -> Stability:
    """The stability of every state.  (Being built: the signature is fixed.)"""
    raise NotImplementedError
