"""What all sections of a brief are drawn up from: the dossier, its table, names, anchors and numbered sentences."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from detente.briefing.brief import Cite, IssueHead, IssueState, Section
from detente.briefing.evidence import Sources, isolated, line
from detente.briefing.phrasebook import Phrasebook
from detente.codebooks.assigning import FOR
from detente.contract import UNSPECIFIED, Dossier, Option, Statement
from detente.negotiation import Negotiation, TableIssue, build, positions
from detente.negotiation.positions import CREDIBLE
from detente.negotiation.tally import spoken_for


class Ground:
    """A dossier made ready for a brief in one language.

    `table` is the negotiation as the settlement sees it (the weightiest parties and issues); `all` has every party
    that spoke and every issue spoken on, for the positions matrix and the scales.
    """

    def __init__(self, dossier: Dossier, language: str) -> None:
        self.dossier = dossier
        self.book = Phrasebook(language)
        self.language: Literal["de", "en"] = "de" if language == "de" else "en"
        self.sources = Sources(dossier)
        self.names = {party.id: isolated(line(party.name)) or "?" for party in dossier.parties}
        self.anchors = {party.id: f"p{n}" for n, party in enumerate(dossier.parties, 1)}
        self.speaks_for = spoken_for(dossier.parties)
        self.statements = {statement.id: statement for statement in dossier.statements}
        self.table = build(dossier)
        self.all = self._everyone()
        self.positions = positions(self.all)
        self.heads = {issue.id: self._head(n, issue) for n, issue in enumerate(self.all.issues, 1)}

    def _everyone(self) -> Negotiation:
        speakers = {self.speaks_for[s.party] for s in self.dossier.statements if s.names_issue}
        weighted = [*(party.id for party in self.table.parties), *self.table.left_out]
        spoken_on = {s.issue for s in self.dossier.statements if s.names_issue}
        on_table = [issue.id for issue in self.table.issues]
        rest = [issue.id for issue in self.dossier.issues if issue.id in spoken_on and issue.id not in on_table]
        return build(self.dossier, parties=[p for p in weighted if p in speakers], issues=on_table + rest)

    def _head(self, n: int, issue: TableIssue) -> IssueHead:
        labels = {option.id: line(option.label) for option in issue.options}
        return IssueHead(
            anchor=f"i{n}",
            label=line(issue.label) or "?",
            state=self.state(issue.id),
            statements=sum(len(ids) for (_, about), ids in self.all.sources.items() if about == issue.id),
            codebook=issue.codebook,
            status_quo=labels[issue.status_quo] if issue.status_quo is not None else None,
            id=issue.id,
        )

    def state(self, issue: str) -> IssueState:
        """How far an issue is settled; "open" where it is spoken of and nobody takes a side."""
        status = next(s for s in self.table.statuses if s.issue == issue)
        spoken = any(ids for (_, about), ids in self.all.sources.items() if about == issue)
        return "open" if status.state == "silent" and spoken else status.state

    def silent(self, issue: str) -> bool:
        """Whether nobody says anything on an issue."""
        return issue != UNSPECIFIED and self.state(issue) == "silent"

    def name(self, party: str | None) -> str:
        """A party's name by its id, or the id itself where the dossier does not list it."""
        return self.names.get(party or "") or isolated(line(party or ""))

    def role(self, role: str, former: bool) -> str:
        """A role in words, with "former" before it where it is and does not say so itself."""
        said = role.casefold().startswith(tuple(self.book.say("parties.former_words").split()))
        return f"{self.book.say('parties.former')} {line(role)}" if former and not said else line(role)

    def passages(self, statements: Iterable[str], section: Section) -> tuple[Cite, ...]:
        """References to the sentences of statements, given by id."""
        return self.sources.cites((self.statements[key].evidence for key in statements), section)

    def said(self, pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Labels and anchors of the sentences in which parties speak on issues, each once.  No reference is counted."""
        keys = dict.fromkeys(key for pair in pairs for key in self.all.sources.get(pair, ()))
        labels = dict.fromkeys(self.sources.label(self.statements[key].evidence) for key in keys)
        return tuple((label, self.sources.target(label)) for label in labels)

    def issue_label(self, statement: Statement) -> str | None:
        """What a statement is on: the issue, with the option it names where the issue has several."""
        issue = next((i for i in self.dossier.issues if i.id == statement.issue), None)
        if issue is None or issue.id == UNSPECIFIED:
            return None
        option = next((o for o in issue.options if o.id == statement.option), None)
        if option is None or option.label == issue.label or (issue.codebook is None and option.id == FOR):
            return line(issue.label)
        return f"{line(issue.label)}: {line(option.label)}"

    @staticmethod
    def shown_options(issue: TableIssue) -> list[tuple[Option, str | None]]:
        """The options to show of an issue with their labels; None where it is only for or against the issue itself."""
        if issue.implied:
            only = issue.options[0]
            return [(only, None if only.label == issue.label else line(only.label))]
        discovered = issue.codebook is None
        return [(o, None if discovered and o.id == FOR else line(o.label)) for o in issue.options]

    def reported(self, reports: Iterable[str]) -> str | None:
        """The day of the earliest dated one of these reports, by their ids; None where none has a date."""
        told = set(reports)
        dates = (report.date for report in self.dossier.reports if report.id in told and self.book.is_date(report.date))
        return min((day for day in dates if day), default=None)

    @property
    def last_day(self) -> str:
        """The date of the latest report (ISO 8601), "" where none has a date."""
        dates = (report.date for report in self.dossier.reports if self.book.is_date(report.date))
        return max((day for day in dates if day), default="")

    @property
    def interval(self) -> str:
        """The credible interval's size in words, "80 %"."""
        return self.book.share(CREDIBLE)
