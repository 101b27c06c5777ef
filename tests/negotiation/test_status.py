from __future__ import annotations

import pytest

from detente.negotiation import build

from .dossiers import TALKS, Row, dossier

N, S, U = "norland", "sudland", "union"
LASTING, LIMITED = "lasting", "limited"


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ([], "silent"),
        ([(N, "open", LASTING)], "silent"),
        ([(N, "support", LASTING)], "one_sided"),
        ([(N, "support", LASTING), (S, "open", LASTING)], "one_sided"),
        ([(N, "oppose", LASTING), (S, "oppose", LASTING)], "one_sided"),
        ([(N, "support", LASTING), (S, "oppose", LIMITED)], "one_sided"),
        ([(N, "support", None), (S, "open", None)], "one_sided"),
        ([(N, "support", LASTING), (S, "support", LASTING)], "agreed"),
        ([(N, "support", LASTING), (S, "support", LASTING), (S, "support", LIMITED)], "agreed"),
        ([(N, "support", LASTING), ("berg", "support", LASTING)], "one_sided"),  # one party, two voices
        ([(N, "support", LASTING), (S, "oppose", LASTING)], "contested"),
        ([(N, "support", LASTING), (S, "support", LASTING), (U, "oppose", LASTING)], "contested"),
        ([(N, "support", LASTING), (S, "support", LIMITED)], "contested"),
        ([(N, "support", LASTING), (S, "support", LASTING), (U, "support", LIMITED)], "contested"),
        ([(N, "support", LASTING), (N, "oppose", LASTING)], "one_sided"),  # divided with itself
        ([(N, "support", LASTING), (S, "support", LASTING), (S, "oppose", LASTING)], "one_sided"),
        (
            [(N, "support", LASTING), (S, "oppose", LASTING), (S, "oppose", LASTING), (S, "support", LASTING)],
            "contested",
        ),
    ],
)
def test_states(said: list[tuple[str, str, str | None]], state: str) -> None:
    rows: list[Row] = [(party, stance, "truce", option, "r") for party, stance, option in said]
    truce, troops = build(dossier(rows)).statuses
    assert truce.state == state
    assert troops.state == "silent"


def test_who_stands_where_and_why() -> None:
    truce, troops = build(dossier(TALKS)).statuses
    assert truce.state == "contested"
    assert set(truce.contested) == {"lasting", "limited"}
    assert truce.supporters == {"lasting": (N,), "limited": (S,)}
    assert truce.opponents == {"lasting": (S,), "limited": (N,)}
    assert set(truce.statements) == {"s1", "s2", "s4", "s5", "s6"}
    assert troops.state == "one_sided"
    assert troops.statements == ("s7",)
    agreed = build(dossier([(N, "support", "truce", LASTING, "r"), ("dale", "support", "truce", LASTING, "r")]))
    assert agreed.statuses[0].agreed_on == (LASTING,)


def test_parties_without_a_seat_count_for_the_status() -> None:
    rows: list[Row] = [(N, "support", "truce", LASTING, "r"), (U, "oppose", "truce", LASTING, "r")]
    assert build(dossier(rows), parties=[N]).statuses[0].state == "contested"
