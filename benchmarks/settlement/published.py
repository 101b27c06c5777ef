"""Frontier sizes of published scenarios, read from the git directories of two public repositories; asserts each.

    python benchmarks/settlement/published.py NEGMAS_GIT_DIR GENIUSWEB_GIT_DIR

The first is github.com/yasserfarouk/negmas (the ANAC domains in GENIUS XML, under tests/data/scenarios/anac), the
second github.com/MrMagnifico/cse3210-negotiation-agent-group-66 (GeniusWeb's own fixtures, in its history).  Nothing
of them is kept: files go to a temporary folder.
"""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from detente.settlement import find_frontier
from detente.settlement.formats import load_scenario

ANAC = "tests/data/scenarios/anac/"
WEB = "test/resources/"


@dataclass(frozen=True)
class Case:
    repository: int
    folder: str
    published: int
    profiles: tuple[str, ...] | None = None


CASES = (
    Case(1, f"{WEB}jobs", 18),
    Case(1, f"{WEB}7issues", 557),
    Case(0, f"{ANAC}y2016/AgentHp2", 589),
    Case(0, f"{ANAC}y2016/parsCat", 757),
    Case(0, f"{ANAC}y2015/group9-killer_robot", 200, tuple(f"KillerRobot_util{n}" for n in (1, 2, 3))),
    Case(0, f"{ANAC}y2015/group9-killer_robot", 7444, tuple(f"KillerRobot_util{n}" for n in (1, 2, 3, 4, 5))),
    Case(0, f"{ANAC}y2015/group2-politics", 124),
    Case(0, f"{ANAC}y2016/Maxoops", 8),
    Case(0, f"{ANAC}y2015/group1-university", 15, tuple(f"University_util{n}" for n in (1, 2, 3))),
)


def git(directory: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", f"--git-dir={directory}", *arguments], check=True, capture_output=True).stdout


def fetch(directory: Path, folder: str, to: Path) -> Path:
    """The folder's files as they were in the newest commit that has it."""
    commit = git(directory, "log", "--all", "--diff-filter=AM", "-1", "--format=%H", "--", folder).decode().strip()
    for name in git(directory, "ls-tree", "-z", "--name-only", commit, f"{folder}/").decode().split("\0"):
        if name.endswith((".xml", ".json")):
            place = to / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(git(directory, "show", f"{commit}:{name}"))
    return to / folder


def main(directories: list[Path]) -> int:
    print(f"{'scenario':<58} {'parties':>7} {'outcomes':>10} {'frontier':>8} {'published':>9} {'s':>6}")
    different = 0
    with TemporaryDirectory() as temporary:
        for case in CASES:
            folder = fetch(directories[case.repository], case.folder, Path(temporary))
            start = time.perf_counter()
            scenario = load_scenario(folder, case.profiles)
            size = len(find_frontier(scenario))
            seconds = time.perf_counter() - start
            different += size != case.published
            name = case.folder.removeprefix(ANAC).removeprefix(WEB)
            counts = f"{len(scenario.parties):>7} {scenario.outcomes:>10} {size:>8} {case.published:>9}"
            print(f"{name:<58} {counts} {seconds:>6.2f}")
    return 1 if different else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main([Path(each) for each in sys.argv[1:]]))
