"""`detente settle`: deals for a dossier's table, or for a scenario from a file."""

from __future__ import annotations

import json as json_module
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli import wording
from detente.cli.common import Codebook, Json, Lang, Sources, chosen_settings, exit_code, print_json, read_sources
from detente.cli.failing import DONE, SOME_FAILED, Failed
from detente.cli.terminal import Progress
from detente.cli.wording import text

if TYPE_CHECKING:
    from detente.settlement import Scenario
    from detente.settlement.way import Way


def settle(
    sources: Sources,
    profiles: Annotated[list[str] | None, typer.Option("--profiles", metavar="FILE...")] = None,
    way: Annotated[bool, typer.Option("--way")] = False,
    json: Json = False,
    persons_apart: Annotated[bool, typer.Option("--persons-apart")] = False,
    lang: Lang = None,
    codebook: Codebook = None,
) -> int:
    """Weigh the dossier, or take a scenario as it is, and look for deals."""
    chosen = chosen_settings(lang, codebook)
    from detente.settlement.formats import is_scenario

    if profiles or (len(sources) == 1 and is_scenario(Path(sources[0]))):
        return _settle_scenario(sources, profiles, way, json)
    from detente import negotiation, settlement
    from detente.settlement.robust import robustness

    with Progress() as progress:
        result = read_sources(sources, chosen, progress)
        progress("settle", 0, 1)
        table = negotiation.build(result.dossier, persons_apart=persons_apart)
        if len(table.parties) < 2 or not table.issues:
            raise Failed(text("settle.none"), SOME_FAILED)
        settled = settlement.settle(table)
        robust = robustness(table, settled)
        ways = _ways(settlement.from_negotiation(table)) if way else []
    if json:
        found = settled.as_json(wording.current()) | {"robustness": robust.as_json()}
        _print_settled(found, settlement.from_negotiation(table), ways)
    else:
        from detente.cli.deals import print_robustness, print_settlement, print_ways

        print_settlement(table, settled)
        print_robustness(table, result.dossier, robust)
        print_ways(settlement.from_negotiation(table), ways)
    return exit_code(result)


def _settle_scenario(sources: Sequence[str], profiles: Sequence[str] | None, way: bool, json: bool) -> int:
    from detente import settlement
    from detente.settlement.formats import load_scenario

    if len(sources) != 1:
        raise Failed(text("settle.one_scenario"))
    try:
        scenario = load_scenario(sources[0], profiles or None)
        if len(scenario.parties) < 2:
            raise Failed(text("settle.one_party", path=sources[0]), SOME_FAILED)
        with Progress() as progress:
            progress("settle", 0, 1)
            settled = settlement.settle(scenario)
            ways = _ways(scenario) if way else []
    except settlement.ScenarioError as error:
        raise Failed(str(error), SOME_FAILED) from error
    if json:
        _print_settled(settled.as_json(wording.current()), scenario, ways)
    else:
        from detente.cli.deals import print_settlement, print_ways

        print_settlement(scenario, settled)
        print_ways(scenario, ways)
    return DONE


def _ways(scenario: Scenario) -> list[Way]:
    """The mediator's way, and alternating offers in which all follow the same strategy, one after the other."""
    from detente import settlement
    from detente.settlement.way import STRATEGIES, alternating_offers, outcomes, single_text

    try:
        frontier = settlement.find_frontier(scenario)
    except settlement.StoppedError:
        frontier = None
    ways = [single_text(scenario, frontier=frontier)]
    try:
        table = outcomes(scenario, frontier)
    except settlement.ScenarioError:
        return ways
    return ways + [alternating_offers(scenario, name, frontier=frontier, table=table) for name in STRATEGIES]


def _print_settled(found: dict[str, object], scenario: Scenario, ways: Sequence[Way]) -> None:
    if ways:
        found = found | {"way": [each.as_json(scenario) for each in ways]}
    print_json(json_module.dumps(found, ensure_ascii=False, indent=1))
