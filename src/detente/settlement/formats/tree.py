"""JSON and YAML as one kind of tree whose every part knows its place in the file, and whose numbers stay as written.

Nothing in a file can make the reader do more than read it: no tags, no entities, aliases only within bounds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Literal, NoReturn

from detente.settlement.formats.profiles import read_bytes
from detente.settlement.numbers import ScenarioError, number

MAX_DEPTH = 50
MAX_ALIASES = 1000
_NUMBER = re.compile(r"[+-]?(\d[\d_]*\.?\d*|\.\d+)([eE][+-]?\d+)?|[+-]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_NULL = frozenset({"", "~", "null", "Null", "NULL"})


class _AsWritten(str):
    """A number of a JSON file, not yet made one."""

    __slots__ = ()


@dataclass(slots=True)
class Node:
    """A part of a file; `place` is the file with the line, or with the way to it from the top."""

    kind: Literal["map", "list", "text", "number", "null"]
    place: str
    written: str = ""
    entries: dict[str, Node] = field(default_factory=dict)
    members: list[Node] = field(default_factory=list)

    def has(self, key: str) -> bool:
        """Whether this is a map with that key, and something other than null under it."""
        return key in self.entries and self.entries[key].kind != "null"

    def get(self, key: str) -> Node:
        """What stands under a key.  Raises ScenarioError if there is no such key."""
        if key not in self.map():
            self.fail(f"{key!r} is missing")
        return self.entries[key]

    def map(self) -> dict[str, Node]:
        """The parts by key.  Raises ScenarioError if this is no map."""
        if self.kind != "map":
            self.fail(f"names with values are expected here, not {self._what()}")
        return self.entries

    def list(self) -> list[Node]:
        """The parts in order.  Raises ScenarioError if this is no list."""
        if self.kind != "list":
            self.fail(f"a list is expected here, not {self._what()}")
        return self.members

    def text(self) -> str:
        """The words as written, of a number too.  Raises ScenarioError for null, a list or a map."""
        if self.kind not in ("text", "number"):
            self.fail(f"a word or a number is expected here, not {self._what()}")
        return self.written

    def number(self) -> Fraction:
        """The exact number.  Raises ScenarioError if it is none, or not finite."""
        if self.kind != "number":
            self.fail(f"a number is expected here, not {self._what()}")
        return number(self.written, self.place)

    def _what(self) -> str:
        return {"map": "names with values", "list": "a list", "null": "nothing"}.get(self.kind, repr(self.written[:40]))

    def fail(self, reason: str) -> NoReturn:
        """Raise a ScenarioError about this place."""
        raise ScenarioError(reason, self.place)


def read_json(path: Path) -> Node:
    """A JSON file.  Raises ScenarioError for what is no JSON, is nested too deep or has a name twice in one object."""
    text = _decode(path)
    try:
        found = json.loads(
            text, parse_float=_AsWritten, parse_int=_AsWritten, parse_constant=_AsWritten, object_pairs_hook=tuple
        )
    except json.JSONDecodeError as error:
        raise ScenarioError(f"no JSON: {error.msg.lower()}", f"{path}, line {error.lineno}") from error
    except RecursionError:
        raise ScenarioError("nested too deep", str(path)) from None
    return _from_json(found, path, ())


def _from_json(found: object, path: Path, way: tuple[str, ...]) -> Node:
    place = f"{path}, {'.'.join(way)}" if way else str(path)
    if len(way) > MAX_DEPTH:
        raise ScenarioError("nested too deep", str(path))
    match found:
        case tuple():
            node = Node("map", place)
            for key, value in found:
                _add(node, key, _from_json(value, path, (*way, key)))
            return node
        case list():
            return Node("list", place, members=[_from_json(v, path, (*way, str(n))) for n, v in enumerate(found)])
        case None:
            return Node("null", place)
        case bool():
            return Node("text", place, str(found).lower())
        case _AsWritten():
            return Node("number", place, str(found))
        case _:
            return Node("text", place, str(found))


def _add(node: Node, key: str, value: Node) -> None:
    if key in node.entries:
        value.fail(f"{key!r} occurs twice")
    node.entries[key] = value


def read_yaml(path: Path) -> Node:
    """A YAML file of one document.

    Raises ScenarioError, with the line, for what is no YAML, tags, a name twice in one map, more than MAX_ALIASES
    aliases, an alias to what it stands in, and what is nested deeper than MAX_DEPTH.
    """
    import yaml

    builder = _Builder(path)
    try:
        for event in yaml.parse(_decode(path), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise ScenarioError(f"no YAML: {error.problem or error.context}", f"{path}{line}") from error
    except yaml.YAMLError as error:
        raise ScenarioError(f"no YAML: {' '.join(str(error).split())[:120]}", str(path)) from error
    if builder.top is None:
        raise ScenarioError("the file is empty", str(path))
    return builder.top


class _Builder:
    """Puts the nodes together from the parser's events; no recursion, so that nothing nested can exhaust the stack."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.top: Node | None = None
        self.open: list[Node] = []
        self.keys: list[str | None] = []
        self.anchors: dict[str, Node] = {}
        self.aliases = 0

    def take(self, event: object) -> None:
        import yaml

        place = f"{self.path}, line {event.start_mark.line + 1}"  # type: ignore[attr-defined]
        if isinstance(event, yaml.AliasEvent):
            self.aliases += 1
            target = self.anchors.get(event.anchor or "")
            if target is None or any(target is each for each in self.open):
                raise ScenarioError(f"alias *{event.anchor} names nothing that is complete", place)
            if self.aliases > MAX_ALIASES:
                raise ScenarioError(f"more than {MAX_ALIASES} aliases", place)
            self._place(target, place)
        elif isinstance(event, yaml.ScalarEvent):
            self._refuse_tag(event.tag, place)
            self._note(event.anchor, self._place(_scalar(event.value, event.style in (None, ""), place), place))
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            self._refuse_tag(event.tag, place)
            node = Node("list" if isinstance(event, yaml.SequenceStartEvent) else "map", place)
            self._note(event.anchor, self._place(node, place))
            self.open.append(node)
            self.keys.append(None)
            if len(self.open) > MAX_DEPTH:
                raise ScenarioError("nested too deep", place)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self.open.pop()
            self.keys.pop()

    def _note(self, anchor: str | None, node: Node) -> None:
        if anchor is not None:
            self.anchors[anchor] = node

    def _refuse_tag(self, tag: str | None, place: str) -> None:
        if tag is not None:
            raise ScenarioError(f"tag {tag!r} is not allowed", place)

    def _place(self, node: Node, place: str) -> Node:
        if not self.open:
            if self.top is not None:
                raise ScenarioError("more than one document", place)
            self.top = node
        elif self.open[-1].kind == "list":
            self.open[-1].members.append(node)
        elif (key := self.keys[-1]) is None:
            if node.kind in ("list", "map"):
                raise ScenarioError("a name is expected here", place)
            self.keys[-1] = node.written
        else:
            if key in self.open[-1].entries:
                raise ScenarioError(f"{key!r} occurs twice", place)
            self.open[-1].entries[key] = node
            self.keys[-1] = None
        return node


def _scalar(written: str, plain: bool, place: str) -> Node:
    if plain and written in _NULL:
        return Node("null", place, written)
    if plain and _NUMBER.fullmatch(written):
        return Node("number", place, written.replace("_", ""))
    return Node("text", place, written)


def _decode(path: Path) -> str:
    data = read_bytes(path)
    try:
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise ScenarioError("the text is not UTF-8", f"{path}, byte {error.start}") from error


def named(nodes: dict[str, Node], wanted: Sequence[str], what: str, place: str) -> list[Node]:
    """The nodes of a map in the order wanted.  Raises ScenarioError if one is missing, or if there is one too many."""
    for name in wanted:
        if name not in nodes:
            raise ScenarioError(f"{what} {name!r} is missing", place)
    for name, node in nodes.items():
        if name not in set(wanted):
            node.fail(f"{what} {name[:80]!r} is not in the domain")
    return [nodes[name] for name in wanted]
