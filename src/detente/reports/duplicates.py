"""Near-duplicates: wire copy that several publishers print, lightly edited, is one source and not two.

Texts are compared as sets of shingles, runs of four words (Broder 1997, "On the resemblance and containment of
documents").  Only shingles whose hash is a multiple of `SAMPLING` are looked up, as in Manber 1994, so that
thousands of reports take seconds; pairs that share some are then compared in full.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from detente.contract import Report

SHINGLE = 4
SAMPLING = 4
# Texts of fewer words are duplicates only if they are the same.
FEWEST_WORDS = 25
# Share of the shorter text's shingles found in the longer one: surely a copy, and worth a closer look.
COPY, SUSPECT = 0.5, 0.2
# Share of the shorter text's words found in the longer one in the same order, for suspects.
COPY_BY_WORDS = 0.72
LONGEST_COMPARED = 3000


def link(reports: Sequence[Report]) -> None:
    """Set `duplicate_of` of each report that repeats another one, to the id of the earliest (by date, then order)."""
    order = sorted(range(len(reports)), key=lambda n: (reports[n].date or "9999", n))
    words = [_words(report.text) for report in reports]
    sets = [_shingles(w) for w in words]
    places: defaultdict[int, list[int]] = defaultdict(list)
    for number in order:
        report = reports[number]
        report.duplicate_of = None
        if len(words[number]) < FEWEST_WORDS:
            continue
        sample = [shingle for shingle in sets[number] if shingle % SAMPLING == 0]
        shared = Counter(other for shingle in sample for other in places[shingle])
        originals = sorted(shared, key=lambda n: (-shared[n], order.index(n) if len(order) < 100 else n))
        for other in originals[:20]:
            if reports[other].language == report.language and _repeats(words, sets, number, other):
                report.duplicate_of = reports[other].id
                break
        else:
            # Copies of a copy are found through the original, so that a much copied report costs no more than another.
            for shingle in sample:
                places[shingle].append(number)


def _repeats(words: list[list[str]], sets: list[set[int]], one: int, other: int) -> bool:
    smaller = min(len(sets[one]), len(sets[other]))
    if not smaller:
        return False
    containment = len(sets[one] & sets[other]) / smaller
    if containment >= COPY:
        return True
    if containment < SUSPECT:
        return False
    from rapidfuzz.distance import LCSseq

    a, b = words[one][:LONGEST_COMPARED], words[other][:LONGEST_COMPARED]
    return LCSseq.similarity(a, b) >= COPY_BY_WORDS * min(len(a), len(b))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _shingles(words: list[str]) -> set[int]:
    runs = (" ".join(words[n : n + SHINGLE]) for n in range(max(len(words) - SHINGLE + 1, 0)))
    return {
        int.from_bytes(hashlib.blake2b(run.encode("utf-8", "replace"), digest_size=8).digest(), "big") for run in runs
    }
