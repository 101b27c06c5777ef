"""Where no deal suits everybody: the largest groups that one would suit, and the least that would have to change."""

from __future__ import annotations

from detente.briefing.bargain import Impasse
from detente.briefing.ground import Ground
from detente.briefing.hinges import deal_words, option_labels
from detente.settlement import Settlement

_MOST = 3


def impasse(ground: Ground, settlement: Settlement) -> Impasse | None:
    """None where at expected utilities there is an agreement zone, or where it is not known whether there is one."""
    if settlement.zone_exists is not False:
        return None
    say, labels = ground.book.say, option_labels(ground)
    return Impasse(
        groups=tuple(
            say(
                "deals.group",
                parties=ground.book.names(ground.name(party) for party in each.parties),
                terms=deal_words(ground, each.deal, labels),
            )
            for each in settlement.coalitions[:_MOST]
        ),
        openings=tuple(
            say(
                "deals.opening",
                party=ground.name(each.party),
                amount=ground.book.share(each.amount),
                terms=deal_words(ground, each.deal, labels),
            )
            for each in settlement.openings[:_MOST]
        ),
    )
