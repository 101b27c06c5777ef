"""One's own account: name and language, address, password, tokens for the API."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import PasswordChangeView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import translation
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from detente.desk.people import addresses
from detente.desk.people.forms import AddressForm, ProfileForm, TokenForm
from detente.desk.people.models import Token, User
from detente.desk.people.writing import write
from detente.desk.subscriptions.models import Subscription
from detente.desk.words import say


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Name and language, and the ways to the rest."""
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        user = form.save()
        with translation.override(user.language):
            messages.success(request, say("people.account.saved"))
        answer = redirect("people:account")
        # What was chosen here counts from now on, not what an earlier click left in the browser.
        answer.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        return answer
    own = Subscription.objects.filter(address=request.user.email.lower(), confirmed__isnull=False)
    return render(request, "people/account.html", {
        "form": form,
        "tokens": request.user.tokens.count(),
        "subscription": own.first(),
    })  # fmt: skip


@sensitive_post_parameters("current")
@login_required
def address(request: HttpRequest) -> HttpResponse:
    """Ask for another address."""
    form = AddressForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        addresses.ask(request.user, form.cleaned_data["email"])
        messages.success(request, say("people.address.sent", address=form.cleaned_data["email"]))
        return redirect("people:account")
    return render(request, "people/address.html", {"form": form})


def confirm_address(request: HttpRequest, key: str) -> HttpResponse:
    """Confirm another address: by a button, since programs that check mail follow links."""
    found = addresses.find(key)
    if found is not None and request.method != "POST":
        return render(request, "people/address_confirm.html", {"person": found[0], "address": found[1]})
    if found is None or not addresses.confirm(*found):
        words = {part: say(f"people.address_gone.{part}") for part in ("title", "text")}
        return render(request, "people/said.html", words, status=404)
    messages.success(request, say("people.address.confirmed", address=found[1]))
    return redirect("people:account")


class Password(PasswordChangeView):
    """Another password: all other sessions end."""

    template_name = "people/password.html"
    success_url = reverse_lazy("people:account")

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep it, and tell the account's address."""
        user = self.request.user
        with transaction.atomic():
            answer = super().form_valid(form)
            write(user.email, "password_changed", user.language, name=user.username)
        messages.success(self.request, say("people.password.done"))
        return answer


@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    """One's tokens; a new one's words are in this answer, and nowhere afterwards."""
    form = TokenForm(request.POST or None)
    made, words = None, ""
    if request.method == "POST" and form.is_valid():
        made, words = Token.make(request.user, form.cleaned_data["name"])
        form = TokenForm()
    context = {"form": form, "tokens": request.user.tokens.all(), "made": made, "words": words}
    return render(request, "people/tokens.html", context)


@require_POST
@login_required
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """End a token of one's own."""
    get_object_or_404(Token, pk=number, user=request.user).delete()
    messages.success(request, say("people.tokens.revoked"))
    return redirect("people:tokens")
