"""Scenarios from files and folders, the parties chosen among the profiles; and scenarios into folders."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Literal

from detente.settlement.formats import genius, geniusweb, negmas
from detente.settlement.formats.profiles import assemble, with_bends
from detente.settlement.numbers import ScenarioError
from detente.settlement.scenario import Scenario

Format = Literal["genius", "geniusweb", "negmas"]
FORMATS: dict[Format, ModuleType] = {"genius": genius, "geniusweb": geniusweb, "negmas": negmas}
TABLE = 3
_READERS = {".xml": genius, ".json": geniusweb, **dict.fromkeys(negmas.SUFFIXES, negmas)}
_MOST_FILES = 1000


@dataclass(frozen=True, slots=True)
class _Found:
    reader: ModuleType
    domain: Path
    profiles: list[Path]


def is_scenario(path: Path) -> bool:
    """Whether a path is a scenario: a domain or profile file, or a folder with some of them right inside it.

    A YAML file counts, broken or not: it can be nothing else.
    """
    try:
        candidates = _candidates(path)
    except ScenarioError:
        return False
    return any(_looks_like_one(each) for each in candidates)


def _looks_like_one(path: Path) -> bool:
    try:
        return _kind(path) is not None
    except ScenarioError:
        return path.suffix.lower() in negmas.SUFFIXES


def load_scenario(path: str | Path, profiles: Sequence[str | Path] | None = None) -> Scenario:
    """A scenario in GENIUS XML, GeniusWeb JSON or NegMAS YAML, from its folder or one of its files.

    `profiles` are the parties, in that order: paths, or names of files in the folder, with their ending or without.
    Without them, the parties are the profiles that a GENIUS domain file itself names, else all the folder has if they
    are not more than three (TABLE): collections keep alternatives for the same seat side by side.

    Raises ScenarioError, naming file and place, for whatever cannot be read, and if the choice is not clear.
    """
    path = Path(path)
    if not path.exists():
        raise ScenarioError("no such file or folder", str(path))
    found = _find(path, chosen=profiles is not None)
    folder = path if path.is_dir() else path.parent
    issues = found.reader.read_domain(found.domain)
    chosen = _seated(found) if profiles is None else [_resolve(each, folder, found.domain) for each in profiles]
    if not chosen:
        raise ScenarioError("there are no profiles", str(path))
    loaded = [found.reader.read_profile(each, issues) for each in chosen]
    finer = with_bends(issues, loaded)
    if finer != tuple(issues):
        issues, loaded = finer, [found.reader.read_profile(each, finer) for each in chosen]
    left_out = len(set(found.profiles) - set(chosen))
    return assemble(issues, loaded, path, left_out)


def _find(path: Path, *, chosen: bool) -> _Found:
    """The domain and the profiles of a folder, or of the folder that a file is in."""
    kinds = {each: kind for each in _candidates(path) if (kind := _kind(each))}
    if not kinds:
        raise ScenarioError("no scenario: neither a domain nor a profile is here", str(path))
    if path.is_file() and kinds[path] == "profile" and not chosen:
        _READERS[path.suffix.lower()].read_domain(path)  # what is wrong with the file itself is said first
        raise ScenarioError("a profile is one party's; name the folder, or the profiles of all parties", str(path))
    if path.is_file() and kinds[path] == "domain" and not chosen:
        beside = [each for each in _candidates(path.parent) if each.suffix.lower() == path.suffix.lower()]
        kinds |= {each: "profile" for each in beside if _kind(each) == "profile"}
    readers = {id(_READERS[each.suffix.lower()]): _READERS[each.suffix.lower()] for each in kinds}
    if len(readers) > 1:
        raise ScenarioError("files of more than one format are here; name the domain file", str(path))
    domains = [each for each, kind in kinds.items() if kind == "domain"]
    profiles = [each for each, kind in kinds.items() if kind == "profile"]
    if len(domains) > 1:
        raise ScenarioError(f"more than one domain is here; name one: {_listed(domains)}", str(path))
    return _Found(next(iter(readers.values())), (domains or profiles)[0], profiles)


def _seated(found: _Found) -> list[Path]:
    if found.reader is genius and found.domain not in found.profiles:
        by_name = {each.name: each for each in found.profiles}
        named = genius.agents(found.domain)
        if len(named) > 1 and all(name in by_name for name in named):
            return [by_name[name] for name in named]
    if len(found.profiles) > TABLE:
        raise ScenarioError(
            f"{len(found.profiles)} profiles are here; choose those at the table with --profiles: "
            f"{_listed(found.profiles)}",
            str(found.domain.parent),
        )
    return found.profiles


def _listed(paths: Sequence[Path]) -> str:
    return ", ".join(path.name for path in paths[:12]) + (" ..." if len(paths) > 12 else "")


def _resolve(name: str | Path, folder: Path, domain: Path) -> Path:
    for candidate in (folder / name, folder / f"{name}{domain.suffix}", Path(name)):
        if candidate.is_file():
            return candidate
    raise ScenarioError("there is no such profile", str(folder / name))


def _candidates(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path] if path.suffix.lower() in _READERS else []
    try:
        files = [
            each for each in path.iterdir() if each.suffix.lower() in _READERS and not each.name.startswith((".", "_"))
        ]
    except OSError as error:
        raise ScenarioError(error.strerror or str(error), str(path)) from error
    if len(files) > _MOST_FILES:
        raise ScenarioError(f"more than {_MOST_FILES} files", str(path))
    return sorted(files, key=_natural)


def _natural(path: Path) -> list[str | int]:
    """Names in the order that people count: profile2 before profile10."""
    parts: list[str | int] = list(re.split(r"([0-9]+)", path.name))
    parts[1::2] = map(int, parts[1::2])
    return parts


def _kind(path: Path) -> str | None:
    kind: str | None = _READERS[path.suffix.lower()].kind_of(path)
    return kind


def write_scenario(scenario: Scenario, folder: str | Path, format: Format) -> list[Path]:
    """Write a scenario into a folder (made if need be): its domain, and one profile a party, whose paths are returned.

    Every number that has a decimal of at most 40 places is written exactly.  Raises ScenarioError where the format
    cannot hold the scenario (interactions and constraints in none of them), OSError where nothing can be written.
    """
    folder = Path(folder)
    if scenario.interactions or scenario.constraints:
        raise ScenarioError(f"{format} cannot hold interactions or constraints", scenario.source)
    if format != "negmas" and any(value < 0 for row in scenario.values for issue in row for value in issue):
        raise ScenarioError(f"{format} cannot hold utilities below 0", scenario.source)
    folder.mkdir(parents=True, exist_ok=True)
    files = _file_names([party.id for party in scenario.parties], folder.name)
    written: list[Path] = FORMATS[format].write(scenario, folder, files)
    return written


def _file_names(parties: Sequence[str], taken: str) -> list[str]:
    """One file name a party, different also where only the case would tell, in letters that every system takes."""
    found: list[str] = []
    seen = {taken.casefold()}
    for party in parties:
        plain = unicodedata.normalize("NFKD", party).encode("ascii", "ignore").decode()
        stem = re.sub(r"[^\w.-]+", "-", plain).strip("-._")[:60] or "party"
        name, n = stem, 1
        while name.casefold() in seen:
            n += 1
            name = f"{stem}-{n}"
        seen.add(name.casefold())
        found.append(name)
    return found
