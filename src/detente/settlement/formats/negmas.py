"""NegMAS: a folder with an outcome space and linear additive utility functions in YAML (Mohammad et al., 2021).

The utility of an outcome is the sum over its issues of weight times value; weights are taken as they are, and a table's
values are not divided by anything.  A reserved value of -inf says that nothing is known of what holds without a deal.
Exponential discounting (`ExpDiscountedUFun`) around such a function is read as the party's discount.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

from detente.settlement.building import integer_range, real_range
from detente.settlement.formats.profiles import Profile, decimal, discrete_issue, weight_of
from detente.settlement.formats.tree import Node, named, read_yaml
from detente.settlement.numbers import ScenarioError
from detente.settlement.scenario import Places, Scenario, ScenarioIssue

SUFFIXES = (".yml", ".yaml")
_NOTHING_KNOWN = "-.inf"


def kind_of(path: Path) -> str | None:
    """Whether a YAML file is a "domain", a "profile" or neither (None).  Raises ScenarioError if it is no YAML."""
    top = read_yaml(path)
    if top.kind != "map":
        return None
    if "issues" in top.entries:
        return "domain"
    return "profile" if "type" in top.entries and ("values" in top.entries or "ufun" in top.entries) else None


def read_domain(path: Path) -> tuple[ScenarioIssue, ...]:
    """The issues of an outcome space.  Raises ScenarioError, with file and line."""
    found = tuple(_issue(node) for node in read_yaml(path).get("issues").list())
    if not found:
        raise ScenarioError("the outcome space has no issues", str(path))
    return found


def _issue(node: Node) -> ScenarioIssue:
    kind, name, values = _type(node), node.get("name").text(), node.get("values")
    if not name:
        node.fail("an issue without a name")
    if kind in ("ContiguousIssue", "ContinuousIssue"):
        ends = [each.number() for each in values.list()]
        if len(ends) != 2:
            values.fail("the lowest and the highest value are expected here")
        if kind == "ContinuousIssue":
            return real_range(name, ends[0], ends[1], place=node.place)
        if any(each.denominator > 1 for each in ends):
            values.fail("the bounds of a contiguous issue must be integers")
        return integer_range(name, int(ends[0]), int(ends[1]), place=node.place)
    if kind in ("CategoricalIssue", "CardinalIssue", "OrdinalIssue", "DiscreteOrdinalIssue", "DiscreteCardinalIssue"):
        return discrete_issue(name, [each.text() for each in values.list()], node.place)
    return node.fail(f"issues of type {kind[:40]!r} are not known")


def _type(node: Node) -> str:
    return node.get("type").text().rsplit(".", 1)[-1]


def read_profile(path: Path, issues: Sequence[ScenarioIssue]) -> Profile:
    """A linear additive utility function over the issues of the domain.  Raises ScenarioError, with file and line."""
    outer = top = read_yaml(path)
    discount = Fraction(1)
    while _type(top) == "ExpDiscountedUFun":
        if top.has("discount"):
            discount = top.get("discount").number()
        top = top.get("ufun")
    if _type(top) not in ("LinearAdditiveUtilityFunction", "LinearUtilityAggregationFunction"):
        top.fail(f"utilities of type {_type(top)[:40]!r} are not additive, which is all that can be read")
    functions = _by_issue(top.get("values"), issues)
    if top.has("weights"):
        weights = [
            weight_of(node.number(), issue.id, node.place)
            for node, issue in zip(_by_issue(top.get("weights"), issues), issues, strict=True)
        ]
    else:
        weights = [Fraction(1)] * len(issues)
    values = [
        [weight * value for value in _values(node, issue)]
        for node, issue, weight in zip(functions, issues, weights, strict=True)
    ]
    if top.has("bias"):
        values[0] = [value + top.get("bias").number() for value in values[0]]
    reserved = _outcome(top.get("reserved_outcome"), issues) if top.has("reserved_outcome") else None
    reservation = None
    if top.has("reserved_value") and top.get("reserved_value").written != _NOTHING_KNOWN:
        reservation = top.get("reserved_value").number()
    if reservation is None and reserved is not None:
        reservation = sum((row[o] for row, o in zip(values, reserved, strict=True)), Fraction())
    named_by = next((each for each in (top, outer) if each.has("name")), None)
    return Profile(
        name=named_by.get("name").text() if named_by else path.stem,
        file=path,
        values=tuple(map(tuple, values)),
        reservation=reservation,
        reserved=reserved,
        discount=discount if 0 < discount < 1 else Fraction(1),
        bends={
            i: frozenset(node.get(key).number() for key in ("start", "middle", "end"))
            for i, (node, issue) in enumerate(zip(functions, issues, strict=True))
            if issue.kind == "real" and _type(node) == "TriangularFun"
        },
    )


def _by_issue(node: Node, issues: Sequence[ScenarioIssue]) -> list[Node]:
    """One part for each issue, from a map by name or a list in the domain's order."""
    if node.kind == "map":
        return named(node.entries, [issue.id for issue in issues], "issue", node.place)
    found = node.list()
    if len(found) < len(issues):
        node.fail(f"issue {issues[len(found)].id!r} is missing")
    if len(found) > len(issues):
        found[len(issues)].fail(f"there are only {len(issues)} issues in the domain")
    return found


def _values(node: Node, issue: ScenarioIssue) -> list[Fraction]:
    kind = _type(node)
    if kind == "TableFun":
        table = node.get("mapping")
        return [each.number() for each in named(table.map(), [o.id for o in issue.options], "value", table.place)]
    known = {key: part.number() for key, part in node.map().items() if part.kind == "number"}
    if kind == "ConstFun":
        return [known.get("bias", Fraction())] * len(issue.options)
    make = _CURVES.get(kind)
    if make is None:
        node.fail(f"value functions of type {kind[:40]!r} are not known")
    numbers = [option.number for option in issue.options if option.number is not None]
    if len(numbers) < len(issue.options):
        node.fail(f"issue {issue.id!r} has no numbers for a {kind}")
    try:
        curve = make(known)
    except KeyError as missing:
        node.fail(f"{missing} is missing")
    return [curve(each) for each in numbers]


Curve = Callable[[Fraction], Fraction]


def _line(given: dict[str, Fraction]) -> Curve:
    slope, bias = given["slope"], given.get("bias", Fraction())
    return lambda at: slope * at + bias


def _triangle(given: dict[str, Fraction]) -> Curve:
    start, middle, end = given["start"], given["middle"], given["end"]
    bias, scale = given.get("bias", Fraction()), given.get("scale", Fraction(1))

    def curve(at: Fraction) -> Fraction:
        if not start < at < end:
            return bias
        rising = (at - start) / (middle - start) if at <= middle else (end - at) / (end - middle)
        return bias + scale * rising

    return curve


_CURVES: dict[str, Callable[[dict[str, Fraction]], Curve]] = {
    "AffineFun": _line,
    "LinearFun": _line,
    "IdentityFun": lambda _: lambda at: at,
    "TriangularFun": _triangle,
}


def _outcome(node: Node, issues: Sequence[ScenarioIssue]) -> Places:
    places = []
    for part, issue in zip(_by_issue(node, issues), issues, strict=True):
        ids = [option.id for option in issue.options]
        if part.text() not in ids:
            part.fail(f"issue {issue.id!r} has no value {part.text()[:80]!r}")
        places.append(ids.index(part.text()))
    return tuple(places)


def write(scenario: Scenario, folder: Path, files: Sequence[str]) -> list[Path]:
    """Write an outcome space and one utility function a party (file names without ending); the functions' paths."""
    domain = ["type: DiscreteCartesianOutcomeSpace", f"name: {_quoted(folder.name)}", "issues:"]
    for issue in scenario.issues:
        domain += [f"- name: {_quoted(issue.id)}", "  type: CategoricalIssue", "  values:"]
        domain += [f"  - {_quoted(option.id)}" for option in issue.options]
    _write(folder / f"{folder.name}.yml", domain)
    written = []
    for p, (party, name) in enumerate(zip(scenario.parties, files, strict=True)):
        reserve, discounted = scenario.reservation[p], party.discount < 1
        lines = [
            f"name: {_quoted(party.id)}",
            "type: LinearAdditiveUtilityFunction",
            f"reserved_value: {_NOTHING_KNOWN if reserve is None else _float(reserve)}",
            "values:",
        ]
        for issue, row in zip(scenario.issues, scenario.values[p], strict=True):
            lines += ["- type: TableFun", "  mapping:"]
            lines += [f"    {_quoted(o.id)}: {_float(value)}" for o, value in zip(issue.options, row, strict=True)]
        lines += ["weights:", *("- 1.0" for _ in scenario.issues)]
        if discounted:
            head = [f"name: {_quoted(party.id)}", "type: ExpDiscountedUFun", f"discount: {_float(party.discount)}"]
            lines = [*head, "ufun:", *(f"  {line}" for line in lines)]
        _write(folder / f"{name}.yml", lines)
        written.append(folder / f"{name}.yml")
    return written


def _quoted(text: str) -> str:
    # A JSON string is a YAML string, but for how it escapes what is not printable.
    written = json.dumps(text, ensure_ascii=False)
    return "".join(letter if letter.isprintable() else f"\\U{ord(letter):08x}" for letter in written)


def _float(value: Fraction) -> str:
    text = decimal(value)
    return text if "." in text else f"{text}.0"


def _write(path: Path, lines: Sequence[str]) -> None:
    path.write_text("\n".join([*lines, ""]), "utf-8")
