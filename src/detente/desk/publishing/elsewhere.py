"""Links that search a dossier's topic on other sites: plain links, nothing is asked of those sites before a click."""

from __future__ import annotations

import logging
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_plus, urlsplit

from django.conf import settings

from detente import contract, workflow
from detente.briefing.evidence import line
from detente.codebooks import Codebook

log = logging.getLogger(__name__)
FILE = "searches.toml"
_PARTIES, _ISSUES = 2, 3


@dataclass(frozen=True, slots=True)
class Search:
    """Words to look for, and the sites with the address that looks for them there."""

    query: str
    links: tuple[tuple[str, str], ...]


def searches(title: str, dossier: contract.Dossier, language: str, own: Sequence[Codebook] = ()) -> list[Search]:
    """Searches for the title, and for each of the issues spoken of most together with the parties that speak most.

    `own` are codebooks that label issues beside those that ship.
    """
    places = sites(language)
    return [
        Search(query, tuple((name, address.replace("{query}", quote_plus(query))) for name, address in places))
        for query in queries(title, dossier, language, own)
    ]


def queries(title: str, dossier: contract.Dossier, language: str, own: Sequence[Codebook] = ()) -> list[str]:
    """The words to look for, built from the title and from the names of issues and parties in this language."""
    shown = workflow.in_language(dossier, "de" if language == "de" else "en", own)
    names = {party.id: line(party.name) for party in shown.parties}
    owners = {party.id: party.of for party in shown.parties}
    issues = {issue.id: line(issue.label) for issue in shown.issues}
    told = [s for s in shown.statements if s.issue in issues]
    out = [line(title)]
    for issue, _ in Counter(s.issue for s in told).most_common(_ISSUES):
        who = Counter(owners.get(s.party) or s.party for s in told if s.issue == issue).most_common(_PARTIES)
        out.append(" ".join([issues[issue or ""], *(names[party] for party, _ in who if party in names)]))
    return list(dict.fromkeys(filter(None, out)))


def sites(language: str) -> list[tuple[str, str]]:
    """The sites for pages in a language, as (name, address with "{query}"), from the data folder's file or ours.

    Entries of the data folder's file that are no web addresses with a place for the query are left out, with a line in
    the log.
    """
    own = settings.DATA / FILE
    file = own if own.is_file() else Path(__file__).parent / FILE
    try:
        entries = tomllib.loads(file.read_text("utf-8")).get("site", [])
    except (OSError, ValueError) as error:
        log.error("%s: %s", file, error)
        return []
    out = []
    for entry in entries if isinstance(entries, list) else []:
        name, address = str(entry.get("name", "")), str(entry.get("address", ""))
        if not name or "{query}" not in address or urlsplit(address).scheme not in ("http", "https"):
            log.error("%s: %r is no site to search", file, name or address)
        elif entry.get("language", language) == language:
            out.append((name, address))
    return out
