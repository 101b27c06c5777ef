"""The worker's joining: dossiers whose readings changed are joined once nothing more of theirs waits to be read."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from detente.desk.dossiers.current import join
from detente.desk.dossiers.models import Extract

# While many reports come in, the pages are joined anew every so often, so that one sees them grow.
_MEANWHILE = timedelta(seconds=20)


def join_next() -> bool:
    """Join one dossier that needs it; False where none does."""
    from detente.desk.sources.models import WAITING, Source

    waiting = Source.objects.filter(dossier=OuterRef("dossier"), state=WAITING)
    ready = Q(Exists(waiting)) & Q(made__gt=timezone.now() - _MEANWHILE) & Q(revision__gt=0)
    found = Extract.objects.filter(wanted__gt=0).exclude(ready).select_related("dossier").order_by("made").first()
    if found is None:
        return False
    join(found.dossier)
    return True
