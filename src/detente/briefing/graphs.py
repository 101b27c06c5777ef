"""Where the nodes and arcs of the stability graph stand: x in percent of the width, y in pixels (see `charts`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from detente.briefing.outlook import Arc, Junction

_ROW = 62.0
_EDGE = 22.0


@dataclass(frozen=True, slots=True)
class Line:
    """An arc as drawn, and where its label stands."""

    x1: str
    y1: float
    x2: str
    y2: float
    x: str
    y: float
    parties: str
    kind: str
    target: str


def graph_height(nodes: Sequence[Junction]) -> float:
    """The height in pixels that keeps nodes of the fullest column apart."""
    fullest = max(Counter(node.x for node in nodes).values(), default=1)
    return 2 * _EDGE + _ROW * fullest


def graph_x(x: float) -> str:
    """The x of a node, so far from the edges that its circle fits also on a telephone."""
    return f"{7 + 0.86 * x:.2f}%"


def graph_y(node: Junction, nodes: Sequence[Junction]) -> float:
    """The y of a node in pixels."""
    return round(_EDGE + node.y / 100 * (graph_height(nodes) - 2 * _EDGE), 1)


def graph_lines(nodes: Sequence[Junction], arcs: Sequence[Arc]) -> list[Line]:
    """The arcs as lines."""
    by_key = {node.key: node for node in nodes}
    lines = []
    for arc in arcs:
        a, b = by_key[arc.origin], by_key[arc.target]
        y1, y2 = graph_y(a, nodes), graph_y(b, nodes)
        x, y = (a.x + b.x) / 2, (y1 + y2) / 2 - 6
        lines.append(
            Line(graph_x(a.x), y1, graph_x(b.x), y2, graph_x(x), round(y, 1), arc.parties, arc.kind, _sentence(arc))
        )
    return lines


def _sentence(arc: Arc) -> str:
    """The anchor of the first sentence behind an arc, "" where there is none."""
    return next((target for _, target in arc.sentences), "")
