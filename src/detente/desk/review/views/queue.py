"""The queue: its page, and ruling on an item."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models.functions import Coalesce, Greatest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from detente import contract
from detente.desk import access
from detente.desk.dossiers.current import key_of, pending
from detente.desk.dossiers.models import Dossier
from detente.desk.review import ruling
from detente.desk.review.forms import EventForm, ItemForm, StatementForm, about_value, new_party, party_choices
from detente.desk.review.queue import OTHERS, PAGE, Entry, Filter, anchor, entries, entry
from detente.desk.review.ranking import Hanging, hanging
from detente.desk.review.sight import FIELDS, Sight, items
from detente.desk.review.sight import sight as everything
from detente.desk.review.telling import subject
from detente.desk.review.views import common
from detente.desk.words import say


@access.on_dossier("work")
@require_GET
def queue(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """The items to review, with a filter."""
    sight = common.look(request, dossier)
    wanted = Filter.of(request.GET)
    hang = hanging(dossier)
    others = _others(request, dossier) if wanted.part == OTHERS else ()
    shown = Paginator(entries(sight, wanted, hang, others), PAGE).get_page(request.GET.get("page"))
    effect, reason = common.effect_of(dossier, request.GET.get("was", ""))
    asked = wanted.query()
    back = QueryDict(mutable=True)
    back.update(asked)
    if shown.number > 1:
        back["page"] = str(shown.number)
    context = {
        "dossier": dossier,
        "sight": sight,
        "wanted": wanted,
        "page": shown,
        "query": common.address("queue", dossier, **asked) + ("&" if asked else "?"),
        "back": back.urlencode(),
        "parties": party_choices(sight.shown),
        "issues": [(issue.id, issue.label) for issue in sight.shown.issues],
        "reports": [(report.id, report.title or report.source) for report in sight.read.reports],
        "counts": _progress(sight),
        "alone": common.alone(request, dossier),
        "watch": "" if common.alone(request, dossier) else common.before(dossier),
        "news": "",
        "effect": effect,
        "effect_reason": reason,
        "pending": pending(dossier),
        "mine": lambda each: _own(request, each),
    }
    return common.render(request, "review/queue.html", context)


def _progress(sight: Sight) -> tuple[int, int]:
    """How many statements are ruled on, and how many there are."""
    known = items(sight.read, "statement") | items(sight.plain, "statement")
    return sum(f"statement:{key}" in sight.on for key in known), len(known)


def _others(request: HttpRequest, dossier: Dossier) -> set[str]:
    """What others have ruled on and the user has not, also where their rulings are hidden."""
    rulings = everything(dossier).on
    return {name for name, rows in rulings.items() if all(row.author_id != request.user.pk for row in rows)}


def _own(request: HttpRequest, each: Entry) -> Any:
    """The user's last ruling on an item, which can be undone here."""
    return next((row for row in reversed(each.rulings) if row.author_id == request.user.pk), None)


@access.on_dossier("work")
@require_POST
def rule(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Accept or reject an item, or undo one's own last ruling on it."""
    sight = common.look(request, dossier)
    name, action = request.POST.get("item", ""), request.POST.get("action", "")
    seen, reason = common.number(request.POST.get("seen")), request.POST.get("reason", "").strip()[:1000]
    common.found(sight, name)
    was, hang = common.before(dossier), hanging(dossier)
    if action == "accept":
        made = ruling.accept(sight, dossier, request.user, name, seen=seen, reason=reason)
    elif action == "reject":
        base = sight.base(name)
        assert base is not None
        made = ruling.rule(dossier, request.user, base, "reject", reason=reason, seen=seen)
    elif action == "undo":
        row = next((r for r in reversed(sight.on.get(name, [])) if r.author_id == request.user.pk), None)
        if row is None or not ruling.undo(dossier, request.user, row):
            return _answer(request, dossier, name, was, hang, ruling.Made(()), say("review.nothing_to_undo"))
        made = ruling.Made((row,))
    else:
        return HttpResponseBadRequest(say("review.error.action"))
    return _answer(request, dossier, name, was, hang, made, say(f"review.done.{action}"))


@access.on_dossier("work")
def correct(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """The form that corrects a statement or an event, and what it does; parties and issues have pages of their own."""
    sight = common.look(request, dossier)
    name = (request.POST if request.method == "POST" else request.GET).get("item", "")
    item = common.found(sight, name)
    if isinstance(item, contract.Party):
        return redirect(common.address("party", dossier, id=item.id))
    if isinstance(item, contract.Issue):
        return redirect(common.address("issue", dossier, id=item.id))
    data = request.POST if request.method == "POST" else None
    report = common.report_of(sight, item.evidence.report)
    form: ItemForm
    if isinstance(item, contract.Statement):
        start = {"party": item.party, "stance": item.stance, "about": about_value(item.issue, item.option)}
        form = StatementForm(sight, report, data, now=item, initial=start, name=anchor(name))
    else:
        form = EventForm(sight, report, data, now=item, initial=ruling.fields_of(item), name=anchor(name))
    if data is not None and form.is_valid():
        seen = common.number(data.get("seen"))
        was, hang = common.before(dossier), hanging(dossier)
        with transaction.atomic():
            made = _corrected(request, dossier, sight, name, form, seen)
        return _answer(request, dossier, name, was, hang, made, say("review.done.correct"))
    context = _item_context(request, dossier, sight, name) | {"form": form, "alone": common.alone(request, dossier)}
    status = 200 if data is None or request.headers.get("HX-Request") else 422
    template = "review/answer.html" if request.headers.get("HX-Request") else "review/correct.html"
    return common.render(request, template, context, status=status)


def _corrected(
    request: HttpRequest, dossier: Dossier, sight: Sight, name: str, form: ItemForm, seen: int
) -> ruling.Made:
    """Rule that an item is as the form has it."""
    base, data = sight.base(name), form.cleaned_data
    assert isinstance(base, contract.Statement | contract.Event)
    target, reason = ruling.target_of(base), data["reason"].strip()
    fields = {key: data.get(key) for key in FIELDS[target]}
    if data.get("new_party"):
        report = common.report_of(sight, base.evidence.report)
        party = new_party(sight, data["new_party"], data["kind"] or "group", [report])
        ruling.add(dossier, request.user, "party", party, reason=reason)
        if target == "event":
            fields["participants"] = [*data["participants"], party["id"]]
        else:
            fields["party"] = party["id"]
    assert form.evidence is not None
    return ruling.correct(sight, dossier, request.user, name, fields, form.evidence, reason=reason, seen=seen)


@access.on_dossier("work")
@require_GET
def item(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """One item of the queue, as a piece of its page."""
    sight = common.look(request, dossier)
    name = request.GET.get("item", "")
    common.found(sight, name)
    return common.render(request, "review/answer.html", _item_context(request, dossier, sight, name))


@access.on_dossier("work")
@require_GET
def effect(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """What rulings made of the result since the state `was`, as a piece of a page.

    A page that watches (`watch`) asks again and again: it gets nothing while nothing has changed.
    """
    was, watch = request.GET.get("was", ""), "watch" in request.GET
    if watch and key_of(dossier) == was:
        return HttpResponse(status=204)
    found, reason = common.effect_of(dossier, was)
    context = {
        "effect": found,
        "effect_reason": reason,
        "dossier": dossier,
        "watch": "" if common.alone(request, dossier) else common.before(dossier),
        "news": _news(request, dossier) if watch else "",
    }
    return common.render(request, "review/watched.html", context)


def _news(request: HttpRequest, dossier: Dossier) -> str:
    """The last ruling, or undoing of one, in words."""
    last = dossier.rulings.select_related("author", "undone_by").order_by(Greatest("time", Coalesce("undone", "time")))
    row = last.last()
    if row is None or common.alone(request, dossier):
        return ""
    what, who = (row.did, row.author) if row.undone is None else ("undo", row.undone_by)
    about = subject(common.look(request, dossier), row)
    return say("review.news", who=str(who or "?"), what=say(f"review.did.{what}"), about=about)


@access.on_dossier("work")
@require_POST
def hide(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Hide the others' rulings, or show them again."""
    request.session[f"alone-{dossier.pk}"] = request.POST.get("alone") == "yes"
    return redirect(common.address("queue", dossier))


def _item_context(
    request: HttpRequest, dossier: Dossier, sight: Sight, name: str, hang: Hanging | None = None
) -> dict[str, Any]:
    each = entry(sight, name, hang or hanging(dossier))
    if each is None:
        raise Http404
    sent = request.POST if request.method == "POST" else request.GET
    return {
        "dossier": dossier,
        "sight": sight,
        "entry": each,
        "back": QueryDict(sent.get("back", "")).urlencode(),
        "mine": lambda one: _own(request, one),
    }


def _answer(
    request: HttpRequest, dossier: Dossier, name: str, was: str, hang: Hanging, made: ruling.Made, said: str
) -> HttpResponse:
    """What comes of a ruling: with HTMX the item as it is now and what changed, else back to the queue.

    `hang` is what hung on the item before: so the answer need not wait for the analysis, whose turn comes next.
    """
    if request.headers.get("HX-Request"):
        sight = common.look(request, dossier)
        if sight.item(name) is None:  # an addition that was undone
            return common.render(request, "review/gone.html", {"dossier": dossier, "anchor": anchor(name), "was": was})
        note = common.meanwhile(request, dossier, made)
        context = _item_context(request, dossier, sight, name, hang) | {"was": was, "said": said, "note": note}
        return common.render(request, "review/answer.html", context)
    common.tell(request, dossier, made, said)
    wanted = Filter.of(QueryDict(request.POST.get("back", "")))
    page = common.number(QueryDict(request.POST.get("back", "")).get("page"))
    return common.done(dossier, "queue", was, anchor(name), **wanted.query(), page=page if page > 1 else None)
