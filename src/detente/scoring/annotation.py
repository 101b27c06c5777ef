"""Annotated reports: who is in them, who says what and what is done, each with an anchor in the text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from detente.contract import EventStatus, EventType, PartyKind, Stance


class AnnotationError(ValueError):
    """An annotation that cannot be used; the message names the file and the place in it."""


class _Record(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class AnnotatedParty(_Record):
    """Who acts, speaks or is addressed; only a `core` party counts as missed."""

    name: str
    kind: PartyKind = "organisation"
    of: str | None = None
    aliases: tuple[str, ...] = ()
    core: bool = False


class AnnotatedStatement(_Record):
    """A stance; `anchor` are words that stand once in the text, in its sentence.  optional: counts neither way."""

    speaker: str
    stance: Stance
    issue: str
    anchor: str
    alt_speakers: tuple[str, ...] = ()
    optional: bool = False


class AnnotatedEvent(_Record):
    """Something done between parties, at its fullest mention.  optional: counts neither way."""

    type: EventType
    participants: tuple[str, ...] = ()
    status: EventStatus = "happened"
    anchor: str
    optional: bool = False


class Annotation(_Record):
    """A report as a coder understands it."""

    id: str
    lang: Literal["de", "en"]
    parties: tuple[AnnotatedParty, ...] = ()
    statements: tuple[AnnotatedStatement, ...] = ()
    events: tuple[AnnotatedEvent, ...] = ()


def load_annotations(gold: str | Path, texts: str | Path | None = None) -> list[tuple[Annotation, Path]]:
    """The annotations of a folder (ID.json) with the files of their texts (ID.txt, in `texts` or beside them).

    Annotations without a text are left out.  Raises AnnotationError for a file that is no annotation, an anchor that
    does not stand in its text, and a folder in which there is no annotation with a text; OSError.
    """
    folder, beside = Path(gold), Path(texts or gold)
    if not folder.is_dir():
        raise AnnotationError(f"{folder}: no such folder")
    found = []
    for file in sorted(folder.glob("*.json")):
        try:
            annotation = Annotation.model_validate(json.loads(file.read_text("utf-8")))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"]))
            raise AnnotationError(f"{file}: {place}: {first['msg']}") from error
        except ValueError as error:
            raise AnnotationError(f"{file}: not JSON: {error}") from error
        text = beside / f"{annotation.id}.txt"
        if text.exists():
            _check(file, annotation, text.read_text("utf-8"))
            found.append((annotation, text))
    if not found:
        raise AnnotationError(f"{folder}: no annotation (ID.json) with its text (ID.txt in {beside})")
    return found


def _check(file: Path, annotation: Annotation, text: str) -> None:
    words = " ".join(text.split())
    anchors = [each.anchor for each in annotation.statements] + [each.anchor for each in annotation.events]
    for anchor in anchors:
        if " ".join(anchor.split()) not in words:
            raise AnnotationError(f"{file}: the anchor {anchor!r} does not stand in the text")
