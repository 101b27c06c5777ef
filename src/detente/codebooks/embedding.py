"""Joining wordings by what they mean, where the caller has a model that gives sentences their vectors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

# From sentences to one vector each, as `SentenceTransformer(...).encode` does: an array of shape (sentences, numbers)
# or rows of numbers.  Any model will do; it has to give the same vector for the same sentence.
Embed = Callable[[list[str]], Any]

# The cosine from which on wordings mean the same.  It suits models trained on paraphrases; where all vectors of a model
# lie close together, the function that is passed in should subtract their mean.
SAME_MEANING = 0.8


def similar_pairs(wordings: Sequence[Sequence[str]], embed: Embed) -> Iterator[tuple[int, int, float]]:
    """The pairs (first, second, cosine) of clusters of which the wordings mean the same on average.

    Raises ValueError if `embed` does not give one vector of finite numbers for each sentence.
    """
    import numpy as np

    flat = sorted({text for texts in wordings for text in texts})
    if not flat:
        return
    vectors = np.asarray(embed(list(flat)), dtype=float)
    if vectors.ndim != 2 or len(vectors) != len(flat) or not np.isfinite(vectors).all():
        raise ValueError(
            f"the embedding gave an array of shape {vectors.shape} for {len(flat)} sentences: one finite vector each "
            "is needed"
        )
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    place = {text: n for n, text in enumerate(flat)}
    means = np.array([vectors[[place[text] for text in texts]].mean(axis=0) for texts in wordings])
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)
    for first in range(len(means) - 1):
        # Rounded, so that the last digits, which differ from machine to machine, decide nothing.
        cosines = np.round(means[first + 1 :] @ means[first], 6)
        for offset in np.flatnonzero(cosines >= SAME_MEANING):
            yield first, first + 1 + int(offset), float(cosines[offset])
