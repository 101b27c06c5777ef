"""The party network: who agrees with whom, and the picture of it."""

from __future__ import annotations

from detente.contract import Dossier, Evidence, Issue, Option, Party, Report, Statement
from detente.desk.dossiers.network import DRAWN, drawing, network

DAYS = ("2026-03-01", "2026-03-02")


def said(*told: tuple[str, str, str, int]) -> Dossier:
    """A dossier in which parties (id, stance, option, day) speak; "x" speaks for "a"."""
    parties = dict.fromkeys(["a", *(party for party, *_ in told)])
    return Dossier(
        reports=[Report(id=f"r{n}", date=day, text="word " * 40) for n, day in enumerate(DAYS)],
        parties=[
            Party(id=key, name=key.upper(), kind="person" if key == "x" else "state", of="a" if key == "x" else None)
            for key in parties
        ],
        issues=[Issue(id="i", label="I", options=[Option(id=key, label=key) for key in "pqs"])],
        statements=[
            Statement(id=f"s{n}", party=party, stance=stance, issue="i", option=option, topic="t", cue="c", rule="r",
                      confidence=1, evidence=Evidence(report=f"r{day}", start=n * 5, end=n * 5 + 4, quote="word"))
            for n, (party, stance, option, day) in enumerate(told)
        ],
    )  # fmt: skip


def ties(dossier: Dossier) -> dict[tuple[str, ...], tuple[int, int]]:
    return {tuple(sorted((tie.a, tie.b))): (tie.agree, tie.differ) for tie in network(dossier).ties}


def test_agreement_and_difference_are_counted_by_option():
    found = said(
        ("a", "support", "p", 0), ("a", "oppose", "q", 0), ("a", "support", "s", 0),
        ("b", "support", "p", 0), ("b", "oppose", "q", 0), ("b", "oppose", "s", 0),
        ("c", "open", "p", 0),
    )  # fmt: skip
    assert ties(found) == {("a", "b"): (2, 1)}
    tie = network(found).ties[0]
    assert {s.id for s in tie.agreeing} == {"s0", "s1", "s3", "s4"}
    assert {s.id for s in tie.differing} == {"s2", "s5"}


def test_the_side_taken_last_counts():
    found = said(("a", "support", "p", 0), ("b", "oppose", "p", 0), ("b", "support", "p", 1))
    assert ties(found) == {("a", "b"): (1, 0)}
    assert {s.id for s in network(found).ties[0].agreeing} == {"s0", "s2"}


def test_who_takes_both_sides_on_one_day_is_on_none():
    assert not ties(said(("a", "support", "p", 0), ("b", "oppose", "p", 1), ("b", "support", "p", 1)))


def test_persons_count_for_their_party():
    assert ties(said(("x", "support", "p", 0), ("b", "oppose", "p", 0))) == {("a", "b"): (0, 1)}


def test_the_picture_is_the_same_each_time_and_keeps_parties_apart():
    names = [chr(98 + n) for n in range(20) if chr(98 + n) != "x"]
    found = network(said(*((name, "support" if n % 3 else "oppose", "p", 0) for n, name in enumerate(names))))
    one, two = drawing(found), drawing(found)
    assert one is not None and one == two
    assert len(one.nodes) == DRAWN
    places = [(node.x, node.y) for node in one.nodes]
    # A drawing is at least 300 px wide: what is near in one direction is far in the other.
    for n, (x, y) in enumerate(places):
        assert 20 < x < 80 and 20 < y < one.height - 20
        assert all(abs(y - other) >= 15 or abs(x - across) * 3 >= 28 for across, other in places[:n])
    assert {edge.kind for edge in one.edges} == {"agree", "differ"}


def test_without_ties_there_is_no_picture():
    assert drawing(network(said(("a", "support", "p", 0), ("b", "support", "q", 0)))) is None
    assert drawing(network(Dossier())) is None
