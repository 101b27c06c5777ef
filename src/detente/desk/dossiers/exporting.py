"""A dossier in files: for the library, spreadsheets, network tools and databases, and its brief in either language."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from detente import contract
from detente import dossier as library
from detente.desk import access
from detente.desk.dossiers import rendering, tables
from detente.desk.dossiers.current import current, with_rulings
from detente.desk.dossiers.models import Dossier
from detente.desk.words import say


def _zip(dossier: contract.Dossier) -> bytes:
    """All tables as one archive, the same for the same dossier."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in tables.NAMES:
            archive.writestr(zipfile.ZipInfo(f"{name}.csv"), tables.as_text(dossier, name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _dna(dossier: contract.Dossier) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dossier.dna"
        library.write_dna(dossier, path)
        return path.read_bytes()


# By the ending of the address: what makes the file from the dossier as it stands, its own ending and its type.
_FORMATS: dict[str, tuple[Callable[[contract.Dossier], str | bytes], str, str]] = {
    "csv": (_zip, "csv.zip", "application/zip"),
    "graphml": (library.graphml, "graphml", "application/graphml+xml; charset=utf-8"),
    "plover": (library.to_plover, "plover.jsonl", "application/x-ndjson; charset=utf-8"),
    "dna": (_dna, "dna", "application/vnd.sqlite3"),
}
FORMATS = ("json", *_FORMATS)


def exported(dossier: Dossier, format: str) -> HttpResponse:
    """The dossier as a file in one of the FORMATS.  Raises KeyError for another one."""
    if format == "json":
        text = library.to_json(with_rulings(dossier))
        return file(text, f"{dossier.slug}.json", "application/json; charset=utf-8")
    make, ending, kind = _FORMATS[format]
    return file(make(current(dossier)), f"{dossier.slug}.{ending}", kind)


@require_GET
@access.on_dossier("see")
def export(request: HttpRequest, dossier: Dossier, format: str) -> HttpResponse:
    """The dossier as a file.  As JSON it carries what was read and the rulings beside it, else the rulings' outcome."""
    if format not in FORMATS:
        raise Http404
    return exported(dossier, format)


def tabled(dossier: Dossier, name: str, format: str) -> HttpResponse:
    """One table of `tables.NAMES` as "csv" or "json"."""
    content, called = current(dossier), f"{dossier.slug}-{name}.{format}"
    if format == "csv":
        return file(tables.as_text(content, name), called, "text/csv; charset=utf-8")
    answer = JsonResponse(tables.as_rows(content, name), safe=False, json_dumps_params={"ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="{called}"'
    return answer


@require_GET
@access.on_dossier("see")
def one_table(request: HttpRequest, dossier: Dossier, name: str, format: str) -> HttpResponse:
    """One table of the dossier as it stands, as CSV or JSON."""
    if name not in tables.NAMES or format not in ("csv", "json"):
        raise Http404
    return tabled(dossier, name, format)


@require_GET
@access.on_dossier("see")
def brief(request: HttpRequest, dossier: Dossier, language: str) -> HttpResponse:
    """The dossier's brief as one HTML file; where it is still to be drawn up, back to the page that says so."""
    if language not in ("de", "en"):
        raise Http404
    row, fresh = rendering.ask(dossier, language)
    if row is None or not fresh or not row.brief:
        reason = row.reason if row and fresh else ""
        messages.info(request, say("dossiers.failed", reason=reason) if reason else say("dossiers.export.later"))
        return redirect("dossiers:section", dossier.slug, "state")
    return file(row.brief, f"{dossier.slug}-{language}.html", "text/html; charset=utf-8")


def file(content: str | bytes, name: str, kind: str) -> HttpResponse:
    """A file to be kept; slugs and our own words make its name, so that no system stumbles over it."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
