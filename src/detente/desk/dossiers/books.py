"""A team's own codebooks: kept as the library's TOML, checked when they come, written out where the library reads."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction

from detente import codebooks, contract
from detente.codebooks import Codebook
from detente.desk.dossiers.current import want_join
from detente.desk.dossiers.models import Book, Dossier
from detente.desk.words import language

OWN = "own:"
# A codebook is some pages of words; the largest that ships has 40 kB.
LARGEST = 512 * 1024


def keep(dossier: Dossier, file_name: str, content: bytes) -> Book:
    """Keep a codebook for a dossier, in place of one of the same name.

    Raises `codebooks.CodebookError`, which says what is wrong under which key of it.
    """
    name = re.sub(r"[^\w-]+", "-", Path(file_name.replace("\\", "/")).stem).strip("-")[:80] or "codebook"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.toml"
        path.write_bytes(content)
        try:
            codebooks.load(path)
        except codebooks.CodebookError as error:
            raise codebooks.CodebookError(str(error).replace(str(path), f"{name}.toml")) from None
    text = content.decode("utf-8-sig").replace("\r\n", "\n")
    return Book.objects.update_or_create(dossier=dossier, name=name, defaults={"content": text})[0]


def take_in(dossier: Dossier, file_name: str, content: bytes) -> Book:
    """Keep a codebook (see `keep`) and use it from now on, for which the dossier is joined anew."""
    with transaction.atomic():
        book = keep(dossier, file_name, content)
        if (name := f"{OWN}{book.name}") not in dossier.codebooks:
            dossier.codebooks = [*dossier.codebooks, name]
            dossier.save(update_fields=["codebooks"])
        want_join(dossier)
    return book


def take_out(book: Book, dossier: Dossier) -> None:
    """Delete a codebook of the dossier's own; where it was used, the dossier is joined anew."""
    with transaction.atomic():
        name = f"{OWN}{book.name}"
        book.delete()
        if name in dossier.codebooks:
            dossier.codebooks = [each for each in dossier.codebooks if each != name]
            dossier.save(update_fields=["codebooks"])
            want_join(dossier)


def loaded(dossier: Dossier) -> list[Codebook]:
    """The dossier's codebooks, which label its issues beside those that ship."""
    with chosen(dossier) as names:
        return [codebooks.load(name) for name in names]


def labelled(dossier: Dossier, content: contract.Dossier) -> contract.Dossier:
    """What a dossier holds with its issues, states and well-known organisations named in the language of the page."""
    from detente import workflow

    return workflow.in_language(content, language(), loaded(dossier))


@contextmanager
def chosen(dossier: Dossier) -> Iterator[list[str]]:
    """The dossier's codebooks as the library takes them: names of shipped ones, paths of the team's own."""
    own = {f"{OWN}{book.name}": book for book in dossier.books.all()}
    shipped = set(codebooks.available())
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for name in dossier.codebooks:
            if name in own:
                path = Path(folder) / f"{own[name].name}.toml"
                path.write_text(own[name].content, "utf-8")
                names.append(str(path))
            elif name in shipped:
                names.append(name)
        yield names
