"""Adding what was not read: choose a report, select text in it, say who takes which stance on what."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from detente.desk import access
from detente.desk.dossiers.models import Dossier
from detente.desk.review import ruling
from detente.desk.review.forms import AddForm, new_party
from detente.desk.review.passages import paragraphs
from detente.desk.review.queue import anchor
from detente.desk.review.views import common
from detente.desk.words import say


@access.on_dossier("work")
@require_GET
def reports(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """The reports, to choose the one that a statement is added from."""
    sight = common.look(request, dossier)
    counts: dict[str, int] = {}
    for statement in sight.shown.statements:
        counts[statement.evidence.report] = counts.get(statement.evidence.report, 0) + 1
    context = {"dossier": dossier, "reports": sight.read.reports, "counts": counts}
    return common.render(request, "review/reports.html", context)


@access.on_dossier("work")
def text(request: HttpRequest, dossier: Dossier, report: str) -> HttpResponse:
    """A report's text with what was read from it, and the form that adds a statement."""
    sight = common.look(request, dossier)
    source = common.report_of(sight, report)
    data = request.POST if request.method == "POST" else None
    form = AddForm(sight, source, data, initial={"kind": "group", "stance": "support"}, name="add")
    if data is not None and form.is_valid():
        was = common.before(dossier)
        made = _added(request, dossier, form)
        common.tell(request, dossier, made, say("review.done.add"))
        return redirect(common.address("text", dossier, report, was=was) + f"#{anchor(made.rows[0].item)}")
    said = [each for each in sight.shown.statements if each.evidence.report == source.id]
    said = [each for each in said if source.text[each.evidence.start : each.evidence.end] == each.evidence.quote]
    effect, reason = common.effect_of(dossier, request.GET.get("was", ""))
    context = {
        "dossier": dossier,
        "sight": sight,
        "report": source,
        "paragraphs": paragraphs(source.text, [(each.evidence.start, each.evidence.end) for each in said]),
        "said": said,
        "anchor": lambda each: anchor(f"statement:{each.id}"),
        "form": form,
        "effect": effect,
        "effect_reason": reason,
    }
    return common.render(request, "review/text.html", context, status=422 if data is not None else 200)


def _added(request: HttpRequest, dossier: Dossier, form: AddForm) -> ruling.Made:
    data: dict[str, Any] = form.cleaned_data
    reason = data["reason"].strip()
    with transaction.atomic():
        party = data["party"]
        if data["new_party"]:
            made = new_party(form.sight, data["new_party"], data["kind"] or "group", [form.report])
            ruling.add(dossier, request.user, "party", made, reason=reason)
            party = made["id"]
        item = {
            "party": party,
            "stance": data["stance"],
            "issue": data["issue"],
            "option": data["option"],
            "topic": data["topic"].strip(),
        }
        return ruling.add(dossier, request.user, "statement", item, evidence=form.evidence, reason=reason)
