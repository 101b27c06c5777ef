"""When two names mean the same: letters, articles, hyphens and the genitive's s folded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_ARTICLE = re.compile(r"^(?:der|die|das|den|dem|des|the|a)\s+")


def fold(name: str) -> str:
    """A name as it is compared."""
    plain = unicodedata.normalize("NFKC", name).casefold().replace("-", " ").replace("’", "'").strip()
    return re.sub(r"'s?$", "", " ".join(_ARTICLE.sub("", plain).split()))


def keys(name: str, aliases: Iterable[str], kind: str) -> frozenset[str]:
    """All folded forms of a party's name: its aliases, a person's last name, and those without an s at the end."""
    forms = {fold(each) for each in (name, *aliases) if each}
    if kind == "person" and name.split():
        forms.add(fold(name.split()[-1]))
    return frozenset(forms | {form[:-1] for form in forms if form.endswith("s") and len(form) > 4})
