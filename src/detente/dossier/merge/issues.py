"""The issues of a merge: one codebook's issue, or one label, is one issue."""

from __future__ import annotations

from detente.contract import Issue, Option
from detente.dossier.folding import fold
from detente.dossier.merge.parties import token_of
from detente.dossier.merge.reports import Input


class Issues:
    """The issues of all inputs so far, in their order."""

    def __init__(self) -> None:
        self._at: dict[str, int] = {}
        self.issues: list[Issue] = []

    def add(self, one: Input, party_ids: dict[str, str]) -> dict[str, str]:
        """Take in a dossier's issues; gives the id of each by the id that the dossier uses."""
        names: dict[str, str] = {}
        for issue in (_held(issue, one, party_ids) for issue in one.dossier.issues):
            name, count = issue.id, 1
            while name in self._at and not _same_issue(self.issues[self._at[name]], issue):
                count += 1
                name = f"{issue.id}-{count}"
            names[issue.id] = name
            if name in self._at:
                self.issues[self._at[name]] = _joined_issue(self.issues[self._at[name]], issue)
            else:
                self._at[name] = len(self.issues)
                self.issues.append(issue.model_copy(update={"id": name}))
        return names


def _same_issue(one: Issue, other: Issue) -> bool:
    return (one.codebook is not None and one.codebook == other.codebook) or fold(one.label) == fold(other.label)


def _held(issue: Issue, one: Input, party_ids: dict[str, str]) -> Issue:
    """The issue with those who control its options under the ids that they have here."""

    def party(local: str) -> str:
        return party_ids.get(token_of(one.number, local), local)

    options = [
        option.model_copy(update={"controlled_by": list(dict.fromkeys(map(party, option.controlled_by)))})
        for option in issue.options
    ]
    controls = [
        control.model_copy(
            update={
                "party": party(control.party),
                "evidence": one.place(control.evidence) if control.evidence else None,
            }
        )
        for control in issue.controls
    ]
    return issue.model_copy(update={"options": options, "controls": controls})


def _joined_issue(one: Issue, other: Issue) -> Issue:
    options: dict[str, Option] = {option.id: option for option in (*other.options, *one.options)}
    for option in other.options:
        joint = list(dict.fromkeys(options[option.id].controlled_by + option.controlled_by))
        options[option.id] = options[option.id].model_copy(update={"controlled_by": joint})
    order = list(dict.fromkeys([option.id for option in (*one.options, *other.options)]))
    changes = {"options": [options[name] for name in order], "status_quo": one.status_quo or other.status_quo}
    controls = [*one.controls, *(control for control in other.controls if control not in one.controls)]
    return one.model_copy(update=changes | {"codebook": one.codebook or other.codebook, "controls": controls})
