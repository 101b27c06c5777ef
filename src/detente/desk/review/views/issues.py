"""Issues: relabel, change options and who holds them, what holds without a deal, unite, split, take out, add."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse

from detente import contract
from detente.desk import access
from detente.desk.dossiers.models import Dossier
from detente.desk.review import ruling, splitting
from detente.desk.review.outcomes import table_of
from detente.desk.review.queue import ALL, Filter, entries
from detente.desk.review.ranking import hanging
from detente.desk.review.shaping import BecomesForm, IssueForm, MergeForm, SplitForm
from detente.desk.review.sight import Sight, items
from detente.desk.review.views import common
from detente.desk.review.views.parties import PAGE, statement_choices
from detente.desk.words import say
from detente.negotiation import Negotiation


@access.on_dossier("work")
def issues(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """All issues, those with most statements first, and the form that adds one."""
    sight = common.look(request, dossier)
    data = request.POST if request.method == "POST" else None
    form = IssueForm(None, data, name="new")
    if data is not None and form.is_valid():
        was = common.before(dossier)
        key = splitting.free_issue(sight, form.cleaned_data["label"])
        item = {"id": key, "label": form.cleaned_data["label"].strip(), "options": form.options()}
        made = ruling.add(dossier, request.user, "issue", item, reason=form.cleaned_data["reason"])
        common.tell(request, dossier, made, say("review.done.add"))
        return common.done(dossier, "issue", was, id=key)
    q = request.GET.get("q", "")
    found = entries(sight, Filter(target="issue", part=ALL, q=q), hanging(dossier))
    found.sort(key=lambda each: -each.count)
    context = {
        "dossier": dossier,
        "sight": sight,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "query": common.address("issues", dossier, q=q) + ("&" if q else "?"),
        "q": q,
        "form": form,
    }
    return common.render(request, "review/issues.html", context, status=422 if data is not None else 200)


@access.on_dossier("work")
def issue(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """One issue, with the forms that change it."""
    sight = common.look(request, dossier)
    key = request.GET.get("id", "")
    item = common.found(sight, f"issue:{key}")
    base = sight.base(f"issue:{key}")
    assert isinstance(item, contract.Issue)
    if base is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    what = data.get("what", "") if data is not None else ""
    others = [(each.id, each.label) for each in sight.shown.issues if each.id != key]
    into = items(sight.shown, "issue").get((data or request.GET).get("into", ""))
    said = [each for each in sight.shown.statements if each.issue == key]
    forms: dict[str, Any] = {
        "correct": IssueForm(item, data if what == "correct" else None, name="correct"),
        "merge": MergeForm(
            [("", "–"), *others],
            data if what == "merge" else None,
            initial={"into": into.id if into else ""},
            name="merge",
        ),
        "split": SplitForm(statement_choices(sight, said), None, data if what == "split" else None, name="split"),
    }
    becomes = None
    if into is not None and into.id != key:
        becomes = BecomesForm(item, into, data if what == "merge" else None, name="becomes")
    if what in forms and forms[what].is_valid() and (what != "merge" or (becomes is not None and becomes.is_valid())):
        was = common.before(dossier)
        reason = forms[what].cleaned_data["reason"].strip()
        if what == "correct":
            to = _correct(request, dossier, base, item, forms[what], reason)
        elif what == "merge":
            assert becomes is not None and into is not None
            changes = {"id": into.id, "becomes": becomes.becomes()}
            made = ruling.rule(dossier, request.user, base, "correct", changes, reason=reason)
            common.tell(request, dossier, made, say("review.done.merge", name=into.label))
            to = into.id
        else:
            to = _split(request, dossier, sight, item, forms[what].cleaned_data, reason)
        return common.done(dossier, "issue", was, id=to)
    if what == "control":
        was = common.before(dossier)
        _control(request, dossier, sight, base, item)
        return common.done(dossier, "issue", was, id=key)
    effect, reason = common.effect_of(dossier, request.GET.get("was", ""))
    context = {
        "dossier": dossier,
        "sight": sight,
        "item": item,
        "here": key in items(sight.shown, "issue"),
        "name": f"issue:{key}",
        "rulings": sight.on.get(f"issue:{key}", []),
        "forms": forms,
        "becomes": becomes,
        "into": into,
        "failed": what,
        "holders": _holders(sight, dossier, item),
        "held": [option for option in item.options if option.id != item.status_quo],
        "statements": len(said),
        "effect": effect,
        "effect_reason": reason,
    }
    return common.render(request, "review/issue.html", context, status=422 if data is not None else 200)


def _holders(sight: Sight, dossier: Dossier, item: contract.Issue) -> list[contract.Party]:
    """The parties that can be said to hold options: who does, who spoke on the issue, who sits at the table."""
    spoke = {each.party for each in sight.shown.statements if each.issue == item.id}
    hold = {party for option in item.options for party in option.controlled_by}
    try:
        table = table_of(dossier)[1].subject
        seated = {party.id for party in table.parties} if isinstance(table, Negotiation) else set()
    except Exception:  # the page is of use without
        seated = set()
    return [each for each in sight.shown.parties if each.id in hold | spoke | seated]


def _correct(
    request: HttpRequest, dossier: Dossier, base: Any, item: contract.Issue, form: IssueForm, reason: str
) -> str:
    changes: dict[str, Any] = {}
    label = form.cleaned_data["label"].strip()
    if label != item.label:
        changes["label"] = label
    options = form.options()
    if options != [option.model_dump(mode="json") for option in item.options]:
        changes["options"] = options
    quo = form.cleaned_data.get("status_quo") or None
    if quo != item.status_quo:
        changes["status_quo"] = quo
    made = ruling.rule(dossier, request.user, base, "correct" if changes else "accept", changes, reason=reason)
    common.tell(request, dossier, made, say(f"review.done.{'correct' if changes else 'accept'}"))
    return item.id


def _control(request: HttpRequest, dossier: Dossier, sight: Sight, base: Any, item: contract.Issue) -> None:
    """Put options into the hands that were ticked."""
    known = items(sight.shown, "party")
    held = {
        option.id: [key for key in request.POST.getlist(f"held{n}") if key in known]
        for n, option in enumerate(item.options)
        if option.id != item.status_quo
    }
    reason = request.POST.get("reason", "").strip()[:1000]
    made = ruling.rule(dossier, request.user, base, "correct", {"controlled_by": held}, reason=reason)
    common.tell(request, dossier, made, say("review.done.correct"))


def _split(
    request: HttpRequest, dossier: Dossier, sight: Sight, item: contract.Issue, data: dict[str, Any], reason: str
) -> str:
    """A new issue with the same options, and the chosen statements on it."""
    made = splitting.issue(dossier, request.user, sight, item, data["name"], data["statements"], reason)
    new = made.rows[0].content["item"]
    common.tell(request, dossier, made, say("review.done.split", name=new["label"]))
    return str(new["id"])
