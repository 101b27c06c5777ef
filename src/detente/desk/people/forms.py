"""The forms of accounts."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AuthenticationForm, BaseUserCreationForm

from detente.desk.people.models import OWNER, User
from detente.desk.words import say


class LogInForm(AuthenticationForm):
    """Name and password."""


class NewUserForm(BaseUserCreationForm):
    """A new account: log-in name, name as shown, address, password twice."""

    class Meta:
        model = User
        fields = ("username", "name", "email")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("username", "name", "email"):
            self.fields[name].label = say(f"people.field.{name}")
        self.fields["username"].widget.attrs["autocomplete"] = "username"
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.fields["name"].widget.attrs["autocomplete"] = "name"


class FirstRunForm(NewUserForm):
    """The account of the owner."""

    def save(self, commit: bool = True) -> User:
        """The owner."""
        self.instance.role = OWNER
        user: User = super().save(commit)
        return user
