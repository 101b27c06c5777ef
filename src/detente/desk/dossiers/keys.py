"""Ids of a dossier's items in addresses: any text, also with slashes or nothing in it, as one part of a path."""

from __future__ import annotations

import re


class Key:
    """A path converter for ids: "~" escapes what cannot stand in a part of a path."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        """The id that an address names.  Raises ValueError for one that is not escaped as we do."""
        return re.sub("~(..)?", _plain, value) if value != "~-" else ""

    def to_url(self, value: str) -> str:
        """The id as part of an address."""
        if not value:
            return "~-"
        return re.sub(r"[~/\\\x00-\x1f\x7f]|^\.", lambda found: f"~{ord(found[0]):02x}", value)


def _plain(found: re.Match[str]) -> str:
    if not re.fullmatch("[0-9a-f]{2}", found[1] or ""):
        raise ValueError(found[0])
    return chr(int(found[1], 16))
