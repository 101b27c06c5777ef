"""GeniusWeb: a domain and linear additive profiles in JSON (Jonker, Baarslag et al., the GeniusWeb platform, 2019 ff.).

The utility of a bid is the sum over its issues of weight times utility of the value; weights are taken as they are.  A
value without a utility is worth 0, and so is an issue that a reservation bid leaves out.  Without a reservation bid
nothing is known of what a party has without a deal.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from detente.settlement.formats.profiles import Profile, decimal, discrete_issue, number_issue, read_bytes, weight_of
from detente.settlement.formats.tree import Node, named, read_json
from detente.settlement.numbers import ScenarioError
from detente.settlement.numbers import decimal as say
from detente.settlement.scenario import Scenario, ScenarioIssue

SUFFIX = ".json"
_SPACE = "LinearAdditiveUtilitySpace"


def kind_of(path: Path) -> str | None:
    """Whether a JSON file is a "domain", a "profile", or neither (None).

    Raises ScenarioError if it names what only those have, and is no JSON.
    """
    # A dossier may have many megabytes: it is not taken apart to see that it is none.
    data = read_bytes(path).replace(b"\0", b"")
    if _SPACE.encode() not in data and b"issuesValues" not in data:
        return None
    top = read_json(path)
    if top.kind == "map" and _SPACE in top.entries:
        return "profile"
    return "domain" if top.kind == "map" and "issuesValues" in top.entries else None


def read_domain(path: Path) -> tuple[ScenarioIssue, ...]:
    """The issues of a domain file, or of the domain within a profile, in the file's order."""
    top = read_json(path)
    return _issues(top.get(_SPACE).get("domain") if _SPACE in top.entries else top)


def _issues(domain: Node) -> tuple[ScenarioIssue, ...]:
    found = tuple(_issue(name, each) for name, each in domain.get("issuesValues").map().items())
    if not found:
        domain.fail("the domain has no issues")
    return found


def _issue(name: str, node: Node) -> ScenarioIssue:
    if "range" in node.map():
        span = node.get("range")
        low, high, step = (span.get(key).number() for key in ("low", "high", "step"))
        return number_issue(name, low, high, step, node.place)
    return discrete_issue(name, [value.text() for value in node.get("values").list()], node.place)


def read_profile(path: Path, issues: Sequence[ScenarioIssue]) -> Profile:
    """A linear additive profile over the issues of the domain.  Raises ScenarioError, with file and place."""
    top = read_json(path)
    if _SPACE not in top.map():
        top.fail(f"no linear additive profile: {_SPACE!r} is missing")
    space = top.get(_SPACE)
    own = {issue.id: issue for issue in _issues(space.get("domain"))}
    names = [issue.id for issue in issues]
    for issue in issues:
        if own.get(issue.id) is None or {o.id for o in own[issue.id].options} != {o.id for o in issue.options}:
            space.get("domain").fail(
                f"issue {issue.id!r} is not the domain's: every profile must be of the same domain"
            )
    utilities = named(space.get("issueUtilities").map(), names, "issue", space.get("issueUtilities").place)
    weights = named(space.get("issueWeights").map(), names, "issue", space.get("issueWeights").place)
    values = tuple(
        tuple(weight_of(weight.number(), issue.id, weight.place) * each for each in _utilities(issue, node))
        for issue, node, weight in zip(issues, utilities, weights, strict=True)
    )
    bid = _bid(space.get("reservationBid"), issues) if space.has("reservationBid") else None
    name = space.get("name").text() if space.has("name") else ""
    if bid is None:
        return Profile(name or path.stem, path, values)
    worth = sum((row[o] for row, o in zip(values, bid, strict=True) if o is not None), Fraction())
    whole = tuple(o for o in bid if o is not None)
    return Profile(name or path.stem, path, values, worth, whole if len(whole) == len(issues) else None)


def _utilities(issue: ScenarioIssue, node: Node) -> list[Fraction]:
    if "NumberValueSetUtilities" in node.map():
        if any(option.number is None for option in issue.options):
            node.fail(f"issue {issue.id!r} has no range of numbers")
        ends = node.get("NumberValueSetUtilities")
        low, high = ends.get("lowValue").number(), ends.get("highValue").number()
        below, above = _share(ends.get("lowUtility")), _share(ends.get("highUtility"))
        if high <= low:
            ends.fail("highValue must be above lowValue")
        return [
            below + (above - below) * (min(max(option.number, low), high) - low) / (high - low)
            for option in issue.options
            if option.number is not None
        ]
    given = node.get("DiscreteValueSetUtilities").get("valueUtilities").map()
    for name, value in given.items():
        if name not in {option.id for option in issue.options}:
            value.fail(f"issue {issue.id!r} has no value {name[:80]!r}")
    return [_share(given[option.id]) if option.id in given else Fraction() for option in issue.options]


def _share(node: Node) -> Fraction:
    value = node.number()
    if not 0 <= value <= 1:
        node.fail(f"a utility must be between 0 and 1, not {say(value)}")
    return value


def _bid(node: Node, issues: Sequence[ScenarioIssue]) -> list[int | None]:
    given = node.get("issuevalues").map()
    for name, value in given.items():
        if name not in {issue.id for issue in issues}:
            value.fail(f"issue {name[:80]!r} is not in the domain")
    found: list[int | None] = []
    for issue in issues:
        if issue.id not in given:
            found.append(None)
            continue
        value = given[issue.id]
        places = [o for o, option in enumerate(issue.options) if _same(option.id, option.number, value)]
        if not places:
            value.fail(f"issue {issue.id!r} has no value {value.text()[:80]!r}")
        found.append(places[0])
    return found


def _same(name: str, at: Fraction | None, value: Node) -> bool:
    return value.text() == name if at is None or value.kind != "number" else value.number() == at


def write(scenario: Scenario, folder: Path, files: Sequence[str]) -> list[Path]:
    """Write a domain and one profile a party (file names without ending); the profiles' paths.

    Utilities are scaled so that the best option of each issue has 1 and the weight says the rest.  Raises ScenarioError
    where GeniusWeb cannot hold the scenario: below 0, or a reservation value that is no outcome's utility.
    """
    domain = {"name": folder.name, "issuesValues": {i.id: _range(i) for i in scenario.issues}}
    _dump(folder / f"{folder.name}.json", domain)
    written = []
    for p, (party, name) in enumerate(zip(scenario.parties, files, strict=True)):
        tops = [max(row) for row in scenario.values[p]]
        space: dict[str, object] = {
            "name": party.id,
            "domain": domain,
            "issueUtilities": {
                issue.id: {
                    "DiscreteValueSetUtilities": {
                        "valueUtilities": {
                            option.id: value / top if top else Fraction()
                            for option, value in zip(issue.options, row, strict=True)
                        }
                    }
                }
                for issue, row, top in zip(scenario.issues, scenario.values[p], tops, strict=True)
            },
            "issueWeights": {i.id: top for i, top in zip(scenario.issues, tops, strict=True)},
        }
        if scenario.reservation[p] is not None:
            space["reservationBid"] = {"issuevalues": _reservation(scenario, p)}
        _dump(folder / f"{name}.json", {_SPACE: space})
        written.append(folder / f"{name}.json")
    return written


def _range(issue: ScenarioIssue) -> dict[str, object]:
    return {"values": [option.id for option in issue.options]}


def _reservation(scenario: Scenario, p: int) -> dict[str, str]:
    wanted = scenario.reservation[p]
    if scenario.status_quo is not None and scenario.utilities(scenario.status_quo)[p] == wanted:
        return scenario.named(scenario.status_quo)
    if wanted == 0:
        return {}
    raise ScenarioError(
        f"GeniusWeb knows no reservation value but that of a bid, and {scenario.parties[p].id!r} has {wanted}"
    )


def _dump(path: Path, content: object) -> None:
    path.write_text(_json(content, "") + "\n", "utf-8")


def _json(content: object, indent: str) -> str:
    if isinstance(content, dict):
        inner = indent + " "
        rows = [f"{inner}{json.dumps(key, ensure_ascii=False)}: {_json(each, inner)}" for key, each in content.items()]
        return "{\n" + ",\n".join(rows) + f"\n{indent}}}" if rows else "{}"
    return decimal(content) if isinstance(content, Fraction) else json.dumps(content, ensure_ascii=False)
