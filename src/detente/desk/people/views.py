"""First run, log-in, one's account, and the owner's list of people."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from detente.desk import access
from detente.desk.people.forms import FirstRunForm, LogInForm
from detente.desk.people.models import User
from detente.desk.words import language


def first_run(request: HttpRequest) -> HttpResponse:
    """Create the owner, once: afterwards the page leads to the log-in."""
    if User.objects.exists():
        return redirect("people:login")
    form = FirstRunForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            if User.objects.exists():  # somebody was faster
                return redirect("people:login")
            form.instance.language = language()
            owner = form.save()
        login(request, owner, backend="django.contrib.auth.backends.ModelBackend")
        return redirect("dossiers:list")
    return render(request, "people/first_run.html", {"form": form})


class LogIn(LoginView):
    """The log-in page."""

    template_name = "people/login.html"
    authentication_form = LogInForm
    redirect_authenticated_user = True


def locked_out(request: HttpRequest, credentials: Any = None, *args: Any, **options: Any) -> HttpResponse:
    """429: too many wrong passwords."""
    return render(request, "people/locked.html", status=429)


@access.needs("administer")
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account."""
    return render(request, "people/list.html", {"people": User.objects.order_by("username")})


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """One's own account."""
    return render(request, "people/account.html")
