"""The reports of a merge: each once, and what each input calls them."""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.contract import Dossier, Event, Evidence, Report, Statement


@dataclass(slots=True)
class Input:
    """One dossier of the merge: what its reports are called here, and which of them no earlier dossier had."""

    number: int
    dossier: Dossier
    renamed: dict[str, str] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)

    def owns(self, evidence: Evidence) -> bool:
        """Whether no earlier dossier had the report that a passage is of."""
        return evidence.report in self.own or evidence.report not in self.renamed

    def place(self, evidence: Evidence) -> Evidence:
        """A passage under the name that its report has here."""
        report = self.renamed.get(evidence.report, evidence.report)
        return evidence if report == evidence.report else evidence.model_copy(update={"report": report})

    def item_id(self, item: Statement | Event) -> str:
        """The id of an item, with the name that its report has here at its head."""
        old = item.evidence.report
        new = self.renamed.get(old, old)
        return new + item.id.removeprefix(old) if new != old and item.id.startswith(old) else item.id

    @property
    def fresh(self) -> bool:
        """Whether this is a report that was just read, so that nobody knows its ids yet."""
        return len(self.dossier.reports) == 1 and not self.dossier.issues and not self.dossier.rulings


class Reports:
    """The reports of all inputs so far, in their order."""

    def __init__(self) -> None:
        self._at: dict[str, int] = {}
        self.reports: list[Report] = []

    def add(self, number: int, dossier: Dossier) -> Input:
        """Take in the reports of a dossier, the input with this number."""
        one = Input(number, dossier)
        for report in dossier.reports:
            name, count = report.id, 1
            while name in self._at and self.reports[self._at[name]].text != report.text:
                count += 1
                name = f"{report.id}-{count}"
            one.renamed[report.id] = name
            if name in self._at:
                self.reports[self._at[name]] = _completed(self.reports[self._at[name]], report)
            else:
                one.own.add(report.id)
                self._at[name] = len(self.reports)
                self.reports.append(report.model_copy(update={"id": name}))
        for old in one.own:
            at = self._at[one.renamed[old]]
            original = self.reports[at].duplicate_of
            if original and one.renamed.get(original, original) != original:
                self.reports[at] = self.reports[at].model_copy(update={"duplicate_of": one.renamed[original]})
        return one

    def link_repeats(self, inputs: list[Input]) -> None:
        """Link near-duplicates of different inputs, as those of one input are when they are loaded."""
        bringing = [one for one in inputs if one.own]
        if len(bringing) < 2:
            return
        from detente.reports.duplicates import link

        brought = {one.renamed[old]: one.number for one in bringing for old in one.own}
        copies = [report.model_copy() for report in self.reports]
        link(copies)
        repeats = {report.id: report.duplicate_of for report in self.reports}
        for report, copy in zip(self.reports, copies, strict=True):
            original = copy.duplicate_of
            if original is None or repeats[report.id] or brought[original] == brought[report.id]:
                continue
            chain: list[str] = []
            root: str | None = original
            while root and root not in (report.id, *chain):
                chain.append(root)
                root = repeats.get(root)
            if root is None:
                report.duplicate_of = repeats[report.id] = original


def _completed(report: Report, other: Report) -> Report:
    """`report` with what only the other copy of it knows."""
    changes = {
        key: getattr(other, key)
        for key in ("title", "publisher", "author", "date", "dateline", "agency", "source", "furniture")
        if not getattr(report, key) and getattr(other, key)
    }
    if report.language == "und" and other.language != "und":
        changes["language"] = other.language
    return report.model_copy(update=changes) if changes else report
