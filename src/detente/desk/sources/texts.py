"""The reports of a dossier: their register, and a page for each with its sentences highlighted in place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from markupsafe import Markup

from detente import contract
from detente.desk import access
from detente.desk.dossiers import rendering
from detente.desk.dossiers.current import extracted
from detente.desk.dossiers.models import Dossier
from detente.desk.sources.models import Reading
from detente.desk.words import language

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """A report as it was drawn up: its HTML, links led; None where it has not been yet."""

    html: Markup | None
    fresh: bool
    reason: str


@require_safe
@access.on_dossier("see")
def texts(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """The register of a dossier's reports."""
    reports = extracted(dossier).reports
    numbers = {report.id: n for n, report in enumerate(reports, 1)}
    shown = Paginator([(numbers[r.id], r, _title(reports, numbers, r.duplicate_of)) for r in reports], PER_PAGE)
    page = shown.get_page(request.GET.get("page", 1))
    lost = _lost(dossier) if page.number == shown.num_pages else Markup("")
    return render(request, "sources/texts.html", {"dossier": dossier, "page": page, "lost": lost})


@require_safe
@access.on_dossier("see")
def text(request: HttpRequest, dossier: Dossier, report: str) -> HttpResponse:
    """One report; by its number in the brief one is sent to the report that has it."""
    reports = extracted(dossier).reports
    numbers = {each.id: n for n, each in enumerate(reports, 1)}
    if report not in numbers and report.isdecimal() and 0 < int(report[:9]) <= len(reports):
        return redirect("sources:text", dossier.slug, reports[int(report[:9]) - 1].id)
    number = numbers.get(report)
    body = reports[number - 1] if number else _read_only(dossier, report)
    shown = _shown(dossier, body.id)
    if request.headers.get("HX-Request") and not shown.fresh:
        return HttpResponse(status=204)
    context = {
        "dossier": dossier,
        "report": body,
        "shown": shown,
        "number": number,
        "count": len(reports),
        "before": reports[number - 2] if number and number > 1 else None,
        "after": reports[number] if number and number < len(reports) else None,
        "original": next((each for each in reports if each.id == body.duplicate_of), None),
    }
    return render(
        request, "sources/text_part.html" if request.headers.get("HX-Request") else "sources/text.html", context
    )


def address_of(dossier: Dossier, report: str) -> str:
    """Where a report's page is."""
    return reverse("sources:text", args=[dossier.slug, report])


def _title(reports: list[contract.Report], numbers: dict[str, int], report: str | None) -> contract.Report | None:
    return reports[numbers[report] - 1] if report in numbers else None


def _read_only(dossier: Dossier, report: str) -> contract.Report:
    """A report that has been read, but is not joined with the others yet.  Raises Http404 where there is none."""
    row = Reading.objects.filter(source__dossier=dossier, report=report).first()
    if row is None:
        raise Http404
    return contract.Dossier.model_validate_json(row.content).reports[0]


def _sections(dossier: Dossier) -> tuple[dict[str, str], list[str], bool, str]:
    """The sections that there are, links led to their pages, the ids of the reports in them, whether they are fresh."""
    row, fresh = rendering.ask(dossier, language())
    reason = row.reason if row is not None and fresh else ""
    if reason:
        row = rendering.latest(dossier, language())
    if row is None:
        return {}, [], fresh, reason

    @cache
    def order() -> list[str]:
        # Sections are large: they are fetched where links are to be led, not for pages that are kept already.
        return str((row.sections or {}).get("order") or "").splitlines()

    def page(name: str) -> str:
        if name == "reports":
            return reverse("sources:texts", args=[dossier.slug])
        return reverse("dossiers:section", args=[dossier.slug, "state" if name == "basis" else name])

    def report(number: int) -> str:
        return address_of(dossier, order()[number - 1]) if number <= len(order()) else page("reports")

    led = rendering.pages(row, page, report)
    return led, led.get("order", "").splitlines(), fresh, reason


def _shown(dossier: Dossier, report: str) -> Shown:
    sections, order, fresh, reason = _sections(dossier)
    html = rendering.report_parts(sections).get(order.index(report) + 1) if report in order else None
    # Made by the brief's own templates, which escape.
    return Shown(Markup(html) if html else None, fresh, reason)


def _lost(dossier: Dossier) -> Markup:
    """The sentences whose report is missing, which the brief lists after the reports."""
    sections, _, _, _ = _sections(dossier)
    whole = sections.get("reports", "")
    return Markup(whole.rpartition("</article>")[2]) if "</article>" in whole else Markup("")
