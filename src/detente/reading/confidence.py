"""How sure a statement is that the trained decision has not weighed."""

from __future__ import annotations

# What a back end proposes no annotated report has tried: as likely right as wrong.
UNTRIED = 0.5
