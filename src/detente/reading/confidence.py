"""How sure a statement is: the share of right ones among those that its rule found in annotated reports."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

# A rule that no annotated report has tried is taken for as good as a weak one.
UNTRIED = 0.5


@cache
def _measured() -> dict[str, dict[str, float]]:
    path = files("detente.reading") / "languages" / "confidence.toml"
    return tomllib.loads(path.read_text("utf-8"))


def confidence(language: str, rule: str) -> float:
    """The confidence of a statement rule, 0 to 1; the figures come from `benchmarks/reading/calibrate.py`."""
    return _measured().get(language, {}).get(rule, UNTRIED)
