"""What a brief rests on, how the reports were read, and what each highlighted sentence was read as."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from detente.briefing.appendix import source_name
from detente.briefing.brief import Basis, Failure, RuleRow, SourceFailure
from detente.briefing.course import participants
from detente.briefing.evidence import line
from detente.briefing.ground import Ground
from detente.contract import Evidence

SURE, UNSURE = 0.8, 0.5


def basis(ground: Ground, failures: Iterable[SourceFailure]) -> Basis:
    """Counts of reports, dates, languages, publishers, reprints, rulings, and the sources that could not be read."""
    dossier = ground.dossier
    dates = sorted(report.date for report in dossier.reports if report.date and ground.book.is_date(report.date))
    languages = Counter(report.language for report in dossier.reports)
    publishers = Counter(line(report.publisher or "") for report in dossier.reports)
    unnamed = publishers.pop("", 0)
    return Basis(
        reports=len(dossier.reports),
        duplicates=sum(report.duplicate_of is not None for report in dossier.reports),
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
        undated=len(dossier.reports) - len(dates),
        languages=tuple((ground.book.tongue(code), n) for code, n in _ranked(languages)),
        publishers=tuple(_ranked(publishers)),
        unnamed_publishers=unnamed,
        statements=len(dossier.statements),
        events=len(dossier.events),
        parties=len(dossier.parties),
        issues=len(dossier.issues),
        rulings=len(dossier.rulings),
        failures=tuple(Failure(source_name(f.source), line(f.reason)) for f in failures),
    )


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def rule_rows(ground: Ground) -> tuple[RuleRow, ...]:
    """Every rule that found something, those that found most first."""
    said: dict[str, list[float]] = defaultdict(list)
    done: dict[str, list[float]] = defaultdict(list)
    for statement in ground.dossier.statements:
        said[line(statement.rule) or "?"].append(statement.confidence)
    for event in ground.dossier.events:
        done[line(event.rule) or "?"].append(event.confidence)
    rows = []
    for rule in said.keys() | done.keys():
        values = said[rule] + done[rule]
        mean = sum(values) / len(values)
        rows.append(RuleRow(rule, len(said[rule]), len(done[rule]), min(values), mean, max(values)))
    return tuple(sorted(rows, key=lambda row: (-row.statements - row.events, row.rule)))


def method_words(ground: Ground) -> tuple[str, ...]:
    """How sure the reading is, and how statements become numbers, in sentences."""
    say = ground.book.say
    values = [s.confidence for s in ground.dossier.statements] + [e.confidence for e in ground.dossier.events]
    words = []
    if values:
        sure, unsure = sum(v >= SURE for v in values), sum(v < UNSURE for v in values)
        words.append(say("method.sure", sure=sure, middle=len(values) - sure - unsure, unsure=unsure))
    words.append(say("method.numbers", interval=ground.interval))
    if any(report.duplicate_of is not None for report in ground.dossier.reports):
        words.append(say("method.repeats"))
    return (*words, say("method.unsupported"))


def read_from(ground: Ground) -> dict[str, list[str]]:
    """By sentence label, in words: each item that was read from that sentence, with its rule and confidence."""
    found: dict[str, list[str]] = defaultdict(list)
    for evidence, words in _items(ground):
        here = found[ground.sources.label(evidence)]
        if words not in here:
            here.append(words)
    return found


def _items(ground: Ground) -> Iterator[tuple[Evidence, str]]:
    say, label, dossier = ground.book.say, ground.book.label, ground.dossier
    for statement in dossier.statements:
        on = ground.issue_label(statement)
        stance = label("stance", statement.stance)
        who = ground.name(statement.party)
        if on is None:
            words = say("reports.statement", party=who, stance=stance, topic=line(statement.topic))
        else:
            words = say("reports.statement_on", party=who, stance=stance, issue=on)
        yield statement.evidence, _with_rule(ground, words, statement.rule, statement.confidence)
    for event in dossier.events:
        who = ", ".join(participants(ground, event.participants))
        key = "reports.event_with" if who else "reports.event"
        status = label("status", event.status)
        words = say(key, event=label("event", event.type), status=status, who=who)
        yield event.evidence, _with_rule(ground, words, event.rule, event.confidence)
    for party in dossier.parties:
        for office in party.offices:
            role = ground.role(office.role, office.former)
            yield office.evidence, say("reports.office", party=ground.name(party.id), role=role)
    for discrepancy in dossier.discrepancies:
        for evidence in discrepancy.between:
            yield evidence, say("reports.discrepancy", kind=label("discrepancy", discrepancy.kind))
    for ruling in dossier.rulings:
        if ruling.evidence is not None:
            action = label("ruling", ruling.action)
            yield ruling.evidence, say("reports.ruling", action=action, author=line(ruling.author) or "?")


def _with_rule(ground: Ground, words: str, rule: str, confidence: float) -> str:
    if not rule:
        return words
    return ground.book.say("reports.rule", found=words, rule=line(rule), share=ground.book.share(confidence))
