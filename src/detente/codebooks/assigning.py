"""Giving every statement of a dossier its issue and option."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from detente.codebooks.choosing import Fit, language_of
from detente.codebooks.concepts import thesaurus
from detente.codebooks.controls import Controls, carried_over, overlapping
from detente.codebooks.discovery import Topic, discover
from detente.codebooks.embedding import Embed
from detente.codebooks.kinship import Kinship
from detente.codebooks.labels import short_label, slug
from detente.codebooks.matching import Match
from detente.codebooks.model import Codebook
from detente.codebooks.text import fold, language_data, tokens
from detente.contract import UNSPECIFIED, Dossier, Event, Issue, Option, Statement

FOR, AGAINST = "for", "against"
# A codebook is used on a report if it fits it at least this well, measured against the codebook that fits it best.
OWN_FIELD = 0.25
# The next sentence begins at most so many characters behind the one before it.
NEXT = 20
# What a statement gets: the id of an issue and of an option.
Place = tuple[str, str | None]


def assign(dossier: Dossier, codebooks: Sequence[Codebook], *, embed: Embed | None = None) -> Dossier:
    """A copy of the dossier in which every statement has an issue and `issues` lists them.

    A statement's topic decides: first by the terms of the codebooks, else the topic joins those like it in an issue of
    its own (`codebook` is None, options "for" 100 and "against" 0).  A topic that only points back ("this
    step") takes the issue of the statement in the sentence before it; any other that names nothing is put under
    "unspecified".  Stances are never changed: where a topic names the reverse of an option, the statement gets that
    option's opposite, or none.

    `issues` holds, in codebook order, the issues that have statements and those that a report only mentions (silent
    ones), then the discovered ones, the most frequent first.  They are labelled in the language of most reports.
    Options of a codebook's issues name the parties that hold them in their hands.

    `embed`, from a list of sentences to a vector each (`SentenceTransformer(...).encode`, for one), joins discovered
    issues also by what their wordings mean.  ValueError if it does not give one vector for each sentence.
    """
    language = main_language(dossier)
    kinship = Kinship(dossier)
    assigner = _Assigner(dossier, codebooks, language, kinship)
    places, topics = assigner.first_places()
    found = _discovered(topics, language, places, kinship, embed)
    _carry_over(dossier.statements, places)
    used = {place[0] for place in places.values()}
    listed = [(c, i) for c in codebooks for i in c.issues if c.issue_id(i) in used | assigner.mentioned]
    controls = Controls(dossier, lambda event: assigner.about(event) | _said_in(event, dossier.statements, places))
    issues = [controls.filled(c.record(i, language), c, i) for c, i in listed]
    if UNSPECIFIED in used:
        found.append(_for_or_against(UNSPECIFIED, language_data(language).unspecified, language))
    statements = []
    for number, statement in enumerate(dossier.statements):
        issue, option = places[number]
        statements.append(statement.model_copy(update={"issue": issue, "option": option}))
    return dossier.model_copy(update={"issues": issues + found, "statements": statements})


def main_language(dossier: Dossier) -> str:
    """The language of most reports, those that repeat another left out."""
    known = [language_of(r, "") for r in dossier.reports if r.duplicate_of is None]
    counts = Counter(code for code in known if code)
    return min(counts, key=lambda code: (-counts[code], code), default="en")


def relabel(dossier: Dossier, language: str, codebooks: Sequence[Codebook]) -> Dossier:
    """A copy of the dossier with its issues and options labelled in `language`, as far as `codebooks` cover them.

    Of discovered issues only the options are translated: their labels are the reports' own words.
    """
    known = {c.issue_id(i): c.record(i, language) for c in codebooks for i in c.issues}
    issues = []
    for issue in dossier.issues:
        if issue.id in known:
            issues.append(carried_over(known[issue.id], issue))
        elif issue.codebook is None and {o.id for o in issue.options} == {FOR, AGAINST}:
            label = language_data(language).unspecified if issue.id == UNSPECIFIED else issue.label
            issues.append(_for_or_against(issue.id, label, language))
        else:
            issues.append(issue)
    return dossier.model_copy(update={"issues": issues})


def issues_by_terms(dossier: Dossier, codebooks: Sequence[Codebook]) -> list[str | None]:
    """The issue that `assign` would give each statement by the codebooks' terms alone; None for a discovered one."""
    places, topics = _Assigner(dossier, codebooks, main_language(dossier), Kinship(dossier)).first_places()
    elsewhere = ""
    places |= dict.fromkeys(topics, (elsewhere, None))
    _carry_over(dossier.statements, places)
    return [places[n][0] or None for n in range(len(dossier.statements))]


class _Assigner:
    """The codebooks' terms in all languages of a dossier, and how well each report fits each codebook."""

    def __init__(self, dossier: Dossier, codebooks: Sequence[Codebook], language: str, kinship: Kinship) -> None:
        self._dossier = dossier
        self._language = language
        self._spoken = {r.id: language_of(r, language) for r in dossier.reports}
        fit = Fit(codebooks)
        self._matchers = {code: fit.matcher(code) for code in {*self._spoken.values(), language}}
        self._order = {c.id: n for n, c in enumerate(codebooks)}
        self._preference: dict[str, dict[str, int]] = {}
        everywhere = {c.id for c in codebooks if not c.domain_terms}
        # The issues of which a term occurs in a report.
        self.mentioned: set[str] = set()
        strengths: dict[str, dict[str, float]] = {}
        fitting: dict[str, set[str]] = {}
        for report in dossier.reports:
            code = self._spoken[report.id]
            words = tokens(f"{report.title or ''} . {report.text}", code)
            self.mentioned |= self._matchers[code].mentioned(words)
            strength = fit.of(words, code)
            strengths[report.id] = strength
            fitting[report.id] = fit.fitting(words, code, strength)
        fields = _fields(fitting, kinship)
        for key, strength in strengths.items():
            ranked = sorted(self._order, key=lambda c: (-strength[c], self._order[c]))
            # A dossier may hold reports of several fields: what belongs to another one's field is no issue of this one.
            own = [c for c in ranked if strength[c] >= OWN_FIELD * strength[ranked[0]] and c in fields.get(key, ranked)]
            self._preference[key] = {c: n for n, c in enumerate(c for c in ranked if c in everywhere or c in own)}

    def first_places(self) -> tuple[dict[int, Place], dict[int, Topic]]:
        """By the statements' numbers: what the codebooks' terms tell, and the topics that are left to discovery.

        Statements that are in neither name nothing: they go on from the one before them.
        """
        places: dict[int, Place] = {}
        topics: dict[int, Topic] = {}
        for number, statement in enumerate(self._dossier.statements):
            place = self.by_topic(statement)
            if place is None:
                code = self.spoken(statement)
                subject = thesaurus(code).subject(statement.topic)
                if not subject.vague:
                    topics[number] = Topic(statement.topic, code, statement.evidence.report, subject)
                    continue
                place = self.pointing(statement)
            if place:
                places[number] = place
        return places, topics

    def spoken(self, statement: Statement) -> str:
        """The language of a statement's report."""
        return self._spoken.get(statement.evidence.report, self._language)

    def by_topic(self, statement: Statement) -> Place | None:
        """What the topic signals; the evidence may tell the option."""
        matcher = self._matchers[self.spoken(statement)]
        return _place(matcher.match(statement.topic, self._preferred(statement), statement.evidence.quote))

    def pointing(self, statement: Statement) -> Place | None:
        """Only what points back ("this", "diesen Schritt") takes the issue of the statement before."""
        words = {fold(word) for word in statement.topic.split()[:2]}
        pointing = {fold(word) for word in language_data(self.spoken(statement)).pointing}
        return None if words & pointing else (UNSPECIFIED, FOR)

    def about(self, event: Event) -> set[str]:
        """The ids of the issues that an event's words signal."""
        code = self._spoken.get(event.evidence.report, self._language)
        return self._matchers[code].mentioned(tokens(f"{event.evidence.quote} . {event.topic or ''}", code))

    def _preferred(self, statement: Statement) -> dict[str, int]:
        return self._preference.get(statement.evidence.report, self._order)


def _fields(fitting: dict[str, set[str]], kinship: Kinship) -> dict[str, set[str]]:
    """The codebooks that may be used on each report: those that it or a report akin to it fits.

    Where no report fits any, all may be used, since somebody has named them.
    """
    if not any(fitting.values()):
        return {}
    fields: dict[str, set[str]] = {}
    for group in kinship.groups(fitting):
        together = set().union(*(fitting[report] for report in group))
        fields.update({report: fitting[report] or together for report in group})
    return fields


def _said_in(event: Event, statements: Sequence[Statement], places: dict[int, Place]) -> set[str]:
    """The issues that its first participant supports something on in the very words that tell of the event."""
    first = event.participants[:1]
    return {
        places[n][0]
        for n, s in enumerate(statements)
        if n in places and s.stance == "support" and [s.party] == first and overlapping(event.evidence, [s.evidence])
    }


def _place(match: Match | None) -> Place | None:
    return (match.codebook.issue_id(match.issue), match.option) if match else None


def _carry_over(statements: Sequence[Statement], places: dict[int, Place]) -> None:
    """Give each statement still without an issue that of the statement just before it in its report.

    What was said further back may be another party's matter: a wrong issue is worse than none.
    """
    before: dict[str, tuple[int, Place]] = {}
    for number in sorted(range(len(statements)), key=lambda n: (statements[n].evidence.start, n)):
        evidence = statements[number].evidence
        end, place = before.get(evidence.report, (-NEXT - 1, (UNSPECIFIED, FOR)))
        if number not in places:
            places[number] = place if evidence.start - end <= NEXT else (UNSPECIFIED, FOR)
        if places[number][0] != UNSPECIFIED:
            before[evidence.report] = (evidence.end, places[number])


def _discovered(
    topics: dict[int, Topic], language: str, places: dict[int, Place], kinship: Kinship, embed: Embed | None
) -> list[Issue]:
    """The issues that the topics not covered make up; `places` is filled with their statements."""
    numbers = list(topics)
    issues: list[Issue] = []
    taken = {UNSPECIFIED}
    for cluster in discover(list(topics.values()), kinship, embed):
        members = [numbers[m] for m in cluster.members]
        upright = [numbers[m] for m in cluster.members if m not in cluster.against]
        label = short_label([(topics[n].text, topics[n].language) for n in upright], language)
        key = slug(label, taken)
        taken.add(key)
        issues.append(_for_or_against(key, label, language))
        turned = {numbers[m] for m in cluster.against}
        places.update({n: (key, AGAINST if n in turned else FOR) for n in members})
    return issues


def _for_or_against(key: str, label: str, language: str) -> Issue:
    data = language_data(language)
    options = [Option(id=FOR, label=data.option_for, value=100), Option(id=AGAINST, label=data.option_against, value=0)]
    return Issue(id=key, label=label, options=options)
