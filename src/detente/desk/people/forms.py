"""The forms of accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordResetForm, UserCreationForm
from django.db import transaction

from detente.desk.people.models import OWNER, ROLES, Token, User
from detente.desk.people.writing import write
from detente.desk.subscriptions import limits, links
from detente.desk.words import say


def _name(form: forms.BaseForm) -> None:
    """Label each field that we have words for; Django names its own."""
    for name, field in form.fields.items():
        if not name.startswith(("password", "new_password", "old_password")):
            field.label = say(f"people.field.{name}")


def _roles() -> list[tuple[str, str]]:
    return [(role, say(f"people.role.{role}")) for role in ROLES]


class LogInForm(AuthenticationForm):
    """Name and password."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _name(self)


class NewUserForm(UserCreationForm):
    """A new account: log-in name, name as shown, address, password twice."""

    class Meta:
        model = User
        fields: tuple[str, ...] = ("username", "name", "email")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _name(self)
        for name, what in (("username", "username"), ("name", "name"), ("email", "email")):
            if name in self.fields:
                self.fields[name].widget.attrs["autocomplete"] = what

    def clean_email(self) -> str:
        """The address in small letters, so that nobody has two accounts for one mailbox."""
        return str(self.cleaned_data["email"]).lower()


class FirstRunForm(NewUserForm):
    """The account of the owner."""

    def save(self, commit: bool = True) -> User:
        """The owner."""
        self.instance.role = OWNER
        user: User = super().save(commit)
        return user


class JoinForm(NewUserForm):
    """The account of somebody who was invited: the address stands already."""

    class Meta(NewUserForm.Meta):
        fields = ("username", "name")

    def __init__(self, address: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # A password that resembles the address is refused, as one that resembles the name.
        self.instance.email = address


class InviteForm(forms.Form):
    """Whom to invite, as what, in which language."""

    email = forms.EmailField(max_length=254)
    role = forms.ChoiceField()
    language = forms.ChoiceField(choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = _roles()
        _name(self)

    def clean_email(self) -> str:
        """An address that nobody has an account for."""
        address = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email__iexact=address).exists():
            raise forms.ValidationError(say("people.invite.known"))
        return address


class RoleForm(forms.Form):
    """What somebody is."""

    role = forms.ChoiceField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = _roles()
        _name(self)


class RegisterForm(forms.Form):
    """An address to send the link to, and a field that only programs fill in."""

    email = forms.EmailField(max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _name(self)


class ProfileForm(forms.ModelForm):
    """One's name and language."""

    class Meta:
        model = User
        fields = ("name", "language")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        _name(self)


class AddressForm(forms.Form):
    """A new address, and the password, since who has the address can set a new one."""

    email = forms.EmailField(max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    current = forms.CharField(strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))

    def __init__(self, user: User, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user
        _name(self)

    def clean_current(self) -> str:
        """The password as it is."""
        given = str(self.cleaned_data["current"])
        if not self.user.check_password(given):
            raise forms.ValidationError(say("people.account.wrong_password"))
        return given


class TokenForm(forms.ModelForm):
    """What a token is for."""

    class Meta:
        model = Token
        fields = ("name",)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].label = say("people.tokens.name")
        self.fields["name"].help_text = say("people.tokens.name_help")


class ResetForm(PasswordResetForm):
    """The address to send a link for a new password to; the mail goes through the outbox."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _name(self)

    @transaction.atomic
    def save(self, *args: Any, **options: Any) -> None:
        """Send the link, within the limit for one address."""
        if limits.may_mail(self.cleaned_data["email"]):
            super().save(*args, domain_override="unused", **options)

    def send_mail(self, subject_template_name: Any, email_template_name: Any, context: Any, *_: Any, **__: Any) -> None:
        """Put the mail into the outbox, in the language of the account."""
        user = context["user"]
        link = links.to("people:reset_confirm", context["uid"], context["token"])
        write(
            user.email,
            "reset",
            user.language,
            name=user.username,
            link=link,
            hours=settings.PASSWORD_RESET_TIMEOUT // 3600,
        )
