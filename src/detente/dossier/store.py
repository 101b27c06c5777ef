"""Dossiers as files: UTF-8 JSON, written at once or not at all, and checked when read."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from detente.contract import Dossier, Evidence
from detente.dossier.folding import data
from detente.dossier.summary import Language
from detente.pickling import PicklableError

_VERSION = 1


class DossierError(PicklableError, ValueError):
    """A file that is no good dossier.  `str()` says why in English, `message(language)` in German or English."""

    def __init__(self, key: str, **words: object) -> None:
        self._key, self._words = key, words
        super().__init__(self.message("en"))

    def message(self, language: Language) -> str:
        """What is wrong, in one line."""
        words = dict(self._words)
        if isinstance(problem := words.pop("problem", None), Problem):
            words |= {"item": problem.item(language), "reason": problem.reason(language)}
        return str(data("messages")[language][self._key]).format(**words)


def to_json(dossier: Dossier) -> str:
    """A dossier as JSON text with a last line end; every key of the contract is there."""
    return dossier.model_dump_json(indent=2) + "\n"


def save(dossier: Dossier, path: str | Path) -> None:
    """Write a dossier to `path`: whole, or (on any error) not at all, leaving what was there.

    Raises OSError where the file cannot be written.
    """
    write_atomically(Path(path), to_json(dossier).encode("utf-8"))


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it; raises OSError."""
    path = path.resolve()
    mode = path.stat().st_mode & 0o777 if path.exists() else None
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if mode is None:
            umask = os.umask(0)
            os.umask(umask)
            mode = 0o666 & ~umask
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def load(path: str | Path) -> Dossier:
    """Read a dossier; keys that an older file lacks get their defaults.

    Raises OSError where the file cannot be read, and DossierError where it is no JSON, no dossier, of a newer format,
    or where an item does not fit the contract or its evidence the report: the message names the first such item.
    """
    path = Path(path)
    return parse(path.read_bytes(), str(path))


def parse(content: bytes | str, name: str = "-") -> Dossier:
    """A dossier from JSON; `name` is what messages call it.  Raises DossierError as `load` does."""
    try:
        text = content if isinstance(content, str) else content.decode("utf-8-sig")
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DossierError("not_json", name=name, reason=_first_line(error)) from error
    if not isinstance(raw, dict) or raw.get("format") != "detente-dossier":
        raise DossierError("not_dossier", name=name)
    version = raw.get("version", _VERSION)
    if isinstance(version, int) and version > _VERSION:
        raise DossierError("newer", name=name, version=version)
    try:
        dossier = Dossier.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        raise DossierError("misfit", name=name, item=_place(raw, first["loc"]), reason=first["msg"]) from error
    problem = next(_problems(dossier), None)
    if problem is not None:
        raise DossierError("bad_item", name=name, problem=problem)
    return dossier


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _place(raw: dict[str, Any], location: tuple[int | str, ...]) -> str:
    """Where an error is, with the id of the item: "statements[3] (r1-s4): stance"."""
    name, value = "", raw
    for depth, step in enumerate(location):
        with contextlib.suppress(KeyError, IndexError, TypeError):
            value = value[step]  # type: ignore[index]
        name += f"[{step}]" if isinstance(step, int) else f".{step}" if name else step
        if depth == 1 and isinstance(value, dict) and isinstance(value.get("id"), str):
            name += f" ({value['id']})"
    return name


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with an item: the kind of item, its id or number, and what is wrong (a key of messages.toml)."""

    kind: str
    id: str
    key: str
    words: dict[str, object]

    def item(self, language: Language = "en") -> str:
        """The item, in German or English."""
        return f"{data('messages')[language]['kind'][self.kind]} {self.id}"

    def reason(self, language: Language = "en") -> str:
        """What is wrong with it, in German or English."""
        return str(data("messages")[language]["problem"][self.key]).format(**self.words)

    def __str__(self) -> str:
        return f"{self.item()}: {self.reason()}"


def check(dossier: Dossier) -> list[Problem]:
    """What is wrong with a dossier; empty where all is well.

    Every quote has to be `text[start:end]` of its report, every id that is referred to has to be there, and no two
    items of a kind may share one.
    """
    return list(_problems(dossier))


def _problems(dossier: Dossier) -> Iterator[Problem]:
    texts = {report.id: report.text for report in dossier.reports}
    parties = {party.id for party in dossier.parties}
    options = {issue.id: {option.id for option in issue.options} for issue in dossier.issues}
    for kind, ids in _kinds(dossier).items():
        for name, count in Counter(ids).items():
            if count > 1:
                yield Problem(kind, name, "twice", {})
    for kind, name, evidence in _evidence(dossier):
        text = texts.get(evidence.report)
        place: dict[str, object] = {"report": evidence.report, "start": evidence.start, "end": evidence.end}
        if text is None:
            yield Problem(kind, name, "no_report", place)
        elif not evidence.start <= evidence.end <= len(text) or text[evidence.start : evidence.end] != evidence.quote:
            yield Problem(kind, name, "quote", place)
    for kind, name, party in _references(dossier):
        if party not in parties:
            yield Problem(kind, name, "no_party", {"party": party})
    for statement in dossier.statements:
        if statement.issue is not None and statement.issue not in options:
            yield Problem("statement", statement.id, "no_issue", {"issue": statement.issue})
        elif statement.option is not None and statement.option not in options.get(statement.issue or "", ()):
            yield Problem("statement", statement.id, "no_option", {"option": statement.option})
    for issue in dossier.issues:
        if issue.status_quo is not None and issue.status_quo not in options[issue.id]:
            yield Problem("issue", issue.id, "no_option", {"option": issue.status_quo})


def _kinds(dossier: Dossier) -> dict[str, list[str]]:
    return {
        "report": [item.id for item in dossier.reports],
        "party": [item.id for item in dossier.parties],
        "issue": [item.id for item in dossier.issues],
        "statement": [item.id for item in dossier.statements],
        "event": [item.id for item in dossier.events],
        "ruling": [item.id for item in dossier.rulings],
    }


def _evidence(dossier: Dossier) -> Iterator[tuple[str, str, Evidence]]:
    """The evidence of everything that was read; a ruling's may be of an earlier text of the report."""
    for statement in dossier.statements:
        yield "statement", statement.id, statement.evidence
    for event in dossier.events:
        yield "event", event.id, event.evidence
    for party in dossier.parties:
        for evidence in (*party.evidence, *(office.evidence for office in party.offices)):
            yield "party", party.id, evidence
    for issue in dossier.issues:
        for control in issue.controls:
            if control.evidence is not None:
                yield "issue", issue.id, control.evidence
    for number, discrepancy in enumerate(dossier.discrepancies, 1):
        for evidence in discrepancy.between:
            yield "discrepancy", str(number), evidence


def _references(dossier: Dossier) -> Iterator[tuple[str, str, str]]:
    """Every reference to a party: kind and id of the item, and the party's id."""
    named: list[tuple[str, str, list[str | None]]] = []
    named += [("statement", s.id, [s.party, s.addressee]) for s in dossier.statements]
    named += [("event", event.id, [*event.participants]) for event in dossier.events]
    named += [("party", party.id, [party.of, *(o.of for o in party.offices)]) for party in dossier.parties]
    named += [
        ("issue", i.id, [*(p for o in i.options for p in o.controlled_by), *(c.party for c in i.controls)])
        for i in dossier.issues
    ]
    named += [("discrepancy", str(number), [d.party]) for number, d in enumerate(dossier.discrepancies, 1)]
    return ((kind, name, party) for kind, name, ids in named for party in ids if party is not None)
