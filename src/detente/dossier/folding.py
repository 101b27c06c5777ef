"""Names brought to a form in which they can be compared or used as identifiers."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ẞ": "SS"})
_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "Ae", "’": "'"}
)


@cache
def data(name: str) -> dict[str, Any]:
    """The data file `name`.toml of this folder."""
    return tomllib.loads((files("detente.dossier") / f"{name}.toml").read_text("utf-8"))


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """`text` in lower case without accents, ä ö ü ß as ae oe ue ss; what is not Latin stays as it is."""
    plain = unicodedata.normalize("NFC", text).translate(_GERMAN).translate(_LETTERS)
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold().strip()


def slug(text: str) -> str:
    """`text` as an identifier: lower-case letters and digits joined by hyphens; "" where nothing is left."""
    return re.sub(r"[\W_]+", "-", fold(text)).strip("-")
