"""A team's own codebooks: kept as the library's TOML, checked when they come, written out where the library reads."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from detente import codebooks
from detente.desk.dossiers.models import Book, Dossier

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
