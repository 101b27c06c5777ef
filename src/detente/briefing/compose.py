"""Compose: from a dossier to a brief, section by section."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from detente.briefing.appendix import Mentions, lost_passages, report_texts
from detente.briefing.brief import Brief, SourceFailure
from detente.briefing.changing import sensitivity_of, swings_view
from detente.briefing.course import conflicts, happenings, turns
from detente.briefing.deals import assumptions, settlement_of, settlement_view
from detente.briefing.evidence import line
from detente.briefing.expecting import expectation_view, forecast_of
from detente.briefing.ground import Ground
from detente.briefing.hinges import carries
from detente.briefing.holding import holds_view, stability_of
from detente.briefing.method import basis, method_words, read_from, rule_rows
from detente.briefing.state import state_of_play
from detente.briefing.tables import loose_statements, matrix, party_rows, scales
from detente.contract import Dossier
from detente.dossier import apply_rulings, changes, main_language, timeline, unmatched_rulings

_IN_TITLE = 3


def compose(
    dossier: Dossier,
    *,
    language: str | None = None,
    failures: Iterable[SourceFailure] = (),
    draws: int = 1000,
    seed: int = 0,
) -> Brief:
    """Compose the brief of a dossier in German ("de") or English ("en"); by default the reports' main language.

    The dossier's rulings are applied first.  `failures` are the sources that could not be read.  `draws` and `seed`
    are those of the settlement's and the forecast's chances.  The same dossier gives the same brief.

    Raises ValueError for another language, and for a dossier whose items name parties, issues or options that it does
    not list.
    """
    unmatched = unmatched_rulings(dossier)
    dossier = apply_rulings(dossier)
    ground = Ground(dossier, language or main_language(dossier))
    mentions = Mentions(dossier.parties, ground.sources, ground.anchors)
    settlement = settlement_of(ground, draws=draws, seed=seed)
    stability = stability_of(ground, settlement, seed=seed)
    forecast = forecast_of(ground, draws=draws, seed=seed)
    sensitivity = sensitivity_of(ground, seed=seed)
    entries = timeline(dossier)
    moves = changes(dossier)
    deals = settlement_view(ground, settlement)
    rests_on = basis(ground, failures)
    state = state_of_play(ground, entries, moves, deals)
    parties = party_rows(ground, mentions)
    table = matrix(ground)
    loose = loose_statements(ground)
    measured = scales(ground)
    course = happenings(ground, entries)
    disagreements = conflicts(ground)
    turned = turns(ground, moves)
    deals = carries(ground, settlement, deals)
    holds = holds_view(ground, stability, deals)
    expected = expectation_view(ground, forecast)
    swings = swings_view(ground, sensitivity)
    assumed = assumptions(ground, settlement, stability, forecast)
    found = read_from(ground)
    return Brief(
        language=ground.book.language,
        title=_title(ground),
        kicker=ground.book.say("kicker_until", date=ground.book.day(rests_on.last))
        if rests_on.last
        else ground.book.say("kicker"),
        basis=rests_on,
        state=state,
        parties=parties,
        matrix=table,
        loose=loose,
        scales=measured,
        timeline=course,
        discrepancies=disagreements,
        turns=turned,
        deals=deals,
        holding=holds,
        forecast=expected,
        sensitivity=swings,
        assumptions=assumed,
        rules=rule_rows(ground),
        method=method_words(ground),
        unmatched=tuple((line(one.ruling.id), line(one.reason(ground.language))) for one in unmatched),
        interval=ground.interval,
        reports=report_texts(dossier, ground.sources, mentions, found),
        lost=lost_passages(ground.sources, found),
    )


def _title(ground: Ground) -> str:
    """Who negotiates, else what about, else only that somebody does."""
    names = [ground.name(party.id) for party in islice(ground.all.parties, _IN_TITLE)]
    if len(names) > 1:
        return ground.book.say("title_parties", parties=ground.book.names(names))
    labels = [head.label for head in islice(ground.heads.values(), _IN_TITLE)]
    if labels:
        return ground.book.say("title_issues", issues=", ".join(labels))
    return ground.book.say("title_none")
