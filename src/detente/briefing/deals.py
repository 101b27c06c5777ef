"""Which settlements are possible, and what is assumed to say so."""

from __future__ import annotations

import numpy as np

from detente.briefing.bargain import Deal, Deals, Frontier, Gain, Point
from detente.briefing.brief import Assumption, Cite
from detente.briefing.evidence import line, shows
from detente.briefing.ground import Ground
from detente.briefing.hinges import option_labels
from detente.briefing.impasse import impasse
from detente.forecast import Forecast
from detente.negotiation import Assumption as Made
from detente.settlement import Settlement, settle
from detente.stability.holding import DossierStability

POINTS = 400
_KEYS = ("I", "II", "III", "IV")
_NUMBERS = frozenset({"acceptance", "salience"})


def settlement_of(ground: Ground, *, draws: int, seed: int) -> Settlement | None:
    """The settlement of the table; None where there is nothing to settle (see `why_none`)."""
    if why_none(ground) is not None:
        return None
    return settle(ground.table, draws=draws, seed=seed, judge=False)


def why_none(ground: Ground) -> str | None:
    """The phrase key that says why no settlement can be computed, None if one can."""
    if not ground.table.issues:
        return "deals.no_issues"
    return "deals.too_few_parties" if len(ground.table.parties) < 2 else None


def settlement_view(ground: Ground, settlement: Settlement | None) -> Deals:
    """The deals that the solution concepts choose (one entry where several choose the same), zone and frontier."""
    if settlement is None:
        reason = ground.book.say(why_none(ground) or "deals.none")
        return Deals(reason, 0, 0, False, None, 0.0, 0, (), (), None, ())
    deals = _deals(ground, settlement)
    zone = settlement.rational.zone
    notes = []
    if not settlement.exact:
        notes.append(ground.book.say("deals.inexact", n=len(settlement.frontier)))
    return Deals(
        why_none=None,
        outcomes=settlement.outcomes,
        rational=settlement.rational.outcomes,
        known=settlement.rational.reservation is not None,
        zone=zone.share if zone else None,
        zone_error=zone.error if zone else 0.0,
        draws=settlement.draws,
        deals=deals,
        unsolved=tuple(ground.book.say(f"deals.{s.name}") for s in settlement.solutions if not s.deals),
        frontier=_frontier(settlement, deals),
        notes=tuple(notes),
        impasse=impasse(ground, settlement),
    )


def _deals(ground: Ground, settlement: Settlement) -> tuple[Deal, ...]:
    chosen: dict[tuple[str, ...], list[str]] = {}
    for solution in settlement.solutions:
        if solution.deals:
            terms = tuple(solution.deals[0][issue] for issue in settlement.issues)
            chosen.setdefault(terms, []).append(solution.name)
    by_name = {solution.name: solution for solution in settlement.solutions}
    labels = option_labels(ground)
    reserve = settlement.rational.reservation
    deals = []
    for key, (terms, names) in zip(_KEYS, chosen.items(), strict=False):
        first = by_name[names[0]]
        chance = first.chances[0] if first.chances else None
        deals.append(
            Deal(
                key=key,
                solutions=tuple(ground.book.say(f"deals.{name}") for name in names),
                terms=tuple(
                    (ground.heads[issue].anchor, ground.heads[issue].label, labels[issue][option])
                    for issue, option in zip(settlement.issues, terms, strict=True)
                ),
                gains=tuple(
                    Gain(ground.name(party), ground.anchors[party], utility, reserve[p] if reserve else None)
                    for p, (party, utility) in enumerate(zip(settlement.parties, first.utilities[0], strict=True))
                ),
                chance=chance.share if chance else None,
                error=chance.error if chance else 0.0,
                ties=min(by_name[name].ties for name in names) - 1,
                status_quo=bool(first.status_quo and first.status_quo[0]),
            )
        )
    return tuple(deals)


def _frontier(settlement: Settlement, deals: tuple[Deal, ...]) -> Frontier | None:
    """The efficient outcomes in the plane of the two parties whose utilities run most against each other."""
    if not settlement.frontier:
        return None
    utilities = np.array([point.utilities for point in settlement.frontier])
    x, y = _most_opposed(utilities)
    reserve = settlement.rational.reservation
    lines = (reserve[x], reserve[y]) if reserve else (None, None)
    step = -(-len(utilities) // POINTS)
    return Frontier(
        x_party=deals[0].gains[x].party,
        y_party=deals[0].gains[y].party,
        reserve=(lines[0], lines[1]) if lines[0] is not None and lines[1] is not None else None,
        points=tuple(
            Point(point.utilities[x], point.utilities[y], point.rational) for point in settlement.frontier[::step]
        ),
        chosen=tuple((deal.key, deal.gains[x].utility, deal.gains[y].utility) for deal in deals),
        total=len(utilities),
        of_parties=len(settlement.parties),
    )


def _most_opposed(utilities: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> tuple[int, int]:
    """The two columns with the lowest covariance; the first two where nothing varies."""
    centred = utilities - utilities.mean(axis=0)
    covariance = np.round(centred.T @ centred, 12)
    rows, columns = np.triu_indices(utilities.shape[1], 1)
    lowest = int(np.argmin(covariance[rows, columns]))
    return int(rows[lowest]), int(columns[lowest])


def assumptions(
    ground: Ground,
    settlement: Settlement | None,
    stability: DossierStability | str,
    forecast: Forecast | None,
) -> tuple[Assumption, ...]:
    """What the analyses assume: choices, then numbers with evidence, then numbers without."""
    made = list(settlement.assumptions if settlement is not None else ground.table.assumptions)
    made += [] if isinstance(stability, str) else stability.assumptions
    made += [] if forecast is None else [each for each in forecast.assumptions if each not in made]
    rulings = {ruling.id: ruling for ruling in ground.dossier.rulings}
    listed = []
    for each in made:
        words = None
        if each.ruling is not None:
            ruling = rulings.get(each.ruling)
            author, reason = (line(ruling.author), line(ruling.reason)) if ruling else ("", "")
            key = "assumptions.ruling_by" if author and reason else "assumptions.ruling_plain"
            words = ground.book.say(key, author=author, reason=reason, id=line(each.ruling))
        cites = ground.passages(each.statements, "assumptions") or _shown_by(ground, each)
        text = line(each.text(ground.book.language))
        listed.append(Assumption(text, each.kind in _NUMBERS, cites, words))
    return tuple(sorted(listed, key=lambda a: (a.number, a.number and not a.evidenced)))


def _shown_by(ground: Ground, made: Made) -> tuple[Cite, ...]:
    """The passages that show what a party holds in its hands, where an assumption is on that."""
    if made.party is None or not made.kind.startswith("hands_"):
        return ()
    quote = made.words.get("quote")
    found = [
        control.evidence
        for issue in ground.dossier.issues
        for control in issue.controls
        if ground.speaks_for.get(control.party) == made.party and shows(control)
    ]
    return ground.sources.cites(
        (each for each in found if each and " ".join(each.quote.split()) == quote), "assumptions"
    )
