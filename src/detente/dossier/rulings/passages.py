"""How much two passages of reports are one."""

from __future__ import annotations

from detente.contract import Evidence

# Two spans are of one item where they share half of what either covers.
OVERLAP = 0.5


def fit(one: Evidence, other: Evidence) -> float:
    """How much two passages are one: 1 for the same place, else the overlap; just under 1 for one quote elsewhere."""
    if one.report != other.report:
        return 0.0
    if (one.start, one.end, one.quote) == (other.start, other.end, other.quote):
        return 1.0
    if one.quote == other.quote:
        # The nearer of two places with the same words is the one that was meant.
        return 0.99 - min(abs(one.start - other.start), 10**6) * 1e-8
    # Spans mean nothing where the text moved under them: then one quote has to contain the other.
    shared = min(one.end, other.end) - max(one.start, other.start)
    whole = max(one.end, other.end) - min(one.start, other.start)
    overlap = shared / whole if shared > 0 and whole else 0.0
    shorter, longer = sorted((one.quote, other.quote), key=len)
    if shorter and shorter in longer:
        overlap = max(overlap, len(shorter) / len(longer))
    return min(overlap, 0.98)
