"""A solver that says the published definitions word for word: sets, loops, nothing clever.  Slow."""

from __future__ import annotations

from itertools import combinations, product

from detente.stability import Conflict


class ByDefinition:
    """Works on state numbers.  rank[i][s]: how good state s is for decision maker i; move[i][s]: where i can go."""

    def __init__(self, conflict: Conflict, rank: list[dict[int, int]]) -> None:
        makers = conflict.decision_makers
        bits = [bit for bit, _ in enumerate(conflict.options)]
        own, at = [], 0
        for maker in makers:
            own.append(bits[at : at + len(maker.options)])
            at += len(maker.options)

        def matches(code: int, pattern: str) -> bool:
            return all(sign == "-" or (sign == "Y") == bool(code >> bit & 1) for bit, sign in enumerate(pattern))

        self.codes = [
            code for code in range(2 ** len(bits)) if not any(matches(code, each) for each in conflict.infeasible)
        ]
        self.of = {code: code for code in self.codes}
        for pattern in conflict.coalesce:
            names = {self.of[code] for code in self.codes if matches(code, pattern)}
            self.of = {code: min(names) if name in names else name for code, name in self.of.items()}
        self.states = sorted(set(self.of.values()))
        self.makers = range(len(makers))
        self.rank = rank
        removed = {(move.by, move.origin, move.target) for move in conflict.removed_moves}
        self.code_move: list[dict[int, list[int]]] = []
        for place, maker in enumerate(makers):
            table: dict[int, list[int]] = {}
            for code in self.codes:
                table[code] = []
                for choice in product((0, 1), repeat=len(own[place])):
                    other = code
                    for bit, chosen in zip(own[place], choice, strict=True):
                        other = other & ~(1 << bit) | chosen << bit
                    backward = False
                    for option, bit in zip(maker.options, own[place], strict=True):
                        rule = maker.irreversible.get(option.id)
                        before, after = code >> bit & 1, other >> bit & 1
                        backward |= (rule == "forward" and before > after) or (rule == "back" and before < after)
                    there = other != code and other in self.of and not backward
                    if there and (maker.name, self.of[code], self.of[other]) not in removed:
                        table[code].append(other)
            self.code_move.append(table)
        self.move = [
            {
                state: sorted(
                    {self.of[to] for code in self.codes if self.of[code] == state for to in table[code]} - {state}
                )
                for state in self.states
            }
            for table in self.code_move
        ]

    def better(self, i: int, s: int) -> list[int]:
        return [t for t in self.move[i][s] if self.rank[i][t] > self.rank[i][s]]

    def reachable(self, group: tuple[int, ...], start: int, steps) -> set[int]:
        """Where the movers get to, nobody twice in a row; steps(i, s) are the moves of i."""
        todo = [(start, None)]
        seen: set[tuple[int, object]] = set()
        while todo:
            state, last = todo.pop()
            for i in group:
                if i != last:
                    for to in steps(i, state):
                        if (to, i) not in seen:
                            seen.add((to, i))
                            todo.append((to, i))
        return {state for state, _ in seen}

    def stable(self, concept: str, i: int, s: int) -> bool:
        others = tuple(j for j in self.makers if j != i)
        for s1 in self.better(i, s):
            if concept == "nash":
                return False
            if concept == "sim":
                if not self._together(i, s, s1, others):
                    return False
                continue
            steps = self.better if concept in ("seq", "sseq") else lambda j, t: self.move[j][t]
            deterred = False
            for s2 in self.reachable(others, s1, steps):
                good = self.rank[i][s2] <= self.rank[i][s]
                if concept in ("smr", "sseq"):
                    good = good and all(self.rank[i][s3] <= self.rank[i][s] for s3 in self.move[i][s2])
                deterred |= good
            if not deterred:
                return False
        return True

    def _together(self, i: int, s: int, s1: int, others: tuple[int, ...]) -> bool:
        for code in self.codes:
            if self.of[code] != s:
                continue
            ui = {
                j: [to for to in self.code_move[j][code] if self.rank[j][self.of[to]] > self.rank[j][s]]
                for j in self.makers
            }
            for size in range(1, len(others) + 1):
                for group in combinations(others, size):
                    mine = [to for to in ui[i] if self.of[to] == s1]
                    for moves in product(mine, *(ui[j] for j in group)):
                        end = code + sum(to - code for to in moves)  # each changes bits of its own only
                        if end in self.of and self.rank[i][self.of[end]] <= self.rank[i][s]:
                            return True
        return False

    def equilibria(self, concept: str) -> tuple[int, ...]:
        return tuple(s for s in self.states if all(self.stable(concept, i, s) for i in self.makers))

    # Coalitions

    def joint_better(self, group: tuple[int, ...], s: int) -> list[int]:
        there = self.reachable(group, s, lambda j, t: self.move[j][t])
        return [t for t in sorted(there) if all(self.rank[j][t] > self.rank[j][s] for j in group)]

    def coalition_stable(self, concept: str, group: tuple[int, ...], s: int) -> bool:
        others = tuple(j for j in self.makers if j not in group)
        subsets = [each for size in range(1, len(others) + 1) for each in combinations(others, size)]

        def no_better(t: int) -> bool:
            return any(self.rank[j][t] <= self.rank[j][s] for j in group)

        def moves(j: int, t: int) -> list[int]:
            return self.move[j][t]

        for s1 in self.joint_better(group, s):
            if concept == "nash":
                return False
            if concept == "seq":
                answers = self.reachable(subsets, s1, self.joint_better)
            else:
                answers = self.reachable(others, s1, moves)
            good = [s2 for s2 in answers if no_better(s2)]
            if concept == "smr":
                good = [s2 for s2 in good if all(map(no_better, self.reachable(group, s2, moves)))]
            if not good:
                return False
        return True
