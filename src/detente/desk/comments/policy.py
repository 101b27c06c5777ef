"""The policy under which comments are moderated: the owner's, else the one that comes with détente."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any

from django.db import transaction

from detente.desk.comments.models import POLICY, Decision
from detente.desk.home.models import Site

LANGUAGES = ("de", "en")


@cache
def _shipped() -> dict[str, str]:
    return tomllib.loads((files(__package__) / "policy.toml").read_text("utf-8"))


def text(language: str, site: Site | None = None) -> tuple[str, str]:
    """The policy in force and the language it is in, which is the other one where the owner wrote only that."""
    one = site or Site.get()
    for spoken in (language, *(each for each in LANGUAGES if each != language)):
        own = str(getattr(one, f"policy_{spoken}")).strip()
        if own:
            return own, spoken
    return _shipped()[language].strip(), language


def blocks(source: str) -> list[tuple[str, list[str]]]:
    """Plain text as blocks for a template: ("heading" | "list" | "text", lines)."""
    out: list[tuple[str, list[str]]] = []
    for part in source.replace("\r\n", "\n").split("\n\n"):
        for kind, lines in groupby((line.strip() for line in part.split("\n") if line.strip()), key=_kind):
            if kind == "heading":
                out += [(kind, [line[2:].strip()]) for line in lines]
            else:
                out.append((kind, [line[2:].strip() if kind == "list" else line for line in lines]))
    return out


def _kind(line: str) -> str:
    return {"# ": "heading", "- ": "list"}.get(line[:2], "text")


def keep(site: Site, user: Any) -> None:
    """Save the site's settings, and put on record what changes in its policy."""
    with transaction.atomic():
        before = Site.objects.select_for_update().first() or Site()
        for spoken in LANGUAGES:
            name = f"policy_{spoken}"
            new = getattr(site, name)
            if new != getattr(before, name):
                Decision.objects.create(
                    moderator=user,
                    moderator_name=str(user),
                    action=POLICY,
                    code=spoken,
                    note=new or text(spoken, site)[0],
                )
        site.save()
