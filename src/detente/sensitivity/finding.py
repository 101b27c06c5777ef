"""What a change names, found at the table."""

from __future__ import annotations

from detente.contract import Party
from detente.negotiation import Negotiation, TableIssue
from detente.sensitivity.changes import ChangeError


def seated(table: Negotiation) -> str:
    """The names of those at the table, as one text."""
    return ", ".join(party.name for party in table.parties)


def seat(table: Negotiation, key: str) -> Party:
    """The party at the table with this id.  Raises `ChangeError`."""
    for party in table.parties:
        if party.id == key:
            return party
    raise ChangeError("no_party", name=key, known=seated(table))


def issue_of(table: Negotiation, key: str) -> TableIssue:
    """The issue on the table with this id.  Raises `ChangeError`."""
    for issue in table.issues:
        if issue.id == key:
            return issue
    raise ChangeError("no_issue", name=key, known=", ".join(issue.label for issue in table.issues))


def check_option(issue: TableIssue, key: str) -> None:
    """Raise `ChangeError` where the issue has no option with this id."""
    if key not in {option.id for option in issue.options}:
        known = ", ".join(option.id for option in issue.options)
        raise ChangeError("no_option", name=key, issue=issue.label, known=known)
