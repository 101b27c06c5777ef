"""Where the sentences stand that items rest on: their numbers as in the brief, and the addresses of their pages."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from detente import contract
from detente.briefing.evidence import Sources
from detente.desk.dossiers.current import standing
from detente.desk.dossiers.models import Dossier
from detente.desk.dossiers.network import Drawing, Network, drawing, network


def report_page(slug: str, report: str) -> str:
    """The address of a report's page."""
    return reverse("sources:text", args=[slug, report])


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to a highlighted sentence: its label ("2.14") and its address."""

    label: str
    address: str


class Sentences:
    """The sentences of a dossier as it stands, and what is drawn from them at once."""

    def __init__(self, slug: str, dossier: contract.Dossier) -> None:
        self._slug = slug
        self._dossier = dossier
        self._sources = Sources(dossier)
        self._pages: dict[str, str] = {}

    def ref(self, evidence: contract.Evidence) -> Ref:
        """The reference to a passage that an item of the dossier rests on."""
        label = self._sources.label(evidence)
        return Ref(label, f"{self._page(evidence)}#{self._sources.target(label)}")

    def refs(self, passages: Iterable[contract.Evidence]) -> list[Ref]:
        """References to passages, each once, in the order given."""
        return list(dict.fromkeys(map(self.ref, passages)))

    @cached_property
    def network(self) -> tuple[Network, Drawing | None]:
        """The party network and its chart."""
        found = network(self._dossier)
        return found, drawing(found)

    def _page(self, evidence: contract.Evidence) -> str:
        if self._sources.stands(evidence):
            if evidence.report not in self._pages:
                self._pages[evidence.report] = report_page(self._slug, evidence.report)
            return self._pages[evidence.report]
        return reverse("sources:texts", args=[self._slug])


def sentences(dossier: Dossier) -> tuple[contract.Dossier, Sentences]:
    """The dossier as it stands, and its sentences."""
    key, content = standing(dossier)
    with _lock:
        found = _kept.get(key)
    if found is None:
        found = Sentences(dossier.slug, content)
        with _lock:
            while len(_kept) >= _MOST:
                _kept.pop(next(iter(_kept)))
            _kept[key] = found
    return content, found


_MOST = 8
_lock = threading.Lock()
_kept: dict[str, Sentences] = {}
