"""The exchange model on the issues of a forecast: who gives way to whom on what, and where that leaves each issue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from detente.forecast.arrays import Floats
from detente.forecast.exchange import exchange, exchange_draws
from detente.forecast.inputs import IssueInput
from detente.forecast.model import Swap

NotRun = Literal["one_issue", "too_large"]
# Exchanges possible at most: pairs of actors times pairs of issues.
_MOST = 2_000_000
# So many of the draws are exchanged in: one takes some milliseconds, and the interval's ends need no more.
DRAWS = 100


@dataclass(frozen=True, slots=True)
class Exchanged:
    """points: the forecast of each issue by its id; draws: those in the first DRAWS draws, empty without draws.

    swaps: the exchanges made, in their order.
    """

    points: dict[str, float] = field(default_factory=dict)
    draws: dict[str, Floats] = field(default_factory=dict)
    swaps: tuple[Swap, ...] = ()
    not_run: NotRun | None = None


def exchange_across(issues: Sequence[IssueInput]) -> Exchanged:
    """Exchange among all issues with a scale of some length; who has no position on an issue takes no part in it.

    Not run with fewer than two such issues, or where more than two million exchanges would have to be compared.
    """
    issues = [issue for issue in issues if issue.scale is not None and issue.scale[0] < issue.scale[1]]
    if len(issues) < 2:
        return Exchanged(not_run="one_issue")
    actors = list(dict.fromkeys(actor for issue in issues for actor in issue.actors))
    if len(actors) ** 2 * len(issues) ** 2 / 4 > _MOST:
        return Exchanged(not_run="too_large")
    rows = [[actors.index(actor) for actor in issue.actors] for issue in issues]
    x, c, s = (np.zeros((len(actors), len(issues))) for _ in range(3))
    for i, (issue, row) in enumerate(zip(issues, rows, strict=True)):
        assert issue.positions is not None
        x[row, i], c[row, i], s[row, i] = issue.positions, issue.capability, issue.salience
    scales = np.array([issue.scale for issue in issues], dtype=float)
    found = exchange(x, c, s, scales=scales)
    ids = [issue.id for issue in issues]
    swaps = tuple(
        Swap(
            actor=actors[trade.actor],
            partner=actors[trade.partner],
            issue=ids[trade.issue],
            other_issue=ids[trade.partner_issue],
            actor_move=(trade.start, trade.end),
            partner_move=(trade.partner_start, trade.partner_end),
            gain=trade.gain,
        )
        for trade in found.rounds[-1].trades
    )
    points = dict(zip(ids, map(float, found.forecast), strict=True))
    if any(issue.sample is None for issue in issues):
        return Exchanged(points, {}, swaps)
    drawn = _drawn(issues, rows, c, scales)
    return Exchanged(points, {each: drawn[:, i] for i, each in enumerate(ids)}, swaps)


def _drawn(issues: Sequence[IssueInput], rows: list[list[int]], c: Floats, scales: Floats) -> Floats:
    """The forecasts (n, issues) in each draw."""
    samples = [issue.sample for issue in issues]
    count = min(DRAWS, *(len(sample.salience) for sample in samples if sample is not None))
    x, s = np.zeros((count, *c.shape)), np.zeros((count, *c.shape))
    for i, (sample, row) in enumerate(zip(samples, rows, strict=True)):
        assert sample is not None and sample.positions is not None
        x[:, row, i], s[:, row, i] = sample.positions[:count], sample.salience[:count]
    return exchange_draws(x, np.broadcast_to(c, x.shape), s, scales=scales)
