"""A published version in other formats, for everybody who may read it."""

from __future__ import annotations

import io
import zipfile

from detente import contract
from detente import dossier as dossiers
from detente.briefing.page import SECTIONS, policy
from detente.desk.publishing.models import Version

TABLES = ("statements", "events", "positions")
# format: (content type, ending of the file's name)
FORMATS = {
    "json": ("application/json", "json"),
    "csv": ("application/zip", "zip"),
    "graphml": ("application/graphml+xml; charset=utf-8", "graphml"),
    "html": ("text/html; charset=utf-8", "html"),
}


def file_name(slug: str, number: int, format: str, language: str | None) -> str:
    """What a file is called when it is downloaded."""
    return f"{slug}-v{number}{f'-{language}' if language else ''}.{FORMATS[format][1]}"


def export(version: Version, format: str, language: str) -> bytes:
    """A version as JSON, CSV (three tables in a zip file), GraphML or the brief as one HTML file in a language.

    None of them has the reports' full texts.  Raises KeyError for another format.
    """
    if format == "html":
        return brief(version, language).encode()
    dossier = dossiers.parse(version.content)
    return {"json": _json, "csv": _tables, "graphml": _graphml}[format](version, dossier)


def _json(version: Version, dossier: contract.Dossier) -> bytes:
    return dossiers.to_json(dossier).encode()


def _graphml(version: Version, dossier: contract.Dossier) -> bytes:
    return dossiers.graphml(dossier).encode()


def _tables(version: Version, dossier: contract.Dossier) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in TABLES:
            # The time of the version, so that the same version gives the same file.
            entry = zipfile.ZipInfo(f"{name}.csv", version.made.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, dossiers.table(dossier, name))
    return out.getvalue()


def brief(version: Version, language: str) -> str:
    """The version as one HTML file that needs nothing but itself, as `detente brief` writes it."""
    from importlib import resources

    from django.template.loader import render_to_string
    from markupsafe import Markup

    templates = resources.files("detente.briefing") / "templates"
    style, script = ((templates / name).read_text("utf-8") for name in ("brief.css", "brief.js"))
    sections = version.sections[language]
    return render_to_string(
        "publishing/export.html",
        {
            "version": version,
            "language": language,
            "policy": policy(style, script),
            "style": Markup(style),
            "script": Markup(script),
            "basis": Markup(sections["basis"]),
            "sections": [(name, Markup(sections[name])) for name in SECTIONS],
        },
    )
