"""What a report tells of each actor that speaks for or against a seat: the features of the decision in `seats.json`.

A feature is a word: "does:speaks" (once a mention that acts says something), "n>=3" (named three times); the same with
the actor's kind before it ("p~n>=3") tells what that is worth for persons, states, organisations or groups.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from detente.reading.mentions import table
from detente.reading.model import Actor, Analysis, EventFound, Mention, StatementFound
from detente.reading.parties.parts import Part, clause_of, enumerations, is_subject, part_of

# Sentences at the start of a report, the headline not counted, that name whom it is about.
_LEDE = 3
_PASSIVE_PARTS: tuple[Part, ...] = ("aside", "affected")


@dataclass(frozen=True, slots=True)
class Active:
    """The keys of the actors that statements and events name, and how often; `behind` are whom those speak for."""

    holders: Counter[str]
    addressed: frozenset[str]
    involved: Counter[str]
    behind: frozenset[str] = field(default_factory=frozenset)
    behind_holders: frozenset[str] = field(default_factory=frozenset)

    @property
    def all(self) -> frozenset[str]:
        """Who holds a position, is addressed or takes part in an event."""
        return frozenset(self.holders) | self.addressed | frozenset(self.involved)


def active(analysis: Analysis, statements: Sequence[StatementFound], events: Sequence[EventFound]) -> Active:
    """Who is named by the statements and events of a report."""
    holders = Counter(s.actor for s in statements)
    addressed = frozenset(s.addressee for s in statements if s.addressee)
    involved = Counter(key for event in events for key in event.participants)
    owners = {key: actor.of for key, actor in analysis.actors.items() if actor.of}
    return Active(
        holders,
        addressed,
        involved,
        frozenset(owners[k] for k in (*holders, *addressed, *involved) if k in owners),
        frozenset(owners[k] for k in holders if k in owners),
    )


def evidence(analysis: Analysis, taking_part: Active) -> dict[str, frozenset[str]]:
    """The features of every actor of a report, by key."""
    mentions: dict[str, list[Mention]] = {key: [] for key in analysis.actors}
    parts: dict[int, Part] = {}
    for mention in analysis.mentions:
        mentions.setdefault(mention.actor.key, []).append(mention)
        if mention.how not in ("adjective", "pronoun"):
            parts[id(mention)] = part_of(analysis, mention)
    together = _together(analysis, taking_part, parts)
    members = Counter(actor.of for actor in analysis.actors.values() if actor.of)
    found: dict[str, frozenset[str]] = {}
    for key, actor in analysis.actors.items():
        told = {
            *_taking_part(actor, taking_part),
            *_counts(mentions[key], parts),
            *_own(actor, mentions[key], taking_part),
            *(f for m in mentions[key] if id(m) in parts for f in _mention(analysis, m, parts[id(m)])),
        }
        if key in together:
            told.add("together")
        told.update(f"members>={n}" for n in (1, 2) if members[key] >= n)
        by_kind = {f"{actor.kind[0]}~{f}" for f in told if "|" not in f}
        found[key] = frozenset({*told, *by_kind, f"kind:{actor.kind}", f"{analysis.language}:{actor.kind}"})
    return found


def _together(analysis: Analysis, taking_part: Active, parts: dict[int, Part]) -> set[str]:
    """Who stands in an enumeration with somebody who does something."""
    found: set[str] = set()
    for names in enumerations(analysis):
        if any(m.actor.key in taking_part.all or (m.acts and parts[id(m)] not in _PASSIVE_PARTS) for m in names):
            found |= {m.actor.key for m in names}
    return found


def _taking_part(actor: Actor, taking_part: Active) -> Iterator[str]:
    key = actor.key
    yield from (f"holds>={n}" for n in (1, 2, 4) if taking_part.holders[key] >= n)
    yield from (f"involved>={n}" for n in (1, 2, 4) if taking_part.involved[key] >= n)
    if key in taking_part.addressed:
        yield "addressed"
    if key in taking_part.behind:
        yield "behind"
    if key in taking_part.behind_holders:
        yield "behind a holder"
    if key not in taking_part.all and key not in taking_part.behind:
        yield "no part"


def _counts(mentions: list[Mention], parts: dict[int, Part]) -> Iterator[str]:
    named = [m for m in mentions if id(m) in parts]
    doing = sum(parts[id(m)] not in _PASSIVE_PARTS for m in named)
    yield from (f"n>={n}" for n in (1, 2, 3, 5, 8) if len(named) >= n)
    yield from (f"acts>={n}" for n in (1, 2, 3, 5) if sum(m.acts for m in mentions) >= n)
    yield from (f"parts>={n}" for n in (1, 2, 3) if doing >= n)
    if named and not doing:
        yield "only aside"
    if len(named) < len(mentions):
        yield from sorted({m.how for m in mentions if id(m) not in parts})
    if not mentions:
        yield "never named"


def _own(actor: Actor, mentions: list[Mention], taking_part: Active) -> Iterator[str]:
    yield "known" if actor.code else "unknown"
    yield from (
        name
        for name, told in (
            ("plural", actor.plural),
            ("several words", " " in actor.name),
            ("other names", bool(actor.aliases)),
            ("capitals", actor.name.isupper()),
            ("office", bool(actor.offices)),
            ("former", bool(actor.offices) and all(o.former for o in actor.offices)),
            ("only an office", bool(actor.offices) and all(m.how != "name" for m in mentions)),
            ("belongs", bool(actor.of)),
            ("belongs to one with a part", actor.of in taking_part.all),
        )
        if told
    )


def _mention(analysis: Analysis, mention: Mention, part: Part) -> Iterator[str]:
    sentence, language = analysis.sentences[mention.sentence], analysis.language
    passive = "aside" if part in _PASSIVE_PARTS else "on"
    yield f"part:{part}"
    yield mention.how
    if mention.acts:
        yield f"does:{part}"
    if mention.genitive:
        yield "genitive"
    if sentence.headline:
        yield from ("headline", f"headline:{passive}")
    lede = [s.index for s in analysis.sentences[: _LEDE + 1] if not s.headline][:_LEDE]
    if mention.sentence in lede:
        yield from ("lede", f"lede:{passive}")
    if lede[:1] == [mention.sentence]:
        yield "first"
    clause = clause_of(analysis, mention)
    if clause is None:
        return
    if is_subject(clause, mention):
        verb = clause.lemma.lower()
        families = (
            ("speech", table(language, "acting_verbs", "groups")),
            ("deed", table(language, "deed_verbs", "groups")),
            ("copula", table(language, "copulas")),
        )
        family = next((name for name, verbs in families if verb in verbs), "other")
        yield from ("subject", f"subject:{family}{' passive' if clause.passive else ''}")
        yield from (f"subject:{clause.mood}", f"subject:{clause.kind}")
        if clause.modal:
            yield "subject:modal"
    phrase = next((p for p in clause.phrases if p.first < mention.last and mention.first < p.last), None)
    if phrase is not None and phrase.prep:
        yield f"{language}|{phrase.prep}"
