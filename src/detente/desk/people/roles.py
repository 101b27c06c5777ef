"""Who is what: roles and closed accounts.  The desk never is without an owner."""

from __future__ import annotations

from django.db import transaction

from detente.desk.people.models import OWNER, User


class LastOwnerError(Exception):
    """The last active owner stays owner and active."""


@transaction.atomic
def change(number: int, *, role: str | None = None, active: bool | None = None) -> User:
    """Give the user `number` another role, close the account (`active` False) or open it again.

    Raises LastOwnerError where no active owner would be left, User.DoesNotExist.
    """
    # Of two owners who demote each other at the same time the second waits here, and sees that the first is gone.
    owners = list(User.objects.select_for_update().filter(role=OWNER, is_active=True).order_by("pk"))
    user = User.objects.select_for_update().get(pk=number)
    user.role = user.role if role is None else role
    user.is_active = user.is_active if active is None else active
    if [owner.pk for owner in owners] == [user.pk] and not (user.role == OWNER and user.is_active):
        raise LastOwnerError
    user.save(update_fields=["role", "is_active"])
    return user
