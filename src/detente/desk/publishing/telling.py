"""Telling subscribers of new versions."""

from __future__ import annotations

from django.db import transaction

from detente.desk.publishing.models import Telling, Version


def tell_next() -> bool:
    """Have the subscribers told of the oldest version that they were not told of; False where there is none.

    The mails and the record that they were asked for are kept together, so that a version is told once.
    """
    from detente.desk.subscriptions import notify

    version = Version.objects.filter(telling=None).select_related("dossier").order_by("made", "pk").first()
    if version is None:
        return False
    with transaction.atomic():
        _, first = Telling.objects.get_or_create(version=version)
        if first:
            Telling.objects.filter(version=version).update(mails=notify.new_version(version))
    return True
