"""Rulings: what analysts decided, laid over what was read.

A ruling finds its item by evidence (the same report, an overlapping span or the same quote), so that it still holds
after another reader or codebook has gone over the reports.  Where it finds nothing, or several items, it stays in the
dossier and is reported (`unmatched_rulings`).
"""

from detente.dossier.rulings.applying import Ruled, Unmatched, apply_rulings, ruled, unmatched_rulings
from detente.dossier.rulings.making import Item, ruling_on

__all__ = ["Item", "Ruled", "Unmatched", "apply_rulings", "ruled", "ruling_on", "unmatched_rulings"]
