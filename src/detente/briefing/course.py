"""What happened in which order, where reports disagree, and who changed position."""

from __future__ import annotations

from collections.abc import Iterable

from detente.briefing.brief import Conflict, Happening, Turn
from detente.briefing.evidence import line
from detente.briefing.ground import Ground
from detente.dossier import Change, Entry, main_language


def participants(ground: Ground, parties: Iterable[str]) -> tuple[str, ...]:
    """The names of those who took part, each once."""
    return tuple(dict.fromkeys(ground.name(party) for party in parties))


def topic(entry: Entry) -> str:
    """What an event is about, in a report's words; "" where no report says."""
    return next((line(event.topic) for event in entry.events if event.topic), "")


def event_words(ground: Ground, entry: Entry) -> str:
    """An event in a few words: "Treffen: Ukraine, USA (Washington, 18. August 2025)"."""
    words = ground.book.label("event", entry.type)
    who = participants(ground, entry.participants)
    if who:
        words += ": " + ", ".join(who)
    elif topic(entry):
        words += ": " + ground.book.say("quoted", text=topic(entry))
    when = ground.book.day(entry.date) or line(entry.when or "")
    where = ", ".join(part for part in (line(entry.place or ""), when) if part)
    return f"{words} ({where})" if where else words


def happenings(ground: Ground, entries: Iterable[Entry]) -> tuple[Happening, ...]:
    """The entries of the timeline, in the order given."""
    return tuple(
        Happening(
            date=entry.date if ground.book.is_date(entry.date) else None,
            reported=ground.reported(e.report for e in entry.evidence),
            # A date that is shown as such is nobody's words.
            when=line(entry.when or ("" if ground.book.is_date(entry.date) else entry.date) or "") or None,
            type=entry.type,
            status=entry.status,
            who=participants(ground, entry.participants),
            anchors=tuple(ground.anchors[party] for party in entry.participants if party in ground.anchors),
            place=line(entry.place or "") or None,
            topic=topic(entry) or None,
            quote=line(entry.events[0].evidence.quote),
            cites=ground.sources.cites(entry.evidence, "course"),
        )
        for entry in entries
    )


def conflicts(ground: Ground) -> tuple[Conflict, ...]:
    """The discrepancies with their passages.

    The finder's note is in the dossier's main language; in a brief of another one a phrase of its own goes before it.
    """
    same_language = main_language(ground.dossier) == ground.book.language
    found = []
    for item in ground.dossier.discrepancies:
        nobody = "_nobody" if item.party is None and item.kind in ("office", "stance") else ""
        words = ground.book.say(f"conflicts.{item.kind}{nobody}", party=ground.name(item.party))
        note = line(item.note)
        if note and same_language:
            words, note = note, ""
        passages = tuple((line(e.quote), ground.sources.cite(e, "conflicts")) for e in item.between)
        found.append(Conflict(ground.anchors.get(item.party or ""), words, note, passages))
    return tuple(found)


def turns(ground: Ground, changes: Iterable[Change]) -> tuple[Turn, ...]:
    """Where a party took one side and then another."""
    return tuple(
        Turn(
            party=ground.name(change.party),
            anchor=ground.anchors[change.party],
            issue=ground.issue_label(change.before) or line(change.before.topic),
            before=ground.book.label("stance", change.before.stance),
            after=ground.book.label("stance", change.after.stance),
            before_date=change.dates[0],
            after_date=change.dates[1],
            contradiction=change.kind == "contradiction",
            before_cite=ground.sources.cite(change.before.evidence, "conflicts"),
            after_cite=ground.sources.cite(change.after.evidence, "conflicts"),
        )
        for change in changes
    )
