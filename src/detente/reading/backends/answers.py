"""Answers: from what a language model writes to the statements it proposes.

What came back may be wrapped in prose, in a code fence or in thoughts, and may break off: then every whole item counts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import cast, get_args

from detente.contract import Stance
from detente.reading.backends.model import Proposal

# More items from one part of a report are no annotation any more; longer fields are no names or sentences.
MOST_ITEMS = 200
LONGEST = {"speaker": 200, "issue": 300, "quote": 2000}

SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {
        "statements": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "speaker": {"type": "string"},
                    "stance": {"type": "string", "enum": list(get_args(Stance))},
                    "issue": {"type": "string"},
                    "quote": {"type": "string"},
                },
                "required": ["speaker", "stance", "issue", "quote"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["statements"],
    "additionalProperties": False,
}

_THOUGHTS = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_LIST = re.compile(r'"statements"\s*:\s*\[|\A\s*\[|```(?:json)?\s*\[')
_SPACE = re.compile(r"[\s,]*")


class UnusableError(ValueError):
    """An answer in which there is no list of statements."""


def read_answer(content: str, rule: str) -> tuple[list[Proposal], int, bool]:
    """The proposals in an answer, how many items were malformed, and whether it breaks off.

    Raises `UnusableError` where there is no list of statements in it.
    """
    content = _THOUGHTS.sub("", content)
    opening = _LIST.search(content)
    if opening is None:
        raise UnusableError("no JSON with a list of statements")
    proposals: list[Proposal] = []
    malformed = 0
    whole = False
    for item in _items(content, opening.end()):
        if item is _END:
            whole = True
            break
        proposal = _proposal(item, rule) if len(proposals) < MOST_ITEMS else None
        if proposal is None:
            malformed += 1
        else:
            proposals.append(proposal)
    if not whole and not proposals and not malformed:
        raise UnusableError("its JSON breaks off before the first statement")
    return proposals, malformed, not whole


_END = object()


def _items(content: str, at: int) -> Iterator[object]:
    """The values of a JSON list from `at` on, `_END` where it is closed; it just stops where it breaks off."""
    decoder = json.JSONDecoder()
    while True:
        space = _SPACE.match(content, at)
        at = space.end() if space is not None else at
        if content[at : at + 1] == "]":
            yield _END
            return
        try:
            item, at = decoder.raw_decode(content, at)
        except (ValueError, RecursionError):
            return
        yield item


def _proposal(item: object, rule: str) -> Proposal | None:
    """An item as a proposal; None where it lacks something or has what nobody would write."""
    if not isinstance(item, dict):
        return None
    fields = {name: item.get(name) for name in LONGEST}
    if not all(isinstance(v, str) and v.strip() and len(v) <= LONGEST[name] for name, v in fields.items()):
        return None
    stance = item.get("stance")
    if not isinstance(stance, str) or stance.strip().lower() not in get_args(Stance):
        return None
    texts = cast("dict[str, str]", fields)
    issue = "".join(c for c in " ".join(texts["issue"].split()) if c.isprintable())
    if not issue:
        return None
    return Proposal(texts["speaker"].strip(), cast(Stance, stance.strip().lower()), issue, texts["quote"], rule)
