"""How far the settlement carries, in words: the most robust deal, and the sentences that the settlement hangs on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from detente.briefing.bargain import Deal, Deals, Hinge
from detente.briefing.evidence import line
from detente.briefing.ground import Ground
from detente.negotiation import TableIssue
from detente.settlement import Settlement
from detente.settlement.influence import Influence
from detente.settlement.robust import Robustness, robustness

Labels = Mapping[str, Mapping[str, str]]
HINGES = 4


def carries(ground: Ground, settlement: Settlement | None, deals: Deals) -> Deals:
    """The settlement view with the most robust deal and the hinges; those are cited where the reader comes to them."""
    if settlement is None:
        return deals
    found, labels = robustness(ground.table, settlement, judge=False), option_labels(ground)
    return replace(
        deals,
        robust=_most_robust(ground, found, deals.deals, labels),
        hinges=_hinges(ground, found, deals.deals, labels),
    )


def option_labels(ground: Ground) -> dict[str, dict[str, str]]:
    """The options' labels by issue; yes and no where the question is only for or against the issue itself."""
    return {issue.id: _option_labels(ground, issue) for issue in ground.table.issues}


def _option_labels(ground: Ground, issue: TableIssue) -> dict[str, str]:
    shown = {option.id: label for option, label in ground.shown_options(issue)}
    if len(issue.options) == 2 and None in shown.values():
        return {o.id: ground.book.say("yes" if o.id in shown and shown[o.id] is None else "no") for o in issue.options}
    return {option.id: line(option.label) for option in issue.options}


def _most_robust(ground: Ground, found: Robustness, deals: Sequence[Deal], labels: Labels) -> str | None:
    """Which deal all accept in most draws, in a sentence; None where there is none, or no status quo is named."""
    if found.most_robust is None:
        return None
    say, share = ground.book.say, ground.book.share(found.most_robust.chance.share)
    key = _key(ground, found.most_robust.deal, deals, labels)
    if key is not None:
        return say("deals.robust_known", deal=say("deals.deal", key=key))
    return say("deals.robust", terms=deal_words(ground, found.most_robust.deal, labels), share=share)


def _hinges(ground: Ground, found: Robustness, deals: Sequence[Deal], labels: Labels) -> tuple[Hinge, ...]:
    """The statements without which the settlement would differ most; those that say the same stand together."""
    alike: dict[tuple[object, ...], list[Influence]] = {}
    for each in found.influences:
        if each.nash is not None or _moves(each):
            alike.setdefault((each.party, each.issue, repr(each.nash), each.chance), []).append(each)
    return tuple(
        Hinge(
            party=ground.name(same[0].party),
            anchor=ground.anchors[same[0].party],
            issue=ground.heads[same[0].issue].label,
            effects=tuple(_effects(ground, same[0], len(same), found, deals, labels)),
            cites=ground.passages((each.statement for each in same), "deals"),
        )
        for same in list(alike.values())[:HINGES]
    )


def _moves(each: Influence) -> bool:
    """Whether a statement moves the chance by what can be told from chance, and rounds to a percentage point."""
    return each.change is not None and abs(each.change) >= max(0.005, 2 * (each.error or 0))


def _effects(
    ground: Ground, each: Influence, count: int, found: Robustness, deals: Sequence[Deal], labels: Labels
) -> list[str]:
    book, deal, nash = ground.book, found.deal or {}, found.nash or {}
    words = []
    if each.nash is not None:
        other = {issue: option for issue, option in each.nash.items() if nash.get(issue) != option}
        words.append(book.say("deals.without_nash", n=count, terms=deal_words(ground, other, labels)))
    if _moves(each):
        key = _key(ground, deal, deals, labels)
        name = book.say("deals.robust_deal") if key is None else book.say("deals.deal", key=key)
        words.append(book.say("deals.without_chance", n=count, deal=name, points=book.gained(each.change or 0)))
    return words


def deal_words(ground: Ground, deal: Mapping[str, str], labels: Labels) -> str:
    """A deal (option ids by issue id) in words: "Issue: option; ..."."""
    return "; ".join(f"{ground.heads[issue].label}: {labels[issue][option]}" for issue, option in deal.items())


def _key(ground: Ground, deal: Mapping[str, str], deals: Sequence[Deal], labels: Labels) -> str | None:
    """The key of a deal that is shown; None if it is none of them."""
    terms = {ground.heads[issue].anchor: labels[issue][option] for issue, option in deal.items()}
    return next((d.key for d in deals if {anchor: option for anchor, _, option in d.terms} == terms), None)
