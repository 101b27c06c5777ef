"""Back ends by their names."""

from __future__ import annotations

import os
from collections.abc import Mapping

from detente.reading.backends.llm import LanguageModel
from detente.reading.backends.model import Backend

RULES, LLM, SPACY = "rules", "llm", "spacy:"


def is_name(name: object) -> bool:
    """Whether this names a back end: "rules", "llm", or "spacy:" with a pipeline."""
    return isinstance(name, str) and (name in (RULES, LLM) or (name.startswith(SPACY) and bool(name[len(SPACY) :])))


def choose(name: str, environ: Mapping[str, str] | None = None) -> Backend | None:
    """The back end with this name; None for "rules", which need none.

    The language model is the one that the environment (`environ`, by default the process's) names.  Raises
    `ValueError` for an unknown name, and `BackendError`, which is one, for a back end that cannot be used.
    """
    if not is_name(name):
        raise ValueError(f"unknown back end {name!r}; there are rules, llm and spacy:PIPELINE")
    if name == LLM:
        return LanguageModel.from_environment(os.environ if environ is None else environ)
    if name == RULES:
        return None
    # Its module needs spaCy's types only while it is checked, but spaCy itself takes seconds to load.
    from detente.reading.backends.spacy import Pipeline

    return Pipeline(name[len(SPACY) :])
