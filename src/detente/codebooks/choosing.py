"""Which codebooks fit a dossier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from detente.codebooks.loading import available, load
from detente.codebooks.matching import Matcher
from detente.codebooks.model import Codebook
from detente.codebooks.terms import Lexicon
from detente.codebooks.text import Token, languages, tokens
from detente.contract import Dossier, Report

# One word of a field stands in many a report about something else, and two may meet by chance; three different ones
# within a news report are its subject.  Longer texts meet more words, so one more is asked for every LONG words.
DIFFERENT_TERMS = 3
LONG = 800
# Of so many of its issues a report has to speak in words of their own ("deal" and "talks" are of every field), in SHORT
# ones, with fewer words than that, of fewer.  A report on a merger speaks of jobs and strikes, but of nothing else in
# collective bargaining.
ISSUES_MET, ISSUES_MET_SHORT = 3, 2
SHORT = 120
# A codebook that fits fewer of the reports than this would add its issues to a dossier about something else.
SHARE_OF_REPORTS = 0.2
# A second codebook has to be at least this strong, measured against the best one, or to be the best of enough reports.
BESIDE_THE_BEST = 0.5


def choose(dossier: Dossier) -> list[Codebook]:
    """The shipped codebooks that fit the reports and statements, best first; empty if none does.

    A report fits a codebook if it (title, text and the topics of its statements) holds enough different domain terms
    and speaks of enough of the issues; a codebook fits if enough of the reports do.  Reports that repeat another do not
    count.
    """
    reports = [r for r in dossier.reports if r.duplicate_of is None] or dossier.reports
    if not reports:
        return []
    codebooks = [load(name) for name in available()]
    topics: dict[str, list[str]] = {}
    for statement in dossier.statements:
        topics.setdefault(statement.evidence.report, []).append(statement.topic)
    fit = _shipped()
    strength = dict.fromkeys((c.id for c in codebooks), 0.0)
    fitting = dict.fromkeys((c.id for c in codebooks), 0)
    # In a folder of several matters each report has a field that fits it best.
    leading = dict.fromkeys((c.id for c in codebooks), 0)
    for report in reports:
        language = language_of(report)
        words = tokens(" . ".join([report.title or "", report.text, *topics.get(report.id, ())]), language)
        found = fit.of(words, language)
        for key, number in found.items():
            strength[key] += number
        fits = fit.fitting(words, language, found)
        for key in fits:
            fitting[key] += 1
            leading[key] += found[key] == max(found[k] for k in fits)
    best = max(strength.values())
    enough = max(1, SHARE_OF_REPORTS * len(reports))
    chosen = [
        c
        for c in codebooks
        if fitting[c.id] >= enough and (strength[c.id] >= BESIDE_THE_BEST * best or leading[c.id] >= enough)
    ]
    return sorted(chosen, key=lambda c: (-strength[c.id], c.id))


@lru_cache
def _shipped() -> Fit:
    return Fit([load(name) for name in available()])


class Fit:
    """How well reports fit each of some codebooks."""

    def __init__(self, codebooks: Sequence[Codebook]) -> None:
        self._codebooks = codebooks
        self._lexicons: dict[str, Lexicon[tuple[str, str]]] = {}
        self._matchers: dict[str, Matcher] = {}

    def of(self, words: Sequence[Token], language: str) -> dict[str, float]:
        """By codebook id: the different domain terms in a report, as a share of those it takes (1 or more fits)."""
        found = {h.key for h in self._lexicon(language).find(words)}
        wanted = DIFFERENT_TERMS + len(words) // LONG
        return {c.id: sum(codebook == c.id for codebook, _ in found) / wanted for c in self._codebooks}

    def fitting(self, words: Sequence[Token], language: str, strength: Mapping[str, float]) -> set[str]:
        """The ids of the codebooks that a report fits, by its words and by how well they fit (`strength`, see `of`)."""
        strong = {key for key, number in strength.items() if number >= 1}
        if not strong:
            return set()
        met: dict[str, set[str]] = {}
        for codebook, issue in self.matcher(language).spoken_of(words):
            met.setdefault(codebook, set()).add(issue)
        wanted = ISSUES_MET if len(words) >= SHORT else ISSUES_MET_SHORT
        issues = {c.id: len(c.issues) for c in self._codebooks}
        return {key for key in strong if len(met.get(key, ())) >= min(wanted, issues[key])}

    def matcher(self, language: str) -> Matcher:
        """The terms of the codebooks in one language."""
        if language not in self._matchers:
            self._matchers[language] = Matcher(self._codebooks, language)
        return self._matchers[language]

    def _lexicon(self, language: str) -> Lexicon[tuple[str, str]]:
        if language not in self._lexicons:
            entries = [((c.id, term), term) for c in self._codebooks for term in c.domain_terms.get(language, ())]
            self._lexicons[language] = Lexicon(entries, language)
        return self._lexicons[language]


def language_of(report: Report, fallback: str = "en") -> str:
    """The language to read a report in: its own if there are word lists for it."""
    code = report.language[:2].lower()
    return code if code in languages() else fallback
