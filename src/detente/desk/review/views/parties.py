"""Parties: rename, change, unite, split, take out, add."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse

from detente import contract
from detente.desk import access
from detente.desk.dossiers.models import Dossier
from detente.desk.review import ruling, splitting
from detente.desk.review.forms import Choices, new_party, party_choices
from detente.desk.review.passages import passage
from detente.desk.review.queue import ALL, Filter, entries
from detente.desk.review.ranking import hanging
from detente.desk.review.shaping import MergeForm, PartyForm, SplitForm, changed
from detente.desk.review.sight import Sight, items
from detente.desk.review.views import common
from detente.desk.words import language, phrases, say

PAGE = 50
# So many mentions can be chosen from when a party is split.
_MENTIONS = 200


@access.on_dossier("work")
def parties(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """All parties, those with most statements first, and the form that adds one."""
    sight = common.look(request, dossier)
    data = request.POST if request.method == "POST" else None
    form = PartyForm(sight, data, initial={"kind": "group"}, name="new")
    if data is not None and form.is_valid():
        was = common.before(dossier)
        item = new_party(sight, form.cleaned_data["name"], form.cleaned_data["kind"], sight.read.reports)
        given = {
            key: form.cleaned_data[key] for key in ("of", "capability") if form.cleaned_data[key] not in ("", None)
        }
        made = ruling.add(dossier, request.user, "party", item | given, reason=form.cleaned_data["reason"])
        common.tell(request, dossier, made, say("review.done.add"))
        return common.done(dossier, "party", was, id=item["id"])
    q = request.GET.get("q", "")
    found = entries(sight, Filter(target="party", part=ALL, q=q), hanging(dossier))
    found.sort(key=lambda each: -each.count)
    context = {
        "dossier": dossier,
        "sight": sight,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "query": common.address("parties", dossier, q=q) + ("&" if q else "?"),
        "q": q,
        "form": form,
    }
    return common.render(request, "review/parties.html", context, status=422 if data is not None else 200)


@access.on_dossier("work")
def party(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """One party, with the forms that change it."""
    sight = common.look(request, dossier)
    key = request.GET.get("id", "")
    item = common.found(sight, f"party:{key}")
    assert isinstance(item, contract.Party)
    data = request.POST if request.method == "POST" else None
    what = data.get("what", "") if data is not None else ""
    here = items(sight.shown, "party").get(key)
    forms = _forms(sight, item, data, what)
    if what in forms and forms[what].is_valid():
        was = common.before(dossier)
        to = _do(request, dossier, sight, item, what, forms)
        return common.done(dossier, "party", was, id=to)
    effect, reason = common.effect_of(dossier, request.GET.get("was", ""))
    context = {
        "dossier": dossier,
        "sight": sight,
        "item": item,
        "here": here is not None,
        "name": f"party:{key}",
        "rulings": sight.on.get(f"party:{key}", []),
        "forms": forms,
        "failed": what,
        "speakers": [each for each in sight.shown.parties if each.of == key],
        "statements": sum(each.party == key for each in sight.shown.statements),
        "effect": effect,
        "effect_reason": reason,
    }
    return common.render(request, "review/party.html", context, status=422 if data is not None else 200)


def _forms(sight: Sight, item: contract.Party, data: object, what: str) -> dict[str, PartyForm | MergeForm | SplitForm]:
    """The forms of a party's page, by what they do; the one that was sent has the data."""

    def sent(name: str) -> object:
        return data if what == name else None

    start = {"name": item.name, "kind": item.kind, "of": item.of or "", "capability": item.capability}
    return {
        "correct": PartyForm(sight, sent("correct"), but=item.id, initial=start, name="correct"),
        "merge": MergeForm([("", "–"), *party_choices(sight.shown, but=item.id)], sent("merge"), name="merge"),
        "split": SplitForm(
            statement_choices(sight, [s for s in sight.shown.statements if s.party == item.id]),
            _mention_choices(sight, item),
            sent("split"),
            initial={"kind": item.kind},
            name="split",
        ),
    }


def statement_choices(sight: Sight, statements: list[contract.Statement]) -> Choices:
    """Statements to choose from, each with its words."""
    book = phrases(language())
    found: Choices = []
    for each in statements:
        issue, option = sight.about(each.issue, each.option)
        about = ": ".join(part for part in (issue or each.topic, option) if part)
        words = " ".join(each.evidence.quote.split())
        found.append((each.id, f"{sight.party(each.party)}, {book.label('stance', each.stance)}, {about} – {words}"))
    return found


def _mention_choices(sight: Sight, item: contract.Party) -> Choices:
    reports = {report.id: report for report in sight.read.reports}
    found: Choices = []
    for n, each in enumerate(item.evidence[:_MENTIONS]):
        around = passage(reports.get(each.report), each)
        report = reports.get(each.report)
        title = (report.title or report.source) if report else each.report
        words = f"{around.before[-60:]}[{around.words}]{around.after[:60]}"
        found.append((str(n), f"{' '.join(words.split())} – {title}"))
    return found


def _do(
    request: HttpRequest,
    dossier: Dossier,
    sight: Sight,
    item: contract.Party,
    what: str,
    forms: dict[str, PartyForm | MergeForm | SplitForm],
) -> str:
    """Rule as a form asks for it; the id of the party to show then."""
    data = forms[what].cleaned_data
    reason, name = data["reason"].strip(), f"party:{item.id}"
    base = sight.base(name)
    if base is None:
        raise Http404
    if what == "correct":
        before = {"name": item.name, "kind": item.kind, "of": item.of, "capability": item.capability}
        after = {key: data[key] or None if key == "of" else data[key] for key in before}
        changes = changed(before, after)
        made = ruling.rule(dossier, request.user, base, "correct" if changes else "accept", changes, reason=reason)
        common.tell(request, dossier, made, say(f"review.done.{'correct' if changes else 'accept'}"))
        return item.id
    if what == "merge":
        made = ruling.rule(dossier, request.user, base, "correct", {"id": data["into"]}, reason=reason)
        common.tell(request, dossier, made, say("review.done.merge", name=sight.party(data["into"])))
        return str(data["into"])
    mentions = [item.evidence[int(n)] for n in data["mentions"]]
    made = splitting.party(
        dossier, request.user, sight, item, data["name"], data["kind"], data["statements"], mentions, reason
    )
    new = made.rows[0].content["item"]
    common.tell(request, dossier, made, say("review.done.split", name=new["name"]))
    return str(new["id"])
