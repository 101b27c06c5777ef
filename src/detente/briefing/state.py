"""The state of play in a few generated sentences.

Names of parties and issues are never inflected: they stand after a colon, in a list or in brackets, which is right
in German and English alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from detente.briefing.bargain import Deals
from detente.briefing.brief import IssueState, Line, Run
from detente.briefing.course import event_words
from detente.briefing.evidence import line
from detente.briefing.ground import Ground
from detente.contract import EventStatus
from detente.dossier import Change, Entry
from detente.negotiation import Basis

EVENTS = 3
SENTENCES = 3
NAMED = 6
_SHOWN: dict[IssueState, int] = {"contested": 4, "agreed": 3, "one_sided": 3, "open": 2}
_SIDES = (("support", "supports"), ("oppose", "opposes"), ("undecided", "open"))
_STATUSES: tuple[tuple[str, EventStatus], ...] = (
    ("lately", "happened"), ("ongoing", "ongoing"), ("planned", "planned"), ("failed", "failed"),
)  # fmt: skip


def state_of_play(
    ground: Ground, entries: Sequence[Entry], changes: Sequence[Change], deals: Deals
) -> tuple[Line, ...]:
    """Who stands for what (contested, agreed, one-sided, open, silent), what happened, what moves, what may be agreed.

    `entries` are in the order of the timeline.
    """
    say = ground.book.say
    lines = list(_stands(ground)) or [Line("nothing", say("state.nothing"), (Run(say("state.no_statements")),))]
    silent = [line(issue.label) for issue in ground.dossier.issues if ground.silent(issue.id)]
    if silent:
        lines.append(Line("silent", say("state.silent"), (Run(_some(ground, silent)),)))
    return (*lines, *_happenings(ground, entries), *_moves(ground, changes), *_deal(ground, deals))


def _stands(ground: Ground) -> Iterator[Line]:
    """The weightiest issues in full, those contested first; of the others only the names."""
    rest: list[str] = []
    for state, most in _SHOWN.items():
        issues = [issue for issue in ground.all.issues if ground.state(issue.id) == state]
        rest += [ground.heads[issue.id].label for issue in issues[most:]]
        for issue in issues[:most]:
            runs = [Run(f"{ground.heads[issue.id].label}.", strong=True)]
            for option, label in ground.shown_options(issue):
                said = [(p.id, ground.all.basis[p.id, issue.id, option.id]) for p in ground.all.parties]
                runs += _sides(ground, label or "", said)
            yield Line(state, ground.book.say(f"state.{state}"), tuple(runs))
    if rest:
        yield Line("more", ground.book.say("state.more_issues"), (Run(_some(ground, rest)),))


def _some(ground: Ground, labels: Sequence[str]) -> str:
    """The first labels, and how many more there are."""
    left = len(labels) - NAMED
    return "; ".join(labels[:NAMED]) + (f" ({ground.book.say('and_more', n=left)})." if left > 0 else ".")


def _sides(ground: Ground, option: str, said: Sequence[tuple[str, Basis]]) -> Iterator[Run]:
    """ "Option: dafür A, B; dagegen C." or, without an option, "Dafür: A, B. Dagegen: C.", with the sentences."""
    shown = 0
    for side, field in _SIDES:
        voices = [(party, getattr(basis, field)) for party, basis in said if getattr(basis, field)]
        if not voices:
            continue
        catchword = ground.book.say(f"state.{side}")
        if option:
            yield Run(f" {option} – {catchword.lower()}: " if not shown else f"; {catchword.lower()}: ")
        else:
            yield Run(f" {catchword}: " if not shown else f". {catchword}: ")
        yield from _voices(ground, voices)
        shown += 1
    if shown:
        yield Run(".")


def _voices(ground: Ground, voices: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[Run]:
    for n, (party, ids) in enumerate(voices):
        if n:
            yield Run(", ")
        count = f" ({ground.book.number(len(ids))})" if len(ids) > 1 else ""
        sentences = {ground.sources.label(ground.statements[key].evidence): key for key in reversed(ids)}
        some = sorted(sentences.values(), key=ids.index)[:SENTENCES]
        yield Run(ground.name(party) + count, ground.passages(some, "state"))


def _happenings(ground: Ground, entries: Sequence[Entry]) -> Iterator[Line]:
    say = ground.book.say
    if not entries:
        yield Line("no_events", say("state.lately"), (Run(say("state.no_events")),))
    for kind, status in _STATUSES:
        these = _by_interest([entry for entry in entries if entry.status == status], status, ground.last_day)
        runs: list[Run] = []
        for entry in these[:EVENTS]:
            cites = ground.sources.cites(entry.evidence[:SENTENCES], "state")
            runs += [*([Run("; ")] if runs else []), Run(event_words(ground, entry), cites)]
        left = len(these) - EVENTS
        if runs:
            runs.append(Run(f" ({say('and_more', n=left)})." if left > 0 and status != "happened" else "."))
            yield Line(kind, say(f"state.{kind}"), tuple(runs))


def _by_interest(entries: list[Entry], status: EventStatus, today: str) -> list[Entry]:
    """The latest first; of what is planned, what is to come next, then what has no date, then what is past its date.

    Of what happened, undated entries count only where there are no others.
    """
    if status == "happened":
        return list(reversed([entry for entry in entries if entry.date] or entries))
    if status != "planned":
        return list(reversed(entries))
    coming = [entry for entry in entries if entry.date and entry.date >= today]
    undated = [entry for entry in entries if not entry.date]
    past = [entry for entry in entries if entry.date and entry.date < today]
    return [*coming, *reversed(undated), *reversed(past)]


def _moves(ground: Ground, changes: Sequence[Change]) -> Iterator[Line]:
    say, label = ground.book.say, ground.book.label
    turned = [change for change in changes if change.kind == "change"]
    runs: list[Run] = []
    for change in turned[-EVENTS:]:
        party, on = ground.name(change.party), ground.issue_label(change.before) or line(change.before.topic)
        runs += [
            Run("; " if runs else ""),
            Run(say("state.turn", party=party, issue=on)),
            Run(label("stance", change.before.stance), (ground.sources.cite(change.before.evidence, "state"),)),
            Run(say("state.turn_to")),
            Run(label("stance", change.after.stance), (ground.sources.cite(change.after.evidence, "state"),)),
        ]
    if runs:
        more = f" ({say('and_more', n=len(turned) - EVENTS)})." if len(turned) > EVENTS else "."
        yield Line("turns", say("state.turns"), (*runs, Run(more)))
    found = ground.dossier.discrepancies
    if found:
        cites = ground.sources.cites(found[0].between, "state") if len(found) == 1 else ()
        yield Line("conflicts", say("state.conflicts"), (Run(say("state.conflict_count", n=len(found)), cites),))


def _deal(ground: Ground, deals: Deals) -> Iterator[Line]:
    say, book = ground.book.say, ground.book
    if deals.why_none is not None:
        return
    if deals.zone is None:
        yield Line("deal", say("state.deal"), (Run(say("state.zone_unknown")),))
        return
    draws = say("count.draws", n=deals.draws)
    runs = [Run(say("state.zone", share=book.share(deals.zone), draws=draws))]
    nash = next((deal for deal in deals.deals if book.say("deals.nash") in deal.solutions), None)
    if nash is not None and nash.chance is not None:
        terms = "; ".join(f"{issue}: {option}" for _, issue, option in nash.terms)
        runs += [Run(" " + say("state.nash", share=book.share(nash.chance))), Run(f" ({terms}).")]
    yield Line("deal", say("state.deal"), tuple(runs))
