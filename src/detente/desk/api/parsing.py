"""Bodies and addresses as they come in: what no database or answer could hold is refused here, once for all."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.errors import HttpError
from ninja.parser import Parser

from detente.desk.words import say

# A NUL as JSON writes it, not the six characters themselves behind an escaped backslash.
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class Strict(Parser):
    """JSON by RFC 8259 (no NaN), its texts without NUL and without halves of surrogate pairs."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body's JSON.  Raises HttpError 400."""
        try:
            found = json.loads(request.body, parse_constant=_no_number)
            # Whatever can be written as UTF-8 without NUL can be stored.
            storable = not _NUL.search(json.dumps(found, ensure_ascii=False).encode("utf-8"))
        except (ValueError, RecursionError) as error:
            raise HttpError(400, say("api.no_json")) from error
        if not storable:
            raise HttpError(400, say("api.nul"))
        return found

    def parse_querydict(self, data: MultiValueDict, list_fields: list[str], request: HttpRequest) -> Any:
        """The parameters of an address or a form.  Raises HttpError 400."""
        if any("\0" in text for values in data.lists() for text in (values[0], *map(str, values[1]))):
            raise HttpError(400, say("api.nul"))
        return super().parse_querydict(data, list_fields, request)


def _no_number(written: str) -> NoReturn:
    raise ValueError(written)
