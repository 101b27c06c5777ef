"""The sections of a dossier's brief as HTML, drawn up in the background and kept until the dossier changes.

Each section has a page of its own on the desk, and so has each report, so links between sections are led to the page
that their target is on.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from detente import contract
from detente.desk.dossiers import books
from detente.desk.dossiers.current import extract_of, key_of, pending, standing
from detente.desk.dossiers.models import Dossier, Rendering

if TYPE_CHECKING:
    from detente.briefing import Brief

_ID = re.compile(r'\bid="([^"]+)"')
_LINK = re.compile(r'\bhref="#([^"]+)"')
_ARTICLE = re.compile(r'<article class="report" id="r(\d+)".*?</article>', re.DOTALL)
_KEEP = 3
# A rendering taken so long ago was left behind by a worker that died; one that brought three down is given up.
LEFT_BEHIND = timedelta(minutes=10)
MAX_TRIES = 3
# From here on the page says that nobody draws it up.
SILENT = timedelta(minutes=2)

Cell = Callable[[str, str], str]


def _brief(dossier: contract.Dossier, language: str, codebooks: Sequence[str]) -> Brief:
    from detente import workflow

    return workflow.brief(dossier, language="de" if language == "de" else "en", codebooks=codebooks)


def _drawn(dossier: contract.Dossier, brief: Brief, cell: Cell | None) -> dict[str, str]:
    """The sections; "order" has the ids of the reports by their numbers, one a line."""
    from detente import briefing

    order = "\n".join(report.id for report in dossier.reports)
    return {"title": brief.title, "order": order, **briefing.render_sections(brief, cell=cell)}


def led(
    sections: Mapping[str, str], page: Callable[[str], str], report: Callable[[int], str] | None = None
) -> dict[str, str]:
    """The sections with each link to a place in another section led to that section's page, `page(section)`.

    With `report`, links to what stands in a report lead to `report(number)`, numbers from 1 as in the brief.
    """
    home = {anchor: name for name, html in sections.items() for anchor in _ID.findall(html)}
    within: dict[str, int] = {}
    if report is not None:
        for article in _ARTICLE.finditer(sections.get("reports", "")):
            within |= dict.fromkeys(_ID.findall(article[0]), int(article[1]))

    def lead(name: str, html: str) -> str:
        def link(match: re.Match[str]) -> str:
            target = match[1]
            if report is not None and target in within:
                return f'href="{report(within[target])}#{target}"'
            section = home.get(target, target if target in sections else None)
            if section in (None, name):
                return match[0]
            return f'href="{page(str(section))}{f"#{target}" if target in home else ""}"'

        return _LINK.sub(link, html)

    return {name: lead(name, html) for name, html in sections.items()}


def report_parts(sections: Mapping[str, str]) -> dict[int, str]:
    """The reports of the section "reports", each as HTML by its number, links as in the whole."""
    return {int(article[1]): article[0] for article in _ARTICLE.finditer(sections.get("reports", ""))}


def ask(dossier: Dossier, language: str) -> tuple[Rendering | None, bool]:
    """The rendering of the dossier as it stands, or the latest there is, and whether it is up to date.

    Where it is not, a new one is asked of the worker (in tests it is made at once).  A state that could not be drawn up
    is up to date with its `reason` and has no sections.
    """
    key = key_of(dossier)
    rows = dossier.renderings.filter(language=language)
    found = rows.filter(key=key).defer("sections", "brief").first()
    if found is None:
        with transaction.atomic():
            # What was asked for a state that has passed is not wanted any more, but for what is being drawn up.
            rows.filter(made=None, taken=None).exclude(key=key).delete()
            found, _ = Rendering.objects.get_or_create(dossier=dossier, language=language, key=key)
    if found.made is None and settings.WORK_INLINE:
        render(found)
        found = rows.filter(key=key).defer("sections", "brief").first() or found
    if found.made is not None:
        return found, True
    return latest(dossier, language), False


def latest(dossier: Dossier, language: str) -> Rendering | None:
    """The last rendering that succeeded."""
    rows = dossier.renderings.filter(language=language, made__isnull=False, sections__isnull=False)
    return rows.defer("sections", "brief").order_by("-made").first()


@dataclass(frozen=True, slots=True)
class State:
    """What a page of the dossier shows, and what it waits for.

    shown: the rendering there is, at least of an earlier state; reason: why the present one could not be drawn up;
    waiting, sources: how many reports are still to be read, of how many; since: how long the worker has left a
    rendering that was asked for.
    """

    shown: Rendering | None
    fresh: bool
    reason: str
    waiting: int
    sources: int
    joining: bool
    since: datetime | None

    @property
    def busy(self) -> bool:
        """Whether the page will change without anybody's doing."""
        return bool(self.waiting) or self.joining or not self.fresh

    @property
    def silent(self) -> bool:
        """Whether the worker has not answered for long."""
        return self.since is not None and timezone.now() - self.since > SILENT

    @property
    def token(self) -> str:
        """Changes whenever the page would look different."""
        shown = f"{self.shown.pk}.{self.shown.made.timestamp()}" if self.shown and self.shown.made else "-"
        return f"{shown}.{int(self.fresh)}{int(self.joining)}{int(self.silent)}.{self.waiting}.{self.sources}"


def state(dossier: Dossier, language: str) -> State:
    """How the dossier's pages stand; asks for what is missing."""
    row, fresh = ask(dossier, language)
    reason = row.reason if row and fresh else ""
    since = None
    if fresh and reason:
        row = latest(dossier, language)
    elif not fresh:
        awaited = dossier.renderings.filter(language=language, made=None).order_by("-asked").first()
        since = (awaited.taken or awaited.asked) if awaited else None
    waiting, sources = pending(dossier)
    joining = extract_of(dossier).wanted > 0 and not waiting
    return State(row, fresh, reason, waiting, sources, joining, since)


def pages(row: Rendering, page: Callable[[str], str], report: Callable[[int], str]) -> dict[str, str]:
    """The sections of a rendering, links led (see `led`): kept in memory, since a rendering never changes."""
    stamp = (row.pk, row.made)
    with _lock:
        found = _led.get(stamp)
    if found is None:
        found = led(row.sections or {}, page, report)
        with _lock:
            while len(_led) >= _HELD:
                _led.pop(next(iter(_led)))
            _led[stamp] = found
    return found


_HELD = 8
_lock = threading.Lock()
_led: dict[tuple[int, datetime | None], dict[str, str]] = {}


def render(row: Rendering) -> None:
    """Draw up a rendering that was asked for; what goes wrong is kept as its reason.  Only one worker draws it up."""
    from detente import briefing

    now = timezone.now()
    mine = Rendering.objects.filter(pk=row.pk, made=None, taken=row.taken)
    if not mine.update(taken=now, tries=row.tries + 1):
        return  # another one has it
    mine = Rendering.objects.filter(pk=row.pk, made=None, taken=now)
    if row.tries >= MAX_TRIES:
        mine.update(reason=f"{MAX_TRIES}×", made=timezone.now())
        return
    dossier = row.dossier
    drawn: dict[str, Any]
    try:
        key, content = standing(dossier)
        if key != row.key and not _moved(mine, key):
            return
        with books.chosen(dossier) as names:
            brief = _brief(content, row.language, names)
        drawn = {
            "sections": _drawn(content, brief, cell_address(dossier)),
            "brief": briefing.render_html(brief),
        }
    except Exception as error:  # a dossier that cannot be briefed must not stop the worker
        drawn = {"reason": f"{type(error).__name__}: {error}"}
    if mine.update(**drawn, made=timezone.now()):
        rows = dossier.renderings.filter(language=row.language, made__isnull=False).order_by("-made")
        good = rows.filter(sections__isnull=False).values_list("pk", flat=True)[:_KEEP]
        last = rows.values_list("pk", flat=True)[:_KEEP]
        rows.exclude(pk__in=[*good, *last]).delete()


def _moved(mine: QuerySet[Rendering], key: str) -> bool:
    """Have a rendering stand for the present state instead of one that has passed; False where another does already."""
    try:
        with transaction.atomic():
            return bool(mine.update(key=key))
    except IntegrityError:
        mine.delete()
        return False


def cell_address(dossier: Dossier) -> Cell:
    """The address of the page of each cell of the dossier's matrix."""
    from django.urls import reverse

    return lambda party, issue: reverse("dossiers:cell", args=[dossier.slug, party, issue])


def render_next() -> bool:
    """Draw up what was asked for last; False where nothing is waiting."""
    left = Q(taken=None) | Q(taken__lt=timezone.now() - LEFT_BEHIND)
    row = Rendering.objects.filter(left, made=None).select_related("dossier").order_by("-asked", "-pk").first()
    if row is None:
        return False
    render(row)
    return True


def take_back() -> None:
    """Have everything drawn up again that a worker of this machine had begun when it was stopped."""
    Rendering.objects.filter(made=None).exclude(taken=None).update(taken=None)
