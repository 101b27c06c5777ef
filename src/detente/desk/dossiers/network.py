"""The party network: who takes the same side as whom, and who the opposite one, as nodes and edges.

Two parties agree on an option if both support or both oppose it, and differ if one supports what the other opposes
(congruence and conflict networks, Leifeld 2017).  What counts is the side that each took when it last spoke of it;
persons count for the party that they speak for, as in the positions matrix.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from detente.contract import Dossier, Evidence, Party, Statement
from detente.dossier import Mix, counted
from detente.dossier.history import dates
from detente.negotiation.tally import spoken_for

# More parties than this make a knot, not a picture; the table has them all.
DRAWN = 16
_ROW = 34.0
_EDGE = 40.0

Spoken = dict[tuple[str, str | None], list[Statement]]


@dataclass(frozen=True, slots=True)
class Tie:
    """Two parties (ids), on how many options they agree and differ, and the statements that show it."""

    a: str
    b: str
    agree: int
    differ: int
    agreeing: tuple[Statement, ...]
    differing: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """The parties that took a side, most statements first, and the ties between them, strongest first."""

    parties: tuple[tuple[Party, int], ...]
    ties: tuple[Tie, ...]
    first: dict[str, Evidence]


def network(dossier: Dossier) -> Network:
    """The network of a dossier's parties."""
    ends, when = spoken_for(dossier.parties), dates(dossier)
    known = {party.id: party for party in dossier.parties}
    said: dict[str, Spoken] = defaultdict(lambda: defaultdict(list))
    for statement in sorted(counted(dossier), key=lambda each: when[each.id] or ""):
        party = ends.get(statement.party)
        if party is not None and statement.names_issue:
            said[party][str(statement.issue), statement.option].append(statement)
    sides = {party: {about: _side(some, when) for about, some in spoken.items()} for party, spoken in said.items()}
    count = {party: sum(map(len, spoken.values())) for party, spoken in said.items()}
    ordered = sorted(said, key=lambda party: (-count[party], known[party].name, party))
    ties = [_tie(a, b, said, sides) for a, b in combinations(ordered, 2)]
    found = sorted((tie for tie in ties if tie is not None), key=lambda tie: -(tie.agree + tie.differ))
    first = {party: next(iter(spoken.values()))[-1].evidence for party, spoken in said.items()}
    return Network(tuple((known[party], count[party]) for party in ordered), tuple(found), first)


def _side(statements: Sequence[Statement], when: dict[str, str | None]) -> str | None:
    """The side taken on the last day that these speak on; None where both were, or none."""
    last = when[statements[-1].id]
    clear = Mix.of(s for s in statements if when[s.id] == last).clear
    return None if clear == "open" else clear


def _tie(
    a: str, b: str, said: dict[str, Spoken], sides: dict[str, dict[tuple[str, str | None], str | None]]
) -> Tie | None:
    agreeing: list[Statement] = []
    differing: list[Statement] = []
    numbers = [0, 0]
    for about, side in sides[a].items():
        other = sides[b].get(about)
        if side is None or other is None:
            continue
        differs = side != other
        numbers[differs] += 1
        for party, taken in ((a, side), (b, other)):
            (differing if differs else agreeing).extend(s for s in said[party][about] if s.stance == taken)
    return Tie(a, b, numbers[0], numbers[1], tuple(agreeing), tuple(differing)) if any(numbers) else None


@dataclass(frozen=True, slots=True)
class Node:
    """A party as drawn: its number, x in percent of the width, y in pixels, and on which side its name stands."""

    party: Party
    number: int
    x: float
    y: float
    left: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie as drawn, agreement or difference: its ends and the width of its line in pixels."""

    tie: Tie
    kind: str
    x1: float
    y1: float
    x2: float
    y2: float
    width: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """The chart of the network, `height` in pixels."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    height: float


def drawing(found: Network) -> Drawing | None:
    """The chart: parties on an oval, those who agree side by side; None where no two of them are tied.

    The order comes from a spring layout with a fixed seed (Fruchterman and Reingold 1991), so the same dossier gives
    the same picture.
    """
    shown = {party.id: party for party, _ in found.parties[:DRAWN]}
    ties = [tie for tie in found.ties if tie.a in shown and tie.b in shown]
    if not ties:
        return None
    tied = [key for key in shown if any(key in (tie.a, tie.b) for tie in ties)]
    places = _round(tied, ties)
    height = 2 * _EDGE + _ROW * max(4, math.ceil(len(tied) / 2))
    numbers = {party.id: number for number, (party, _) in enumerate(found.parties, 1)}
    nodes = {}
    for key, angle in places.items():
        x, y = 50 - 24 * math.cos(angle), height / 2 - (height / 2 - _EDGE) * math.sin(angle)
        nodes[key] = Node(shown[key], numbers[key], round(x, 2), round(y, 1), x < 50)
    edges = []
    for tie in reversed(ties):
        a, b = nodes[tie.a], nodes[tie.b]
        both = bool(tie.agree and tie.differ)
        for kind, count in (("agree", tie.agree), ("differ", tie.differ)):
            if count:
                # Where two lines join the same parties, each keeps a little off the middle.
                off = (3.0 if kind == "differ" else -3.0) if both else 0.0
                edges.append(Edge(tie, kind, a.x, a.y + off, b.x, b.y + off, min(5, 1 + count)))
    return Drawing(tuple(nodes[key] for key in tied), tuple(edges), height)


def _round(keys: Sequence[str], ties: Sequence[Tie]) -> dict[str, float]:
    """Angles for the parties, evenly spread, in the order in which a spring layout has them around its middle."""
    import networkx  # type: ignore[import-untyped]

    graph = networkx.Graph()
    graph.add_nodes_from(keys)
    for tie in ties:
        if tie.agree > tie.differ:
            graph.add_edge(tie.a, tie.b, weight=tie.agree - tie.differ)
    spread = networkx.spring_layout(graph, seed=0)
    middle = [sum(float(point[axis]) for point in spread.values()) / len(keys) for axis in (0, 1)]
    angle = {key: math.atan2(float(y) - middle[1], float(x) - middle[0]) for key, (x, y) in spread.items()}
    ordered = sorted(keys, key=lambda key: (round(angle[key], 6), key))
    return {key: 2 * math.pi * (place + 0.5) / len(ordered) for place, key in enumerate(ordered)}
