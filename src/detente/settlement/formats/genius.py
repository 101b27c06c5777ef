"""GENIUS: a domain and additive profiles in XML (Lin, Kraus, Baarslag, Tykhonov, Hindriks, Jonker 2014).

As GENIUS 10.4 evaluates them: the utility of a bid is the sum over its issues of weight times evaluation, the weights
as they are (GENIUS does not normalise what it loads).  Discrete evaluations are divided by the issue's greatest one;
integer issues are linear from the lower bound of the profile (offset there, slope a step); what is linear is cut off
at 0 and 1.  Of a value that stands twice the last evaluation counts.  A profile without a reservation value has 0
without a deal; a discount outside (0, 1) is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm
from pathlib import Path
from typing import Any

from detente.settlement.building import integer_range, real_range
from detente.settlement.formats.profiles import (
    Profile,
    decimal,
    discrete_issue,
    read_bytes,
    weight_of,
)
from detente.settlement.numbers import ScenarioError, number
from detente.settlement.scenario import Scenario, ScenarioIssue

SUFFIX = ".xml"
_START = re.compile(r"<(?:(negotiation_template)|(utility_space))\b")
_DECLARATION = re.compile(r"<\?xml[^>]*\?>")
# Files of the field write a bare "&"; and an entity that XML does not define itself is one, as no DTD is read.
_BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
_TINY = Fraction(1, 100_000)


def kind_of(path: Path) -> str | None:
    """Whether an XML file is a "domain", a "profile" or neither (None), by its first tags."""
    text = _decode(path)
    first = re.search(r"<\w[^>]*>", text)
    start = _START.match(text, first.start()) if first else None
    if not start:
        return None
    return "domain" if start[1] or not re.search(r"<(weight|reservation|evaluator|ufun)\b", text) else "profile"


def read_domain(path: Path) -> tuple[ScenarioIssue, ...]:
    """The issues of a domain or profile file, in order of their index; a real issue as a grid (see `real_range`)."""
    return tuple(issue for _, issue in sorted(_issues(_parse(path), path).items()))


def agents(path: Path) -> list[str]:
    """The file names of the profiles that a domain file itself seats (`<agent utility_space="...">`)."""
    return [name for each in _parse(path).iter("agent") if (name := Path(each.get("utility_space") or "").name)]


def _issues(root: Any, path: Path) -> dict[int, ScenarioIssue]:
    found: dict[int, ScenarioIssue] = {}
    for node in root.iter("issue"):
        place = _place(path, node)
        index = _index(node, place)
        if index in found:
            raise ScenarioError(f"issue index {index} occurs twice", place)
        found[index] = _issue(node, place)
    if not found:
        raise ScenarioError("there are no issues", str(path))
    return found


def _issue(node: Any, place: str) -> ScenarioIssue:
    name = (node.get("name") or "").strip()
    kind = _kind(node)
    if kind == "discrete":
        return discrete_issue(name, list(dict.fromkeys(map(_value, node.findall("item")))), place)
    if not name:
        raise ScenarioError("an issue without a name", place)
    low, high = _bounds(node, place)
    if kind == "real":
        return real_range(name, low, high, place=place)
    if low.denominator > 1 or high.denominator > 1:
        raise ScenarioError(f"issue {name!r}: the bounds of an integer issue must be integers", place)
    return integer_range(name, int(low), int(high), place=place)


def _kind(node: Any) -> str:
    kind = (node.get("type") or node.get("vtype") or node.get("etype") or "discrete").lower()
    return kind if kind in ("integer", "real") else "discrete"


def _value(item: Any) -> str:
    return (item.get("value") or "").strip()


def _bounds(node: Any, place: str) -> tuple[Fraction, Fraction]:
    span = node if node.get("lowerbound") is not None else node.find("range")
    if span is None:
        raise ScenarioError(f"issue {node.get('name')!r} has no bounds", place)
    low, high = (_number(span, key, place) for key in ("lowerbound", "upperbound"))
    return low, high


def read_profile(path: Path, issues: Sequence[ScenarioIssue]) -> Profile:
    """An additive profile over the issues of the domain.  Raises ScenarioError, with file and line."""
    root = _parse(path)
    for unsupported in ("hyperRectangle", "ufun", "constraint"):
        for node in root.iter(unsupported):
            reason = f"<{unsupported}>: the utilities are not additive, which is all that can be read"
            raise ScenarioError(reason, _place(path, node))
    nodes = {(node.get("name") or "").strip(): node for node in root.iter("issue")}
    weights = _weights(root, path)
    for name, node in nodes.items():
        if name not in {issue.id for issue in issues}:
            raise ScenarioError(f"issue {name[:80]!r} is not in the domain", _place(path, node))
    values, bends = [], {}
    for i, issue in enumerate(issues):
        if issue.id not in nodes:
            raise ScenarioError(f"issue {issue.id!r} is missing", str(path))
        node = nodes[issue.id]
        place = _place(path, node)
        index = _index(node, place)
        if index not in weights:
            raise ScenarioError(f"issue {issue.id!r} has no weight", place)
        weight = weight_of(weights[index], issue.id, place)
        values.append(tuple(weight * each for each in _evaluations(issue, node, path, place)))
        if issue.kind == "real":
            bends[i] = _bends(node.find("evaluator"), place)
    reservation, discount = Fraction(), Fraction(1)
    for node in root.iter("reservation"):
        reservation = _number(node, "value", _place(path, node))
    for node in root.iter("discount_factor"):
        discount = _number(node, "value", _place(path, node))
    return Profile(
        name=(root.get("party") or path.stem).strip(),
        file=path,
        values=tuple(values),
        reservation=reservation,
        discount=discount if 0 < discount < 1 else Fraction(1),
        bends=bends,
    )


def _weights(root: Any, path: Path) -> dict[int, Fraction]:
    found = {}
    for node in root.iter("weight"):
        place = _place(path, node)
        found[_index(node, place)] = _number(node, "value", place)
    return found


def _evaluations(issue: ScenarioIssue, node: Any, path: Path, place: str) -> list[Fraction]:
    kind = _kind(node)
    if kind != issue.kind:
        raise ScenarioError(f"issue {issue.id!r} is {kind} here and {issue.kind} in the domain", place)
    if kind == "discrete":
        return _divided(issue, node, path, place)
    low, high = _bounds(node, place)
    curve = node.find("evaluator")
    if curve is None:
        raise ScenarioError(f"issue {issue.id!r} has no evaluator", place)
    numbers = [option.number for option in issue.options if option.number is not None]
    if min(numbers) < low or max(numbers) > high:
        raise ScenarioError(f"issue {issue.id!r} has other bounds than in the domain", place)
    return _curve(curve, numbers, low if kind == "integer" else Fraction(), _place(path, curve))


def _curve(node: Any, numbers: Sequence[Fraction], start: Fraction, place: str) -> list[Fraction]:
    """The evaluations of numbers; `start` is where a linear function has its offset."""
    kind = (node.get("ftype") or "linear").lower()
    if kind == "linear":
        offset, slope = _line(node, place)
        return [min(max(offset + slope * (each - start), Fraction()), Fraction(1)) for each in numbers]
    if kind == "constant":
        return [_number(node, "parameter0", place)] * len(numbers)
    if kind == "triangular":
        low, high, top = (_number(node, f"parameter{n}", place) for n in range(3))
        if not low <= top <= high:
            raise ScenarioError("a triangle needs its top between its ends", place)
        return [_triangle(each, low, high, top) for each in numbers]
    raise ScenarioError(f"evaluator {kind[:40]!r} is not known", place)


def _line(node: Any, place: str) -> tuple[Fraction, Fraction]:
    keys = ("offset", "slope") if node.get("slope") is not None else ("parameter0", "parameter1")
    offset, slope = (_number(node, key, place) for key in keys)
    return offset, slope


def _bends(node: Any, place: str) -> frozenset[Fraction]:
    """Where a real issue's evaluation is cut off at 0 or 1, or has the corners of its triangle."""
    kind = (node.get("ftype") or "linear").lower()
    if kind == "triangular":
        return frozenset(_number(node, f"parameter{n}", place) for n in range(3))
    if kind == "linear":
        offset, slope = _line(node, place)
        return frozenset((cut - offset) / slope for cut in (0, 1)) if slope else frozenset()
    return frozenset()


def _triangle(at: Fraction, low: Fraction, high: Fraction, top: Fraction) -> Fraction:
    if not low <= at <= high:
        return Fraction()
    if at < top:
        return (at - low) / (top - low)
    return (high - at) / (high - top) if high > top else Fraction(1)


def _divided(issue: ScenarioIssue, node: Any, path: Path, place: str) -> list[Fraction]:
    given: dict[str, Fraction] = {}
    for item in node.findall("item"):
        name, where = _value(item), _place(path, item)
        if name not in {option.id for option in issue.options}:
            raise ScenarioError(f"issue {issue.id!r} has no value {name[:80]!r} in the domain", where)
        given[name] = _number(item, "evaluation", where)
        if given[name] < 0:
            raise ScenarioError(f"value {name[:80]!r} has a negative evaluation", where)
    for option in issue.options:
        if option.id not in given:
            raise ScenarioError(f"value {option.id!r} of issue {issue.id!r} has no evaluation", place)
    top = max(given.values())
    return [given[option.id] / top if top >= _TINY else Fraction() for option in issue.options]


def _decode(path: Path) -> str:
    data = read_bytes(path)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _parse(path: Path) -> Any:
    from lxml import etree  # type: ignore[import-untyped]

    text = _decode(path)
    declared = re.search(r"<!\s*(DOCTYPE|ENTITY)", text, re.IGNORECASE)
    if declared:
        line = text.count("\n", 0, declared.start()) + 1
        raise ScenarioError(f"{declared[1].upper()} is not allowed", f"{path}, line {line}")
    text = _BARE.sub("&amp;", _DECLARATION.sub("", text))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        # Blank lines before the first tag stay, so that lines are counted right.
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        where = f"{path}, line {error.lineno}" if error.lineno else str(path)
        reason = " ".join((error.msg or "the file is empty").split())
        raise ScenarioError(f"no XML: {reason}", where) from error


def _place(path: Path, node: Any) -> str:
    return f"{path}, line {node.sourceline}"


def _index(node: Any, place: str) -> int:
    written = (node.get("index") or "").strip()
    if not re.fullmatch(r"\d{1,9}", written):
        raise ScenarioError(f"<{node.tag}> has no index", place)
    return int(written)


def _number(node: Any, key: str, place: str) -> Fraction:
    written = node.get(key)
    if written is None:
        raise ScenarioError(f"<{node.tag}> has no {key}", place)
    return number(written, place)


def write(scenario: Scenario, folder: Path, files: Sequence[str]) -> list[Path]:
    """Write a domain and one profile a party (file names without ending); the profiles' paths.

    Every issue is written as a discrete one.  Evaluations are integers in the exact proportions; a weight is exact
    where it has a finite decimal.  Raises ScenarioError for utilities below 0, which GENIUS does not have.
    """
    from lxml import etree

    root = etree.Element("negotiation_template")
    for party, name in zip(scenario.parties, files, strict=True):
        etree.SubElement(root, "agent", name=party.id, utility_space=f"{name}{SUFFIX}")
    space = etree.SubElement(root, "utility_space", number_of_issues=str(len(scenario.issues)))
    _objective(space, folder.name, scenario.issues, None)
    _write(root, folder / f"{folder.name}{SUFFIX}")
    written = []
    for p, (party, name) in enumerate(zip(scenario.parties, files, strict=True)):
        space = etree.Element("utility_space", party=party.id)
        objective = _objective(space, folder.name, scenario.issues, scenario.values[p])
        for n, row in enumerate(scenario.values[p], 1):
            etree.SubElement(objective, "weight", index=str(n), value=decimal(max(row)))
        etree.SubElement(space, "discount_factor", value=decimal(party.discount))
        etree.SubElement(space, "reservation", value=decimal(scenario.reservation[p] or Fraction()))
        _write(space, folder / f"{name}{SUFFIX}")
        written.append(folder / f"{name}{SUFFIX}")
    return written


def _objective(
    parent: Any, name: str, issues: Sequence[ScenarioIssue], values: Sequence[Sequence[Fraction]] | None
) -> Any:
    from lxml import etree

    kinds = {"type": "objective", "etype": "objective"}
    objective = etree.SubElement(parent, "objective", index="0", name=name, description="", **kinds)
    for n, issue in enumerate(issues, 1):
        kinds = {"type": "discrete", "etype": "discrete", "vtype": "discrete"}
        node = etree.SubElement(objective, "issue", index=str(n), name=issue.id, **kinds)
        whole = None if values is None else _whole(values[n - 1])
        for o, option in enumerate(issue.options):
            item = etree.SubElement(node, "item", index=str(o + 1), value=option.id)
            if whole is not None:
                item.set("evaluation", str(whole[o]))
    return objective


def _whole(row: Sequence[Fraction]) -> list[int]:
    """The smallest integers in the same proportions."""
    scale = lcm(*(value.denominator for value in row))
    integers = [int(value * scale) for value in row]
    return [each // (gcd(*integers) or 1) for each in integers]


def _write(root: Any, path: Path) -> None:
    from lxml import etree

    path.write_bytes(etree.tostring(root, pretty_print=True, encoding="utf-8"))
