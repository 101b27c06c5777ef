"""What all sections of a brief are drawn up from: the dossier, its table, names, anchors and numbered sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal

from detente.briefing.brief import Cite, IssueHead, IssueState, Section
from detente.briefing.evidence import Sources, line
from detente.briefing.phrasebook import Phrasebook
from detente.contract import Dossier, Statement
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
        self.names = {party.id: line(party.name) or "?" for party in dossier.parties}
        self.anchors = {party.id: f"p{n}" for n, party in enumerate(dossier.parties, 1)}
        self.speaks_for = spoken_for(dossier.parties)
        self.statements = {statement.id: statement for statement in dossier.statements}
        self.table = build(dossier)
        self.all = self._everyone()
        self.positions = positions(self.all)
        self.heads = {issue.id: self._head(n, issue) for n, issue in enumerate(self.all.issues, 1)}

    def _everyone(self) -> Negotiation:
        speakers = [party.id for party in self.table.parties] + list(self.table.left_out)
        counted = Counter(s.issue for s in self.dossier.statements if s.issue is not None)
        on_table = [issue.id for issue in self.table.issues]
        rest = [issue.id for issue in self.dossier.issues if counted[issue.id] and issue.id not in on_table]
        return build(self.dossier, parties=speakers, issues=on_table + rest)

    def _head(self, n: int, issue: TableIssue) -> IssueHead:
        labels = {option.id: line(option.label) for option in issue.options}
        return IssueHead(
            anchor=f"i{n}",
            label=line(issue.label) or "?",
            state=self.state(issue.id),
            statements=sum(len(ids) for (_, about), ids in self.all.sources.items() if about == issue.id),
            codebook=issue.codebook,
            status_quo=labels[issue.status_quo] if issue.status_quo is not None else None,
        )

    def state(self, issue: str) -> IssueState:
        """How far an issue is settled; "open" where it is spoken of and nobody takes a side."""
        status = next(s for s in self.table.statuses if s.issue == issue)
        spoken = any(ids for (_, about), ids in self.all.sources.items() if about == issue)
        return "open" if status.state == "silent" and spoken else status.state

    def name(self, party: str | None) -> str:
        """A party's name by its id, or the id itself where the dossier does not list it."""
        return self.names.get(party or "", line(party or ""))

    def passages(self, statements: Iterable[str], section: Section) -> tuple[Cite, ...]:
        """References to the sentences of statements, given by id."""
        return self.sources.cites((self.statements[key].evidence for key in statements), section)

    def issue_label(self, statement: Statement) -> str | None:
        """What a statement is on: the issue, with the option it names where the issue has several."""
        issue = next((i for i in self.dossier.issues if i.id == statement.issue), None)
        if issue is None:
            return None
        option = next((o for o in issue.options if o.id == statement.option), None)
        if option is None or option.label == issue.label:
            return line(issue.label)
        return f"{line(issue.label)}: {line(option.label)}"

    @property
    def interval(self) -> str:
        """The credible interval's size in words, "80 %"."""
        return self.book.share(CREDIBLE)
