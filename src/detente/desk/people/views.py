"""First run, log-in, and the owner's list of people."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from axes.utils import reset as reset_lockout
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.views import LoginView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from detente.desk import access
from detente.desk.home.models import Site
from detente.desk.people import invitations, roles
from detente.desk.people.forms import FirstRunForm, InviteForm, LogInForm, RoleForm
from detente.desk.people.models import Invitation, User
from detente.desk.words import language, say

BACKEND = "django.contrib.auth.backends.ModelBackend"


def first_run(request: HttpRequest) -> HttpResponse:
    """Create the owner, once: afterwards the page leads to the log-in."""
    if User.objects.exists():
        return redirect("people:login")
    form = FirstRunForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            # Of two who are here at the same time the second waits for the site's row.
            Site.objects.get_or_create(pk=1)
            Site.objects.select_for_update().get(pk=1)
            if User.objects.exists():
                return redirect("people:login")
            form.instance.language = language()
            owner = form.save()
        login(request, owner, backend=BACKEND)
        return redirect("dossiers:list")
    return render(request, "people/first_run.html", {"form": form})


class LogIn(LoginView):
    """The log-in page."""

    template_name = "people/login.html"
    authentication_form = LogInForm
    redirect_authenticated_user = True

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """With whether one may register."""
        context = super().get_context_data(**options)
        # Django's "site" would hide ours.
        del context["site"]
        return {**context, "registration": Site.get().registration}


def locked_out(request: HttpRequest, credentials: Any = None, *args: Any, **options: Any) -> HttpResponse:
    """429: too many wrong passwords."""
    return render(request, "people/locked.html", status=429)


@access.needs("administer")
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, and who is invited."""
    since = timezone.now() - (get_cool_off(request) or timedelta())
    attempts = AccessAttempt.objects.filter(
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT, attempt_time__gt=since
    )
    return render(request, "people/list.html", {
        "people": User.objects.order_by("-is_active", "username"),
        "locked": set(attempts.values_list("username", flat=True)),
        "invitations": Invitation.objects.filter(made__gt=invitations.oldest()),
    })  # fmt: skip


@access.needs("administer")
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody by mail."""
    form = InviteForm(request.POST or None, initial={"language": language(), "role": "analyst"})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        invitations.invite(data["email"], data["role"], data["language"], request.user)
        messages.success(request, say("people.invite.sent", address=data["email"]))
        return redirect("people:list")
    return render(request, "people/invite.html", {"form": form, "days": invitations.DAYS})


@require_POST
@access.needs("administer")
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take an invitation back: its link leads nowhere any more."""
    get_object_or_404(Invitation, pk=number).delete()
    messages.success(request, say("people.invite.withdrawn"))
    return redirect("people:list")


@access.needs("administer")
def person(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody's account: role, closed or not, locked out or not."""
    user = get_object_or_404(User, pk=number)
    form = RoleForm(initial={"role": user.role})
    if request.method == "POST":
        done = request.POST.get("do")
        try:
            if done == "role":
                form = RoleForm(request.POST)
                if form.is_valid():
                    roles.change(number, role=form.cleaned_data["role"])
            elif done in ("close", "open"):
                roles.change(number, active=done == "open")
            elif done == "unlock":
                reset_lockout(username=user.username)
            else:
                form.errors["role"] = [say("people.person.nothing")]
        except roles.LastOwnerError:
            messages.error(request, say("people.person.last_owner"))
            return redirect("people:person", number)
        if not form.errors:
            messages.success(request, say(f"people.person.done_{done}"))
            return redirect("people:person", number)
    return render(request, "people/person.html", {
        "person": user,
        "form": form,
        "locked": AccessAttempt.objects.filter(username=user.username).exists(),
    })  # fmt: skip
