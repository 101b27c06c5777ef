"""Back ends by their names."""

from __future__ import annotations

import os
from collections.abc import Mapping

from detente.reading.backends.llm import LanguageModel
from detente.reading.backends.model import Backend

RULES, LLM, SPACY = "rules", "llm", "spacy:"


def choose(name: str, environ: Mapping[str, str] | None = None) -> Backend | None:
    """The back end with this name; None for "rules", which need none.

    The language model is the one that the environment (`environ`, by default the process's) names.  Raises
    `ValueError` for an unknown name, and `BackendError`, which is one, for a back end that cannot be used.
    """
    if name == RULES:
        return None
    if name == LLM:
        return LanguageModel.from_environment(os.environ if environ is None else environ)
    pipeline = name.removeprefix(SPACY)
    if pipeline in ("", name):
        raise ValueError(f"unknown back end {name!r}; there are rules, llm and spacy:PIPELINE")
    from detente.reading.backends.spacy import Pipeline

    return Pipeline(pipeline)
