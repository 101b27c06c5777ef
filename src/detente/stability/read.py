"""Conflicts from TOML or JSON of the same shape, and back to JSON; every flaw is named with file, line and remedy."""

from __future__ import annotations

import json
import re
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

from detente.stability.errors import ConflictError
from detente.stability.model import (
    Conflict,
    ConflictOption,
    DecisionMaker,
    Preference,
    Prioritised,
    Ranking,
    RemovedMove,
    Utilities,
    Weights,
)

FORMAT = "detente-conflict"
_TOP = ("format", "version", "decision_maker", "infeasible", "coalesce", "removed_moves")
_MAKER = ("name", "label", "options", "irreversible", "preference", "prioritised", "weights", "utilities")
_PREFERENCES = ("preference", "prioritised", "weights", "utilities")


def read_conflict(path: Path | str) -> Conflict:
    """The conflict in a TOML file, or in a JSON file of the same shape (name ends in .json, or text begins with "{").

    Raises ConflictError with file, line (where it can be found) and remedy.
    """
    path = Path(path)
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise ConflictError(f"cannot be read: {reason}; give a conflict as TOML or JSON", place=str(path)) from None
    try:
        data = _parse(text, path.suffix.lower() == ".json" or text.lstrip().startswith("{"))
        return conflict_from(data)
    except ConflictError as error:
        line = error.place or str(_line(text, error) or "")
        raise error.at(f"{path}:{line}" if line else str(path)) from None


def conflict_from(data: dict[str, Any]) -> Conflict:
    """The conflict in the plain data of a file.  Raises ConflictError without file and line."""
    if data.get("format") != FORMAT:
        _fail(f'this is no conflict file; it begins with format = "{FORMAT}"', key="format")
    if data.get("version", 1) != 1:
        _fail(f"version {data['version']!r} is not known; this détente reads version 1", key="version")
    _known(data, _TOP, None)
    tables = data.get("decision_maker", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        _fail("decision_maker must be tables, one [[decision_maker]] each", key="decision_maker")
    makers = tuple(_maker(table) for table in tables)
    moves = tuple(_removed(table) for table in _list(data, "removed_moves", dict, None))
    if any("utilities" in table for table in tables):
        makers = _with_utilities(tables, makers, data, moves)
    return Conflict(makers, *_patterns(data), moves)


def write_conflict(conflict: Conflict, path: Path | str) -> None:
    """Write a conflict as JSON that `read_conflict` reads."""
    Path(path).write_text(json.dumps(conflict_data(conflict), ensure_ascii=False, indent=1) + "\n", "utf-8")


def conflict_data(conflict: Conflict) -> dict[str, Any]:
    """A conflict as the plain data of a file."""
    return {
        "format": FORMAT,
        "version": 1,
        "infeasible": list(conflict.infeasible),
        "coalesce": list(conflict.coalesce),
        "removed_moves": [{"by": move.by, "from": move.origin, "to": move.target} for move in conflict.removed_moves],
        "decision_maker": [
            {
                "name": maker.name,
                "label": maker.label,
                "options": [{"id": option.id, "label": option.label} for option in maker.options],
                "irreversible": dict(maker.irreversible),
            }
            | _preference_data(conflict, maker.preference)
            for maker in conflict.decision_makers
        ],
    }


def _preference_data(conflict: Conflict, preference: Preference) -> dict[str, Any]:
    match preference:
        case Ranking():
            return {"preference": [list(group) for group in preference.groups]}
        case Prioritised():
            return {"prioritised": list(preference.statements)}
        case Weights():
            return {"weights": dict(preference.weights)}
        case Utilities():
            numbers = map(str, conflict.states.numbers.tolist())
            return {"utilities": dict(zip(numbers, preference.values, strict=True))}


def _parse(text: str, is_json: bool) -> dict[str, Any]:
    try:
        data = json.loads(text) if is_json else tomllib.loads(text)
    except json.JSONDecodeError as error:
        raise ConflictError(f"no valid JSON: {error.msg}; correct the text here", place=str(error.lineno)) from None
    except tomllib.TOMLDecodeError as error:
        at = re.search(r" \(at line (\d+), column \d+\)", str(error))
        said = str(error).replace(at[0], "") if at else str(error)
        last = str(text.rstrip().count("\n") + 1)
        raise ConflictError(f"no valid TOML: {said}; correct the text here", place=at[1] if at else last) from None
    except RecursionError:
        raise ConflictError("no valid conflict: nested too deeply; give a conflict as in the manual") from None
    if not isinstance(data, dict):
        _fail("a conflict file holds one table; begin with { in JSON")
    return data


def _maker(table: dict[str, Any]) -> DecisionMaker:
    name = table.get("name")
    if not isinstance(name, str) or not name:
        _fail("a decision maker without a name; give each a name in quotes", key="name" if name else "decision_maker")
    _known(table, _MAKER, name)
    label = table.get("label", name)
    if not isinstance(label, str):
        _fail(f"label of {name} must be text in quotes", owner=name, key="label")
    options = []
    for each in _list(table, "options", (str, dict), name):
        option = {"id": each} if isinstance(each, str) else each
        id_, label_ = option.get("id"), option.get("label", option.get("id"))
        if set(option) - {"id", "label"} or not isinstance(id_, str) or not id_ or not isinstance(label_, str):
            _fail(f"an option of {name} is a name in quotes, or a table of id and label", owner=name, key="options")
        options.append(ConflictOption(id_, label_))
    irreversible = table.get("irreversible", {})
    if not isinstance(irreversible, dict):
        _fail(
            f'irreversible of {name} must be a table such as {{ strike = "forward" }}', owner=name, key="irreversible"
        )
    return DecisionMaker(name, label, tuple(options), _preference(table, name), irreversible)


def _preference(table: dict[str, Any], name: str) -> Preference:
    given = [key for key in _PREFERENCES if key in table]
    if len(given) != 1:
        what = " and ".join(given) or "no preference"
        _fail(f"{name} has {what}; give one of {', '.join(_PREFERENCES)}", owner=name, key=given[-1] if given else None)
    match given[0]:
        case "preference":
            groups = [each if isinstance(each, list) else [each] for each in _list(table, "preference", None, name)]
            for number in (number for group in groups for number in group):
                if not isinstance(number, int) or isinstance(number, bool):
                    _fail(
                        f"preference of {name}: {number!r} is no state number; rank as [[8], [0, 9]], best first",
                        owner=name,
                        key="preference",
                        snippet=str(number),
                    )
            return Ranking(tuple(map(tuple, groups)))
        case "prioritised":
            return Prioritised(tuple(_list(table, "prioritised", str, name)))
        case key:
            values = table[key]
            ok = isinstance(values, dict) and all(
                isinstance(value, (int, float)) and not isinstance(value, bool) for value in values.values()
            )
            if not ok:
                _fail(f"{key} of {name} must be a table of numbers, such as {{ strike = -2 }}", owner=name, key=key)
            return Weights(tuple(values.items()))


def _with_utilities(
    tables: list[dict[str, Any]],
    makers: tuple[DecisionMaker, ...],
    data: dict[str, Any],
    moves: tuple[RemovedMove, ...],
) -> tuple[DecisionMaker, ...]:
    """Utilities by state number, put in the order of the states, which are known only now."""
    flat = tuple(
        DecisionMaker(maker.name, maker.label, maker.options, Weights(()), maker.irreversible) for maker in makers
    )
    states = Conflict(flat, *_patterns(data), moves).states
    found = []
    for table, maker in zip(tables, makers, strict=True):
        if "utilities" not in table:
            found.append(maker)
            continue
        values: dict[int, float] = {}
        for number, value in table["utilities"].items():
            try:
                values[states.place(int(number))] = value
            except (ConflictError, ValueError) as error:
                said = error.message if isinstance(error, ConflictError) else f"{number!r} is no state number"
                _fail(
                    f"{maker.name}, utilities: {said}; take it out", owner=maker.name, key="utilities", snippet=number
                )
        missing = [int(states.numbers[place]) for place in range(len(states)) if place not in values]
        if missing:
            listed = ", ".join(map(str, missing[:10])) + (", ..." if len(missing) > 10 else "")
            _fail(f"{maker.name}, utilities: none for {listed}; give each state one", owner=maker.name, key="utilities")
        utilities = Utilities(tuple(values[place] for place in range(len(states))))
        found.append(DecisionMaker(maker.name, maker.label, maker.options, utilities, maker.irreversible))
    return tuple(found)


def _removed(table: dict[str, Any]) -> RemovedMove:
    by, origin, target = (table.get(key) for key in ("by", "from", "to"))
    if (
        set(table) != {"by", "from", "to"}
        or not isinstance(by, str)
        or type(origin) is not int
        or type(target) is not int
    ):
        _fail('a removed move is { by = "NAME", from = NUMBER, to = NUMBER }', key="removed_moves")
    return RemovedMove(by, origin, target)


def _list(table: dict[str, Any], key: str, kind: Any, owner: str | None) -> list[Any]:
    values = table.get(key, [])
    if not isinstance(values, list) or (kind and not all(isinstance(value, kind) for value in values)):
        what = {str: "texts in quotes", dict: "tables"}.get(kind, "entries")
        of = f" of {owner}" if owner else ""
        _fail(f"{key}{of} must be a list of {what}, in brackets", owner=owner, key=key)
    return values


def _patterns(data: dict[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(_list(data, "infeasible", str, None)), tuple(_list(data, "coalesce", str, None))


def _known(table: dict[str, Any], keys: tuple[str, ...], owner: str | None) -> None:
    for key in table:
        if key not in keys:
            near = get_close_matches(key, keys, 1)
            remedy = f"did you mean {near[0]}?" if near else f"known are {', '.join(keys)}"
            _fail(f"unknown key {key!r}{f' of {owner}' if owner else ''}; {remedy}", owner=owner, key=key)


def _fail(message: str, *, owner: str | None = None, key: str | None = None, snippet: str | None = None) -> NoReturn:
    raise ConflictError(message, decision_maker=owner, key=key, snippet=snippet)


def _line(text: str, error: ConflictError) -> int | None:
    """The line (from 1) that an error speaks of: the snippet after the key after the decision maker, as found."""
    lines = text.splitlines()
    start, end = 0, len(lines)
    if error.decision_maker is not None:
        name = re.escape(json.dumps(error.decision_maker, ensure_ascii=False)[1:-1])
        named = [n for n, line in enumerate(lines) if re.search(rf"""name["']?\s*[=:]\s*["']{name}["']""", line)]
        if named:
            heads = [n for n, line in enumerate(lines) if "[[decision_maker]]" in line.replace(" ", "")]
            start = max([n for n in heads if n <= named[0]], default=named[0])
            end = min([n for n in heads if n > named[0]], default=end)
    keyed = [n for n in range(start, end) if error.key and re.search(rf"(?<!\w){re.escape(error.key)}(?!\w)", lines[n])]
    if keyed:
        start = keyed[0]
    elif error.key and error.decision_maker is None:
        return None
    if error.snippet is not None:
        whole = re.compile(rf"(?<!\w){re.escape(error.snippet)}(?!\w)")
        start = next((n for n in range(start, end) if whole.search(lines[n])), start)
    return start + 1
