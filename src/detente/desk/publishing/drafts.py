"""Drawing up the next version of a dossier, in the background: what it says, its pages, and what is new in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from detente import briefing, codebooks, contract, workflow
from detente import dossier as dossiers
from detente.codebooks import Codebook
from detente.desk.dossiers import books
from detente.desk.dossiers.current import key_of, standing
from detente.desk.dossiers.models import Dossier
from detente.desk.home.models import Site
from detente.desk.publishing.comparing import whats_new
from detente.desk.publishing.models import Draft, Version
from detente.desk.publishing.quoting import excerpted, named_by, quotable
from detente.dossier.folding import fold

_KEEP = timedelta(days=7)


def next_number(dossier: Dossier) -> int:
    """The number that the dossier's next version has."""
    return (dossier.versions.values_list("number", flat=True).first() or 0) + 1


def ask(dossier: Dossier) -> Draft:
    """The draft for the dossier as it stands; `made` is None while the worker has not drawn it up yet."""
    number = next_number(dossier)
    dossier.drafts.filter(number__lt=number).delete()
    draft, _ = Draft.objects.get_or_create(dossier=dossier, number=number, key=key_of(dossier))
    if draft.made is None and settings.WORK_INLINE:
        prepare(draft)
    return draft


def as_version(draft: Draft, author: Any) -> Version:
    """The version that a draft would be if somebody published it now; it is not kept."""
    return Version(
        dossier=draft.dossier, number=draft.number, title=draft.dossier.title, content=draft.content,
        sections=draft.sections, changes=draft.changes, author_name=str(author), made=timezone.now(),
    )  # fmt: skip


def prepare_next() -> bool:
    """Draw up the draft that was asked for last; False where none is waiting."""
    draft = Draft.objects.filter(made=None).select_related("dossier").order_by("-asked").first()
    if draft is None:
        return False
    # Asked for earlier, of a state that has passed.
    Draft.objects.filter(made=None, dossier=draft.dossier).exclude(pk=draft.pk).delete()
    Draft.objects.filter(asked__lt=timezone.now() - _KEEP).exclude(pk=draft.pk).delete()
    prepare(draft)
    return True


def prepare(draft: Draft) -> None:
    """Draw up a draft; what goes wrong is kept as its reason."""
    dossier = draft.dossier
    key, now = standing(dossier)
    if key != draft.key or next_number(dossier) != draft.number:
        draft.delete()  # the page that shows it asks for the new state
        return
    try:
        _draw_up(draft, now)
    except Exception as error:  # a dossier that cannot be briefed must not stop the worker
        draft.reason = f"{type(error).__name__}: {error}"[:2000]
    draft.made = timezone.now()
    with transaction.atomic():
        # Gone where somebody published meanwhile: then it must not come back.
        if Draft.objects.filter(pk=draft.pk).exists():
            draft.save()


def _draw_up(draft: Draft, now: contract.Dossier) -> None:
    last = Version.objects.filter(dossier=draft.dossier).order_by("-number").first()
    before = dossiers.parse(last.content, f"version {last.number}") if last else None
    shown = named_by(now, Site.get().name)
    sections = {}
    with books.chosen(draft.dossier) as names:
        own = [codebooks.load(name) for name in names]
        for language in ("de", "en"):
            brief = excerpted(workflow.brief(shown, language=language, codebooks=names))
            sections[language] = {"title": brief.title, **briefing.render_sections(brief)}
    published = quotable(now)
    draft.words = names_in(published, own)
    draft.sections, draft.content = sections, published.model_dump_json()
    # Compared is what was published with what would be, so that only what readers can see is told as new.
    draft.changes = whats_new(before, published, own)


def names_in(dossier: contract.Dossier, own: Sequence[Codebook] = ()) -> str:
    """The names of a dossier's parties and issues in both languages, folded, a line each: what a search looks for.

    `own` are codebooks that label issues beside those that ship.
    """
    found: dict[str, None] = {}
    for language in ("de", "en"):
        shown = workflow.in_language(dossier, language, own)
        named = [name for party in shown.parties for name in (party.name, *party.aliases)]
        found |= dict.fromkeys(fold(name) for name in [*named, *(issue.label for issue in shown.issues)])
    return "\n".join(found)
