"""The moderators' queue, one decision at a time, the audit log."""

from __future__ import annotations

import csv
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from detente.desk import access
from detente.desk.comments import choosing, deciding, policy
from detente.desk.comments.checks import FLAGS
from detente.desk.comments.choosing import ALL, ANY
from detente.desk.comments.models import ACTIONS, STATES, WAITING, Closed, Comment, Decision
from detente.desk.comments.reasons import named, reasons
from detente.desk.comments.telling import moderated
from detente.desk.words import language, say

PAGE = 20
LOG_PAGE = 50
# Without a search or a filter there is one question: what waits?
_FILTERS = ("state", "dossier", "flag", "q")


@require_safe
@access.needs("moderate")
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, oldest first; with filters also what has been decided, latest first."""
    chosen = {name: request.GET.get(name, "") for name in _FILTERS}
    chosen["state"] = chosen["state"] if chosen["state"] in (*STATES, ALL) else WAITING
    chosen["flag"] = chosen["flag"] if chosen["flag"] in (*FLAGS, ANY) else ""
    page = Paginator(choosing.comments(request.user, **chosen), PAGE).get_page(request.GET.get("page", "1"))
    text, spoken = policy.text(language())
    dossiers = access.published(request.user).order_by("title")
    here = dossiers.filter(slug=chosen["dossier"]).first()
    context = {
        "page": page,
        "chosen": chosen,
        "query": urlencode({name: value for name, value in chosen.items() if value}),
        "dossiers": dossiers,
        "here": here,
        "closed": here is not None and Closed.objects.filter(dossier=here).exists(),
        "states": (WAITING, *STATES[1:], ALL),
        "flags": (ANY, *FLAGS),
        "counts": _counts(request.user),
        "just": _just(request),
        "blocks": policy.blocks(text),
        "spoken": spoken,
        **_card(),
    }
    return render(request, "comments/queue.html", context)


@require_POST
@access.needs("moderate")
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Approve, reject or reopen one comment; who was too late is told who decided."""
    comment = get_object_or_404(moderated(request.user), pk=number)
    post = request.POST
    error = ""
    try:
        deciding.decide(
            comment, request.user, post.get("action", ""), seen=post.get("seen", ""), code=post.get("code", ""),
            note=post.get("note", ""),
        )  # fmt: skip
    except deciding.OvertakenError as overtaken:
        by = overtaken.decision
        error = say("comments.overtaken", name=by.moderator_name, what=say(f"comments.did.{by.action}"))
    except deciding.IncompleteError as incomplete:
        error = say(f"comments.incomplete.{incomplete}", n=deciding.NOTE_LIMIT)
    except ValueError:
        error = say("comments.incomplete.unfit")
    except Comment.DoesNotExist as gone:  # erased between our two looks
        raise Http404 from gone
    if request.headers.get("HX-Request"):
        comment.refresh_from_db()
        note = post.get("note", "") if error else ""
        context = {"comment": comment, "error": error, "note": note, "query": post.get("back", ""), **_card()}
        return render(request, "comments/card.html", context)
    if error:
        messages.error(request, error)
    # Only what stands after the question mark is taken from the form, so that nobody is led away.
    query = QueryDict(post.get("back", ""), mutable=True)
    query["just"] = str(number)
    return redirect(f"{reverse('comments:queue')}?{query.urlencode()}#c-{number}")


@require_http_methods(["GET", "HEAD", "POST"])
@access.needs("administer")
def erase(request: HttpRequest, number: int) -> HttpResponse:
    """Delete a comment for good, after asking once more."""
    comment = get_object_or_404(Comment, pk=number)
    if request.method == "POST":
        deciding.erase(comment, request.user)
        messages.success(request, say("comments.erase.done", n=number))
        return redirect("comments:queue")
    return render(request, "comments/erase.html", {"comment": comment})


@require_POST
@access.needs("moderate")
def discussion(request: HttpRequest, slug: str) -> HttpResponse:
    """Close a dossier's discussion, or open it again."""
    dossier = get_object_or_404(access.published(request.user), slug=slug)
    closed = request.POST.get("closed") == "yes"
    deciding.close(dossier, request.user, closed)
    messages.success(request, say(f"comments.discussion.{'is_closed' if closed else 'is_open'}"))
    return redirect(f"{reverse('comments:queue')}?{urlencode({'dossier': slug})}")


@require_safe
@access.needs("moderate")
def log(request: HttpRequest) -> HttpResponse:
    """The audit log: every decision, latest first."""
    rows, chosen = _logged(request)
    query = urlencode({name: value for name, value in chosen.items() if value})
    context = {
        "page": Paginator(rows, LOG_PAGE).get_page(request.GET.get("page", "1")),
        "chosen": chosen,
        "query": query,
        "actions": ACTIONS,
        "names": sorted(
            {*choosing.readable(request.user).order_by().values_list("moderator_name", flat=True).distinct()}
        ),
        "dossiers": access.published(request.user).order_by("title"),
        "reasons": reasons(),
    }
    return render(request, "comments/log.html", context)


@require_safe
@access.needs("moderate")
def log_csv(request: HttpRequest) -> HttpResponse:
    """The audit log as a table for the owner; it holds no comment's text."""
    if not access.may(request.user, "administer"):
        raise PermissionDenied
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="moderation.csv"'
    table = csv.writer(answer)
    table.writerow(["time", "moderator", "action", "comment", "dossier", "reason", "note"])
    for row in _logged(request)[0].iterator(chunk_size=500):
        dossier = row.dossier.slug if row.dossier else ""
        cells = [row.time.isoformat(timespec="seconds"), row.moderator_name, row.action, row.number or "", dossier]
        table.writerow([_cell(each) for each in (*cells, row.code, row.note)])
    return answer


def _card() -> dict[str, Any]:
    return {"reasons": reasons(), "named": named(language()), "note_limit": deciding.NOTE_LIMIT}


def _counts(user: Any) -> dict[str, int]:
    rows = moderated(user)
    return {state: rows.filter(state=state).count() for state in STATES}


def _just(request: HttpRequest) -> Comment | None:
    """The comment that was decided a moment ago, shown once more so that it can be undone."""
    asked = request.GET.get("just", "")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 18):
        return None
    return moderated(request.user).filter(pk=int(asked)).exclude(state=WAITING).first()


def _logged(request: HttpRequest) -> tuple[QuerySet[Decision], dict[str, str]]:
    chosen = {name: request.GET.get(name, "").replace("\0", "") for name in ("action", "name", "dossier", "comment")}
    action = chosen["action"] if chosen["action"] in ACTIONS else ""
    number = chosen["comment"]
    valid = number.isascii() and number.isdecimal() and len(number) < 18
    rows = choosing.decisions(
        request.user, action=action, name=chosen["name"], dossier=chosen["dossier"],
        comment=int(number) if valid else None,
    )  # fmt: skip
    return rows if valid or not number else rows.none(), chosen


def _cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
