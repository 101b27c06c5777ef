"""How far each issue is settled: agreed, contested, one-sided or silent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from detente.contract import UNSPECIFIED
from detente.negotiation.model import IssueStatus, TableIssue
from detente.negotiation.tally import Tally


def status(issue: TableIssue, parties: Iterable[str], counted: Tally) -> IssueStatus:
    """The status of one issue among all parties that spoke on it.

    A party supports an option if more of its counted statements support than oppose it, and opposes it if fewer do;
    with as many of both it is divided, and on neither side.  The issue is

    - contested: one party supports an option that another opposes, or two parties support different options and
      none in common (the options of an issue exclude each other);
    - agreed: otherwise, at least two parties support the same option, and none supports only others or opposes it;
    - one_sided: otherwise, somebody took a firm stance;
    - silent: nobody did.

    What is "unspecified" is not one issue, so that nothing can be agreed or contested about it.
    """
    supporters: dict[str, list[str]] = defaultdict(list)
    opponents: dict[str, list[str]] = defaultdict(list)
    backed: dict[str, set[str]] = {}
    firm: list[str] = []
    for party in parties:
        firm += [s.id for s in counted.said.get((party, issue.id), ()) if s.stance != "open"]
        for option in issue.options[: 1 if issue.implied else None]:
            basis = counted.basis(party, issue, option.id)
            balance = len(basis.supports) - len(basis.opposes)
            if balance > 0:
                supporters[option.id].append(party)
                backed.setdefault(party, set()).add(option.id)
            elif balance < 0:
                opponents[option.id].append(party)
    common = set.intersection(*backed.values()) if backed else set()
    contested = [o for o in supporters if opponents.get(o) or o not in common]
    agreed = [o for o in supporters if o in common and not opponents.get(o) and len(supporters[o]) > 1]
    if issue.id == UNSPECIFIED:
        contested, agreed, backed = [], [], {}
        supporters.clear()
        opponents.clear()
    clash = any(opponents.get(o) for o in supporters) or not _share_pairwise(list(backed.values()))
    return IssueStatus(
        issue=issue.id,
        state="contested" if clash else "agreed" if agreed else "one_sided" if firm else "silent",
        agreed_on=() if clash else tuple(agreed),
        contested=tuple(contested) if clash else (),
        supporters={option: tuple(who) for option, who in supporters.items()},
        opponents={option: tuple(who) for option, who in opponents.items()},
        statements=tuple(firm),
    )


def _share_pairwise(backed: list[set[str]]) -> bool:
    return all(a & b for place, a in enumerate(backed) for b in backed[place + 1 :])
