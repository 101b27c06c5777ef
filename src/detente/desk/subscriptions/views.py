"""Asking, confirming, changing, ending subscriptions; the owner's list of mail that did not arrive."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from detente.desk import access
from detente.desk.subscriptions import asking, limits, links, notify, outbox
from detente.desk.subscriptions.forms import ChangeForm, SubscribeForm
from detente.desk.subscriptions.models import Mail, Subscription
from detente.desk.words import language, say

# So many mails that did not arrive are listed.
LISTED = 200


@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Ask for a subscription.  The answer is the same whether the address is known or not."""
    slug = request.GET.get("dossier", "")
    if slug and not access.published(request.user).filter(slug=slug).exists():
        raise Http404
    first = {"dossier": slug, "language": language(), "address": getattr(request.user, "email", "")}
    form = SubscribeForm(request.user, request.POST or None, initial=first)
    status = 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if data["website"]:
            return redirect("subscriptions:asked")
        if limits.may_ask(request):
            asking.ask(data["address"], data["dossier"], data["rhythm"], data["language"])
            return redirect("subscriptions:asked")
        form.add_error(None, say("subscriptions.too_many"))
        status = 429
    return render(request, "subscriptions/subscribe.html", {"form": form}, status=status)


@require_GET
def asked(request: HttpRequest) -> HttpResponse:
    """A mail is on its way."""
    return _said(request, "asked", n=asking.DAYS)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Confirm a subscription: by a button, since programs that check mail follow links."""
    found = asking.find(secret)
    if found is None or not _may_hear(found):
        return _said(request, "gone", status=404)
    if request.method == "POST":
        asking.confirm(found)
        messages.success(request, say("subscriptions.confirmed"))
        return redirect("subscriptions:manage", secret)
    if found.confirmed:
        return redirect("subscriptions:manage", secret)
    return render(request, "subscriptions/confirm.html", {"subscription": found, "what": asking.title(found.dossier)})


@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, secret: str) -> HttpResponse:
    """All subscriptions of the address that the link was sent to: change them, end them."""
    found = asking.find(secret)
    if found is None or found.confirmed is None:
        return _said(request, "gone", status=404)
    own = Subscription.objects.filter(address=found.address, confirmed__isnull=False)
    own = own.select_related("dossier").order_by("pk")
    change = request.POST.get("change")
    rows = [(each, ChangeForm(request.POST if change == str(each.pk) else None, instance=each)) for each in own]
    if request.method == "POST":
        if request.POST.get("end") == "all":
            asking.end([each.pk for each, _ in rows])
            return redirect("subscriptions:ended")
        for each, form in rows:
            if request.POST.get("end") == str(each.pk):
                asking.end([each.pk])
                messages.success(request, say("subscriptions.ended_one"))
                left = own.all().first()
                return redirect("subscriptions:manage", left.secret) if left else redirect("subscriptions:ended")
            if form.is_bound and form.is_valid():
                Subscription.objects.filter(pk=each.pk).update(**form.cleaned_data)
                messages.success(request, say("subscriptions.changed"))
                return redirect("subscriptions:manage", secret)
    shown = [(each, form, asking.title(each.dossier) if _may_hear(each) else "") for each, form in rows]
    context = {"address": found.address, "rows": shown, "secret": secret}
    return render(request, "subscriptions/manage.html", context)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End subscriptions: mail programs post here without asking (RFC 8058), people see a button."""
    try:
        numbers = links.subscriptions_of(token)
    except (BadSignature, ValueError):
        return _said(request, "gone", status=404)
    if request.method == "POST":
        asking.end(numbers)
        return _said(request, "ended")
    found = list(Subscription.objects.filter(pk__in=numbers).select_related("dossier").order_by("pk"))
    if not found:
        return _said(request, "ended")
    what = [asking.title(each.dossier) for each in found if _may_hear(each)]
    return render(request, "subscriptions/unsubscribe.html", {"address": found[0].address, "what": what})


@require_GET
def ended(request: HttpRequest) -> HttpResponse:
    """No more mail comes."""
    return _said(request, "ended")


@access.needs("administer")
def mails(request: HttpRequest) -> HttpResponse:
    """Mail that did not arrive: whom it was for and why, never what was in it."""
    stuck = Mail.objects.filter(sent=None).exclude(reason="").defer("text", "headers")
    return render(request, "subscriptions/mails.html", {
        "given_up": stuck.exclude(failed=None).order_by("-failed")[:LISTED],
        "waiting": stuck.filter(failed=None)[:LISTED],
    })  # fmt: skip


@require_POST
@access.needs("administer")
def retry(request: HttpRequest, number: int) -> HttpResponse:
    """Try a mail again."""
    outbox.retry(get_object_or_404(Mail, pk=number, sent=None))
    messages.success(request, say("subscriptions.mails.retried"))
    return redirect("subscriptions:mails")


def _may_hear(subscription: Subscription) -> bool:
    return subscription.dossier is None or notify.hearing(subscription.dossier)(subscription.address)


def _said(request: HttpRequest, what: str, status: int = 200, **values: Any) -> HttpResponse:
    words = {part: say(f"subscriptions.{what}.{part}", **values) for part in ("title", "text")}
    return render(request, "subscriptions/said.html", words, status=status)
