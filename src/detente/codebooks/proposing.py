"""Proposing a codebook from reports: the issues that no codebook covers, with terms, options and where they stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.codebooks.amounts import Amount, find_amounts
from detente.codebooks.assigning import AGAINST, FOR, assign, issues_by_terms, main_language
from detente.codebooks.choosing import language_of
from detente.codebooks.concepts import thesaurus
from detente.codebooks.embedding import Embed
from detente.codebooks.labels import clean, short_label, slug
from detente.codebooks.loading import available
from detente.codebooks.model import Codebook, CodebookIssue, CodebookOption
from detente.codebooks.text import fold, language_data, languages
from detente.codebooks.wordings import Stems, Wording, choose_terms, spell
from detente.contract import UNSPECIFIED, Dossier, Statement
from detente.pickling import PicklableError

# Terms are tried on the statements and mended this often.
ROUNDS = 4
# An option for each amount named is more than a scale.
MOST_AMOUNTS = 6


class NothingToProposeError(PicklableError, ValueError):
    """There is no statement that the codebooks in use do not cover; `statements` is how many there are at all."""

    def __init__(self, statements: int) -> None:
        self.statements = statements
        super().__init__(f"all of the {statements} statements are covered" if statements else "there are no statements")


@dataclass(frozen=True)
class ProposedIssue:
    """A proposed issue with the statements that it is made of, in the order of the dossier, and amounts they name.

    `example` is one of them that names it, with what it is about in a few words.
    """

    issue: CodebookIssue
    statements: tuple[Statement, ...]
    example: tuple[Statement, str]
    amounts: tuple[str, ...] = ()

    @property
    def reports(self) -> int:
        """How many reports they come from."""
        return len({s.evidence.report for s in self.statements})

    @property
    def stances(self) -> dict[str, int]:
        """How many of them support, oppose, and leave open."""
        counts = Counter(str(s.stance) for s in self.statements)
        return {stance: counts[stance] for stance in ("support", "oppose", "open")}


@dataclass(frozen=True)
class Proposal:
    """A proposed codebook, its issues the most frequent first.

    Read with it (and with `beside`, the codebooks that cover the rest), `kept` of the statements keep their issue.
    """

    codebook: Codebook
    issues: tuple[ProposedIssue, ...]
    beside: tuple[Codebook, ...]
    kept: int

    @property
    def statements(self) -> int:
        """How many statements its issues are made of."""
        return sum(len(each.statements) for each in self.issues)

    @property
    def reports(self) -> int:
        """How many reports they come from."""
        return len({s.evidence.report for each in self.issues for s in each.statements})


def propose(
    dossier: Dossier, codebooks: Sequence[Codebook] = (), *, key: str = "proposed", embed: Embed | None = None
) -> Proposal:
    """A codebook of the issues in a dossier that `codebooks` do not cover; without any, of all its issues.

    `key` becomes its id (changed where a shipped codebook has it); `embed` as for `assign`.  What a dossier's
    statements say of their issue does not count: issues are found anew.  Raises NothingToProposeError.
    """
    assigned = assign(dossier, codebooks, embed=embed)
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, statement in enumerate(assigned.statements):
        numbers[str(statement.issue)].append(number)
    own = [i.id for i in assigned.issues if i.codebook is None and i.id != UNSPECIFIED]
    if not own:
        raise NothingToProposeError(len(assigned.statements))
    own.sort(key=lambda issue: -len(numbers[issue]))
    drafts = _Drafts(assigned, {issue: numbers[issue] for issue in own}, _identifier(key))
    drafts.mend(dossier, codebooks)
    book = drafts.codebook()
    kept = len(drafts.kept(issues_by_terms(dossier, [*codebooks, book])))
    issues = []
    for record, issue in zip(own, book.issues, strict=True):
        statements = tuple(assigned.statements[n] for n in numbers[record])
        issues.append(ProposedIssue(issue, statements, drafts.example(record, issue), drafts.amounts_named(record)))
    return Proposal(book, tuple(issues), tuple(codebooks), kept)


def _identifier(key: str) -> str:
    found = slug(key, set(available()))
    return found if found[0].isalpha() else f"codebook-{found}"


class _Drafts:
    """The issues while their terms are chosen.  `numbers` are their statements, by the id that discovery gave them."""

    def __init__(self, assigned: Dossier, numbers: Mapping[str, Sequence[int]], key: str) -> None:
        self.assigned, self.numbers, self.key = assigned, numbers, key
        self.main = main_language(assigned)
        self.spoken = {r.id: language_of(r, self.main) for r in assigned.reports}
        self.wordings = {n: self._wording(s) for n, s in enumerate(assigned.statements)}
        self.labels = {record: self._label(record) for record in numbers}
        taken: set[str] = set()
        self.ids = {}
        for record, label in self.labels.items():
            named = slug(label.get(self.main) or next(iter(label.values())), set())
            self.ids[record] = slug(named if named[0].isalpha() else f"issue-{named}", taken)
            taken.add(self.ids[record])
        # Terms that a try has shown to be needed.
        self.needed: dict[tuple[str, str], set[Stems]] = defaultdict(set)
        self.terms = {record: self._terms(record) for record in numbers}

    def _wording(self, statement: Statement) -> Wording | None:
        """What the statement is about in words; None where they name nothing."""
        language = self.spoken.get(statement.evidence.report, self.main)
        subject = thesaurus(language).subject(statement.topic)
        found = Wording(statement.topic, language, statement.option == AGAINST)
        return None if subject.vague or not found.words else found

    def _named(self, record: str, language: str) -> list[Wording]:
        found = [self.wordings[n] for n in self.numbers[record]]
        return list(dict.fromkeys(w for w in found if w is not None and w.language == language))

    def _terms(self, record: str) -> dict[str, list[Stems]]:
        inside = set(self.numbers[record])
        others = [w for n, w in self.wordings.items() if n not in inside and w is not None]
        terms = {}
        for language in languages():
            own = self._named(record, language)
            if own:
                foreign = dict.fromkeys(w for w in others if w.language == language)
                terms[language] = choose_terms(own, foreign, sorted(self.needed[record, language]))
        return terms

    def mend(self, dossier: Dossier, codebooks: Sequence[Codebook]) -> None:
        """Give issues the whole wording of statements that another one takes away, as long as that helps."""
        for _ in range(ROUNDS):
            tried = self.kept(issues_by_terms(dossier, [*codebooks, self.codebook()]))
            lacking: set[str] = set()
            for record, numbers in self.numbers.items():
                for number in numbers:
                    wording = self.wordings[number]
                    if number in tried or wording is None:
                        continue
                    needed = self.needed[record, wording.language]
                    if wording.whole not in needed:
                        needed.add(wording.whole)
                        lacking.add(record)
            if not lacking:
                return
            for record in lacking:
                self.terms[record] = self._terms(record)

    def kept(self, tried: Sequence[str | None]) -> set[int]:
        """The statements of the drafts that get their issue by the codebook's terms."""
        return {
            n
            for record, numbers in self.numbers.items()
            for n in numbers
            if tried[n] == f"{self.key}.{self.ids[record]}"
        }

    def codebook(self) -> Codebook:
        """The codebook as it stands."""
        words = {code: language_data(code) for code in languages()}
        return Codebook(
            id=self.key,
            label={code: data.proposed for code, data in words.items()},
            issues=tuple(self._issue(record) for record in self.numbers),
        )

    def _issue(self, record: str) -> CodebookIssue:
        spelled = {}
        for language, terms in self.terms[record].items():
            spelled[language] = tuple(spell(terms, self._named(record, language)))
        options = self._options(record)
        return CodebookIssue(
            id=self.ids[record],
            label=self.labels[record],
            terms=spelled,
            options=options,
            default_option=options[0].id,
            status_quo=AGAINST if len(options) > 2 else None,
        )

    def _label(self, record: str) -> dict[str, str]:
        label = {}
        for language in languages():
            upright = [w for w in self._named(record, language) if not w.turned] or self._named(record, language)
            said = Counter(self.wordings[n] for n in self.numbers[record])
            repeated = [(_without_amounts(w.text, language), language) for w in upright for _ in range(said[w])]
            found = short_label(repeated, language) or short_label([(w.text, language) for w in upright], language)
            if found:
                label[language] = found
        if not label:
            issue = next(i for i in self.assigned.issues if i.id == record)
            label[self.main] = issue.label or record
        return label

    def example(self, record: str, issue: CodebookIssue) -> tuple[Statement, str]:
        """The first statement that names the issue as its label does, or else by any words of its own."""
        told = []
        for number in self.numbers[record]:
            wording = self.wordings[number]
            if wording is not None:
                phrase = clean(wording.text, wording.language)
                told.append((phrase != issue.label.get(wording.language), number, phrase))
        _, number, phrase = min(told, default=(True, self.numbers[record][0], ""))
        return self.assigned.statements[number], phrase

    def _options(self, record: str) -> tuple[CodebookOption, ...]:
        """For and against; where two or more amounts of one kind are named, these on a scale, and none of them."""
        words = {code: language_data(code) for code in languages()}
        refused = {code: data.option_against for code, data in words.items()}
        amounts = self._scale(record)
        if len(amounts) < 2:
            named = {code: data.option_for for code, data in words.items()}
            return (
                CodebookOption(id=FOR, label=named, value=100, opposite=AGAINST),
                CodebookOption(id=AGAINST, label=refused, value=0, opposite=FOR),
            )
        taken: set[str] = set()
        options = []
        for value, spelled in sorted(amounts.items(), reverse=True):
            key = slug(f"at {next(iter(spelled.values()))[0].words}", taken)
            taken.add(key)
            options.append(
                CodebookOption(
                    id=key,
                    label={code: found[0].words for code, found in spelled.items()},
                    value=round(100 * value / max(amounts)),
                    opposite=AGAINST,
                    terms={code: terms for code, found in spelled.items() if (terms := self._at(record, code, found))},
                )
            )
        options.append(CodebookOption(id=AGAINST, label=refused, value=0, opposite=options[0].id))
        return tuple(options)

    def _scale(self, record: str) -> dict[float, dict[str, list[Amount]]]:
        """The amounts of the unit that topics name most, by their value, with the ways they are written by language."""
        found: dict[str, dict[float, dict[str, list[Amount]]]] = {}
        for number in self.numbers[record]:
            wording = self.wordings[number]
            for amount in find_amounts(wording.text, wording.language) if wording else ():
                if amount.value > 0 and wording:
                    by_value = found.setdefault(amount.unit, {}).setdefault(amount.value, {})
                    by_value.setdefault(wording.language, []).append(amount)
        best = max(found.values(), key=lambda values: (len(values), sorted(values)), default={})
        return best if len(best) <= MOST_AMOUNTS else {}

    def amounts_named(self, record: str) -> tuple[str, ...]:
        """All amounts that the statements name, in topic or evidence, the smallest first."""
        named: dict[tuple[str, float], str] = {}
        for number in self.numbers[record]:
            statement = self.assigned.statements[number]
            language = self.spoken.get(statement.evidence.report, self.main)
            for amount in find_amounts(f"{statement.topic}\n{statement.evidence.quote}", language):
                named.setdefault((amount.unit, amount.value), amount.words)
        return tuple(named[key] for key in sorted(named))

    def _at(self, record: str, language: str, amounts: Sequence[Amount]) -> tuple[str, ...]:
        """Terms of an amount: with a word of the issue beside it, for "6 per cent" may be of anything."""
        heads = dict.fromkeys(
            t.split()[0] for t in spell(self.terms[record].get(language, ()), self._named(record, language))
        )
        beside = "|".join(heads)
        return tuple(dict.fromkeys(f"{a.words.replace('%', ' ').strip()} {beside}" for a in amounts)) if beside else ()


def _without_amounts(text: str, language: str) -> str:
    """A wording without the amounts in it: the issue is "mehr Lohn", however much."""
    for amount in reversed(find_amounts(text, language)):
        text = f"{text[: amount.start]} {text[amount.end :]}"
    return text if clean(text, language) and fold(text).strip() else ""
