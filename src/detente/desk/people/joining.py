"""The pages on the way into the desk: accepting an invitation, registering, a new password by mail."""

from __future__ import annotations

from typing import Any

from axes.utils import reset as reset_lockout
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.views import PasswordResetConfirmView, PasswordResetView
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_GET

from detente.desk.home.models import Site
from detente.desk.people import invitations
from detente.desk.people.forms import JoinForm, RegisterForm, ResetForm
from detente.desk.people.models import User
from detente.desk.people.views import BACKEND
from detente.desk.people.writing import write
from detente.desk.subscriptions import limits
from detente.desk.words import language, say


def join(request: HttpRequest, token: str) -> HttpResponse:
    """Make the account that one was invited to, or registered for."""
    invitation = invitations.find(token)
    if invitation is None or User.objects.filter(email__iexact=invitation.address).exists():
        return _said(request, "join_gone", status=404)
    form = JoinForm(invitation.address, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = invitations.accept(invitation, form.save(commit=False))
        except IntegrityError:  # somebody took the name in this moment
            form.add_error(None, say("people.join.taken"))
        else:
            if user is None:
                return _said(request, "join_gone", status=404)
            login(request, user, backend=BACKEND)
            return redirect("dossiers:list")
    return render(request, "people/join.html", {"form": form, "invitation": invitation})


def register(request: HttpRequest) -> HttpResponse:
    """Ask for an account as a reader, where the site allows it; the answer is the same for every address."""
    if not Site.get().registration:
        raise Http404
    form = RegisterForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["website"]:
            return redirect("people:registered")
        if limits.may_ask(request):
            invitations.register(form.cleaned_data["email"], language())
            return redirect("people:registered")
        form.add_error(None, say("people.too_many"))
        status = 429
    return render(request, "people/register.html", {"form": form}, status=status)


@require_GET
def registered(request: HttpRequest) -> HttpResponse:
    """A mail is on its way."""
    return _said(request, "registered")


class Reset(PasswordResetView):
    """Ask for a new password; the answer is the same for every address."""

    template_name = "people/reset.html"
    form_class = ResetForm
    success_url = reverse_lazy("people:reset_sent")

    def form_valid(self, form: ResetForm) -> HttpResponse:
        """Within the limit for one client."""
        if limits.may_ask(self.request):
            return super().form_valid(form)
        form.add_error(None, say("people.too_many"))
        return self.render_to_response(self.get_context_data(form=form), status=429)


@require_GET
def reset_sent(request: HttpRequest) -> HttpResponse:
    """A mail is on its way."""
    return _said(request, "reset_sent")


class ResetConfirm(PasswordResetConfirmView):
    """Set a new password by the link in the mail: it ends all sessions, and a lock-out."""

    template_name = "people/reset_confirm.html"
    success_url = reverse_lazy("people:login")

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep it, and tell the account's address."""
        with transaction.atomic():
            answer = super().form_valid(form)
            write(self.user.email, "password_changed", self.user.language, name=self.user.username)
        reset_lockout(username=self.user.username)
        messages.success(self.request, say("people.reset.done"))
        return answer


def _said(request: HttpRequest, what: str, status: int = 200) -> HttpResponse:
    words = {part: say(f"people.{what}.{part}") for part in ("title", "text")}
    return render(request, "people/said.html", words, status=status)
