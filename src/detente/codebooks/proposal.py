"""A proposed codebook as a file that an analyst can edit."""

from __future__ import annotations

import json
import re
import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from detente.codebooks.proposing import Proposal, ProposedIssue

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_LONGEST_LINE = 130
# So many of the amounts that an issue's statements name are shown.
MOST_SHOWN = 8


def as_toml(proposal: Proposal, language: str, command: str = "") -> str:
    """The codebook as TOML, with comments in `language` (de or en) that tell what it comes from.

    `command` shows how to use it beside the codebooks that cover the other statements.
    """
    words = _words()[language]
    head = [line.format(**_size(proposal, words)) for line in words["head"]]
    head.append(words["kept"].format(kept=proposal.kept, of=proposal.statements))
    if proposal.beside:
        head.append(words["beside"].format(command=command))
    head.append(words["domain"])
    book = proposal.codebook
    description = {code: each["description"].format(**_size(proposal, each)) for code, each in _words().items()}
    text: str = _template().render(
        head=[_plain(line) for line in head],
        book={"id": book.id, "label": book.label, "description": description},
        issues=[_shown(each, words) for each in proposal.issues],
        scale=words["scale"],
        status_quo=words["status_quo"],
    )
    return text


def _size(proposal: Proposal, words: dict[str, Any]) -> dict[str, str]:
    return {
        "statements": _counted(proposal.statements, words["statement"], words["statements"]),
        "reports": _counted(proposal.reports, words["report"], words["reports"]),
    }


def _shown(proposed: ProposedIssue, words: dict[str, Any]) -> dict[str, Any]:
    statement, phrase = proposed.example
    place = statement.evidence
    return {
        "issue": proposed.issue,
        "counts": words["counts"].format(
            statements=_counted(len(proposed.statements), words["statement"], words["statements"]),
            reports=_counted(proposed.reports, words["report"], words["reports"]),
            **proposed.stances,
        ),
        "example": words["example"].format(report=place.report, start=place.start, end=place.end, words=f'"{phrase}"'),
        "amounts": words["amounts"].format(amounts=", ".join(proposed.amounts[:MOST_SHOWN]))
        if proposed.amounts
        else "",
    }


def _counted(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"


def _plain(text: str) -> str:
    """Text that can stand in a comment of one line."""
    return " ".join(_UNPRINTABLE.sub(" ", text).split())


def _toml(value: Any) -> str:
    """A value as TOML writes it; a list that is too long for a line over several."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list | tuple):
        items = [_toml(each) for each in value]
        line = f"[{', '.join(items)}]"
        return line if len(line) <= _LONGEST_LINE else "[\n" + "".join(f"  {item},\n" for item in items) + "]"
    if isinstance(value, float | int):
        return f"{value:g}"
    return json.dumps(_plain(str(value)), ensure_ascii=False)


@lru_cache
def _template() -> Any:
    environment = Environment(
        loader=PackageLoader("detente.codebooks", "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # it is no HTML
    )
    environment.filters |= {"toml": _toml, "comment": _plain}
    return environment.get_template("codebook.toml.j2")


@lru_cache
def _words() -> dict[str, dict[str, Any]]:
    file = resources.files("detente.codebooks") / "proposal.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
