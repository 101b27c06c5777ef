"""What the settlement says of a dossier as it stands, and what a ruling made of it.

Each state's outcome is drawn up once and kept under the state's key: a ruling is shown with the state before and after.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from detente import contract
from detente.desk.dossiers.current import standing
from detente.desk.dossiers.models import Dossier
from detente.desk.review.models import Outcome
from detente.negotiation import Negotiation
from detente.sensitivity import State

DRAWS = 1000
_TIED = 8
_KEEP = 100
_STATES = 4


@dataclass(frozen=True)
class Effect:
    """What is another than before: the Nash deal's terms, chances, seats and agenda; `anything` whether any of it.

    moved: issue, option before and after ("" for none), as labels; zone, accepted: chances in [0, 1] before and after,
    None where they cannot be said; joined, left, taken_up, dropped: names of parties and issues.
    """

    deal: tuple[tuple[str, str], ...] | None
    had_deal: bool
    moved: tuple[tuple[str, str, str], ...]
    zone: tuple[float | None, float | None]
    accepted: tuple[float | None, float | None]
    joined: tuple[str, ...]
    left: tuple[str, ...]
    taken_up: tuple[str, ...]
    dropped: tuple[str, ...]
    anything: bool = field(default=False)


def table_of(dossier: Dossier) -> tuple[str, State]:
    """The key of the dossier as it stands, and its settlement at expected values, with chances from draws."""
    from detente import negotiation
    from detente.sensitivity import state

    key, ruled = standing(dossier)
    with _lock:
        found = _states.get(key)
    if found is None:
        # The rulings are in it already: to lay them over it once more would only take time.
        ready = ruled.model_copy(update={"rulings": []})
        found = state(negotiation.build(ready), ready, analyses=("settlement",), draws=DRAWS)
        with _lock:
            while len(_states) >= _STATES:
                _states.pop(next(iter(_states)))
            _states[key] = found
    return key, found


def keep(dossier: Dossier) -> tuple[str, dict[str, Any]]:
    """The key of the dossier as it stands and its outcome, which is kept."""
    key, state = table_of(dossier)
    row = Outcome.objects.filter(dossier=dossier, key=key).first()
    if row is None:
        row, _ = Outcome.objects.get_or_create(dossier=dossier, key=key, defaults={"content": _told(state)})
        old = Outcome.objects.filter(dossier=dossier).order_by("-made", "-pk").values_list("pk", flat=True)[_KEEP:]
        Outcome.objects.filter(pk__in=list(old)).delete()
    else:
        Outcome.objects.filter(pk=row.pk).update(made=timezone.now())
    return key, row.content


def effect(dossier: Dossier, was: str) -> Effect | None:
    """What is another than in the state of key `was`; None where that is not known any more, or is the state now."""
    row = Outcome.objects.filter(dossier=dossier, key=was).first()
    if row is None:
        return None
    key, now = keep(dossier)
    return compare(row.content, now) if key != was else None


def compare(before: dict[str, Any], after: dict[str, Any]) -> Effect:
    """The difference between two outcomes."""
    had = before["deals"][0] if before["deals"] else None
    # Of several deals that are as good, the one most like the deal before.
    has = max(after["deals"], key=lambda deal: _shared(had, deal), default=None)
    labels = before["options"] | after["options"]
    issues = dict(before["issues"]) | dict(after["issues"])

    def label(issue: str, deal: dict[str, str] | None) -> str:
        option = (deal or {}).get(issue)
        return "" if option is None else labels.get(f"{issue}\n{option}", option)

    terms = dict.fromkeys([*(had or {}), *(has or {})])
    moved = tuple(
        (issues.get(issue, issue), label(issue, had), label(issue, has))
        for issue in terms
        if (had or {}).get(issue) != (has or {}).get(issue)
    )
    zone = (before["zone"], after["zone"])
    accepted = (before["accepted"], after["accepted"])
    joined, left = _differ(before["parties"], after["parties"])
    taken_up, dropped = _differ(before["issues"], after["issues"])
    anything = bool(moved or zone[0] != zone[1] or accepted[0] != accepted[1] or joined or left or taken_up or dropped)
    deal = None if has is None else tuple((issues.get(each, each), label(each, has)) for each in has)
    return Effect(deal, had is not None, moved, zone, accepted, joined, left, taken_up, dropped, anything)


def _shared(one: dict[str, str] | None, other: dict[str, str]) -> int:
    return sum((one or {}).get(issue) == option for issue, option in other.items())


def _differ(before: list[list[str]], after: list[list[str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of what is new, and of what is gone; things are (id, name)."""
    old, new = dict(before), dict(after)
    return tuple(new[key] for key in new if key not in old), tuple(old[key] for key in old if key not in new)


def _told(state: State) -> dict[str, Any]:
    table = state.subject
    assert isinstance(table, Negotiation)
    found = state.settlement
    return {
        "parties": [[party.id, party.name] for party in table.parties],
        "issues": [[issue.id, issue.label] for issue in table.issues],
        "options": {f"{issue.id}\n{o.id}": _line(o) for issue in table.issues for o in issue.options},
        "deals": [] if found is None else [dict(deal) for deal in found.nash.deals[:_TIED]],
        "zone": None if state.zone is None else float(state.zone.mean()),
        "accepted": None if state.accepted is None else float(state.accepted.mean()),
    }


def _line(option: contract.Option) -> str:
    return " ".join(option.label.split())


_lock = threading.Lock()
_states: dict[str, State] = {}
