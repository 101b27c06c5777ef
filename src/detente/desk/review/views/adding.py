"""Adding what was not read: choose a report, select text in it, say who takes which stance on what, or what is done."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from detente import contract
from detente.desk import access
from detente.desk.dossiers.models import Dossier
from detente.desk.review import ruling
from detente.desk.review.forms import EventForm, ItemForm, StatementForm, new_party
from detente.desk.review.passages import paragraphs
from detente.desk.review.queue import anchor
from detente.desk.review.sight import FIELDS
from detente.desk.review.views import common
from detente.desk.words import say


@access.on_dossier("work")
@require_GET
def reports(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """The reports, to choose the one that a statement or an event is added from."""
    sight = common.look(request, dossier)
    context = {
        "dossier": dossier,
        "reports": sight.read.reports,
        "statements": Counter(each.evidence.report for each in sight.shown.statements),
        "events": Counter(each.evidence.report for each in sight.shown.events),
        "add": request.GET.get("add", ""),
    }
    return common.render(request, "review/reports.html", context)


@access.on_dossier("work")
def text(request: HttpRequest, dossier: Dossier, report: str) -> HttpResponse:
    """A report's text with what was read from it, and the forms that add a statement or an event."""
    sight = common.look(request, dossier)
    source = common.report_of(sight, report)
    data = request.POST if request.method == "POST" else None
    adding = (request.GET if data is None else data).get("add")
    what = "event" if adding == "event" else "statement"
    forms: dict[str, ItemForm] = {
        "statement": StatementForm(
            sight, source, data if what == "statement" else None, initial={"stance": "support"}, name="add"
        ),
        "event": EventForm(
            sight, source, data if what == "event" else None, initial={"status": "happened"}, name="add-event"
        ),
    }
    if data is not None and forms[what].is_valid():
        was = common.before(dossier)
        made = _added(request, dossier, what, forms[what])
        common.tell(request, dossier, made, say("review.done.add"))
        place = anchor(made.rows[0].item)
        return redirect(common.address("text", dossier, report, was=was, add=adding or "") + f"#{place}")
    found: list[contract.Statement | contract.Event] = [*sight.shown.statements, *sight.shown.events]
    said = [each for each in found if each.evidence.report == source.id]
    said = [each for each in said if source.text[each.evidence.start : each.evidence.end] == each.evidence.quote]
    said.sort(key=lambda each: (each.evidence.start, each.evidence.end))
    effect, reason = common.effect_of(dossier, request.GET.get("was", ""))
    context = {
        "dossier": dossier,
        "sight": sight,
        "report": source,
        "paragraphs": paragraphs(source.text, [(each.evidence.start, each.evidence.end) for each in said]),
        "said": [(ruling.name_of(each), each) for each in said],
        "anchor": anchor,
        "at": common.number(request.GET.get("at")),
        "forms": forms,
        "what": what,
        "effect": effect,
        "effect_reason": reason,
    }
    return common.render(request, "review/text.html", context, status=422 if data is not None else 200)


def _added(request: HttpRequest, dossier: Dossier, what: str, form: ItemForm) -> ruling.Made:
    data: dict[str, Any] = form.cleaned_data
    reason = data["reason"].strip()
    with transaction.atomic():
        new = None
        if data["new_party"]:
            party = new_party(form.sight, data["new_party"], data["kind"] or "group", [form.report])
            ruling.add(dossier, request.user, "party", party, reason=reason)
            new = party["id"]
        if what == "event":
            who = [*data["participants"], *([new] if new else [])]
            item = {key: data[key] for key in FIELDS["event"]} | {"participants": who}
        else:
            item = {key: data[key] for key in FIELDS["statement"]} | {"party": new or data["party"]}
            item["topic"] = data["topic"].strip()
        return ruling.add(dossier, request.user, what, item, evidence=form.evidence, reason=reason)
