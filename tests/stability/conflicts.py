"""Conflicts for tests: random ones, and ones from files."""

from __future__ import annotations

import random
from pathlib import Path

from detente.stability import (
    Conflict,
    ConflictError,
    ConflictOption,
    DecisionMaker,
    Ranking,
    RemovedMove,
    Weights,
    read_conflict,
)
from detente.stability.engine import Graph

DATA = Path(__file__).parent / "data"
SHARED = Path(__file__).parents[2].parent / "shared"


def load(name: str) -> Conflict:
    return read_conflict(DATA / f"{name}.toml")


def maker(name: str, options: str, preference, **irreversible: str) -> DecisionMaker:
    return DecisionMaker(
        name, name, tuple(ConflictOption(each, each) for each in options.split()), preference, irreversible
    )


def random_conflict(seed: int, *, plain: bool = False, makers: int | None = None) -> Conflict:
    """A small conflict with ties; unless `plain`, some with irreversible options, removed moves, coalesced states."""
    rng = random.Random(seed)
    count = makers or rng.randint(1, 4)
    options = [rng.randint(1, {1: 4, 2: 3, 3: 2, 4: 1}[count] + (rng.random() < 0.1)) for _ in range(count)]
    total = sum(options)

    def pattern(fixed: int) -> str:
        at = rng.sample(range(total), min(fixed, total))
        return "".join(rng.choice("YN") if bit in at else "-" for bit in range(total))

    infeasible = tuple(pattern(rng.randint(2, 3)) for _ in range(rng.randint(0, 3)))
    coalesce = () if plain else tuple(pattern(2) for _ in range(rng.choice((0, 0, 0, 1, 2))))
    kinds = ["forward", "back", None, None, None]
    dms = [
        DecisionMaker(
            f"d{place}",
            f"d{place}",
            tuple(ConflictOption(f"o{k}", f"o{k}") for k in range(size)),
            Weights(()),
            {f"o{k}": rule for k in range(size) if not plain and (rule := rng.choice(kinds)) is not None},
        )
        for place, size in enumerate(options)
    ]
    try:
        flat = Conflict(tuple(dms), infeasible, coalesce)
    except ConflictError:
        return random_conflict(seed + 10**6, plain=plain, makers=makers)
    numbers = flat.states.numbers.tolist()
    removed: list[RemovedMove] = []
    if not plain and rng.random() < 0.4:
        arcs = [(place, moves.arcs) for place, moves in enumerate(Graph.of(flat).moves)]
        every = [
            RemovedMove(dms[place].name, numbers[origin], numbers[target])
            for place, each in arcs
            for origin, target in zip(each.origins.tolist(), each.targets.tolist(), strict=True)
        ]
        removed = [move for move in every if rng.random() < 0.1]
    ranked = []
    for each in dms:
        rng.shuffle(numbers)
        groups: list[list[int]] = []
        for number in numbers:
            if groups and rng.random() < 0.25:
                groups[-1].append(number)
            else:
                groups.append([number])
        ranking = Ranking(tuple(map(tuple, groups)))
        ranked.append(DecisionMaker(each.name, each.label, each.options, ranking, each.irreversible))
    return Conflict(tuple(ranked), infeasible, coalesce, tuple(removed))


def ranks_by_number(conflict: Conflict) -> list[dict[int, int]]:
    """How good each state is, from the ranking alone: not by way of the code under test."""
    found = []
    for each in conflict.decision_makers:
        assert isinstance(each.preference, Ranking)
        found.append({s: -place for place, group in enumerate(each.preference.groups) for s in group})
    return found
