"""Which language a text is in.

German and English are told by their function words, which takes no model.  Only for other texts the classifier
py3langid is loaded, since that takes a second.
"""

from __future__ import annotations

import re
from functools import cache

from detente.reports.wordlists import wordlist

UNKNOWN = "und"
# Words needed before a language is named at all, and before the classifier is asked.
FEWEST, FEWEST_FOR_CLASSIFIER = 3, 12
SAMPLE = 20_000
_WORD = re.compile(r"[^\W\d_]+")


def find_language(text: str) -> str:
    """The ISO 639-1 code of a text's language; "und" for a text too short to tell."""
    words = [w.lower() for w in _WORD.findall(text[:SAMPLE])]
    if len(words) < FEWEST:
        return UNKNOWN
    shares = {code: sum(w in known for w in words) / len(words) for code, known in _function_words().items()}
    best, second = sorted(shares, key=shares.__getitem__, reverse=True)[:2]
    if shares[best] >= 0.2 and shares[best] >= 2 * shares[second]:
        return best
    if len(words) < FEWEST_FOR_CLASSIFIER:
        return best if shares[best] >= 0.12 and shares[second] == 0 else UNKNOWN
    return _classify(text[:SAMPLE])


@cache
def _function_words() -> dict[str, frozenset[str]]:
    return {code: frozenset(words) for code, words in wordlist("language").items()}


def _classify(text: str) -> str:
    from py3langid.langid import classify  # type: ignore[import-untyped]

    return str(classify(text)[0])
