"""Assumptions: every number and choice that an analysis rests on, with the statements or the ruling behind it.

Their wording, German and English, is in `assumptions.toml`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Assumption:
    """A number or a choice that the analysis rests on.

    `kind` is a key of `assumptions.toml`, `words` fill its text.  `party`, `issue` and `option` are ids; `value` is the
    assumed number, distribution or choice.  No statements and no ruling: nothing but the rule itself is behind it.
    """

    kind: str
    party: str | None = None
    issue: str | None = None
    option: str | None = None
    value: str = ""
    statements: tuple[str, ...] = ()
    ruling: str | None = None
    words: dict[str, str] = field(default_factory=dict, compare=False)

    def text(self, language: str = "en") -> str:
        """The assumption as a sentence, in German ("de") or else in English."""
        texts = _texts()[self.kind]
        count = len(self.statements)
        form = (
            texts["none"] if not count and "none" in texts else texts["one"] if count == 1 and "one" in texts else texts
        )
        template = form["de" if language == "de" else "en"]
        return str(template).format(value=self.value, count=count, ruling=self.ruling or "", **self.words)

    def as_json(self, language: str = "en") -> dict[str, object]:
        """The assumption as plain data, its text in `language`."""
        return {
            "kind": self.kind,
            "party": self.party,
            "issue": self.issue,
            "option": self.option,
            "value": self.value,
            "statements": list(self.statements),
            "ruling": self.ruling,
            "text": self.text(language),
        }


def contrary_label(label: str, language: str) -> str:
    """What to call the contrary of an option, in German ("de") or else in English."""
    return str(_texts()["contrary"]["de" if language == "de" else "en"]).format(option=label)


@cache
def _texts() -> dict[str, Any]:
    with Path(__file__).with_name("assumptions.toml").open("rb") as file:
        texts: dict[str, Any] = tomllib.load(file)
    return texts
