"""A dossier as it stands: what was read with the rulings in force, and a key that changes whenever either does."""

from __future__ import annotations

import hashlib
import threading
from functools import lru_cache

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from detente import contract
from detente import dossier as dossiers
from detente.desk.dossiers.models import Dossier, Extract


def extract_of(dossier: Dossier) -> Extract:
    """The dossier's extract, an empty one where nothing has been read yet."""
    return Extract.objects.get_or_create(dossier=dossier)[0]


def rulings_of(dossier: Dossier) -> list[contract.Ruling]:
    """The rulings in force, in the order they were made."""
    return [contract.Ruling.model_validate(row.content) for row in dossier.rulings.filter(undone=None)]


def key_of(dossier: Dossier) -> str:
    """A digest of all that the dossier's pages rest on: the extract, the rulings in force."""
    joined = Extract.objects.filter(dossier=dossier).values_list("revision", "made").first() or (0, "")
    rulings = dossier.rulings.filter(undone=None).values_list("key", flat=True)
    return hashlib.sha256("\n".join(map(str, [dossier.pk, *joined, *rulings])).encode()).hexdigest()


def extracted(dossier: Dossier) -> contract.Dossier:
    """What was read, before any ruling."""
    extract = extract_of(dossier)
    return _parsed(dossier.pk, extract.revision, extract.content).model_copy()


def with_rulings(dossier: Dossier) -> contract.Dossier:
    """What was read, with the rulings beside it but not applied: what exports and the library take."""
    return extracted(dossier).model_copy(update={"rulings": rulings_of(dossier)})


def current(dossier: Dossier) -> contract.Dossier:
    """The dossier as the analysts have it: rulings applied.  It is shared: copy before changing anything in it."""
    return standing(dossier)[1]


def standing(dossier: Dossier) -> tuple[str, contract.Dossier]:
    """The dossier as the analysts have it (see `current`), and the key of that state."""
    while True:
        key = key_of(dossier)
        with _lock:
            found = _applied.get(key)
        if found is not None:
            return key, found
        found = dossiers.apply_rulings(with_rulings(dossier))
        if key_of(dossier) != key:
            continue  # somebody ruled while we read: this is neither the one state nor the other
        with _lock:
            if len(_applied) >= _KEPT:
                _applied.pop(next(iter(_applied)))
            _applied[key] = found
        return key, found


def want_join(dossier: Dossier) -> None:
    """Have the worker join the dossier's readings anew.  To be called in the transaction that makes it necessary."""
    extract = extract_of(dossier)
    Extract.objects.filter(pk=extract.pk).update(wanted=F("wanted") + 1)
    touch(dossier)


def touch(dossier: Dossier) -> None:
    """Note that something in the dossier has changed just now."""
    Dossier.objects.filter(pk=dossier.pk).update(changed=timezone.now())


def join(dossier: Dossier) -> None:
    """Join the dossier's readings into its extract, as the command line joins reports.

    What was asked for while the joining went on is joined next time.
    """
    from detente import codebooks, workflow
    from detente.desk.dossiers import books
    from detente.desk.sources.models import Reading

    extract = extract_of(dossier)
    wanted = extract.wanted
    rows = Reading.objects.filter(source__dossier=dossier).order_by("source__added", "source__pk", "pk")
    parts: dict[str, contract.Dossier] = {}
    for report, content in rows.values_list("report", "content"):
        parts.setdefault(report, contract.Dossier.model_validate_json(content))
    joined = contract.Dossier()
    if parts:
        with books.chosen(dossier) as names:
            joined = workflow.join(list(parts.values()), names)
            own = [codebooks.load(name) for name in names]
        joined = workflow.in_language(joined, "de" if dossier.language == "de" else "en", own)
    with transaction.atomic():
        # Where another worker has joined it meanwhile, its outcome stands, and what is wanted still is joined again.
        Extract.objects.filter(pk=extract.pk, revision=extract.revision).update(
            content=joined.model_dump_json(),
            revision=F("revision") + 1,
            wanted=F("wanted") - wanted,
            made=timezone.now(),
        )
        touch(dossier)


_KEPT = 8
_lock = threading.Lock()
_applied: dict[str, contract.Dossier] = {}


@lru_cache(maxsize=_KEPT)
def _parsed(pk: int, revision: int, content: str) -> contract.Dossier:
    return contract.Dossier.model_validate_json(content) if content else contract.Dossier()


def pending(dossier: Dossier) -> tuple[int, int]:
    """How many of the dossier's sources still wait to be read, and how many there are."""
    from detente.desk.sources.models import READING, WAITING

    return dossier.sources.filter(state__in=[WAITING, READING]).count(), dossier.sources.count()
