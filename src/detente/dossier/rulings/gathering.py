"""The dossier again, from what stands after the rulings: nobody refers to what is out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from detente.contract import Dossier, Issue, Party
from detente.dossier.discrepancies import find_discrepancies
from detente.dossier.rulings.table import Model, Table


def gathered(table: Table) -> Dossier:
    """The dossier with what stands of the table, and its discrepancies found anew."""
    parties = {name: party for name, party in table.parties.items() if name not in table.out["party"]}
    issues = {name: issue for name, issue in table.issues.items() if name not in table.out["issue"]}
    options = {name: {option.id for option in issue.options} for name, issue in issues.items()}

    def here(name: str | None) -> str | None:
        name = table.same.get(name, name) if name else None
        return name if name in parties else None

    statements = []
    for statement in _standing(table, table.statements, "statement"):
        issue, option = table.now(statement.issue, statement.option)
        issue = issue if issue in issues else None
        option = option if issue and option in options[issue] else None
        if (party := here(statement.party)) is not None:
            changes = {"party": party, "addressee": here(statement.addressee), "issue": issue, "option": option}
            statements.append(statement.model_copy(update=changes))
    events = []
    for event in _standing(table, table.events, "event"):
        present = list(dict.fromkeys(party for name in event.participants if (party := here(name))))
        if present or not event.participants:
            events.append(event.model_copy(update={"participants": present}))
    result = table.dossier.model_copy(
        update={
            "parties": [_repointed(party, here) for party in parties.values()],
            "issues": [
                _held_by(
                    issue if issue.status_quo in options[issue.id] else issue.model_copy(update={"status_quo": None}),
                    here,
                    table.out["event"],
                )
                for issue in issues.values()
            ],
            "statements": statements,
            "events": events,
            "discrepancies": [],
        }
    )
    return result.model_copy(update={"discrepancies": find_discrepancies(result)})


def _standing(table: Table, items: dict[str, Model], target: str) -> Iterable[Model]:
    return (item for name, item in items.items() if name not in table.out[target])


def _held_by(issue: Issue, here: Callable[[str | None], str | None], rejected: set[str]) -> Issue:
    """The issue with those who control it as they are called now, without whom only a rejected event speaks for."""
    controls = [
        control.model_copy(update={"party": party})
        for control in issue.controls
        if (party := here(control.party)) is not None and control.event not in rejected
    ]
    dropped = {here(control.party) for control in issue.controls} - {control.party for control in controls}
    options = []
    for option in issue.options:
        held = [party for name in option.controlled_by if (party := here(name)) is not None and party not in dropped]
        options.append(option.model_copy(update={"controlled_by": list(dict.fromkeys(held))}))
    return issue.model_copy(update={"options": options, "controls": controls})


def _repointed(party: Party, here: Callable[[str | None], str | None]) -> Party:
    of = here(party.of)
    offices = [office.model_copy(update={"of": here(office.of)}) for office in party.offices]
    return party.model_copy(update={"of": None if of == party.id else of, "offices": offices})
