"""The sections of a dossier's brief as HTML, drawn up in the background and kept until the dossier changes.

Each section has a page of its own on the desk, so links between sections are led to the page their target is on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from detente import contract
from detente.desk.dossiers.current import current, key_of
from detente.desk.dossiers.models import Dossier, Rendering

_ID = re.compile(r'\bid="([^"]+)"')
_LINK = re.compile(r'\bhref="#([^"]+)"')
_KEEP = 3


def compose(dossier: contract.Dossier, language: str) -> dict[str, str]:
    """The brief's sections in a language, as HTML by name, and its "title" as text."""
    from detente import briefing, workflow

    brief = workflow.brief(dossier, language="de" if language == "de" else "en")
    return {"title": brief.title, **briefing.render_sections(brief)}


def led(sections: Mapping[str, str], page: Callable[[str], str]) -> dict[str, str]:
    """The sections with each link to a place in another section led to that section's page, `page(section)`."""
    home = {anchor: name for name, html in sections.items() for anchor in _ID.findall(html)}

    def lead(name: str, html: str) -> str:
        def link(match: re.Match[str]) -> str:
            target = home.get(match[1])
            return match[0] if target in (None, name) else f'href="{page(target)}#{match[1]}"'

        return _LINK.sub(link, html)

    return {name: lead(name, html) for name, html in sections.items()}


def ask(dossier: Dossier, language: str) -> tuple[Rendering | None, bool]:
    """The rendering of the dossier as it stands, or the latest there is, and whether it is up to date.

    Where it is not, a new one is asked of the worker (in tests it is made at once).
    """
    key = key_of(dossier)
    found, _ = Rendering.objects.get_or_create(dossier=dossier, language=language, key=key)
    if found.made is None and settings.WORK_INLINE:
        render(found)
        found.refresh_from_db()
    if found.made is not None:
        return found, True
    older = dossier.renderings.filter(language=language, sections__isnull=False).order_by("-made").first()
    return older, False


def render(row: Rendering) -> None:
    """Draw up a rendering that was asked for; what goes wrong is kept as its reason."""
    dossier = row.dossier
    row.key = key_of(dossier)
    if Rendering.objects.filter(dossier=dossier, language=row.language, key=row.key).exclude(pk=row.pk).exists():
        row.delete()  # asked for a state that has passed meanwhile
        return
    try:
        row.sections, row.reason = compose(current(dossier), row.language), ""
    except Exception as error:  # a dossier that cannot be briefed must not stop the worker
        row.sections, row.reason = None, f"{type(error).__name__}: {error}"
    row.made = timezone.now()
    row.save()
    kept = dossier.renderings.filter(language=row.language, made__isnull=False).order_by("-made")
    dossier.renderings.filter(pk__in=[each.pk for each in kept[_KEEP:]]).delete()


def render_next() -> bool:
    """Draw up what was asked for last; False where nothing is waiting."""
    row = Rendering.objects.filter(made=None).select_related("dossier").order_by("-asked").first()
    if row is None:
        return False
    Rendering.objects.filter(made=None, dossier=row.dossier, language=row.language).exclude(pk=row.pk).delete()
    render(row)
    return True


def forget_old() -> None:
    """Drop renderings of states long passed."""
    Rendering.objects.filter(asked__lt=timezone.now() - timedelta(days=30)).delete()
