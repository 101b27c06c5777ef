from __future__ import annotations

import itertools

import numpy as np
import pytest

from detente.contract import Dossier, Evidence, Issue, Option, Party, Report, Statement
from detente.negotiation import Negotiation, build
from detente.settlement import settle
from detente.settlement.chances import accepted
from detente.settlement.influence import influences
from detente.settlement.robust import most_robust

PARTIES, ISSUES, OPTIONS = ("north", "south", "island"), ("bridge", "toll", "ferry"), ("none", "some", "all")


def dossier(seed: int, statements: int = 40, *, quo: bool = True, implied: bool = False) -> Dossier:
    """Statements at random: who, on what, for or against."""
    rng = np.random.default_rng(seed)
    options = [Option(id=o, label=o) for o in (OPTIONS[:1] if implied else OPTIONS)]
    said = []
    for n in range(statements):
        stance = ("support", "oppose", "open")[rng.choice(3, p=[0.5, 0.35, 0.15])]
        said.append(
            Statement(
                id=f"s{n}",
                party=PARTIES[rng.integers(3)],
                issue=ISSUES[rng.integers(3)],
                option=options[rng.integers(len(options))].id if rng.random() < 0.9 else None,
                stance=stance,  # type: ignore[arg-type]
                topic="t",
                cue="c",
                evidence=Evidence(report="r", start=0, end=1, quote="x"),
                rule="test",
                confidence=1.0,
            )
        )
    return Dossier(
        reports=[Report(id="r", text="x", language="en")],
        parties=[Party(id=p, name=p, kind="state") for p in PARTIES],
        issues=[Issue(id=i, label=i, options=options, status_quo="none" if quo else None) for i in ISSUES],
        statements=said,
    )


def table(source: Dossier) -> Negotiation:
    return build(source, parties=PARTIES, issues=ISSUES)


def without(source: Dossier, statement: str) -> Negotiation:
    return table(source.model_copy(update={"statements": [s for s in source.statements if s.id != statement]}))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("quo", "implied"), [(True, False), (False, False), (True, True)])
def test_the_nash_deal_without_a_statement_is_that_of_the_dossier_without_it(
    seed: int, quo: bool, implied: bool
) -> None:
    source = dossier(seed, quo=quo, implied=implied)
    negotiation = table(source)
    nash = settle(negotiation, draws=10).nash.deals[0]
    found = {each.statement: each for each in influences(negotiation, nash, draws=50)}
    assert set(found) == {statement.id for statement in source.statements}
    for statement, influence in found.items():
        again = settle(without(source, statement), draws=10).nash.deals
        assert (influence.nash is None) == (nash in again)
        if influence.nash is not None:
            assert influence.nash in again


@pytest.mark.parametrize("implied", [False, True])
def test_the_chance_without_a_statement_is_that_of_the_dossier_without_it(implied: bool) -> None:
    source = dossier(3, 25, implied=implied)
    negotiation = table(source)
    robust = most_robust(negotiation, draws=200)
    assert robust is not None
    nash = robust.deal
    places = [issue.index(nash[issue.id]) for issue in negotiation.issues]
    gains = negotiation.draw(8000, 5).gains
    assert gains is not None
    before = float(accepted(gains, places).mean())
    moved = 0
    for influence in influences(negotiation, nash, draws=8000):
        again = without(source, influence.statement).draw(8000, 6).gains
        assert again is not None and influence.chance is not None and influence.change is not None
        share = float(accepted(again, places).mean())
        # Four standard errors of two independent estimates.
        assert influence.chance == pytest.approx(share, abs=4 * np.sqrt(0.5 / 8000))
        assert influence.chance - influence.change == pytest.approx(before, abs=4 * np.sqrt(0.5 / 8000))
        moved += abs(influence.change) > 4 * (influence.error or 1)
    assert moved > 3


def test_influences_are_ranked_and_alike_where_statements_are() -> None:
    found = influences(table(dossier(1)), settle(table(dossier(1)), draws=10).nash.deals[0])
    rank = [(each.nash is None, -abs(each.change or 0)) for each in found]
    assert rank == sorted(rank)
    assert found == influences(table(dossier(1)), settle(table(dossier(1)), draws=10).nash.deals[0])
    assert len({(each.party, each.issue, each.change) for each in found}) < len(found)


def test_without_a_status_quo_only_the_nash_deal_can_be_compared() -> None:
    negotiation = table(dossier(2, quo=False))
    found = influences(negotiation, settle(negotiation, draws=10).nash.deals[0])
    assert all(each.chance is None and each.change is None for each in found)
    assert most_robust(negotiation) is None


@pytest.mark.parametrize("seed", range(8))
def test_the_most_robust_deal_is_the_one_of_all_deals(seed: int) -> None:
    negotiation = table(dossier(seed))
    gains = negotiation.draw(400, seed).gains
    assert gains is not None
    found = most_robust(negotiation, draws=400, seed=seed)
    assert found is not None and found.proven

    def share(deal: tuple[int, ...]) -> int:
        total = gains[:, :, np.arange(3), deal].sum(axis=2)
        return int(((total >= -1e-9).all(axis=1) & (total > 1e-9).any(axis=1)).sum())

    chosen = tuple(issue.index(found.deal[issue.id]) for issue in negotiation.issues)
    assert share(chosen) == max(share(deal) for deal in itertools.product(range(3), repeat=3))
    # The status quo is accepted in every draw, and no deal.
    assert chosen != (0, 0, 0)
    assert found.chance.share == pytest.approx(share(chosen) / 400, abs=0.12)
    assert found.efficient is not None and found.nash is not None
    assert found.nash.share <= found.efficient.share + 1e-9


def test_where_no_draw_has_a_deal_none_is_named() -> None:
    one = dossier(0, 1).statements[0]
    statements = [
        one.model_copy(update={"id": f"{p}{n}{o}", "party": p, "issue": "toll", "option": o, "stance": stance})
        for p in PARTIES
        for o, stance in (("none", "support"), ("some", "oppose"), ("all", "oppose"))
        for n in range(60)
    ]
    source = dossier(0, 0).model_copy(update={"statements": statements})
    assert most_robust(build(source, parties=PARTIES, issues=["toll"]), draws=100) is None


def test_six_issues_and_five_parties_are_quick() -> None:
    rng = np.random.default_rng(0)
    parties, issues = [f"p{n}" for n in range(5)], [f"i{n}" for n in range(6)]
    source = Dossier(
        reports=[Report(id="r", text="x", language="en")],
        parties=[Party(id=p, name=p, kind="state") for p in parties],
        issues=[
            Issue(id=i, label=i, options=[Option(id=f"o{o}", label=f"o{o}") for o in range(4)], status_quo="o0")
            for i in issues
        ],
        statements=[
            dossier(0, 1).statements[0].model_copy(
                update={
                    "id": f"s{n}",
                    "party": parties[rng.integers(5)],
                    "issue": issues[rng.integers(6)],
                    "option": f"o{rng.integers(4)}",
                    "stance": ("support", "oppose")[rng.integers(2)],
                }
            )
            for n in range(200)
        ],
    )  # fmt: skip
    negotiation = build(source)
    nash = settle(negotiation, draws=10).nash.deals[0]
    assert len(influences(negotiation, nash)) == 200
    assert most_robust(negotiation, draws=300) is not None
