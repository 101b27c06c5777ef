"""The API as programs call it, for the tests of its parts."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

API = "/api/v1"


class Caller:
    """The API as somebody with a token calls it."""

    def __init__(self, words: str) -> None:
        self.client = Client(headers={"Authorization": f"Bearer {words}"}, enforce_csrf_checks=True)

    def __call__(self, method: str, path: str, data: Any = None, status: int = 200, **more: Any) -> Any:
        body = {} if data is None else {"data": json.dumps(data), "content_type": "application/json"}
        answer = self.client.generic(method, API + path, **body, **more)
        assert answer.status_code == status, (answer.status_code, answer.content[:1000])
        return answer.json() if answer.content else None
