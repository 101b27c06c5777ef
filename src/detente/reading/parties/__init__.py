"""Which of the actors that a report names are parties: who acts, speaks, negotiates or is addressed.

The rest are only mentioned: a predecessor, a body that somebody belongs to, a name in passing.
"""

from detente.reading.parties.find import find_parties
from detente.reading.parties.parts import Part, mark_acting, part_of

__all__ = ["Part", "find_parties", "mark_acting", "part_of"]
